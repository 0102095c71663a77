use crate::Subject;
use crate::expr::{Expr, Node};

/// What a condition or a part of it asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reads {
    /// The source.
    pub source: bool,
    /// The target.
    pub target: bool,
    /// The customer, the cart, the context or the time: what only a request knows.
    pub request: bool,
}

impl Reads {
    /// What a part of a condition asks about.
    pub fn of(node: &Node) -> Reads {
        let mut reads = Reads::default();
        node.visit(&mut |part| match &part.expr {
            Expr::Field(subject, _) | Expr::Has(subject, _) | Expr::Refers(subject, _) => match subject {
                Subject::Source => reads.source = true,
                Subject::Target => reads.target = true,
                Subject::Customer | Subject::Cart | Subject::Context => reads.request = true,
            },
            Expr::Now | Expr::Bought(..) => reads.request = true,
            _ => {}
        });
        reads
    }
}

/// The parts of a condition that all have to hold; a condition that is no `&&` is its only part.
pub fn conjuncts(root: &Node) -> Vec<&Node> {
    match &root.expr {
        Expr::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![root],
    }
}
