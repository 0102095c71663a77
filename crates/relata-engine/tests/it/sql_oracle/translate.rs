//! A condition as SQL over the tables of [`table`](super::table).
//!
//! Nothing is shared with the evaluator but the parsed condition: `AND`, `OR` and `NOT` are those of
//! the database, whose three-valued logic is Kleene's; an absent value is its `NULL`. Numbers are
//! whole numbers with a known count of digits behind the point, moments are read by the database
//! from the text of the condition.

use relata_rules::{
    Arithmetic, Comparison, Condition, Expr, Field, Node, Quantifier, Subject, TextTest, Value,
};

use super::table::{ATTRIBUTE_SCALE, scaled};
use crate::phrase::PATTERNS;

/// True, false or `NULL` for the rows `s` and `t` of `seen` whose `variant` is 0.
pub fn sql_of(condition: &Condition) -> String {
    connective(&condition.root, &condition.text)
}

fn connective(node: &Node, text: &str) -> String {
    let joined = |parts: &[Node], sign: &str| {
        let parts: Vec<String> = parts.iter().map(|part| connective(part, text)).collect();
        format!("({})", parts.join(sign))
    };
    match &node.expr {
        Expr::All(parts) => joined(parts, " AND "),
        Expr::Any(parts) => joined(parts, " OR "),
        Expr::Not(part) => format!("(NOT {})", connective(part, text)),
        // No variant is such.
        Expr::Compare(Comparison::Unequal, a, b) => {
            format!("(NOT {})", question(text, &|scope| compare(Comparison::Equal, a, b, scope)))
        }
        _ => question(text, &|scope| flag(node, scope)),
    }
}

/// Asked of the products themselves, else of any variant.
fn question(text: &str, ask: &dyn Fn(&Scope) -> String) -> String {
    let scope = |source: &str, target: &str| Scope {
        source: source.to_string(),
        target: target.to_string(),
        members: Vec::new(),
        text: text.to_string(),
    };
    format!(
        "coalesce({}, (SELECT max({}) FROM seen sv, seen tv WHERE sv.head = s.head AND tv.head = t.head AND sv.is_last AND tv.is_last))",
        ask(&scope("s", "t")),
        ask(&scope("sv", "tv"))
    )
}

/// The rows that a part reads.
#[derive(Clone)]
struct Scope {
    source: String,
    target: String,
    /// Rows of members, the nearest last.
    members: Vec<String>,
    text: String,
}

/// What a part may be, each as SQL: at most one of the columns has a value.
#[derive(Default)]
struct Parts {
    /// With its digits behind the point.
    number: Option<(String, u32)>,
    text: Option<String>,
    flag: Option<String>,
    /// Microseconds since 1970.
    time: Option<String>,
    /// Microseconds.
    span: Option<String>,
    /// Whether there is anything; where it is left out, whether any column has a value.
    present: Option<String>,
    /// Rows with the columns number, text and flag, as what follows FROM; `#` stands for their name.
    rows: Option<String>,
    /// Values as written.
    values: Option<Vec<Parts>>,
}

impl Parts {
    fn present(&self) -> String {
        if let Some(present) = &self.present {
            return present.clone();
        }
        let number = self.number.iter().map(|(number, _)| number);
        let columns = number.chain(&self.text).chain(&self.flag).chain(&self.time).chain(&self.span);
        let known: Vec<String> = columns.map(|column| format!("({column}) IS NOT NULL")).collect();
        format!("({})", known.join(" OR "))
    }
}

impl Scope {
    fn row(&self, subject: Subject) -> &str {
        match subject {
            Subject::Source => &self.source,
            Subject::Target => &self.target,
            _ => panic!("the oracle knows products alone"),
        }
    }

