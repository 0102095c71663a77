use std::collections::BTreeMap;

use relata_model::{AuditEntry, Noun};
use serde::Serialize;
use utoipa::ToSchema;

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AuditEntry, example = json!({
    "id": "812", "revision": 1235, "at": "2026-11-21T09:00:00Z", "actor": "local", "action": "create",
    "noun": "relation", "key": "17", "before": null, "after": {"source": "RS-100", "target": "SOCK-1"},
    "summary": {"source": "RS-100", "type": "cross_sell", "target": "SOCK-1"},
    "names": {"RS-100": "Running shoe", "SOCK-1": "Sock"}, "revertible": true
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
    /// For a relation, what it is; null for other things.
    pub summary: Option<RelationNamed>,
    /// The names of the products that the line is about, by SKU; a product without a name here is gone.
    pub names: BTreeMap<String, String>,
    /// Whether undoing it can be tried; it is still refused when the same thing was changed since.
    pub revertible: bool,
}

/// A relation in three words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RelationNamed {
    /// From which product.
    pub source: String,
    /// Under which relation type.
    #[serde(rename = "type")]
    pub type_code: String,
    /// To which product.
    pub target: String,
}

/// What was undone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Reverted)]
pub struct RevertedDocument {
    /// The lines of the change that was undone.
    pub items: Vec<AuditDocument>,
    /// Always null: there is one page.
    pub next: Option<String>,
    /// The revision of the undoing, which can be undone in turn.
    pub revision: i64,
}

impl AuditDocument {
    /// The line as it is answered.
    pub fn from_entry(entry: AuditEntry, names: BTreeMap<String, String>, revertible: bool) -> AuditDocument {
        let summary = summary(&entry);
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
            summary,
            names,
            revertible,
        }
    }
}

fn summary(entry: &AuditEntry) -> Option<RelationNamed> {
    let body = entry.after.as_ref().or(entry.before.as_ref()).filter(|_| entry.noun == Noun::Relation)?;
    let text = |name: &str| body.get(name)?.as_str().map(str::to_string);
    Some(RelationNamed { source: text("source")?, type_code: text("type")?, target: text("target")? })
}
