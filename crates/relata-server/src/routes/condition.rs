use relata_api::{Body, ConditionDocument};
use relata_model::{ConditionCode, NamedCondition, Problem};

use super::document::Wire;

impl Wire for ConditionDocument {
    type Stored = NamedCondition;
    const PATH: &'static str = "conditions";
    const PLURAL: &'static str = "conditions";

    fn of(stored: &NamedCondition) -> ConditionDocument {
        ConditionDocument::from_condition(stored)
    }

    fn read(body: &Body, key: Option<&ConditionCode>) -> Result<NamedCondition, Vec<Problem>> {
        ConditionDocument::read(body, key)
    }
}
