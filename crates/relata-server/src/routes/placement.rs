use relata_api::{Body, PlacementDocument};
use relata_model::{Placement, PlacementCode, Problem};

use super::document::Wire;

impl Wire for PlacementDocument {
    type Stored = Placement;
    const PATH: &'static str = "placements";
    const PLURAL: &'static str = "placements";

    fn of(stored: &Placement) -> PlacementDocument {
        PlacementDocument::from_placement(stored)
    }

    fn read(body: &Body, key: Option<&PlacementCode>) -> Result<Placement, Vec<Problem>> {
        PlacementDocument::read(body, key)
    }
}
