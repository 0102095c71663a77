//! Many small requests in one: JSON lines in, one JSON line out for each.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use relata_api::{BulkLine, ProblemDetail};
use relata_app::{App, Caller};
use relata_model::{Problem, ProblemCode};

use crate::incoming;
use crate::limits::{BULK_BYTES_MAX, BULK_LANES, BULK_LINES_MAX, JSON_BYTES_MAX};
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Server;

/// The answer to a line, without its number.
pub(crate) struct Line(BulkLine);

impl Line {
    pub(crate) fn about_product(sku: Option<&str>) -> Line {
        let problems = Vec::new();
        Line(BulkLine {
            line: 0,
            status: 0,
            sku: sku.map(str::to_string),
            id: None,
            revision: None,
            problems,
        })
    }

    pub(crate) fn about_relation() -> Line {
        Line::about_product(None)
    }

    pub(crate) fn stored_as(mut self, id: String) -> Line {
        self.0.id = Some(id);
        self
    }

    pub(crate) fn saved(mut self, created: bool, revision: i64, warnings: &[Problem]) -> Line {
        self.0.status = if created { 201 } else { 200 };
        self.0.revision = Some(revision);
        self.0.problems = warnings.iter().map(ProblemDetail::from).collect();
        self
    }

    /// What a check found; without errors the line would be taken.
    pub(crate) fn checked(mut self, found: Result<Vec<Problem>, Refused>) -> Line {
        match found {
            Ok(problems) => {
                self.0.status = status_of_check(&problems);
                self.0.problems = problems.iter().map(ProblemDetail::from).collect();
                self
            }
            Err(refused) => self.refused(refused),
        }
    }

    pub(crate) fn refused(mut self, refused: Refused) -> Line {
        (self.0.status, self.0.problems) = refused.into_parts();
        self
    }
}

/// The status that a write with these findings would have had.
fn status_of_check(problems: &[Problem]) -> u16 {
    let mut errors = problems.iter().filter(|problem| problem.is_error()).peekable();
    if errors.peek().is_none() {
        return 200;
    }
    if errors.all(|problem| problem.code == ProblemCode::DuplicateRelation) { 409 } else { 422 }
}

/// What is done with one line.
type LineWork = fn(&App, &Caller, relata_api::Body, bool) -> Line;

/// Runs a bulk request.
///
/// Lines with the same lane run one after the other in the order of the file; lanes run side by
/// side, so that the database can commit them together.
pub(crate) async fn run(
    server: &Server,
    mut query: Parameters,
    request: Request,
    lane_of: impl Fn(&relata_api::Body) -> String,
    work: LineWork,
) -> Result<Response, Refused> {
    let dry_run = query.flag("dry_run", false);
    query.finish()?;
    let bytes = incoming::read(request, BULK_BYTES_MAX).await?;
    let lines: Vec<(u64, &[u8])> = (1..)
        .zip(bytes.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .collect();
    if lines.len() > BULK_LINES_MAX {
        let problem = Problem::error(ProblemCode::TooLarge, format!("more than {BULK_LINES_MAX} lines"));
        return Err(Refused::because(problem.hint("send fewer lines at once, or import a file")));
    }
    let mut done = Vec::with_capacity(lines.len());
    let mut lanes: Vec<Vec<(u64, relata_api::Body)>> = (0..BULK_LANES).map(|_| Vec::new()).collect();
    for (number, line) in lines {
        match parse_line(line) {
            Ok(body) => {
                let mut hasher = DefaultHasher::new();
                lane_of(&body).hash(&mut hasher);
                lanes[hasher.finish() as usize % BULK_LANES].push((number, body));
            }
            Err(refused) => done.push((number, Line::about_relation().refused(refused))),
        }
    }
    done.extend(run_lanes(server, lanes, dry_run, work).await?);
    done.sort_by_key(|(number, _)| *number);
    write_lines(done)
}

fn parse_line(line: &[u8]) -> Result<relata_api::Body, Refused> {
    if line.len() > JSON_BYTES_MAX {
        let problem =
            Problem::error(ProblemCode::TooLarge, format!("the line is longer than {JSON_BYTES_MAX} bytes"));
        return Err(Refused::because(problem));
    }
    Ok(relata_api::Body::parse(line)?)
}

async fn run_lanes(
    server: &Server,
    lanes: Vec<Vec<(u64, relata_api::Body)>>,
    dry_run: bool,
    work: LineWork,
) -> Result<Vec<(u64, Line)>, Refused> {
    let running: Vec<_> = lanes
        .into_iter()
        .filter(|lane| !lane.is_empty())
        .map(|lane| {
            let (app, caller) = (server.app.clone(), server.caller());
            tokio::task::spawn_blocking(move || -> Vec<(u64, Line)> {
                lane.into_iter().map(|(number, body)| (number, work(&app, &caller, body, dry_run))).collect()
            })
        })
        .collect();
    let mut done = Vec::new();
    for lane in running {
        done.extend(lane.await.map_err(|failed| Refused::internal(failed.to_string()))?);
    }
    Ok(done)
}

fn write_lines(done: Vec<(u64, Line)>) -> Result<Response, Refused> {
    let mut text = Vec::new();
    for (number, Line(line)) in done {
        let line = BulkLine { line: number, ..line };
        serde_json::to_writer(&mut text, &line).map_err(|error| Refused::internal(error.to_string()))?;
        text.push(b'\n');
    }
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}
