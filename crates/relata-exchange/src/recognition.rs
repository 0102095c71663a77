//! Which format a file is in, told by the names of its columns.

use relata_model::{Problem, ProblemCode};

use crate::decimal::quoted;
use crate::magento;
use crate::relata::RowFormat;
use crate::relata::event::Events;
use crate::relata::order::Orders;
use crate::relata::product::{self, Products};
use crate::relata::relation::Relations;
use crate::{Content, Profile};

/// Names quoted when nothing was recognised.
const NAMES_QUOTED_MAX: usize = 12;

/// Whether any format knows a column of this name.
pub(crate) fn is_known(key: &str) -> bool {
    product::json_column(key).is_some()
        || Relations::column(key).is_some()
        || Orders::column(key).is_some()
        || Events::column(key).is_some()
        || magento::column(key).is_some()
}

/// The format and the content of a file with these columns.
///
/// A format that is asked for is believed. Columns that are missing from the content are not looked
/// at here.
pub(crate) fn recognise(keys: &[String], asked: Option<Profile>) -> Result<(Profile, Content), Problem> {
    let has = |key: &str| keys.iter().any(|other| other == key);
    let is_magento = has("sku") && keys.iter().any(|key| magento::is_mark(key));
    let is_magento = is_magento || (has("sku") && has("product_type") && has("attribute_set_code"));
    match asked {
        Some(Profile::Magento) => Ok((Profile::Magento, magento::content(keys))),
        None if is_magento => Ok((Profile::Magento, magento::content(keys))),
        Some(Profile::Relata) | None => {
            own_content(keys).map(|content| (Profile::Relata, content)).ok_or_else(|| unknown(keys, asked))
        }
    }
}

/// The noun of our own format that these columns belong to.
fn own_content(keys: &[String]) -> Option<Content> {
    let has = |key: &str| keys.iter().any(|other| other == key);
    let count = |names: &[&str]| names.iter().filter(|name| has(name)).count();
    if has("order_id") {
        Some(Content::Orders)
    } else if count(Relations::REQUIRED) >= 2 {
        Some(Content::Relations)
    } else if count(Events::REQUIRED) >= 2 {
        Some(Content::Events)
    } else if has("sku") || (has("name") && count(&product::COLUMNS) >= 3) {
        Some(Content::Products)
    } else {
        None
    }
}

/// The columns of a content without which its file is refused.
pub(crate) fn required_columns(profile: Profile, content: Content) -> &'static [&'static str] {
    match (profile, content) {
        (Profile::Relata, Content::Relations) => Relations::REQUIRED,
        (Profile::Relata, Content::Orders) => Orders::REQUIRED,
        (Profile::Relata, Content::Events) => Events::REQUIRED,
        (Profile::Relata, Content::Products | Content::Wide) | (Profile::Magento, _) => Products::REQUIRED,
    }
}

/// Problems for required columns that a header lacks.
pub(crate) fn missing_columns(profile: Profile, content: Content, keys: &[String]) -> Vec<Problem> {
    let required = required_columns(profile, content);
    let missing = required.iter().filter(|name| !keys.iter().any(|key| key == *name));
    missing
        .map(|name| {
            let needs = required.join(", ");
            Problem::error(ProblemCode::MissingValue, format!("the column {name} is missing"))
                .hint(format!("a file of {} needs the columns {needs}", content.as_str()))
                .in_row(1, Some(name))
        })
        .collect()
}

fn unknown(keys: &[String], asked: Option<Profile>) -> Problem {
    let mut names: Vec<String> = keys.iter().take(NAMES_QUOTED_MAX).map(|key| quoted(key)).collect();
    if keys.len() > NAMES_QUOTED_MAX {
        names.push("and so on".to_string());
    }
    let mut hint =
        "looked for sku and name (products), source, type and target (relations), order_id and sku \
                    (orders), event, event_at and visitor_id (events)"
            .to_string();
    if asked.is_none() {
        hint.push_str(
            ", sku with related_skus, crosssell_skus, upsell_skus or another column of Magento (magento)",
        );
    }
    Problem::error(ProblemCode::UnknownProfile, format!("no format has the columns {}", names.join(", ")))
        .hint(hint)
        .in_row(1, None)
}
