use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use axum::http::HeaderValue;
use relata_app::{App, AppError, Caller};
use relata_model::Timestamp;
use tokio::sync::watch;

use crate::idempotency::KeysInFlight;
use crate::metrics::Metrics;
use crate::refused::Refused;
use crate::{ServerOptions, guard};

/// What all handlers share.
pub(crate) type Shared = Arc<Server>;

pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) options: ServerOptions,
    pub(crate) metrics: Metrics,
    pub(crate) keys_in_flight: KeysInFlight,
    /// Requests that are being worked on.
    pub(crate) running: AtomicUsize,
    /// Bulk requests among them.
    pub(crate) bulks: AtomicUsize,
    /// Open streams of changes.
    pub(crate) listeners: AtomicUsize,
    /// Turns true when the server is asked to stop.
    pub(crate) stopping: watch::Sender<bool>,
    pub(crate) openapi_json: String,
    pub(crate) started_at: Timestamp,
    /// What pages of this server may load, as a header.
    pub(crate) content_policy: HeaderValue,
}

impl Server {
    pub(crate) fn new(app: App, options: ServerOptions) -> Shared {
        Arc::new(Server {
            started_at: app.now(),
            content_policy: guard::content_policy(&options.image_hosts),
            app,
            options,
            metrics: Metrics::new(),
            keys_in_flight: KeysInFlight::default(),
            running: AtomicUsize::new(0),
            bulks: AtomicUsize::new(0),
            listeners: AtomicUsize::new(0),
            stopping: watch::Sender::new(false),
            openapi_json: crate::openapi().to_string(),
        })
    }

    /// Who asks; until there are keys, everybody is the same.
    pub(crate) fn caller(&self) -> Caller {
        Caller { actor: "local".to_string() }
    }

    /// Runs a use case that may wait for the database on a thread that may wait.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Refused> {
        let app = self.app.clone();
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(done) => done.map_err(Refused::from),
            Err(failed) => Err(Refused::internal(failed.to_string())),
        }
    }
}
