//! What the small nouns share: they are stored as documents by code, and read, saved, removed and
//! undone in one way.

use std::fmt::Display;

use relata_model::{Action, AuditEntry, Noun, Problem, ProblemCode};
use relata_rules::Reference;
use relata_store::{Change, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::page::{Precondition, etag};
use crate::reference::{self, IsGone, Readers};
use crate::{App, AppError, Caller, Refusal, Saved, audit};

/// A small noun. Its use cases are those of [`App`] with `document` in their names.
pub trait Document: Serialize + DeserializeOwned + Clone + PartialEq + Send + 'static {
    /// Its key.
    type Code: Display + Clone + DeserializeOwned + Send + 'static;
    /// The noun of its lines in the audit log.
    const NOUN: Noun;
    /// What people call it, such as `relation type`.
    const NAME: &'static str;
    /// Codes that nothing new may have, because the API has something else under them.
    const RESERVED: &'static [&'static str] = &[];

    /// The document of a code.
    fn find(tx: &mut Tx, code: &Self::Code) -> Result<Option<Self>, AppError>;
    /// All of them, in the order of their list.
    fn list(tx: &mut Tx) -> Result<Vec<Self>, AppError>;
    /// Stores it under its code.
    fn store(&self, tx: &mut Tx) -> Result<(), AppError>;
    /// Removes it.
    fn remove(tx: &mut Tx, code: &Self::Code) -> Result<(), AppError>;
    /// Its code.
    fn code(&self) -> &Self::Code;

    /// Keeps other writers of the noun away until the transaction ends.
    fn lock(tx: &mut Tx) -> Result<(), AppError> {
        Ok(tx.lock(Self::NAME)?)
    }

    /// Takes over what no request sets, such as whether it came with the program.
    fn inherit(&mut self, _before: Option<&Self>) {}

    /// What speaks against it beside what is stored.
    fn check(&self, _tx: &mut Tx, _before: Option<&Self>) -> Result<Vec<Problem>, AppError> {
        Ok(Vec::new())
    }

    /// Brings the index up to date where the noun is checked against it, before and after a write.
    fn prepare(_app: &App) -> Result<(), AppError> {
        Ok(())
    }

    /// What speaks against it as the index has the shop.
    fn check_live(&self, _app: &App, _tx: &mut Tx) -> Result<Vec<Problem>, AppError> {
        Ok(Vec::new())
    }

    /// What conditions name it by.
    fn reference(&self) -> Option<Reference> {
        None
    }

    /// Its kind among all that conditions can name.
    fn among(_readers: &mut Readers) -> Option<&mut Vec<Self>> {
        None
    }

    /// Why it cannot be removed.
    fn why_kept(&self, _tx: &mut Tx) -> Result<Option<Problem>, AppError> {
        Ok(None)
    }
}

impl App {
    /// One document.
    pub fn find_document<D: Document>(&self, code: &D::Code) -> Result<D, AppError> {
        self.read(|tx| D::find(tx, code))?.ok_or_else(|| AppError::not_found(D::NAME, code))
    }

    /// All documents of a noun, in the order of their list.
    pub fn list_documents<D: Document>(&self) -> Result<Vec<D>, AppError> {
        self.read(D::list)
    }

