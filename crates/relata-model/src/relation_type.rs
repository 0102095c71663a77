use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::RELATIONS_PER_TYPE_DEFAULT;
use crate::{Color, Invalid, Locale, PlacementCode, TypeCode};

/// What kind of relation it is and which laws it obeys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationType {
    /// Its key.
    pub code: TypeCode,
    /// What people call it, by language.
    pub label: BTreeMap<Locale, String>,
    /// What it is for, by language; empty is the app's own text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub description: BTreeMap<Locale, String>,
    /// An example of it, by language; empty is the app's own text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub example: BTreeMap<Locale, String>,
    /// In which color it is drawn; `None` is the app's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// The name of the icon that stands for it; `None` is the app's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The factor of the type in every score.
    pub default_weight: f64,
    /// What circles mean for it.
    pub cycle_law: CycleLaw,
    /// The quantity that rises along relations of an `order` type.
    pub potential: Option<Potential>,
    /// A relation from A to B is also one from B to A.
    pub symmetric: bool,
    /// The type under which B shows A when A shows B under this one.
    pub inverse: Option<TypeCode>,
    /// How many relations of the type a product may have.
    pub max_per_product: u32,
    /// Where it is shown.
    pub placements: BTreeSet<PlacementCode>,
    /// Whether it came with the program; such a type cannot be removed.
    pub built_in: bool,
}

/// What a circle means for a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CycleLaw {
    /// A directed acyclic graph, whatever scope and window say.
    Strict,
    /// A strict partial order: circles whose scopes and windows overlap are refused.
    Order,
    /// Circles are allowed and reported.
    Warn,
    /// Circles are normal.
    Free,
}

impl CycleLaw {
    /// Takes `strict`, `order`, `warn` or `free`.
    pub fn parse(text: &str) -> Result<CycleLaw, Invalid> {
        match text {
            "strict" => Ok(CycleLaw::Strict),
            "order" => Ok(CycleLaw::Order),
            "warn" => Ok(CycleLaw::Warn),
            "free" => Ok(CycleLaw::Free),
            _ => {
                Err(Invalid::new(format!("{text:?} is not a cycle law"), "write strict, order, warn or free"))
            }
        }
    }

    /// The law as text.
    pub fn as_str(self) -> &'static str {
        match self {
            CycleLaw::Strict => "strict",
            CycleLaw::Order => "order",
            CycleLaw::Warn => "warn",
            CycleLaw::Free => "free",
        }
    }

    /// Whether circles are refused.
    pub fn refuses_cycles(self) -> bool {
        matches!(self, CycleLaw::Strict | CycleLaw::Order)
    }
}

/// The quantity that proves an `order` type free of circles where it strictly rises; written as
/// `price` or `attributes.<name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Potential {
    /// The base price.
    Price,
    /// A numeric attribute.
    Attribute(String),
}

impl Potential {
    /// Takes `price` or `attributes.<name>`.
    pub fn parse(text: &str) -> Result<Potential, Invalid> {
        match text.strip_prefix("attributes.") {
            Some(name) if !name.is_empty() => Ok(Potential::Attribute(name.to_string())),
            None if text == "price" => Ok(Potential::Price),
            _ => Err(Invalid::new(
                format!("{text:?} is not a potential"),
                "write null, price or attributes.<name>",
            )),
        }
    }
}

impl fmt::Display for Potential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Potential::Price => f.write_str("price"),
            Potential::Attribute(name) => write!(f, "attributes.{name}"),
        }
    }
}

impl Serialize for Potential {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Potential {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Potential::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl RelationType {
    /// The types that every shop has from the start.
    pub fn built_in() -> Vec<RelationType> {
        use CycleLaw::{Free, Order, Strict, Warn};
        let everywhere = ["product_page", "cart", "checkout", "post_purchase"];
        let cart = ["product_page", "cart"];
        let page = ["product_page"];
        let rows: [(&str, &str, &str, f64, CycleLaw, &[&str]); 7] = [
            ("cross_sell", "Goes with it", "Passt dazu", 0.8, Free, &everywhere),
            ("upsell", "A better one", "Das bessere Modell", 0.9, Order, &cart),
            ("accessory", "Accessory", "Zubehör", 0.7, Warn, &everywhere),
            ("spare_part", "Spare part", "Ersatzteil", 0.5, Warn, &page),
            ("substitute", "Instead of it", "Ersatz", 0.6, Free, &page),
            ("related", "Related", "Ähnlich", 0.4, Free, &page),
            ("successor", "Newer model", "Nachfolger", 0.6, Strict, &page),
        ];
        let code = |text| TypeCode::parse(text).expect("built-in codes are legal");
        let locale = |text| Locale::parse(text).expect("built-in locales are legal");
        rows.into_iter()
            .map(|(name, english, german, default_weight, cycle_law, placements)| RelationType {
                code: code(name),
                label: BTreeMap::from([
                    (locale("en"), english.to_string()),
                    (locale("de"), german.to_string()),
                ]),
                description: BTreeMap::new(),
                example: BTreeMap::new(),
                color: None,
                icon: None,
                default_weight,
                cycle_law,
                potential: (cycle_law == Order).then_some(Potential::Price),
                symmetric: false,
                inverse: None,
                max_per_product: RELATIONS_PER_TYPE_DEFAULT,
                placements: placements
                    .iter()
                    .map(|text| PlacementCode::parse(text).expect("built-in placements are legal"))
                    .collect(),
                built_in: true,
            })
            .collect()
    }
}
