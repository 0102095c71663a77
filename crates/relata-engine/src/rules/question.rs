use relata_model::Timestamp;
use relata_rules::{Comparison, Expr, Facts, Field, Kind, Node, Subject, Value, View, evaluate, holds};

use super::cells::{Cell, Cells};
use super::codes::{Codes, Decided};
use super::column::{CodeColumn, Coding, FactColumn};
use super::facts::PairFacts;
use super::masks::{Masks, keep};
use super::order::Shop;
use super::picked::retain;
use super::reading::{exact_millionths, millionths_around};
use super::wanted::Wanted;
use crate::snapshot::split;

/// Of 64 neighbours so many are asked together; fewer are asked one by one.
const SPARSE: u32 = 8;

/// A part of a condition over one product, with what is known beforehand of its answers.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Ask(Box<Question>),
}

/// One question about one field of a product.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    node: Node,
    /// What it comes to where nothing is known of the field.
    absent: Option<bool>,
    how: How,
}

/// How it is answered without evaluating it.
#[derive(Debug, Clone)]
enum How {
    /// True for some words of a column.
    Codes { column: usize, yes: Codes, decided: Decided },
    /// True for numbers of a column from the first to the last.
    Range { column: usize, low: i64, high: i64 },
    /// True for these numbers of a column.
    Amounts { column: usize, amounts: Vec<i64> },
    /// True for these products, of those whose numbers are below a bound.
    Products { numbers: Vec<u32>, below: u32 },
    /// It is evaluated.
    Plain,
}

impl Test {
    /// Takes a condition over one product apart. `column` says where the column of a field stands.
    pub(crate) fn of(node: &Node, shop: Shop<'_>) -> Test {
        let parts = |nodes: &[Node]| nodes.iter().map(|node| Test::of(node, shop)).collect();
        match &node.expr {
            Expr::All(nodes) => Test::All(parts(nodes)),
            Expr::Any(nodes) => Test::Any(parts(nodes)),
            Expr::Not(part) => Test::Not(Box::new(Test::of(part, shop))),
            Expr::Compare(Comparison::Unequal, a, b) => {
                let equal = Expr::Compare(Comparison::Equal, a.clone(), b.clone());
                Test::Not(Box::new(Test::of(&Node { expr: equal, at: node.at }, shop)))
            }
            _ => Test::Ask(Box::new(Question::of(node, shop))),
        }
    }

    /// Whether it is true, false or unknown of a family.
    pub(crate) fn check(&self, shop: Shop<'_>, number: u32) -> Option<bool> {
        match self {
            Test::Ask(question) => question.check(shop, number),
            Test::Not(test) => test.check(shop, number).map(|flag| !flag),
            Test::All(tests) => fold(tests.iter().map(|test| test.check(shop, number)), false),
            Test::Any(tests) => fold(tests.iter().map(|test| test.check(shop, number)), true),
        }
    }

    /// The parts that have to be true, each by itself.
    pub(crate) fn parts<'t>(&'t self, found: &mut Vec<&'t Test>) {
        match self {
            Test::All(tests) => tests.iter().for_each(|test| test.parts(found)),
            one => found.push(one),
        }
    }

    /// Keeps, of some families that stand so far behind the first of a block, those of which it is
    /// true, if there is a quicker way than to check one after the other; tells whether it did.
    pub(crate) fn narrow_few(&self, shop: Shop<'_>, first: u32, few: &mut Vec<u16>) -> bool {
        match self {
            Test::Ask(question) => question.narrow_few(shop, first, few),
            _ => false,
        }
    }

    /// Keeps, of 64 neighbouring families of a chunk, those of which it is true.
    pub(crate) fn narrow(&self, shop: Shop<'_>, first: u32, bits: u64) -> u64 {
        match self {
            _ if bits == 0 => 0,
            Test::Ask(question) => question.narrow(shop, first, bits, false),
            Test::Not(part) => match &**part {
                Test::Ask(question) => question.narrow(shop, first, bits, true),
                _ => keep(bits, |bit| self.check(shop, first + bit) == Some(true)),
            },
            Test::All(tests) => tests.iter().fold(bits, |bits, test| test.narrow(shop, first, bits)),
            Test::Any(tests) => {
                tests.iter().fold(0, |found, test| found | test.narrow(shop, first, bits & !found))
            }
        }
    }

    /// Whether what it says may have changed with some columns.
    pub(crate) fn reads_any(&self, moved: &[bool]) -> bool {
        match self {
            Test::Ask(question) => question.reads_any(moved),
            Test::Not(test) => test.reads_any(moved),
            Test::All(tests) | Test::Any(tests) => tests.iter().any(|test| test.reads_any(moved)),
        }
    }

    /// Whether it is answered from columns alone, so that asking costs next to nothing.
    pub(crate) fn is_quick(&self) -> bool {
        match self {
            Test::Ask(question) => !matches!(question.how, How::Plain),
            Test::Not(test) => test.is_quick(),
            Test::All(tests) | Test::Any(tests) => tests.iter().all(Test::is_quick),
        }
    }
}

