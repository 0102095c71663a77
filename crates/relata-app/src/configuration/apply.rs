use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use relata_engine::Snapshot;
use relata_model::{
    Channel, Delta, Guideline, NamedCondition, Noun, Placement, Problem, ProblemCode, RelationType, Rule,
    RuleCode, RuleStatus, SavedMapping, TestSuite, Timestamp, View,
};
use relata_rules::{Reference, Usage, Vocabulary};
use relata_store::{Tx, channel, condition, placement, relation_type, rule};

use super::entry::{Entry, entries, note, settle};
use super::removal::{named_still, remove_others};
use super::{ConfigurationChange, ConfigurationFiles, ConfigurationReport, FileProblem, Found};
use crate::channel::assortment_problems;
use crate::condition::condition_text_problems;
use crate::draft::Draft;
use crate::reference::Readers;
use crate::rule::circle_problem;
use crate::rule_problem::{condition_problems, wrong};
use crate::test_suite::suite_problems;
use crate::{App, AppError, Caller, Document};

/// How files are applied.
#[derive(Debug, Clone, Copy, Default)]
pub struct ApplyOptions {
    /// Only say what would change.
    pub dry_run: bool,
    /// Remove what the files do not hold, of the nouns that they hold anything of.
    pub prune: bool,
}

/// Everything that files hold, by noun.
struct Configuration {
    types: Vec<Entry<RelationType>>,
    channels: Vec<Entry<Channel>>,
    placements: Vec<Entry<Placement>>,
    views: Vec<Entry<View>>,
    mappings: Vec<Entry<SavedMapping>>,
    conditions: Vec<Entry<NamedCondition>>,
    guidelines: Vec<Entry<Guideline>>,
    rules: Vec<Entry<Rule>>,
    suites: Vec<Entry<TestSuite>>,
    now: Timestamp,
}

