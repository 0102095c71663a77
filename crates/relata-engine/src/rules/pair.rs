use relata_model::Timestamp;
use relata_rules::{Comparison, Expr, Facts, Field, Node, Reads, Subject, Value, View, holds, value_of};

use super::cells::Cells;
use super::column::{CodeColumn, Coding, FactColumn};
use super::facts::PairFacts;
use super::order::Shop;
use super::question::span;

/// A part of a condition over source and target together.
#[derive(Debug, Clone)]
pub(crate) struct PairPart {
    node: Node,
    how: How,
}

/// How it is answered for many targets of one source.
#[derive(Debug, Clone)]
enum How {
    /// The target has one of the words that the source gives.
    Words { column: usize, from: Node, form: Form },
    /// A number of the target stands to what the source gives as it should.
    Number { column: usize, from: Node, comparison: Comparison, of_time: bool },
    /// It is evaluated for each pair.
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The target's word is the value that the source gives.
    Equal,
    /// It is another one.
    Unequal,
    /// It is in the list that the source gives.
    InList,
    /// The value that the source gives is in the target's list.
    Lists,
}

/// What one source asks of its targets.
#[derive(Debug)]
pub(crate) enum Ask<'t> {
    /// One of these words of a column.
    Words { place: usize, column: &'t CodeColumn, codes: Vec<u32> },
    /// A word, but none of these.
    NotWords { column: &'t CodeColumn, codes: Vec<u32> },
    /// A number between two.
    Between { place: usize, cells: &'t Cells<i64>, low: i64, high: i64 },
    /// Whatever this says.
    Plain(&'t Node),
}

impl PairPart {
    pub(crate) fn of(node: &Node, shop: Shop<'_>) -> PairPart {
        PairPart { node: node.clone(), how: How::of(node, shop).unwrap_or(How::Plain) }
    }

    /// The column of words by which targets can be found, if there is one.
    pub(crate) fn group_column(&self) -> Option<usize> {
        match &self.how {
            How::Words { column, form, .. } if *form != Form::Unequal => Some(*column),
            _ => None,
        }
    }

    /// The column of numbers of which it wants a stretch.
    pub(crate) fn number_column(&self) -> Option<usize> {
        match &self.how {
            How::Number { column, .. } => Some(*column),
            _ => None,
        }
    }

    /// What a source asks; `None` if no target can do.
    pub(crate) fn resolve<'t>(&'t self, shop: Shop<'t>, facts: &PairFacts<'_, '_>) -> Option<Ask<'t>> {
        let (column, from) = match &self.how {
            How::Words { column, from, .. } | How::Number { column, from, .. } => (*column, from),
            How::Plain => return Some(Ask::Plain(&self.node)),
        };
        let Some(value) = value_of(from, facts) else { return self.resolve_by_variants(shop, facts, from) };
        Some(match (&self.how, &*shop.table.columns()[column]) {
            (How::Words { form, .. }, FactColumn::Codes(words)) => {
                let codes = codes_of(shop, words, *form, &value);
                match form {
                    // A value of another kind is no answer at all.
                    Form::Unequal if codes.is_empty() => Ask::Plain(&self.node),
                    Form::Unequal => Ask::NotWords { column: words, codes },
                    _ if codes.is_empty() => return None,
                    _ => Ask::Words { place: column, column: words, codes },
                }
            }
            (How::Number { comparison, of_time, .. }, FactColumn::Numbers(cells))
                if matches!(value, Value::Time(_)) == *of_time =>
            {
                let (low, high) = span(*comparison, &value)?;
                Ask::Between { place: column, cells, low, high }
            }
            _ => Ask::Plain(&self.node),
        })
    }
}

impl PairPart {
    /// The same of a source that says nothing of what is asked: its variants may, and it is enough
    /// that one of them does.
    fn resolve_by_variants<'t>(
        &'t self,
        shop: Shop<'t>,
        facts: &PairFacts<'_, '_>,
        from: &Node,
    ) -> Option<Ask<'t>> {
        let variants = 0..shop.snapshot.variants(facts.source).len();
        let known = variants.filter_map(|variant| value_of(from, &ThroughVariant { facts, variant }));
        let known: Vec<Value> = known.collect();
        if known.is_empty() {
            return None;
        }
        let asked = match &self.how {
            How::Number { column, comparison, of_time, .. }
                if *comparison != Comparison::Equal
                    && known.iter().all(|value| matches!(value, Value::Time(_)) == *of_time) =>
            {
                let spans = known.iter().map(|value| span(*comparison, value));
                // Bounds on one side: the widest span takes in the others.
                let widest = spans.reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))));
                widest.flatten().map(|span| (*column, span))
            }
            _ => None,
        };
        match asked.map(|(place, span)| (place, span, &*shop.table.columns()[place])) {
            Some((place, (low, high), FactColumn::Numbers(cells))) => {
                Some(Ask::Between { place, cells, low, high })
            }
            _ => Some(Ask::Plain(&self.node)),
        }
    }
}

