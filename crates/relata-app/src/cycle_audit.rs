//! Circles among stored relations of a type, as a whole.

use std::collections::HashMap;

use relata_graph::{Edge, TypeGraph, Verdict};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{Problem, RelationType, Sku, TypeCode};
use relata_store::{Tx, relation};

use crate::{AppError, family};

/// Hands over all stored relations of a type as edges between families, one after the other: a type can
/// have millions.
pub(crate) fn each_edge(
    tx: &mut Tx,
    type_code: &TypeCode,
    mut visit: impl FnMut(Edge<Sku>),
) -> Result<(), AppError> {
    let mut parents: HashMap<Sku, Sku> = HashMap::new();
    relata_store::family::each_variant(tx, |variant, parent| {
        parents.insert(variant, parent);
        Ok::<(), AppError>(())
    })?;
    let family = |sku: Sku| parents.get(&sku).cloned().unwrap_or(sku);
    relation::each_of_type(tx, type_code, |relation| {
        visit(Edge {
            source: family(relation.source),
            target: family(relation.target),
            scope: relation.scope,
            window: relation.window,
        });
        Ok::<(), AppError>(())
    })
}

/// The first circle that the law of a type does not allow.
pub(crate) fn first_cycle(tx: &mut Tx, kind: &RelationType) -> Result<Option<Problem>, AppError> {
    let mut graph = TypeGraph::new(kind.cycle_law, CYCLE_VISITS_MAX);
    let mut numbers: HashMap<Sku, u32> = HashMap::new();
    let mut names: Vec<Sku> = Vec::new();
    let mut number = |sku: Sku| {
        *numbers.entry(sku.clone()).or_insert_with(|| {
            names.push(sku);
            names.len() as u32 - 1
        })
    };
    let mut found = None;
    each_edge(tx, &kind.code, |edge| {
        if found.is_some() || edge.source == edge.target {
            return;
        }
        let numbered = Edge {
            source: number(edge.source),
            target: number(edge.target),
            scope: edge.scope,
            window: edge.window,
        };
        let verdict = graph.add_edge(&numbered);
        found = (verdict != Verdict::Sound).then_some(verdict);
    })?;
    let named = found.map(|verdict| match verdict {
        Verdict::Cycle(path) => {
            Verdict::Cycle(path.into_iter().map(|node| names[node as usize].clone()).collect())
        }
        Verdict::Unproven => Verdict::Unproven,
        Verdict::Sound => Verdict::Sound,
    });
    Ok(named.and_then(|verdict| family::problem_of(verdict, &kind.code)))
}
