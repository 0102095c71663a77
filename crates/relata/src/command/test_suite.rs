use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use relata_api::{
    Body, Json, MarkedDocument, TestReportDocument, TestRunInput, junit, read_json_document, read_yaml,
};
use relata_app::AppError;
use relata_model::{Problem, SuiteCode, TestSuite};

use super::Context;
use crate::exit::Exit;
use crate::trial;

/// How long a run may take when nobody says, in seconds.
const TIME_S: u32 = 600;

/// Hold the answers of the shop, or of a draft, against checks; exit 3 when one fails
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Test {
    /// The suite: a file (.yaml, .yml or .json), or the code of a saved one; the built-in one when left out
    #[arg(long, value_name = "FILE_OR_CODE")]
    suite: Option<String>,

    /// What to try beside what is live: a file with conditions, rules and guidelines
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,

    /// Write the result as JUnit XML, for a build server
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// How products are chosen instead: all, best_sellers or worst_covered
    #[arg(long, value_name = "WAY")]
    sample: Option<String>,

    /// Only products in this category and below
    #[arg(long)]
    category: Option<String>,

    /// These products
    #[arg(long, value_name = "SKU", num_args = 1..)]
    product: Vec<String>,

    /// The products in this file, a SKU a line
    #[arg(long, value_name = "FILE")]
    skus: Option<PathBuf>,

    /// Products at most
    #[arg(long, value_name = "N")]
    size: Option<u32>,

    /// Ask in these placements instead
    #[arg(long, value_name = "PLACEMENT", num_args = 1..)]
    placement: Vec<String>,

    /// Ask for these types instead of the placement's
    #[arg(long = "type", value_name = "TYPE", num_args = 1..)]
    types: Vec<String>,

    /// Ask in this channel  [default: web]
    #[arg(long)]
    channel: Option<String>,

    /// Items of an answer at most
    #[arg(long, value_name = "N")]
    limit: Option<u32>,

    /// How long it may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIME_S)]
    time: u32,
}

const EXAMPLES: &str = "\
Examples:
  relata test                                            the built-in suite on what is live
  relata test --suite safety.yaml --junit result.xml     a suite from a file, for a build server
  relata test --draft rules.yaml --sample best_sellers   what these rules would change

A suite says which products are asked about, where, and what has to hold:
  name: Brand safety
  sample: {by: best_sellers, size: 200}
  asks: [{placement: product_page, types: [cross_sell], limit: 6}]
  checks:
    - {check: guidelines}
    - {name: no loss, check: forbid, forbid: target.margin < 0, severity: warn}
    - {check: coverage, items: 4, warn: 0.85, fail: 0.7}
    - {check: latency_p99_ms, fail: 100}";

