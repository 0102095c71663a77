//! The graphs of the types that refuse circles, kept in memory while an import runs.

use std::collections::{HashMap, HashSet};

use relata_graph::{Edge, TypeGraph, Verdict};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{Noun, RelationIdentity, RelationType, Sku, TypeCode};
use relata_store::{Tx, change, relation};

use crate::{AppError, cycle_audit, family};

/// Changes of editors that are taken in one by one between two batches.
const CATCH_UP_ROWS_MAX: usize = 1_000;

/// One graph a type, loaded when the first list of the type comes; the nodes are families.
pub(crate) struct LawGraphs {
    graphs: HashMap<TypeCode, TypeGraph>,
    nodes: HashMap<Sku, u32>,
    names: Vec<Sku>,
    /// The revision that the graphs take in, beside what the import itself wrote.
    revision: i64,
}

impl LawGraphs {
    pub(crate) fn new(revision: i64) -> LawGraphs {
        LawGraphs { graphs: HashMap::new(), nodes: HashMap::new(), names: Vec::new(), revision }
    }

    /// Adds a relation unless it closes a circle; the verdict says which.
    pub(crate) fn add(
        &mut self,
        kind: &RelationType,
        parents: &family::Parents,
        identity: &RelationIdentity,
    ) -> Verdict<Sku> {
        let edge = self.edge(parents, identity);
        let verdict = self.graph(kind).add_edge(&edge);
        self.named(verdict)
    }

    /// Forgets a relation that is about to be removed.
    pub(crate) fn remove(
        &mut self,
        kind: &RelationType,
        parents: &family::Parents,
        identity: &RelationIdentity,
    ) {
        let edge = self.edge(parents, identity);
        self.graph(kind).remove_edge(&edge);
    }

    fn graph(&mut self, kind: &RelationType) -> &mut TypeGraph {
        let new = || TypeGraph::new(kind.cycle_law, CYCLE_VISITS_MAX);
        self.graphs.entry(kind.code.clone()).or_insert_with(new)
    }

    /// The number of a family.
    fn node(&mut self, family: &Sku) -> u32 {
        if let Some(&node) = self.nodes.get(family) {
            return node;
        }
        let node = self.names.len() as u32;
        self.names.push(family.clone());
        self.nodes.insert(family.clone(), node);
        node
    }

    fn edge(&mut self, parents: &family::Parents, identity: &RelationIdentity) -> Edge<u32> {
        Edge {
            source: self.node(family::root(parents, &identity.source)),
            target: self.node(family::root(parents, &identity.target)),
            scope: identity.scope.clone(),
            window: identity.window,
        }
    }

    /// A verdict in SKUs.
    fn named(&self, verdict: Verdict<u32>) -> Verdict<Sku> {
        match verdict {
            Verdict::Sound => Verdict::Sound,
            Verdict::Unproven => Verdict::Unproven,
            Verdict::Cycle(path) => {
                Verdict::Cycle(path.into_iter().map(|node| self.names[node as usize].clone()).collect())
            }
        }
    }

    /// Loads all stored relations of a type once.
    pub(crate) fn load(&mut self, tx: &mut Tx, kind: &RelationType) -> Result<(), AppError> {
        if self.graphs.contains_key(&kind.code) {
            return Ok(());
        }
        let mut graph = TypeGraph::new(kind.cycle_law, CYCLE_VISITS_MAX);
        cycle_audit::each_edge(tx, &kind.code, |edge| {
            let numbered = Edge {
                source: self.node(&edge.source),
                target: self.node(&edge.target),
                scope: edge.scope,
                window: edge.window,
            };
            graph.add_edge(&numbered);
        })?;
        self.graphs.insert(kind.code.clone(), graph);
        Ok(())
    }

    /// Takes in what editors wrote between two batches.
    ///
    /// Their relations are added; those they removed stay in the graphs, so that the check can only
    /// be too strict until the import ends. Any other change drops the graphs.
    pub(crate) fn catch_up(&mut self, tx: &mut Tx) -> Result<(), AppError> {
        let latest = change::latest_revision(tx)?;
        if latest == self.revision {
            return Ok(());
        }
        let rows = change::since(tx, self.revision, CATCH_UP_ROWS_MAX)?;
        let only_relations = rows.iter().all(|row| row.noun == Noun::Relation);
        if rows.len() >= CATCH_UP_ROWS_MAX || !only_relations {
            *self = LawGraphs::new(latest);
            return Ok(());
        }
        self.revision = latest;
        let sources: HashSet<Sku> = rows.into_iter().filter_map(|row| row.touches).collect();
        let mut relations = relation::of_sources(tx, &sources.into_iter().collect::<Vec<_>>())?;
        relations.retain(|relation| self.graphs.contains_key(&relation.type_code));
        let skus: Vec<Sku> =
            relations.iter().flat_map(|row| [row.source.clone(), row.target.clone()]).collect();
        let parents = family::load_parents(tx, &skus)?;
        for relation in &relations {
            let edge = self.edge(&parents, &relation.identity());
            if let Some(graph) = self.graphs.get_mut(&relation.type_code) {
                graph.add_edge(&edge);
            }
        }
        Ok(())
    }
}
