//! The server inside this process: address, runtime, and the way to its end.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use relata_app::{App, AppOptions, Clock, DatabaseUrl};
use relata_server::ServerOptions;

use crate::machine::cores;
use crate::output::Output;
use crate::settings::Settings;

/// Hosts of pictures; every answer names them in a header.
const IMAGE_HOSTS_MAX: usize = 50;

/// The address to listen on. One beyond loopback is refused before anything else is touched.
pub(crate) fn address(settings: &Settings) -> anyhow::Result<SocketAddr> {
    let text = settings.text("server.listen");
    let mut addresses = text
        .to_socket_addrs()
        .with_context(|| format!("{text:?} is not an address: write one such as 127.0.0.1:8080"))?;
    let Some(address) = addresses.next() else { bail!("{text:?} names no address") };
    relata_server::check_address(address, options(settings)?.keys_configured)?;
    Ok(address)
}

/// Opens a database and follows its changes, with the index compiled.
pub(crate) fn open_following(database: DatabaseUrl) -> anyhow::Result<App> {
    Ok(App::open(AppOptions { database, follow: true, clock: Clock::system() })?)
}

/// Serves until the process is told to stop (SIGINT or SIGTERM), then lets running requests end.
pub(crate) fn serve(
    app: App,
    listener: TcpListener,
    settings: &Settings,
    output: &Output,
) -> anyhow::Result<()> {
    let uploads = settings.text("server.uploads");
    if !uploads.is_empty() {
        app.keep_uploads_in(uploads);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(cores()).enable_all().build()?;
    listener.set_nonblocking(true)?;
    output.say(&format!("Relata serves http://{} (stop it with Ctrl-C)", listener.local_addr()?));
    let options = options(settings)?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        relata_server::serve(app, listener, options, told_to_stop()).await?;
        Ok(())
    });
    // What still runs is cut off: it has had its time.
    runtime.shutdown_background();
    ended
}

/// The server's bounds as they are configured.
fn options(settings: &Settings) -> anyhow::Result<ServerOptions> {
    let seconds = |key| Duration::from_secs(settings.number(key));
    Ok(ServerOptions {
        requests_max: usize::try_from(settings.number("server.requests_max")).unwrap_or(usize::MAX),
        request_timeout: seconds("server.request_timeout_s"),
        long_request_timeout: seconds("server.long_request_timeout_s"),
        drain_timeout: seconds("server.shutdown_s"),
        web_folder: Some(settings.text("server.web_folder"))
            .filter(|folder| !folder.is_empty())
            .map(Into::into),
        image_hosts: image_hosts(settings)?,
        ..ServerOptions::default()
    })
}

/// The hosts whose pictures may be shown.
fn image_hosts(settings: &Settings) -> anyhow::Result<Vec<String>> {
    let text = settings.text("server.image_hosts");
    let hosts = text.split(',').map(str::trim).filter(|host| !host.is_empty());
    let mut parsed = Vec::new();
    for host in hosts {
        let host = relata_server::parse_image_host(host)
            .map_err(|invalid| anyhow!("server.image_hosts: {invalid}"))?;
        parsed.push(host);
    }
    if parsed.len() > IMAGE_HOSTS_MAX {
        bail!("server.image_hosts names {} hosts: name {IMAGE_HOSTS_MAX} at most", parsed.len());
    }
    Ok(parsed)
}

async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Where no handler can be put up, the signal ends the process the hard way.
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
