use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use relata_api::{ExportDocument, ExportedPart};
use relata_app::{App, AppError, ExportPart, Page};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer;
use crate::key::Key;
use crate::limits::{EXPORT_CHUNK_BYTES, EXPORT_CHUNKS_MAX};
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

const CSV: &str = "text/csv; charset=utf-8";
const LINES: &str = "application/x-ndjson";
const JSON: &str = "application/json";

/// What can be fetched, under the names that files of an export have: name, part, media type.
const PARTS: [(&str, ExportPart, &str); 15] = [
    ("products.csv", ExportPart::Products, CSV),
    ("relations.csv", ExportPart::Relations, CSV),
    ("orders.csv", ExportPart::Orders, CSV),
    ("products.jsonl", ExportPart::ProductLines, LINES),
    ("relations.jsonl", ExportPart::RelationLines, LINES),
    ("orders.jsonl", ExportPart::OrderLines, LINES),
    ("relation-types.json", ExportPart::RelationTypes, JSON),
    ("channels.json", ExportPart::Channels, JSON),
    ("placements.json", ExportPart::Placements, JSON),
    ("views.json", ExportPart::Views, JSON),
    ("mappings.json", ExportPart::Mappings, JSON),
    ("conditions.json", ExportPart::Conditions, JSON),
    ("guidelines.json", ExportPart::Guidelines, JSON),
    ("rules.json", ExportPart::Rules, JSON),
    ("catalog_product_links.csv", ExportPart::Magento, CSV),
];

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(fetch))
}

/// Lists what can be exported.
#[utoipa::path(
    get, path = "/v1/exports", tag = "exports",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, body = ExportDocument, description = "The files that can be fetched"))
)]
async fn list(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let items = server
        .blocking(move |app| {
            let described = PARTS.map(|(part, what, media_type)| {
                Ok(ExportedPart {
                    part: part.to_string(),
                    url: format!("/v1/exports/{part}"),
                    media_type: media_type.to_string(),
                    rows: app.export_rows(what)?,
                })
            });
            let mut items = described.into_iter().collect::<Result<Vec<_>, AppError>>()?;
            items.sort_by(|a, b| a.part.cmp(&b.part));
            page.part_of(items, |item| item.part.clone())
        })
        .await?;
    let Page { items, next } = items;
    Ok(answer::json(StatusCode::OK, &ExportDocument { items, next }))
}

/// Exports one file, as it stands now.
#[utoipa::path(
    get, path = "/v1/exports/{part}", tag = "exports",
    params(("part" = String, Path, description = "products, relations or orders as .csv or .jsonl; relation-types, channels, placements, views, mappings, conditions, guidelines or rules as .json; catalog_product_links.csv for Magento", example = "products.csv")),
    responses((
        status = 200, description = "The file: CSV, JSON lines or JSON, as its name says",
        content((String = "text/csv"), (String = "application/x-ndjson"), (serde_json::Value = "application/json"))
    ))
)]
async fn fetch(State(server): State<Shared>, Key(name): Key<String>) -> Result<Response, Refused> {
    let known = PARTS.into_iter().find(|(part, ..)| *part == name);
    let (part, what, media_type) =
        known.ok_or_else(|| Refused::not_found("there is no such export; see /v1/exports"))?;
    let mut response = Response::new(stream(server.app.clone(), part, what));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{part}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Writes an export on a blocking thread into a body that is read meanwhile.
fn stream(app: App, part: &'static str, what: ExportPart) -> Body {
    let (sender, chunks) = mpsc::channel(EXPORT_CHUNKS_MAX);
    tokio::task::spawn_blocking(move || {
        let mut writer = io::BufWriter::with_capacity(EXPORT_CHUNK_BYTES, ChunkWriter(sender.clone()));
        let done = app.export_part(what, &mut writer).map_err(io::Error::other).and_then(|()| writer.flush());
        if let Err(error) = done {
            tracing::warn!(part, %error, "an export broke off");
            // The reader sees a broken connection, never a short file that looks whole.
            let _ = sender.blocking_send(Err(error));
        }
    });
    Body::from_stream(ReceiverStream::new(chunks))
}

/// Hands what is written on to the answer; waits while its reader is slow.
struct ChunkWriter(mpsc::Sender<io::Result<Bytes>>);

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        self.0.blocking_send(Ok(chunk)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
