use crate::duration::iso;
use crate::expr::{Arithmetic, Comparison, Expr, Node, Quantifier, TextTest};
use crate::{Field, Language, Reference, Subject, Value};

/// Values of a list that are told; the rest is counted.
const VALUES_TOLD: usize = 5;

/// The condition in words, for people who do not read conditions.
pub fn sentence(root: &Node, language: Language) -> String {
    let words = Words { language };
    words.clause(root)
}

struct Words {
    language: Language,
}

impl Words {
    fn say(&self, english: &str, german: &str) -> String {
        match self.language {
            Language::English => english.to_owned(),
            Language::German => german.to_owned(),
        }
    }

    /// A part with a yes or no of its own.
    fn clause(&self, node: &Node) -> String {
        match &node.expr {
            Expr::Value(Value::Flag(true)) => self.say("always", "immer"),
            Expr::Value(Value::Flag(false)) => self.say("never", "nie"),
            Expr::All(parts) => self.joined(parts, &self.say(" and ", " und ")),
            Expr::Any(parts) => self.joined(parts, &self.say(" or ", " oder ")),
            Expr::Not(part) => format!("{} {}", self.say("not:", "nicht:"), self.grouped(part)),
            Expr::Compare(comparison, a, b) => {
                format!("{} {} {}", self.term(a), self.comparison(*comparison), self.term(b))
            }
            Expr::In(member, list) => self.membership(member, list),
            Expr::Has(subject, field) => {
                format!("{} {}", self.field(*subject, field), self.say("is known", "ist bekannt"))
            }
            Expr::Text(test, on, with) => {
                let says = match test {
                    TextTest::StartsWith => self.say("starts with", "beginnt mit"),
                    TextTest::EndsWith => self.say("ends with", "endet mit"),
                    TextTest::Contains => self.say("contains", "enthält"),
                };
                format!("{} {says} {}", self.term(on), self.term(with))
            }
            Expr::Matches(on, pattern) => {
                format!("{} {} “{}”", self.term(on), self.say("matches", "passt auf"), pattern.as_str())
            }
            Expr::Quantify(quantifier, list, name, body) => {
                let who = match quantifier {
                    Quantifier::Exists => self.say("at least one of", "mindestens eines von"),
                    Quantifier::All => self.say("each of", "jedes von"),
                };
                let such = self.say("is such that", "ist so, dass");
                format!("{who} {} ({name}) {such} {}", self.term(list), self.grouped(body))
            }
            Expr::Field(subject, field) => self.flag(*subject, field),
            Expr::Refers(subject, reference) => {
                let such = match reference {
                    Reference::Condition(_) => self.say("is", "ist"),
                    Reference::Rule(_) => self.say("is a product of the rule", "ist ein Produkt der Regel"),
                };
                format!("{} {such} “{}”", self.subject(*subject), reference.code())
            }
            _ => self.term(node),
        }
    }

