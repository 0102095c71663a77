//! Families: a parent and its variants are one node for the laws of the graph.

use std::collections::{HashMap, HashSet};

use relata_graph::{Edge, Verdict, check_edge};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{CycleLaw, Problem, ProblemCode, Product, RelationIdentity, RelationType, Sku, TypeCode};
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

/// Loads what [`root`] needs for these SKUs: them and their parents.
pub(crate) fn load_parents(tx: &mut Tx, skus: &[Sku]) -> Result<Parents, AppError> {
    let mut parents = product::family_of(tx, skus)?;
    let missing: HashSet<Sku> =
        parents.values().flatten().filter(|parent| !parents.contains_key(*parent)).cloned().collect();
    if !missing.is_empty() {
        let missing: Vec<Sku> = missing.into_iter().collect();
        parents.extend(product::family_of(tx, &missing)?);
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
    let type_code = identity.type_code.clone();
    let verdict =
        check_edge(law, &edge, |frontier: &[Sku]| outgoing(tx, &type_code, frontier), CYCLE_VISITS_MAX)?;
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
fn outgoing(tx: &mut Tx, type_code: &TypeCode, frontier: &[Sku]) -> Result<Vec<Edge<Sku>>, AppError> {
    let mut sources: Vec<Sku> = frontier.to_vec();
    sources.extend(relata_store::family::variants_of(tx, frontier)?);
    let rows = relation::outgoing(tx, type_code, &sources)?;
    let mut skus: HashSet<Sku> = rows.iter().map(|row| row.target.clone()).collect();
    skus.extend(rows.iter().map(|row| row.source.clone()));
    let parents = load_parents(tx, &skus.into_iter().collect::<Vec<_>>())?;
    let edges = rows.into_iter().map(|row| Edge {
        source: root(&parents, &row.source).clone(),
        target: root(&parents, &row.target).clone(),
        scope: row.scope,
        window: row.window,
    });
    Ok(edges.collect())
}

/// Refuses a product that joins families so that stored relations would run in a circle.
///
/// Called after the product was written in this transaction, so that the rows say how families
/// are now; an error undoes the write.
pub(crate) fn check_merged(tx: &mut Tx, before: Option<&Product>, after: &Product) -> Result<(), AppError> {
    let joins = after.parent.is_some() && before.is_none_or(|before| before.parent != after.parent);
    let gains = before.is_none()
        && !relata_store::family::variants_of(tx, std::slice::from_ref(&after.sku))?.is_empty();
    if !joins && !gains {
        return Ok(());
    }
    let types: Vec<RelationType> =
        relation_type::list(tx)?.into_iter().filter(|kind| kind.cycle_law.refuses_cycles()).collect();
    let parents = load_parents(tx, std::slice::from_ref(&after.sku))?;
    let node = root(&parents, &after.sku).clone();
    for kind in types {
        for edge in outgoing(tx, &kind.code, std::slice::from_ref(&node))? {
            if edge.source == edge.target {
                continue;
            }
            let find = |frontier: &[Sku]| outgoing(tx, &kind.code, frontier);
            let verdict = check_edge(kind.cycle_law, &edge, find, CYCLE_VISITS_MAX)?;
            if let Some(problem) = problem_of(verdict, &kind.code) {
                let problem = problem.at("/parent").about(&after.sku);
                return Err(AppError::invalid(vec![problem]));
            }
        }
    }
    Ok(())
}

/// [`check_merged`] for many products, which does nothing while no type refuses circles.
pub(crate) fn check_all_merged(tx: &mut Tx, joined: &[(Option<Product>, Product)]) -> Result<(), AppError> {
    let types = relation_type::list(tx)?;
    let mut any = false;
    for kind in types.iter().filter(|kind| kind.cycle_law.refuses_cycles()) {
        let filter = relata_store::relation::RelationFilter {
            type_code: Some(kind.code.clone()),
            ..Default::default()
        };
        any |= !relation::list(tx, &filter, None, 1)?.is_empty();
    }
    if !any {
        return Ok(());
    }
    joined.iter().try_for_each(|(before, after)| check_merged(tx, before.as_ref(), after))
}
