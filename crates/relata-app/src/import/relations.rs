//! Relations of a file, applied list by list.

use std::collections::{HashMap, HashSet};

use relata_exchange::{ClearList, RelationRow};
use relata_model::{
    Difference, ImportMode, Origin, Problem, ProblemCode, Relation, RelationDraft, RelationIdentity,
    RelationType, Sku, TypeCode,
};
use relata_store::{Tx, change, relation_type};
use serde::{Deserialize, Serialize};

use crate::import::batch::{Applied, Reject};
use crate::import::law_graphs::LawGraphs;
use crate::import::list_facts::{Facts, group};
use crate::import::list_plan::{ListPlan, ListState, Named, Outcome, Wish, plan};
use crate::import::list_writes::Writes;
use crate::import::planned::Planned;
use crate::import::staging::Staged;
use crate::{AppError, family};

/// A relation of the file, or the wish to clear a list, with its line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedRelation {
    pub(crate) row: u64,
    pub(crate) wish: StagedWish,
}

/// What a line wants of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum StagedWish {
    Relation(Box<RelationRow>),
    Clear(ClearList),
    /// A rejected row is about the list, so that the file does not say all of it.
    Incomplete(ClearList),
}

impl StagedRelation {
    /// The list that it belongs to, as a key to sort by.
    pub(crate) fn key(&self) -> String {
        let (source, type_name) = self.list();
        format!("{source}\u{1}{type_name}")
    }

    /// Its source and the name of its type.
    pub(crate) fn list(&self) -> (&Sku, &str) {
        match &self.wish {
            StagedWish::Relation(row) => (&row.source, &row.type_name),
            StagedWish::Clear(list) | StagedWish::Incomplete(list) => (&list.source, &list.type_name),
        }
    }
}

impl Staged for StagedRelation {
    fn row(&self) -> u64 {
        self.row
    }

    fn list_name(&self) -> String {
        let (source, type_name) = self.list();
        format!("{type_name} of {source}")
    }
}

/// What all batches of one import of relations share.
pub(crate) struct RelationImport {
    pub(crate) mode: ImportMode,
    pub(crate) own: Origin,
    types: HashMap<TypeCode, RelationType>,
    graphs: LawGraphs,
    dry_run: bool,
    pub(crate) planned: Planned,
    /// Whether a person does it, whose places count in lists that a person arranged.
    pub(crate) by_hand: bool,
}

impl RelationImport {
    /// Loads what the laws of the types need.
    pub(crate) fn start(
        tx: &mut Tx,
        mode: ImportMode,
        own: Origin,
        dry_run: bool,
        planned: Planned,
    ) -> Result<Self, AppError> {
        let types = relation_type::list(tx)?.into_iter().chain(planned.types().cloned());
        let types = types.map(|kind| (kind.code.clone(), kind)).collect();
        Ok(RelationImport {
            mode,
            own,
            types,
            graphs: LawGraphs::new(change::latest_revision(tx)?),
            dry_run,
            planned,
            by_hand: false,
        })
    }

    /// Applies whole lists; the rows come sorted by list.
    pub(crate) fn apply(&mut self, tx: &mut Tx, rows: Vec<StagedRelation>) -> Result<Applied, AppError> {
        family::lock(tx)?;
        self.graphs.catch_up(tx)?;
        let lists = group(rows);
        let facts = Facts::load(tx, &lists, &self.planned)?;
        let mut applied = Applied::default();
        let mut writes = Writes::default();
        for (source, type_name, rows) in lists {
            self.apply_list(tx, &facts, source, &type_name, rows, &mut applied, &mut writes)?;
        }
        if !self.dry_run {
            writes.write(tx, &mut applied)?;
        }
        Ok(applied)
    }

