//! What follows from the facts for one product: its family, its lists, its rank.

use relata_model::{
    Arrangement, Assortment, Fallback, Money, Origin, Product, Relation, RelationType, Status,
};

use super::{Naive, Row};
use crate::reading::takes_in;

impl<'a> Naive<'a> {
    pub(super) fn parent(&self, sku: &str) -> Option<&'a Product> {
        let parent = self.products.get(sku)?.parent.as_ref()?.as_str();
        if parent == sku { None } else { self.products.get(parent).copied() }
    }

    pub(super) fn family(&self, sku: &'a str) -> &'a str {
        self.parent(sku).map_or(sku, |parent| parent.sku.as_str())
    }

    pub(super) fn variants(&self, sku: &str) -> Vec<&'a Product> {
        let is_variant =
            |product: &&&Product| product.parent.as_ref().is_some_and(|parent| parent.as_str() == sku);
        self.products
            .values()
            .filter(is_variant)
            .filter(|product| product.sku.as_str() != sku)
            .copied()
            .collect()
    }

    pub(super) fn is_active(&self, sku: &str) -> bool {
        self.products[sku].status == Status::Active
            && self.parent(sku).is_none_or(|parent| parent.status == Status::Active)
    }

    pub(super) fn is_listed(&self, sku: &str) -> bool {
        match &self.channel.assortment {
            None => true,
            Some(Assortment::List(list)) => list.contains(sku),
            Some(Assortment::Condition(text)) => {
                takes_in(self.facts, text, self.parent(sku).map_or(sku, |parent| parent.sku.as_str()))
            }
        }
    }

    pub(super) fn is_offered(&self, sku: &str) -> bool {
        self.is_listed(sku)
            || self.parent(sku).is_some_and(|parent| self.is_listed(parent.sku.as_str()))
            || self.variants(sku).iter().any(|variant| self.is_listed(variant.sku.as_str()))
    }

    pub(super) fn own_stock(&self, product: &Product) -> Option<i64> {
        let offer = product.offers.get(&self.query.channel);
        offer.and_then(|offer| offer.stock).or(product.stock)
    }

    pub(super) fn sold_variants(&self, sku: &str) -> Vec<&'a Product> {
        let listed = |variant: &Product| self.is_listed(sku) || self.is_listed(variant.sku.as_str());
        let mut variants = self.variants(sku);
        variants.retain(|variant| variant.status == Status::Active && listed(variant));
        variants
    }

    pub(super) fn is_stocked(&self, sku: &str) -> bool {
        let own = self.own_stock(self.products[sku]);
        let there = |stock: Option<i64>| stock.is_none_or(|pieces| pieces > 0);
        if self.variants(sku).is_empty() {
            there(own)
        } else {
            own.is_some_and(|pieces| pieces > 0)
                || self.sold_variants(sku).iter().any(|variant| there(self.own_stock(variant)))
        }
    }

    pub(super) fn own_price(&self, product: &Product) -> Option<Money> {
        if let Some(offer) = product.offers.get(&self.query.channel)
            && let Some(minor) = offer.price
        {
            return Some(Money { minor, currency: offer.currency.unwrap_or(product.currency) });
        }
        product.price.map(|minor| Money { minor, currency: product.currency })
    }

    pub(super) fn price(&self, sku: &str) -> Option<Money> {
        let product = self.products[sku];
        if let Some(own) = self.own_price(product) {
            return Some(own);
        }
        let mut prices: Vec<Money> =
            self.sold_variants(sku).iter().filter_map(|variant| self.own_price(variant)).collect();
        prices.sort_by_key(|price| (price.currency != product.currency, price.currency, price.minor));
        prices.first().copied().or_else(|| self.own_price(self.parent(sku)?))
    }

    pub(super) fn brand(&self, sku: &str) -> Option<&'a str> {
        self.products[sku].brand.as_deref().or_else(|| self.parent(sku)?.brand.as_deref())
    }

    pub(super) fn category(&self, sku: &str) -> Option<&'a str> {
        let first = |product: &'a Product| product.categories.first().map(|path| path.as_str());
        first(self.products[sku]).or_else(|| first(self.parent(sku)?))
    }

    pub(super) fn name(&self, sku: &str) -> String {
        let product = self.products[sku];
        let locale = self.query.locale.as_ref().or(self.channel.locale.as_ref());
        let exact = locale.and_then(|locale| product.names.get(locale));
        let wider = || {
            product
                .names
                .iter()
                .find(|(name, _)| locale.is_some_and(|locale| name.covers(locale)))
                .map(|(_, name)| name)
        };
        exact.or_else(wider).unwrap_or(&product.name).clone()
    }

    pub(super) fn kind(&self, code: &str) -> &'a RelationType {
        self.facts.types.iter().find(|kind| kind.code.as_str() == code).unwrap()
    }

    pub(super) fn rows_of(&self, sku: &str, code: &str) -> Vec<Row<'a>> {
        let mut own: Vec<&Relation> = self.facts.relations.iter().collect();
        own.retain(|relation| relation.source.as_str() == sku && relation.type_code.as_str() == code);
        own.sort_by_key(|relation| (relation.position, relation.id));
        let mut turned: Vec<&Relation> = self.facts.relations.iter().collect();
        turned.retain(|relation| {
            let kind = self.facts.types.iter().find(|kind| kind.code == relation.type_code);
            let shows_back = kind.is_some_and(|kind| {
                (kind.symmetric && relation.type_code.as_str() == code)
                    || kind.inverse.as_ref().is_some_and(|inverse| inverse.as_str() == code)
            });
            relation.target.as_str() == sku && shows_back
        });
        turned.sort_by_key(|relation| (&relation.source, relation.position, relation.id));
        let own = own.into_iter().map(|relation| Row {
            relation,
            target: relation.target.as_str(),
            pin: relation.pin,
        });
        own.chain(turned.into_iter().map(|relation| Row {
            relation,
            target: relation.source.as_str(),
            pin: None,
        }))
        .collect()
    }

    pub(super) fn is_excluded(&self, sku: &str, code: &str, target: &str) -> bool {
        let excludes = |product: &Product| {
            product
                .excluded
                .iter()
                .any(|pair| pair.type_code.as_str() == code && pair.target.as_str() == target)
        };
        excludes(self.products[sku]) || self.parent(sku).is_some_and(excludes)
    }

    pub(super) fn refusal_of_relation(&self, relation: &Relation) -> Option<&'static str> {
        let scope = &relation.scope;
        let locale = self.query.locale.as_ref().or(self.channel.locale.as_ref());
        if !relation.window.contains(self.query.at) {
            Some("outside_window")
        } else if (!scope.channels.is_empty() && !scope.channels.contains(&self.query.channel))
            || (!scope.locales.is_empty()
                && !scope.locales.iter().any(|known| locale.is_some_and(|locale| known.covers(locale))))
        {
            Some("not_in_channel")
        } else if !scope.segments.is_empty() && scope.segments.is_disjoint(&self.query.segments) {
            Some("segment")
        } else {
            None
        }
    }

    /// The rows of a product and its parent that apply, and why the others do not.
    pub(super) fn list(&self, sku: &'a str, code: &str) -> (Vec<Row<'a>>, u32, Vec<&'static str>) {
        let mut rows = self.rows_of(sku, code);
        if self.family(sku) != sku {
            rows.extend(self.rows_of(self.family(sku), code));
        }
        rows.retain(|row| self.products.contains_key(row.target));
        let considered = rows.len() as u32;
        let mut removed = Vec::new();
        rows.retain(|row| {
            let excluded = self.is_excluded(sku, code, row.target).then_some("excluded");
            let reason = self.refusal_of_relation(row.relation).or(excluded);
            removed.extend(reason);
            reason.is_none()
        });
        let all = rows.clone();
        let rank = |at: usize| (all[at].relation.origin.rank(), at);
        let mut at = 0;
        rows.retain(|row| {
            let strongest = (0..all.len())
                .filter(|&other| all[other].target == row.target)
                .min_by_key(|&other| rank(other));
            at += 1;
            if strongest != Some(at - 1) {
                removed.push("duplicate");
            }
            strongest == Some(at - 1)
        });
        (rows, considered, removed)
    }

    pub(super) fn refusal_of_target(&self, sku: &'a str, sources: &[&'a str]) -> Option<&'static str> {
        let family = self.family(sku);
        let in_cart = self.query.cart.iter().any(|other| self.family(other.as_str()) == family);
        if in_cart {
            Some("in_cart")
        } else if sources.iter().any(|source| self.family(source) == family) {
            Some("family")
        } else if !self.is_active(sku) {
            Some("inactive")
        } else if !self.is_offered(sku) {
            Some("not_in_channel")
        } else if !self.is_stocked(sku) {
            Some("out_of_stock")
        } else {
            None
        }
    }

    pub(super) fn sort_key(
        &self,
        row: &Row<'_>,
        score: f64,
        turn: (usize, usize),
    ) -> (u32, u8, i64, (usize, usize)) {
        let tier = match row.relation.origin {
            Origin::Manual | Origin::Import(_) | Origin::Campaign(_) => 0,
            Origin::Rule(_) => 1,
            Origin::Learned(_) => 2,
        };
        let pin = row.pin.unwrap_or(u32::MAX);
        let by_score = -(score * 1e9) as i64;
        match self.placement.arrangement {
            Arrangement::PinsThenScore => (pin, 0, by_score, turn),
            _ if tier == 2 => (pin, tier, by_score, turn),
            _ => (pin, tier, 0, turn),
        }
    }

    pub(super) fn ranked(&self, level: Option<&str>, fallback: Fallback) -> Vec<(u32, &'a str)> {
        let mut families: Vec<&'a str> = self.products.keys().copied().collect();
        families.retain(|sku| self.family(sku) == *sku && self.is_active(sku));
        families.retain(|sku| {
            let own = &self.products[sku].categories;
            let variants = self.variants(sku);
            let paths: Vec<_> = if own.is_empty() {
                variants.iter().flat_map(|variant| &variant.categories).collect()
            } else {
                own.iter().collect()
            };
            level.is_none_or(|level| paths.iter().any(|path| path.ancestors().any(|one| one == level)))
        });
        let orders = |sku: &str| {
            self.facts
                .popularity
                .iter()
                .rev()
                .find(|(other, _)| other.as_str() == sku)
                .map_or(0, |(_, orders)| *orders)
        };
        let total = |sku: &str| {
            orders(sku) + self.variants(sku).iter().map(|variant| orders(variant.sku.as_str())).sum::<u32>()
        };
        let newest = |sku: &str| std::cmp::Reverse(self.products[sku].created_at);
        let mut ranked: Vec<(u32, &str)> = families.into_iter().map(|sku| (total(sku), sku)).collect();
        match fallback {
            Fallback::CategoryPopularity => {
                ranked.retain(|(orders, _)| *orders > 0);
                ranked.sort_by_key(|(orders, sku)| (std::cmp::Reverse(*orders), newest(sku), *sku));
            }
            Fallback::Newest => ranked.sort_by_key(|(_, sku)| (newest(sku), *sku)),
        }
        ranked
    }
}
