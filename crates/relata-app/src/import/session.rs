//! One file, from its bytes to its report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use relata_exchange::{Input, Item, Profile, Record, Records, RejectsWriter};
use relata_model::{Currency, ImportReport, Origin, Problem, ProblemCode, RelationType, TypeCode};
use relata_store::import::NewImport;
use relata_store::{Tx, import, relation_type, shop};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::import::batch::{Applied, Reject, add_up};
use crate::import::orders::{OrderImport, StagedLine};
use crate::import::products::{ProductImport, StagedProduct};
use crate::import::relations::{RelationImport, StagedRelation, StagedWish};
use crate::import::sorter::Sorter;
use crate::import::{ImportFile, ImportOptions, Progress};
use crate::{App, AppError, Caller};

/// Rows that one transaction applies; an editor waits for one such transaction at most.
const BATCH_ROWS: usize = 2_000;
/// Before-images in one compressed chunk.
const CHUNK_ROWS: usize = 1_000;

/// The rows of a file, sorted out.
struct Staged {
    products: Sorter<StagedProduct>,
    relations: Sorter<StagedRelation>,
    lines: Sorter<StagedLine>,
    rejects: Sorter<Reject>,
    currencies: BTreeMap<Currency, u64>,
    foreign_types: BTreeSet<String>,
    events: u64,
}

/// One import under way.
struct Session<'a> {
    app: &'a App,
    caller: &'a Caller,
    options: &'a ImportOptions,
    progress: &'a dyn Progress,
    report: ImportReport,
    rejects: Sorter<Reject>,
    import_id: Option<i64>,
    chunks: i64,
    done: u64,
}

/// Imports one file of rows.
pub(crate) fn run(
    app: &App,
    caller: &Caller,
    file: &ImportFile,
    options: &ImportOptions,
    rejects_path: Option<PathBuf>,
    progress: &dyn Progress,
) -> Result<ImportReport, AppError> {
    let input = open(file, options)?;
    let profile = input.profile;
    let mut report = ImportReport::new(
        &file.name,
        profile.as_str(),
        input.content.as_str(),
        options.mode,
        options.dry_run,
    );
    input.warnings.iter().for_each(|warning| report.push_warning(warning.clone()));
    let staged = stage(input, &mut report, progress)?;
    let source = options.source.clone().unwrap_or_else(|| profile.as_str().to_string());
    let own = Origin::parse(&format!("import:{source}"))
        .map_err(|invalid| AppError::invalid_at("/source", invalid))?;
    let mut session = Session {
        app,
        caller,
        options,
        progress,
        report,
        rejects: staged.rejects,
        import_id: None,
        chunks: 0,
        done: 0,
    };
    let currency = session.settle_currency(&staged.currencies)?;
    session.make_types(&staged.foreign_types)?;
    session.start(profile, &source)?;
    let total = staged.products.taken() + staged.relations.taken() + staged.lines.taken();
    progress.stage("write", Some(total));
    let applied = session
        .products(staged.products, currency)
        .and_then(|()| session.relations(staged.relations, own))
        .and_then(|()| session.orders(staged.lines, currency));
    if let Err(error) = applied {
        session.give_up(&error)?;
        return Err(error);
    }
    session.report.counts.unchanged += staged.events;
    session.write_rejects(file, rejects_path)?;
    session.finish()
}

pub(crate) fn open(file: &ImportFile, options: &ImportOptions) -> Result<Input, AppError> {
    let input = match &options.profile {
        Some(name) => {
            let profile =
                Profile::parse(name).map_err(|invalid| AppError::invalid_at("/profile", invalid))?;
            relata_exchange::open_as(&file.path, profile)?
        }
        None => relata_exchange::open(&file.path)?,
    };
    Ok(input)
}

