use relata_api::{Body, GuidelineDocument};
use relata_model::{Guideline, Problem, RuleCode};

use super::document::Wire;

impl Wire for GuidelineDocument {
    type Stored = Guideline;
    const PATH: &'static str = "guidelines";
    const PLURAL: &'static str = "guidelines";

    fn of(stored: &Guideline) -> GuidelineDocument {
        GuidelineDocument::from_guideline(stored)
    }

    fn read(body: &Body, key: Option<&RuleCode>) -> Result<Guideline, Vec<Problem>> {
        GuidelineDocument::read(body, key)
    }
}
