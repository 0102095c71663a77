use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relata_api::{ImportDocument, ImportReportDocument, ImportResultDocument, JobDocument, PageDocument};
use relata_app::{ImportFile, ImportOptions, ImportRecord, NoProgress, RejectsTo, etag, rejects_name};
use relata_model::{ImportMode, ImportReport, Problem, ProblemCode};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::idempotency::{self, BodyHash};
use crate::incoming::Chunks;
use crate::key::{Key, Number};
use crate::limits::IMPORT_BYTES_MAX;
use crate::parameters::{Parameters, plain_text};
use crate::refused::Refused;
use crate::routes::job;
use crate::server::Shared;
use crate::{answer, incoming};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, start))
        .routes(routes!(find))
        .routes(routes!(revert))
        .routes(routes!(rejects))
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

/// Imports a file, which is the body of the request, or files that were uploaded before.
#[utoipa::path(
    post, path = "/v1/imports", tag = "imports",
    params(
        ("upload" = Option<Vec<String>>, Query, description = "Uploads to import with their mappings; may stand there several times, and the body is empty then"),
        ("name" = Option<String>, Query, description = "The name of the file, for the report"),
        ("profile" = Option<String>, Query, description = "Its format; recognised when left out"),
        ("mode" = Option<String>, Query, description = "merge (the default), replace or delete"),
        ("dry_run" = Option<bool>, Query, description = "Only say what would happen"),
        ("source" = Option<String>, Query, description = "The owner of the relations; the format's name when left out"),
        ("wait" = Option<bool>, Query, description = "Whether to answer at the end (the default) or at once with a job"),
    ),
    request_body(content = String, content_type = "text/csv", description = "The file, up to 512 MB, also .gz or .zst"),
    responses(
        (status = 200, body = ImportResultDocument, description = "It is done; this is what it did; of several files `{\"files\": [...]}`"),
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
    let file = new_file()?;
    let bytes = store_body(request.into_body(), file.as_file(), hash.as_mut()).await?;
    let from = asked.files(&server, file, bytes).await?;
    let Some((key, hash)) = key.zip(hash) else { return run(&server, asked, from).await };
    let running = server.clone();
    let run = async move { run(&running, asked, from).await.unwrap_or_else(IntoResponse::into_response) };
    idempotency::once(server, key, hash.finish(), run).await
}

/// What the query of an import asks for.
struct Asked {
    name: String,
    uploads: Vec<String>,
    options: ImportOptions,
    wait: bool,
}

/// Where the files of an import are; the body of the request is gone with its file.
struct From {
    files: Vec<ImportFile>,
    body: NamedTempFile,
}

impl Asked {
    fn read(mut query: Parameters) -> Result<Asked, Refused> {
        let asked = Asked {
            name: query.text("name").unwrap_or_else(|| "upload".to_string()),
            uploads: query.several("upload", plain_text),
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

    /// The uploads that are named, else the body.
    async fn files(&self, server: &Shared, body: NamedTempFile, bytes: u64) -> Result<From, Refused> {
        if self.uploads.is_empty() {
            return Ok(From { files: vec![ImportFile::named(body.path(), &self.name)], body });
        }
        if bytes > 0 {
            let problem = Problem::error(ProblemCode::InvalidValue, "the body is not empty");
            let hint = "send the file with POST /v1/uploads first, or leave the uploads out";
            return Err(Refused::from(vec![problem.at("/upload").hint(hint)]));
        }
        let ids = self.uploads.clone();
        let files = server.blocking(move |app| app.upload_files(&ids)).await?;
        Ok(From { files, body })
    }
}

/// A browser's form has no business here; anything else may be a file.
pub(super) fn expect_file(headers: &HeaderMap) -> Result<(), Refused> {
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

fn failed(error: std::io::Error) -> Refused {
    Refused::internal(format!("cannot store an uploaded file: {error}"))
}

/// A file that is removed when it is dropped.
fn new_file() -> Result<NamedTempFile, Refused> {
    NamedTempFile::with_prefix("relata-upload-").map_err(failed)
}

/// Writes the body into a file; gives its bytes.
pub(super) async fn store_body(
    body: Body,
    file: &std::fs::File,
    mut hash: Option<&mut BodyHash>,
) -> Result<u64, Refused> {
    let mut writer = tokio::fs::File::from_std(file.try_clone().map_err(failed)?);
    let mut chunks = Chunks::of(body, IMPORT_BYTES_MAX);
    let mut bytes = 0;
    while let Some(chunk) = chunks.next().await? {
        if let Some(hash) = &mut hash {
            hash.add(&chunk);
        }
        bytes += chunk.len() as u64;
        writer.write_all(&chunk).await.map_err(failed)?;
    }
    writer.flush().await.map_err(failed)?;
    Ok(bytes)
}

async fn run(server: &Shared, asked: Asked, from: From) -> Result<Response, Refused> {
    let Asked { options, wait, .. } = asked;
    let From { files, body } = from;
    let caller = server.caller();
    if !wait {
        let submit =
            move |app: &relata_app::App| app.submit_import(&caller, files, options, move || drop(body));
        let job = server.blocking(submit).await?;
        let path = format!("/v1/jobs/{}", job.id);
        return Ok(answer::located(answer::json(StatusCode::ACCEPTED, &job::document(job)), &path));
    }
    let reports = server
        .blocking(move |app| {
            let reports = app.import(&caller, &files, &options, &NoProgress);
            drop(body);
            reports
        })
        .await?;
    let mut documents: Vec<_> = reports.into_iter().map(ImportResultDocument::from_report).collect();
    match documents.pop() {
        Some(only) if documents.is_empty() => Ok(answer::json(StatusCode::OK, &only)),
        last => {
            documents.extend(last);
            Ok(answer::json(StatusCode::OK, &serde_json::json!({ "files": documents })))
        }
    }
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

/// Fetches the rows that an import rejected, each with the reason in the column error.
#[utoipa::path(
    get, path = "/v1/imports/{id}/rejects", tag = "imports",
    params(("id" = String, Path, description = "Its number")),
    responses((
        status = 200, description = "The rows as their file had them: CSV, or JSON lines",
        content((String = "text/csv"), (String = "application/x-ndjson"))
    ))
)]
async fn rejects(State(server): State<Shared>, Key(Number(id)): Key<Number>) -> Result<Response, Refused> {
    let (name, text) = server
        .blocking(move |app| {
            let mut text = Vec::new();
            app.write_rejects(id, &mut text)?;
            Ok((app.find_import(id)?.import.file, text))
        })
        .await?;
    let kind = if text.first() == Some(&b'{') { "application/x-ndjson" } else { "text/csv; charset=utf-8" };
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // A header holds ASCII; what is none of it does not matter for finding the file again.
    let harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = rejects_name(&name).chars().map(|c| if harmless(c) { c } else { '_' }).collect();
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
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
    let ImportRecord { id, import, state, started_at, finished_at, reason, report, has_rejects } = record;
    let empty = || ImportReport::new(&import.file, &import.profile, "", import.mode, false);
    ImportDocument {
        id: id.to_string(),
        source: import.source.clone(),
        actor: import.actor.clone(),
        state: state.as_str().to_string(),
        started_at: started_at.to_string(),
        finished_at: finished_at.map(|at| at.to_string()),
        reason,
        has_rejects,
        uploads: import.upload.iter().cloned().collect(),
        report: ImportReportDocument::from_report(report.unwrap_or_else(empty)),
    }
}
