//! Many small requests in one: JSON lines in, one JSON line out for each.

use std::collections::{HashMap, HashSet};

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
            code: None,
            id: None,
            revision: None,
            problems,
        })
    }

    pub(crate) fn about_relation() -> Line {
        Line::about_product(None)
    }

    pub(crate) fn about_code(code: Option<&str>) -> Line {
        let Line(line) = Line::about_product(None);
        Line(BulkLine { code: code.map(str::to_string), ..line })
    }

    pub(crate) fn stored_as(mut self, id: String) -> Line {
        self.0.id = Some(id);
        self
    }

    pub(crate) fn saved(mut self, created: bool, revision: Option<i64>, warnings: &[Problem]) -> Line {
        self.0.status = if created { 201 } else { 200 };
        self.0.revision = revision;
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

/// How lines are worked on.
pub(crate) struct Work<K> {
    /// Lines that share a key, or are joined by such lines, run one after the other in their order.
    pub(crate) keys: K,
    /// What makes two lines the same thing where only one can be made.
    pub(crate) identity: fn(&relata_api::Body) -> Option<String>,
    /// The work on one line.
    pub(crate) line: LineWork,
}

/// Runs a bulk request.
///
/// Lines that depend on one another keep the order of the file; the others run side by side, so
/// that the database can commit them together.
pub(crate) async fn run<K: Fn(&relata_api::Body) -> Vec<String>>(
    server: &Server,
    mut query: Parameters,
    request: Request,
    work: Work<K>,
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
    let (mut done, mut bodies) = (Vec::with_capacity(lines.len()), Vec::new());
    for (number, line) in lines {
        match parse_line(line) {
            Ok(body) => bodies.push((number, body)),
            Err(refused) => done.push((number, Line::about_relation().refused(refused))),
        }
    }
    let groups = groups(bodies.iter().map(|(_, body)| (work.keys)(body)));
    let mut lanes: Vec<Vec<(u64, relata_api::Body)>> = (0..BULK_LANES).map(|_| Vec::new()).collect();
    for (group, line) in groups.into_iter().zip(bodies) {
        lanes[group % BULK_LANES].push(line);
    }
    done.extend(run_lanes(server, lanes, dry_run, work.identity, work.line).await?);
    done.sort_by_key(|(number, _)| *number);
    write_lines(done)
}

/// The group of each line: the same for two that share a key, directly or through others.
fn groups(keys: impl Iterator<Item = Vec<String>>) -> Vec<usize> {
    let mut first_with: HashMap<String, usize> = HashMap::new();
    let mut above: Vec<usize> = Vec::new();
    for (line, keys) in keys.enumerate() {
        above.push(line);
        for key in keys {
            let other = *first_with.entry(key).or_insert(line);
            let (a, b) = (top(&mut above, other), top(&mut above, line));
            above[a.max(b)] = a.min(b);
        }
    }
    (0..above.len()).map(|line| top(&mut above, line)).collect()
}

/// The first line of the group that a line belongs to; shortens the way for the next time.
fn top(above: &mut [usize], mut line: usize) -> usize {
    while above[line] != line {
        above[line] = above[above[line]];
        line = above[line];
    }
    line
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
    identity: fn(&relata_api::Body) -> Option<String>,
    work: LineWork,
) -> Result<Vec<(u64, Line)>, Refused> {
    let running: Vec<_> = lanes
        .into_iter()
        .filter(|lane| !lane.is_empty())
        .map(|lane| {
            let (app, caller) = (server.app.clone(), server.caller());
            tokio::task::spawn_blocking(move || -> Vec<(u64, Line)> {
                if dry_run {
                    return try_lane(&app, &caller, lane, identity, work);
                }
                lane.into_iter().map(|(number, body)| (number, work(&app, &caller, body, false))).collect()
            })
        })
        .collect();
    let mut done = Vec::new();
    for lane in running {
        done.extend(lane.await.map_err(|failed| Refused::internal(failed.to_string()))?);
    }
    Ok(done)
}

/// Tries lines without writing; one that repeats an earlier line is refused as it would be then.
fn try_lane(
    app: &App,
    caller: &Caller,
    lane: Vec<(u64, relata_api::Body)>,
    identity: fn(&relata_api::Body) -> Option<String>,
    work: LineWork,
) -> Vec<(u64, Line)> {
    let mut made: HashSet<String> = HashSet::new();
    let mut done = Vec::with_capacity(lane.len());
    for (number, body) in lane {
        let identity = identity(&body);
        let mut line = work(app, caller, body, true);
        let taken = line.0.status < 300;
        if taken && identity.is_some_and(|identity| !made.insert(identity)) {
            let problem =
                Problem::error(ProblemCode::DuplicateRelation, "an earlier line makes this relation already");
            line = line.refused(Refused::because(problem.hint("leave one of the two lines out")));
        }
        done.push((number, line));
    }
    done
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

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn lines_that_share_a_key_through_others_are_one_group() {
        let keys = |lines: &str| {
            groups(lines.split(';').map(|line| line.split_whitespace().map(str::to_string).collect()))
        };
        assert_eq!(keys("a;b;a"), [0, 1, 0]);
        assert_eq!(keys("a;b;c d;b c;;a"), [0, 1, 1, 1, 4, 0]);
        assert_eq!(keys("a;b;c;c b;b a"), [0, 0, 0, 0, 0]);
    }
}
