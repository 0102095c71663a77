use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use relata_api::{ImportDocument, ImportReportDocument, JobDocument, PageDocument};
use relata_app::{ImportFile, ImportOptions, ImportRecord, NoProgress, RejectsTo, etag};
use relata_model::{ImportMode, ImportReport, Problem, ProblemCode};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::idempotency::{self, BodyHash};
use crate::incoming::Chunks;
use crate::key::{Key, Number};
use crate::limits::IMPORT_BYTES_MAX;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::routes::job;
use crate::server::Shared;
use crate::{answer, incoming};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, start)).routes(routes!(find)).routes(routes!(revert))
}

/// Lists imports, newest first.
#[utoipa::path(
    get, path = "/v1/imports", tag = "imports",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = PageDocument<ImportDocument>, description = "A page of imports"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server.blocking(move |app| app.list_imports(page)).await?;
    Ok(answer::page(found, document))
}

/// Imports a file, which is the body of the request.
#[utoipa::path(
    post, path = "/v1/imports", tag = "imports",
    params(
        ("name" = Option<String>, Query, description = "The name of the file, for the report"),
        ("profile" = Option<String>, Query, description = "Its format; recognised when left out"),
        ("mode" = Option<String>, Query, description = "merge (the default), replace or delete"),
        ("dry_run" = Option<bool>, Query, description = "Only say what would happen"),
        ("source" = Option<String>, Query, description = "The owner of the relations; the format's name when left out"),
        ("wait" = Option<bool>, Query, description = "Whether to answer at the end (the default) or at once with a job"),
    ),
    request_body(content = String, content_type = "text/csv", description = "The file, up to 512 MB, also .gz or .zst"),
    responses(
        (status = 200, body = ImportReportDocument, description = "It is done; this is what it did"),
        (status = 202, body = JobDocument, description = "It goes on in the background")
    )
)]
async fn start(
    State(server): State<Shared>,
    query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    let asked = Asked::read(query)?;
    let key = idempotency::key_of(&request)?;
    let mut hash = key.as_ref().map(|_| BodyHash::of(&format!("{} {}", Method::POST, request.uri())));
    expect_file(request.headers())?;
    let upload = store_upload(request.into_body(), hash.as_mut()).await?;
    let Some((key, hash)) = key.zip(hash) else { return run(&server, asked, upload).await };
    let running = server.clone();
    let run = async move { run(&running, asked, upload).await.unwrap_or_else(IntoResponse::into_response) };
    idempotency::once(server, key, hash.finish(), run).await
}

/// What the query of an import asks for.
struct Asked {
    name: String,
    options: ImportOptions,
    wait: bool,
}

impl Asked {
    fn read(mut query: Parameters) -> Result<Asked, Refused> {
        let asked = Asked {
            name: query.text("name").unwrap_or_else(|| "upload".to_string()),
            options: ImportOptions {
                profile: query.text("profile"),
                mode: query.one("mode", ImportMode::parse).unwrap_or(ImportMode::Merge),
                dry_run: query.flag("dry_run", false),
                source: query.text("source"),
                rejects: RejectsTo::Discard,
            },
            wait: query.flag("wait", true),
        };
        query.finish()?;
        Ok(asked)
    }
}

/// A browser's form has no business here; anything else may be a file.
fn expect_file(headers: &HeaderMap) -> Result<(), Refused> {
    match incoming::media_type(headers) {
        Some(kind) if kind == "multipart/form-data" || kind == "application/x-www-form-urlencoded" => {
            let problem = Problem::error(ProblemCode::UnsupportedMedia, format!("{kind} is not read here"));
            Err(Refused::because(
                problem.hint("send the file itself as the body, with content-type: text/csv"),
            ))
        }
        _ => Ok(()),
    }
}

/// Writes the body into a file that is removed when it is dropped.
async fn store_upload(body: Body, mut hash: Option<&mut BodyHash>) -> Result<NamedTempFile, Refused> {
    let failed = |error: std::io::Error| Refused::internal(format!("cannot store an uploaded file: {error}"));
    let file = NamedTempFile::with_prefix("relata-upload-").map_err(failed)?;
    let mut writer = tokio::fs::File::from_std(file.reopen().map_err(failed)?);
    let mut chunks = Chunks::of(body, IMPORT_BYTES_MAX);
    while let Some(chunk) = chunks.next().await? {
        if let Some(hash) = &mut hash {
            hash.add(&chunk);
        }
        writer.write_all(&chunk).await.map_err(failed)?;
    }
    writer.flush().await.map_err(failed)?;
    Ok(file)
}

async fn run(server: &Shared, asked: Asked, upload: NamedTempFile) -> Result<Response, Refused> {
    let Asked { name, options, wait } = asked;
    let (caller, file) = (server.caller(), import_file(upload.path(), name));
    if !wait {
        let submit =
            move |app: &relata_app::App| app.submit_import(&caller, file, options, move || drop(upload));
        let job = server.blocking(submit).await?;
        let path = format!("/v1/jobs/{}", job.id);
        return Ok(answer::located(answer::json(StatusCode::ACCEPTED, &job::document(job)), &path));
    }
    let reports = server
        .blocking(move |app| {
            let reports = app.import(&caller, &[file], &options, &NoProgress);
            drop(upload);
            reports
        })
        .await?;
    let mut documents: Vec<_> = reports.into_iter().map(ImportReportDocument::from_report).collect();
    match documents.pop() {
        Some(only) if documents.is_empty() => Ok(answer::json(StatusCode::OK, &only)),
        last => {
            documents.extend(last);
            Ok(answer::json(StatusCode::OK, &serde_json::json!({ "files": documents })))
        }
    }
}

fn import_file(path: &Path, name: String) -> ImportFile {
    ImportFile { path: path.to_path_buf(), name }
}

/// Gives one import with its report.
#[utoipa::path(
    get, path = "/v1/imports/{id}", tag = "imports", params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = ImportDocument, description = "The import"))
)]
async fn find(
    State(server): State<Shared>,
    Key(Number(id)): Key<Number>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = document(server.blocking(move |app| app.find_import(id)).await?);
    Ok(answer::single(&headers, etag(&found), &found))
}

/// Undoes an import as a whole.
#[utoipa::path(
    post, path = "/v1/imports/{id}/revert", tag = "imports",
    params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = ImportDocument, description = "It was undone"))
)]
async fn revert(State(server): State<Shared>, Key(Number(id)): Key<Number>) -> Result<Response, Refused> {
    let caller = server.caller();
    let saved = server.blocking(move |app| app.revert_import(&caller, id)).await?;
    let response = answer::json(StatusCode::OK, &document(saved.value));
    Ok(answer::revised(response, saved.revision))
}

fn document(record: ImportRecord) -> ImportDocument {
    let ImportRecord { id, import, state, started_at, finished_at, reason, report } = record;
    let empty = || ImportReport::new(&import.file, &import.profile, "", import.mode, false);
    ImportDocument {
        id: id.to_string(),
        source: import.source.clone(),
        actor: import.actor.clone(),
        state: state.as_str().to_string(),
        started_at: started_at.to_string(),
        finished_at: finished_at.map(|at| at.to_string()),
        reason,
        report: ImportReportDocument::from_report(report.unwrap_or_else(empty)),
    }
}
