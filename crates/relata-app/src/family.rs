//! Families: a parent and its variants are one node for the laws of the graph.

use std::collections::{HashMap, HashSet};

use relata_graph::{Edge, Verdict, check_edge};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{CycleLaw, Problem, ProblemCode, Product, RelationIdentity, RelationType, Sku, TypeCode};
use relata_store::relation::RelationFilter;
use relata_store::{Tx, product, relation, relation_type};

use crate::AppError;

/// One writer at a time changes families or relations of types that allow no circles.
///
/// SQLite has one writer anyway; on PostgreSQL isolation alone would let two writers each add one
/// half of a circle.
pub(crate) fn lock(tx: &mut Tx) -> Result<(), AppError> {
    Ok(tx.lock("graph")?)
}

/// The parent of each product that exists; `None` for a product of its own.
pub(crate) type Parents = HashMap<Sku, Option<Sku>>;

/// The family of a SKU: its parent where both exist, else itself.
pub(crate) fn root<'a>(parents: &'a Parents, sku: &'a Sku) -> &'a Sku {
    match parents.get(sku) {
        Some(Some(parent)) if parents.contains_key(parent) => parent,
        _ => sku,
    }
}

/// Products as they are about to be stored: their parents go before those of the database.
#[derive(Default)]
pub(crate) struct Regrouped {
    parents: Parents,
    variants: HashMap<Sku, Vec<Sku>>,
}

impl Regrouped {
    /// A product will have this parent, or none.
    pub(crate) fn insert(&mut self, sku: &Sku, parent: Option<&Sku>) {
        self.parents.insert(sku.clone(), parent.cloned());
        if let Some(parent) = parent {
            self.variants.entry(parent.clone()).or_default().push(sku.clone());
        }
    }

    /// The product will stay as it is stored.
    pub(crate) fn remove(&mut self, sku: &Sku) {
        let parent = self.parents.remove(sku).flatten();
        if let Some(variants) = parent.and_then(|parent| self.variants.get_mut(&parent)) {
            variants.retain(|variant| variant != sku);
        }
    }

    /// Which of these products will have which parent.
    fn among<'a>(&'a self, skus: impl IntoIterator<Item = &'a Sku>) -> Parents {
        let known = skus.into_iter().filter_map(|sku| Some((sku.clone(), self.parents.get(sku)?.clone())));
        known.collect()
    }
}

/// Loads what [`root`] needs for these SKUs: them and their parents.
pub(crate) fn load_parents(tx: &mut Tx, skus: &[Sku]) -> Result<Parents, AppError> {
    load_regrouped(tx, skus, &Regrouped::default())
}

fn load_regrouped(tx: &mut Tx, skus: &[Sku], regrouped: &Regrouped) -> Result<Parents, AppError> {
    let mut parents = product::family_of(tx, skus)?;
    parents.extend(regrouped.among(skus));
    let missing: HashSet<Sku> =
        parents.values().flatten().filter(|parent| !parents.contains_key(*parent)).cloned().collect();
    if !missing.is_empty() {
        let missing: Vec<Sku> = missing.into_iter().collect();
        parents.extend(product::family_of(tx, &missing)?);
        parents.extend(regrouped.among(&missing));
    }
    Ok(parents)
}

/// What speaks against a parent.
pub(crate) fn check_parent(child: &Product, parent: Option<&Product>) -> Option<Problem> {
    let wanted = child.parent.as_ref()?;
    match parent {
        None => Some(
            Problem::warning(ProblemCode::ParentMissing, format!("the parent {wanted} does not exist yet"))
                .at("/parent")
                .about(&child.sku)
                .hint("until it does, the variant stands alone"),
        ),
        Some(parent) if parent.parent.is_some() => Some(
            Problem::error(ProblemCode::InvalidValue, format!("the parent {wanted} is itself a variant"))
                .at("/parent")
                .about(&child.sku)
                .hint("name the parent of the whole family: families have two levels"),
        ),
        Some(_) => None,
    }
}

/// A product with variants cannot become a variant.
pub(crate) fn nested(product: &Product, parent: &Sku) -> Problem {
    Problem::error(
        ProblemCode::InvalidValue,
        format!("{} has variants and cannot become a variant of {parent}", product.sku),
    )
    .at("/parent")
    .about(&product.sku)
    .hint("families have two levels: move its variants to another parent first")
}

/// Looks for a circle that a relation would close under the law of its type.
pub(crate) fn check_cycle(
    tx: &mut Tx,
    law: CycleLaw,
    identity: &RelationIdentity,
) -> Result<Option<Problem>, AppError> {
    if !law.refuses_cycles() {
        return Ok(None);
    }
    let parents = load_parents(tx, &[identity.source.clone(), identity.target.clone()])?;
    let edge = Edge {
        source: root(&parents, &identity.source).clone(),
        target: root(&parents, &identity.target).clone(),
        scope: identity.scope.clone(),
        window: identity.window,
    };
    let (type_code, regrouped) = (identity.type_code.clone(), Regrouped::default());
    let verdict = check_edge(
        law,
        &edge,
        |frontier: &[Sku]| outgoing(tx, &type_code, frontier, &regrouped),
        CYCLE_VISITS_MAX,
    )?;
    Ok(problem_of(verdict, &identity.type_code))
}

