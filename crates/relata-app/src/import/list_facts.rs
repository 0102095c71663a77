//! What is stored about the lists of a batch and their products.

use std::collections::{BTreeMap, HashSet};

use relata_model::{Problem, Relation, RelationIdentity, Sku, TypeCode};
use relata_store::{Tx, relation};

use crate::import::planned::Planned;
use crate::import::relations::{StagedRelation, StagedWish};
use crate::{AppError, family};

/// One list of the file: its source, its type's name, its rows.
pub(crate) type FileList = (Sku, String, Vec<StagedRelation>);

/// Rows of one list stand together.
pub(crate) fn group(rows: Vec<StagedRelation>) -> Vec<FileList> {
    let mut lists: Vec<FileList> = Vec::new();
    for row in rows {
        let (source, type_name) = row.list();
        match lists.last_mut() {
            Some((last_source, last_type, rows)) if last_source == source && last_type == type_name => {
                rows.push(row)
            }
            _ => lists.push((source.clone(), type_name.to_string(), vec![row])),
        }
    }
    lists
}

/// What is stored about the lists of a batch and their products.
pub(crate) struct Facts {
    pub(crate) stored: BTreeMap<(Sku, TypeCode), Vec<Relation>>,
    pub(crate) arranged: HashSet<(Sku, TypeCode)>,
    pub(crate) parents: family::Parents,
}

impl Facts {
    pub(crate) fn load(tx: &mut Tx, lists: &[FileList], planned: &Planned) -> Result<Facts, AppError> {
        let sources: HashSet<Sku> = lists.iter().map(|(source, _, _)| source.clone()).collect();
        let sources: Vec<Sku> = sources.into_iter().collect();
        let mut stored: BTreeMap<(Sku, TypeCode), Vec<Relation>> = BTreeMap::new();
        for relation in relation::of_sources(tx, &sources)? {
            stored.entry((relation.source.clone(), relation.type_code.clone())).or_default().push(relation);
        }
        let mut skus: HashSet<Sku> = sources.iter().cloned().collect();
        for (_, _, rows) in lists {
            skus.extend(rows.iter().filter_map(|row| match &row.wish {
                StagedWish::Relation(relation) => Some(relation.target.clone()),
                StagedWish::Clear(_) | StagedWish::Incomplete(_) => None,
            }));
        }
        skus.extend(stored.values().flatten().map(|relation| relation.target.clone()));
        let skus: Vec<Sku> = skus.into_iter().collect();
        Ok(Facts {
            stored,
            arranged: relation::arranged_of_sources(tx, &sources)?,
            parents: planned.load_parents(tx, &skus)?,
        })
    }

    /// What makes a relation impossible whatever the list holds: the column and the problem.
    pub(crate) fn check(&self, identity: &RelationIdentity) -> Option<(&'static str, Problem)> {
        let (source, target) = (&identity.source, &identity.target);
        if source == target {
            return Some(("target", crate::relation::self_relation(source)));
        }
        (family::root(&self.parents, source) == family::root(&self.parents, target))
            .then(|| ("target", crate::relation::family_relation(source, target)))
    }

    pub(crate) fn is_pending(&self, identity: &RelationIdentity) -> bool {
        !self.parents.contains_key(&identity.source) || !self.parents.contains_key(&identity.target)
    }
}
