use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use relata_api::{Body, TestReportDocument, TestRunInput, TestSuiteDocument};
use relata_model::{Problem, SuiteCode, TestSuite};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{self, Wire};
use crate::answer;
use crate::incoming::JsonObject;
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

/// Runs a test suite on what is live, or on rules and guidelines that come along. Nothing is written.
///
/// `suite` is the code of a saved suite, a suite, or absent for the built-in one; `sample` and `asks`
/// take the place of its own. `draft` holds rules and guidelines that are tried beside what is live.
/// Closing the connection ends the run.
#[utoipa::path(
    post, path = "/v1/tests", tag = "test-suites",
    request_body(content = Object, description = "{\"suite\": \"brand-safety\", \"draft\": {\"rules\": […], \"guidelines\": […]}, \"sample\": {…}, \"asks\": […], \"time_ms\": 30000}; everything may be left out"),
    responses((status = 200, body = TestReportDocument, description = "What became of each check"))
)]
async fn run(State(server): State<Shared>, JsonObject(body): JsonObject) -> Result<Response, Refused> {
    let input = TestRunInput::read(&body)?;
    let stop = Arc::new(AtomicBool::new(false));
    let _waiting = Waiting(stop.clone());
    let report = server.blocking(move |app| app.run_tests(&input, stop)).await?;
    Ok(answer::json(StatusCode::OK, &report))
}