    fn field(&self, subject: Subject, field: &Field) -> Parts {
        let row = self.row(subject);
        let number = |column: &str, scale| Parts {
            number: Some((format!("{row}.{column}"), scale)),
            ..Parts::default()
        };
        let text = |column: &str| Parts { text: Some(format!("{row}.{column}")), ..Parts::default() };
        let words = |table: &str, column: &str| Parts {
            present: Some("1".into()),
            rows: Some(format!(
                "(SELECT head, NULL AS number, {column} AS text, NULL AS flag FROM {table}) # WHERE #.head = {row}.head"
            )),
            ..Parts::default()
        };
        match field {
            Field::Sku => text("sku"),
            Field::Name => text("name"),
            Field::Brand => text("brand"),
            Field::Category => text("category"),
            Field::Status => text("status"),
            Field::Price => number("price", 2),
            Field::Cost => number("cost", 2),
            Field::Margin => {
                Parts { number: Some((format!("({row}.price - {row}.cost)"), 2)), ..Parts::default() }
            }
            Field::Stock => number("stock", 0),
            Field::Popularity => number("popularity", 0),
            Field::InStock => Parts { flag: Some(format!("{row}.in_stock")), ..Parts::default() },
            Field::CreatedAt => Parts { time: Some(format!("{row}.created_at")), ..Parts::default() },
            // A family has no parent.
            Field::Parent => Parts { text: Some("NULL".into()), ..Parts::default() },
            Field::Categories => words("path_seen", "path"),
            Field::Tags => words("tag_seen", "word"),
            Field::Attribute(name) => {
                let of = |column: &str| {
                    format!(
                        "(SELECT a.{column} FROM attribute_seen a WHERE a.head = {row}.head AND a.variant = {row}.variant AND a.name = '{name}')"
                    )
                };
                Parts {
                    number: Some((of("number"), ATTRIBUTE_SCALE)),
                    text: Some(of("text")),
                    flag: Some(of("flag")),
                    present: Some(format!("EXISTS {}", of("name"))),
                    rows: Some(format!(
                        "member_seen # WHERE #.head = {row}.head AND #.variant = {row}.variant AND #.name = '{name}'"
                    )),
                    ..Parts::default()
                }
            }
            other => panic!("the oracle does not know {other:?}"),
        }
    }

    /// The text between the quotes that follow a place.
    fn quoted(&self, at: u32) -> &str {
        let rest = &self.text[at as usize..];
        let from = rest.find('\'').unwrap() + 1;
        &rest[from..from + rest[from..].find('\'').unwrap()]
    }
}

