use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::State;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use relata_api::{Body, TestReportDocument, TestRunInput, TestSuiteDocument, junit};
use relata_model::{Invalid, Problem, SuiteCode, TestSuite};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{self, Wire};
use crate::answer;
use crate::incoming::JsonObject;
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

impl Wire for TestSuiteDocument {
    type Stored = TestSuite;
    const PATH: &'static str = "test-suites";
    const PLURAL: &'static str = "test suites";

    fn of(stored: &TestSuite) -> TestSuiteDocument {
        TestSuiteDocument::from_suite(stored)
    }

    fn read(body: &Body, key: Option<&SuiteCode>) -> Result<TestSuite, Vec<Problem>> {
        TestSuiteDocument::read(body, key)
    }
}

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    document::routes::<TestSuiteDocument>().routes(routes!(run))
}

/// Ends a trial when nobody waits for it any more.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs a test suite on what is live, or on drafts that come along. Nothing is written.
///
/// `suite` is the code of a saved suite, a suite, or absent for the built-in one; `sample` and `asks`
/// take the place of its own. `draft` holds conditions, rules and guidelines that are tried beside what
/// is live. With `format=junit`, or where `Accept` prefers `application/xml`, the report is a JUnit
/// document, as `relata test --junit` writes it; a failed check is no error of the request.
/// Closing the connection ends the run.
#[utoipa::path(
    post, path = "/v1/tests", tag = "test-suites",
    request_body(content = Object, description = "{\"suite\": \"brand-safety\", \"draft\": {\"conditions\": […], \"rules\": […], \"guidelines\": […]}, \"sample\": {…}, \"asks\": […], \"time_ms\": 30000}; everything may be left out"),
    params(("format" = Option<String>, Query, description = "json or junit; without it as Accept says")),
    responses((status = 200, description = "What became of each check", content((TestReportDocument = "application/json"), (String = "application/xml"))))
)]
async fn run(
    State(server): State<Shared>,
    headers: HeaderMap,
    mut query: Parameters,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    let form = query.one("format", Form::parse).unwrap_or_else(|| Form::of(&headers));
    query.finish()?;
    let input = TestRunInput::read(&body)?;
    let stop = Arc::new(AtomicBool::new(false));
    let _waiting = Waiting(stop.clone());
    let report = server.blocking(move |app| app.run_tests(&input, stop)).await?;
    Ok(match form {
        Form::Json => answer::json(StatusCode::OK, &report),
        Form::Junit => ([(CONTENT_TYPE, "application/xml; charset=utf-8")], junit(&report)).into_response(),
    })
}

/// How a report is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Junit,
}

impl Form {
    fn parse(text: &str) -> Result<Form, Invalid> {
        match text {
            "json" => Ok(Form::Json),
            "junit" => Ok(Form::Junit),
            _ => Err(Invalid::new(format!("{text:?} is no form of a report"), "write json or junit")),
        }
    }

    /// The form that a caller prefers; JSON where it says nothing, or takes both alike.
    fn of(headers: &HeaderMap) -> Form {
        let (mut json, mut xml) = (None, None);
        let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        for range in accepted.flat_map(|value| value.split(',')).take(RANGES_MAX) {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            match kind.as_str() {
                "application/json" | "application/*" | "*/*" => json = json.max(Some(Quality::of(quality))),
                "application/xml" | "text/xml" => xml = xml.max(Some(Quality::of(quality))),
                _ => {}
            }
        }
        if xml > json.or(Some(Quality(0))) { Form::Junit } else { Form::Json }
    }
}

/// Media ranges of one request that are looked at.
const RANGES_MAX: usize = 50;

/// How much a media type is wanted, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Quality(u32);

impl Quality {
    fn of(share: f32) -> Quality {
        Quality((share.clamp(0.0, 1.0) * 1000.0) as u32)
    }
}
