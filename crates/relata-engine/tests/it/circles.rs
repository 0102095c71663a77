//! Nothing that closes a circle is served, whatever mixture of relations and rules wants it.
//!
//! The oracle knows graphs of a few nodes alone: it takes the edges one by one, as the design says in
//! which order, asks of each whether its target reaches its source, and by how many steps.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use relata_engine::{ListedStatus, Snapshot, compile, recommend, rule_rows};
use relata_graph::Verdict;
use relata_model::{
    Catalogue, ChannelCode, CycleLaw, Delta, Origin, Potential, Relation, RelationIdentity, Rule, Scope, Sku,
    Timestamp, Window,
};

use crate::proof::{say, wanted};
use crate::random::Dice;
use crate::rules::rule;
use crate::shop::{code, query, shop, sku};

/// Every so many graphs of four nodes one is tried in the usual run; 1 is all of them.
const EVERY: u64 = 61;
const EVERY_VARIABLE: &str = "RELATA_CIRCLES_EVERY";
const GRAPHS: u64 = 1 << 16;
/// Random graphs of more nodes in the usual run.
const RANDOM: u64 = 150;
const RANDOM_VARIABLE: &str = "RELATA_CIRCLES_RANDOM";

type Edge = (usize, usize);

/// A shop whose products are the nodes, with edges of both kinds.
struct Drawn {
    facts: Catalogue,
    stored: BTreeSet<Edge>,
    /// What rules want, in the order in which it is taken, each once.
    wanted: Vec<Edge>,
}

fn name(node: usize) -> String {
    format!("N{node:02}")
}

/// The steps from one node to another along edges; `None` if there is no way.
fn steps(edges: &BTreeSet<Edge>, from: usize, to: usize) -> Option<usize> {
    let (mut ahead, mut seen) = (VecDeque::from([(from, 0)]), BTreeSet::from([from]));
    while let Some((node, far)) = ahead.pop_front() {
        if node == to {
            return Some(far);
        }
        for &(_, next) in edges.range((node, 0)..(node + 1, 0)) {
            if seen.insert(next) {
                ahead.push_back((next, far + 1));
            }
        }
    }
    None
}

/// Makes some edges stored relations, as far as they close no circle, and leaves the others to rules.
fn draw(dice: &mut Dice, nodes: usize, edges: &[Edge]) -> Drawn {
    let lines: Vec<String> =
        (0..nodes).map(|node| format!("{} price={}.00", name(node), dice.below(4))).collect();
    let mut facts = shop(&lines.join("\n"));
    let price = |node: usize| facts.products[node].price;
    // Rules that rise in the potential are looked at in another way than those that do not.
    let all_rise = dice.one_in(2);
    let (mut stored, mut left): (BTreeSet<Edge>, BTreeSet<Edge>) = Default::default();
    for &(source, target) in edges {
        let is_for_rules = if all_rise { price(target) > price(source) } else { dice.one_in(2) };
        if is_for_rules && !dice.one_in(4) {
            left.insert((source, target));
        } else if steps(&stored, target, source).is_none() {
            stored.insert((source, target));
        }
    }
    let kind = facts.types.iter_mut().find(|kind| kind.code.as_str() == "upsell").unwrap();
    kind.cycle_law = if dice.one_in(2) { CycleLaw::Strict } else { CycleLaw::Order };
    kind.potential = dice.one_in(2).then_some(Potential::Price).or(all_rise.then_some(Potential::Price));
    facts.relations = stored.iter().enumerate().map(|(id, &edge)| relation(id, edge)).collect();
    let rises = if all_rise { " && target.price > source.price" } else { "" };
    let (rules, wanted) = rules_of(dice, &left, rises);
    facts.rules = rules;
    Drawn { facts, stored, wanted }
}

fn relation(id: usize, (source, target): Edge) -> Relation {
    let mut relation = shop("A\nB\nA upsell: B").relations.remove(0);
    (relation.source, relation.target) = (sku(&name(source)), sku(&name(target)));
    relation.id = relation_id(id);
    relation
}

fn relation_id(id: usize) -> relata_model::RelationId {
    relata_model::RelationId(id as i64 + 1)
}

