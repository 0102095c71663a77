//! One file, from its bytes to its report.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

use relata_exchange::{Input, Profile};
use relata_model::{
    Channel, ChannelCode, Currency, ImportMode, ImportReport, Invalid, Origin, Problem, ProblemCode,
    RelationType, TypeCode,
};
use relata_store::import::{self, NewImport};
use relata_store::{Tx, relation_type, shop};

use crate::import::batch::{Applied, Reject, add_up};
use crate::import::findings::Findings;
use crate::import::orders::{OrderImport, StagedLine};
use crate::import::planned::Planned;
use crate::import::product_family::Families;
use crate::import::products::{ProductImport, StagedProduct};
use crate::import::rejected_rows::{KeptRows, RejectedRows, RejectsPlaces};
use crate::import::relations::{RelationImport, StagedRelation};
use crate::import::rules::{self, RuleImport, StagedRule, StagedRuleChannel};
use crate::import::sorter::Sorter;
use crate::import::staging::{Batch, Staged, StagedFile, read_ahead, reject_key, stage};
use crate::import::{ImportFile, ImportOptions, Progress};
use crate::{App, AppError, Caller, Precondition};

/// Before-images in one compressed chunk.
const CHUNK_ROWS: usize = 1_000;

/// One import under way.
struct Session<'a> {
    app: &'a App,
    caller: &'a Caller,
    options: &'a ImportOptions,
    progress: &'a dyn Progress,
    planned: &'a mut Planned,
    findings: Findings,
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
    planned: &mut Planned,
    progress: &dyn Progress,
) -> Result<ImportReport, AppError> {
    let input = open(file, options)?;
    let profile = input.profile;
    let content = input.content.as_str();
    let report = ImportReport::new(&file.name, profile.as_str(), content, options.mode, options.dry_run);
    let mut findings = Findings::new(report, input.renamed.clone());
    for warning in &input.warnings {
        findings.warn(warning.clone())?;
    }
    let staged = stage(input, &mut findings, progress)?;
    if options.mode == ImportMode::Replace && staged.unreadable > 0 && !staged.is_damaged {
        findings.warn(nothing_removed(staged.unreadable))?;
    }
    let source = options.source.clone().unwrap_or_else(|| profile.as_str().to_string());
    let own = Origin::parse(&format!("import:{source}"))
        .map_err(|invalid| AppError::invalid_at("/source", invalid))?;
    let mut session = Session {
        app,
        caller,
        options,
        progress,
        planned,
        findings,
        rejects: staged.rejects,
        import_id: None,
        chunks: 0,
        done: 0,
    };
    let currency = session.settle_currency(&staged.currencies)?;
    session.make_types(&staged.foreign_types)?;
    session.make_channels(&staged.foreign_channels)?;
    session.start(file, profile, &source)?;
    let total = staged.products.taken() + staged.relations.taken() + staged.lines.taken();
    progress.stage("write", Some(total));
    let StagedFile { products, relations, lines, unreadable, events, rules, rule_channels, .. } = staged;
    let places = RejectsPlaces { path: rejects_path, keep: !options.dry_run };
    let applied = session
        .products(products, currency)
        .and_then(|()| session.relations(relations, own, unreadable == 0, file.by_hand))
        .and_then(|()| session.rules(rules))
        .and_then(|()| session.rule_channels(rule_channels))
        .and_then(|()| session.orders(lines, currency))
        .and_then(|()| session.leave_out(events))
        .and_then(|()| session.write_rejects(file, &places));
    match applied {
        Ok(()) => session.finish(),
        Err(error) => {
            session.give_up(&error)?;
            Err(error)
        }
    }
}

pub(crate) fn open(file: &ImportFile, options: &ImportOptions) -> Result<Input, AppError> {
    let mut reading = file.reading.clone();
    if let Some(name) = &options.profile {
        reading.profile = Some(Profile::parse(name).map_err(unknown_profile)?);
    }
    Ok(relata_exchange::open_with(&file.path, &reading)?)
}

fn unknown_profile(invalid: Invalid) -> AppError {
    AppError::invalid(vec![Problem::invalid(ProblemCode::UnknownProfile, invalid).at("/profile")])
}

