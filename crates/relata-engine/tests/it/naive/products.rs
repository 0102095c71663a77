//! Which products a selection means, one product and one condition at a time.

use relata_model::{
    Availability, Origin, ProductKey, ProductLevel, ProductSelection, ProductState, Relation, TypeCode,
};

use super::Naive;

/// Whether a product can show something of a type.
pub type Shows<'f> = &'f dyn Fn(&str, &TypeCode) -> bool;

pub const CONDITIONS: [&str; 11] =
    ["query", "parent", "status", "category", "brand", "stock", "with", "without", "state", "level", "sku"];

impl<'a> Naive<'a> {
    pub fn skus(&self) -> Vec<&'a str> {
        self.products.keys().copied().collect()
    }

    pub fn stored(&self, sku: &str) -> Vec<&'a Relation> {
        self.facts.relations.iter().filter(|relation| relation.source.as_str() == sku).collect()
    }

    /// The categories of a product with all their ancestors.
    pub fn category_paths(&self, sku: &str) -> Vec<String> {
        let product = self.products[sku];
        let mut paths = product.categories.clone();
        if paths.is_empty() {
            paths = self.variants(sku).iter().flat_map(|variant| variant.categories.clone()).collect();
        }
        let mut all: Vec<String> =
            paths.iter().flat_map(|path| path.ancestors().map(str::to_string)).collect();
        all.sort();
        all.dedup();
        all
    }

    pub fn brand_of(&self, sku: &str) -> Option<&'a str> {
        self.products[sku].brand.as_deref()
    }

    pub fn has_stock(&self, sku: &str) -> bool {
        self.is_stocked(sku)
    }

    pub fn status_of(&self, sku: &str) -> &'static str {
        self.products[sku].status.as_str()
    }

    pub fn family_of(&self, sku: &'a str) -> &'a str {
        self.family(sku)
    }

    /// Whether every word stands in SKU, name or brand.
    pub fn has_words(&self, sku: &str, text: &str) -> bool {
        let parts = [sku, &self.products[sku].name, self.brand_of(sku).unwrap_or_default()];
        text.split_whitespace()
            .all(|word| parts.iter().any(|part| part.to_lowercase().contains(&word.to_lowercase())))
    }

    pub fn is_in_state(&self, sku: &'a str, state: ProductState, shows: Shows<'_>) -> bool {
        let own = self.stored(sku);
        let exists = |relation: &Relation| self.products.contains_key(relation.target.as_str());
        match state {
            ProductState::Uncovered => !self.facts.types.iter().any(|kind| shows(sku, &kind.code)),
            ProductState::PointsOut => own.iter().any(|relation| {
                let target = relation.target.as_str();
                exists(relation)
                    && self.refusal_of_relation(relation).is_none()
                    && !self.is_excluded(sku, relation.type_code.as_str(), target)
                    && !(self.is_active(target) && self.is_offered(target) && self.is_stocked(target))
            }),
            ProductState::Pending => own.iter().any(|relation| !exists(relation)),
            ProductState::Expired => own.iter().any(|relation| relation.window.ended(self.query.at)),
            ProductState::OnlyManual => {
                !own.is_empty() && own.iter().all(|relation| relation.origin == Origin::Manual)
            }
            ProductState::OnlyImported => {
                !own.is_empty() && own.iter().all(|relation| matches!(relation.origin, Origin::Import(_)))
            }
            ProductState::NoRelations => own.is_empty(),
        }
    }

    /// Whether a product meets one condition of a selection.
    pub fn meets(
        &self,
        condition: &str,
        selection: &ProductSelection,
        sku: &'a str,
        shows: Shows<'_>,
    ) -> bool {
        let product = self.products[sku];
        let ProductSelection {
            query,
            parent,
            status,
            category,
            brand,
            stock,
            with,
            without,
            state,
            level,
            sku: skus,
            ..
        } = selection;
        match condition {
            "query" => query.as_ref().is_none_or(|text| self.has_words(sku, text)),
            "parent" => parent
                .as_ref()
                .is_none_or(|parent| product.parent.as_ref() == Some(parent) && parent.as_str() != sku),
            "status" => status.is_empty() || status.contains(&product.status),
            "category" => {
                let paths = self.category_paths(sku);
                category.is_empty() || category.iter().any(|path| paths.contains(&path.to_string()))
            }
            "brand" => {
                brand.is_empty() || self.brand_of(sku).is_some_and(|own| brand.iter().any(|one| one == own))
            }
            "stock" => stock.is_none_or(|stock| (stock == Availability::In) == self.is_stocked(sku)),
            "with" => with.is_empty() || with.iter().any(|code| shows(sku, code)),
            "without" => without.is_empty() || without.iter().any(|code| !shows(sku, code)),
            "state" => state.is_empty() || state.iter().any(|state| self.is_in_state(sku, *state, shows)),
            "level" => *level == ProductLevel::All || self.family(sku) == sku,
            "sku" => skus.is_empty() || skus.iter().any(|one| one.as_str() == sku),
            _ => panic!("no condition {condition}"),
        }
    }

    /// What a product is sorted by beside its SKU: a number, or a text; `None` where it is absent.
    pub fn sort_value(&self, key: ProductKey, sku: &str) -> Option<(i64, String)> {
        let number = |number: i64| Some((number, String::new()));
        match key {
            ProductKey::Sku => None,
            ProductKey::Name => Some((0, self.products[sku].name.to_lowercase())),
            // All currencies of the random shops have two digits.
            ProductKey::Price => number(self.price(sku)?.minor),
            ProductKey::Stock => number(self.own_stock(self.products[sku])?),
            ProductKey::Relations => number(self.stored(sku).len() as i64),
            ProductKey::Orders => number(self.orders_of(sku)),
        }
    }

    pub fn orders_of(&self, sku: &str) -> i64 {
        let orders = |sku: &str| {
            let found = self.facts.popularity.iter().find(|(other, _)| other.as_str() == sku);
            found.map_or(0, |(_, orders)| i64::from(*orders))
        };
        let variants = self.variants(sku);
        orders(sku) + variants.iter().map(|variant| orders(variant.sku.as_str())).sum::<i64>()
    }
}
