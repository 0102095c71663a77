use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{BulkEditDocument, BulkEditInput, BulkEditResultDocument, ImportReportDocument};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::incoming::JsonObject;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(edit))
}

/// Changes many products as one change, which is undone as one.
#[utoipa::path(
    post, path = "/v1/bulk-edits", tag = "products",
    params(("dry_run" = Option<bool>, Query, description = "Only say what would happen")),
    request_body = BulkEditDocument,
    responses((status = 200, body = BulkEditResultDocument, description = "It is done; this is what it did"))
)]
async fn edit(
    State(server): State<Shared>,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let dry_run = query.flag("dry_run", false);
    query.finish()?;
    let edit = BulkEditInput::read(&body)?;
    let caller = server.caller();
    let done = server.blocking(move |app| app.bulk_edit(&caller, &edit, dry_run)).await?;
    let document = BulkEditResultDocument {
        id: done.report.id.clone(),
        revision: done.report.revision,
        selected: done.selected as u64,
        report: ImportReportDocument::from_report(done.report),
    };
    let response = answer::json(StatusCode::OK, &document);
    Ok(match document.revision {
        Some(revision) => answer::revised(response, revision),
        None => response,
    })
}