/// Rules for edges: one for each, or one for each source, the ends named in different parts.
fn rules_of(dice: &mut Dice, edges: &BTreeSet<Edge>, rises: &str) -> (Vec<Rule>, Vec<Edge>) {
    let mut lists: Vec<(usize, Vec<usize>)> = Vec::new();
    for &(source, target) in edges {
        match lists.last_mut().filter(|(last, _)| *last == source) {
            Some((_, targets)) if dice.one_in(2) => targets.push(target),
            _ => lists.push((source, vec![target])),
        }
    }
    let mut rules = Vec::new();
    let mut taken: Vec<(i32, usize, Edge)> = Vec::new();
    for (at, (source, targets)) in lists.into_iter().enumerate() {
        let names: Vec<String> = targets.iter().map(|target| format!("'{}'", name(*target))).collect();
        let one = format!("source.sku == '{}'", name(source));
        let others = format!("target.sku in [{}]{rises}", names.join(", "));
        let (matching, show) = match dice.below(3) {
            0 => ("true".to_string(), format!("{one} && {others}")),
            // A part over both ends that columns do not answer.
            1 => ("true".to_string(), format!("({one} || source.sku == target.sku) && {others}")),
            _ => (one, others),
        };
        let priority = dice.below(3) as i32;
        taken.extend(targets.iter().map(|&target| (-priority, at, (source, target))));
        let code = format!("rule-{at:03}");
        rules.push(Rule { priority, limit: 50, ..rule(&code, "upsell", &matching, &show) });
    }
    taken.sort();
    // A rule never shows a product beside itself.
    let wanted = taken.into_iter().map(|(.., edge)| edge).filter(|(source, target)| source != target);
    (rules, wanted.collect())
}

/// What is withheld if edges are taken in their order, each with the length of the circle it closes.
fn withheld_plainly(drawn: &Drawn) -> (BTreeMap<Edge, usize>, BTreeSet<Edge>) {
    let (mut taken, mut withheld) = (drawn.stored.clone(), BTreeMap::new());
    for &(source, target) in &drawn.wanted {
        match steps(&taken, target, source) {
            Some(far) => drop(withheld.insert((source, target), far + 1)),
            None => drop(taken.insert((source, target))),
        }
    }
    (withheld, taken)
}

fn node(sku: &str) -> usize {
    sku[1..].parse().unwrap()
}

/// Holds what an index withholds, serves and refuses against the oracle; how much is withheld.
fn look(about: &str, drawn: &Drawn, nodes: usize, snapshot: &Snapshot) -> usize {
    let (expected, served) = withheld_plainly(drawn);
    let mut withheld = BTreeMap::new();
    let all: BTreeSet<Edge> = drawn.stored.iter().chain(&drawn.wanted).copied().collect();
    for pair in snapshot.withheld_pairs() {
        let path: Vec<usize> = pair.path.iter().map(|sku| node(sku.as_str())).collect();
        assert_eq!(path.first(), path.last(), "{about}: {path:?} is no circle");
        assert!(path.windows(2).all(|step| all.contains(&(step[0], step[1]))), "{about}: {path:?}");
        assert!(pair.rules.contains(&pair.rule), "{about}");
        withheld.insert((path[0], path[1]), path.len() - 1);
    }
    assert_eq!(withheld, expected, "{about}: what is withheld, each by a shortest circle");
    for source in 0..nodes {
        let shown: BTreeSet<usize> = shown_by(snapshot, &name(source)).iter().map(|sku| node(sku)).collect();
        let may: BTreeSet<usize> = served.range((source, 0)..(source + 1, 0)).map(|edge| edge.1).collect();
        assert_eq!(shown, may, "{about}: what is shown beside {source}");
    }
    withheld.len()
}

/// A relation is refused where it would close a circle, with a shortest one.
fn look_at_refusals(about: &str, drawn: &Drawn, nodes: usize, snapshot: &Snapshot) {
    if drawn.facts.rules.is_empty() {
        return;
    }
    let all: BTreeSet<Edge> = drawn.stored.iter().chain(&drawn.wanted).copied().collect();
    for source in 0..nodes {
        for target in (0..nodes).filter(|target| *target != source) {
            let identity = RelationIdentity {
                source: sku(&name(source)),
                type_code: code("upsell"),
                target: sku(&name(target)),
                origin: Origin::Manual,
                scope: Scope::default(),
                window: Window::ALWAYS,
            };
            let length = match snapshot.closes_circle(&identity) {
                Verdict::Sound => None,
                Verdict::Cycle(path) => Some(path.len() - 1),
                Verdict::Unproven => panic!("{about}: a handful of edges is never too much"),
            };
            let expected = steps(&all, target, source).map(|far| far + 1);
            assert_eq!(length, expected, "{about}: {source} to {target}");
        }
    }
}

fn shown_by(snapshot: &Snapshot, source: &str) -> Vec<String> {
    let answer = recommend(snapshot, &query(&format!("{source} types=upsell limit=50"))).unwrap();
    answer.items.iter().map(|pick| pick.sku.to_string()).collect()
}

