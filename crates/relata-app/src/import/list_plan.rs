//! What an import does to one list: all relations of one source and type. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use relata_model::{ImportMode, Origin, Relation, RelationDraft, RelationId, RelationIdentity};

use crate::export::is_exported;

/// A wish of the file for one relation of the list.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// The relation, with the position that the file names, if it names one.
    pub(crate) draft: RelationDraft,
    /// Which of its fields the file names; the others stay as they are.
    pub(crate) names: Named,
    /// Whether its position is a place in the list of this shop, as our own files have it; other
    /// systems' numbers only say what comes before what.
    pub(crate) absolute: bool,
}

/// Fields that a file names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Named {
    pub(crate) weight: bool,
    pub(crate) quantity: bool,
    pub(crate) fields: bool,
    pub(crate) pin: bool,
}

/// How a wish ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Created,
    Updated,
    Moved,
    Unchanged,
    /// The same wish stood earlier in the file.
    Repeated,
    Removed,
    /// The list is full.
    OverLimit,
}

/// The list as it is and the rules of the import.
pub(crate) struct ListState<'a> {
    /// The stored relations by position.
    pub(crate) stored: Vec<Relation>,
    /// Whether a person has arranged the list.
    pub(crate) arranged: bool,
    pub(crate) mode: ImportMode,
    /// The origin that the import owns.
    pub(crate) own: &'a Origin,
    /// How many relations the list may hold.
    pub(crate) relations_max: usize,
}

/// What to do to the list.
#[derive(Debug, Default)]
pub(crate) struct ListPlan {
    /// How each wish ended, in their order.
    pub(crate) outcomes: Vec<Outcome>,
    /// Relations to store, each at its position.
    pub(crate) insert: Vec<RelationDraft>,
    /// Stored relations with other fields, before and after.
    pub(crate) update: Vec<(Relation, Relation)>,
    /// Stored relations to remove.
    pub(crate) delete: Vec<Relation>,
    /// Stored relations with another position, beside those to update.
    pub(crate) renumber: Vec<(RelationId, u32)>,
    /// Whether an order in the file was not followed because a person arranged the list.
    pub(crate) order_kept: bool,
}

/// A place of the new list.
#[derive(Clone, Copy)]
enum Slot {
    Stored(usize),
    New(usize),
}

/// A row of the list that the file names.
struct Placed {
    slot: Slot,
    /// The wish that names it.
    wish: usize,
    /// Its position, or that of the row before it in the file.
    key: u32,
}

impl Placed {
    fn stored(&self) -> Option<usize> {
        match self.slot {
            Slot::Stored(at) => Some(at),
            Slot::New(_) => None,
        }
    }
}