    #[expect(clippy::too_many_arguments, reason = "one list in the context of its batch")]
    fn apply_list(
        &mut self,
        tx: &mut Tx,
        facts: &Facts,
        source: Sku,
        type_name: &str,
        rows: Vec<StagedRelation>,
        applied: &mut Applied,
        writes: &mut Writes,
    ) -> Result<(), AppError> {
        let kind = TypeCode::parse(type_name).ok().and_then(|code| self.types.get(&code).cloned());
        let Some(kind) = kind else {
            for row in rows.iter().filter(|row| matches!(row.wish, StagedWish::Relation(_))) {
                applied.reject(Reject::new(row.row, Some("type"), unknown_type(type_name, &self.types)));
            }
            return Ok(());
        };
        let list_key = (source.clone(), kind.code.clone());
        let stored = facts.stored.get(&list_key).cloned().unwrap_or_default();
        let is_arranged = facts.arranged.contains(&list_key);
        let mark_arranged =
            rows.iter().any(|row| matches!(&row.wish, StagedWish::Relation(relation) if relation.arranged));
        let is_incomplete = rows.iter().any(|row| matches!(row.wish, StagedWish::Incomplete(_)));
        let mode = match self.mode {
            ImportMode::Replace if is_incomplete => {
                applied.warn(incomplete(&source, &kind.code));
                ImportMode::Merge
            }
            mode => mode,
        };
        let (mut lines, mut wishes) = (Vec::new(), Vec::new());
        for staged in rows {
            let StagedWish::Relation(row) = staged.wish else { continue };
            let column = row.column.clone();
            let wish = self.wish(&kind, *row);
            match facts.check(&wish.draft.identity) {
                Some((name, problem)) => {
                    let name = column.as_deref().unwrap_or(name);
                    applied.reject(Reject::new(staged.row, Some(name), problem));
                }
                None => {
                    lines.push((staged.row, column));
                    wishes.push(wish);
                }
            }
        }
        self.refuse_cycles(tx, &kind, mode, facts, &stored, &mut lines, &mut wishes, applied)?;
        let state = ListState {
            stored,
            arranged: is_arranged && !(self.by_hand && mark_arranged),
            mode,
            own: &self.own,
            relations_max: kind.max_per_product as usize,
        };
        let planned = plan(state, &wishes);
        if planned.order_kept {
            applied.warn(order_kept(&source, &kind.code));
        }
        self.count(&kind, facts, &lines, &wishes, &planned, applied);
        if mark_arranged && !is_arranged {
            writes.arranged.push(list_key);
        }
        writes.take(planned);
        Ok(())
    }

    /// The file's row as a relation of this shop.
    fn wish(&self, kind: &RelationType, row: RelationRow) -> Wish {
        let RelationRow {
            source,
            type_name: _,
            foreign,
            target,
            position,
            weight,
            quantity,
            scope,
            window,
            origin,
            pin,
            fields,
            arranged: _,
            column: _,
        } = row;
        let names = Named {
            weight: weight.is_some(),
            quantity: quantity.is_some(),
            fields: fields.is_some(),
            pin: pin.is_some(),
        };
        let origin = origin.unwrap_or_else(|| self.own.clone());
        let identity =
            RelationIdentity { source, type_code: kind.code.clone(), target, origin, scope, window };
        let draft = RelationDraft {
            identity,
            position,
            weight: weight.unwrap_or(1.0),
            quantity: quantity.flatten(),
            fields: fields.unwrap_or_default(),
            pin: pin.flatten(),
        };
        Wish { draft, names, absolute: !foreign }
    }

    /// Rejects new relations that would close a circle which their type does not allow.
    #[expect(clippy::too_many_arguments, reason = "one list in the context of its batch")]
    fn refuse_cycles(
        &mut self,
        tx: &mut Tx,
        kind: &RelationType,
        mode: ImportMode,
        facts: &Facts,
        stored: &[Relation],
        lines: &mut Vec<(u64, Option<String>)>,
        wishes: &mut Vec<Wish>,
        applied: &mut Applied,
    ) -> Result<(), AppError> {
        if !kind.cycle_law.refuses_cycles() {
            return Ok(());
        }
        self.graphs.load(tx, kind)?;
        let wished: HashSet<RelationIdentity> =
            wishes.iter().map(|wish| wish.draft.identity.clone()).collect();
        let present: HashSet<RelationIdentity> = stored.iter().map(Relation::identity).collect();
        for identity in &present {
            let leaves = match mode {
                ImportMode::Merge => false,
                ImportMode::Replace => identity.origin == self.own && !wished.contains(identity),
                ImportMode::Delete => wished.contains(identity),
            };
            if leaves {
                self.graphs.remove(kind, &facts.parents, identity);
            }
        }
        if mode == ImportMode::Delete {
            return Ok(());
        }
        let mut kept = Vec::with_capacity(wishes.len());
        let mut seen = present;
        // A row that was refused is refused again where the file repeats it.
        let mut refused: HashMap<RelationIdentity, Problem> = HashMap::new();
        for (wish, line) in std::mem::take(wishes).into_iter().zip(std::mem::take(lines)) {
            let identity = &wish.draft.identity;
            if seen.insert(identity.clone()) {
                let verdict = self.graphs.add(kind, &facts.parents, identity);
                refused.extend(
                    family::problem_of(verdict, &kind.code).map(|problem| (identity.clone(), problem)),
                );
            }
            match refused.get(identity) {
                Some(problem) => {
                    let column = line.1.as_deref().unwrap_or("target");
                    applied.reject(Reject::new(line.0, Some(column), problem.clone()));
                }
                None => kept.push((wish, line)),
            }
        }
        (*wishes, *lines) = kept.into_iter().unzip();
        Ok(())
    }