/// What a verdict means for the person who asked.
pub(crate) fn problem_of(verdict: Verdict<Sku>, type_code: &TypeCode) -> Option<Problem> {
    match verdict {
        Verdict::Sound => None,
        Verdict::Cycle(path) => {
            let arrows = path.iter().map(Sku::as_str).collect::<Vec<_>>().join(" -> ");
            Some(
                Problem::error(ProblemCode::Cycle, format!("{type_code} would run in a circle: {arrows}"))
                    .along(path)
                    .hint(
                        "remove one of the relations along the circle, or choose a type that allows circles",
                    ),
            )
        }
        Verdict::Unproven => Some(
            Problem::error(
                ProblemCode::CycleUnproven,
                format!("more than {CYCLE_VISITS_MAX} products were searched for a circle of {type_code}"),
            )
            .hint("shorten the chains of this type"),
        ),
    }
}

/// The edges of one type that leave the families of a frontier.
fn outgoing(
    tx: &mut Tx,
    type_code: &TypeCode,
    frontier: &[Sku],
    regrouped: &Regrouped,
) -> Result<Vec<Edge<Sku>>, AppError> {
    let mut sources: Vec<Sku> = frontier.to_vec();
    let variants = relata_store::family::variants_of(tx, frontier)?;
    sources.extend(variants.into_iter().filter(|variant| !regrouped.parents.contains_key(variant)));
    sources.extend(frontier.iter().filter_map(|parent| regrouped.variants.get(parent)).flatten().cloned());
    let rows = relation::outgoing(tx, type_code, &sources)?;
    let mut skus: HashSet<Sku> = rows.iter().map(|row| row.target.clone()).collect();
    skus.extend(rows.iter().map(|row| row.source.clone()));
    let parents = load_regrouped(tx, &skus.into_iter().collect::<Vec<_>>(), regrouped)?;
    let edges = rows.into_iter().map(|row| Edge {
        source: root(&parents, &row.source).clone(),
        target: root(&parents, &row.target).clone(),
        scope: row.scope,
        window: row.window,
    });
    Ok(edges.collect())
}

/// The types that refuse circles and have relations: the others need no look at families.
pub(crate) fn laws_in_use(tx: &mut Tx) -> Result<Vec<RelationType>, AppError> {
    let mut laws = Vec::new();
    for kind in relation_type::list(tx)?.into_iter().filter(|kind| kind.cycle_law.refuses_cycles()) {
        let filter = RelationFilter { type_code: Some(kind.code.clone()), ..RelationFilter::default() };
        if !relation::list(tx, &filter, None, 1)?.is_empty() {
            laws.push(kind);
        }
    }
    Ok(laws)
}

/// A circle that stored relations would run in once a product is stored, because it joins families.
///
/// `regrouped` holds the product, and others that are stored along with it. A product that leaves
/// a family closes no circle: every circle through its parts was one through the whole.
pub(crate) fn check_joined(
    tx: &mut Tx,
    laws: &[RelationType],
    before: Option<&Product>,
    after: &Product,
    regrouped: &Regrouped,
) -> Result<Option<Problem>, AppError> {
    let joins = after.parent.is_some() && before.is_none_or(|before| before.parent != after.parent);
    let sku = std::slice::from_ref(&after.sku);
    let mut gains = || Ok::<_, AppError>(!relata_store::family::variants_of(tx, sku)?.is_empty());
    if laws.is_empty() || !(joins || (before.is_none() && gains()?)) {
        return Ok(None);
    }
    let parents = load_regrouped(tx, sku, regrouped)?;
    let node = root(&parents, &after.sku).clone();
    for kind in laws {
        for edge in outgoing(tx, &kind.code, std::slice::from_ref(&node), regrouped)? {
            if edge.source == edge.target {
                continue;
            }
            let find = |frontier: &[Sku]| outgoing(tx, &kind.code, frontier, regrouped);
            let verdict = check_edge(kind.cycle_law, &edge, find, CYCLE_VISITS_MAX)?;
            if let Some(problem) = problem_of(verdict, &kind.code) {
                return Ok(Some(problem.at("/parent").about(&after.sku)));
            }
        }
    }
    Ok(None)
}

/// The same for one product alone.
pub(crate) fn check_joining(
    tx: &mut Tx,
    before: Option<&Product>,
    after: &Product,
) -> Result<Option<Problem>, AppError> {
    let laws = laws_in_use(tx)?;
    let mut regrouped = Regrouped::default();
    regrouped.insert(&after.sku, after.parent.as_ref());
    check_joined(tx, &laws, before, after, &regrouped)
}