/// Plans one list. Complexity: O((n + m) log(n + m)) for n stored relations and m wishes.
///
/// The file's rows come in the order of their positions, rows without one behind the row before
/// them in the file. Where positions are places in this shop's list, rows take those places and
/// the others fill the gaps in their order. Else stored rows that the file names take the places
/// that such rows held, in the file's order, and new rows stand where the file has them, the rest
/// behind the last of them. Either way the result depends on the file and on the order of the
/// other rows alone, so that importing a file again changes nothing.
pub(crate) fn plan(state: ListState<'_>, wishes: &[Wish]) -> ListPlan {
    if state.mode == ImportMode::Delete {
        return plan_delete(state, wishes);
    }
    let mut plan = ListPlan { outcomes: vec![Outcome::Unchanged; wishes.len()], ..ListPlan::default() };
    let by_identity: HashMap<RelationIdentity, usize> =
        state.stored.iter().enumerate().map(|(at, relation)| (relation.identity(), at)).collect();
    let mut first_of: HashMap<&RelationIdentity, usize> = HashMap::new();
    let mut named_slots = Vec::new();
    let kept_in_replace: HashSet<&RelationIdentity> =
        wishes.iter().map(|wish| &wish.draft.identity).collect();
    let gone: BTreeSet<usize> = (0..state.stored.len())
        .filter(|&at| {
            let relation = &state.stored[at];
            state.mode == ImportMode::Replace
                && relation.origin == *state.own
                && !kept_in_replace.contains(&relation.identity())
        })
        .collect();
    let mut count = state.stored.len() - gone.len();
    for (key, at) in in_file_order(wishes) {
        let identity = &wishes[at].draft.identity;
        if first_of.contains_key(identity) {
            plan.outcomes[at] = Outcome::Repeated;
            continue;
        }
        first_of.insert(identity, at);
        match by_identity.get(identity) {
            Some(&stored) => named_slots.push(Placed { slot: Slot::Stored(stored), wish: at, key }),
            None if count >= state.relations_max => plan.outcomes[at] = Outcome::OverLimit,
            None => {
                count += 1;
                plan.outcomes[at] = Outcome::Created;
                named_slots.push(Placed { slot: Slot::New(at), wish: at, key });
            }
        }
    }
    plan.delete = gone.iter().map(|&at| state.stored[at].clone()).collect();
    let rest: Vec<usize> = (0..state.stored.len()).filter(|at| !gone.contains(at)).collect();
    let order = if state.arranged {
        append(&rest, &named_slots, &mut plan)
    } else if wishes.iter().any(|wish| wish.absolute && wish.draft.position.is_some()) {
        at_places(&state.stored, &rest, &named_slots, &mut plan)
    } else {
        in_file_slots(&rest, &named_slots, &mut plan)
    };
    write_plan(state.stored, order, wishes, &first_of, &by_identity, &mut plan);
    plan.delete.sort_by_key(|relation| relation.id);
    plan
}

/// The wishes by position, those without one behind the wish before them.
fn in_file_order(wishes: &[Wish]) -> Vec<(u32, usize)> {
    let mut last = 0;
    let mut keyed: Vec<(u32, usize)> = wishes
        .iter()
        .enumerate()
        .map(|(at, wish)| {
            last = wish.draft.position.unwrap_or(last);
            (last, at)
        })
        .collect();
    keyed.sort_unstable();
    keyed
}

/// A person arranged the list: everything stays, what is new comes last.
fn append(rest: &[usize], named: &[Placed], plan: &mut ListPlan) -> Vec<Slot> {
    let stored: Vec<usize> = named.iter().filter_map(Placed::stored).collect();
    let new: Vec<Slot> =
        named.iter().filter(|placed| placed.stored().is_none()).map(|placed| placed.slot).collect();
    plan.order_kept = !stored.is_sorted() || !new.is_empty();
    rest.iter().map(|&at| Slot::Stored(at)).chain(new).collect()
}

/// Named rows take the places that the file names; the others fill the gaps in their order.
///
/// A file counts places among relations that persons and imports made, as exports do: rows of other
/// makers in between stay where they are.
fn at_places(stored: &[Relation], rest: &[usize], named: &[Placed], plan: &mut ListPlan) -> Vec<Slot> {
    let is_named: BTreeSet<usize> = named.iter().filter_map(Placed::stored).collect();
    let is_counted = |at: usize| is_named.contains(&at) || is_exported(&stored[at].origin);
    let counted_stored = (0..stored.len()).filter(|at| is_counted(*at));
    let place_of: HashMap<usize, usize> = counted_stored.zip(1..).collect();
    let mut others =
        rest.iter().filter(|at| is_counted(**at) && !is_named.contains(at)).map(|&at| Slot::Stored(at));
    let new = named.iter().filter(|placed| placed.stored().is_none()).count();
    let total = new + rest.iter().filter(|at| is_counted(**at)).count();
    let mut order: Vec<Option<Slot>> = vec![None; total];
    let mut free_from = 0;
    for (nth, placed) in named.iter().enumerate() {
        let last_that_fits = total - (named.len() - nth);
        let index = (placed.key.max(1) as usize - 1).max(free_from).min(last_that_fits);
        order[index] = Some(placed.slot);
        free_from = index + 1;
        if placed.stored().is_some_and(|at| place_of.get(&at) != Some(&(index + 1))) {
            plan.outcomes[placed.wish] = Outcome::Moved;
        }
    }
    let counted: Vec<Slot> = order.into_iter().filter_map(|slot| slot.or_else(|| others.next())).collect();
    let mut counted = counted.into_iter();
    let mut whole: Vec<Slot> = Vec::with_capacity(rest.len() + named.len());
    for at in rest {
        if is_counted(*at) { whole.extend(counted.next()) } else { whole.push(Slot::Stored(*at)) }
    }
    whole.extend(counted);
    whole
}