impl App {
    /// Makes the shop's configuration what files say, in one transaction: all of it, or with any problem
    /// nothing. What is the same already is left alone. Rules that become active are checked as the index
    /// has the shop, with the types and the other rules of the files.
    ///
    /// # Errors
    /// That the database failed. What is wrong with the files is in the report.
    pub fn apply_configuration(
        &self,
        caller: &Caller,
        files: &ConfigurationFiles,
        options: ApplyOptions,
    ) -> Result<ConfigurationReport, AppError> {
        let mut problems = files.problems.clone();
        let things = &files.things;
        let configuration = Configuration {
            types: entries(things, &mut problems),
            channels: entries(things, &mut problems),
            placements: entries(things, &mut problems),
            views: entries(things, &mut problems),
            mappings: entries(things, &mut problems),
            conditions: entries(things, &mut problems),
            guidelines: entries(things, &mut problems),
            rules: entries(things, &mut problems),
            suites: entries(things, &mut problems),
            now: self.now(),
        };
        Rule::prepare(self)?;
        let (snapshot, vocabulary) = (self.snapshot()?, self.vocabulary()?);
        let report = Arc::new(Mutex::new(ConfigurationReport {
            dry_run: options.dry_run,
            problems,
            ..ConfigurationReport::default()
        }));
        let (shared, app) = (report.clone(), self.clone());
        let written = self.write(caller, move |tx| {
            let mut report = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            let draft = configuration.apply(tx, &mut report, options, (&snapshot, &vocabulary))?;
            if report.problems.is_empty() && !draft.is_empty() {
                let shop = with_setup(tx, &snapshot)?;
                let found = app.failed_suites(tx, &shop, &draft)?;
                let problems = found.into_iter().map(|problem| FileProblem::of_file("test-suites", problem));
                report.problems.extend(problems);
            }
            match report.dry_run || !report.problems.is_empty() {
                // What was tried is not to stay.
                true => Err(AppError::Cancelled),
                false => Ok(()),
            }
        });
        let mut report = std::mem::take(&mut *report.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
        match written {
            Ok(written) => {
                report.applied = true;
                report.revision = written.changed.then_some(written.revision);
            }
            Err(AppError::Cancelled) => return Ok(report),
            Err(error) => return Err(error),
        }
        // What is checked against the index later must find this there.
        Rule::prepare(self)?;
        Ok(report)
    }
}

impl Configuration {
    /// Stores what differs and checks it; gives what changed in what customers are shown.
    fn apply(
        &self,
        tx: &mut Tx,
        report: &mut ConfigurationReport,
        options: ApplyOptions,
        live: (&Snapshot, &Vocabulary),
    ) -> Result<Draft, AppError> {
        self.lock(tx, options)?;
        if options.prune {
            remove_others(tx, &self.suites, report)?;
            remove_others(tx, &self.rules, report)?;
            remove_others(tx, &self.guidelines, report)?;
            remove_others(tx, &self.conditions, report)?;
            remove_others(tx, &self.views, report)?;
            remove_others(tx, &self.mappings, report)?;
            remove_others(tx, &self.placements, report)?;
        }
        let nothing = HashSet::new();
        let fresh = self.make_inverses(tx)?;
        settle(tx, &self.types, &fresh, report)?;
        let channels = settle(tx, &self.channels, &nothing, report)?;
        settle(tx, &self.placements, &nothing, report)?;
        settle(tx, &self.views, &nothing, report)?;
        settle(tx, &self.mappings, &nothing, report)?;
        let conditions = settle(tx, &self.conditions, &nothing, report)?;
        let guidelines = settle(tx, &self.guidelines, &nothing, report)?;
        let rules = settle(tx, &self.rules, &nothing, report)?;
        let suites = settle(tx, &self.suites, &nothing, report)?;
        if options.prune {
            remove_others(tx, &self.channels, report)?;
            remove_others(tx, &self.types, report)?;
            let named = named_still(tx, &report.changes)?;
            report.problems.extend(named);
        }
        let readers = Readers::load(tx)?;
        self.check_references(&readers, report);
        let vocabulary = live.1.with_library(readers.library());
        for channel in &channels {
            if let Some(found) = found_of(&self.channels, channel.code.as_str()) {
                note(report, assortment_problems(channel, &vocabulary), found);
            }
        }
        self.check_conditions(&conditions, &vocabulary, report);
        self.check_guidelines(&guidelines, &vocabulary, report);
        self.check_rules(tx, &rules, (live.0, &vocabulary), report)?;
        self.check_suites(tx, &suites, (live.0, &vocabulary), report)?;
        let is_written = |status: RuleStatus| status == RuleStatus::Draft;
        let touched =
            conditions.iter().map(|condition| Reference::Condition(condition.code.as_str().into())).collect();
        Ok(Draft {
            // What nobody asks who is active changes nothing that is shown.
            conditions: match readers.active_readers_of(&touched).is_empty() {
                true => Vec::new(),
                false => conditions,
            },
            rules: rules.into_iter().filter(|rule| !is_written(rule.status)).collect(),
            guidelines: guidelines.into_iter().filter(|one| !is_written(one.status)).collect(),
        })
    }

    /// Keeps other writers of these nouns away, always in the same order.
    fn lock(&self, tx: &mut Tx, options: ApplyOptions) -> Result<(), AppError> {
        if !self.types.is_empty() || options.prune {
            RelationType::lock(tx)?;
        }
        Channel::lock(tx)?;
        Placement::lock(tx)?;
        View::lock(tx)?;
        SavedMapping::lock(tx)?;
        Guideline::lock(tx)?;
        Rule::lock(tx)?;
        TestSuite::lock(tx)
    }

    /// Stores types that others name as their inverse, for now without an inverse of their own: two types
    /// may be each other's.
    fn make_inverses(&self, tx: &mut Tx) -> Result<HashSet<String>, AppError> {
        let mut fresh = HashSet::new();
        for Entry { value, .. } in &self.types {
            let is_named = self.types.iter().any(|other| other.value.inverse.as_ref() == Some(&value.code));
            if is_named && RelationType::find(tx, &value.code)?.is_none() {
                RelationType { inverse: None, ..value.clone() }.store(tx)?;
                fresh.insert(value.code.to_string());
            }
        }
        Ok(fresh)
    }

    /// Holds everything that reads what changed against it, as it will be with all of the files.
    fn check_references(&self, readers: &Readers, report: &mut ConfigurationReport) {
        let reference = |change: &ConfigurationChange| match (change.noun, change.action) {
            (_, "unchanged") => None,
            (Noun::Condition, _) => Some(Reference::Condition(change.code.as_str().into())),
            (Noun::Rule, _) => Some(Reference::Rule(change.code.as_str().into())),
            _ => None,
        };
        let touched: BTreeSet<Reference> = report.changes.iter().filter_map(reference).collect();
        for (reference, problem) in readers.problems(&touched) {
            let found = match &reference {
                Reference::Condition(code) => found_of(&self.conditions, code),
                Reference::Rule(code) => found_of(&self.rules, code),
            };
            match found {
                Some(found) => note(report, vec![problem], found),
                None => {
                    report.problems.push(FileProblem::of_file(&format!("{}s", reference.noun()), problem))
                }
            }
        }
    }

