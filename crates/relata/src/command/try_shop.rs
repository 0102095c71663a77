use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use relata_api::CoverageDocument;
use relata_app::{
    App, Caller, CoverageQuery, ImportFile, ImportOptions, RejectsTo, SAMPLE_SOURCE, write_sample,
};
use relata_model::{ImportMode, ImportReport};
use serde_json::{Value, json};

use super::coverage::headline;
use super::import::import_file;
use super::{Context, open};
use crate::answer::{Answer, Detail};
use crate::exit::Exit;
use crate::latency::{LatencySummary, duration_text};
use crate::progress::Bar;
use crate::settings::SetBy;
use crate::{first_look, mapping, report, server, url};

/// The sample's own database, in the working directory; no other command uses it unless told to.
const SAMPLE_DATABASE: &str = "relata-sample.db";
/// Ports that are tried, from the one asked for, when it is taken.
const PORTS_TRIED: u16 = 10;

/// See what it does with your files, or with the sample shop, and serve the result
#[derive(Debug, Args)]
#[command(name = "try")]
pub(super) struct TryShop {
    /// Products, relations and orders, in own or foreign formats
    #[arg(value_name = "FILES", required_unless_present = "sample", conflicts_with = "sample")]
    files: Vec<PathBuf>,

    /// Load the sample shop that comes with the program, into relata-sample.db unless --db names another
    #[arg(long)]
    sample: bool,

    /// Address and port; if the port is taken the next free one of ten  [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,

    /// Hosts whose product pictures pages of the server may show, with commas between
    #[arg(long, value_name = "HOSTS")]
    pub image_hosts: Option<String>,

    /// Stop instead of serving
    #[arg(long)]
    exit: bool,
}

impl TryShop {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let output = &context.output;
        // An address that will be refused is refused before the work, not after it.
        let address = server::address(&context.settings)?;
        let database = self.database(context)?;
        let folder = tempfile::tempdir().context("cannot make a folder for temporary files")?;
        let files = if self.sample { write_sample(folder.path())? } else { self.files.clone() };

        output.show(&format!("Database: {database}\n"));
        // Files that are refused make no database.
        let mapping = mapping::of_files(&files)?;
        let app = open(database.clone())?;
        output.show(&format!("{}\n", mapping::text(&mapping, output.paint())));
        let before = app.coverage(CoverageQuery::default())?;
        let reports = self.import(&app, &files)?;
        let shown = usize::try_from(context.settings.number("import.problems_shown"))?;
        output.show(&report::reports_text(&reports, shown, &RejectsTo::WorkingDirectory, output.paint()));
        // Opened anew: an app that does not follow answers from the index that it made first.
        drop(app);
        let seen = Seen::of(&open(database.clone())?, before, reports)?;
        output.show(&seen.text(context)?);
        if output.is_json() {
            output.document(&seen.document(&database.to_string(), &mapping)?)?;
        }
        if self.exit {
            return Ok(Exit::of_reports(&seen.reports));
        }
        let listener = listen(address)?;
        let app = server::open_following(database)?;
        output.say(&invitation(listener.local_addr()?, seen.answer.as_ref().map(|(sku, _)| sku.as_str())));
        server::serve(app, listener, &context.settings, output)?;
        Ok(Exit::Done)
    }

    /// The database meant: of the sample its own, whatever the environment and the file say.
    fn database(&self, context: &Context) -> anyhow::Result<relata_app::DatabaseUrl> {
        let by_flag = context.settings.of("database.url").set_by == SetBy::Flag;
        if self.sample && !by_flag {
            return Ok(relata_app::DatabaseUrl::Sqlite(PathBuf::from(SAMPLE_DATABASE)));
        }
        context.database()
    }

    fn import(&self, app: &App, files: &[PathBuf]) -> anyhow::Result<Vec<ImportReport>> {
        let named = |path: &PathBuf| match self.sample {
            // The temporary folder of the sample's files means nothing to anybody.
            true => ImportFile::named(path, file_name(path)),
            false => import_file(path),
        };
        let files: Vec<ImportFile> = files.iter().map(named).collect();
        let options = ImportOptions {
            profile: None,
            mode: ImportMode::Merge,
            dry_run: false,
            source: self.sample.then(|| SAMPLE_SOURCE.to_string()),
            rejects: RejectsTo::WorkingDirectory,
        };
        Ok(app.import(&Caller::local(), &files, &options, &Bar::new())?)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What there is to see after the import.
struct Seen {
    reports: Vec<ImportReport>,
    before: Arc<CoverageDocument>,
    after: Arc<CoverageDocument>,
    /// The product with the nicest answer, and that answer's JSON.
    answer: Option<(relata_model::Sku, Vec<u8>)>,
    latency: Option<LatencySummary>,
}

impl Seen {
    fn of(app: &App, before: Arc<CoverageDocument>, reports: Vec<ImportReport>) -> anyhow::Result<Seen> {
        let skus = first_look::skus(app)?;
        Ok(Seen {
            reports,
            before,
            after: app.coverage(CoverageQuery::default())?,
            answer: first_look::best_answer(app, &skus)?,
            latency: first_look::latency(app, &skus)?,
        })
    }

    fn text(&self, context: &Context) -> anyhow::Result<String> {
        let paint = context.output.paint();
        let mut parts = vec![format!("\n{}\n", paint.bold("Coverage"))];
        parts.push(format!("  before: {}\n  after:  {}\n", headline(&self.before), headline(&self.after)));
        if let Some((sku, bytes)) = &self.answer {
            parts.push(format!("\n{}\n\n", paint.bold(&format!("What goes with {sku}"))));
            parts.push(Answer::read(bytes)?.text(Detail::Factors, paint));
        } else {
            parts.push("\nNo product has a relation that can be shown yet.\n".to_string());
        }
        if let Some(latency) = &self.latency {
            parts.push(format!(
                "\nAn answer takes {} (half of {} random ones), 99 in a hundred take {} or less, JSON included.\n",
                duration_text(latency.p50_us),
                latency.count,
                duration_text(latency.p99_us),
            ));
        }
        Ok(parts.concat())
    }

    fn document(&self, database: &str, mapping: &[mapping::FileMapping]) -> anyhow::Result<Value> {
        let answer: Option<Value> =
            self.answer.as_ref().map(|(_, bytes)| serde_json::from_slice(bytes)).transpose()?;
        Ok(json!({
            "database": database,
            "mapping": mapping,
            "files": self.reports,
            "coverage_before": *self.before,
            "coverage_after": *self.after,
            "answer": answer,
            "latency": self.latency,
        }))
    }
}

/// Listens on the address, or on the next port that is free.
fn listen(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    let mut refusal = None;
    for step in 0..PORTS_TRIED {
        let Some(port) = wanted.port().checked_add(step) else { break };
        match TcpListener::bind(SocketAddr::new(wanted.ip(), port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => refusal = Some(error),
        }
    }
    let error = refusal.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into());
    Err(error).with_context(|| {
        format!("cannot listen on {wanted} or the ports after it: name another with --listen")
    })
}

fn invitation(address: SocketAddr, sku: Option<&str>) -> String {
    let host = if address.ip().is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { address.ip() };
    let base = format!("http://{}", SocketAddr::new(host, address.port()));
    let ask = sku.map(|sku| {
        let path = format!("/v1/recommendations?product={}&explain=true", url::escaped(sku));
        format!("\n  an answer:    curl '{base}{path}'")
    });
    format!(
        "\nLook around:\n  in a browser: {base}\n  the API:      {base}/docs{}\n",
        ask.unwrap_or_default()
    )
}