    fn joined(&self, parts: &[Node], sign: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.grouped(part)).collect();
        parts.join(sign)
    }

    /// A part inside another: in parentheses where it joins several.
    fn grouped(&self, node: &Node) -> String {
        match node.expr {
            Expr::All(_) | Expr::Any(_) => format!("({})", self.clause(node)),
            _ => self.clause(node),
        }
    }

    /// A field that is a yes or no by itself.
    fn flag(&self, subject: Subject, field: &Field) -> String {
        match field {
            Field::InStock => {
                format!("{} {}", self.subject(subject), self.say("is in stock", "ist lieferbar"))
            }
            Field::HasImage => {
                format!("{} {}", self.subject(subject), self.say("has a picture", "hat ein Bild"))
            }
            _ => format!("{} {}", self.field(subject, field), self.say("is true", "trifft zu")),
        }
    }

    fn membership(&self, member: &Node, list: &Node) -> String {
        let (one, many) = (self.term(member), self.term(list));
        match &list.expr {
            Expr::Field(subject, Field::Categories) => {
                format!(
                    "{} {} {one}",
                    self.subject(*subject),
                    self.say("is in category", "ist in der Kategorie")
                )
            }
            Expr::List(_) => format!("{one} {} {many}", self.say("is one of", "ist eines von")),
            _ => format!("{many} {} {one}", self.say("include", "enthalten")),
        }
    }

    fn comparison(&self, comparison: Comparison) -> String {
        match comparison {
            Comparison::Equal => self.say("is", "ist"),
            Comparison::Unequal => self.say("is not", "ist nicht"),
            Comparison::Less => self.say("is less than", "ist kleiner als"),
            Comparison::LessOrEqual => self.say("is at most", "ist höchstens"),
            Comparison::Greater => self.say("is more than", "ist größer als"),
            Comparison::GreaterOrEqual => self.say("is at least", "ist mindestens"),
        }
    }

    fn subject(&self, subject: Subject) -> String {
        match subject {
            Subject::Source => self.say("the product", "das Produkt"),
            Subject::Target => self.say("the recommended product", "das empfohlene Produkt"),
            Subject::Customer => self.say("the customer", "der Kunde"),
            Subject::Cart => self.say("the cart", "der Warenkorb"),
            Subject::Context => self.say("the request", "die Anfrage"),
        }
    }

    fn field(&self, subject: Subject, field: &Field) -> String {
        let label = match field {
            Field::Attribute(name) => format!("“{name}”"),
            declared => {
                let known = declared.declaration().map_or("", |declaration| declaration.label(self.language));
                known.to_owned()
            }
        };
        let of = match subject {
            Subject::Source => self.say("of the product", "des Produkts"),
            Subject::Target => self.say("of the recommended product", "des empfohlenen Produkts"),
            Subject::Customer => self.say("of the customer", "des Kunden"),
            Subject::Cart => self.say("of the cart", "des Warenkorbs"),
            Subject::Context => return label,
        };
        format!("{label} {of}")
    }

    fn term(&self, node: &Node) -> String {
        match &node.expr {
            Expr::Value(value) => self.value(value),
            Expr::Now => self.say("now", "jetzt"),
            Expr::Field(subject, field) => self.field(*subject, field),
            Expr::Member(_) => self.say("it", "es"),
            Expr::List(nodes) => self.list(nodes),
            Expr::Negate(part) => format!("−{}", self.term(part)),
            Expr::Calculate(sign, a, b) => {
                let sign = match sign {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "−",
                    Arithmetic::Multiply => "×",
                    Arithmetic::Divide => "÷",
                };
                format!("{} {sign} {}", self.inner(a), self.inner(b))
            }
            Expr::Size(part) => {
                format!("{} {}", self.say("the number of", "die Anzahl von"), self.term(part))
            }
            Expr::Lower(part) => {
                format!("{} {}", self.term(part), self.say("(in any case)", "(groß oder klein)"))
            }
            Expr::Bought(what, within) => {
                let bought = self.say("orders of the customer with", "Bestellungen des Kunden mit");
                format!(
                    "{bought} {} {} {}",
                    self.term(what),
                    self.say("within", "im Zeitraum"),
                    self.length(*within)
                )
            }
            _ => self.grouped(node),
        }
    }

    fn inner(&self, node: &Node) -> String {
        match node.expr {
            Expr::Calculate(..) => format!("({})", self.term(node)),
            _ => self.term(node),
        }
    }

    fn list(&self, nodes: &[Node]) -> String {
        if nodes.is_empty() {
            return self.say("no value", "kein Wert");
        }
        let told: Vec<String> = nodes.iter().take(VALUES_TOLD).map(|node| self.term(node)).collect();
        let more = nodes.len().saturating_sub(VALUES_TOLD);
        match more {
            0 => told.join(", "),
            _ => format!(
                "{} {} {more} {}",
                told.join(", "),
                self.say("and", "und"),
                self.say("more", "weitere")
            ),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Flag(flag) => match flag {
                true => self.say("yes", "ja"),
                false => self.say("no", "nein"),
            },
            Value::Number(number) => match self.language {
                Language::English => number.to_string(),
                Language::German => number.to_string().replace('.', ","),
            },
            Value::Text(text) => format!("“{text}”"),
            Value::Time(moment) => moment.to_string(),
            Value::Duration(micros) => self.length(*micros),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                values.join(", ")
            }
        }
    }

    fn length(&self, micros: i64) -> String {
        const DAY: i64 = 86_400_000_000;
        match micros % DAY {
            0 => format!("{} {}", micros / DAY, self.say("days", "Tage")),
            _ => iso(micros),
        }
    }
}
