use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Work that goes on in the background.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Job, example = json!({
    "id": "7", "kind": "import", "state": "running", "progress_done": 1200, "progress_total": 5000,
    "detail": {}, "created_at": "2026-11-21T09:00:00Z", "updated_at": "2026-11-21T09:00:02Z"
}))]
pub struct JobDocument {
    /// Its number, as text.
    pub id: String,
    /// What it does, such as `import`.
    pub kind: String,
    /// Where it stands, such as `queued`, `running`, `done`, `failed`.
    pub state: String,
    /// How much is done.
    pub progress_done: u64,
    /// How much there is, once known.
    pub progress_total: Option<u64>,
    /// What it works on or how it ended.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// When it was asked for.
    pub created_at: String,
    /// When it last moved.
    pub updated_at: String,
}
