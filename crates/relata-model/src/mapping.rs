use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::MappingCode;

/// What the columns of a file fill, said by a person where no format knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The format whose fields are filled, such as `relata`.
    pub profile: String,
    /// What the rows describe, such as `products`.
    pub content: String,
    /// The field of each column of the file; `None` and columns that are not named are not read.
    pub columns: BTreeMap<String, Option<String>>,
    /// Whether numbers are written with a decimal comma, as in `1.234,50`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decimal_comma: bool,
}

impl Mapping {
    /// The field that a column of the file fills.
    pub fn field_of(&self, column: &str) -> Option<&str> {
        self.columns.get(column)?.as_deref()
    }

    /// Whether a file with these columns has every column that is mapped to a field.
    pub fn fits<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> bool {
        let names: std::collections::HashSet<&str> = names.into_iter().collect();
        let mut mapped = self.columns.iter().filter(|(_, field)| field.is_some()).peekable();
        mapped.peek().is_some() && mapped.all(|(name, _)| names.contains(name.as_str()))
    }
}

/// A mapping that is kept for the next file of the same kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// Its key.
    pub code: MappingCode,
    /// What people call it.
    pub name: String,
    /// What it says.
    #[serde(flatten)]
    pub mapping: Mapping,
}
