use std::cmp::Ordering;

use relata_graph::Verdict;
use relata_model::{
    Action, Noun, Origin, Problem, ProblemCode, Relation, RelationDraft, RelationId, RelationIdentity,
    RelationStatus, RelationType, Sku, TypeCode,
};
use relata_store::relation::RelationFilter;
use relata_store::{Change, Tx, product, relation, relation_type};

use crate::page::{Precondition, cursor, etag};
use crate::relation_list::{place, renumbered};
use crate::relation_mirror::Mirrored;
use crate::{
    App, AppError, Caller, ListedRelation, Page, PageRequest, Refusal, Saved, family, relation_status,
};

/// Rows that one request looks through for a status.
const STATUS_SCAN_MAX: usize = 10_000;

/// A relation that somebody wants to make.
#[derive(Debug, Clone)]
pub struct NewRelation {
    /// The relation.
    pub draft: RelationDraft,
    /// Whether to make the one from target to source as well.
    pub both_ways: bool,
}

impl App {
    /// One relation.
    pub fn find_relation(&self, id: RelationId) -> Result<ListedRelation, AppError> {
        let at = self.now();
        self.read(|tx| listed(tx, id, at))
    }

    /// Relations by number; with a status, a page may be short though more follow.
    pub fn list_relations(
        &self,
        filter: RelationFilter,
        status: Option<RelationStatus>,
        page: PageRequest,
    ) -> Result<Page<ListedRelation>, AppError> {
        let at = self.now();
        let mut after = page.after_number('r')?.map(RelationId);
        self.read(|tx| {
            let mut found: Vec<ListedRelation> = Vec::new();
            let mut seen = 0;
            loop {
                let rows = relation::list(tx, &filter, after, page.size() + 1)?;
                let more = rows.len() > page.size();
                seen += rows.len();
                let rows: Vec<Relation> = rows.into_iter().take(page.size()).collect();
                let last = rows.last().map(|row| row.id);
                for row in relation_status::list(tx, rows, &[], at, None)? {
                    if status.is_none_or(|status| row.status == status) {
                        found.push(row);
                    }
                    if found.len() == page.size() {
                        break;
                    }
                }
                let full = found.len() == page.size();
                let end = if full { found.last().map(|row| row.relation.id) } else { last };
                if full || !more || seen >= STATUS_SCAN_MAX {
                    let goes_on = more || (full && end != last);
                    let next = end.filter(|_| goes_on).map(|id| cursor('r', &id.0.to_string()));
                    return Ok(Page { items: found, next });
                }
                after = last;
            }
        })
    }

    /// A product's relations in served order, for a variant its parent's after its own; what it shows
    /// in return for relations that point to it, and what rules make, among them.
    pub fn product_relations(
        &self,
        sku: &Sku,
        type_code: Option<&TypeCode>,
        page: PageRequest,
    ) -> Result<Page<ListedRelation>, AppError> {
        let at = self.now();
        let skip = page.after_number('l')?.unwrap_or(0).max(0) as usize;
        let rows = self.read(|tx| {
            let found = product::find(tx, sku)?;
            let mut rows = relation::of_source(tx, sku)?;
            if found.is_none() && rows.is_empty() {
                return Err(AppError::not_found("product", sku));
            }
            let parent = found.as_ref().and_then(|product| product.parent.as_ref());
            if let Some(parent) = parent {
                rows.extend(relation::of_source(tx, parent)?);
            }
            let family: Vec<&Sku> = [sku].into_iter().chain(parent).collect();
            let mirrored = Mirrored::load(tx, &family, type_code)?;
            rows.extend(mirrored.relations.iter().cloned());
            rows.retain(|row| type_code.is_none_or(|code| row.type_code == *code));
            rows.sort_by(|a, b| a.type_code.cmp(&b.type_code).then_with(|| in_served_order(sku, a, b)));
            let mut listed = relation_status::list(tx, rows, &mirrored.relations, at, found.as_ref())?;
            mirrored.mark(&mut listed);
            Ok::<_, AppError>(listed)
        })?;
        let rows = self.with_rule_rows(sku, type_code, at, rows)?;
        let total = rows.len();
        let items: Vec<ListedRelation> = rows.into_iter().skip(skip).take(page.size()).collect();
        let end = skip + items.len();
        let next = (end < total).then(|| cursor('l', &end.to_string()));
        Ok(Page { items, next })
    }

