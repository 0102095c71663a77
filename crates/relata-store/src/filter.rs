use crate::value::Value;

/// The conditions of a list, put together from those that were asked for.
///
/// Only fixed pieces of SQL are put together here; every value is bound.
pub(crate) struct Filter<'v> {
    clauses: Vec<String>,
    values: Vec<Value<'v>>,
    impossible: bool,
}

impl<'v> Filter<'v> {
    /// No condition yet.
    pub(crate) fn new() -> Filter<'v> {
        Filter { clauses: Vec::new(), values: Vec::new(), impossible: false }
    }

    /// Adds a condition in which `@` stands for the value.
    pub(crate) fn and(&mut self, clause: &'static str, value: impl Into<Value<'v>>) {
        let value = value.into();
        // PostgreSQL cannot hold U+0000, so nothing stored has it either.
        self.impossible |= matches!(&value, Value::Text(text) if text.contains('\0'));
        self.values.push(value);
        self.clauses.push(clause.replace('@', &format!("?{}", self.values.len())));
    }

    /// Adds a condition if there is a value.
    pub(crate) fn and_opt(&mut self, clause: &'static str, value: Option<impl Into<Value<'v>>>) {
        if let Some(value) = value {
            self.and(clause, value);
        }
    }

    /// Whether no row can meet the conditions.
    pub(crate) fn is_impossible(&self) -> bool {
        self.impossible
    }

    /// The statement: what to select, the conditions, the order, a page of so many rows.
    pub(crate) fn select(mut self, select: &str, order: &str, limit: usize) -> (String, Vec<Value<'v>>) {
        self.values.push(Value::Int(limit as i64));
        let conditions = match self.clauses.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", self.clauses.join(" AND ")),
        };
        (format!("{select} {conditions} ORDER BY {order} LIMIT ?{}", self.values.len()), self.values)
    }
}
