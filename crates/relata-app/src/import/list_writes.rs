//! What a batch of lists writes.

use relata_model::{Noun, Relation, RelationDraft, RelationId, Sku, TypeCode};
use relata_store::import::ImageRow;
use relata_store::{Tx, relation};

use crate::AppError;
use crate::import::batch::Applied;
use crate::import::list_plan::ListPlan;

/// What a batch writes, gathered so that each kind of write is one bulk statement.
#[derive(Default)]
pub(crate) struct Writes {
    insert: Vec<RelationDraft>,
    update: Vec<(Relation, Relation)>,
    delete: Vec<Relation>,
    renumber: Vec<(RelationId, u32)>,
    pub(crate) arranged: Vec<(Sku, TypeCode)>,
}

impl Writes {
    /// Takes in the plan of one list.
    pub(crate) fn take(&mut self, planned: ListPlan) {
        self.insert.extend(planned.insert);
        self.update.extend(planned.update);
        self.delete.extend(planned.delete);
        self.renumber.extend(planned.renumber);
    }

    /// Writes everything and keeps the before-images.
    pub(crate) fn write(self, tx: &mut Tx, applied: &mut Applied) -> Result<(), AppError> {
        let gone: Vec<_> = self.delete.iter().map(|relation| relation.id).collect();
        for relation in &self.delete {
            applied.images.push(image(relation, Some(serde_json::to_value(relation)?)));
        }
        for (before, _) in &self.update {
            applied.images.push(image(before, Some(serde_json::to_value(before)?)));
        }
        let shifted: Vec<_> = self.renumber.iter().map(|(id, _)| *id).collect();
        for before in relation::find_many(tx, &shifted)? {
            applied.images.push(image(&before, Some(serde_json::to_value(&before)?)));
        }
        relation::delete_many(tx, &gone)?;
        let updated: Vec<Relation> = self.update.into_iter().map(|(_, after)| after).collect();
        relation::update_many(tx, &updated)?;
        relation::renumber(tx, &self.renumber)?;
        let ids = relation::insert_many(tx, &self.insert)?;
        for (id, draft) in ids.into_iter().zip(&self.insert) {
            applied.images.push(ImageRow {
                noun: Noun::Relation,
                key: id.0.to_string(),
                touches: Some(draft.identity.source.clone()),
                before: None,
                after: None,
            });
        }
        for (source, type_code) in self.arranged {
            relation::set_arranged(tx, &source, &type_code, true)?;
        }
        Ok(())
    }
}

fn image(relation: &Relation, before: Option<serde_json::Value>) -> ImageRow {
    ImageRow {
        noun: Noun::Relation,
        key: relation.id.0.to_string(),
        touches: Some(relation.source.clone()),
        before,
        after: None,
    }
}