fn stage(input: Input, report: &mut ImportReport, progress: &dyn Progress) -> Result<Staged, AppError> {
    let mut staged = Staged {
        products: Sorter::new(),
        relations: Sorter::new(),
        lines: Sorter::new(),
        rejects: Sorter::new(),
        currencies: BTreeMap::new(),
        foreign_types: BTreeSet::new(),
        events: 0,
    };
    progress.stage("read", None);
    for (read, record) in (1_u64..).zip(input.records()) {
        let record = match record {
            Ok(record) => record,
            Err(failure) => {
                // The rest of the file cannot be read: what came before it is good.
                report.counts.rows += 1;
                report.counts.rejected += 1;
                let problem = failure.problem();
                let row = problem.row.unwrap_or(read);
                staged.rejects.push(reject_key(row), Reject { row, column: None, problem })?;
                break;
            }
        };
        if read.is_multiple_of(1_000) {
            progress.advance(read);
        }
        let Record { row, items, problems, warnings, rejected, raw: _ } = record;
        report.counts.rows += items.len() as u64 + rejected;
        report.counts.rejected += rejected;
        report.counts.rows -= items.iter().filter(|item| matches!(item, Item::Clear(_))).count() as u64;
        warnings.into_iter().for_each(|warning| report.push_warning(warning));
        for problem in problems {
            let column = problem.column.clone();
            staged.rejects.push(reject_key(row), Reject { row, column, problem })?;
        }
        for item in items {
            staged.take(row, item)?;
        }
    }
    Ok(staged)
}

/// Lines sort as text by their number.
fn reject_key(row: u64) -> String {
    format!("{row:012}")
}

impl Staged {
    fn take(&mut self, row: u64, item: Item) -> Result<(), AppError> {
        match item {
            Item::Product(patch) => {
                if let Some(Some(currency)) = patch.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                self.products.push(patch.sku.to_string(), StagedProduct { row, patch })
            }
            Item::Relation(relation) => {
                if relation.foreign {
                    self.foreign_types.insert(relation.type_name.clone());
                }
                let staged = StagedRelation { row, wish: StagedWish::Relation(relation) };
                self.relations.push(staged.key(), staged)
            }
            Item::Clear(list) => {
                let staged = StagedRelation { row, wish: StagedWish::Clear(list) };
                self.relations.push(staged.key(), staged)
            }
            Item::OrderLine(line) => {
                if let Some(currency) = line.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                let staged = StagedLine { row, line };
                self.lines.push(staged.key(), staged)
            }
            Item::Event(_) => {
                self.events += 1;
                Ok(())
            }
        }
    }
}