fn fold(flags: impl Iterator<Item = Option<bool>>, decided_by: bool) -> Option<bool> {
    let mut all_known = true;
    for flag in flags {
        if flag == Some(decided_by) {
            return flag;
        }
        all_known &= flag.is_some();
    }
    all_known.then_some(!decided_by)
}

impl Question {
    fn of(node: &Node, shop: Shop<'_>) -> Question {
        let how = How::of(node, shop).unwrap_or(How::Plain);
        Question { node: node.clone(), absent: evaluate(node, &OneValue(None)), how }
    }

    fn check(&self, shop: Shop<'_>, number: u32) -> Option<bool> {
        let columns = shop.table.columns();
        match &self.how {
            How::Codes { column, yes, decided } => match &*columns[*column] {
                FactColumn::Codes(column) => self.check_codes(shop, column, number, yes, decided),
                _ => self.ask(shop, number),
            },
            How::Range { column, low, high } => match &*columns[*column] {
                FactColumn::Numbers(cells) => {
                    self.check_numbers(cells, number, |value| low <= value && value <= high)
                }
                _ => self.ask(shop, number),
            },
            How::Amounts { column, amounts } => match &*columns[*column] {
                FactColumn::Numbers(cells) => {
                    self.check_numbers(cells, number, |value| amounts.binary_search(value).is_ok())
                }
                _ => self.ask(shop, number),
            },
            How::Products { numbers, below } if number < *below => {
                Some(numbers.binary_search(&number).is_ok())
            }
            How::Products { .. } | How::Plain => self.ask(shop, number),
        }
    }

    fn check_codes(
        &self,
        shop: Shop<'_>,
        column: &CodeColumn,
        number: u32,
        yes: &Codes,
        decided: &Decided,
    ) -> Option<bool> {
        let Some(codes) = column.cells.get(number) else { return self.absent };
        for &code in codes {
            let is_decided = match decided {
                Decided::Below(bound) => code < *bound,
                Decided::These(codes) => codes.contains(code),
            };
            if !is_decided {
                // A word that came after the rule was read.
                return self.ask(shop, number);
            }
            if yes.contains(code) {
                return Some(true);
            }
        }
        Some(false)
    }

    fn check_numbers(&self, cells: &Cells<i64>, number: u32, is_such: impl Fn(&i64) -> bool) -> Option<bool> {
        match cells.get(number) {
            None => self.absent,
            Some(values) => Some(values.iter().any(is_such)),
        }
    }

    fn ask(&self, shop: Shop<'_>, number: u32) -> Option<bool> {
        evaluate(&self.node, &PairFacts::of_product(shop.snapshot, number))
    }

