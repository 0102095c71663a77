use relata_model::{Rule, RuleCode, RuleOrder, RuleStatus, SortDirection, TypeCode};

use crate::loaded::Loaded;

/// One of the ten rules, three times: in the condition language, in SQL, and in code for the loop.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) code: &'static str,
    /// A type of its own, so that a list of the type is the list of the rule.
    pub(crate) kind: &'static str,
    pub(crate) matching: &'static str,
    pub(crate) show: &'static str,
    /// Field and direction; equal ones by SKU.
    pub(crate) order: (&'static str, SortDirection),
    pub(crate) limit: u32,
    /// `match` over the row `s`.
    pub(crate) match_sql: &'static str,
    /// `show` over the rows `s` and `t`.
    pub(crate) show_sql: &'static str,
    /// The column of the order.
    pub(crate) key_sql: &'static str,
    /// The table that `t` is read from: `head`, or the one with a row for each category.
    pub(crate) from_sql: &'static str,
    /// Whether targets are the same for every source.
    pub(crate) is_plain: bool,
    /// `match` as a loop over loaded products asks it.
    pub(crate) matches: fn(&Loaded) -> bool,
}

impl Case {
    pub(crate) fn rule(&self) -> Rule {
        let (field, direction) = self.order;
        let text = str::to_string;
        Rule {
            status: RuleStatus::Active,
            order_by: vec![RuleOrder::by(field, direction)],
            limit: self.limit,
            ..Rule::draft(
                RuleCode::parse(self.code).expect("a legal code"),
                TypeCode::parse(self.kind).expect("a legal code"),
                text(self.matching),
                text(self.show),
            )
        }
    }

    /// The rule as it is asked for one product at a time: nothing is shared between products.
    pub(crate) fn asked_alone(&self) -> Case {
        Case { is_plain: false, ..*self }
    }

    pub(crate) fn is_descending(&self) -> bool {
        self.order.1 == SortDirection::Descending
    }
}

const UP: SortDirection = SortDirection::Ascending;
const DOWN: SortDirection = SortDirection::Descending;

fn is_in(text: &str, texts: &[String]) -> bool {
    texts.iter().any(|one| one == text)
}

/// Six rules that compare target and source, as recommendation rules mostly do, and four that do not.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = relative();
    cases.extend(plain());
    cases
}

fn relative() -> Vec<Case> {
    vec![
        Case {
            code: "the-next-better",
            kind: "upsell",
            matching: "source.price >= 20",
            show: "target.category == source.category && target.price > source.price \
                   && target.price >= source.price * 1.1 && target.price <= source.price * 1.6",
            order: ("target.price", UP),
            limit: 6,
            match_sql: "s.price >= 20",
            show_sql: "t.category = s.category AND t.price > s.price AND t.price >= s.price * 1.1 \
                       AND t.price <= s.price * 1.6",
            key_sql: "price",
            from_sql: "head",
            is_plain: false,
            matches: |one| one.price.is_some_and(|price| price >= 20.into()),
        },
        Case {
            code: "instead-of-it",
            kind: "alternative",
            matching: "true",
            show: "target.category == source.category && target.in_stock \
                   && target.price >= source.price * 0.85 && target.price <= source.price * 1.15",
            order: ("target.margin", DOWN),
            limit: 8,
            match_sql: "true",
            show_sql: "t.category = s.category AND t.price >= s.price * 0.85 AND t.price <= s.price * 1.15",
            key_sql: "margin",
            from_sql: "head",
            is_plain: false,
            matches: |_| true,
        },
        Case {
            code: "small-things-of-the-brand",
            kind: "accessory",
            matching: "'c03' in source.categories || 'c00' in source.categories",
            show: "target.brand == source.brand && target.price < source.price * 0.5",
            order: ("target.created_at", DOWN),
            limit: 6,
            match_sql: "s.categories && '{c03,c00}'",
            show_sql: "t.brand = s.brand AND t.price < s.price * 0.5",
            key_sql: "created_at",
            from_sql: "head",
            is_plain: false,
            matches: |one| is_in("c03", &one.categories) || is_in("c00", &one.categories),
        },
        Case {
            code: "elsewhere-in-the-brand",
            kind: "cross_sell",
            matching: "'sale' in source.tags",
            show: "target.brand == source.brand && target.category != source.category",
            order: ("target.margin", DOWN),
            limit: 8,
            match_sql: "s.tags && '{sale}'",
            show_sql: "t.brand = s.brand AND t.category <> s.category",
            key_sql: "margin",
            from_sql: "head",
            is_plain: false,
            matches: |one| is_in("sale", &one.tags),
        },
        Case {
            code: "best-of-the-category",
            kind: "related",
            matching: "source.attributes.rating <= 4",
            show: "source.category in target.categories && target.attributes.rating >= 4.5",
            order: ("target.attributes.rating", DOWN),
            limit: 10,
            match_sql: "s.rating <= 4",
            show_sql: "t.of_category = s.category AND t.rating >= 4.5",
            key_sql: "rating",
            from_sql: "head_by_category",
            is_plain: false,
            matches: |one| one.rating.is_some_and(|rating| rating <= 4.into()),
        },
        Case {
            code: "same-make-of-later",
            kind: "later",
            matching: "source.attributes.material in ['steel', 'carbon'] && source.price > 50",
            show: "target.brand == source.brand && target.attributes.material == source.attributes.material \
                   && target.created_at > source.created_at",
            order: ("target.price", DOWN),
            limit: 5,
            match_sql: "s.material IN ('steel', 'carbon') AND s.price > 50",
            show_sql: "t.brand = s.brand AND t.material = s.material AND t.created_at > s.created_at",
            key_sql: "price",
            from_sql: "head",
            is_plain: false,
            matches: |one| {
                one.material.as_deref().is_some_and(|material| ["steel", "carbon"].contains(&material))
                    && one.price.is_some_and(|price| price > 50.into())
            },
        },
    ]
}

