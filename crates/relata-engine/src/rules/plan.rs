use std::sync::Arc;

use relata_model::{Problem, Rule, SortDirection};
use relata_rules::{Expr, Field, Library, Node, Reads, Subject, Value, conjuncts, parse};

use super::circle::Circle;
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
    /// How targets are ordered; an order at random stands here from the place 0 on.
    pub(crate) order: Order,
    /// From where on an order at random is read.
    pub(crate) circle: Option<Circle>,
}

/// Set in the code of the shelf on which rules stand that show nothing by themselves.
const EFFECTS: u32 = 1 << 31;

/// The shelf of rules that remove or boost what is shown under a type.
pub(crate) fn effects_on(kind: u32) -> u32 {
    kind | EFFECTS
}

impl Plan {
    /// Reads the conditions of a rule and what they name.
    ///
    /// # Errors
    /// What is wrong with them; whoever saves rules has said so before, so this is a rule of another version.
    pub(crate) fn of(rule: &Rule, library: &Library, words: &mut Words) -> Result<Plan, Vec<Problem>> {
        let roots = Roots::of(rule, library)?;
        let terms = Arc::new(Terms::of_rule(rule, words));
        let random = rule.order_by.iter().find(|key| key.is_random());
        let circle = random
            .map(|key| Circle { seed: key.seed.unwrap_or_default(), every: key.every.unwrap_or_default() });
        let keys = rule.order_by.iter().filter_map(|key| order_field(&key.field, key.direction));
        let order = match circle {
            Some(_) => Order::round(0),
            None => Order { keys: keys.collect(), circle: None },
        };
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
            order,
            circle,
        };
        let all = [Some(&roots.matching), Some(&roots.show), roots.when.as_ref()];
        for part in all.into_iter().flatten().flat_map(conjuncts) {
            plan.place(part);
        }
        Ok(plan)
    }

    /// Where it stands in the book: with the rules of its type that show products, or apart from them.
    pub(crate) fn shelf(&self) -> u32 {
        if self.rule.effect.adds() { self.kind } else { effects_on(self.kind) }
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
