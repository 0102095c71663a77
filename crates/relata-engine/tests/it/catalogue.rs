//! Lists of products from memory, held against reading all facts again.

use std::collections::BTreeMap;

use relata_engine::{Columns, CoverageQuery, Selected, Snapshot, View, compile, coverage};
use relata_model::{
    Availability, Catalogue, CategoryPath, ChannelCode, ProductKey, ProductLevel, ProductOrder,
    ProductSelection, ProductState, Sku, Status, Timestamp, TypeCode,
};

use crate::naive::Naive;
use crate::naive::products::CONDITIONS;
use crate::random::{Dice, World};
use crate::shop::{code, query, shop, sku, skus};

const NOW: Timestamp = Timestamp::from_micros(2);

fn columns(snapshot: &Snapshot, channel: &str, at: Timestamp, before: Option<&Columns>) -> Columns {
    Columns::new(snapshot, &ChannelCode::parse(channel).unwrap(), at, before).unwrap()
}

/// What each product can show, by the answers to questions about one type.
fn shown(facts: &Catalogue, snapshot: &Snapshot, channel: &str) -> BTreeMap<(String, TypeCode), bool> {
    let mut shown = BTreeMap::new();
    for product in &facts.products {
        for kind in &facts.types {
            let text = format!(
                "{} types={} at=1970-01-01T00:00:00.000002Z channel={channel}",
                product.sku, kind.code
            );
            let is_shown = !skus(snapshot, &text).is_empty();
            shown.insert((product.sku.to_string(), kind.code.clone()), is_shown);
        }
    }
    shown
}

fn random_selection(dice: &mut Dice, facts: &Catalogue) -> ProductSelection {
    let mut selection = ProductSelection::default();
    let path = |text: &str| CategoryPath::parse(text).unwrap();
    let kind = |dice: &mut Dice| facts.types[dice.below(facts.types.len())].code.clone();
    for _ in 0..dice.below(4) {
        match dice.below(11) {
            0 => {
                let words = ["the", "s1", "ACME", "S", "bolt 2", "he s", "x", "  "];
                selection.query = Some(dice.pick(&words).to_string());
            }
            1 => selection.parent = Some(facts.products[dice.below(facts.products.len())].sku.clone()),
            2 => selection.status.push(if dice.one_in(2) { Status::Active } else { Status::Inactive }),
            3 => selection.category.push(path(dice.pick(&["shoes", "shoes/hiking", "socks", "nowhere"]))),
            4 => selection.brand.push(dice.pick(&["acme", "bolt", "none"]).to_string()),
            5 => selection.stock = Some(Availability::ALL[dice.below(2)]),
            6 => selection.with.push(kind(dice)),
            7 => selection.without.push(kind(dice)),
            8 => selection.state.push(ProductState::ALL[dice.below(ProductState::ALL.len())]),
            9 => selection.level = ProductLevel::Top,
            _ => selection.sku.extend((0..8).map(|_| sku(&format!("S{}", dice.below(40))))),
        }
    }
    selection
}