impl Test {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let mut files = Files::default();
        let body = self.body(&mut files)?;
        let placed = |problems| AppError::invalid(files.placed(problems));
        let body = Body::of(body).map_err(|failure| placed(failure.into_problems()))?;
        let input = TestRunInput::read(&body).map_err(placed)?;
        let report = match context.open_existing()?.run_tests(&input, Arc::default()) {
            Ok(report) => report,
            Err(AppError::Refused { refusal, problems }) => {
                return Err(AppError::Refused { refusal, problems: files.placed(problems) }.into());
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(path) = &self.junit {
            std::fs::write(path, junit(&report))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let output = &context.output;
        match output.is_json() {
            true => output.document(&report)?,
            false => output.result(&trial::text(&report, output.paint())),
        }
        Ok(exit_of(&report))
    }

    /// What is asked for, as the body that the server reads.
    fn body(&self, files: &mut Files) -> anyhow::Result<Json> {
        let mut body = BTreeMap::new();
        let suite = match &self.suite {
            None => Json::Text(TestSuite::BUILT_IN.to_string()),
            Some(name) if is_file(name) => named(files.read("/suite", Path::new(name))?, Path::new(name)),
            Some(code) => Json::Text(code.clone()),
        };
        body.insert("suite".to_string(), suite);
        if let Some(path) = &self.draft {
            body.insert("draft".to_string(), files.read("/draft", path)?);
        }
        if let Some(sample) = self.sample()? {
            body.insert("sample".to_string(), sample);
        }
        if let Some(asks) = self.asks() {
            body.insert("asks".to_string(), asks);
        }
        body.insert("time_ms".to_string(), Json::Number((u64::from(self.time) * 1000).to_string()));
        Ok(Json::Object(body))
    }

    fn sample(&self) -> anyhow::Result<Option<Json>> {
        let mut skus = self.product.clone();
        if let Some(path) = &self.skus {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
            skus.extend(lines.filter(|line| !line.is_empty() && *line != "sku").map(str::to_string));
        }
        let named = (!skus.is_empty()).then(|| texts(&skus));
        let text = |text: &Option<String>| text.clone().map(Json::Text);
        let size = self.size.map(|size| Json::Number(size.to_string()));
        Ok(object([
            ("by", text(&self.sample)),
            ("category", text(&self.category)),
            ("skus", named),
            ("size", size),
        ]))
    }

    fn asks(&self) -> Option<Json> {
        let types = (!self.types.is_empty()).then(|| texts(&self.types));
        let ask = |placement: Option<&String>| {
            object([
                ("placement", placement.cloned().map(Json::Text)),
                ("types", types.clone()),
                ("channel", self.channel.clone().map(Json::Text)),
                ("limit", self.limit.map(|limit| Json::Number(limit.to_string()))),
            ])
        };
        let asks: Vec<Json> = match self.placement.is_empty() {
            true => ask(None).into_iter().collect(),
            false => self.placement.iter().filter_map(|placement| ask(Some(placement))).collect(),
        };
        (!asks.is_empty()).then_some(Json::List(asks))
    }
}

fn exit_of(report: &TestReportDocument) -> Exit {
    if report.state == "fail" { Exit::Problems } else { Exit::Done }
}

/// Whether a suite is meant by its file.
fn is_file(name: &str) -> bool {
    let endings = [".yaml", ".yml", ".json"];
    endings.iter().any(|ending| name.ends_with(ending)) || Path::new(name).is_file()
}

/// A suite with a code: without one of its own, that of its file.
fn named(suite: Json, path: &Path) -> Json {
    let Json::Object(mut fields) = suite else { return suite };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| SuiteCode::parse(stem).ok());
    if let (false, Some(code)) = (fields.contains_key("code"), stem) {
        fields.insert("code".to_string(), Json::Text(code.to_string()));
    }
    Json::Object(fields)
}

fn texts(texts: &[String]) -> Json {
    Json::List(texts.iter().cloned().map(Json::Text).collect())
}

/// An object of the fields that are there; `None` without any.
fn object<const N: usize>(fields: [(&str, Option<Json>); N]) -> Option<Json> {
    let there = fields.into_iter().filter_map(|(name, json)| Some((name.to_string(), json?)));
    let members: BTreeMap<String, Json> = there.collect();
    (!members.is_empty()).then_some(Json::Object(members))
}

/// Files that parts of the body were read from, by the pointer of the part.
#[derive(Default)]
struct Files(Vec<(&'static str, MarkedDocument)>);

impl Files {
    fn read(&mut self, pointer: &'static str, path: &Path) -> anyhow::Result<Json> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let is_json = path.extension().is_some_and(|ending| ending == "json");
        let mut documents = match is_json {
            true => read_json_document(&bytes).map(|document| vec![document]),
            false => read_yaml(&bytes),
        }
        .map_err(AppError::invalid)?;
        if documents.len() != 1 {
            anyhow::bail!("{} holds {} documents, where one is wanted", path.display(), documents.len());
        }
        let document = documents.remove(0);
        let json = document.json.clone();
        self.0.push((pointer, document));
        Ok(json)
    }

    /// Problems with their lines in the files.
    fn placed(&self, problems: Vec<Problem>) -> Vec<Problem> {
        problems.into_iter().map(|problem| self.with_line(problem)).collect()
    }

    fn with_line(&self, problem: Problem) -> Problem {
        let found = self.0.iter().find_map(|(pointer, document)| {
            let inner = problem.pointer.as_deref()?.strip_prefix(pointer)?;
            match problem.row {
                Some(line) => document.place_in_text(inner, line, 1).or_else(|| document.place(inner)),
                None => document.place(inner),
            }
        });
        match found {
            Some(place) => problem.in_row(place.line, None),
            None => problem,
        }
    }
}
