use serde::{Deserialize, Serialize};

use crate::{PlacementCode, TypeCode};

/// Where an answer is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Its key.
    pub code: PlacementCode,
    /// What people call it.
    pub name: String,
    /// Items in an answer that asks for no number; 1 to 50.
    pub limit: u32,
    /// How each type's list is arranged.
    pub arrangement: Arrangement,
    /// How many of one kind may stand in one answer.
    pub caps: Caps,
    /// Parts of the place with types of their own; empty means one part with every type that
    /// names the placement.
    pub blocks: Vec<Block>,
    /// What fills an answer to which no relation gave anything, in this order.
    pub fallbacks: Vec<Fallback>,
    /// Whether it came with the program; such a placement cannot be removed.
    pub built_in: bool,
}

/// A part of a placement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its key within the placement.
    pub code: String,
    /// The types shown in it.
    pub types: Vec<TypeCode>,
    /// How many items it takes at most.
    pub limit: u32,
}

/// How a type's list is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// Pins, then manual and imported by position, then rules by priority, then learned by score.
    ManualFirst,
    /// Pins, then everything by score.
    PinsThenScore,
    /// As manual first, with this many places kept for learned relations.
    Reserve(u32),
}

/// How many of one kind may stand in one answer; `None` is any number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    /// Items of one brand.
    pub brand: Option<u32>,
    /// Items of one main category.
    pub category: Option<u32>,
}

/// What fills an answer that would be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Products of the same category, most ordered first; without a product asked for, of the shop.
    CategoryPopularity,
    /// The newest products of the same category, then of the shop.
    Newest,
}

impl Placement {
    /// The placements that every shop has from the start.
    pub fn built_in() -> Vec<Placement> {
        let rows = [
            ("product_page", "Product page"),
            ("cart", "Cart"),
            ("checkout", "Checkout"),
            ("post_purchase", "After the purchase"),
            ("email", "E-mail"),
            ("search", "Search"),
            ("home", "Home page"),
        ];
        rows.into_iter()
            .map(|(code, name)| Placement {
                code: PlacementCode::parse(code).expect("built-in codes are legal"),
                name: name.to_string(),
                limit: 6,
                arrangement: Arrangement::ManualFirst,
                caps: Caps::default(),
                blocks: Vec::new(),
                fallbacks: vec![Fallback::CategoryPopularity, Fallback::Newest],
                built_in: true,
            })
            .collect()
    }
}
