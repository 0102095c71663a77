use relata_model::limits::{BULK_EDIT_PRODUCTS_MAX, LIST_VALUES_MAX, RELATIONS_PER_TYPE_MAX};
use relata_model::{Invalid, Problem, ProblemCode, ProductSelection, Sku, TypeCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::{Body, ImportReportDocument, Json, ProductSelectionDocument};

/// One change to many products.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = BulkEditRequest, example = json!({
    "select": {"filter": {"category": ["Bikes"]}},
    "action": {"kind": "link", "type": "accessory", "targets": ["HL-U509"], "position": 1}
}))]
pub struct BulkEditDocument {
    /// Which products.
    pub select: BulkSelectionDocument,
    /// What to do to each.
    pub action: BulkActionDocument,
}

/// Which products a bulk edit changes: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = BulkSelectionRequest)]
pub struct BulkSelectionDocument {
    /// Their SKUs.
    #[schema(required = false)]
    pub skus: Option<Vec<String>>,
    /// The filters of `GET /v1/products`, those that may be repeated as lists.
    #[schema(required = false)]
    pub filter: Option<ProductSelectionDocument>,
}

/// What a bulk edit does to each product.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = BulkActionRequest)]
pub struct BulkActionDocument {
    /// `link` makes manual relations, `unlink` removes manual and imported ones, `copy` makes those that
    /// another product has, `exclude` keeps targets from being shown, `include` takes that back.
    pub kind: String,
    /// The relation type; not for `copy`.
    #[serde(rename = "type")]
    #[schema(required = false)]
    pub type_code: Option<String>,
    /// To which products; for `unlink` null is all.
    #[schema(required = false)]
    pub targets: Option<Vec<String>>,
    /// Of new relations; only for `link`.
    #[schema(required = false, minimum = 0)]
    pub weight: Option<f64>,
    /// Of the first of the new relations; only for `link`, null is the end.
    #[schema(required = false)]
    pub position: Option<u32>,
    /// From which product; only for `copy`.
    #[schema(required = false)]
    pub from: Option<String>,
    /// Of which relation types; only for `copy`.
    #[schema(required = false)]
    pub types: Option<Vec<String>>,
}

/// What a bulk edit did, or in a dry run would do.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = BulkEditResult)]
pub struct BulkEditResultDocument {
    /// The import that it was made by, as text, to be undone with `POST /v1/imports/{id}/revert`; null when
    /// nothing was written.
    pub id: Option<String>,
    /// The revision at which it became visible; null when nothing was written.
    pub revision: Option<i64>,
    /// How many products were meant.
    pub selected: u64,
    /// What became of each relation or product.
    pub report: ImportReportDocument,
}

/// A bulk edit as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkEditInput {
    /// Which products.
    pub select: BulkSelect,
    /// What to do to each.
    pub action: BulkAction,
}

/// Which products a bulk edit changes.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkSelect {
    /// Those of these SKUs.
    Skus(Vec<Sku>),
    /// Those that meet the filters of the list of products.
    Filter(Box<ProductSelection>),
}

/// What a bulk edit does to each product.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkAction {
    /// Makes manual relations.
    Link {
        /// Under which type.
        type_code: TypeCode,
        /// To which products, in this order.
        targets: Vec<Sku>,
        /// With which weight; `None` leaves that of a relation that is there.
        weight: Option<f64>,
        /// At which place the first; `None` is the end.
        position: Option<u32>,
    },
    /// Removes manual and imported relations.
    Unlink {
        /// Under which type.
        type_code: TypeCode,
        /// To which products; `None` is all.
        targets: Option<Vec<Sku>>,
    },
    /// Makes manual relations as another product has them.
    Copy {
        /// Which product.
        from: Sku,
        /// Under which types.
        types: Vec<TypeCode>,
    },
    /// Keeps targets from being shown.
    Exclude {
        /// Under which type.
        type_code: TypeCode,
        /// Which products.
        targets: Vec<Sku>,
    },
    /// Takes exclusions back.
    Include {
        /// Under which type.
        type_code: TypeCode,
        /// Which products.
        targets: Vec<Sku>,
    },
}

