use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Page)]
pub struct PageDocument<T> {
    /// The things, in the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last one. Opaque: nothing in it may be relied on.
    pub next: Option<String>,
}