/// Named rows take the places that named rows held, in the file's order.
fn in_file_slots(rest: &[usize], named: &[Placed], plan: &mut ListPlan) -> Vec<Slot> {
    let mut ranked: Vec<usize> = named.iter().filter_map(Placed::stored).collect();
    ranked.sort_unstable();
    let in_file = named.iter().filter_map(|placed| placed.stored().map(|at| (at, placed.wish)));
    for ((at, wish), rank) in in_file.zip(&ranked) {
        if at != *rank {
            plan.outcomes[wish] = Outcome::Moved;
        }
    }
    let last_named = ranked.last();
    let mut order = Vec::with_capacity(rest.len() + named.len());
    let mut wishes = named.iter();
    for at in rest {
        if ranked.binary_search(at).is_err() {
            order.push(Slot::Stored(*at));
        } else if Some(at) == last_named {
            order.extend(wishes.by_ref().map(|placed| placed.slot));
        } else {
            // New rows that stand before the next stored one in the file come with it.
            for placed in wishes.by_ref() {
                order.push(placed.slot);
                if placed.stored().is_some() {
                    break;
                }
            }
        }
    }
    order.extend(wishes.map(|placed| placed.slot));
    order
}

fn write_plan(
    stored: Vec<Relation>,
    order: Vec<Slot>,
    wishes: &[Wish],
    first_of: &HashMap<&RelationIdentity, usize>,
    by_identity: &HashMap<RelationIdentity, usize>,
    plan: &mut ListPlan,
) {
    let mut wish_of: HashMap<usize, usize> = HashMap::new();
    for (identity, &wish) in first_of {
        if let Some(&at) = by_identity.get(*identity) {
            wish_of.insert(at, wish);
        }
    }
    for (slot, position) in order.into_iter().zip(1_u32..) {
        match slot {
            Slot::New(at) => {
                plan.insert.push(RelationDraft { position: Some(position), ..wishes[at].draft.clone() })
            }
            Slot::Stored(at) => {
                let before = &stored[at];
                let mut after = Relation { position, ..before.clone() };
                if let Some(&wish) = wish_of.get(&at) {
                    fill(&mut after, &wishes[wish]);
                    if !same_content(before, &after) {
                        plan.outcomes[wish] = Outcome::Updated;
                    }
                }
                if !same_content(before, &after) {
                    plan.update.push((before.clone(), after));
                } else if before.position != position {
                    plan.renumber.push((before.id, position));
                }
            }
        }
    }
}

fn same_content(before: &Relation, after: &Relation) -> bool {
    *before == Relation { position: before.position, ..after.clone() }
}

/// Takes over what the file names.
fn fill(relation: &mut Relation, wish: &Wish) {
    if wish.names.weight {
        relation.weight = wish.draft.weight;
    }
    if wish.names.quantity {
        relation.quantity = wish.draft.quantity;
    }
    if wish.names.fields {
        relation.fields = wish.draft.fields.clone();
    }
    if wish.names.pin {
        relation.pin = wish.draft.pin;
    }
}

fn plan_delete(state: ListState<'_>, wishes: &[Wish]) -> ListPlan {
    let mut plan = ListPlan::default();
    let mut rest = state.stored;
    for wish in wishes {
        match rest.iter().position(|relation| relation.identity() == wish.draft.identity) {
            Some(at) => {
                plan.delete.push(rest.remove(at));
                plan.outcomes.push(Outcome::Removed);
            }
            None => plan.outcomes.push(Outcome::Unchanged),
        }
    }
    plan.renumber = crate::relation_list::renumbered(&rest);
    plan
}

#[cfg(test)]
#[path = "list_plan_tests.rs"]
mod tests;
