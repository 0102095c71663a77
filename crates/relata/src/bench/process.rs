use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::client::{Connection, get};

/// How long a server may take to load its shop.
const READY_TIMEOUT: Duration = Duration::from_secs(300);
/// Pause between two looks whether it is ready.
const READY_PAUSE: Duration = Duration::from_millis(20);

/// A server in a process of its own; killed when it is dropped.
#[derive(Debug)]
pub(super) struct ServerProcess {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it was ready.
    pub start_s: f64,
}

impl ServerProcess {
    /// Starts this program's server on a database and waits until it is ready.
    pub(super) fn start(database: &Path, folder: &Path) -> anyhow::Result<ServerProcess> {
        let address = free_address()?;
        let log_path = folder.join("server.log");
        let log = File::create(&log_path).with_context(|| format!("cannot write {}", log_path.display()))?;
        let start = Instant::now();
        let child = Command::new(std::env::current_exe()?)
            .args(["serve", "--log", "warn", "--listen", &address.to_string(), "--db"])
            .arg(database)
            .current_dir(folder)
            .env_remove("RELATA_CONFIG")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("cannot start a server")?;
        let mut server = ServerProcess { child, address, start_s: 0.0 };
        while !server.is_ready() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server stopped at once ({status}): {}", std::fs::read_to_string(&log_path)?);
            }
            if start.elapsed() > READY_TIMEOUT {
                bail!("the server was not ready within {} seconds", READY_TIMEOUT.as_secs());
            }
            std::thread::sleep(READY_PAUSE);
        }
        server.start_s = start.elapsed().as_secs_f64();
        Ok(server)
    }

    /// Its process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    fn is_ready(&self) -> bool {
        let status =
            Connection::open(self.address).and_then(|mut open| Ok(open.ask(&get("/readyz"))?.status));
        status.is_ok_and(|status| status == 200)
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // It has either gone by itself or goes now; there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of this machine that nobody listens on.
fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").context("there is no free port")?.local_addr()?)
}
