use relata_model::{Problem, Sku, Timestamp};
use relata_rules::{Expr, Field, Node, Reads, conjuncts};

use super::facts::PairFacts;
use super::order::Shop;
use super::preview::first_by_sku;
use super::question::{Test, all_hold};
use super::select::select_all;
use super::set::ProductSet;
use crate::Snapshot;
use crate::recommend::Request;

/// What a condition over one product takes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Parents and stand-alone products that it holds for.
    pub products: usize,
    /// All parents and stand-alone products.
    pub of: usize,
    /// The first of those that it holds for, by SKU.
    pub first: Vec<Sku>,
}

impl Snapshot {
    /// What a condition over one product (`source`) takes in at a moment, with what it names put in;
    /// of what it holds for, so many SKUs are named. Nothing is changed.
    ///
    /// O(products) at worst, as for the match of a rule.
    ///
    /// # Errors
    /// What is wrong with the condition or with what it names.
    pub fn holding(&self, condition: &str, named: usize, at: Timestamp) -> Result<Holding, Vec<Problem>> {
        let root = self.rules.named.library.read(condition)?;
        let table = self.facts.with_columns(self, &product_fields(&root));
        let shop = Shop { snapshot: self, table: &table };
        let (mut tests, mut timed) = (Vec::new(), Vec::new());
        for part in conjuncts(&root) {
            match Reads::of(part).request {
                true => timed.push(part.clone()),
                false => tests.push(Test::of(part, shop)),
            }
        }
        let mut found: Vec<u32> = match tests.is_empty() {
            true => table.heads().iter().collect(),
            false => select_all(shop, &[&tests]).iter().flat_map(ProductSet::iter).collect(),
        };
        if !timed.is_empty() {
            let web = self.setup.channel(&relata_model::Channel::web().code);
            let request = Request::survey(self, Vec::new(), web.expect("web is always there"), at);
            found.retain(|&number| all_hold(&timed, &PairFacts::of_request(&request, number, number)));
        }
        let first = first_by_sku(self, &found, named);
        Ok(Holding {
            products: found.len(),
            of: table.heads().len(),
            first: first.into_iter().map(|number| self.sku(number).clone()).collect(),
        })
    }
}

/// The fields of products that a condition reads.
pub(super) fn product_fields(root: &Node) -> Vec<Field> {
    let mut fields = Vec::new();
    root.visit(&mut |part| match &part.expr {
        Expr::Field(subject, field) | Expr::Has(subject, field) if subject.is_product() => {
            fields.push(field.clone());
        }
        _ => {}
    });
    fields
}
