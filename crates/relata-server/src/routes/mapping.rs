use relata_api::{Body, SavedMappingDocument};
use relata_model::{MappingCode, Problem, SavedMapping};

use super::document::Wire;

impl Wire for SavedMappingDocument {
    type Stored = SavedMapping;
    const PATH: &'static str = "mappings";
    const PLURAL: &'static str = "mappings";

    fn of(stored: &SavedMapping) -> SavedMappingDocument {
        SavedMappingDocument::from_mapping(stored)
    }

    fn read(body: &Body, key: Option<&MappingCode>) -> Result<SavedMapping, Vec<Problem>> {
        SavedMappingDocument::read(body, key)
    }
}
