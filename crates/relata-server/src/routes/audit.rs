use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{AuditDocument, PageDocument};
use relata_app::AuditFilter;
use relata_model::{Invalid, Noun};
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
    };
    let page = query.page();
    query.finish()?;
    let found = server.blocking(move |app| app.list_audit(filter, page)).await?;
    Ok(answer::page(found, AuditDocument::from_entry))
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

/// Undoes a change, if nothing has touched the same things since; that is a change itself.
#[utoipa::path(
    post, path = "/v1/audit/{revision}/revert", tag = "audit",
    params(("revision" = String, Path, description = "The revision of the change")),
    responses((status = 200, body = PageDocument<AuditDocument>, description = "What was undone"))
)]
async fn revert(
    State(server): State<Shared>,
    Key(Number(revision)): Key<Number>,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let saved = server.blocking(move |app| app.revert(&caller, revision)).await?;
    let undone = saved.value.into_iter().map(AuditDocument::from_entry).collect();
    let document = PageDocument { items: undone, next: None };
    Ok(answer::revised(answer::json(StatusCode::OK, &document), saved.revision))
}
