use std::collections::{BTreeMap, BTreeSet};

use relata_model::limits::{ATTRIBUTES_MAX, LIST_VALUES_MAX, RELATIONS_PER_TYPE_MAX};
use relata_model::{
    ChannelCode, Decimal, Invalid, Locale, Money, Origin, Problem, ProblemCode, Product, Relation,
    RelationDraft, RelationIdentity, RelationStatus, Scope, SegmentCode, Sku, TypeCode, Window,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::amount::amount_text;
use crate::fields::{Fields, settle};
use crate::{Body, ExactNumber, Json, ProblemDetail};

/// A relation. In a request only `source`, `type` and `target` have to be there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Relation, example = json!({
    "source": "RS-100", "type": "cross_sell", "target": "SOCK-1", "position": 1, "weight": 1.0, "quantity": null,
    "fields": {}, "channels": [], "locales": [], "segments": [], "valid_from": null, "valid_until": null,
    "both_ways": false, "pin": null
}))]
pub struct RelationDocument {
    /// The number under which it is stored, as text; null for what a rule makes, which is not stored.
    #[schema(read_only, required = true)]
    pub id: Option<String>,
    /// From which product.
    pub source: String,
    /// Under which relation type.
    #[serde(rename = "type")]
    pub type_code: String,
    /// To which product.
    pub target: String,
    /// Its place in the list of source and type, 1 to n; absent in a request: at the end. Of what rules
    /// make, its place among that.
    #[schema(required = false)]
    pub position: u32,
    /// Its own factor in the score.
    #[schema(required = false, minimum = 0)]
    pub weight: f64,
    /// How many of the target go with one of the source.
    #[schema(required = false, value_type = Option<f64>)]
    pub quantity: Option<ExactNumber>,
    /// Further fields, as given.
    #[schema(required = false, value_type = Object)]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// Where it applies; empty is every channel.
    #[schema(required = false)]
    pub channels: Vec<String>,
    /// In which languages; empty is every one.
    #[schema(required = false)]
    pub locales: Vec<String>,
    /// For which customers; empty is everyone.
    #[schema(required = false)]
    pub segments: Vec<String>,
    /// The first moment at which it applies.
    #[schema(required = false)]
    pub valid_from: Option<String>,
    /// The first moment at which it does not apply any more.
    #[schema(required = false)]
    pub valid_until: Option<String>,
    /// A fixed place before all others.
    #[schema(required = false)]
    pub pin: Option<u32>,
    /// When a relation is made: whether to make the one from target to source, too. Only the answer to
    /// that names it again.
    #[schema(required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub both_ways: Option<bool>,
    /// Who made it: `manual`, `import:<source>`, `rule:<code>`, `campaign:<code>`, `learned:<model>`.
    #[schema(read_only)]
    pub origin: String,
    /// Whether it is shown: `active`, `scheduled`, `pending`, `expired`, `excluded`, `withheld`, `shadowed`.
    #[schema(read_only)]
    pub status: String,
    /// When it was made; null for what a rule makes.
    #[schema(read_only, required = true)]
    pub created_at: Option<String>,
    /// The name of the source; null for a SKU without a product. Only in lists.
    #[schema(read_only, value_type = Option<String>, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<Option<String>>,
    /// The name of the target; null for a SKU without a product. Only in lists.
    #[schema(read_only, value_type = Option<String>, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_name: Option<Option<String>>,
    /// What a list shows of the target; null for a SKU without a product. Only in a product's list.
    #[schema(read_only, value_type = Option<TargetDocument>, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_product: Option<Option<TargetDocument>>,
    /// Whether it is stored the other way round, under the same number; its type is symmetric then,
    /// or has an inverse. Only in a product's list.
    #[schema(read_only, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mirrored: Option<bool>,
    /// The revision of the write; only in the answer to one that changed something.
    #[schema(read_only)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// What to know about the write; only in the answer to one.
    #[schema(read_only)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<ProblemDetail>>,
}

