use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use relata_model::Invalid;

use crate::limits::{PATTERN_BYTES_MAX, PATTERN_COMPILED_BYTES_MAX};

/// A regular expression, compiled once. Matching takes time linear in the text.
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Regex>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Pattern {
    /// Compiles a regular expression within the bounds of a condition.
    ///
    /// # Errors
    /// That it is too long, too large when compiled, or not a regular expression.
    pub fn parse(text: &str) -> Result<Pattern, Invalid> {
        if text.len() > PATTERN_BYTES_MAX {
            return Err(Invalid::new(
                format!("the regular expression is longer than {PATTERN_BYTES_MAX} bytes"),
                "shorten it, or use startsWith, endsWith or contains",
            ));
        }
        let built = RegexBuilder::new(text)
            .size_limit(PATTERN_COMPILED_BYTES_MAX)
            .dfa_size_limit(PATTERN_COMPILED_BYTES_MAX)
            .nest_limit(16)
            .build();
        match built {
            Ok(regex) => Ok(Pattern(Arc::new(regex))),
            Err(regex::Error::CompiledTooBig(_)) => Err(Invalid::new(
                "the regular expression repeats too much",
                "take out nested repetitions such as (a{100}){100}",
            )),
            Err(error) => {
                let line = error.to_string().lines().last().unwrap_or_default().trim().to_owned();
                let reason = line.strip_prefix("error: ").unwrap_or(&line).to_owned();
                Err(Invalid::new(
                    format!("it is not a regular expression: {reason}"),
                    "write one as RE2 has it, without look-around and back references",
                ))
            }
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it matches somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
