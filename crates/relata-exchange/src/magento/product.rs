use relata_model::{AttributeValue, CategoryPath, Invalid, ProblemCode, ProductPatch, Status, Timestamp};

use super::EMPTY;
use crate::attribute;
use crate::complaints::{Complaints, Fault};
use crate::decimal::{self, quoted};
use crate::relata::product::{Column as OwnColumn, set_field};
use crate::value::Value;

/// The segment under which Magento hangs every tree of categories.
const ROOT_CATEGORY: &str = "Default Category";

/// What Magento writes where a product has no picture.
const NO_IMAGE: &str = "no_selection";

/// A column that fills a field of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Price,
    Cost,
    Quantity,
    Online,
    Categories,
    Attributes,
    BaseImage,
    UrlKey,
    Description,
    CreatedAt,
}

impl Field {
    /// The names of the columns that fill a field.
    pub(crate) const KEYS: [&str; 11] = [
        "name",
        "price",
        "cost",
        "qty",
        "product_online",
        "categories",
        "additional_attributes",
        "base_image",
        "url_key",
        "description",
        "created_at",
    ];

    pub(crate) fn of(key: &str) -> Option<Field> {
        Some(match key {
            "name" => Field::Name,
            "price" => Field::Price,
            "cost" => Field::Cost,
            "qty" => Field::Quantity,
            "product_online" => Field::Online,
            "categories" => Field::Categories,
            "additional_attributes" => Field::Attributes,
            "base_image" => Field::BaseImage,
            "url_key" => Field::UrlKey,
            "description" => Field::Description,
            "created_at" => Field::CreatedAt,
            _ => return None,
        })
    }

    /// The field of a product that it fills.
    pub(crate) fn reads_as(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Price => "price",
            Field::Cost => "cost",
            Field::Quantity => "stock",
            Field::Online => "status",
            Field::Categories => "categories",
            Field::Attributes => "attributes.<name>",
            Field::BaseImage => "image_url",
            Field::UrlKey => "url",
            Field::Description => "description",
            Field::CreatedAt => "created_at",
        }
    }
}

/// Takes one cell that is not empty; what is only odd is a warning.
pub(crate) fn set(
    patch: &mut ProductPatch,
    field: Field,
    cell: &str,
    column: &str,
    complaints: &mut Complaints,
) -> Result<(), Fault> {
    let text = if cell == EMPTY { "" } else { cell };
    let own = |patch: &mut ProductPatch, column: OwnColumn| set_field(patch, &column, Value::Cell(text));
    match field {
        Field::Name if text.is_empty() => return Err(Fault::missing("name")),
        Field::Name => own(patch, OwnColumn::Name)?,
        Field::Price => own(patch, OwnColumn::Price)?,
        Field::Cost => own(patch, OwnColumn::Cost)?,
        Field::Description => own(patch, OwnColumn::Description)?,
        Field::UrlKey => own(patch, OwnColumn::Url)?,
        Field::BaseImage if text == NO_IMAGE => {}
        Field::BaseImage => own(patch, OwnColumn::ImageUrl)?,
        Field::Quantity => patch.stock = Some(stock(text, column, complaints)?),
        Field::Online => patch.status = Some(status(text)?),
        Field::Categories => patch.categories = Some(categories(text)?),
        Field::Attributes => set_attributes(patch, text)?,
        Field::CreatedAt => match created_at(text) {
            Ok(moment) => patch.created_at = Some(moment),
            Err(invalid) => complaints.warn(column, Fault::from(invalid)),
        },
    }
    Ok(())
}

/// `100.0000` pieces; parts of a piece are rounded down.
fn stock(text: &str, column: &str, complaints: &mut Complaints) -> Result<Option<i64>, Invalid> {
    if text.is_empty() {
        return Ok(None);
    }
    let quantity = decimal::parse(text.trim())?;
    if !quantity.is_integer() {
        let message = format!("{quantity} is no whole number of pieces and was rounded down");
        complaints
            .warn(column, Fault::new(ProblemCode::Rounded, message, "stock is counted in whole pieces"));
    }
    decimal::parse_whole(&quantity.floor().to_string()).map(Some)
}

fn status(text: &str) -> Result<Status, Invalid> {
    match text.trim() {
        "1" | "" => Ok(Status::Active),
        "2" | "0" => Ok(Status::Inactive),
        other => Err(Invalid::new(
            format!("{} is no state of a product", quoted(other)),
            "write 1 for on or 2 for off",
        )),
    }
}

/// `Default Category/Gear,Default Category/Gear/Bags`: without the root, which is no category.
fn categories(text: &str) -> Result<Vec<CategoryPath>, Invalid> {
    let mut paths = Vec::new();
    for path in text.split(',').map(str::trim).filter(|path| !path.is_empty()) {
        let inner = match path.strip_prefix(ROOT_CATEGORY) {
            Some("") => continue,
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        };
        let path = CategoryPath::parse(inner)?;
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// `color=Red,features=Light,dry|Warm`: a comma parts only before `name=`, a bar parts values.
fn set_attributes(patch: &mut ProductPatch, text: &str) -> Result<(), Invalid> {
    for pair in attribute_pairs(text) {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Invalid::new(
                format!("{} is no attribute", quoted(pair)),
                "write name=value,name=value",
            ));
        };
        let value = match value {
            "" | EMPTY => None,
            _ if value.contains('|') => {
                let values = value.split('|').filter(|value| !value.is_empty());
                Some(AttributeValue::List(
                    values.map(|value| AttributeValue::Text(value.to_string())).collect(),
                ))
            }
            _ => Some(attribute::read(Value::Cell(value))?),
        };
        patch.attributes.insert(name.trim().to_string(), value);
    }
    Ok(())
}

fn attribute_pairs(text: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if starts_pair(&text[at + 1..]) {
            pairs.push(&text[start..at]);
            start = at + 1;
        }
    }
    pairs.push(&text[start..]);
    pairs.retain(|pair| !pair.trim().is_empty());
    pairs
}

/// Whether a text starts with a legal name of an attribute and `=`.
fn starts_pair(text: &str) -> bool {
    let Some((name, _)) = text.split_once('=') else { return false };
    let name = name.trim_start();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// RFC 3339, or `2026-01-31 10:00:00`, which Magento keeps in UTC.
fn created_at(text: &str) -> Result<Option<Timestamp>, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() == 19
        && let Some((date, time)) = text.split_once(' ')
        && let Ok(moment) = Timestamp::parse(&format!("{date}T{time}Z"))
    {
        return Ok(Some(moment));
    }
    Timestamp::parse(text).map(Some)
}
