use std::sync::Arc;

use relata_model::{Problem, Rule, SortDirection};
use relata_rules::{Expr, Field, Library, Node, Reads, Subject, Value, conjuncts, parse};

use super::named::Roots;
use super::order::Order;
use crate::terms::Terms;
use crate::words::Words;

/// A rule taken apart by what its conditions read.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) rule: Rule,
    /// Its conditions as they were read.
    pub(crate) roots: Roots,
    /// The code of its type.
    pub(crate) kind: u32,
    /// The number of the terms of what it makes.
    pub(crate) terms: u32,
    /// Has to hold for a source, whoever asks.
    pub(crate) sources: Vec<Node>,
    /// Has to hold for a target, whoever asks.
    pub(crate) targets: Vec<Node>,
    /// Has to hold for source and target together.
    pub(crate) pairs: Vec<Node>,
    /// Has to hold for a source when a request comes.
    pub(crate) asked: Vec<Node>,
    /// Has to hold for source and target when a request comes.
    pub(crate) asked_of_pairs: Vec<Node>,
    /// How targets are ordered.
    pub(crate) order: Order,
}

impl Plan {
    /// Reads the conditions of a rule and what they name.
    ///
    /// # Errors
    /// What is wrong with them; whoever saves rules has said so before, so this is a rule of another version.
    pub(crate) fn of(rule: &Rule, library: &Library, words: &mut Words) -> Result<Plan, Vec<Problem>> {
        let roots = Roots::of(rule, library)?;
        let terms = Arc::new(Terms::of_rule(rule, words));
        let keys = rule.order_by.iter().filter_map(|key| order_field(&key.field, key.direction));
        let mut plan = Plan {
            kind: words.types.intern(&rule.type_code),
            terms: words.terms.intern(&terms),
            rule: rule.clone(),
            roots: roots.clone(),
            sources: Vec::new(),
            targets: Vec::new(),
            pairs: Vec::new(),
            asked: Vec::new(),
            asked_of_pairs: Vec::new(),
            order: Order { keys: keys.collect() },
        };
        let all = [Some(&roots.matching), Some(&roots.show), roots.when.as_ref()];
        for part in all.into_iter().flatten().flat_map(conjuncts) {
            plan.place(part);
        }
        Ok(plan)
    }

    /// The fields of products that it reads or orders by.
    pub(crate) fn fields(&self) -> Vec<Field> {
        let parts = [&self.sources, &self.targets, &self.pairs];
        let mut fields: Vec<Field> = self.order.keys.iter().map(|(field, _)| field.clone()).collect();
        for part in parts.into_iter().flatten() {
            part.visit(&mut |node| match &node.expr {
                Expr::Field(_, field) | Expr::Has(_, field) => fields.push(field.clone()),
                _ => {}
            });
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    fn place(&mut self, part: &Node) {
        if part.expr == Expr::Value(Value::Flag(true)) {
            return;
        }
        let list = match Reads::of(part) {
            Reads { request: true, target: true, .. } => &mut self.asked_of_pairs,
            Reads { request: true, target: false, .. } => &mut self.asked,
            Reads { source: true, target: true, .. } => &mut self.pairs,
            Reads { target: true, .. } => &mut self.targets,
            // A condition that reads nothing holds for every source or for none.
            Reads { .. } => &mut self.sources,
        };
        list.push(part.clone());
    }
}

/// The field of an order, if it is one of the target.
fn order_field(text: &str, direction: SortDirection) -> Option<(Field, SortDirection)> {
    match parse(text).ok()?.root.expr {
        Expr::Field(Subject::Target, field) => Some((field, direction)),
        _ => None,
    }
}