    /// Adds up how the wishes ended.
    fn count(
        &self,
        kind: &RelationType,
        facts: &Facts,
        lines: &[(u64, Option<String>)],
        wishes: &[Wish],
        planned: &ListPlan,
        applied: &mut Applied,
    ) {
        for ((outcome, (row, column)), wish) in planned.outcomes.iter().zip(lines).zip(wishes) {
            let identity = &wish.draft.identity;
            let subject = format!("{} {} {}", identity.source, identity.type_code, identity.target);
            let counts = &mut applied.counts;
            match outcome {
                Outcome::Created if facts.is_pending(identity) => {
                    counts.pending += 1;
                    applied.warn(pending(identity, facts).in_row(*row, column.as_deref()));
                }
                Outcome::Created => counts.created += 1,
                Outcome::Updated => counts.updated += 1,
                Outcome::Moved => counts.moved += 1,
                Outcome::Unchanged => counts.unchanged += 1,
                Outcome::Removed => counts.removed += 1,
                Outcome::Repeated => {
                    counts.unchanged += 1;
                    applied.warn(repeated(&subject).in_row(*row, column.as_deref()));
                }
                Outcome::OverLimit => {
                    let found = kind.max_per_product as usize;
                    let problem = crate::relation::check_limit(kind, identity.source.as_str(), found);
                    let column = column.as_deref().unwrap_or("target");
                    applied.reject_all(problem.map(|problem| Reject::new(*row, Some(column), problem)));
                }
            }
            if self.dry_run
                && let Some(action) = action_word(*outcome, facts.is_pending(identity))
            {
                let after = serde_json::to_value(&wish.draft).ok();
                applied.differ(Difference { row: *row, subject, action, before: None, after });
            }
        }
        if self.mode == ImportMode::Replace {
            applied.counts.removed += planned.delete.len() as u64;
            for gone in planned.delete.iter().filter(|_| self.dry_run) {
                let subject = format!("{} {} {}", gone.source, gone.type_code, gone.target);
                let before = serde_json::to_value(gone).ok();
                applied.differ(Difference {
                    row: 0,
                    subject,
                    action: "remove".to_string(),
                    before,
                    after: None,
                });
            }
        }
    }
}

fn action_word(outcome: Outcome, pending: bool) -> Option<String> {
    let word = match outcome {
        Outcome::Created if pending => "pending",
        Outcome::Created => "create",
        Outcome::Updated => "update",
        Outcome::Moved => "move",
        Outcome::Removed => "remove",
        Outcome::Unchanged | Outcome::Repeated | Outcome::OverLimit => return None,
    };
    Some(word.to_string())
}

fn unknown_type(type_name: &str, types: &HashMap<TypeCode, RelationType>) -> Problem {
    let mut known: Vec<&str> = types.keys().map(TypeCode::as_str).collect();
    known.sort_unstable();
    Problem::error(ProblemCode::UnknownType, format!("there is no relation type {type_name}"))
        .about(type_name)
        .hint(format!("use one of {}, or create the type first", known.join(", ")))
}

fn incomplete(source: &Sku, type_code: &TypeCode) -> Problem {
    Problem::warning(
        ProblemCode::IncompleteList,
        format!("a rejected row is about {type_code} of {source}, so nothing of that list was removed"),
    )
    .about(source)
    .hint("mend the row and import the whole file again")
}

fn order_kept(source: &Sku, type_code: &TypeCode) -> Problem {
    Problem::warning(
        ProblemCode::OrderKept,
        format!("a person arranged {type_code} of {source}: what is new was appended, the order left alone"),
    )
    .about(source)
}

fn pending(identity: &RelationIdentity, facts: &Facts) -> Problem {
    let missing =
        if facts.parents.contains_key(&identity.source) { &identity.target } else { &identity.source };
    Problem::warning(
        ProblemCode::PendingTarget,
        format!("{missing} does not exist yet; the relation waits for it"),
    )
    .about(missing)
}

fn repeated(subject: &str) -> Problem {
    Problem::warning(ProblemCode::DuplicateRow, format!("{subject} stands in the file twice")).about(subject)
}
