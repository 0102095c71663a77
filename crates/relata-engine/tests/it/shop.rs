//! A shop in a few lines, and answers as text.
//!
//! ```text
//! P categories=shoes/running brand=Acme price=89.00 stock=3 orders=31 created=2026-01-05
//! P-41 parent=P status=inactive app.stock=0 app.price=85.00 name.de=Schuh excluded=cross_sell>S1
//! P cross_sell: S1 S2{weight=0.5,segments=vip,from=2030-01-01,until=2030-02-01,origin=import:pim,pin=1}
//! ```

use std::fmt::Write;

use expect_test::Expect;
use relata_engine::{Answer, Query, Snapshot, compile, recommend};
use relata_model::{
    Catalogue, CategoryPath, Channel, ChannelCode, Exclusion, Locale, Offer, Origin, Placement,
    PlacementCode, Product, Relation, RelationId, RelationType, Scope, SegmentCode, Sku, Status, Timestamp,
    TypeCode, Window,
};

pub fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub fn code(text: &str) -> TypeCode {
    TypeCode::parse(text).unwrap()
}

/// The facts of a shop with the built-in types and placements and the channels `web` and `app`.
pub fn shop(text: &str) -> Catalogue {
    let app = Channel { code: ChannelCode::parse("app").unwrap(), name: "App".into(), ..Channel::web() };
    let mut catalogue = Catalogue {
        revision: 7,
        types: RelationType::built_in(),
        channels: vec![Channel::web(), app],
        placements: Placement::built_in(),
        ..Catalogue::default()
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap();
        let rest: Vec<&str> = words.collect();
        match rest.first().and_then(|word| word.strip_suffix(':')) {
            Some(type_code) => add_relations(&mut catalogue, first, type_code, &rest[1..]),
            None => add_product(&mut catalogue, first, &rest),
        }
    }
    catalogue
}

fn add_product(catalogue: &mut Catalogue, key: &str, fields: &[&str]) {
    let mut product = Product::new(sku(key), format!("The {key}"));
    for (field, value) in fields.iter().map(|field| field.split_once('=').unwrap()) {
        let amount = || Some(value.replace('.', "").parse().unwrap());
        match field.split_once('.') {
            Some(("name", locale)) => {
                product.names.insert(Locale::parse(locale).unwrap(), value.into());
                continue;
            }
            Some((channel, field)) => {
                let offer: &mut Offer =
                    product.offers.entry(ChannelCode::parse(channel).unwrap()).or_default();
                *(if field == "price" { &mut offer.price } else { &mut offer.stock }) = amount();
                continue;
            }
            None => {}
        }
        match field {
            "parent" => product.parent = Some(sku(value)),
            "brand" => product.brand = Some(value.into()),
            "categories" => {
                product.categories = value.split('|').map(|path| CategoryPath::parse(path).unwrap()).collect()
            }
            "price" => product.price = amount(),
            "stock" => product.stock = amount(),
            "status" => product.status = Status::parse(value).unwrap(),
            "created" => product.created_at = Some(Timestamp::parse(value).unwrap()),
            "orders" => catalogue.popularity.push((sku(key), value.parse().unwrap())),
            "excluded" => product.excluded.extend(value.split('|').map(|pair| {
                let (kind, target) = pair.split_once('>').unwrap();
                Exclusion { type_code: code(kind), target: sku(target) }
            })),
            _ => panic!("no field {field}"),
        }
    }
    catalogue.products.push(product);
}

