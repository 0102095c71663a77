use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use relata_model::Measure;
use rustc_hash::FxHashSet;

use super::checked::Figure;
use super::example::{Examples, TrialExample};
use super::shown::{Case, Shown};
use super::{History, Trial, TrialFacts};
use crate::chunk::{NONE, Row};

/// Products and answers that are named where the most shown or the slowest are asked for.
const EXTREMES: usize = 5;

impl Trial<'_> {
    /// One figure of the trial; skipped where there is nothing that it could be drawn from.
    pub(super) fn figure(&self, measure: Measure, items: usize, facts: &TrialFacts<'_>) -> Figure {
        match measure {
            Measure::Withheld => return self.withheld(),
            Measure::BrokenRules => return broken(facts),
            _ if self.cases.is_empty() => return Figure::skipped("no product was asked about"),
            _ => {}
        }
        match measure {
            Measure::Coverage => self.coverage(items),
            Measure::NothingShown => self.nothing_shown(),
            Measure::BoughtTogether | Measure::HitRate => match facts.history {
                None => Figure::skipped(facts.no_history.as_deref().unwrap_or("nobody looked at the orders")),
                Some(history) if measure == Measure::HitRate => history.hit_rate(),
                Some(history) => self.bought_together(history),
            },
            Measure::Brands => self.distinct("brands", |row| row.brand),
            Measure::Categories => self.distinct("main categories", |row| row.category),
            Measure::CatalogueShare => self.catalogue_share(),
            Measure::Concentration => self.concentration(),
            Measure::LatencyP50 => self.latency(50, "half of the answers take"),
            Measure::LatencyP99 => self.latency(99, "99 of 100 answers take"),
            Measure::LatencyMax => self.latency(100, "the slowest answer takes"),
            Measure::Withheld | Measure::BrokenRules => Figure::default(),
        }
    }

    fn about(&self, case: &Case, text: String) -> TrialExample {
        TrialExample {
            product: Some(self.snapshot.sku(case.source).clone()),
            ask: Some(case.ask as usize),
            text,
            ..TrialExample::default()
        }
    }

    fn coverage(&self, items: usize) -> Figure {
        let mut short = Examples::default();
        for case in &self.cases {
            let count = case.related().count();
            if count < items {
                short.push(|| self.about(case, format!("shows {count} of {items}")));
            }
        }
        let (answers, covered) = (self.cases.len(), self.cases.len() - short.count);
        let rate = share(covered, answers);
        let noun = if items == 1 { "item" } else { "items" };
        Figure {
            value: Some(rate),
            message: format!("{} of the answers have at least {items} {noun}", percent(rate)),
            figures: vec![("answers", answers as f64), ("covered", covered as f64)],
            examples: short,
        }
    }

    fn nothing_shown(&self) -> Figure {
        let mut empty = Examples::default();
        for case in self.cases.iter().filter(|case| case.picks.is_empty()) {
            empty.push(|| self.about(case, "shows nothing, no fallback either".to_string()));
        }
        let rate = share(empty.count, self.cases.len());
        Figure {
            value: Some(rate),
            message: format!("{} of the answers are empty", percent(rate)),
            figures: vec![("answers", self.cases.len() as f64), ("empty", empty.count as f64)],
            examples: empty,
        }
    }

    fn distinct(&self, what: &str, code: fn(&Row) -> u32) -> Figure {
        let rows = self.cases.iter().flat_map(Case::related).map(|shown| self.snapshot.row(shown.number));
        let codes: FxHashSet<u32> = rows.map(code).filter(|code| *code != NONE).collect();
        Figure {
            value: Some(codes.len() as f64),
            message: format!("{what} shown: {}", codes.len()),
            figures: vec![("answers", self.cases.len() as f64)],
            examples: Examples::default(),
        }
    }

    fn catalogue_share(&self) -> Figure {
        let head = |shown: &Shown| self.snapshot.row(shown.number).family;
        let families: FxHashSet<u32> = self.cases.iter().flat_map(Case::related).map(head).collect();
        let on_sale = self.snapshot.numbers().filter(|&number| self.snapshot.is_on_sale(number)).count();
        if on_sale == 0 {
            return Figure::skipped("no product is on sale");
        }
        let rate = share(families.len(), on_sale);
        Figure {
            value: Some(rate),
            message: format!("{} of the products on sale are shown", percent(rate)),
            figures: vec![("shown", families.len() as f64), ("on_sale", on_sale as f64)],
            examples: Examples::default(),
        }
    }

    fn concentration(&self) -> Figure {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for shown in self.cases.iter().flat_map(Case::related) {
            *counts.entry(self.snapshot.row(shown.number).family).or_default() += 1;
        }
        let mut most: Vec<(u32, usize)> = counts.into_iter().collect();
        most.sort_by_key(|(number, count)| (Reverse(*count), self.snapshot.sku(*number)));
        let Some(&(first, count)) = most.first() else {
            return Figure::skipped("no relation or rule gave anything");
        };
        let rate = share(count, self.cases.len());
        let mut examples = Examples::default();
        for (number, count) in most.into_iter().take(EXTREMES) {
            examples.push(|| TrialExample {
                pick: Some(self.snapshot.sku(number).clone()),
                text: format!("stands in {count} of {} answers", self.cases.len()),
                ..TrialExample::default()
            });
        }
        Figure {
            value: Some(rate),
            message: format!("{} stands in {} of the answers", self.snapshot.sku(first), percent(rate)),
            figures: vec![("answers", self.cases.len() as f64), ("most", count as f64)],
            examples,
        }
    }

    /// The nearest rank of so many of a hundred answers, the quickest first.
    fn latency(&self, rank: usize, words: &str) -> Figure {
        let mut slowest: Vec<&Case> = self.cases.iter().collect();
        slowest.sort_by_key(|case| Reverse(case.took));
        let quicker = (slowest.len() * rank).div_ceil(100).max(1);
        let value = milliseconds(slowest[slowest.len() - quicker].took);
        let mut examples = Examples::default();
        for case in slowest.iter().take(EXTREMES) {
            examples.push(|| self.about(case, format!("takes {:.3} ms", milliseconds(case.took))));
        }
        Figure {
            value: Some(value),
            message: format!("{words} {value:.3} ms at most"),
            figures: vec![("answers", slowest.len() as f64)],
            examples,
        }
    }

    fn bought_together(&self, history: &History<'_>) -> Figure {
        let (mut pairs, mut never) = (FxHashSet::default(), Examples::default());
        let head = |number: u32| self.snapshot.row(number).family;
        for case in &self.cases {
            for shown in case.related() {
                let pair = (head(case.source), head(shown.number));
                if pairs.insert(pair) && history.together(pair) == 0 {
                    never.push(|| self.example_of(case, shown, "never bought together".to_string()));
                }
            }
        }
        if history.orders() == 0 {
            return Figure::skipped("no order has a product of the sample and another one");
        }
        if pairs.is_empty() {
            return Figure::skipped("no relation or rule gave anything");
        }
        let bought = pairs.len() - never.count;
        let rate = share(bought, pairs.len());
        let together: u64 = pairs.iter().map(|pair| u64::from(history.together(*pair))).sum();
        Figure {
            value: Some(rate),
            message: format!("{} of {} pairs shown were bought together", percent(rate), pairs.len()),
            figures: vec![
                ("pairs", pairs.len() as f64),
                ("bought", bought as f64),
                ("purchases", together as f64),
                ("orders", history.orders() as f64),
            ],
            examples: never,
        }
    }

    fn withheld(&self) -> Figure {
        let mut examples = Examples::default();
        for pair in self.snapshot.withheld_pairs() {
            let path: Vec<&str> = pair.path.iter().map(|sku| sku.as_str()).collect();
            examples.push(|| TrialExample {
                product: pair.path.first().cloned(),
                pick: pair.path.get(1).cloned(),
                type_code: Some(pair.type_code.clone()),
                origin: Some(format!("rule:{}", pair.rule)),
                rule: Some(pair.rule.clone()),
                text: format!("would close the circle {}", path.join(" → ")),
                ..TrialExample::default()
            });
        }
        for code in self.snapshot.unproven_types() {
            examples.push(|| TrialExample {
                type_code: Some(code.clone()),
                text: "could not be told to close no circle, so no rule of the type is served".to_string(),
                ..TrialExample::default()
            });
        }
        Figure {
            value: Some(examples.count as f64),
            message: format!("pairs of rules withheld because of circles: {}", examples.count),
            figures: Vec::new(),
            examples,
        }
    }
}

/// Rules that lose their own candidates.
fn broken(facts: &TrialFacts<'_>) -> Figure {
    let mut examples = Examples::default();
    for (code, problems) in &facts.broken {
        examples.push(|| TrialExample {
            origin: Some(format!("rule:{code}")),
            rule: Some(code.clone()),
            text: problems.first().map(|problem| problem.message.clone()).unwrap_or_default(),
            ..TrialExample::default()
        });
    }
    Figure {
        value: Some(examples.count as f64),
        message: format!("active rules that are broken: {}", examples.count),
        figures: Vec::new(),
        examples,
    }
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