fn plain() -> Vec<Case> {
    vec![
        Case {
            code: "bestsellers-of-the-first-brand",
            kind: "bestsellers",
            matching: "'c01' in source.categories",
            show: "'bestseller' in target.tags && target.brand == 'Brand 001'",
            order: ("target.price", UP),
            limit: 8,
            match_sql: "s.categories && '{c01}'",
            show_sql: "t.tags && '{bestseller}' AND t.brand = 'Brand 001'",
            key_sql: "price",
            from_sql: "head",
            is_plain: true,
            matches: |one| is_in("c01", &one.categories),
        },
        Case {
            code: "cheap-with-dear",
            kind: "cheap",
            matching: "source.price > 100",
            show: "'c02/c02-01' in target.categories && target.price < 50",
            order: ("target.margin", DOWN),
            limit: 6,
            match_sql: "s.price > 100",
            show_sql: "t.categories && '{c02/c02-01}' AND t.price < 50",
            key_sql: "margin",
            from_sql: "head",
            is_plain: true,
            matches: |one| one.price.is_some_and(|price| price > 100.into()),
        },
        Case {
            code: "cotton-with-what-lets-water-in",
            kind: "cotton",
            matching: "source.attributes.waterproof == false && source.brand in ['Brand 002', 'Brand 003', 'Brand 004']",
            show: "target.attributes.material == 'cotton' && 'eco' in target.tags",
            order: ("target.created_at", DOWN),
            limit: 10,
            match_sql: "NOT s.waterproof AND s.brand IN ('Brand 002', 'Brand 003', 'Brand 004')",
            show_sql: "t.material = 'cotton' AND t.tags && '{eco}'",
            key_sql: "created_at",
            from_sql: "head",
            is_plain: true,
            matches: |one| {
                let brands = ["Brand 002", "Brand 003", "Brand 004"];
                one.waterproof == Some(false)
                    && one.brand.as_deref().is_some_and(|brand| brands.contains(&brand))
            },
        },
        Case {
            code: "gifts-in-red",
            kind: "gifts",
            matching: "source.attributes.color == 'red' && !('sale' in source.tags)",
            show: "target.attributes.color in ['red', 'black'] && 'gift' in target.tags",
            order: ("target.margin", DOWN),
            limit: 12,
            // A parent has the colours of its variants.
            match_sql: "s.colors && '{red}' AND NOT s.tags && '{sale}'",
            show_sql: "t.colors && '{red,black}' AND t.tags && '{gift}'",
            key_sql: "margin",
            from_sql: "head",
            is_plain: true,
            matches: |one| is_in("red", &one.colors) && !is_in("sale", &one.tags),
        },
    ]
}
