use serde::{Deserialize, Serialize};

use crate::ConditionCode;

/// A condition over one product that others ask by its code: `source.is('premium')`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCondition {
    /// Its key.
    pub code: ConditionCode,
    /// What people call it.
    pub name: String,
    /// What it asks, over `source`; asked of a target, `source` is the target.
    pub condition: String,
}
