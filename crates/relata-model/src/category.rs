use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Invalid;
use crate::invalid::check_text;
use crate::limits::{CATEGORY_DEPTH_MAX, NAME_CHARS_MAX};

/// A slash-separated path in the category tree: `shoes/running` lies in `shoes`.
///
/// Empty segments and spaces around segments are dropped at parsing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryPath(Arc<str>);

impl CategoryPath {
    /// Takes a text as a path.
    pub fn parse(text: &str) -> Result<CategoryPath, Invalid> {
        check_text(text, NAME_CHARS_MAX, "the category path")?;
        let segments: Vec<&str> =
            text.split('/').map(str::trim).filter(|segment| !segment.is_empty()).collect();
        if segments.is_empty() {
            return Err(Invalid::new("the category path is empty", "write a path such as shoes/running"));
        }
        if segments.len() > CATEGORY_DEPTH_MAX {
            return Err(Invalid::new(
                format!("the category path has more than {CATEGORY_DEPTH_MAX} levels"),
                "use fewer levels",
            ));
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::new("the category path holds a control character", "remove it"));
        }
        Ok(CategoryPath(Arc::from(segments.join("/"))))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path itself and its ancestors, the path first: `a/b/c`, `a/b`, `a`.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        let mut rest = Some(&*self.0);
        std::iter::from_fn(move || {
            let path = rest?;
            rest = path.rfind('/').map(|at| &path[..at]);
            Some(path)
        })
    }
}

impl fmt::Display for CategoryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CategoryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

impl Serialize for CategoryPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CategoryPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        CategoryPath::parse(&text).map_err(serde::de::Error::custom)
    }
}
