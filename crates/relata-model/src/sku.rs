use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Invalid, limits::SKU_CHARS_MAX};

/// The key of a product: 1 to 255 characters, case-sensitive, no control characters.
///
/// Cheap to clone. Two SKUs are the same only if they are the same bytes: no case folding, no
/// Unicode normalisation, because feeds and shops compare bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sku(Arc<str>);

impl Sku {
    /// Takes a text as a SKU.
    pub fn parse(text: &str) -> Result<Sku, Invalid> {
        let hint = "a SKU has 1 to 255 characters and no control characters";
        if text.is_empty() {
            return Err(Invalid::new("the SKU is empty", hint));
        }
        if text.len() > SKU_CHARS_MAX && text.chars().count() > SKU_CHARS_MAX {
            return Err(Invalid::new("the SKU is too long", hint));
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::new("the SKU holds a control character", hint));
        }
        Ok(Sku(Arc::from(text)))
    }

    /// The SKU as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Sku {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

impl Serialize for Sku {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sku {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Sku::parse(&text).map_err(serde::de::Error::custom)
    }
}
