use std::io::{Read, Write};

use relata_model::{
    Channel, Guideline, NamedCondition, Placement, Problem, ProblemCode, RelationType, Rule, SavedMapping,
    View,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ExchangeError;

/// Bytes in one document of configuration; thousands of channels with long assortments fit.
pub const CONFIG_BYTES_MAX: u64 = 64 << 20;

/// A noun whose things are moved as one JSON document: an array, in the order of their codes.
pub trait ConfigNoun: Serialize + DeserializeOwned {
    /// The name of its file within a moved shop.
    const FILE: &'static str;

    /// The key of a thing.
    fn code(&self) -> &str;
}

impl ConfigNoun for RelationType {
    const FILE: &'static str = "relation-types.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for Channel {
    const FILE: &'static str = "channels.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for Placement {
    const FILE: &'static str = "placements.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for View {
    const FILE: &'static str = "views.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for SavedMapping {
    const FILE: &'static str = "mappings.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for NamedCondition {
    const FILE: &'static str = "conditions.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for Guideline {
    const FILE: &'static str = "guidelines.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl ConfigNoun for Rule {
    const FILE: &'static str = "rules.json";

    fn code(&self) -> &str {
        self.code.as_str()
    }
}

/// Writes documents of configuration.
#[derive(Debug, Clone, Copy)]
pub struct ConfigWriter;

impl ConfigWriter {
    /// Writes things as a JSON array with line breaks, in the order of their codes.
    pub fn write<T: ConfigNoun>(mut out: impl Write, things: &[T]) -> Result<(), ExchangeError> {
        let mut sorted: Vec<&T> = things.iter().collect();
        sorted.sort_by(|a, b| a.code().cmp(b.code()));
        serde_json::to_writer_pretty(&mut out, &sorted)?;
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(())
    }
}

/// Reads documents of configuration.
#[derive(Debug, Clone, Copy)]
pub struct ConfigReader;

impl ConfigReader {
    /// Reads things and what is wrong with the others, each with its place in the array.
    ///
    /// A file that is no JSON array is refused whole, with the line and column of the mistake.
    pub fn read<T: ConfigNoun>(
        name: &str,
        input: impl Read,
    ) -> Result<(Vec<T>, Vec<Problem>), ExchangeError> {
        let refused = |problem| ExchangeError::Refused { name: name.to_string(), problems: vec![problem] };
        let mut text = Vec::new();
        let read = input.take(CONFIG_BYTES_MAX + 1).read_to_end(&mut text);
        read.map_err(|source| ExchangeError::Read { name: name.to_string(), source })?;
        if text.len() as u64 > CONFIG_BYTES_MAX {
            let message = format!("the document is larger than {CONFIG_BYTES_MAX} bytes");
            return Err(refused(Problem::error(ProblemCode::LimitExceeded, message)));
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        let values: Vec<serde_json::Value> = serde_json::from_slice(text).map_err(|error| {
            let message = format!("the document is not a JSON array: {error}");
            refused(Problem::error(ProblemCode::InvalidJson, message).hint("write [ … ] around the things"))
        })?;
        let mut things = Vec::new();
        let mut problems = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let code = value.get("code").and_then(serde_json::Value::as_str).unwrap_or("?").to_string();
            match serde_json::from_value(value) {
                Ok(thing) => things.push(thing),
                Err(error) => problems.push(
                    Problem::error(ProblemCode::InvalidValue, error.to_string())
                        .at(format!("/{index}"))
                        .about(code),
                ),
            }
        }
        Ok((things, problems))
    }
}