    /// Everything that speaks against a relation; nothing is written.
    pub fn check_relation(&self, new: NewRelation) -> Result<Vec<Problem>, AppError> {
        let served = self.served_problems(&new.draft.identity)?;
        let mut problems = self.read(|tx| check_new(tx, &new))?;
        add_new(&mut problems, served);
        Ok(problems)
    }

    /// Makes a relation.
    pub fn create_relation(
        &self,
        caller: &Caller,
        new: NewRelation,
    ) -> Result<Saved<ListedRelation>, AppError> {
        let at = self.now();
        let served = self.served_problems(&new.draft.identity)?;
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let mut problems = check_new(tx, &new)?;
            add_new(&mut problems, served);
            let warnings = refuse(problems)?;
            let id = insert(tx, &new.draft)?;
            if new.both_ways {
                let mirror = mirror(&new.draft);
                if relation::find_identity(tx, &mirror.identity)?.is_none() {
                    insert(tx, &mirror)?;
                }
            }
            Ok((listed(tx, id, at)?, warnings))
        })?;
        let (value, warnings) = written.value;
        Ok(Saved { value, revision: written.revision, changed: written.changed, created: true, warnings })
    }

    /// Removes a relation; those behind it move up.
    pub fn delete_relation(
        &self,
        caller: &Caller,
        id: RelationId,
        precondition: Precondition,
    ) -> Result<i64, AppError> {
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let before = expect_relation(tx, id, &precondition)?;
            delete(tx, &before)
        })?;
        Ok(written.revision)
    }
}

impl App {
    /// What rules and guidelines say against a relation, as the index has them.
    ///
    /// A circle of two relations that are written at the same moment and a pair of a rule is not
    /// seen here; then the rule's pair is withheld.
    pub(crate) fn served_problems(&self, identity: &RelationIdentity) -> Result<Vec<Problem>, AppError> {
        let mut snapshot = self.snapshot()?;
        if !snapshot.has_guidelines() && !snapshot.has_rules(&identity.type_code) {
            return Ok(Vec::new());
        }
        self.catch_up_for_readers()?;
        snapshot = self.snapshot()?;
        let verdict = snapshot.closes_circle(identity);
        let mut problems: Vec<Problem> = family::problem_of(verdict, &identity.type_code)
            .map(|problem| problem.at("/target"))
            .into_iter()
            .collect();
        if let Some(code) =
            snapshot.forbidding(&identity.source, &identity.target, &identity.type_code, self.now())
        {
            let message = format!(
                "the guideline {code} forbids showing {} beside {}",
                identity.target, identity.source
            );
            let problem = Problem::error(ProblemCode::Guideline, message).at("/target").about(code);
            problems.push(problem.hint("choose another target, or change the guideline"));
        }
        Ok(problems)
    }
}

/// Adds problems of kinds that are not named yet: a circle of stored relations alone is found twice.
pub(crate) fn add_new(problems: &mut Vec<Problem>, more: Vec<Problem>) {
    for problem in more {
        if problems.iter().all(|known| known.code != problem.code) {
            problems.push(problem);
        }
    }
}

/// The order in which relations of one type are served for a product, its parent's among them.
///
/// Pins by their number, then what people and feeds put at a position, then rules, then learned ones
/// by weight; in each of these the product's own before its parent's. The engine has the same order.
fn in_served_order(sku: &Sku, a: &Relation, b: &Relation) -> Ordering {
    let tier = |row: &Relation| match row.origin {
        Origin::Manual | Origin::Campaign(_) | Origin::Import(_) => 0,
        Origin::Rule(_) => 1,
        Origin::Learned(_) => 2,
    };
    let first = |row: &Relation| (row.pin.unwrap_or(u32::MAX), tier(row));
    let worth = if tier(a) == 2 { b.weight.total_cmp(&a.weight) } else { Ordering::Equal };
    let last = |row: &Relation| (row.source != *sku, row.position, row.id);
    first(a).cmp(&first(b)).then(worth).then_with(|| last(a).cmp(&last(b)))
}

pub(crate) fn listed(
    tx: &mut Tx,
    id: RelationId,
    at: relata_model::Timestamp,
) -> Result<ListedRelation, AppError> {
    let found = relation::find(tx, id)?.ok_or_else(|| AppError::not_found("relation", id.0))?;
    let mut rows = relation_status::list(tx, vec![found], &[], at, None)?;
    rows.pop().ok_or_else(|| AppError::not_found("relation", id.0))
}

