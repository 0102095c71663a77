//! A PostgreSQL server for tests: its own, or the one that `RELATA_TEST_POSTGRES` names.
//!
//! The server is started once per test process, in a directory of its own, reached through a
//! socket there. A small shell waits at the other end of a pipe: when the test process ends, in
//! whatever way, the pipe closes and the shell stops the server and removes the directory.
//!
//! A test that stops, freezes or encrypts its server takes an [`OwnServer`] of its own.

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

/// A server that belongs to one test, which may do with it what it likes; it ends with this value.
#[derive(Debug)]
pub struct OwnServer {
    /// How to reach its database `postgres` through a socket file, without encryption.
    pub url: String,
    /// The port on 127.0.0.1, if it listens there.
    pub port: Option<u16>,
    place: Place,
    _watch: Child,
}

/// What the server of a test is like.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnOptions<'o> {
    /// Whether it listens on a port of 127.0.0.1 as well, and asks there for the password `geheim`.
    pub tcp: bool,
    /// The files of its certificate and of the key to it, in the PEM form; they are copied.
    pub certificate: Option<(&'o Path, &'o Path)>,
}

/// The password that [`OwnServer`] asks for over TCP, from the user `postgres`.
pub const OWN_PASSWORD: &str = "geheim";

impl OwnServer {
    /// Starts one; `None` when there is no PostgreSQL, which is said on standard error.
    pub fn start_new(options: &OwnOptions<'_>) -> Option<OwnServer> {
        match OwnServer::try_start(options) {
            Ok(server) => Some(server),
            Err(why) => {
                say(&format!("a test with a PostgreSQL server of its own was left out: {why}"));
                None
            }
        }
    }

    fn try_start(options: &OwnOptions<'_>) -> Result<OwnServer, String> {
        let (place, watch) = Place::make()?;
        let port = options.tcp.then(free_port).transpose()?;
        let mut settings = vec![format!("unix_socket_directories = '{}'", place.folder.display())];
        match port {
            Some(port) => {
                settings.extend(["listen_addresses = '127.0.0.1'".to_string(), format!("port = {port}")])
            }
            None => settings.push("listen_addresses = ''".to_string()),
        }
        if let Some((certificate, key)) = options.certificate {
            let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| error.to_string());
            place.write("data/server.crt", &read(certificate)?)?;
            place.write("data/server.key", &read(key)?)?;
            settings.push("ssl = on".to_string());
        }
        settings.push("max_connections = 60".to_string());
        place.write("data/postgresql.auto.conf", &(settings.join("\n") + "\n"))?;
        place.write("data/pg_hba.conf", "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")?;
        let socket = place.folder.to_string_lossy().replace('/', "%2F");
        let port_part = port.map(|port| format!(":{port}")).unwrap_or_default();
        let url = format!("postgresql://postgres@{socket}{port_part}/postgres");
        let server = OwnServer { url, port, place, _watch: watch };
        server.start();
        run(&server.url, &format!("ALTER USER postgres PASSWORD '{OWN_PASSWORD}'"));
        Ok(server)
    }

    /// Starts it again, on the same data.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start(&self) {
        self.shell("\"$PROGRAMS/pg_ctl\" -D \"$FOLDER/data\" -l \"$FOLDER/log\" -w -s start");
    }

    /// Stops it as if its power had gone.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn stop(&self) {
        self.shell("\"$PROGRAMS/pg_ctl\" -D \"$FOLDER/data\" -m immediate -w -s stop");
    }

    /// Holds all its processes, so that connections stay open and nobody answers.
    ///
    /// # Panics
    /// If its processes cannot be told.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets its processes go on.
    ///
    /// # Panics
    /// If its processes cannot be told.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, signal: &str) {
        let script = "main=$(head -n 1 \"$FOLDER/data/postmaster.pid\"); \
                      kill -SIGNAL $main $(ps -o pid= --ppid $main)";
        self.shell(&script.replace("SIGNAL", signal));
    }

    /// How many clients are connected, the one that asks left out.
    ///
    /// # Panics
    /// If the server does not answer.
    pub fn clients(&self) -> i64 {
        let config = self.url.parse::<Config>().expect("the server's own URL can be read");
        let mut client = config.connect(NoTls).expect("the server of the test is up");
        let sql = "SELECT count(*) FROM pg_stat_activity \
                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        client.query_one(sql, &[]).expect("the server of the test answers").get(0)
    }

    fn shell(&self, script: &str) {
        if let Err(why) = self.place.shell.output(script, &self.place.programs, &self.place.folder) {
            panic!("the PostgreSQL server of the test: {why}");
        }
    }
}

/// A port that nobody listens on.
fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// A folder with the data of a server, and the shell that takes care of both.
#[derive(Debug)]
struct Place {
    programs: PathBuf,
    shell: Shell,
    folder: PathBuf,
}

impl Place {
    /// Makes the folder and the data; the child ends the server and removes the folder.
    fn make() -> Result<(Place, Child), String> {
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
        Ok((Place { programs, shell, folder }, watch))
    }

    /// Writes a file that only the server's user can read.
    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let script = format!("umask 077; cat > \"$FOLDER/{name}\"");
        let mut command = self.shell.command(&script, &self.programs, &self.folder);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let mut input = child.stdin.take().ok_or("a shell without an input")?;
        input.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        drop(input);
        let status = child.wait().map_err(|error| error.to_string())?;
        status.success().then_some(()).ok_or(format!("cannot write {name}"))
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
        let (Place { programs, shell, folder }, watch) = Place::make()?;
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
#[derive(Debug)]
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
        let script = "trap '' INT TERM HUP; cat; main=$(head -n 1 \"$FOLDER/data/postmaster.pid\"); \
                      kill -CONT $main $(ps -o pid= --ppid $main); \
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