impl BulkEditInput {
    /// Reads a body. Errors are all problems at once.
    pub fn read(body: &Body) -> Result<BulkEditInput, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        for name in ["select", "action"] {
            if fields.value(name).is_none() {
                missing(&mut fields, name);
            }
        }
        let select = fields.read_inner("select", read_select);
        let action = fields.read_inner("action", read_action);
        let both = select.zip(action).map(|(select, action)| BulkEditInput { select, action });
        settle(both, fields.finish())
    }
}

fn missing(fields: &mut Fields<'_>, name: &'static str) {
    let invalid = Invalid::new(format!("{name} is missing"), format!("add the field {name:?}"));
    fields.refuse(name, ProblemCode::MissingValue, invalid);
}

fn read_select(json: &Json, at: String) -> Result<BulkSelect, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let skus = fields.parsed_list("skus", Sku::parse);
    let filter = fields.read_inner("filter", ProductSelectionDocument::read);
    match (fields.has("skus"), fields.has("filter")) {
        (true, true) => {
            let invalid = Invalid::new("both skus and filter are given", "give one of the two");
            fields.refuse("filter", ProblemCode::InvalidValue, invalid);
        }
        (false, false) => missing(&mut fields, "skus"),
        _ => {}
    }
    if skus.as_ref().is_some_and(|skus| skus.len() > BULK_EDIT_PRODUCTS_MAX) {
        let message = format!("more than {BULK_EDIT_PRODUCTS_MAX} products");
        fields.refuse("skus", ProblemCode::LimitExceeded, Invalid::new(message, "edit fewer at once"));
    }
    let select = skus.map(BulkSelect::Skus).or(filter.map(Box::new).map(BulkSelect::Filter));
    settle(select, fields.finish())
}

fn read_action(json: &Json, at: String) -> Result<BulkAction, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let kind = fields.required("kind", |text| match text {
        "link" | "unlink" | "copy" | "exclude" | "include" => Ok(text.to_string()),
        _ => Err(Invalid::new(
            format!("{text:?} is nothing that can be done"),
            "write link, unlink, copy, exclude or include",
        )),
    });
    let action = match kind.as_deref() {
        Some("copy") => read_copy(&mut fields),
        Some(kind) => read_targets(&mut fields, kind),
        None => None,
    };
    // What is wrong with the kind makes its other fields unknown, which is no news.
    let problems = if kind.is_some() { fields.finish() } else { fields.finish_unread() };
    settle(action, problems)
}

fn read_copy(fields: &mut Fields<'_>) -> Option<BulkAction> {
    let from = fields.required("from", Sku::parse);
    if fields.value("types").is_none() {
        missing(fields, "types");
    }
    let types = fields.parsed_list("types", TypeCode::parse);
    if types.as_ref().is_some_and(Vec::is_empty) {
        fields.refuse(
            "types",
            ProblemCode::InvalidValue,
            Invalid::new("no type is named", "name one at least"),
        );
    }
    Some(BulkAction::Copy { from: from?, types: types? })
}

fn read_targets(fields: &mut Fields<'_>, kind: &str) -> Option<BulkAction> {
    let type_code = fields.required("type", TypeCode::parse);
    if kind != "unlink" && fields.value("targets").is_none() {
        missing(fields, "targets");
    }
    let targets = fields.parsed_list("targets", Sku::parse);
    if let Some(targets) = &targets {
        if targets.is_empty() {
            let invalid = Invalid::new("no target is named", "name one at least");
            fields.refuse("targets", ProblemCode::InvalidValue, invalid);
        }
        if targets.len() > LIST_VALUES_MAX {
            let message = format!("more than {LIST_VALUES_MAX} targets");
            fields.refuse("targets", ProblemCode::LimitExceeded, Invalid::new(message, "name fewer at once"));
        }
    }
    let (weight, position) = match kind {
        "link" => (fields.factor("weight"), fields.count("position", 1, RELATIONS_PER_TYPE_MAX)),
        _ => (None, None),
    };
    let type_code = type_code?;
    Some(match kind {
        "link" => BulkAction::Link { type_code, targets: targets?, weight, position },
        "unlink" => BulkAction::Unlink { type_code, targets },
        "exclude" => BulkAction::Exclude { type_code, targets: targets? },
        _ => BulkAction::Include { type_code, targets: targets? },
    })
}
