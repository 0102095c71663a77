use crate::{
    Channel, Currency, Guideline, NamedCondition, Placement, Product, Relation, RelationType, Rule, Sku,
};

/// All facts that an index is compiled from.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The revision of the database that the facts are of.
    pub revision: i64,
    /// All products.
    pub products: Vec<Product>,
    /// All stored relations, pending ones included.
    pub relations: Vec<Relation>,
    /// All relation types.
    pub types: Vec<RelationType>,
    /// All channels.
    pub channels: Vec<Channel>,
    /// All placements.
    pub placements: Vec<Placement>,
    /// All rules, whatever their status.
    pub rules: Vec<Rule>,
    /// All guidelines, whatever their status.
    pub guidelines: Vec<Guideline>,
    /// All conditions with names.
    pub conditions: Vec<NamedCondition>,
    /// The shop's own currency, in which conditions read prices; `None` is the default.
    pub currency: Option<Currency>,
    /// In how many orders a SKU was bought; SKUs without orders are left out.
    pub popularity: Vec<(Sku, u32)>,
}

/// What changed between two revisions, as the facts are afterwards.
#[derive(Debug, Clone, Default)]
pub struct Delta {
    /// The revision that the facts are of.
    pub revision: i64,
    /// Changed products; `None` is gone.
    pub products: Vec<(Sku, Option<Product>)>,
    /// Changed sources, each with all its relations.
    pub relations: Vec<SourceRelations>,
    /// All relation types, if one changed.
    pub types: Option<Vec<RelationType>>,
    /// All channels, if one changed.
    pub channels: Option<Vec<Channel>>,
    /// All placements, if one changed.
    pub placements: Option<Vec<Placement>>,
    /// All rules, if one changed.
    pub rules: Option<Vec<Rule>>,
    /// All guidelines, if one changed.
    pub guidelines: Option<Vec<Guideline>>,
    /// All conditions with names, if one changed.
    pub conditions: Option<Vec<NamedCondition>>,
    /// The shop's own currency, if it changed.
    pub currency: Option<Currency>,
    /// SKUs with their new number of orders.
    pub popularity: Vec<(Sku, u32)>,
}

/// All stored relations of one source, of every type.
#[derive(Debug, Clone)]
pub struct SourceRelations {
    /// The source.
    pub source: Sku,
    /// Its relations; empty when it has none any more.
    pub relations: Vec<Relation>,
}