impl Session<'_> {
    /// The shop's currency; a shop that has none takes the most frequent one of its first import.
    fn settle_currency(&mut self, currencies: &BTreeMap<Currency, u64>) -> Result<Currency, AppError> {
        let configured = self.app.read(|tx| Ok(shop::currency(tx)?))?;
        if let Some(configured) = configured {
            return Ok(configured);
        }
        let frequent =
            currencies.iter().max_by_key(|(currency, count)| (**count, std::cmp::Reverse(**currency)));
        let Some((&currency, _)) = frequent else { return Ok(Currency::EUR) };
        if !self.options.dry_run {
            self.app.write(self.caller, move |tx| {
                shop::set_currency(tx, currency)?;
                crate::document::record(
                    tx,
                    relata_model::Noun::Shop,
                    "currency".to_string(),
                    None,
                    Some(&currency),
                )
            })?;
        }
        Ok(currency)
    }

    /// Makes types that another system has and this shop does not.
    fn make_types(&mut self, names: &BTreeSet<String>) -> Result<(), AppError> {
        for name in names {
            let Ok(code) = TypeCode::parse(name) else { continue };
            if self.app.read(|tx| Ok(relation_type::find(tx, &code)?))?.is_some() {
                continue;
            }
            let message = format!("the relation type {code} did not exist and was made");
            let warning = Problem::warning(ProblemCode::TypeCreated, message).about(&code);
            self.report.push_warning(warning.hint("look at its weight, cycle law and placements"));
            if !self.options.dry_run {
                self.app
                    .save_relation_type(self.caller, code.clone(), None, move |_| Ok(foreign_type(code)))?;
            }
        }
        Ok(())
    }

    fn start(&mut self, profile: Profile, source: &str) -> Result<(), AppError> {
        if self.options.dry_run {
            return Ok(());
        }
        let new = NewImport {
            file: self.report.file.clone(),
            profile: profile.as_str().to_string(),
            mode: self.options.mode,
            source: source.to_string(),
            actor: self.caller.actor.clone(),
        };
        let started = self.app.write(self.caller, move |tx| Ok(import::start(tx, &new)?))?;
        self.import_id = Some(started.value);
        Ok(())
    }

    fn products(&mut self, rows: Sorter<StagedProduct>, currency: Currency) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let work = ProductImport::new(self.options.mode, currency, self.options.dry_run);
        let mut work = self.batches(rows, work, ProductImport::apply)?;
        let warnings = self.app.read(|tx| work.finish(tx))?;
        warnings.into_iter().for_each(|warning| self.report.push_warning(warning));
        Ok(())
    }

    fn relations(&mut self, rows: Sorter<StagedRelation>, own: Origin) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let (mode, dry_run) = (self.options.mode, self.options.dry_run);
        let work = self.app.read(|tx| RelationImport::start(tx, mode, own, dry_run))?;
        self.batches(rows, work, RelationImport::apply).map(drop)
    }

    fn orders(&mut self, rows: Sorter<StagedLine>, currency: Currency) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let work = OrderImport { mode: self.options.mode, currency, dry_run: self.options.dry_run };
        self.batches(rows, work, |work, tx, rows| work.apply(tx, rows)).map(drop)
    }

    /// Applies sorted rows batch by batch, rows of one key together; reading runs ahead.
    fn batches<T, W>(&mut self, rows: Sorter<T>, work: W, apply: Apply<W, T>) -> Result<W, AppError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        W: Send + 'static,
    {
        let (sender, receiver) = sync_channel(2);
        let reader = std::thread::Builder::new()
            .name("import-reader".to_string())
            .spawn(move || read_ahead(rows, &sender))
            .map_err(AppError::io("start", "a thread for reading"))?;
        let outcome = self.apply_all(&receiver, work, apply);
        drop(receiver);
        let read = reader.join().unwrap_or(Ok(()));
        let work = outcome?;
        read?;
        Ok(work)
    }

    fn apply_all<T: Send + 'static, W: Send + 'static>(
        &mut self,
        batches: &Receiver<Vec<T>>,
        mut work: W,
        apply: Apply<W, T>,
    ) -> Result<W, AppError> {
        while let Ok(rows) = batches.recv() {
            let count = rows.len() as u64;
            let mut applied;
            (work, applied) = match self.import_id {
                None => self.app.read(|tx| {
                    let applied = apply(&mut work, tx, rows)?;
                    Ok((work, applied))
                })?,
                Some(import_id) => self.write_batch(import_id, work, rows, apply)?,
            };
            add_up(&mut self.report, &mut applied);
            for reject in applied.rejects {
                self.rejects.push(reject_key(reject.row), reject)?;
            }
            self.report.counts.rejected += applied.rejected;
            self.done += count;
            self.progress.advance(self.done);
        }
        Ok(work)
    }

    /// Applies a batch and keeps its before-images, in one transaction.
    fn write_batch<T: Send + 'static, W: Send + 'static>(
        &mut self,
        import_id: i64,
        mut work: W,
        rows: Vec<T>,
        apply: Apply<W, T>,
    ) -> Result<(W, Applied), AppError> {
        let first_chunk = self.chunks;
        let written = self.app.write(self.caller, move |tx| {
            let mut applied = apply(&mut work, tx, rows)?;
            let images = std::mem::take(&mut applied.images);
            for (chunk, rows) in (first_chunk..).zip(images.chunks(CHUNK_ROWS)) {
                import::append_chunk(tx, import_id, chunk, rows)?;
            }
            let chunks = images.len().div_ceil(CHUNK_ROWS) as i64;
            Ok((work, applied, chunks))
        })?;
        let (work, applied, chunks) = written.value;
        self.chunks += chunks;
        Ok((work, applied))
    }

    /// Writes the rejected rows, read from the file once more, so that they can be mended.
    fn write_rejects(&mut self, file: &ImportFile, path: Option<PathBuf>) -> Result<(), AppError> {
        let rejects = std::mem::replace(&mut self.rejects, Sorter::new());
        if rejects.taken() == 0 {
            return Ok(());
        }
        let mut sorted = rejects.sorted()?;
        let mut rows = match path {
            Some(path) => Some(RejectedRows::start(&path, open(file, self.options)?)?),
            None => None,
        };
        let mut next = sorted.next_row()?.map(|(_, reject)| reject);
        while let Some(first) = next {
            let row = first.row;
            let mut problems = vec![first.problem];
            next = loop {
                match sorted.next_row()?.map(|(_, reject)| reject) {
                    Some(same) if same.row == row => problems.push(same.problem),
                    other => break other,
                }
            };
            if let Some(rows) = &mut rows {
                rows.write(row, &problems)?;
            }
            problems.into_iter().for_each(|problem| self.report.push_problem(problem));
        }
        rows.map_or(Ok(()), RejectedRows::finish)
    }

    /// Makes everything visible at once, as one change.
    fn finish(self) -> Result<ImportReport, AppError> {
        let Some(import_id) = self.import_id else { return Ok(self.report) };
        let report = self.report;
        let finished = report.clone();
        self.app.write(self.caller, move |tx| Ok(import::finish(tx, import_id, &finished)?))?;
        Ok(report)
    }

    /// Undoes what was written, after a failure in the middle.
    fn give_up(&mut self, error: &AppError) -> Result<(), AppError> {
        match self.import_id {
            Some(import_id) => self.app.undo_import(import_id, &error.to_string()),
            None => Ok(()),
        }
    }
}

