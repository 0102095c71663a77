//! Connections: how many at once, how long a sender may take over its headers, how they end.

use std::io;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::limits::{ACCEPT_PAUSE, CONNECTION_BYTES_MAX, HEADERS_TIME};

/// Accepts until told to stop, then waits for the open connections to end.
///
/// With as many connections as allowed, further ones wait in the queue of the kernel: a sender that
/// says nothing is cut off after [`HEADERS_TIME`], so a place becomes free soon.
pub(crate) async fn accept_all(
    listener: TcpListener,
    router: Router,
    connections_max: usize,
    mut stopping: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(connections_max));
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, accept(&listener).await)
        };
        tokio::select! {
            (place, stream) = next => {
                let Ok(place) = place else { break };
                tokio::spawn(serve_one(stream, router.clone(), stopping.clone(), place));
            }
            () = told_to_stop(&mut stopping) => break,
        }
    }
    drop(listener);
    // Every connection gives its place back when it ends.
    let all = u32::try_from(connections_max).unwrap_or(u32::MAX);
    let _ = places.acquire_many(all).await;
}

async fn told_to_stop(stopping: &mut watch::Receiver<bool>) {
    // When the sender is gone the server is, too.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// The next connection. A machine out of file handles gets a pause, since asking at once fails again.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_of_the_caller(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Whether only this one caller went away.
fn is_of_the_caller(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn serve_one(
    stream: TcpStream,
    router: Router,
    mut stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    // Answers are small and must not wait for more bytes to fill a packet.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot switch off delay");
    }
    let service = TowerToHyperService::new(router.into_service::<hyper::body::Incoming>());
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_TIME)
        .max_buf_size(CONNECTION_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let early = tokio::select! {
        done = connection.as_mut() => Some(done),
        () = told_to_stop(&mut stopping) => None,
    };
    let done = match early {
        Some(done) => done,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = done {
        tracing::trace!(%error, "a connection broke off");
    }
}