#[test]
fn selections_facets_and_pages_are_what_the_facts_say() {
    for seed in 0..15 {
        let world = World::new(seed, 24);
        let mut facts = world.facts();
        for placement in &mut facts.placements {
            (placement.blocks, placement.caps) = (Vec::new(), Default::default());
        }
        let snapshot = compile(&facts, 1);
        for channel in facts.channels.iter().map(|channel| channel.code.as_str()) {
            let question = query(&format!("x at=1970-01-01T00:00:00.000002Z channel={channel}"));
            let naive = Naive::new(&facts, &question);
            let shown = shown(&facts, &snapshot, channel);
            let shows = |sku: &str, code: &TypeCode| shown[&(sku.to_string(), code.clone())];
            let columns = columns(&snapshot, channel, NOW, None);
            let view = View::new(&snapshot, &columns);
            let mut dice = Dice(seed);
            for _ in 0..30 {
                let selection = random_selection(&mut dice, &facts);
                let meets = |but: &[&str], sku: &str| {
                    let mut others = CONDITIONS.iter().filter(|condition| !but.contains(condition));
                    let sku = naive.skus().into_iter().find(|other| *other == sku).unwrap();
                    others.all(|condition| naive.meets(condition, &selection, sku, &shows))
                };
                let all = naive.skus();
                let count = |but: &[&str], also: &dyn Fn(&str) -> bool| {
                    all.iter().filter(|sku| meets(but, sku) && also(sku)).count()
                };
                let context = format!("seed {seed} {channel} {selection:?}");
                let selected = view.selected(&selection);
                let expected: Vec<&str> = all.iter().copied().filter(|sku| meets(&[], sku)).collect();
                let found = selected.skus();
                let found: Vec<&str> = found.iter().map(|sku| sku.as_str()).collect();
                assert_eq!(found, expected, "{context}");
                assert_eq!(selected.total(), expected.len(), "{context}");

                let facets = selected.facets();
                for (values, name, holds) in [
                    (
                        &facets.category,
                        "category",
                        &(|value: &str, sku: &str| naive.category_paths(sku).iter().any(|path| path == value))
                            as &dyn Fn(&str, &str) -> bool,
                    ),
                    (&facets.brand, "brand", &|value, sku| naive.brand_of(sku) == Some(value)),
                    (&facets.status, "status", &|value, sku| naive.status_of(sku) == value),
                    (&facets.stock, "stock", &|value, sku| (value == "in") == naive.has_stock(sku)),
                    (&facets.state, "state", &|value, sku| {
                        let sku = all.iter().find(|other| **other == sku).unwrap();
                        naive.is_in_state(sku, ProductState::parse(value).unwrap(), &shows)
                    }),
                ] {
                    for (value, counted) in values {
                        let expected = count(&[name], &|sku| holds(value, sku));
                        assert_eq!(*counted, expected, "{context}: {name} {value}");
                    }
                    let order = |pair: &&[(&str, usize)]| {
                        (pair[0].1, std::cmp::Reverse(pair[0].0)) > (pair[1].1, std::cmp::Reverse(pair[1].0))
                    };
                    assert!(values.windows(2).all(|pair| order(&pair)), "{context}: {name}");
                }
                let paths: Vec<String> = all
                    .iter()
                    .filter(|sku| meets(&["category"], sku))
                    .flat_map(|sku| naive.category_paths(sku))
                    .collect();
                let listed = |path: &String| facets.category.iter().any(|(value, _)| value == path);
                assert!(paths.iter().all(listed), "{context}: a category is missing");
                assert_eq!(facets.types.len(), facts.types.len());
                for kind in &facets.types {
                    let with = count(&["with", "without"], &|sku| shows(sku, kind.code));
                    let without = count(&["with", "without"], &|sku| !shows(sku, kind.code));
                    assert_eq!((kind.with, kind.without), (with, without), "{context}: {}", kind.code);
                }
                for condition in CONDITIONS {
                    let is_set = all.iter().any(|sku| !naive.meets(condition, &selection, sku, &shows));
                    let narrowest = selected.narrowest();
                    let told = narrowest.iter().find(|(name, _)| *name == condition).map(|(_, count)| *count);
                    let expected = count(&[condition], &|_| true);
                    match told {
                        Some(told) => assert_eq!(told, expected, "{context}: without {condition}"),
                        None => assert!(!is_set || expected == 0, "{context}: without {condition}"),
                    }
                }
                check_pages(&selected, &naive, &expected, &context);
            }
        }
    }
}

/// Walks through every order page by page.
fn check_pages(selected: &Selected<'_>, naive: &Naive<'_>, expected: &[&str], context: &str) {
    for key in ProductKey::ALL {
        for descending in [false, true] {
            let mut sorted = expected.to_vec();
            sorted.sort_by(|a, b| {
                let (left, right) = (naive.sort_value(key, a), naive.sort_value(key, b));
                let by_value = match (&left, &right) {
                    (Some(left), Some(right)) if descending => right.cmp(left),
                    (Some(left), Some(right)) => left.cmp(right),
                    _ => left.is_none().cmp(&right.is_none()),
                };
                let by_sku = if key == ProductKey::Sku && descending { b.cmp(a) } else { a.cmp(b) };
                by_value.then(by_sku)
            });
            for limit in [1, 3, 100] {
                let (mut seen, mut after) = (Vec::new(), None);
                loop {
                    let page = selected.page(ProductOrder { key, descending }, after.as_ref(), limit);
                    assert!(page.len() <= limit);
                    let Some(last) = page.last().cloned() else { break };
                    seen.extend(page.into_iter().map(|placed| placed.sku.to_string()));
                    after = Some(last);
                }
                assert_eq!(seen, sorted, "{context}: {key:?} {descending} {limit}");
            }
        }
    }
}