    /// What lists the families of which it is true, if words or SKUs do.
    pub(crate) fn wanted(&self) -> Option<Wanted<'_>> {
        match &self.how {
            _ if self.absent == Some(true) => None,
            How::Codes { column, yes, .. } => Some(Wanted::Words { column: *column, codes: yes }),
            How::Products { numbers, .. } => Some(Wanted::Products(numbers)),
            _ => None,
        }
    }

    fn narrow_few(&self, shop: Shop<'_>, first: u32, few: &mut Vec<u16>) -> bool {
        let How::Range { column, low, high } = &self.how else { return false };
        let FactColumn::Numbers(cells) = &*shop.table.columns()[*column] else { return false };
        if self.absent == Some(true) {
            return false;
        }
        retain(few, |place| {
            let number = first + u32::from(place);
            match cells.cell(number) {
                i64::MANY => self.check(shop, number) == Some(true),
                // What is absent is below all that can be asked for.
                cell => (cell >= *low) & (cell <= *high),
            }
        });
        true
    }

    /// Keeps, of 64 neighbouring families of a chunk, those of which it is true, or false if it is
    /// to be turned round.
    fn narrow(&self, shop: Shop<'_>, first: u32, bits: u64, turned: bool) -> u64 {
        if bits.count_ones() < SPARSE {
            return keep(bits, |bit| self.check(shop, first + bit) == Some(!turned));
        }
        let (chunk, place) = split(first);
        let columns = shop.table.columns();
        let masks = match &self.how {
            How::Codes { column, yes, .. } => match &*columns[*column] {
                FactColumn::Codes(column) => column.cells.chunk(chunk).map(|cells| match yes {
                    Codes::Few(codes) if codes.len() == 1 => {
                        Masks::of(&cells.cells[place..], |cell| cell == codes[0])
                    }
                    codes => Masks::of(&cells.cells[place..], |cell| codes.contains(cell)),
                }),
                _ => None,
            },
            How::Range { column, low, high } => match &*columns[*column] {
                FactColumn::Numbers(cells) => cells
                    .chunk(chunk)
                    .map(|cells| Masks::of(&cells.cells[place..], |cell| (cell >= *low) & (cell <= *high))),
                _ => None,
            },
            _ => None,
        };
        let Some(Masks { yes, absent, many }) = masks else {
            return keep(bits, |bit| self.check(shop, first + bit) == Some(!turned));
        };
        let plain = if turned { !yes & !absent } else { yes & !absent };
        let unknown = if self.absent == Some(!turned) { absent } else { 0 };
        let several = keep(bits & many, |bit| self.check(shop, first + bit) == Some(!turned));
        bits & ((plain | unknown) & !many | several)
    }

    fn reads_any(&self, moved: &[bool]) -> bool {
        match &self.how {
            How::Codes { column, .. } | How::Range { column, .. } | How::Amounts { column, .. } => {
                moved[*column]
            }
            How::Products { .. } => false,
            How::Plain => true,
        }
    }
}

impl How {
    fn of(node: &Node, shop: Shop<'_>) -> Option<How> {
        let field = only_field(node)?;
        if *field == Field::Sku {
            return How::of_skus(node, shop);
        }
        let place = shop.table.place(field)?;
        match &*shop.table.columns()[place] {
            FactColumn::Codes(column) => How::of_codes(node, field, place, column, shop),
            FactColumn::Numbers(_) => How::of_numbers(node, field, place),
            FactColumn::Odd => None,
        }
    }

    fn of_skus(node: &Node, shop: Shop<'_>) -> Option<How> {
        let number = |value: &Value| match value {
            Value::Text(sku) => shop.snapshot.skus.get(&**sku),
            _ => None,
        };
        let values = wanted_values(node).filter(|values| can_be_equal(node, values, Kind::Text))?;
        let mut numbers: Vec<u32> = values.into_iter().filter_map(number).collect();
        numbers.sort_unstable();
        Some(How::Products { numbers, below: shop.snapshot.numbers().end })
    }

    fn of_codes(
        node: &Node,
        field: &Field,
        place: usize,
        column: &CodeColumn,
        shop: Shop<'_>,
    ) -> Option<How> {
        let words = &shop.snapshot.words;
        let all = Decided::Below(column.coding.len(words));
        if column.is_list {
            // Whether a list has a member; anything else is asked of the list as it is.
            let Expr::In(member, _) = &node.expr else { return None };
            let Expr::Value(member) = &member.expr else { return None };
            let code = column.coding.code(member, words);
            let yes = match (column.coding, code) {
                (Coding::Category, Some(node)) => shop.table.subtree(node).to_vec(),
                (_, code) => code.into_iter().collect(),
            };
            return Some(How::Codes { column: place, yes: Codes::of(yes), decided: all });
        }
        if let Some(values) = wanted_values(node) {
            if !can_be_equal(node, &values, column.coding.kind()) {
                return None;
            }
            let codes = values.into_iter().filter_map(|value| column.coding.code(value, words)).collect();
            return Some(How::Codes { column: place, yes: Codes::of(codes), decided: all });
        }
        debug_assert!(!matches!(field, Field::Categories | Field::Tags));
        let (mut yes, mut decided) = (Vec::new(), Vec::new());
        for code in column.postings.words() {
            match evaluate(node, &OneValue(Some(column.coding.value(code, words)))) {
                Some(true) => yes.push(code),
                Some(false) => {}
                // The answer does not follow from this value alone.
                None => return None,
            }
            decided.push(code);
        }
        let decided = Decided::These(Codes::of(decided));
        Some(How::Codes { column: place, yes: Codes::of(yes), decided })
    }