/// What a list shows of the target of a relation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RelationTarget)]
pub struct TargetDocument {
    /// What people call it.
    pub name: String,
    /// Its base price in the currency's major unit; of a parent without one, its cheapest variant's.
    pub price: Option<String>,
    /// The currency of the price.
    pub currency: String,
    /// Its picture.
    pub image_url: Option<String>,
    /// `active`, `inactive` or `discontinued`.
    pub status: String,
    /// Whether it can be delivered; of a parent, whether a variant can.
    pub in_stock: bool,
    /// The maker's mark.
    pub brand: Option<String>,
}

/// A relation to be made, as a request gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationInput {
    /// The relation; its origin is manual.
    pub draft: RelationDraft,
    /// Whether the same is wanted from target to source.
    pub both_ways: bool,
}

/// What a request changes about a stored relation; `None` is untouched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RelationPatch {
    /// The type to whose list it moves.
    pub type_code: Option<TypeCode>,
    /// The product to which it points from now on.
    pub target: Option<Sku>,
    /// Its new place in the list.
    pub position: Option<u32>,
    /// Its own factor.
    pub weight: Option<f64>,
    /// How many of the target go with one of the source; the inner `None` clears it.
    pub quantity: Option<Option<Decimal>>,
    /// Its further fields, all of them.
    pub fields: Option<BTreeMap<String, serde_json::Value>>,
    /// Where and for whom it applies.
    pub scope: Option<Scope>,
    /// When it applies.
    pub window: Option<Window>,
    /// A fixed place; the inner `None` clears it.
    pub pin: Option<Option<u32>>,
}

/// What only answers have.
const READ_ONLY: &[&str] = &[
    "id",
    "status",
    "created_at",
    "source_name",
    "target_name",
    "target_product",
    "mirrored",
    "revision",
    "warnings",
];
/// What makes it the same relation and is not changed by replacing it.
const IDENTITY: [&str; 4] = ["source", "type", "target", "origin"];
/// What not even a patch changes.
const FIXED: [&str; 2] = ["source", "origin"];

impl RelationDocument {
    /// The relation as it is answered.
    pub fn from_relation(relation: &Relation, status: RelationStatus) -> RelationDocument {
        let Relation {
            id,
            source,
            type_code,
            target,
            origin,
            scope: Scope { channels, locales, segments },
            window: Window { from, until },
            position,
            weight,
            quantity,
            fields,
            pin,
            created_at,
        } = relation;
        RelationDocument {
            id: Some(id.0.to_string()),
            source: source.to_string(),
            type_code: type_code.to_string(),
            target: target.to_string(),
            position: *position,
            weight: *weight,
            quantity: quantity.map(ExactNumber),
            fields: fields.clone(),
            channels: texts(channels),
            locales: texts(locales),
            segments: texts(segments),
            valid_from: from.map(|at| at.to_string()),
            valid_until: until.map(|at| at.to_string()),
            pin: *pin,
            both_ways: None,
            origin: origin.to_string(),
            status: status.as_str().to_string(),
            created_at: Some(created_at.to_string()),
            source_name: None,
            target_name: None,
            target_product: None,
            mirrored: None,
            revision: None,
            warnings: None,
        }
    }

    /// The same with the names of both ends, as lists have it.
    #[must_use]
    pub fn named(mut self, source: Option<&Product>, target: Option<&Product>) -> RelationDocument {
        self.source_name = Some(source.map(|product| product.name.clone()));
        self.target_name = Some(target.map(|product| product.name.clone()));
        self
    }

    /// The same as a product's list has it: with the target, and whether it is stored turned round.
    #[must_use]
    pub fn listed(mut self, target: Option<TargetDocument>, mirrored: bool) -> RelationDocument {
        self.target_product = Some(target);
        self.mirrored = Some(mirrored);
        self
    }

    /// The same of what a rule makes: it is not stored, so it has no number and no day on which it was made.
    #[must_use]
    pub fn derived(mut self) -> RelationDocument {
        self.id = None;
        self.created_at = None;
        self
    }

    /// The same in the answer to the write that made or changed it.
    #[must_use]
    pub fn written(mut self, revision: Option<i64>, warnings: &[Problem]) -> RelationDocument {
        self.revision = revision;
        self.warnings = Some(warnings.iter().map(ProblemDetail::from).collect());
        self
    }

    /// Reads a body as a relation to be made. Errors are all problems at once.
    pub fn read(body: &Body) -> Result<RelationInput, Vec<Problem>> {
        let (input, problems) = RelationDocument::read_partly(body);
        settle(input, problems)
    }