#[test]
fn of_all_graphs_on_four_nodes_none_is_served_with_a_circle() {
    let (every, mut tried, mut withheld) = (wanted(EVERY_VARIABLE, EVERY), 0, 0);
    for graph in (0..GRAPHS).step_by(every as usize) {
        let edges = (0..16).filter(|bit| graph >> bit & 1 == 1).map(|bit| (bit / 4, bit % 4));
        let edges: Vec<Edge> = edges.collect();
        let drawn = draw(&mut Dice(graph), 4, &edges);
        let snapshot = compile(&drawn.facts, 1);
        let about = format!("graph {graph}");
        withheld += look(&about, &drawn, 4, &snapshot);
        look_at_refusals(&about, &drawn, 4, &snapshot);
        look_at_activation(&about, &drawn, &snapshot);
        tried += 1;
    }
    assert!(withheld > tried, "{tried} graphs, {withheld} pairs withheld");
    say(&format!("{tried} graphs on four nodes, {withheld} pairs that would have closed a circle"));
}

/// A rule that becomes active without a circle to show for it leads to none.
fn look_at_activation(about: &str, drawn: &Drawn, snapshot: &Snapshot) {
    let Some((last, others)) = drawn.facts.rules.split_last() else { return };
    let rules = Some(others.to_vec());
    let before = snapshot.apply(&Delta { revision: 1, rules, ..Delta::default() }, 2);
    let after = before.with_rule(last).unwrap();
    let circles = after.circles_of(&before, &last.code).unwrap();
    let pairs = |snapshot: &Snapshot| -> BTreeSet<Vec<Sku>> {
        snapshot.withheld_pairs().map(|pair| pair.path[..2].to_vec()).collect()
    };
    let fresh: Vec<Vec<Sku>> = pairs(&after).difference(&pairs(&before)).cloned().collect();
    assert!(!circles.is_empty() || fresh.is_empty(), "{about}: {} is let in, {fresh:?} withheld", last.code);
    assert_eq!(pairs(&after), pairs(snapshot), "{about}: as if it had been there");
}

/// The groups of nodes that all reach each other (Tarjan: Depth-first search and linear graph
/// algorithms, 1972), those of one node left out.
fn groups(nodes: usize, edges: &BTreeSet<Edge>) -> Vec<BTreeSet<usize>> {
    struct Walk<'e> {
        edges: &'e BTreeSet<Edge>,
        index: BTreeMap<usize, usize>,
        low: BTreeMap<usize, usize>,
        stack: Vec<usize>,
        found: Vec<BTreeSet<usize>>,
    }
    fn visit(walk: &mut Walk<'_>, node: usize) {
        let number = walk.index.len();
        walk.index.insert(node, number);
        walk.low.insert(node, number);
        walk.stack.push(node);
        for &(_, next) in walk.edges.range((node, 0)..(node + 1, 0)) {
            if !walk.index.contains_key(&next) {
                visit(walk, next);
                walk.low.insert(node, walk.low[&node].min(walk.low[&next]));
            } else if walk.stack.contains(&next) {
                walk.low.insert(node, walk.low[&node].min(walk.index[&next]));
            }
        }
        if walk.low[&node] == number {
            let at = walk.stack.iter().position(|one| *one == node).unwrap();
            walk.found.push(walk.stack.split_off(at).into_iter().collect());
        }
    }
    let mut walk =
        Walk { edges, index: BTreeMap::new(), low: BTreeMap::new(), stack: Vec::new(), found: Vec::new() };
    for node in 0..nodes {
        if !walk.index.contains_key(&node) {
            visit(&mut walk, node);
        }
    }
    walk.found.into_iter().filter(|group| group.len() > 1).collect()
}

#[test]
fn random_graphs_are_cut_where_tarjan_finds_groups() {
    let (mut withheld, mut cyclic) = (0, 0);
    for seed in 0..wanted(RANDOM_VARIABLE, RANDOM) {
        let mut dice = Dice(900_000 + seed);
        let nodes = 5 + dice.below(25);
        let count = nodes + dice.below(nodes * 2);
        let edges: Vec<Edge> = (0..count).map(|_| (dice.below(nodes), dice.below(nodes))).collect();
        let drawn = draw(&mut dice, nodes, &edges);
        let snapshot = compile(&drawn.facts, 1);
        let about = format!("seed {seed}");
        withheld += look(&about, &drawn, nodes, &snapshot);
        let all: BTreeSet<Edge> = drawn.stored.iter().chain(&drawn.wanted).copied().collect();
        let together = groups(nodes, &all);
        cyclic += u64::from(!together.is_empty());
        let (cut, served) = withheld_plainly(&drawn);
        assert_eq!(cut.is_empty(), together.is_empty(), "{about}");
        for (source, target) in cut.keys() {
            let is_within = |group: &BTreeSet<usize>| group.contains(source) && group.contains(target);
            assert!(together.iter().any(is_within), "{about}: {source} to {target} lies on no circle");
        }
        assert!(groups(nodes, &served).is_empty(), "{about}: a circle is served");
    }
    assert!(cyclic > 20, "hardly a graph has circles: {cyclic}");
    say(&format!("{cyclic} random graphs with circles, {withheld} pairs withheld"));
}