    fn of_numbers(node: &Node, field: &Field, column: usize) -> Option<How> {
        let fits = |value: &Value| matches!(value, Value::Time(_)) == (*field == Field::CreatedAt);
        match &node.expr {
            Expr::Compare(comparison, a, b) => {
                let (comparison, bound) = match (&a.expr, &b.expr) {
                    (Expr::Field(..), Expr::Value(bound)) => (*comparison, bound),
                    (Expr::Value(bound), Expr::Field(..)) => (comparison.turned(), bound),
                    _ => return None,
                };
                let (low, high) = span(comparison, bound).filter(|_| fits(bound))?;
                Some(How::Range { column, low, high })
            }
            Expr::In(..) => {
                let values = wanted_values(node).filter(|values| values.iter().all(|value| fits(value)))?;
                let exact = |value: &Value| match value {
                    Value::Number(number) => Some(exact_millionths(*number)),
                    Value::Time(time) => Some(Some(time.micros())),
                    _ => None,
                };
                let amounts: Option<Vec<Option<i64>>> = values.into_iter().map(exact).collect();
                let mut amounts: Vec<i64> = amounts?.into_iter().flatten().collect();
                amounts.sort_unstable();
                Some(How::Amounts { column, amounts })
            }
            _ => None,
        }
    }
}

/// The numbers of a column for which a comparison with a bound is true, first and last.
pub(crate) fn span(comparison: Comparison, bound: &Value) -> Option<(i64, i64)> {
    let (floor, ceil) = match bound {
        Value::Number(number) => millionths_around(*number),
        Value::Time(time) => (time.micros(), time.micros()),
        _ => return None,
    };
    let (first, last) = (i64::MIN + 2, i64::MAX);
    Some(match comparison {
        Comparison::Less => (first, ceil.saturating_sub(1)),
        Comparison::LessOrEqual => (first, floor),
        Comparison::Greater => (floor.saturating_add(1), last),
        Comparison::GreaterOrEqual => (ceil, last),
        Comparison::Equal if floor == ceil => (floor, floor),
        Comparison::Equal => (1, 0),
        Comparison::Unequal => return None,
    })
}

/// The only field that a question reads, if it reads one and nothing else that changes.
fn only_field(node: &Node) -> Option<&Field> {
    let mut fields: Vec<&Field> = Vec::new();
    let mut is_plain = true;
    node.visit(&mut |part| match &part.expr {
        Expr::Field(_, field) | Expr::Has(_, field) => fields.push(field),
        Expr::Now | Expr::Bought(..) => is_plain = false,
        _ => {}
    });
    fields.dedup();
    (is_plain && fields.len() == 1).then(|| fields[0])
}

/// Whether the values are such that a field of a kind is equal to them or not: compared with a value
/// of another kind it is neither, while a list has no member of another kind.
fn can_be_equal(node: &Node, values: &[&Value], kind: Kind) -> bool {
    !matches!(node.expr, Expr::Compare(..)) || values.iter().all(|value| value.kind() == kind)
}

/// The values of which one has to be that of the field, where the question is such.
fn wanted_values(node: &Node) -> Option<Vec<&Value>> {
    match &node.expr {
        Expr::Compare(Comparison::Equal, a, b) => match (&a.expr, &b.expr) {
            (Expr::Field(..), Expr::Value(value)) | (Expr::Value(value), Expr::Field(..)) => {
                Some(vec![value])
            }
            _ => None,
        },
        Expr::In(member, list) => {
            let (Expr::Field(..), Expr::List(nodes)) = (&member.expr, &list.expr) else { return None };
            let value = |node: &'_ Node| matches!(node.expr, Expr::Value(_));
            nodes.iter().all(value).then(|| {
                nodes
                    .iter()
                    .filter_map(|node| match &node.expr {
                        Expr::Value(value) => Some(value),
                        _ => None,
                    })
                    .collect()
            })
        }
        _ => None,
    }
}

/// A product of whose fields each has the same value, or none.
struct OneValue(Option<Value>);

impl Facts for OneValue {
    fn value(&self, _: Subject, _: &Field, _: View) -> Option<Value> {
        self.0.clone()
    }

    fn variants(&self, _: Subject) -> usize {
        0
    }

    fn bought(&self, _: &str, _: Timestamp) -> Option<u32> {
        None
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_micros(0)
    }
}

/// Whether parts of a condition hold for a family, each evaluated as it stands.
pub(crate) fn all_hold(parts: &[Node], facts: &PairFacts<'_, '_>) -> bool {
    parts.iter().all(|part| holds(part, facts))
}
