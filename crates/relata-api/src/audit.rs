use relata_model::AuditEntry;
use serde::Serialize;
use utoipa::ToSchema;

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AuditEntry, example = json!({
    "id": "812", "revision": 1235, "at": "2026-11-21T09:00:00Z", "actor": "local", "action": "create",
    "noun": "relation", "key": "17", "before": null, "after": {"source": "RS-100", "target": "SOCK-1"}
}))]
pub struct AuditDocument {
    /// Its number, as text.
    pub id: String,
    /// The revision that the change belongs to.
    pub revision: i64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// `create`, `update` or `delete`.
    pub action: String,
    /// To what kind of thing.
    pub noun: String,
    /// To which one.
    pub key: String,
    /// The thing before, as stored; null when it was made.
    #[schema(value_type = Value)]
    pub before: Option<serde_json::Value>,
    /// The thing after, as stored; null when it was removed.
    #[schema(value_type = Value)]
    pub after: Option<serde_json::Value>,
}

impl AuditDocument {
    /// The line as it is answered.
    pub fn from_entry(entry: AuditEntry) -> AuditDocument {
        let AuditEntry { audit_id, revision, at, actor, action, noun, key, before, after } = entry;
        AuditDocument {
            id: audit_id.to_string(),
            revision,
            at: at.to_string(),
            actor,
            action: action.as_str().to_string(),
            noun: noun.as_str().to_string(),
            key,
            before,
            after,
        }
    }
}
