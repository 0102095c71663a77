use std::cmp::Reverse;

use relata_model::Sku;
use rustc_hash::FxHashMap;

use super::Trial;
use super::checked::Figure;
use super::example::{Examples, TrialExample};
use super::figure::{percent, share};
use super::shown::Case;
use crate::Snapshot;

/// What of the things that a trial shows was bought together, in orders that it is handed one by one.
///
/// Families are what is compared: an order of a variant is one of its parent.
#[derive(Debug)]
pub struct History<'s> {
    snapshot: &'s Snapshot,
    /// By family asked about: how many orders it was in with something else, and with what is shown.
    asked: FxHashMap<u32, Asked>,
    orders: usize,
}

#[derive(Debug, Default)]
struct Asked {
    /// By family shown: in how many orders both are.
    shown: FxHashMap<u32, u32>,
    /// Orders with something else in it.
    questions: u32,
    /// Those among them with something that is shown.
    hits: u32,
}

impl<'s> History<'s> {
    /// The questions of a trial, without any order yet.
    pub fn new(trial: &Trial<'s>) -> History<'s> {
        let mut asked: FxHashMap<u32, Asked> = FxHashMap::default();
        let head = |number: u32| trial.snapshot.row(number).family;
        for case in &trial.cases {
            let shown = &mut asked.entry(head(case.source)).or_default().shown;
            shown.extend(Case::related(case).map(|shown| (head(shown.number), 0)));
        }
        History { snapshot: trial.snapshot, asked, orders: 0 }
    }

    /// Takes what was bought in one order. O(products asked about in it × products in it).
    pub fn order(&mut self, skus: &[Sku]) {
        let known = skus.iter().filter_map(|sku| self.snapshot.number(sku));
        let mut families: Vec<u32> = known.map(|number| self.snapshot.row(number).family).collect();
        families.sort_unstable();
        families.dedup();
        if families.len() < 2 {
            return;
        }
        let mut is_question = false;
        for &source in &families {
            let Some(asked) = self.asked.get_mut(&source) else { continue };
            is_question = true;
            asked.questions += 1;
            let mut is_hit = false;
            for other in families.iter().filter(|&&other| other != source) {
                if let Some(together) = asked.shown.get_mut(other) {
                    *together += 1;
                    is_hit = true;
                }
            }
            asked.hits += u32::from(is_hit);
        }
        self.orders += usize::from(is_question);
    }

    /// Orders with a product asked about and another one.
    pub(super) fn orders(&self) -> usize {
        self.orders
    }

    /// In how many orders a family asked about and one that is shown with it are.
    pub(super) fn together(&self, (source, shown): (u32, u32)) -> u32 {
        self.asked.get(&source).and_then(|asked| asked.shown.get(&shown)).copied().unwrap_or(0)
    }

    /// How often something else that was bought is shown.
    pub(super) fn hit_rate(&self) -> Figure {
        let sum = |of: fn(&Asked) -> u32| self.asked.values().map(|asked| of(asked) as usize).sum::<usize>();
        let (questions, hits) = (sum(|asked| asked.questions), sum(|asked| asked.hits));
        if questions == 0 {
            return Figure::skipped("no order has a product of the sample and another one");
        }
        let mut missed: Vec<(u32, u32)> = (self.asked.iter())
            .filter(|(_, asked)| asked.questions > 0 && asked.hits == 0)
            .map(|(source, asked)| (*source, asked.questions))
            .collect();
        missed.sort_by_key(|(source, questions)| (Reverse(*questions), self.snapshot.sku(*source)));
        let mut examples = Examples::default();
        for (source, questions) in missed {
            examples.push(|| TrialExample {
                product: Some(self.snapshot.sku(source).clone()),
                text: match questions {
                    1 => "shows nothing of what was bought with it in the one order".to_string(),
                    _ => format!("shows nothing of what was bought with it in {questions} orders"),
                },
                ..TrialExample::default()
            });
        }
        let rate = share(hits, questions);
        Figure {
            value: Some(rate),
            message: format!("in {} of {questions} cases something bought with it is shown", percent(rate)),
            figures: vec![
                ("questions", questions as f64),
                ("hits", hits as f64),
                ("orders", self.orders as f64),
            ],
            examples,
        }
    }
}