fn escaped(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn constant(value: &Value, node: &Node, scope: &Scope) -> Parts {
    match value {
        Value::Number(number) => {
            let scale = number.scale();
            Parts { number: Some((scaled(*number, scale).to_string(), scale)), ..Parts::default() }
        }
        Value::Text(text) => Parts { text: Some(escaped(text)), ..Parts::default() },
        Value::Flag(flag) => Parts { flag: Some(i32::from(*flag).to_string()), ..Parts::default() },
        Value::Time(_) => {
            let text = escaped(scope.quoted(node.at));
            Parts { time: Some(format!("(unixepoch({text}) * 1000000)")), ..Parts::default() }
        }
        Value::Duration(_) => {
            let seconds = match scope.quoted(node.at) {
                "PT30M" => 1_800_i64,
                "PT1H" => 3_600,
                "P1D" => 86_400,
                "P200D" => 200 * 86_400,
                other => panic!("the oracle does not know {other}"),
            };
            Parts { span: Some((seconds * 1_000_000).to_string()), ..Parts::default() }
        }
        Value::List(_) => panic!("lists are parts of their own"),
    }
}

fn parts(node: &Node, scope: &Scope) -> Parts {
    match &node.expr {
        Expr::Value(value) => constant(value, node, scope),
        Expr::Field(subject, field) => scope.field(*subject, field),
        Expr::Member(depth) => {
            let row = &scope.members[scope.members.len() - 1 - depth];
            Parts {
                number: Some((format!("{row}.number"), ATTRIBUTE_SCALE)),
                text: Some(format!("{row}.text")),
                flag: Some(format!("{row}.flag")),
                ..Parts::default()
            }
        }
        Expr::List(nodes) => {
            let values: Vec<Parts> = nodes.iter().map(|node| parts(node, scope)).collect();
            let known: Vec<String> = values.iter().map(Parts::present).collect();
            let present = if known.is_empty() { "1".into() } else { format!("({})", known.join(" AND ")) };
            Parts { present: Some(present), values: Some(values), ..Parts::default() }
        }
        Expr::Negate(part) => {
            let (number, scale) = parts(part, scope).number.unwrap();
            Parts { number: Some((format!("(-{number})"), scale)), ..Parts::default() }
        }
        Expr::Calculate(sign, a, b) => calculate(*sign, &parts(a, scope), &parts(b, scope)),
        Expr::Size(part) => {
            let part = parts(part, scope);
            let length = part.text.as_ref().map_or("NULL".to_string(), |text| format!("length({text})"));
            let count = match &part.rows {
                None => "NULL".to_string(),
                Some(rows) => {
                    let rows = rows.replace('#', "counted");
                    format!("CASE WHEN {} THEN (SELECT count(*) FROM {rows}) END", part.present())
                }
            };
            Parts { number: Some((format!("coalesce({length}, {count})"), 0)), ..Parts::default() }
        }
        Expr::Lower(part) => {
            let text = parts(part, scope).text.unwrap();
            Parts { text: Some(format!("lower({text})")), ..Parts::default() }
        }
        _ => Parts { flag: Some(flag(node, scope)), ..Parts::default() },
    }
}

fn calculate(sign: Arithmetic, a: &Parts, b: &Parts) -> Parts {
    let mut made = Parts::default();
    if let (Some((a, p)), Some((b, q))) = (&a.number, &b.number) {
        let scale = *p.max(q);
        let (x, y) = (raised(a, scale - p), raised(b, scale - q));
        made.number = Some(match sign {
            Arithmetic::Add => (format!("({x} + {y})"), scale),
            Arithmetic::Subtract => (format!("({x} - {y})"), scale),
            Arithmetic::Multiply => (format!("({a} * {b})"), p + q),
            Arithmetic::Divide => match b.as_str() {
                "0" => (format!("nullif({a}, {a})"), *p),
                "2" => (format!("({a} * 5)"), p + 1),
                "4" => (format!("({a} * 25)"), p + 2),
                "5" => (format!("({a} * 2)"), p + 1),
                "10" => (a.clone(), p + 1),
                other => panic!("the quotient by {other} may have no end"),
            },
        });
    }
    match (sign, &a.time, &a.span, &b.time, &b.span) {
        (Arithmetic::Add, Some(a), _, _, Some(b)) => made.time = Some(format!("({a} + {b})")),
        (Arithmetic::Subtract, Some(a), _, _, Some(b)) => made.time = Some(format!("({a} - {b})")),
        (Arithmetic::Subtract, Some(a), _, Some(b), _) => made.span = Some(format!("({a} - {b})")),
        _ => {}
    }
    made
}

fn raised(number: &str, digits: u32) -> String {
    if digits == 0 { number.to_string() } else { format!("({number} * {})", 10_i64.pow(digits)) }
}

/// Each kind that both may be, compared; only one of them has values on both sides.
fn compared(sign: &str, a: &Parts, b: &Parts) -> String {
    let mut kinds = Vec::new();
    if let (Some((a, p)), Some((b, q))) = (&a.number, &b.number) {
        let scale = *p.max(q);
        kinds.push(format!("({} {sign} {})", raised(a, scale - p), raised(b, scale - q)));
    }
    for (a, b) in [(&a.text, &b.text), (&a.flag, &b.flag), (&a.time, &b.time), (&a.span, &b.span)] {
        if let (Some(a), Some(b)) = (a, b) {
            kinds.push(format!("({a} {sign} {b})"));
        }
    }
    match kinds.len() {
        0 => "NULL".to_string(),
        1 => kinds.remove(0),
        _ => format!("coalesce({})", kinds.join(", ")),
    }
}

fn compare(comparison: Comparison, a: &Node, b: &Node, scope: &Scope) -> String {
    compared(comparison.as_str(), &parts(a, scope), &parts(b, scope))
}

fn flag(node: &Node, scope: &Scope) -> String {
    let joined = |parts: &[Node], sign: &str| {
        let parts: Vec<String> = parts.iter().map(|part| flag(part, scope)).collect();
        format!("({})", parts.join(sign))
    };
    match &node.expr {
        Expr::All(parts) => joined(parts, " AND "),
        Expr::Any(parts) => joined(parts, " OR "),
        Expr::Not(part) => format!("(NOT {})", flag(part, scope)),
        Expr::Compare(comparison, a, b) => compare(*comparison, a, b, scope),
        Expr::In(member, list) => membership(&parts(member, scope), &parts(list, scope)),
        Expr::Has(subject, field) => {
            let present = scope.field(*subject, field).present();
            format!("CASE WHEN {present} THEN 1 WHEN {}.is_last THEN 0 END", scope.row(*subject))
        }
        Expr::Text(test, text, with) => {
            let (text, with) = (parts(text, scope).text.unwrap(), parts(with, scope).text.unwrap());
            match test {
                TextTest::StartsWith => format!("(substr({text}, 1, length({with})) = {with})"),
                TextTest::EndsWith => {
                    format!(
                        "(substr({text}, length({text}) - length({with}) + 1) = {with} AND length({text}) >= length({with}))"
                    )
                }
                TextTest::Contains => format!("(instr({text}, {with}) > 0)"),
            }
        }
        Expr::Matches(text, pattern) => {
            let glob = PATTERNS.iter().find(|(regex, _)| *regex == pattern.as_str()).unwrap().1;
            format!("({} GLOB {})", parts(text, scope).text.unwrap(), escaped(glob))
        }
        Expr::Quantify(quantifier, list, _, body) => {
            quantified(*quantifier, &parts(list, scope), body, scope)
        }
        _ => parts(node, scope).flag.unwrap_or_else(|| "NULL".to_string()),
    }
}

fn membership(member: &Parts, list: &Parts) -> String {
    let within = match (&list.rows, &list.values) {
        (Some(rows), _) => {
            let row = Parts {
                number: Some(("m.number".into(), ATTRIBUTE_SCALE)),
                text: Some("m.text".into()),
                flag: Some("m.flag".into()),
                ..Parts::default()
            };
            format!("EXISTS (SELECT 1 FROM {} AND {})", rows.replace('#', "m"), compared("=", member, &row))
        }
        (None, Some(values)) => {
            let same = values.iter().map(|value| format!("coalesce({}, 0)", compared("=", member, value)));
            let same: Vec<String> = same.collect();
            if same.is_empty() { "0".into() } else { format!("({})", same.join(" OR ")) }
        }
        _ => panic!("nothing can be in it"),
    };
    format!("CASE WHEN {} AND {} THEN {within} END", member.present(), list.present())
}

fn quantified(quantifier: Quantifier, list: &Parts, body: &Node, scope: &Scope) -> String {
    let row = format!("m{}", scope.members.len());
    let mut inner = scope.clone();
    inner.members.push(row.clone());
    let body = flag(body, &inner);
    let rows = list.rows.as_ref().unwrap().replace('#', &row);
    let (decisive, found) = match quantifier {
        Quantifier::Exists => (1, format!("max({body}) = 1")),
        Quantifier::All => (0, format!("min({body}) = 0")),
    };
    format!(
        "CASE WHEN {} THEN (SELECT CASE WHEN {found} THEN {decisive} WHEN count(*) > count({body}) THEN NULL ELSE {} END FROM {rows}) END",
        list.present(),
        1 - decisive
    )
}
