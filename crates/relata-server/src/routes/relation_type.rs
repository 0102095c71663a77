use relata_api::{Body, RelationTypeDocument};
use relata_model::{Problem, RelationType, TypeCode};

use super::document::Wire;

impl Wire for RelationTypeDocument {
    type Stored = RelationType;
    const PATH: &'static str = "relation-types";
    const PLURAL: &'static str = "relation types";

    fn of(stored: &RelationType) -> RelationTypeDocument {
        RelationTypeDocument::from_relation_type(stored)
    }

    fn read(body: &Body, key: Option<&TypeCode>) -> Result<RelationType, Vec<Problem>> {
        RelationTypeDocument::read(body, key)
    }
}
