use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use relata_api::{
    MappingDocument, MendsDocument, MendsInput, PageDocument, UploadChangeInput, UploadDocument,
    UploadRowsDocument,
};
use relata_app::{UploadRows, etag};
use relata_model::limits::PAGE_MAX;
use relata_model::{Invalid, Problem, ProblemCode};
use tempfile::NamedTempFile;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::idempotency::{self, BodyHash};
use crate::incoming::JsonObject;
use crate::key::Key;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::routes::import::{expect_file, store_body};
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(find, map, remove))
        .routes(routes!(rows, mend))
}

/// Lists uploads, newest first.
#[utoipa::path(
    get, path = "/v1/uploads", tag = "uploads",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<UploadDocument>, description = "A page of uploads"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server.blocking(move |app| app.list_uploads(page)).await?;
    Ok(answer::page(found, |upload| upload))
}

/// Takes a file and says what it is taken for; nothing is imported.
#[utoipa::path(
    post, path = "/v1/uploads", tag = "uploads",
    params(
        ("name" = Option<String>, Query, description = "The name of the file"),
        ("from_import" = Option<String>, Query, description = "In place of a body: the rows that this import rejected, with its mapping"),
    ),
    request_body(content = String, content_type = "text/csv", description = "The file, up to 512 MB, also .gz or .zst, in UTF-8, UTF-16 or Windows-1252"),
    responses((status = 201, body = UploadDocument, description = "It is kept for a day"))
)]
async fn create(
    State(server): State<Shared>,
    mut query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    let asked = Asked {
        name: query.text("name").unwrap_or_else(|| "upload".to_string()),
        from_import: query.one("from_import", |text| {
            let number = text.parse::<u32>().map(i64::from);
            number.map_err(|_| {
                Invalid::new("this is not the number of an import", "GET /v1/imports lists them")
            })
        }),
    };
    query.finish()?;
    let key = idempotency::key_of(&request)?;
    let mut hash = key.as_ref().map(|_| BodyHash::of(&format!("{} {}", Method::POST, request.uri())));
    expect_file(request.headers())?;
    let file = server.blocking(|app| app.new_upload_file()).await?;
    let bytes = store_body(request.into_body(), file.as_file(), hash.as_mut()).await?;
    let Some((key, hash)) = key.zip(hash) else { return take(&server, asked, file, bytes).await };
    let running = server.clone();
    let run =
        async move { take(&running, asked, file, bytes).await.unwrap_or_else(IntoResponse::into_response) };
    idempotency::once(server, key, hash.finish(), run).await
}

/// What the query of an upload asks for.
struct Asked {
    name: String,
    from_import: Option<i64>,
}

async fn take(server: &Shared, asked: Asked, file: NamedTempFile, bytes: u64) -> Result<Response, Refused> {
    let Asked { name, from_import } = asked;
    if from_import.is_some() && bytes > 0 {
        let problem = Problem::error(ProblemCode::InvalidValue, "the body is not empty").at("/from_import");
        return Err(Refused::from(vec![problem.hint("leave the body or from_import out")]));
    }
    let made = server
        .blocking(move |app| match from_import {
            Some(id) => app.create_upload_of_rejects(id),
            None => app.create_upload(&name, file),
        })
        .await?;
    let path = format!("/v1/uploads/{}", made.id);
    Ok(answer::located(answer::json(StatusCode::CREATED, &made), &path))
}

/// Gives one upload.
#[utoipa::path(
    get, path = "/v1/uploads/{id}", tag = "uploads", params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = UploadDocument, description = "The upload"))
)]
async fn find(
    State(server): State<Shared>,
    Key(id): Key<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_upload(&id)).await?;
    Ok(answer::single(&headers, etag(&found), &found))
}

/// Says what the columns of an upload fill; `{"mapping": null}` goes back to recognition.
#[utoipa::path(
    patch, path = "/v1/uploads/{id}", tag = "uploads", params(("id" = String, Path, description = "Its id")),
    request_body(content = UploadChangeInput, description = "The whole mapping: columns that are not named are not read"),
    responses((status = 200, body = UploadDocument, description = "The upload, looked at anew"))
)]
async fn map(
    State(server): State<Shared>,
    Key(id): Key<String>,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let mapping = MappingDocument::read_change(&body)?;
    let mapped = server.blocking(move |app| app.map_upload(&id, mapping)).await?;
    Ok(answer::json(StatusCode::OK, &mapped))
}

/// Removes an upload.
#[utoipa::path(
    delete, path = "/v1/uploads/{id}", tag = "uploads", params(("id" = String, Path, description = "Its id")),
    responses((status = 204, description = "It is gone"))
)]
async fn remove(State(server): State<Shared>, Key(id): Key<String>) -> Result<Response, Refused> {
    server.blocking(move |app| app.delete_upload(&id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Gives rows of an upload as they stand, with what was mended.
#[utoipa::path(
    get, path = "/v1/uploads/{id}/rows", tag = "uploads",
    params(
        ("id" = String, Path, description = "Its id"),
        ("row" = Option<Vec<u64>>, Query, description = "Rows by the lines where they start, up to 200; may stand there several times"),
        ("from" = Option<u64>, Query, description = "Else the rows from this line on", minimum = 1),
        ("limit" = Option<u32>, Query, description = "So many of them: 1 to 200, default 50", minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = UploadRowsDocument, description = "The rows that are there"))
)]
async fn rows(
    State(server): State<Shared>,
    Key(id): Key<String>,
    mut query: Parameters,
) -> Result<Response, Refused> {
    let line = |text: &str| match text.parse::<u64>() {
        Ok(line) if line > 0 => Ok(line),
        _ => Err(Invalid::new("this is not a line of a file", "lines are counted from 1")),
    };
    let at = query.several("row", line);
    let from = query.exact("from", line);
    let limit = query.page().limit;
    if at.len() > PAGE_MAX {
        let message = format!("more than {PAGE_MAX} rows");
        query.refuse("row", Invalid::new(message, "ask for fewer rows at once"));
    }
    query.finish()?;
    let wanted = match at.is_empty() {
        true => UploadRows::From(from.unwrap_or(1), limit),
        false => UploadRows::At(at.into_iter().collect()),
    };
    let found = server.blocking(move |app| app.upload_rows(&id, &wanted)).await?;
    Ok(answer::json(StatusCode::OK, &found))
}

/// Changes cells of rows or leaves rows out; the numbers of the others stay.
#[utoipa::path(
    patch, path = "/v1/uploads/{id}/rows", tag = "uploads", params(("id" = String, Path, description = "Its id")),
    request_body = MendsInput,
    responses((status = 200, body = MendsDocument, description = "It was noted; the file stays as it came"))
)]
async fn mend(
    State(server): State<Shared>,
    Key(id): Key<String>,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let MendsInput { rows } = MendsInput::read(&body)?;
    let mended = server.blocking(move |app| app.mend_upload(&id, &rows)).await?;
    Ok(answer::json(StatusCode::OK, &mended))
}