    fn check_conditions(
        &self,
        changed: &[NamedCondition],
        vocabulary: &Vocabulary,
        report: &mut ConfigurationReport,
    ) {
        for condition in changed {
            let mut problems = condition_text_problems(condition, vocabulary);
            // Those are told of the things along them.
            problems.retain(|problem| problem.code != ProblemCode::RuleCycle);
            if let Some(found) = found_of(&self.conditions, condition.code.as_str()) {
                note(report, problems, found);
            }
        }
    }

    fn check_guidelines(
        &self,
        changed: &[Guideline],
        vocabulary: &Vocabulary,
        report: &mut ConfigurationReport,
    ) {
        for guideline in changed.iter().filter(|guideline| guideline.status == RuleStatus::Active) {
            let problems = wrong(&guideline.forbid, Usage::Pair, "/forbid", vocabulary);
            let entry = self.guidelines.iter().find(|entry| entry.value.code == guideline.code);
            if let Some(entry) = entry {
                note(report, problems, &entry.found);
            }
        }
    }

    /// Holds active rules against the shop as it will be with all of the files.
    fn check_rules(
        &self,
        tx: &mut Tx,
        changed: &[Rule],
        (snapshot, vocabulary): (&Snapshot, &Vocabulary),
        report: &mut ConfigurationReport,
    ) -> Result<(), AppError> {
        let places: HashMap<&RuleCode, &Found> =
            self.rules.iter().map(|entry| (&entry.value.code, &entry.found)).collect();
        let types = relation_type::list(tx)?;
        let refuses_circles = |rule: &Rule| {
            types.iter().any(|kind| kind.code == rule.type_code && kind.cycle_law.refuses_cycles())
        };
        let mut asked: Vec<&Rule> = Vec::new();
        for rule in changed.iter().filter(|rule| rule.status == RuleStatus::Active) {
            let mut problems = condition_problems(rule, vocabulary);
            // Those of names are told of the things along them.
            problems.retain(|problem| problem.code != ProblemCode::RuleCycle);
            if !problems.iter().any(Problem::is_error) && refuses_circles(rule) {
                asked.push(rule);
            }
            note(report, problems, places[&rule.code]);
        }
        if asked.is_empty() {
            return Ok(());
        }
        let delta = Delta {
            revision: snapshot.revision(),
            types: Some(types.clone()),
            conditions: Some(condition::list(tx)?),
            rules: Some(rule::list(tx)?),
            ..Delta::default()
        };
        let next = snapshot.apply(&delta, snapshot.generation() + 1);
        for rule in asked {
            let problem = circle_problem(rule, next.circles_of(snapshot, &rule.code));
            note(report, problem.into_iter().collect(), places[&rule.code]);
        }
        Ok(())
    }

    /// Holds suites against the shop as it will be with all of the files.
    fn check_suites(
        &self,
        tx: &mut Tx,
        changed: &[TestSuite],
        (snapshot, vocabulary): (&Snapshot, &Vocabulary),
        report: &mut ConfigurationReport,
    ) -> Result<(), AppError> {
        if changed.is_empty() {
            return Ok(());
        }
        let next = with_setup(tx, snapshot)?;
        for suite in changed {
            if let Some(found) = found_of(&self.suites, suite.code.as_str()) {
                note(report, suite_problems(suite, &next, vocabulary, self.now), found);
            }
        }
        Ok(())
    }
}

/// The index with the types, channels and placements that are stored now.
fn with_setup(tx: &mut Tx, snapshot: &Snapshot) -> Result<Snapshot, AppError> {
    let delta = Delta {
        revision: snapshot.revision(),
        types: Some(relation_type::list(tx)?),
        channels: Some(channel::list(tx)?),
        placements: Some(placement::list(tx)?),
        ..Delta::default()
    };
    Ok(snapshot.apply(&delta, snapshot.generation() + 1))
}

/// Where a thing of the files was found.
fn found_of<'e, D: Document>(entries: &'e [Entry<D>], code: &str) -> Option<&'e Found> {
    entries.iter().find(|entry| entry.value.code().to_string() == code).map(|entry| &entry.found)
}