impl Session<'_> {
    /// The shop's currency; a shop that has none takes the most frequent one of its first import.
    fn settle_currency(&mut self, currencies: &BTreeMap<Currency, u64>) -> Result<Currency, AppError> {
        let configured = self.app.read(|tx| Ok(shop::currency(tx)?))?;
        if let Some(configured) = configured.or(self.planned.currency) {
            return Ok(configured);
        }
        let frequent =
            currencies.iter().max_by_key(|(currency, count)| (**count, std::cmp::Reverse(**currency)));
        let Some((&currency, _)) = frequent else { return Ok(Currency::EUR) };
        if self.options.dry_run {
            self.planned.currency = Some(currency);
        } else {
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
            if self.planned.has_type(&code)
                || self.app.read(|tx| Ok(relation_type::find(tx, &code)?))?.is_some()
            {
                continue;
            }
            let message = format!("the relation type {code} did not exist and was made");
            let warning = Problem::warning(ProblemCode::TypeCreated, message).about(&code);
            self.findings.warn(warning.hint("look at its weight, cycle law and placements"))?;
            if self.options.dry_run {
                self.planned.add_type(foreign_type(code));
            } else {
                self.app.save_document(self.caller, code.clone(), Precondition::NONE, move |_| {
                    Ok(foreign_type(code))
                })?;
            }
        }
        Ok(())
    }

    /// Makes channels that rules of another system name and this shop does not have.
    fn make_channels(&mut self, codes: &BTreeSet<ChannelCode>) -> Result<(), AppError> {
        let known = self.app.list_channels()?;
        for code in codes.iter().filter(|code| !known.iter().any(|channel| channel.code == **code)) {
            let message = format!("the channel {code} did not exist and was made");
            let warning = Problem::warning(ProblemCode::UnknownChannel, message).about(code);
            self.findings.warn(warning.hint("look at its language, currency and assortment"))?;
            if !self.options.dry_run {
                let channel = Channel { code: code.clone(), name: code.to_string(), ..Channel::web() };
                let save = move |_: Option<&Channel>| Ok(channel);
                self.app.save_document(self.caller, code.clone(), Precondition::NONE, save)?;
            }
        }
        Ok(())
    }

    fn start(&mut self, file: &ImportFile, profile: Profile, source: &str) -> Result<(), AppError> {
        if self.options.dry_run {
            return Ok(());
        }
        let new = NewImport {
            file: file.name.clone(),
            profile: profile.as_str().to_string(),
            mode: self.options.mode,
            source: source.to_string(),
            actor: self.caller.actor.clone(),
            mapping: file.reading.mapping.clone(),
            upload: file.upload.clone(),
        };
        let started = self.app.write(self.caller, move |tx| Ok(import::start(tx, &new)?))?;
        self.import_id = Some(started.value);
        Ok(())
    }

    fn products(&mut self, rows: Sorter<StagedProduct>, currency: Currency) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let work = ProductImport {
            mode: self.options.mode,
            currency,
            dry_run: self.options.dry_run,
            planned: std::mem::take(self.planned),
            families: Families::default(),
        };
        let mut work = self.batches(rows, work, ProductImport::apply)?;
        let warnings = self.app.read(|tx| work.families.finish(tx, &work.planned))?;
        *self.planned = work.planned;
        for warning in warnings {
            self.findings.warn(self.findings.named(warning))?;
        }
        Ok(())
    }

    /// `is_whole` says whether every row could be read, so that what is not in the file is to go.
    fn relations(
        &mut self,
        rows: Sorter<StagedRelation>,
        own: Origin,
        is_whole: bool,
        by_hand: bool,
    ) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let mode = match self.options.mode {
            ImportMode::Replace if !is_whole => ImportMode::Merge,
            mode => mode,
        };
        let (dry_run, planned) = (self.options.dry_run, std::mem::take(self.planned));
        let mut work = self.app.read(|tx| RelationImport::start(tx, mode, own, dry_run, planned))?;
        work.by_hand = by_hand;
        let work = self.batches(rows, work, RelationImport::apply)?;
        *self.planned = work.planned;
        Ok(())
    }

    fn rules(&mut self, rows: Vec<StagedRule>) -> Result<(), AppError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut applied = Applied::default();
        let wanted = rules::wanted(self.app, rows, self.planned, &mut applied)?;
        self.take_applied(applied)?;
        let planned = std::mem::take(self.planned);
        let mut work = RuleImport { mode: self.options.mode, dry_run: self.options.dry_run, planned };
        let (work, applied) = match self.import_id {
            None => self.app.read(|tx| {
                let applied = work.apply(tx, wanted)?;
                Ok((work, applied))
            })?,
            Some(import_id) => self.write_batch(import_id, work, wanted, RuleImport::apply)?,
        };
        *self.planned = work.planned;
        self.take_applied(applied)
    }

    fn rule_channels(&mut self, rows: Sorter<StagedRuleChannel>) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let planned = std::mem::take(self.planned);
        let work = RuleImport { mode: self.options.mode, dry_run: self.options.dry_run, planned };
        let work = self.batches(rows, work, RuleImport::apply_channels)?;
        *self.planned = work.planned;
        Ok(())
    }

    fn orders(&mut self, rows: Sorter<StagedLine>, currency: Currency) -> Result<(), AppError> {
        if rows.taken() == 0 {
            return Ok(());
        }
        let planned = std::mem::take(self.planned);
        let (mode, dry_run) = (self.options.mode, self.options.dry_run);
        let work = OrderImport { mode, currency, dry_run, planned, told: HashSet::new() };
        let work = self.batches(rows, work, |work, tx, rows| work.apply(tx, rows))?;
        *self.planned = work.planned;
        Ok(())
    }

    /// Says that events were read and not kept.
    fn leave_out(&mut self, events: u64) -> Result<(), AppError> {
        if events == 0 {
            return Ok(());
        }
        self.findings.report.counts.unchanged += events;
        let message = format!("events are not kept yet: {events} were read and left out");
        self.findings.warn(Problem::warning(ProblemCode::UnknownProfile, message))
    }

    /// Applies sorted rows batch by batch, rows of one key together; reading runs ahead.
    fn batches<T, W>(&mut self, rows: Sorter<T>, work: W, apply: Apply<W, T>) -> Result<W, AppError>
    where
        T: Staged,
        W: Send + 'static,
    {
        let (sender, receiver) = sync_channel(1);
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

    fn apply_all<T: Staged, W: Send + 'static>(
        &mut self,
        batches: &Receiver<Batch<T>>,
        mut work: W,
        apply: Apply<W, T>,
    ) -> Result<W, AppError> {
        while let Ok(Batch { rows, too_many, .. }) = batches.recv() {
            if self.progress.is_cancelled() {
                return Err(AppError::Cancelled);
            }
            let count = (rows.len() + too_many.len()) as u64;
            let mut applied;
            (work, applied) = match self.import_id {
                None => self.app.read(|tx| {
                    let applied = apply(&mut work, tx, rows)?;
                    Ok((work, applied))
                })?,
                Some(import_id) => self.write_batch(import_id, work, rows, apply)?,
            };
            too_many.into_iter().for_each(|reject| applied.reject(reject));
            self.take_applied(applied)?;
            self.done += count;
            self.progress.advance(self.done);
        }
        Ok(work)
    }

    /// Adds what became of rows to the report and to the rejects.
    fn take_applied(&mut self, mut applied: Applied) -> Result<(), AppError> {
        add_up(&mut self.findings, &mut applied)?;
        for reject in applied.rejects {
            let reject = Reject { problem: self.findings.named(reject.problem), ..reject };
            self.rejects.push(&reject_key(reject.row), &reject)?;
        }
        self.findings.report.counts.rejected += applied.rejected;
        Ok(())
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
    fn write_rejects(&mut self, file: &ImportFile, places: &RejectsPlaces) -> Result<(), AppError> {
        let rejects = std::mem::replace(&mut self.rejects, Sorter::new());
        if rejects.taken() == 0 {
            return Ok(());
        }
        let mut sorted = rejects.sorted()?;
        let mut rows = match places.path.is_some() || places.keep {
            true => Some(RejectedRows::start(places, open(file, self.options)?)?),
            false => None,
        };
        let mut next = sorted.next_row()?.map(|sorted| sorted.row);
        while let Some(first) = next {
            let row = first.row;
            let mut problems = vec![first.problem];
            next = loop {
                match sorted.next_row()?.map(|sorted| sorted.row) {
                    Some(same) if same.row == row => problems.push(same.problem),
                    other => break other,
                }
            };
            if let Some(rows) = &mut rows {
                rows.write(row, &problems)?;
            }
            for problem in problems {
                self.findings.reject(problem)?;
            }
        }
        match rows.map_or(Ok(None), RejectedRows::finish)? {
            Some(kept) => self.keep(kept),
            None => Ok(()),
        }
    }

    /// Keeps the text of the rejected rows with the import.
    fn keep(&mut self, mut kept: KeptRows) -> Result<(), AppError> {
        let Some(import_id) = self.import_id else { return Ok(()) };
        for seq in 0.. {
            let piece = kept.next_piece()?;
            if piece.is_empty() {
                break;
            }
            self.app.write(self.caller, move |tx| Ok(import::append_reject(tx, import_id, seq, &piece)?))?;
        }
        if kept.left_out == 0 {
            return Ok(());
        }
        let message = format!("{} rejected rows are not kept, since the others are too long", kept.left_out);
        self.findings.warn(
            Problem::warning(ProblemCode::LimitExceeded, message)
                .hint("mend what the kept rows say and import the whole file again"),
        )
    }

    /// Makes everything visible at once, as one change.
    fn finish(self) -> Result<ImportReport, AppError> {
        let mut report = self.findings.finish()?;
        let Some(import_id) = self.import_id else { return Ok(report) };
        report.id = Some(import_id.to_string());
        let finished = report.clone();
        let written = self.app.write(self.caller, move |tx| Ok(import::finish(tx, import_id, &finished)?))?;
        report.revision = Some(written.revision);
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

/// What applies a batch of rows.
type Apply<W, T> = fn(&mut W, &mut Tx, Vec<T>) -> Result<Applied, AppError>;

/// Rows that cannot be read may be about any list, so none of them is known as a whole.
fn nothing_removed(unreadable: u64) -> Problem {
    let rows = if unreadable == 1 { "1 row".to_string() } else { format!("{unreadable} rows") };
    let message = format!("{rows} could not be read, so nothing was removed: they may be about any list");
    Problem::warning(ProblemCode::IncompleteList, message).hint("mend them and import the whole file again")
}

/// A type that another system has, with the neutral settings.
fn foreign_type(code: TypeCode) -> RelationType {
    let related = RelationType::built_in().into_iter().find(|kind| kind.code.as_str() == "related");
    let related = related.expect("related is built in");
    RelationType { code, label: BTreeMap::new(), built_in: false, ..related }
}
