//! What conditions name, and what speaks against a change of that.

use std::collections::BTreeSet;

use relata_engine::library;
use relata_model::{
    Assortment, Channel, Guideline, NamedCondition, Noun, Problem, ProblemCode, Rule, RuleStatus,
    TestCheckKind, TestSuite,
};
use relata_rules::{Library, Reference, circle_problem, references_of};
use relata_store::{Tx, channel, condition, guideline, rule, test_suite};

use crate::{AppError, Document, Refusal};

/// Readers that are told by name; the others are counted.
const READERS_TOLD: usize = 5;

/// Everything whose conditions can name something.
#[derive(Debug, Clone, Default)]
pub struct Readers {
    pub(crate) conditions: Vec<NamedCondition>,
    pub(crate) rules: Vec<Rule>,
    guidelines: Vec<Guideline>,
    suites: Vec<TestSuite>,
    channels: Vec<Channel>,
}

/// Something with conditions.
pub(crate) struct Reader<'r> {
    pub(crate) noun: &'static str,
    pub(crate) code: &'r str,
    /// What people call it.
    pub(crate) name: &'r str,
    texts: Vec<&'r str>,
    /// What conditions name it by.
    reference: Option<Reference>,
    /// Whether it is asked as it stands, so that it may not break.
    pub(crate) active: bool,
}

impl Reader<'_> {
    pub(crate) fn names(&self) -> BTreeSet<Reference> {
        self.texts.iter().flat_map(|text| references_of(text)).collect()
    }

    fn label(&self) -> String {
        format!("the {} {}", self.noun, self.code)
    }
}

impl Readers {
    pub(crate) fn load(tx: &mut Tx) -> Result<Readers, AppError> {
        Ok(Readers {
            conditions: condition::list(tx)?,
            rules: rule::list(tx)?,
            guidelines: guideline::list(tx)?,
            suites: test_suite::list(tx)?,
            channels: channel::list(tx)?,
        })
    }

    /// What they can name.
    pub(crate) fn library(&self) -> Library {
        library(&self.conditions, &self.rules)
    }

    /// All that is kept for more than its history.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Reader<'_>> {
        let conditions = self.conditions.iter().map(|condition| Reader {
            noun: NamedCondition::NAME,
            code: condition.code.as_str(),
            name: &condition.name,
            texts: vec![&condition.condition],
            reference: condition.reference(),
            active: true,
        });
        let rules = self.rules.iter().filter(|rule| rule.status != RuleStatus::Archived);
        let rules = rules.map(|rule| Reader {
            noun: Rule::NAME,
            code: rule.code.as_str(),
            name: &rule.name,
            texts: [Some(&rule.matching), Some(&rule.show), rule.when.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            reference: rule.reference(),
            active: rule.status == RuleStatus::Active,
        });
        let guidelines = self.guidelines.iter().filter(|guideline| guideline.status != RuleStatus::Archived);
        let guidelines = guidelines.map(|guideline| Reader {
            noun: Guideline::NAME,
            code: guideline.code.as_str(),
            name: &guideline.name,
            texts: vec![&guideline.forbid],
            reference: None,
            active: guideline.status == RuleStatus::Active,
        });
        let suites = self.suites.iter().map(|suite| Reader {
            noun: TestSuite::NAME,
            code: suite.code.as_str(),
            name: &suite.name,
            texts: suite.checks.iter().filter_map(|check| forbidden(&check.kind)).collect(),
            reference: None,
            active: true,
        });
        let channels = self.channels.iter().map(|channel| Reader {
            noun: Channel::NAME,
            code: channel.code.as_str(),
            name: &channel.name,
            texts: channel.assortment.as_ref().and_then(Assortment::condition).into_iter().collect(),
            reference: None,
            active: true,
        });
        conditions.chain(rules).chain(guidelines).chain(suites).chain(channels)
    }

    /// The active rules and guidelines that read something, themselves or through what they name; of
    /// guidelines there are the codes alone.
    pub(crate) fn active_readers_of(&self, read: &BTreeSet<Reference>) -> ActiveReaders {
        let mut names = self.library().readers_of(read);
        names.extend(read.iter().cloned());
        let reads = |reader: &Reader<'_>| reader.active && !reader.names().is_disjoint(&names);
        let found: Vec<Reader<'_>> = self.iter().filter(reads).collect();
        let is_found = |noun: &str, code: &str| found.iter().any(|one| one.noun == noun && one.code == code);
        ActiveReaders {
            rules: self
                .rules
                .iter()
                .filter(|rule| is_found(Rule::NAME, rule.code.as_str()))
                .cloned()
                .collect(),
            guidelines: found.iter().filter(|one| one.noun == Guideline::NAME).count(),
        }
    }

    /// What speaks against some things as they are now: circles through them, readers of what is gone,
    /// and active readers that could not be asked any more.
    pub(crate) fn problems(&self, touched: &BTreeSet<Reference>) -> Vec<(Reference, Problem)> {
        let library = self.library();
        let mut problems = Vec::new();
        for reference in touched {
            let problem = match library.text(reference) {
                Some(_) => library.circle_through(reference).map(|path| circle_problem(&path)),
                None => self.in_use(reference),
            };
            problems.extend(problem.map(|problem| (reference.clone(), problem.about(reference.code()))));
        }
        // A circle is what the readers of its parts would complain about as well.
        if problems.is_empty() {
            problems.extend(self.broken_by(touched, &library));
        }
        let place = |(reference, problem): (Reference, Problem)| {
            let at = match (&reference, problem.code) {
                (_, ProblemCode::InUse) => None,
                (Reference::Condition(_), _) => Some("/condition"),
                (Reference::Rule(_), _) => Some("/match"),
            };
            (reference, at.map_or(problem.clone(), |at| problem.at(at)))
        };
        problems.into_iter().map(place).collect()
    }

