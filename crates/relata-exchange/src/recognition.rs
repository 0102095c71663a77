//! Which format a file is in, told by the names of its columns.

use relata_model::{Problem, ProblemCode};

use crate::decimal::quoted;
use crate::header::ERROR_COLUMN;
use crate::relata::RowFormat;
use crate::relata::event::Events;
use crate::relata::order::Orders;
use crate::relata::product::{self, Products};
use crate::relata::relation::Relations;
use crate::{Content, Profile};
use crate::{magento, spryker};

/// Names quoted when nothing was recognised.
const NAMES_QUOTED_MAX: usize = 12;

/// Whether any format knows a column of this name.
pub(crate) fn is_known(key: &str) -> bool {
    product::json_column(key).is_some()
        || Relations::column(key).is_some()
        || Orders::column(key).is_some()
        || Events::column(key).is_some()
        || magento::column(key).is_some()
        || spryker::is_column(key)
}

/// The format and the content of a file with these columns.
///
/// A format that is asked for is believed. Columns that are missing from the content are not looked
/// at here.
pub(crate) fn recognise(keys: &[String], asked: Option<Profile>) -> Result<(Profile, Content), Problem> {
    let has = |key: &str| keys.iter().any(|other| other == key);
    let is_magento = has("sku") && keys.iter().any(|key| magento::is_mark(key));
    let is_magento = is_magento || (has("sku") && has("product_type") && has("attribute_set_code"));
    let spryker = spryker::Kind::of(keys).map(|kind| (Profile::Spryker, kind.content()));
    if asked.is_none() && !is_magento && spryker.is_none() {
        refuse_unread(keys)?;
    }
    match asked {
        Some(Profile::Magento) => Ok((Profile::Magento, magento::content(keys))),
        Some(Profile::Spryker) => spryker.ok_or_else(|| unknown(keys, asked)),
        None if spryker.is_some() => Ok(spryker.unwrap_or((Profile::Spryker, Content::Relations))),
        None if is_magento => Ok((Profile::Magento, magento::content(keys))),
        Some(Profile::Relata) | None => own_content(keys)
            .filter(|content| asked.is_some() || *content != Content::Products || describes_products(keys))
            .map(|content| (Profile::Relata, content))
            .ok_or_else(|| unknown(keys, asked)),
    }
}

/// A system whose files are known by their columns and not read yet. Some of its columns are called like
/// ours, and reading only those would lose what matters: the links.
struct System {
    name: &'static str,
    /// Columns that only its files have, or ends of their names.
    marks: &'static [&'static str],
}

/// The systems, each with the columns by which its files are told apart.
const SYSTEMS: [System; 3] = [
    System { name: "Akeneo", marks: &["-products", "-product_models", "family_variant"] },
    System { name: "UnoPim", marks: &["association_type", "related_sku"] },
    System { name: "Shopify", marks: &["variant sku", "admin_graphql_api_id"] },
];

/// Refuses a file that has columns of a system that is not read.
pub(crate) fn refuse_unread(keys: &[String]) -> Result<(), Problem> {
    let is_of = |system: &&System| {
        keys.iter().any(|key| !key.contains('.') && system.marks.iter().any(|mark| key.ends_with(mark)))
    };
    SYSTEMS.iter().find(is_of).map_or(Ok(()), |system| Err(system.refusal()))
}

impl System {
    fn refusal(&self) -> Problem {
        let System { name, marks: _ } = self;
        let message = format!("the file looks like one of {name}, whose format is not read");
        Problem::error(ProblemCode::UnknownProfile, message)
            .hint(
                "rename its columns: sku and name for products, source, type and target for relations; or say \
                 --as relata to read the columns that are called so already, and no others",
            )
            .in_row(1, None)
    }
}

/// Whether columns beside the key say something of products. A key alone is a list of products.
fn describes_products(keys: &[String]) -> bool {
    let others = || keys.iter().filter(|key| *key != "sku" && *key != ERROR_COLUMN);
    others().next().is_none() || others().any(|key| product::json_column(key).is_some())
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
        // Which of its files it is decides, and that is known by its columns.
        (Profile::Spryker, _) | (_, Content::RuleChannels) => &[],
        (Profile::Relata, Content::Relations) => Relations::REQUIRED,
        (Profile::Relata, Content::Orders) => Orders::REQUIRED,
        (Profile::Relata, Content::Events) => Events::REQUIRED,
        (Profile::Relata, Content::Products | Content::Wide) | (Profile::Magento, _) => Products::REQUIRED,
    }
}

/// Problems for required columns that a header lacks.
pub(crate) fn missing_columns(profile: Profile, content: Content, keys: &[String]) -> Vec<Problem> {
    let required = match (profile, spryker::Kind::of(keys)) {
        (Profile::Spryker, Some(kind)) => kind.required(),
        _ => required_columns(profile, content),
    };
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