pub(crate) fn expect_relation(
    tx: &mut Tx,
    id: RelationId,
    precondition: &Precondition,
) -> Result<Relation, AppError> {
    let before = relation::find(tx, id)?.ok_or_else(|| AppError::not_found("relation", id.0))?;
    precondition.check(Some(&etag(&before)), "relation", id.0)?;
    Ok(before)
}

/// The same relation seen from its target.
fn mirror(draft: &RelationDraft) -> RelationDraft {
    let mut mirror = RelationDraft { position: None, pin: None, ..draft.clone() };
    mirror.identity.source = draft.identity.target.clone();
    mirror.identity.target = draft.identity.source.clone();
    mirror
}

/// Everything that speaks against a relation to be made, and against its way back where that is
/// wanted too.
fn check_new(tx: &mut Tx, new: &NewRelation) -> Result<Vec<Problem>, AppError> {
    let NewRelation { draft, both_ways } = new;
    let mut problems = check(tx, draft, None)?;
    if !both_ways {
        return Ok(problems);
    }
    let identity = &draft.identity;
    let law = relation_type::find(tx, &identity.type_code)?.map(|kind| kind.cycle_law);
    let (source, target) = (&identity.source, &identity.target);
    if law.is_some_and(|law| law.refuses_cycles()) && source != target {
        let path = vec![source.clone(), target.clone(), source.clone()];
        let circle = family::problem_of(Verdict::Cycle(path), &identity.type_code);
        problems.extend(circle.map(|problem| problem.at("/both_ways")));
    }
    // That the way back is there already is no fault, and what the two ways share is said once.
    if relation::find_identity(tx, &mirror(draft).identity)?.is_none() {
        let back = check(tx, &mirror(draft), None)?.into_iter();
        problems.extend(back.filter(|problem| problem.code == ProblemCode::LimitExceeded));
    }
    Ok(problems)
}

/// Everything that speaks against a relation. `replaces` is the stored one that it is to become.
pub(crate) fn check(
    tx: &mut Tx,
    draft: &RelationDraft,
    replaces: Option<RelationId>,
) -> Result<Vec<Problem>, AppError> {
    let identity = &draft.identity;
    let mut problems = Vec::new();
    let kind = relation_type::find(tx, &identity.type_code)?;
    if kind.is_none() {
        problems.push(unknown_type(tx, &identity.type_code)?);
    }
    let apart = check_products(tx, draft, &mut problems)?;
    if let Some(stored) = relation::find_identity(tx, identity)?
        && replaces != Some(stored.id)
    {
        problems.push(duplicate(&stored));
    }
    let Some(kind) = kind else { return Ok(problems) };
    let list = relation::of_list(tx, &identity.source, &identity.type_code)?;
    if !list.iter().any(|stored| replaces == Some(stored.id)) {
        problems.extend(check_limit(&kind, identity.source.as_str(), list.len()));
    }
    if apart {
        problems
            .extend(family::check_cycle(tx, kind.cycle_law, identity)?.map(|problem| problem.at("/target")));
    }
    Ok(problems)
}

/// Checks both ends; whether they are of two families, so that a circle can be looked for.
fn check_products(tx: &mut Tx, draft: &RelationDraft, problems: &mut Vec<Problem>) -> Result<bool, AppError> {
    let (source, target) = (&draft.identity.source, &draft.identity.target);
    let parents = family::load_parents(tx, &[source.clone(), target.clone()])?;
    for (pointer, sku) in [("/source", source), ("/target", target)] {
        if !parents.contains_key(sku) {
            problems.push(unknown_product(sku).at(pointer));
        }
    }
    if source == target {
        problems.push(self_relation(source).at("/target"));
        return Ok(false);
    }
    if family::root(&parents, source) == family::root(&parents, target) {
        problems.push(family_relation(source, target).at("/target"));
        return Ok(false);
    }
    for (pointer, sku) in [("/source", source), ("/target", target)] {
        let inactive = product::find(tx, sku)?.filter(|product| !crate::product::is_sold(product));
        if let Some(product) = inactive {
            let message = format!("{sku} is {} and is not shown", product.status.as_str());
            problems.push(Problem::warning(ProblemCode::InactiveProduct, message).at(pointer).about(sku));
        }
    }
    Ok(true)
}

pub(crate) fn unknown_product(sku: &Sku) -> Problem {
    Problem::error(ProblemCode::UnknownProduct, format!("there is no product {sku}"))
        .about(sku)
        .hint("create the product first, or import the relation: an import keeps it as pending")
}