    /// That something that is gone is still read.
    fn in_use(&self, gone: &Reference) -> Option<Problem> {
        let readers: Vec<String> =
            self.iter().filter(|one| one.names().contains(gone)).map(|one| one.label()).collect();
        if readers.is_empty() {
            return None;
        }
        let mut told = readers.iter().take(READERS_TOLD).cloned().collect::<Vec<_>>().join(", ");
        if readers.len() > READERS_TOLD {
            told += &format!(" and {} more", readers.len() - READERS_TOLD);
        }
        let (noun, code) = (gone.noun(), gone.code());
        let verb = if readers.len() == 1 { "reads" } else { "read" };
        let message = format!("the {noun} {code} cannot be taken away: {told} {verb} it");
        Some(Problem::error(ProblemCode::InUse, message).hint("take its name out there first"))
    }

    /// Active readers that cannot be asked with what is touched as it is now.
    fn broken_by(&self, touched: &BTreeSet<Reference>, library: &Library) -> Vec<(Reference, Problem)> {
        let mut problems = Vec::new();
        for reference in touched {
            let read = BTreeSet::from([reference.clone()]);
            let mut names = library.readers_of(&read);
            names.insert(reference.clone());
            let reads = |one: &Reader<'_>| {
                one.active && one.reference.as_ref() != Some(reference) && !one.names().is_disjoint(&names)
            };
            for reader in self.iter().filter(reads) {
                let found = reader.texts.iter().filter_map(|text| library.read(text).err()).flatten();
                let is_new = |problem: &Problem| problem.code != ProblemCode::UnknownCondition;
                if let Some(problem) = found.into_iter().find(is_new) {
                    let message = format!("{} reads it: {}", reader.label(), problem.message);
                    problems
                        .push((reference.clone(), Problem { message, row: None, column: None, ..problem }));
                }
            }
        }
        problems
    }
}

/// Active rules and guidelines that read something.
pub(crate) struct ActiveReaders {
    pub(crate) rules: Vec<Rule>,
    guidelines: usize,
}

impl ActiveReaders {
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.guidelines == 0
    }
}

fn forbidden(kind: &TestCheckKind) -> Option<&str> {
    match kind {
        TestCheckKind::Forbid { forbid, .. } => Some(forbid),
        _ => None,
    }
}

/// What speaks against a document being stored, or against its being gone, beside what reads it.
pub(crate) fn problems_with<D: Document>(
    tx: &mut Tx,
    document: &D,
    is_gone: IsGone,
) -> Result<Vec<Problem>, AppError> {
    let Some(reference) = document.reference() else { return Ok(Vec::new()) };
    let mut readers = Readers::load(tx)?;
    if let Some(documents) = D::among(&mut readers) {
        documents.retain(|other| other.code().to_string() != document.code().to_string());
        if is_gone == IsGone::No {
            documents.push(document.clone());
        }
    }
    let found = readers.problems(&BTreeSet::from([reference]));
    Ok(found.into_iter().map(|(_, problem)| problem).collect())
}

/// What an active document names and nothing has, as it is stored now.
///
/// What it names was asked of the index before its lock was there, and another writer may have taken it
/// away since.
pub(crate) fn missing_names<D: Document>(tx: &mut Tx, document: &D) -> Result<Vec<Problem>, AppError> {
    let readers = Readers::load(tx)?;
    let (library, code) = (readers.library(), document.code().to_string());
    let stored = readers.iter().find(|one| one.active && one.noun == D::NAME && one.code == code);
    let texts = stored.into_iter().flat_map(|reader| reader.texts);
    let problems = texts.filter_map(|text| library.read(text).err()).flatten();
    Ok(problems.filter(|problem| problem.code == ProblemCode::UnknownCondition).collect())
}

/// Whether a document is being taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IsGone {
    /// It is stored.
    No,
    /// It is taken away.
    Yes,
}

/// Refuses what has such problems: what is still read is in use.
pub(crate) fn refuse(problems: Vec<Problem>) -> Result<(), AppError> {
    match problems.first().map(|problem| problem.code) {
        None => Ok(()),
        Some(ProblemCode::InUse) => Err(AppError::Refused { refusal: Refusal::InUse, problems }),
        Some(_) => Err(AppError::invalid(problems)),
    }
}

/// Refuses what is stored now for what was touched, given by noun and key.
pub(crate) fn refuse_touched<'k>(
    tx: &mut Tx,
    touched: impl Iterator<Item = (Noun, &'k str)>,
) -> Result<(), AppError> {
    let reference = |(noun, key): (Noun, &str)| match noun {
        Noun::Condition => Some(Reference::Condition(key.into())),
        Noun::Rule => Some(Reference::Rule(key.into())),
        _ => None,
    };
    let touched: BTreeSet<Reference> = touched.filter_map(reference).collect();
    if touched.is_empty() {
        return Ok(());
    }
    refuse(Readers::load(tx)?.problems(&touched).into_iter().map(|(_, problem)| problem).collect())
}
