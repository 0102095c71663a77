use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use relata_app::Live;
use relata_model::{Problem, ProblemCode};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::guard::Running;
use crate::limits::{KEEP_ALIVE, LISTENERS_MAX};
use crate::refused::Refused;
use crate::server::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(follow))
}

/// Tells which revision is live, as server-sent events: first the present one, then every new one.
///
/// Events are named `revision`; their data is `{"revision": 1235, "generation": 43}`. A slow
/// listener misses revisions in between, never the latest. An event `quality` with the data
/// `{"revision": 1235}` tells that `GET /v1/quality` shows the findings of that revision.
#[utoipa::path(
    get, path = "/v1/changes", tag = "changes",
    responses((status = 200, body = String, content_type = "text/event-stream", description = "Events without end"))
)]
async fn follow(State(server): State<Shared>) -> Result<Response, Refused> {
    if Running::enter(&server.listeners, LISTENERS_MAX).is_none() {
        let problem = Problem::error(ProblemCode::Overloaded, "too many listeners");
        return Err(Refused::because(problem.hint("close other streams first")));
    }
    let (sender, events) = mpsc::channel(1);
    tokio::spawn(send_changes(server, sender));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(ReceiverStream::new(events)).keep_alive(keep_alive).into_response())
}

/// Sends until the listener goes away or the server stops.
async fn send_changes(server: Shared, sender: mpsc::Sender<Result<Event, Infallible>>) {
    let Some(_running) = Running::enter(&server.listeners, LISTENERS_MAX) else { return };
    let mut live = server.app.live();
    let mut findings = server.app.findings_done();
    let mut stopping = server.stopping.subscribe();
    live.mark_changed();
    loop {
        let event = tokio::select! {
            changed = live.changed() => match changed {
                Ok(()) => revision_event(*live.borrow_and_update()),
                Err(_) => return,
            },
            done = findings.changed() => match done {
                Ok(()) => quality_event(*findings.borrow_and_update()),
                Err(_) => return,
            },
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = sender.closed() => return,
        };
        if sender.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

fn revision_event(now: Live) -> Event {
    let data = format!("{{\"revision\":{},\"generation\":{}}}", now.revision, now.generation);
    Event::default().event("revision").id(now.revision.to_string()).data(data)
}

fn quality_event(revision: i64) -> Event {
    Event::default().event("quality").data(format!("{{\"revision\":{revision}}}"))
}
