use relata_api::{Body, ViewDocument};
use relata_model::{Problem, View, ViewCode};

use super::document::Wire;

impl Wire for ViewDocument {
    type Stored = View;
    const PATH: &'static str = "views";
    const PLURAL: &'static str = "views";

    fn of(stored: &View) -> ViewDocument {
        ViewDocument::from_view(stored)
    }

    fn read(body: &Body, key: Option<&ViewCode>) -> Result<View, Vec<Problem>> {
        ViewDocument::read(body, key)
    }

    /// By place, of the same place by code; the place with leading zeros, so that texts sort as numbers.
    fn place(stored: &View) -> String {
        format!("{:010} {}", stored.position, stored.code)
    }
}