/// The words of a column that targets may have.
fn codes_of(shop: Shop<'_>, column: &CodeColumn, form: Form, value: &Value) -> Vec<u32> {
    let words = &shop.snapshot.words;
    let wanted = if form == Form::InList { value.members() } else { std::slice::from_ref(value) };
    let mut codes: Vec<u32> = wanted.iter().filter_map(|value| column.coding.code(value, words)).collect();
    if form == Form::Lists && column.coding == Coding::Category {
        codes = codes.iter().flat_map(|&node| shop.table.subtree(node).to_vec()).collect();
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A source as seen through one of its variants.
struct ThroughVariant<'f, 'r, 's> {
    facts: &'f PairFacts<'r, 's>,
    variant: usize,
}

impl Facts for ThroughVariant<'_, '_, '_> {
    fn value(&self, subject: Subject, field: &Field, view: View) -> Option<Value> {
        self.facts.value(subject, field, View { source: Some(self.variant), ..view })
    }

    fn variants(&self, subject: Subject) -> usize {
        self.facts.variants(subject)
    }

    fn bought(&self, what: &str, since: Timestamp) -> Option<u32> {
        self.facts.bought(what, since)
    }

    fn now(&self) -> Timestamp {
        self.facts.now()
    }
}

impl How {
    fn of(node: &Node, shop: Shop<'_>) -> Option<How> {
        let target = |node: &Node| match &node.expr {
            Expr::Field(Subject::Target, field) => column_of(shop, field),
            _ => None,
        };
        let is_of_source = |node: &Node| !Reads::of(node).target && !Reads::of(node).request;
        match &node.expr {
            Expr::Compare(comparison, a, b) => {
                let (comparison, (column, kind), from) = match (target(a), target(b)) {
                    (Some(found), None) if is_of_source(b) => (*comparison, found, b),
                    (None, Some(found)) if is_of_source(a) => (comparison.turned(), found, a),
                    _ => return None,
                };
                let from = (**from).clone();
                match (kind, comparison) {
                    (Kind::Numbers, Comparison::Unequal) => None,
                    (Kind::Numbers, _) => {
                        let of_time = shop.table.place(&Field::CreatedAt) == Some(column);
                        Some(How::Number { column, from, comparison, of_time })
                    }
                    (Kind::Words, Comparison::Equal) => Some(How::Words { column, from, form: Form::Equal }),
                    (Kind::Words, Comparison::Unequal) => {
                        Some(How::Words { column, from, form: Form::Unequal })
                    }
                    _ => None,
                }
            }
            Expr::In(member, list) => match (target(member), target(list)) {
                (Some((column, Kind::Words)), None) if is_of_source(list) => {
                    Some(How::Words { column, from: (**list).clone(), form: Form::InList })
                }
                (None, Some((column, Kind::Lists))) if is_of_source(member) => {
                    Some(How::Words { column, from: (**member).clone(), form: Form::Lists })
                }
                _ => None,
            },
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Lists,
    Numbers,
}

fn column_of(shop: Shop<'_>, field: &Field) -> Option<(usize, Kind)> {
    let place = shop.table.place(field)?;
    let kind = match &*shop.table.columns()[place] {
        FactColumn::Codes(column) if column.is_list => Kind::Lists,
        FactColumn::Codes(_) => Kind::Words,
        FactColumn::Numbers(_) => Kind::Numbers,
        FactColumn::Odd => return None,
    };
    Some((place, kind))
}

impl Ask<'_> {
    /// Whether a target gives what is asked.
    pub(crate) fn takes(&self, facts: &PairFacts<'_, '_>) -> bool {
        match self {
            Ask::Words { column, codes, .. } => {
                let found = column.cells.get(facts.target);
                found.is_some_and(|found| found.iter().any(|code| codes.binary_search(code).is_ok()))
            }
            Ask::NotWords { column, codes } => {
                let found = column.cells.get(facts.target);
                found.is_some_and(|found| found.iter().all(|code| codes.binary_search(code).is_err()))
            }
            Ask::Between { cells, low, high, .. } => {
                let found = cells.get(facts.target);
                found.is_some_and(|found| found.iter().any(|value| low <= value && value <= high))
            }
            Ask::Plain(node) => holds(node, facts),
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Ask::Plain(_))
    }
}
