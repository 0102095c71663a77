use std::collections::{BTreeMap, BTreeSet};

use relata_model::{
    ChannelCode, Origin, Relation, RelationId, Scope, SegmentCode, Sku, Timestamp, TypeCode, Window,
};
use rust_decimal::Decimal;

use super::families::{Families, Member};
use super::random::{Random, Use};
use super::{DAY_MICROS, NOW_MICROS, Shop, days_ago};

/// Relations of one family at most: 50 of them may be cross-sells.
const DEGREE_MAX: u64 = 125;
/// Relations of one family and type at most, as the built-in types allow.
const PER_TYPE_MAX: u32 = 50;
/// How often a dearer target is looked for before an upsell becomes a plain relation.
const UPSELL_TRIES_MAX: u32 = 12;
/// Numbers kept free for the relations of one family.
const IDS_PER_FAMILY: u64 = 128;

/// The types and how many in a hundred relations they are.
const MIX: [(&str, u64); 5] =
    [("cross_sell", 40), ("related", 25), ("accessory", 15), ("upsell", 15), ("substitute", 5)];
const RELATED: usize = 1;
const UPSELL: usize = 3;

/// How many relations each family has.
#[derive(Debug, Clone)]
pub(super) struct Degrees {
    degrees: Vec<u8>,
    total: u64,
}

impl Degrees {
    /// Draws them, then adds or takes one here and there until they sum up as wished.
    pub(super) fn new(families: &Families, wished: u64, seed: u64) -> Degrees {
        let degree_max = DEGREE_MAX.min(families.len().saturating_sub(1) / 2);
        let mean = wished as f64 / families.len().max(1) as f64;
        // The mean of c / sqrt(u) is 2c, and one family in ten has none.
        let scale = mean / 1.8;
        let draw = |family| {
            let mut random = Random::new(seed, Use::Degree, family);
            if random.percent(10) {
                return 0;
            }
            (scale / random.share().sqrt()).min(degree_max as f64) as u8
        };
        let mut degrees = Degrees { degrees: (0..families.len()).map(draw).collect(), total: 0 };
        degrees.total = degrees.degrees.iter().map(|degree| u64::from(*degree)).sum();
        degrees.settle(families, wished, degree_max as u8);
        degrees
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    fn settle(&mut self, families: &Families, wished: u64, degree_max: u8) {
        while self.total != wished {
            let before = self.total;
            for rank in 0..families.len() {
                let degree = &mut self.degrees[families.of_rank(rank) as usize];
                if self.total < wished && *degree < degree_max && (*degree > 0 || before == 0) {
                    *degree += 1;
                    self.total += 1;
                } else if self.total > wished && *degree > 0 {
                    *degree -= 1;
                    self.total -= 1;
                }
            }
            if self.total == before {
                return;
            }
        }
    }
}

impl Shop {
    /// The relations of a family, by type and position.
    pub(super) fn relations_of(&self, family: u64) -> Vec<Relation> {
        let degree = self.degrees.degrees[family as usize];
        let mut random = Random::new(self.seed, Use::Relations, family);
        let source = self.families.sku(Member { family, variant: 0 });
        let price = self.price(family);
        let mut taken = BTreeSet::from([family]);
        let mut lists: [Vec<Relation>; MIX.len()] = Default::default();
        for count in 0..u64::from(degree) {
            let has_room = |at: usize| (lists[at].len() as u32) < PER_TYPE_MAX;
            let (target, at) = self.draw_target(&mut random, &mut taken, has_room, price);
            let relation = RelationId((family * IDS_PER_FAMILY + count + 1) as i64);
            let position = lists[at].len() as u32 + 1;
            let target = self.target_sku(target, &mut random);
            lists[at].push(draw_relation(relation, &source, MIX[at].0, target, position, &mut random));
        }
        lists.into_iter().flatten().collect()
    }

    /// A family that is not taken yet, and the type it goes under.
    fn draw_target(
        &self,
        random: &mut Random,
        taken: &mut BTreeSet<u64>,
        has_room: impl Fn(usize) -> bool,
        price: i64,
    ) -> (u64, usize) {
        let wished = draw_type(random);
        if wished == UPSELL && has_room(UPSELL) {
            for _ in 0..UPSELL_TRIES_MAX {
                let target = self.popular_family(random);
                if self.price(target) > price && taken.insert(target) {
                    return (target, UPSELL);
                }
            }
        }
        let mut target = self.popular_family(random);
        while !taken.insert(target) {
            target = self.popular_family(random);
        }
        let first = if wished == UPSELL { RELATED } else { wished };
        let from_first = (0..MIX.len()).map(|step| (first + step) % MIX.len());
        let at = from_first.filter(|at| *at != UPSELL).find(|at| has_room(*at));
        (target, at.expect("the four other types hold 200, and a family has at most 125"))
    }

    /// A family by popularity: its rank is the cube of an even share of all.
    pub(super) fn popular_family(&self, random: &mut Random) -> u64 {
        let share = random.share();
        let rank = (self.families.len() as f64 * share * share * share) as u64;
        self.families.of_rank(rank.min(self.families.len() - 1))
    }

    fn target_sku(&self, family: u64, random: &mut Random) -> Sku {
        let variant = u64::from(self.families.variants(family) > 0 && random.percent(3));
        self.families.sku(Member { family, variant })
    }
}

/// A type by its share.
fn draw_type(random: &mut Random) -> usize {
    let mut drawn = random.below(100);
    let mut at = 0;
    while drawn >= MIX[at].1 {
        drawn -= MIX[at].1;
        at += 1;
    }
    at
}

fn draw_relation(
    id: RelationId,
    source: &Sku,
    type_code: &str,
    target: Sku,
    position: u32,
    random: &mut Random,
) -> Relation {
    let origin = if random.percent(10) { Origin::Manual } else { Origin::Import("synthetic".to_string()) };
    let weight = if random.percent(10) { (50 + random.below(101)) as f64 / 100.0 } else { 1.0 };
    let quantity =
        (type_code == "accessory" && random.percent(5)).then(|| Decimal::from(2 + random.below(3)));
    Relation {
        id,
        source: source.clone(),
        type_code: TypeCode::parse(type_code).expect("built-in codes are legal"),
        target,
        origin,
        scope: draw_scope(random),
        window: draw_window(random),
        position,
        weight,
        quantity,
        fields: BTreeMap::new(),
        pin: None,
        created_at: days_ago(random.below(365) as i64),
    }
}

fn draw_scope(random: &mut Random) -> Scope {
    let mut scope = Scope::default();
    match random.below(100) {
        0 => {
            scope.channels.insert(ChannelCode::parse("web").expect("a legal code"));
        }
        1 => {
            scope.segments.insert(SegmentCode::parse("vip").expect("a legal code"));
        }
        _ => {}
    }
    scope
}

/// Of the windows a third is over, a third open and a third to come, as of the shop's present.
fn draw_window(random: &mut Random) -> Window {
    if !random.percent(2) {
        return Window::ALWAYS;
    }
    let start = NOW_MICROS + (random.below(90) as i64 - 60) * DAY_MICROS;
    let moment = |micros| Some(Timestamp::from_micros(micros));
    Window { from: moment(start), until: moment(start + 30 * DAY_MICROS) }
}