    /// Reads as much as there is to read: with source, type and target there is a relation of which
    /// more can be checked, though fields with problems have their defaults in it.
    pub fn read_partly(body: &Body) -> (Option<RelationInput>, Vec<Problem>) {
        let mut fields = Fields::of_body(body);
        fields.read_only(READ_ONLY);
        let source = fields.required("source", Sku::parse);
        let type_code = fields.required("type", TypeCode::parse);
        let target = fields.required("target", Sku::parse);
        let origin = fields.parsed("origin", Origin::parse).unwrap_or(Origin::Manual);
        if origin != Origin::Manual {
            let invalid =
                Invalid::new("relations made here are manual", "leave origin out, or import a file");
            fields.refuse("origin", ProblemCode::InvalidValue, invalid);
        }
        let (scope, window) = (read_scope(&mut fields), read_window(&mut fields));
        let values = Values::read(&mut fields);
        let both_ways = fields.flag("both_ways").unwrap_or(false);
        let input = source.zip(type_code).zip(target).map(|((source, type_code), target)| RelationInput {
            draft: RelationDraft {
                identity: RelationIdentity { source, type_code, target, origin, scope, window },
                position: values.position,
                weight: values.weight,
                quantity: values.quantity,
                fields: values.fields,
                pin: values.pin,
            },
            both_ways,
        });
        (input, fields.finish())
    }
}

impl TargetDocument {
    /// What is shown of a product.
    pub fn of(product: &Product, price: Option<Money>, in_stock: bool) -> TargetDocument {
        TargetDocument {
            name: product.name.clone(),
            price: price.map(|price| amount_text(price.minor, price.currency)),
            currency: price.map_or(product.currency, |price| price.currency).to_string(),
            image_url: product.image_url.clone(),
            status: product.status.as_str().to_string(),
            in_stock,
            brand: product.brand.clone(),
        }
    }
}

impl RelationPatch {
    /// Reads a merge patch of a stored relation. Errors are all problems at once.
    ///
    /// Type and target may change, which moves the relation; source and origin may be repeated but
    /// not changed.
    pub fn read(patch: Body, stored: &Relation) -> Result<RelationPatch, Vec<Problem>> {
        let named = |names: &[&str]| names.iter().any(|name| patch.names(name));
        let (scope, window) =
            (named(&["channels", "locales", "segments"]), named(&["valid_from", "valid_until"]));
        let [type_code, target, position, weight, quantity, fields, pin] =
            ["type", "target", "position", "weight", "quantity", "fields", "pin"]
                .map(|name| patch.names(name));
        let document = RelationDocument::from_relation(stored, RelationStatus::Active);
        let merged = patch.patched(&document).map_err(crate::ParseFailure::into_problems)?;
        let whole = RelationPatch::whole(&merged, stored, &FIXED)?;
        Ok(RelationPatch {
            type_code: whole.type_code.filter(|_| type_code),
            target: whole.target.filter(|_| target),
            position: whole.position.filter(|_| position),
            weight: whole.weight.filter(|_| weight),
            quantity: whole.quantity.filter(|_| quantity),
            fields: whole.fields.filter(|_| fields),
            scope: whole.scope.filter(|_| scope),
            window: whole.window.filter(|_| window),
            pin: whole.pin.filter(|_| pin),
        })
    }

    /// Reads a body that replaces a stored relation: absent fields get their defaults, save the
    /// position, which stays, because a place in a list has no default.
    pub fn replacing(body: &Body, stored: &Relation) -> Result<RelationPatch, Vec<Problem>> {
        RelationPatch::whole(body, stored, &IDENTITY)
    }

