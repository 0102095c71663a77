use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Invalid, limits::CODE_CHARS_MAX};

fn check_code(text: &str, what: &str) -> Result<(), Invalid> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    if text.is_empty() || text.len() > CODE_CHARS_MAX || !text.chars().all(legal) {
        return Err(Invalid::new(
            format!("{text:?} is not a code of a {what}"),
            format!("a code has 1 to {CODE_CHARS_MAX} of the characters a-z A-Z 0-9 _ - . :"),
        ));
    }
    Ok(())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text as a code: 1 to 64 of the characters `a-z A-Z 0-9 _ - . :`.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                check_code(text, $what)?;
                Ok(Self(Arc::from(text)))
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

code!(
    /// The code of a relation type, such as `cross_sell`.
    TypeCode, "relation type"
);
code!(
    /// The code of a rule or guideline, such as `premium-laptops`.
    RuleCode, "rule"
);
code!(
    /// The code of a condition, such as `premium`.
    ConditionCode, "condition"
);
code!(
    /// The code of a channel, such as `web`.
    ChannelCode, "channel"
);
code!(
    /// The code of a placement, such as `product_page`.
    PlacementCode, "placement"
);
code!(
    /// The code of a customer segment, such as `vip`; it need not exist.
    SegmentCode, "segment"
);
code!(
    /// A language or language and region, such as `de` or `de-AT`.
    Locale, "locale"
);
code!(
    /// The code of a saved view, such as `no-accessories`.
    ViewCode, "view"
);
code!(
    /// The code of a screen of the app, such as `products`; it need not exist.
    ScreenCode, "screen"
);
code!(
    /// The code of a saved mapping, such as `erp-products`.
    MappingCode, "mapping"
);
code!(
    /// The code of a test suite, such as `brand-safety`.
    SuiteCode, "test suite"
);
