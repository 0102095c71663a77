use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{AuditDocument, PageDocument, RevertedDocument};
use relata_app::{AuditFilter, AuditLine, Page};
use relata_model::{Action, Invalid, Noun, Sku, Timestamp};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::key::{Key, Number};
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(revert))
}

/// Lists who changed what, newest first.
#[utoipa::path(
    get, path = "/v1/audit", tag = "audit",
    params(
        ("noun" = Option<String>, Query, description = "Only this kind of thing, such as product or relation"),
        ("key" = Option<String>, Query, description = "Only the thing of this key"),
        ("revision" = Option<i64>, Query, description = "Only this change", minimum = 0),
        ("actor" = Option<String>, Query, description = "Only by this person or program"),
        ("action" = Option<String>, Query, description = "Only create, update or delete"),
        ("product" = Option<String>, Query, description = "Only this product, and relations from it or to it"),
        ("since" = Option<String>, Query, description = "Only from this moment on (RFC 3339)"),
        ("until" = Option<String>, Query, description = "Only before this moment (RFC 3339)"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<AuditDocument>, description = "A page of the log"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let filter = AuditFilter {
        noun: query.one("noun", parse_noun),
        key: query.text("key"),
        revision: query.exact("revision", parse_revision),
        actor: query.text("actor"),
        action: query.one("action", parse_action),
        product: query.one("product", Sku::parse),
        since: query.one("since", Timestamp::parse),
        until: query.one("until", Timestamp::parse),
    };
    let page = query.page();
    query.finish()?;
    let found = server
        .blocking(move |app| {
            let Page { items, next } = app.list_audit(filter, page)?;
            Ok(Page { items: app.describe_audit(items)?, next })
        })
        .await?;
    Ok(answer::page(found, document))
}

fn document(line: AuditLine) -> AuditDocument {
    let AuditLine { entry, names, revertible } = line;
    let names = names.into_iter().map(|(sku, name)| (sku.to_string(), name)).collect();
    AuditDocument::from_entry(entry, names, revertible)
}

fn parse_action(text: &str) -> Result<Action, Invalid> {
    let hint = "write create, update or delete";
    Action::parse(text).ok_or_else(|| Invalid::new("this is not an action", hint))
}

fn parse_noun(text: &str) -> Result<Noun, Invalid> {
    let known = || Noun::ALL.map(Noun::as_str).join(", ");
    Noun::parse(text)
        .ok_or_else(|| Invalid::new("this is not a kind of thing", format!("write one of {}", known())))
}

fn parse_revision(text: &str) -> Result<i64, Invalid> {
    let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| Invalid::new("this is not a revision", "write a whole number"))
}

/// Undoes a change, if nothing has touched the same things since.
///
/// The undoing is a change with a revision of its own; undoing that one does the first change again.
#[utoipa::path(
    post, path = "/v1/audit/{revision}/revert", tag = "audit",
    params(("revision" = String, Path, description = "The revision of the change")),
    responses((status = 200, body = RevertedDocument, description = "What was undone"))
)]
async fn revert(
    State(server): State<Shared>,
    Key(Number(revision)): Key<Number>,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let (lines, revision, change) = server
        .blocking(move |app| {
            let saved = app.revert(&caller, revision)?;
            let (revision, change) = (saved.revision, saved.change());
            Ok((app.describe_audit(saved.value)?, revision, change))
        })
        .await?;
    let items = lines.into_iter().map(document).collect();
    let document = RevertedDocument { items, next: None, revision };
    let response = answer::json(StatusCode::OK, &document);
    Ok(match change {
        Some(revision) => answer::revised(response, revision),
        None => response,
    })
}