    /// Reads a whole relation; those of `fixed` have to be as they are stored.
    fn whole(body: &Body, stored: &Relation, fixed: &[&str]) -> Result<RelationPatch, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(READ_ONLY);
        for (name, key) in [
            ("source", stored.source.to_string()),
            ("type", stored.type_code.to_string()),
            ("target", stored.target.to_string()),
            ("origin", stored.origin.to_string()),
        ] {
            let is_fixed = fixed.contains(&name);
            if fields.text(name).is_some_and(|text| is_fixed && text != key) {
                let message = format!("{name} is part of what makes it this relation, which has {key}");
                let invalid = Invalid::new(message, "remove this relation and make another one");
                fields.refuse(name, ProblemCode::KeyMismatch, invalid);
            }
        }
        let type_code = (!fixed.contains(&"type")).then(|| fields.required("type", TypeCode::parse));
        let target = (!fixed.contains(&"target")).then(|| fields.required("target", Sku::parse));
        let (type_code, target) = (type_code.flatten(), target.flatten());
        if fields.flag("both_ways") == Some(true) {
            let invalid = Invalid::new(
                "the way back is made together with a relation, not later",
                "make the relation from target to source by itself",
            );
            fields.refuse("both_ways", ProblemCode::InvalidValue, invalid);
        }
        let (scope, window) = (read_scope(&mut fields), read_window(&mut fields));
        let values = Values::read(&mut fields);
        let patch = RelationPatch {
            type_code,
            target,
            position: values.position,
            weight: Some(values.weight),
            quantity: Some(values.quantity),
            fields: Some(values.fields),
            scope: Some(scope),
            window: Some(window),
            pin: Some(values.pin),
        };
        settle(Some(patch), fields.finish())
    }
}

/// What a relation has beside its identity.
struct Values {
    position: Option<u32>,
    weight: f64,
    quantity: Option<Decimal>,
    fields: BTreeMap<String, serde_json::Value>,
    pin: Option<u32>,
}

impl Values {
    fn read(fields: &mut Fields<'_>) -> Values {
        Values {
            // A list is never longer than a type's largest maximum for each origin; imports can hold more.
            position: fields.count("position", 1, 1_000_000),
            weight: fields.factor("weight").unwrap_or(1.0),
            quantity: fields.read("quantity", |json| match crate::amount::read_decimal(json)? {
                number if number > Decimal::ZERO => Ok(number),
                _ => Err(Invalid::new(
                    "the quantity is not above 0",
                    "write a number above 0, or leave it out",
                )),
            }),
            fields: fields.read("fields", read_free_fields).unwrap_or_default(),
            pin: fields.count("pin", 1, RELATIONS_PER_TYPE_MAX),
        }
    }
}

fn read_free_fields(json: &Json) -> Result<BTreeMap<String, serde_json::Value>, Invalid> {
    let Json::Object(members) = json else {
        return Err(Invalid::new(format!("{} is not an object", json.kind()), "write {…}"));
    };
    if members.len() > ATTRIBUTES_MAX {
        return Err(Invalid::new(format!("more than {ATTRIBUTES_MAX} fields"), "leave some out"));
    }
    if json.holds_nul() {
        return Err(Invalid::new("a text holds a NUL character", "remove the character U+0000"));
    }
    let values =
        members.iter().map(|(name, value)| Some((name.clone(), value.to_value()?))).collect::<Option<_>>();
    values.ok_or_else(|| Invalid::new("a number is too large", "write it as a text"))
}

pub(crate) fn read_scope(fields: &mut Fields<'_>) -> Scope {
    Scope {
        channels: set(fields, "channels", ChannelCode::parse),
        locales: set(fields, "locales", Locale::parse),
        segments: set(fields, "segments", SegmentCode::parse),
    }
}

fn set<T: Ord>(
    fields: &mut Fields<'_>,
    name: &'static str,
    parse: fn(&str) -> Result<T, Invalid>,
) -> BTreeSet<T> {
    let values: BTreeSet<T> = fields.parsed_list(name, parse).unwrap_or_default().into_iter().collect();
    if values.len() > LIST_VALUES_MAX {
        let invalid = Invalid::new(format!("more than {LIST_VALUES_MAX} values"), "shorten the list");
        fields.refuse(name, ProblemCode::LimitExceeded, invalid);
    }
    values
}

pub(crate) fn read_window(fields: &mut Fields<'_>) -> Window {
    let (from, until) = (fields.time("valid_from"), fields.time("valid_until"));
    Window::new(from, until).unwrap_or_else(|invalid| {
        fields.refuse("valid_until", ProblemCode::InvalidWindow, invalid);
        Window::ALWAYS
    })
}

pub(crate) fn texts<'a, T: ToString + 'a>(values: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    values.into_iter().map(ToString::to_string).collect()
}