pub(crate) fn unknown_type(tx: &mut Tx, code: &TypeCode) -> Result<Problem, AppError> {
    let known: Vec<String> = relation_type::list(tx)?.into_iter().map(|kind| kind.code.to_string()).collect();
    Ok(Problem::error(ProblemCode::UnknownType, format!("there is no relation type {code}"))
        .at("/type")
        .about(code)
        .hint(format!("use one of {}, or create it with PUT /v1/relation-types/{code}", known.join(", "))))
}

pub(crate) fn self_relation(sku: &Sku) -> Problem {
    Problem::error(ProblemCode::SelfRelation, format!("{sku} cannot be related to itself"))
        .about(sku)
        .hint("choose another target")
}

pub(crate) fn family_relation(source: &Sku, target: &Sku) -> Problem {
    Problem::error(ProblemCode::FamilyRelation, format!("{source} and {target} are of one family"))
        .about(target)
        .hint("choose a target outside the family")
}

pub(crate) fn check_limit(kind: &RelationType, source: &str, count: usize) -> Option<Problem> {
    (count >= kind.max_per_product as usize).then(|| {
        Problem::error(
            ProblemCode::LimitExceeded,
            format!("{source} has {count} relations of type {}, which is the most it may have", kind.code),
        )
        .at("/type")
        .about(source)
        .hint("remove one, or raise max_per_product of the type")
    })
}

fn duplicate(stored: &Relation) -> Problem {
    Problem::error(
        ProblemCode::DuplicateRelation,
        format!(
            "{} {} {} is there already, as relation {}",
            stored.source, stored.type_code, stored.target, stored.id.0
        ),
    )
    .about(stored.id.0)
    .hint("change the stored relation with PATCH, or give this one another scope or window")
}

/// What stops a write: all problems of the error kind, as the right refusal.
pub(crate) fn refuse(problems: Vec<Problem>) -> Result<Vec<Problem>, AppError> {
    let (errors, warnings): (Vec<_>, Vec<_>) = problems.into_iter().partition(Problem::is_error);
    if errors.is_empty() {
        return Ok(warnings);
    }
    let only_duplicate = errors.iter().all(|problem| problem.code == ProblemCode::DuplicateRelation);
    let refusal = if only_duplicate { Refusal::Duplicate } else { Refusal::Invalid };
    Err(AppError::Refused { refusal, problems: errors })
}

/// Stores a checked relation at its place.
pub(crate) fn insert(tx: &mut Tx, draft: &RelationDraft) -> Result<RelationId, AppError> {
    let identity = &draft.identity;
    let mut list = relation::of_list(tx, &identity.source, &identity.type_code)?;
    let index = place(draft.position, list.len());
    let placed = RelationDraft { position: Some(index as u32 + 1), ..draft.clone() };
    let ids = relation::insert_many(tx, std::slice::from_ref(&placed))?;
    let id = *ids.first().ok_or_else(|| AppError::not_found("relation", &identity.source))?;
    let stored = relation::find(tx, id)?.ok_or_else(|| AppError::not_found("relation", id.0))?;
    if index < list.len() {
        relation::set_arranged(tx, &identity.source, &identity.type_code, true)?;
    }
    list.insert(index, stored.clone());
    relation::renumber(tx, &renumbered(&list))?;
    record(tx, None, Some(&stored))?;
    Ok(id)
}

/// Removes a stored relation and closes the gap in its list.
pub(crate) fn delete(tx: &mut Tx, before: &Relation) -> Result<(), AppError> {
    relation::delete_many(tx, &[before.id])?;
    let list = relation::of_list(tx, &before.source, &before.type_code)?;
    relation::renumber(tx, &renumbered(&list))?;
    record(tx, Some(before), None)
}

/// Writes the audit and change rows of a relation.
pub(crate) fn record(
    tx: &mut Tx,
    before: Option<&Relation>,
    after: Option<&Relation>,
) -> Result<(), AppError> {
    let Some(subject) = after.or(before) else { return Ok(()) };
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    let json = |relation: Option<&Relation>| relation.map(serde_json::to_value).transpose();
    tx.record(Change {
        action,
        noun: Noun::Relation,
        key: subject.id.0.to_string(),
        touches: Some(subject.source.clone()),
        before: json(before)?,
        after: json(after)?,
    });
    Ok(())
}
