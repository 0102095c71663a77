use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// Who made a relation. Whoever did not make it never removes it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A person, through the web app or the API.
    Manual,
    /// A campaign, by its code.
    Campaign(String),
    /// An import, by the name of its source.
    Import(String),
    /// A rule, by its code.
    Rule(String),
    /// A learned model, by its name.
    Learned(String),
}

impl Origin {
    /// Takes `manual`, `import:<source>`, `rule:<code>`, `campaign:<code>` or `learned:<model>`.
    pub fn parse(text: &str) -> Result<Origin, Invalid> {
        let name = |name: &str| {
            let legal =
                !name.is_empty() && name.chars().count() <= 255 && !name.chars().any(char::is_control);
            legal.then(|| name.to_string()).ok_or_else(|| {
                Invalid::new(
                    format!("{text:?} names no maker"),
                    "write a name of 1 to 255 characters after the colon",
                )
            })
        };
        match text.split_once(':') {
            None if text == "manual" => Ok(Origin::Manual),
            Some(("import", rest)) => Ok(Origin::Import(name(rest)?)),
            Some(("rule", rest)) => Ok(Origin::Rule(name(rest)?)),
            Some(("campaign", rest)) => Ok(Origin::Campaign(name(rest)?)),
            Some(("learned", rest)) => Ok(Origin::Learned(name(rest)?)),
            _ => Err(Invalid::new(
                format!("{text:?} is not an origin"),
                "write manual, import:<source>, rule:<code>, campaign:<code> or learned:<model>",
            )),
        }
    }

    /// Which of several relations of one pair is shown: the smallest rank.
    pub fn rank(&self) -> u8 {
        match self {
            Origin::Manual => 0,
            Origin::Campaign(_) => 1,
            Origin::Import(_) => 2,
            Origin::Rule(_) => 3,
            Origin::Learned(_) => 4,
        }
    }

    /// The word before the colon: `manual`, `campaign`, `import`, `rule`, `learned`.
    pub fn kind(&self) -> &'static str {
        match self {
            Origin::Manual => "manual",
            Origin::Campaign(_) => "campaign",
            Origin::Import(_) => "import",
            Origin::Rule(_) => "rule",
            Origin::Learned(_) => "learned",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Manual => f.write_str("manual"),
            Origin::Campaign(name) | Origin::Import(name) | Origin::Rule(name) | Origin::Learned(name) => {
                write!(f, "{}:{name}", self.kind())
            }
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Origin::parse(&text).map_err(serde::de::Error::custom)
    }
}
