use std::collections::HashMap;

use relata_model::{Problem, RuleCode};
use relata_rules::Field;

use crate::Snapshot;

/// What a live rule does in the shop, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleSummary {
    /// Parents and stand-alone products that its match takes in.
    pub sources: usize,
    /// Those that its show takes in, whatever the source.
    pub targets: usize,
    /// Other live rules of its type that take in some of the same sources.
    pub overlaps: usize,
    /// Pairs that are withheld because they would close a circle.
    pub withheld: usize,
}

impl Snapshot {
    /// What a rule does; `None` if it is not live. O(sources of the rules of its type).
    pub fn rule_summary(&self, code: &RuleCode) -> Option<RuleSummary> {
        let rule = self.rules.live.iter().find(|live| live.plan.rule.code == *code)?;
        let others = self.rules.of_kind(rule.plan.shelf()).filter(|other| other.plan.rule.code != *code);
        let sources = rule.sources.as_bits();
        let share = |other: &&std::sync::Arc<super::LiveRule>| other.sources.shared(&sources) > 0;
        Some(RuleSummary {
            sources: rule.sources.len(),
            targets: rule.shown.len(),
            overlaps: others.filter(share).count(),
            withheld: self.withheld_pairs().filter(|pair| pair.rule == *code).count(),
        })
    }

    /// Why an active rule is not live, if it could not be read.
    pub fn broken_rule(&self, code: &RuleCode) -> Option<&[Problem]> {
        let found = self.rules.broken.iter().find(|(broken, _)| broken == code)?;
        Some(&found.1)
    }

    /// The brands, categories or tags that products have, the most frequent first, then by text;
    /// nothing for other fields. A product counts for the ancestors of its categories, too.
    /// O(products × values of one).
    pub fn frequent_values(&self, field: &Field, count_max: usize) -> Vec<(&str, usize)> {
        if !matches!(field, Field::Brand | Field::Category | Field::Categories | Field::Tags) {
            return Vec::new();
        }
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let mut count = |code: u32| *counts.entry(code).or_default() += 1;
        for record in self.chunks.iter().flat_map(|chunk| chunk.records()) {
            match field {
                Field::Brand if record.brand != crate::chunk::NONE => count(record.brand),
                Field::Category => record.categories.first().copied().into_iter().for_each(&mut count),
                Field::Categories => self.upward(&record.categories).into_iter().for_each(&mut count),
                Field::Tags => record.tags.iter().copied().for_each(&mut count),
                _ => {}
            }
        }
        let text = |code: u32| match field {
            Field::Brand => self.words.brands.value(code).as_ref(),
            Field::Tags => self.words.texts.value(code).as_ref(),
            _ => self.words.categories.path(code),
        };
        let mut values: Vec<(&str, usize)> =
            counts.into_iter().map(|(code, count)| (text(code), count)).collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values.truncate(count_max);
        values
    }

    /// Category nodes with their ancestors, each once.
    fn upward(&self, nodes: &[u32]) -> Vec<u32> {
        let mut all: Vec<u32> = nodes.iter().flat_map(|&node| self.words.categories.upward(node)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
