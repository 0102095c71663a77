use relata_model::limits::{PAGE_DEFAULT, PAGE_MAX};
use relata_model::{Problem, ProblemCode};
use serde::Serialize;

use crate::AppError;

/// Which part of a list is asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Where the last page ended, as its answer said; `None` is the start.
    pub cursor: Option<String>,
    /// How many items, 1 to 200.
    pub limit: usize,
}

impl Default for PageRequest {
    fn default() -> Self {
        PageRequest { cursor: None, limit: PAGE_DEFAULT }
    }
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// The cursor of the next part; `None` at the end.
    pub next: Option<String>,
}

impl PageRequest {
    /// The key after which the page starts.
    ///
    /// A cursor is the hexadecimal form of a letter, which names the list, and the key, so that a
    /// cursor of another list is refused.
    pub(crate) fn after(&self, list: char) -> Result<Option<String>, AppError> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let key = decode_hex(cursor).and_then(|text| text.strip_prefix(list).map(str::to_string));
        match key {
            Some(key) => Ok(Some(key)),
            None => Err(bad_cursor(cursor)),
        }
    }

    /// A page of a list that is short enough to be read as a whole, in ascending order of its keys.
    pub fn part_of<T>(&self, items: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, AppError> {
        let after = self.after('w')?;
        let later = |item: &T| after.as_ref().is_none_or(|after| key(item) > *after);
        let rows = items.into_iter().filter(later).take(self.size() + 1).collect();
        Ok(self.page('w', rows, &key))
    }

    /// The number after which the page starts, for lists in order of a number.
    pub(crate) fn after_number(&self, list: char) -> Result<Option<i64>, AppError> {
        match self.after(list)? {
            None => Ok(None),
            Some(key) => key.parse().map(Some).map_err(|_| bad_cursor(&key)),
        }
    }

    /// The page's size, brought into its bounds.
    pub(crate) fn size(&self) -> usize {
        self.limit.clamp(1, PAGE_MAX)
    }

    /// A page of rows, one more than its size having been asked for.
    pub(crate) fn page<T>(&self, list: char, mut items: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let more = items.len() > self.size();
        items.truncate(self.size());
        let next = more.then(|| items.last().map(|last| cursor(list, &key(last)))).flatten();
        Page { items, next }
    }
}

/// The cursor that stands for a key of a list.
pub(crate) fn cursor(list: char, key: &str) -> String {
    format!("{list}{key}").bytes().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn decode_hex(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect();
    String::from_utf8(bytes?).ok()
}

pub(crate) fn bad_cursor(cursor: &str) -> AppError {
    let problem =
        Problem::error(ProblemCode::InvalidValue, format!("{cursor:?} is not a cursor of this list"))
            .at("/cursor")
            .hint("take the cursor from \"next\" of the page before, or leave it out");
    AppError::invalid(vec![problem])
}

/// The entity tag of a thing: a quoted hash of its content.
pub fn etag(value: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    format!("\"{:016x}\"", hash(&bytes))
}

/// FNV-1a over the bytes: an entity tag needs no secrecy, only that another content differs.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What has to be so for a write to happen: conditional requests (RFC 9110, 13.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precondition {
    /// The thing has one of these tags, or with `*` it is there at all.
    pub if_match: Option<String>,
    /// The thing has none of these tags, or with `*` it is not there yet.
    pub if_none_match: Option<String>,
}

impl Precondition {
    /// A write that happens whatever is there.
    pub const NONE: Precondition = Precondition { if_match: None, if_none_match: None };

    /// Refuses a write of a thing that has this tag now; `None` if it is not there.
    pub(crate) fn check(
        &self,
        tag: Option<&str>,
        noun: &str,
        key: impl std::fmt::Display,
    ) -> Result<(), AppError> {
        let names = |list: &Option<String>| {
            let list = list.as_deref().map(str::trim)?;
            Some(tag.is_some_and(|tag| list == "*" || list.split(',').any(|one| one.trim() == tag)))
        };
        if names(&self.if_match) == Some(false) {
            return Err(AppError::stale(noun, key));
        }
        if names(&self.if_none_match) == Some(true) {
            return Err(AppError::exists(noun, key));
        }
        Ok(())
    }
}
