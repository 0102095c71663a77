//! A PostgreSQL server for tests: its own, or the one that `RELATA_TEST_POSTGRES` names.
//!
//! The server is started once per test process, in a directory of its own, reached through a
//! socket there. A small shell waits at the other end of a pipe: when the test process ends, in
//! whatever way, the pipe closes and the shell stops the server and removes the directory.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, Config, NoTls};

/// Names a server to use instead of starting one: `postgres://user:password@host/postgres`.
pub const SERVER_VARIABLE: &str = "RELATA_TEST_POSTGRES";

/// A fresh, empty database; it is dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    /// How to reach it.
    pub url: String,
    name: String,
    server: String,
}

/// Makes a fresh database; `None` when there is no PostgreSQL, which is said once on standard error.
pub fn fresh_database() -> Option<TestDatabase> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(Server::find).as_ref()?;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("relata_test_{}_{number}", std::process::id());
    run(&server.url, &format!("CREATE DATABASE {name} TEMPLATE template0"));
    Some(TestDatabase { url: url_of(&server.url, &name), name, server: server.url.clone() })
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        run(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

struct Server {
    url: String,
    /// Keeps the pipe open that the watching shell reads from.
    _watch: Option<Child>,
}

impl Server {
    fn find() -> Option<Server> {
        if let Ok(url) = std::env::var(SERVER_VARIABLE) {
            return Some(Server { url, _watch: None });
        }
        match Server::start() {
            Ok(server) => Some(server),
            Err(why) => {
                say(&format!("the PostgreSQL half of the tests was left out: {why}"));
                None
            }
        }
    }

    fn start() -> Result<Server, String> {
        let programs = programs()?;
        let shell = Shell::new()?;
        let made = shell.output("mktemp -d /tmp/relata-postgres-XXXXXX", &programs, Path::new("/"))?;
        let folder = PathBuf::from(made.trim());
        let watch = shell.watch(&programs, &folder)?;
        // The default order of texts is that of a language on purpose, where the server can: the
        // store has to sort by bytes all the same.
        let initdb = "\"$PROGRAMS/initdb\" -D \"$FOLDER/data\" -U postgres -A trust -E UTF8 -N";
        let language = format!("{initdb} --locale=C --locale-provider=icu --icu-locale=en-US");
        let plain = format!("rm -rf \"$FOLDER/data\"; {initdb} --no-locale");
        shell.output(&language, &programs, &folder).or_else(|_| shell.output(&plain, &programs, &folder))?;
        let start = "\"$PROGRAMS/pg_ctl\" -D \"$FOLDER/data\" -l \"$FOLDER/log\" -w -s start \
                     -o \"-k $FOLDER -c listen_addresses='' -c fsync=off -c full_page_writes=off \
                     -c max_connections=200 -c shared_buffers=64MB\"";
        shell.output(start, &programs, &folder)?;
        let host = folder.to_string_lossy().replace('/', "%2F");
        Ok(Server { url: format!("postgresql://postgres@{host}/postgres"), _watch: Some(watch) })
    }
}

/// The folder with `initdb` and `pg_ctl`.
fn programs() -> Result<PathBuf, String> {
    let asked = Command::new("pg_config").arg("--bindir").output();
    let asked = asked.map_err(|_| "pg_config is not installed".to_string())?;
    let folder = PathBuf::from(String::from_utf8_lossy(&asked.stdout).trim());
    match folder.join("initdb").exists() && folder.join("pg_ctl").exists() {
        true => Ok(folder),
        false => Err(format!("there is no initdb and pg_ctl in {}", folder.display())),
    }
}

/// A shell of a user whom PostgreSQL accepts: it refuses to run as root.
struct Shell {
    is_root: bool,
}

impl Shell {
    fn new() -> Result<Shell, String> {
        let asked = Command::new("id").arg("-u").output().map_err(|error| format!("id: {error}"))?;
        Ok(Shell { is_root: String::from_utf8_lossy(&asked.stdout).trim() == "0" })
    }

    fn command(&self, script: &str, programs: &Path, folder: &Path) -> Command {
        let mut command = match self.is_root {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--", "sh", "-c", script]);
                command
            }
            false => {
                let mut command = Command::new("sh");
                command.args(["-c", script]);
                command
            }
        };
        command.current_dir("/").env("PROGRAMS", programs).env("FOLDER", folder);
        command
    }

    fn output(&self, script: &str, programs: &Path, folder: &Path) -> Result<String, String> {
        let output = self.command(script, programs, folder).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("cannot run a shell: {error}"))?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => Err(format!("{script}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        }
    }

    /// Waits for the end of its input, then stops the server by its process id and removes all.
    fn watch(&self, programs: &Path, folder: &Path) -> Result<Child, String> {
        let script = "trap '' INT TERM HUP; cat; \
                      \"$PROGRAMS/pg_ctl\" -D \"$FOLDER/data\" -m immediate -w -s stop; rm -rf \"$FOLDER\"";
        let mut command = self.command(script, programs, folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map_err(|error| format!("cannot run a shell: {error}"))
    }
}

/// The URL of a server with the name of another database.
fn url_of(server: &str, name: &str) -> String {
    let (rest, parameters) = server.split_once('?').map_or((server, None), |(a, b)| (a, Some(b)));
    let scheme = rest.find("://").map_or(0, |at| at + 3);
    let authority = rest[scheme..].find('/').map_or(rest, |at| &rest[..scheme + at]);
    match parameters {
        Some(parameters) => format!("{authority}/{name}?{parameters}"),
        None => format!("{authority}/{name}"),
    }
}

fn run(url: &str, sql: &str) {
    let done = url
        .parse::<Config>()
        .and_then(|config| config.connect(NoTls))
        .and_then(|mut client: Client| client.batch_execute(sql));
    if let Err(error) = done {
        say(&format!("the PostgreSQL server of the tests failed at {sql}: {error}"));
    }
}

/// Past the test runner's capture, which would show it for failed tests only.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