    /// Makes or changes a document; `change` gets it as stored.
    pub fn save_document<D: Document>(
        &self,
        caller: &Caller,
        code: D::Code,
        precondition: Precondition,
        change: impl FnOnce(Option<&D>) -> Result<D, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<D>, AppError> {
        D::prepare(self)?;
        let app = self.clone();
        let written = self.write(caller, move |tx| {
            D::lock(tx)?;
            let before = D::find(tx, &code)?;
            precondition.check(before.as_ref().map(etag).as_deref(), D::NAME, &code)?;
            let mut after = change(before.as_ref()).map_err(AppError::invalid)?;
            after.inherit(before.as_ref());
            refuse_errors(after.check_live(&app, tx)?)?;
            reference::refuse(reference::problems_with(tx, &after, IsGone::No)?)?;
            put(tx, before.as_ref(), &after)?;
            reference::refuse(reference::missing_names(tx, &after)?)?;
            Ok((after, before.is_none()))
        })?;
        // What is checked against the index later must find this there.
        D::prepare(self)?;
        let (value, created) = written.value;
        Ok(Saved {
            value,
            revision: written.revision,
            changed: written.changed,
            created,
            warnings: Vec::new(),
        })
    }

    /// Stores a document of a moved shop: what it says was so there, and is not asked of the index again.
    pub(crate) fn move_document<D: Document>(&self, caller: &Caller, mut after: D) -> Result<(), AppError> {
        self.write(caller, move |tx| {
            D::lock(tx)?;
            let before = D::find(tx, after.code())?;
            after.inherit(before.as_ref());
            reference::refuse(reference::problems_with(tx, &after, IsGone::No)?)?;
            put(tx, before.as_ref(), &after)
        })
        .map(drop)
    }

    /// Everything that speaks against a document; nothing is written.
    pub fn check_document<D: Document>(&self, after: &D) -> Result<Vec<Problem>, AppError> {
        D::prepare(self)?;
        self.read(|tx| {
            let mut problems = after.check_live(self, tx)?;
            let before = D::find(tx, after.code())?;
            problems.extend(reserved(before.as_ref(), after));
            problems.extend(after.check(tx, before.as_ref())?);
            for problem in reference::problems_with(tx, after, IsGone::No)? {
                // What it names was asked when it was checked against the index.
                if problems.iter().all(|found| found.code != problem.code) {
                    problems.push(problem);
                }
            }
            Ok(problems)
        })
    }

    /// Removes a document, unless it is kept for a reason.
    pub fn delete_document<D: Document>(
        &self,
        caller: &Caller,
        code: &D::Code,
        precondition: Precondition,
    ) -> Result<i64, AppError> {
        let code = code.clone();
        let written = self.write(caller, move |tx| {
            D::lock(tx)?;
            let before = D::find(tx, &code)?.ok_or_else(|| AppError::not_found(D::NAME, &code))?;
            precondition.check(Some(&etag(&before)), D::NAME, &code)?;
            reference::refuse(reference::problems_with(tx, &before, IsGone::Yes)?)?;
            take_away(tx, &before)
        })?;
        Ok(written.revision)
    }
}

/// Checks and stores a document; one that is as before is left alone.
fn put<D: Document>(tx: &mut Tx, before: Option<&D>, after: &D) -> Result<(), AppError> {
    if before == Some(after) {
        return Ok(());
    }
    refuse_errors(reserved(before, after).into_iter().collect())?;
    refuse_errors(after.check(tx, before)?)?;
    after.store(tx)?;
    record(tx, D::NOUN, after.code().to_string(), before, Some(after))
}

/// What speaks against the code of something new; what has it already keeps it.
fn reserved<D: Document>(before: Option<&D>, after: &D) -> Option<Problem> {
    let code = after.code().to_string();
    (before.is_none() && D::RESERVED.contains(&code.as_str())).then(|| reserved_code::<D>(&code))
}

/// Says that a code stands for something else in the API.
pub fn reserved_code<D: Document>(code: &str) -> Problem {
    let message = format!("{code} is no code for a {}: the API has something else under it", D::NAME);
    Problem::error(ProblemCode::InvalidValue, message).hint("take another code").at("/code").about(code)
}

/// Refuses what has a problem that stops it.
fn refuse_errors(problems: Vec<Problem>) -> Result<(), AppError> {
    match problems.iter().any(Problem::is_error) {
        true => Err(AppError::invalid(problems)),
        false => Ok(()),
    }
}

fn take_away<D: Document>(tx: &mut Tx, before: &D) -> Result<(), AppError> {
    if let Some(problem) = before.why_kept(tx)? {
        return Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] });
    }
    D::remove(tx, before.code())?;
    record(tx, D::NOUN, before.code().to_string(), Some(before), None)
}

/// Undoes a line of the audit log, if the document is as the line left it.
pub(crate) fn undo<D: Document>(tx: &mut Tx, entry: &AuditEntry) -> Result<(), AppError> {
    let (before, after): (Option<D>, Option<D>) = (audit::read(&entry.before)?, audit::read(&entry.after)?);
    let stored = D::find(tx, &audit::parse(&entry.key)?)?;
    if stored != after {
        return Err(audit::touched_since(entry));
    }
    match (&before, &stored) {
        (Some(before), stored) => put(tx, stored.as_ref(), before),
        (None, Some(stored)) => take_away(tx, stored),
        (None, None) => Ok(()),
    }
}

/// Writes the audit and change rows of a document.
pub(crate) fn record<T: Serialize>(
    tx: &mut Tx,
    noun: Noun,
    key: String,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), AppError> {
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    let before = before.map(serde_json::to_value).transpose()?;
    let after = after.map(serde_json::to_value).transpose()?;
    tx.record(Change { action, noun, key, touches: None, before, after });
    Ok(())
}