fn withheld(snapshot: &Snapshot) -> Vec<String> {
    let path = |skus: &[Sku]| skus.iter().map(|sku| sku.as_str()).collect::<Vec<_>>().join(" ");
    snapshot.withheld_pairs().map(|pair| format!("{} by {:?}", path(&pair.path), pair.rules)).collect()
}

#[test]
fn a_changed_price_turns_a_pair_round_and_it_is_withheld() {
    let mut facts = shop("A price=10.00\nB price=12.00\nA upsell: B");
    facts.rules = vec![rule("up", "upsell", "true", "target.price > source.price")];
    let snapshot = compile(&facts, 1);
    assert_eq!(withheld(&snapshot), Vec::<String>::new());
    let mut product = facts.products[1].clone();
    product.price = Some(500);
    let products = vec![(product.sku.clone(), Some(product))];
    let turned = snapshot.apply(&Delta { revision: 2, products, ..Delta::default() }, 2);
    assert_eq!(withheld(&turned), [r#"B A B by ["up"]"#]);
    assert_eq!((shown_by(&turned, "A"), shown_by(&turned, "B")), (vec!["B".to_string()], vec![]));
    let rows = rule_rows(&turned, &sku("B"), &code("upsell"), Timestamp::from_micros(0));
    assert!(rows.len() == 1 && rows[0].status == ListedStatus::Withheld);
    // What is turned back is served again.
    let product = facts.products[1].clone();
    let products = vec![(product.sku.clone(), Some(product))];
    let back = turned.apply(&Delta { revision: 3, products, ..Delta::default() }, 3);
    assert_eq!(withheld(&back), Vec::<String>::new());
}

#[test]
fn rules_that_rise_in_different_fields_close_circles() {
    let mut facts = shop("A price=10.00\nB price=12.00");
    (facts.products[0].cost, facts.products[1].cost) = (Some(500), Some(400));
    facts.rules = vec![
        rule("by-cost", "upsell", "true", "target.cost > source.cost"),
        rule("by-price", "upsell", "true", "target.price > source.price"),
    ];
    let snapshot = compile(&facts, 1);
    assert_eq!(withheld(&snapshot), [r#"A B A by ["by-cost", "by-price"]"#]);
    assert_eq!((shown_by(&snapshot, "A"), shown_by(&snapshot, "B")), (vec![], vec!["A".to_string()]));
}

#[test]
fn a_price_of_nothing_does_not_rise_by_a_tenth() {
    let mut facts = shop("A price=0.00\nB price=0.00");
    facts.rules = vec![rule("up", "upsell", "true", "target.price >= source.price * 1.1")];
    let snapshot = compile(&facts, 1);
    assert_eq!(withheld(&snapshot), [r#"B A B by ["up"]"#]);
    facts.rules = vec![rule("up", "upsell", "source.price > 0", "target.price >= source.price * 1.1")];
    let snapshot = compile(&facts, 1);
    assert_eq!((withheld(&snapshot), shown_by(&snapshot, "A")), (vec![], vec![]));
}

#[test]
fn the_way_back_in_another_scope_is_a_circle_of_strict_types_alone() {
    let in_channel =
        |channel: &str| Scope { channels: [ChannelCode::parse(channel).unwrap()].into(), ..Scope::default() };
    let mut facts = shop("A\nB\nA upsell: B");
    facts.relations[0].scope = in_channel("web");
    facts.rules =
        vec![Rule { scope: in_channel("app"), ..rule("back", "upsell", "true", "target.sku == 'A'") }];
    assert_eq!(withheld(&compile(&facts, 1)), Vec::<String>::new());
    facts.rules[0].scope = Scope::default();
    assert_eq!(withheld(&compile(&facts, 1)), [r#"B A B by ["back"]"#]);
    facts.rules[0].scope = in_channel("app");
    let kind = facts.types.iter_mut().find(|kind| kind.code.as_str() == "upsell").unwrap();
    kind.cycle_law = CycleLaw::Strict;
    assert_eq!(withheld(&compile(&facts, 1)), [r#"B A B by ["back"]"#]);
}