/// The file of rejects and the file that the rejected rows are read from once more.
struct RejectedRows {
    records: Records,
    writer: RejectsWriter<BufWriter<File>>,
}

impl RejectedRows {
    fn start(path: &Path, input: Input) -> Result<RejectedRows, AppError> {
        let file = File::create(path).map_err(AppError::io("create", path))?;
        let writer = RejectsWriter::new(BufWriter::new(file), input.rejects_layout())?;
        Ok(RejectedRows { records: input.records(), writer })
    }

    /// Writes the record that starts in this line; lines come in rising order.
    fn write(&mut self, row: u64, problems: &[Problem]) -> Result<(), AppError> {
        for record in self.records.by_ref() {
            // What cannot be read at all was told in the report and has no text to keep.
            let Ok(record) = record else { return Ok(()) };
            if record.row == row {
                return Ok(self.writer.write(&record.raw, problems)?);
            }
            if record.row > row {
                return Ok(());
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), AppError> {
        self.writer.finish().map(drop).map_err(AppError::from)
    }
}

/// What applies a batch of rows.
type Apply<W, T> = fn(&mut W, &mut Tx, Vec<T>) -> Result<Applied, AppError>;

/// Sorts the rows and hands them over in batches that never part rows of one key.
fn read_ahead<T: Serialize + DeserializeOwned>(
    rows: Sorter<T>,
    sender: &SyncSender<Vec<T>>,
) -> Result<(), AppError> {
    let mut sorted = rows.sorted()?;
    let mut batch = Vec::with_capacity(BATCH_ROWS);
    let mut last_key = String::new();
    while let Some((key, row)) = sorted.next_row()? {
        if batch.len() >= BATCH_ROWS && key != last_key {
            // The other side hung up: it failed and says so itself.
            if sender.send(std::mem::take(&mut batch)).is_err() {
                return Ok(());
            }
        }
        last_key = key;
        batch.push(row);
    }
    if !batch.is_empty() {
        let _ = sender.send(batch);
    }
    Ok(())
}

/// A type that another system has, with the neutral settings.
fn foreign_type(code: TypeCode) -> RelationType {
    let related = RelationType::built_in().into_iter().find(|kind| kind.code.as_str() == "related");
    let related = related.expect("related is built in");
    RelationType { code, label: BTreeMap::new(), built_in: false, ..related }
}
