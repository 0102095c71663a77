use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Uncovered SKUs that one answer names.
pub const UNCOVERED_MAX: usize = 50;

/// For how many products an answer has something to show.
///
/// A product counts when it is active and a parent or stands alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Coverage, example = json!({
    "products": 199, "covered": 184, "rate": 0.9246, "sku_rate": 0.98, "target": 0.85,
    "by_type": {"cross_sell": {"products": 199, "covered": 120, "rate": 0.603}},
    "by_category": [{"category": "gear/bags", "products": 14, "covered": 14, "rate": 1.0}],
    "by_origin": {"import": {"products": 199, "covered": 184, "rate": 0.9246}},
    "by_channel": [{"channel": "web", "products": 199, "covered": 184, "rate": 0.9246}],
    "by_brand": [{"brand": "Luma", "products": 120, "covered": 118, "rate": 0.9833}], "uncovered": ["24-UG06"]
}))]
pub struct CoverageDocument {
    /// Products that count.
    pub products: u64,
    /// Those with at least one relation that can be shown.
    pub covered: u64,
    /// Covered among products; 1 where there are none.
    pub rate: f64,
    /// The same over every sellable SKU, variants inheriting.
    pub sku_rate: f64,
    /// The rate aimed at.
    pub target: f64,
    /// By relation type.
    pub by_type: BTreeMap<String, CoverageRate>,
    /// By category.
    pub by_category: Vec<CategoryCoverage>,
    /// By the kind of origin.
    pub by_origin: BTreeMap<String, CoverageRate>,
    /// By channel, by code, the first 20.
    #[serde(default)]
    pub by_channel: Vec<ChannelCoverage>,
    /// By brand, most products first, the first 50.
    #[serde(default)]
    pub by_brand: Vec<BrandCoverage>,
    /// The first SKUs without anything to show.
    pub uncovered: Vec<String>,
}

/// How many of a set are covered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoverageRate {
    /// Products that count.
    pub products: u64,
    /// Covered ones.
    pub covered: u64,
    /// Covered among products; 1 where there are none.
    pub rate: f64,
}

/// How many products of a category are covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CategoryCoverage {
    /// The path of the category; its subcategories count too.
    pub category: String,
    /// Products that count.
    pub products: u64,
    /// Covered ones.
    pub covered: u64,
    /// Covered among products.
    pub rate: f64,
}

/// How many products of a channel are covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChannelCoverage {
    /// The code of the channel.
    pub channel: String,
    /// Products that count there.
    pub products: u64,
    /// Covered ones.
    pub covered: u64,
    /// Covered among products; 1 where there are none.
    pub rate: f64,
}

/// How many products of a brand are covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BrandCoverage {
    /// The brand.
    pub brand: String,
    /// Products that count.
    pub products: u64,
    /// Covered ones.
    pub covered: u64,
    /// Covered among products.
    pub rate: f64,
}

impl CoverageRate {
    /// A rate of two counts.
    pub fn of(covered: u64, products: u64) -> CoverageRate {
        let rate = if products == 0 { 1.0 } else { covered as f64 / products as f64 };
        CoverageRate { products, covered, rate }
    }
}