fn add_relations(catalogue: &mut Catalogue, source: &str, type_code: &str, targets: &[&str]) {
    for text in targets {
        let (target, terms) = text.trim_end_matches('}').split_once('{').unwrap_or((text, ""));
        let same_list = |relation: &&Relation| {
            relation.source.as_str() == source && relation.type_code.as_str() == type_code
        };
        let mut relation = Relation {
            id: RelationId(catalogue.relations.len() as i64 + 1),
            source: sku(source),
            type_code: code(type_code),
            target: sku(target),
            origin: Origin::Manual,
            scope: Scope::default(),
            window: Window::ALWAYS,
            position: catalogue.relations.iter().filter(same_list).count() as u32 + 1,
            weight: 1.0,
            quantity: None,
            fields: Default::default(),
            pin: None,
            created_at: Timestamp::from_micros(0),
        };
        for (term, value) in terms.split(',').filter_map(|term| term.split_once('=')) {
            match term {
                "origin" => relation.origin = Origin::parse(value).unwrap(),
                "weight" => relation.weight = value.parse().unwrap(),
                "position" => relation.position = value.parse().unwrap(),
                "pin" => relation.pin = Some(value.parse().unwrap()),
                "from" => relation.window.from = Some(Timestamp::parse(value).unwrap()),
                "until" => relation.window.until = Some(Timestamp::parse(value).unwrap()),
                "channels" => drop(relation.scope.channels.insert(ChannelCode::parse(value).unwrap())),
                "locales" => drop(relation.scope.locales.insert(Locale::parse(value).unwrap())),
                "segments" => drop(relation.scope.segments.insert(SegmentCode::parse(value).unwrap())),
                _ => panic!("no term {term}"),
            }
        }
        catalogue.relations.push(relation);
    }
}

/// A query such as `P cart=S1,S2 types=cross_sell at=2030-01-15 segments=vip limit=3`.
pub fn query(text: &str) -> Query {
    let now = Timestamp::parse("2026-06-01").unwrap();
    let placement = PlacementCode::parse("product_page").unwrap();
    let mut query = Query::new(placement, ChannelCode::parse("web").unwrap(), Vec::new(), now);
    query.explain = true;
    for word in text.split_whitespace() {
        let Some((field, value)) = word.split_once('=') else {
            query.products.push(sku(word));
            continue;
        };
        let values = || value.split(',');
        match field {
            "cart" => query.cart = values().map(sku).collect(),
            "types" => query.types = Some(values().map(code).collect()),
            "at" => query.at = Timestamp::parse(value).unwrap(),
            "segments" => query.segments = values().map(|code| SegmentCode::parse(code).unwrap()).collect(),
            "limit" => query.limit = Some(value.parse().unwrap()),
            "channel" => query.channel = ChannelCode::parse(value).unwrap(),
            "locale" => query.locale = Some(Locale::parse(value).unwrap()),
            "placement" => query.placement = PlacementCode::parse(value).unwrap(),
            _ => panic!("no field {field}"),
        }
    }
    query
}

pub fn render(answer: &Answer<'_>) -> String {
    let mut text = String::new();
    for pick in &answer.items {
        let product: f64 = pick.reason.factors.iter().map(|(_, value)| value).product();
        assert!(
            (product - pick.score).abs() <= 1e-6 * product.abs().max(1.0),
            "factors multiply to the score"
        );
        let price = pick.price.map_or(String::new(), |price| format!(" {price}"));
        let block = pick.block.map_or(String::new(), |block| format!(" [{block}]"));
        let score = (pick.score * 1e4).round() / 1e4;
        write!(text, "{}{block} {} {} {score}{price}", pick.position, pick.sku, pick.type_code).unwrap();
        writeln!(text, " - {}: {}", pick.origin, pick.reason.text).unwrap();
    }
    write!(text, "considered {}", answer.considered).unwrap();
    for (reason, count) in &answer.removed {
        write!(text, ", {reason} {count}").unwrap();
    }
    text.push('\n');
    if answer.fallback {
        text.push_str("fallback\n");
    }
    for sku in &answer.unknown_products {
        writeln!(text, "unknown {sku}").unwrap();
    }
    text
}

/// Answers a query over a shop and compares the text of the answer.
pub fn check(shop_text: &str, query_text: &str, expected: Expect) {
    check_in(&compile(&shop(shop_text), 1), query_text, expected);
}

pub fn check_in(snapshot: &Snapshot, query_text: &str, expected: Expect) {
    let text = match recommend(snapshot, &query(query_text)) {
        Ok(answer) => render(&answer),
        Err(problems) => problems
            .iter()
            .map(|problem| {
                let pointer = problem.pointer.as_deref().unwrap_or_default();
                format!(
                    "{} {pointer} {} ({})\n",
                    problem.code.as_str(),
                    problem.message,
                    problem.hint.as_deref().unwrap()
                )
            })
            .collect(),
    };
    expected.assert_eq(&text);
}

/// The SKUs of an answer.
pub fn skus(snapshot: &Snapshot, query_text: &str) -> Vec<String> {
    let answer = recommend(snapshot, &query(query_text)).unwrap();
    answer.items.iter().map(|pick| pick.sku.to_string()).collect()
}
