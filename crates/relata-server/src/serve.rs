use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use relata_app::App;
use relata_model::{Invalid, Problem, ProblemCode};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::limits::CONNECTIONS_MAX;
use crate::refused::Refused;
use crate::server::{Server, Shared};
use crate::{connection, guard, idempotency, routes};

/// Bounds and habits of the server.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Whether requests may only name this machine as their host; always so on a loopback address.
    pub local_hosts_only: bool,
    /// Whether there are API keys; without them only loopback addresses are served.
    pub keys_configured: bool,
    /// Connections that are open at once; more wait until one ends.
    pub connections_max: usize,
    /// Requests that are worked on at once; more are refused with 503.
    pub requests_max: usize,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long an import, export or bulk request may take.
    pub long_request_timeout: Duration,
    /// Hosts whose pictures pages of this server may show, besides its own.
    pub image_hosts: Vec<String>,
    /// How long open requests may go on after the server was asked to stop.
    pub drain_timeout: Duration,
    /// A folder with a built web app to serve in place of the one in the program.
    pub web_folder: Option<PathBuf>,
}

impl Default for ServerOptions {
    fn default() -> Self {
        ServerOptions {
            local_hosts_only: true,
            keys_configured: false,
            connections_max: CONNECTIONS_MAX,
            requests_max: 512,
            request_timeout: Duration::from_secs(10),
            long_request_timeout: Duration::from_secs(1_800),
            image_hosts: Vec::new(),
            drain_timeout: Duration::from_secs(10),
            web_folder: None,
        }
    }
}

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from other machines, and nothing would ask who comes.
    #[error(
        "refusing to listen on {address}: there are no API keys, so anybody who reaches this address could change \
         everything; listen on a loopback address such as 127.0.0.1:{port}, and let a proxy that asks who comes \
         pass requests on to it", port = address.port()
    )]
    NotLoopback {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The listening socket failed.
    #[error("cannot serve")]
    Serve {
        /// Why not.
        #[source]
        source: std::io::Error,
    },
}

/// Takes a host whose pictures may be shown: `images.example.com`, with a port or `*.` in front.
///
/// # Errors
/// That it holds anything that a host does not, such as a scheme, a path or a space.
pub fn parse_image_host(text: &str) -> Result<String, Invalid> {
    let (host, port) = text.split_once(':').unwrap_or((text, "443"));
    let labels = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        let legal = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        legal && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    if labels.len() <= 253 && labels.split('.').all(is_label) && port.parse::<u16>().is_ok() {
        return Ok(text.to_ascii_lowercase());
    }
    let hint = "write a host such as images.example.com, without https:// and without a path";
    Err(Invalid::new(format!("{text:?} is not a host"), hint))
}

/// Refuses an address beyond loopback while there are no keys.
pub fn check_address(address: SocketAddr, keys_configured: bool) -> Result<(), ServeError> {
    if keys_configured || address.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(ServeError::NotLoopback { address })
}

/// All routes with all layers, without a socket.
pub fn router(app: App, options: &ServerOptions) -> Router {
    router_of(Server::new(app, options.clone()))
}

fn router_of(server: Shared) -> Router {
    let (documented, _) = routes::documented().split_for_parts();
    documented
        .merge(routes::pages())
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_method)
        .layer(from_fn_with_state(server.clone(), idempotency::layer))
        .layer(from_fn_with_state(server.clone(), guard::layer))
        .with_state(server)
}

/// Serves until `shutdown` completes, then lets open requests end for a while.
///
/// Refuses a socket beyond loopback without keys, whatever the caller has checked before.
pub async fn serve(
    app: App,
    listener: TcpListener,
    options: ServerOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let address = listener.local_addr().map_err(|source| ServeError::Serve { source })?;
    check_address(address, options.keys_configured)?;
    let loopback = address.ip().to_canonical().is_loopback();
    let options = ServerOptions { local_hosts_only: options.local_hosts_only || loopback, ..options };
    let (drain_timeout, connections_max) = (options.drain_timeout, options.connections_max);
    let server = Server::new(app, options);
    let stopping = server.stopping.subscribe();
    let stopper = server.clone();
    tokio::spawn(async move {
        shutdown.await;
        stopper.stopping.send_replace(true);
    });
    let drained = drained(stopping.clone(), drain_timeout);
    tokio::select! {
        () = connection::accept_all(listener, router_of(server), connections_max, stopping) => {}
        () = drained => {
            tracing::warn!("requests were still open at the end of the time to stop and were cut off");
        }
    }
    Ok(())
}

/// Completes when the time to stop is over.
async fn drained(mut stopping: watch::Receiver<bool>, drain_timeout: Duration) {
    if stopping.wait_for(|stopping| *stopping).await.is_ok() {
        tokio::time::sleep(drain_timeout).await;
    } else {
        std::future::pending().await
    }
}

/// A screen of the app where a browser asks for a page, else a 404.
async fn unknown_path(State(server): State<Shared>, request: Request) -> Response {
    if let Some(page) = routes::any_screen(&server, &request) {
        return page;
    }
    let problem = Problem::error(ProblemCode::NotFound, "there is nothing at this path");
    Refused::because(problem.hint("look at /docs, and percent-encode slashes within a key as %2F"))
        .into_response()
}

async fn unknown_method() -> Refused {
    let problem = Problem::error(ProblemCode::MethodNotAllowed, ProblemCode::MethodNotAllowed.meaning());
    Refused::because(problem.hint("the header allow names the methods of this path"))
}