#[test]
fn what_can_be_shown_is_what_coverage_counts() {
    for seed in 0..40 {
        let facts = World::new(seed, 30).facts();
        let snapshot = compile(&facts, 1);
        let columns = columns(&snapshot, "web", NOW, None);
        let view = View::new(&snapshot, &columns);
        let everything = CoverageQuery { type_code: None, category: None, channel: None, at: NOW };
        let by_category: Vec<_> = coverage(&snapshot, &everything)
            .by_category
            .into_iter()
            .map(|(path, products, covered)| (path.to_string(), products, covered))
            .collect();
        let categories: Vec<_> = view
            .categories()
            .into_iter()
            .map(|(path, products, covered)| (path.to_string(), products, covered))
            .collect();
        assert_eq!(categories, by_category, "seed {seed}");
        for kind in &facts.types {
            let of_type = CoverageQuery { type_code: Some(kind.code.clone()), ..everything.clone() };
            let lacking = ProductSelection {
                level: ProductLevel::Top,
                without: vec![kind.code.clone()],
                ..ProductSelection::default()
            };
            let uncovered = coverage(&snapshot, &of_type).uncovered;
            let listed = view.selected(&lacking).skus();
            // Coverage counts what is active in the channel; lists hold everything.
            let lost: Vec<&Sku> = uncovered.iter().filter(|sku| !listed.contains(sku)).collect();
            assert!(lost.is_empty(), "seed {seed} {}: {lost:?}", kind.code);
        }
    }
}

#[test]
fn figures_of_a_product() {
    let facts = shop(
        "
        P categories=shoes stock=1
        P-1 parent=P
        A
        B stock=0
        C status=inactive
        S
        P cross_sell: A{origin=import:pim} A B
        P related: NEW C
        P upsell: S{until=2020-01-01}
        B substitute: S
        A related: P P-1
    ",
    );
    let snapshot = compile(&facts, 1);
    let columns = columns(&snapshot, "web", Timestamp::parse("2026-06-01").unwrap(), None);
    let summaries =
        View::new(&snapshot, &columns).summaries(&[sku("P"), sku("P-1"), sku("NONE"), sku("NEW")]);
    let text: String = summaries
        .iter()
        .map(|(sku, summary)| {
            let shown: Vec<_> = summary.shown.iter().filter(|(_, count)| *count > 0).collect();
            format!(
                "{sku} shown {shown:?} stored {:?} incoming {} origins {:?} issues {:?}\n",
                summary.stored, summary.incoming, summary.origins, summary.issues
            )
        })
        .collect();
    expect_test::expect![[r#"
        P shown [("cross_sell", 2)] stored {"cross_sell": 3, "related": 2, "upsell": 1} incoming 1 origins {"import": 1, "manual": 5} issues [PointsOut, Pending, Expired]
        P-1 shown [("cross_sell", 2)] stored {} incoming 1 origins {} issues []
    "#]].assert_eq(&text);
}

#[test]
fn columns_follow_changes() {
    for seed in 0..20 {
        let mut world = World::new(seed, 200);
        let mut snapshot = compile(&world.facts(), 1);
        let mut carried = columns(&snapshot, "web", NOW, None);
        for generation in 2..30 {
            let everything = ProductSelection { query: Some("s1".into()), ..ProductSelection::default() };
            let by_name = ProductOrder { key: ProductKey::Name, descending: false };
            let view = View::new(&snapshot, &carried);
            let fresh = columns(&snapshot, "web", NOW, None);
            let afresh = View::new(&snapshot, &fresh);
            assert_eq!(
                view.selected(&everything).page(by_name, None, 300),
                afresh.selected(&everything).page(by_name, None, 300),
                "seed {seed} generation {generation}"
            );
            let all = view.selected(&ProductSelection::default()).skus();
            assert_eq!(all, afresh.selected(&ProductSelection::default()).skus(), "seed {seed}");
            assert_eq!(view.summaries(&all), afresh.summaries(&all), "seed {seed} generation {generation}");
            snapshot = snapshot.apply(&world.step(), generation);
            carried = columns(&snapshot, "web", NOW, Some(&carried));
        }
    }
}

#[test]
fn columns_hold_until_a_window_opens_or_closes() {
    let facts = shop(
        "
        A
        B
        A related: B{from=2026-02-01,until=2026-03-01}
    ",
    );
    let snapshot = compile(&facts, 1);
    let time = |text: &str| Timestamp::parse(text).unwrap();
    let january = columns(&snapshot, "web", time("2026-01-05"), None);
    let fits = ["2026-01-04", "2026-01-31", "2026-02-01"].map(|text| january.fits(&snapshot, time(text)));
    assert_eq!(fits, [false, true, false]);
    let february = columns(&snapshot, "web", time("2026-02-01"), Some(&january));
    assert!(february.fits(&snapshot, time("2026-02-28")) && !february.fits(&snapshot, time("2026-03-01")));
    let march = columns(&snapshot, "web", time("2026-03-01"), Some(&february));
    assert!(march.fits(&snapshot, time("2036-03-01")));
    assert!(!march.fits(&compile(&facts, 2), time("2026-03-01")), "another snapshot has columns of its own");
    let related = ProductSelection { with: vec![code("related")], ..ProductSelection::default() };
    let counts =
        [&january, &february, &march].map(|columns| View::new(&snapshot, columns).selected(&related).total());
    assert_eq!(counts, [0, 1, 0]);
}
