use std::collections::{HashMap, HashSet};

use relata_model::{Product, Relation, RelationStatus, Sku, Timestamp};
use relata_store::{Tx, product, relation};

use crate::AppError;

/// A relation, stored or made by a rule, and whether it is shown.
#[derive(Debug, Clone)]
pub struct ListedRelation {
    /// The relation as stored, or as it would be.
    pub relation: Relation,
    /// Whether it is shown, and why not.
    pub status: RelationStatus,
    /// The parent from which a variant has it; `None` where it is the product's own.
    pub inherited_from: Option<Sku>,
    /// It is stored the other way round, from its target to its source.
    pub mirrored: bool,
    /// A rule makes it: it is not stored, and its id means nothing.
    pub derived: bool,
}

/// What the status of relations depends on.
pub(crate) struct Facts {
    at: Timestamp,
    existing: HashSet<Sku>,
    sources: HashMap<Sku, Product>,
}

impl Facts {
    /// Loads what these relations need.
    pub(crate) fn load(tx: &mut Tx, relations: &[Relation], at: Timestamp) -> Result<Facts, AppError> {
        let sources: HashSet<Sku> = relations.iter().map(|relation| relation.source.clone()).collect();
        let targets: HashSet<Sku> = relations.iter().map(|relation| relation.target.clone()).collect();
        let existing = product::exists_many(tx, &targets.into_iter().collect::<Vec<_>>())?;
        let sources = product::find_many(tx, &sources.into_iter().collect::<Vec<_>>())?;
        let sources = sources.into_iter().map(|product| (product.sku.clone(), product)).collect();
        Ok(Facts { at, existing: existing.into_iter().collect(), sources })
    }

    /// The status of a relation by itself, without its rivals.
    fn alone(&self, relation: &Relation, shown_for: Option<&Product>) -> RelationStatus {
        let excludes = |product: &Product| {
            product.excluded.iter().any(|exclusion| {
                exclusion.type_code == relation.type_code && exclusion.target == relation.target
            })
        };
        let source = self.sources.get(&relation.source);
        if source.is_none() || !self.existing.contains(&relation.target) {
            RelationStatus::Pending
        } else if relation.window.ended(self.at) {
            RelationStatus::Expired
        } else if source.is_some_and(excludes) || shown_for.is_some_and(excludes) {
            RelationStatus::Excluded
        } else if !relation.window.contains(self.at) {
            RelationStatus::Scheduled
        } else {
            RelationStatus::Active
        }
    }

    /// The status of each relation; `rivals` are all relations of the same sources.
    pub(crate) fn statuses(
        &self,
        relations: Vec<Relation>,
        rivals: &[Relation],
        shown_for: Option<&Product>,
    ) -> Vec<ListedRelation> {
        let mut by_pair: HashMap<(&Sku, &str, &Sku), Vec<&Relation>> = HashMap::new();
        for rival in rivals {
            by_pair.entry((&rival.source, rival.type_code.as_str(), &rival.target)).or_default().push(rival);
        }
        let listed = relations.into_iter().map(|relation| {
            let mut status = self.alone(&relation, shown_for);
            if status == RelationStatus::Active {
                let pair = (&relation.source, relation.type_code.as_str(), &relation.target);
                let shadowed = by_pair.get(&pair).is_some_and(|rivals| {
                    rivals.iter().any(|rival| {
                        outranks(rival, &relation) && self.alone(rival, shown_for) == RelationStatus::Active
                    })
                });
                if shadowed {
                    status = RelationStatus::Shadowed;
                }
            }
            let inherited_from =
                shown_for.filter(|product| product.sku != relation.source).map(|_| relation.source.clone());
            ListedRelation { relation, status, inherited_from, mirrored: false, derived: false }
        });
        listed.collect()
    }
}

/// Whether a rival is shown wherever and whenever the relation would be.
fn outranks(rival: &Relation, relation: &Relation) -> bool {
    let key = |relation: &Relation| (relation.origin.rank(), relation.position, relation.id);
    rival.id != relation.id
        && key(rival) < key(relation)
        && rival.scope.shows_wherever(&relation.scope)
        && rival.window.covers(&relation.window)
}

/// Relations with their status, in the order given. `mirrored` compete with those of their sources,
/// though they are stored elsewhere.
pub(crate) fn list(
    tx: &mut Tx,
    relations: Vec<Relation>,
    mirrored: &[Relation],
    at: Timestamp,
    shown_for: Option<&Product>,
) -> Result<Vec<ListedRelation>, AppError> {
    let sources: HashSet<Sku> = relations.iter().map(|relation| relation.source.clone()).collect();
    let mut rivals = relation::of_sources(tx, &sources.into_iter().collect::<Vec<_>>())?;
    rivals.extend(mirrored.iter().cloned());
    let facts = Facts::load(tx, &relations, at)?;
    Ok(facts.statuses(relations, &rivals, shown_for))
}
