use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use relata_api::SavedMappingDocument;
use relata_app::{AppError, Caller, ImportFile, ImportOptions, RejectsTo};
use relata_model::{ImportMode, Mapping};
use serde_json::json;

use super::Context;
use crate::exit::Exit;
use crate::progress::Bar;
use crate::report;

/// Read products, relations and orders from files or folders
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    /// CSV or JSON lines, plain, .gz or .zst; a folder is read as a whole
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The format, relata, magento or spryker, or a mapping file (.json) for any other columns; recognised by itself
    /// when left out
    #[arg(long = "as", value_name = "PROFILE_OR_FILE")]
    profile: Option<String>,

    /// What to do with what is there already
    #[arg(long, value_enum, default_value_t = Mode::Merge)]
    mode: Mode,

    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,

    /// Who owns the relations that are made (import:NAME); the profile's name when left out
    #[arg(long, value_name = "NAME")]
    source: Option<String>,

    /// Where rejected rows go  [default: FILE.rejects.csv in the working directory]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Files and their columns (in any order; products before relations before orders, whatever the order given):
  products   sku, name, parent, brand, categories, price, currency, stock, status, tags, attributes.<name>, …
  relations  source, type, target, position, weight, quantity, channels, valid_from, valid_until, origin, …
  orders     order_id, sku, customer_id, ordered_at, quantity, unit_price, …
  Magento    sku with related_skus, crosssell_skus, upsell_skus and the columns of its product import
  Spryker    product_relation.csv, product_relation_store.csv, product_alternative.csv, product_discontinued.csv

Examples:
  relata import products.csv relations.csv --dry-run    what would change, nothing written
  relata import links.csv --source pim --mode replace   the file is the truth for what pim made
  relata import artikel.csv --as erp.json               columns of any names; erp.json says what they fill:
      {\"content\": \"products\", \"columns\": {\"Artikelnummer\": \"sku\", \"Bezeichnung\": \"name\"}}
  relata import shop/                                   a folder that relata export relata wrote";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Add and update, remove nothing
    Merge,
    /// Make the file the truth for each source and type that it mentions, within its own origin
    Replace,
    /// Remove what the file lists
    Delete,
}

impl Mode {
    fn import_mode(self) -> ImportMode {
        match self {
            Mode::Merge => ImportMode::Merge,
            Mode::Replace => ImportMode::Replace,
            Mode::Delete => ImportMode::Delete,
        }
    }
}

impl Import {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        for path in &self.files {
            readable(path)?;
        }
        let one_file = matches!(&*self.files, [only] if !only.is_dir());
        let mut files: Vec<ImportFile> = self.files.iter().map(|path| import_file(path)).collect();
        let mapping = self.profile.as_deref().filter(|name| name.ends_with(".json")).map(read_mapping);
        if let Some(mapping) = mapping.transpose()? {
            files.iter_mut().for_each(|file| file.reading.mapping = Some(mapping.clone()));
        }
        let options = ImportOptions {
            profile: self.profile.filter(|name| !name.ends_with(".json")),
            mode: self.mode.import_mode(),
            dry_run: self.dry_run,
            source: self.source,
            rejects: self.rejects.map_or(RejectsTo::WorkingDirectory, RejectsTo::File),
        };
        // What is refused makes no database, and a dry run none at all: without one it looks at an empty shop.
        options.check_files(&files)?;
        let (app, _empty_shop) =
            if options.dry_run { context.open_or_empty()? } else { (context.open()?, None) };
        let reports = app.import(&Caller::local(), &files, &options, &Bar::new())?;
        let output = &context.output;
        match (&*reports, output.is_json()) {
            ([only], true) if one_file => output.document(only)?,
            (_, true) => output.document(&json!({ "files": reports }))?,
            (_, false) => {
                let shown = usize::try_from(context.settings.number("import.problems_shown"))?;
                output.result(&report::reports_text(&reports, shown, &options.rejects, output.paint()));
            }
        }
        Ok(Exit::of_reports(&reports))
    }
}

/// The mapping in a file: what `GET /v1/mappings/{code}` answers, the key and the name left out or not.
fn read_mapping(path: &str) -> Result<Mapping, AppError> {
    let failed = |source| AppError::Io { action: "read", path: path.into(), source };
    let bytes = std::fs::read(path).map_err(failed)?;
    let saved = SavedMappingDocument::read_file(&bytes).map_err(AppError::invalid)?;
    let problems = relata_exchange::check_mapping(&saved.mapping, None);
    if problems.is_empty() { Ok(saved.mapping) } else { Err(AppError::invalid(problems)) }
}

/// Whether there is such a file, asked before a database is made for it.
pub(super) fn readable(path: &Path) -> Result<(), AppError> {
    let failed = |source| AppError::Io { action: "read", path: path.to_path_buf(), source };
    std::fs::metadata(path).map(drop).map_err(failed)
}

/// A file to import under the name by which the user called it.
pub(super) fn import_file(path: &Path) -> ImportFile {
    ImportFile::new(path)
}
