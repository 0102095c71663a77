use std::collections::BTreeMap;

use relata_model::limits::{
    ICON_CHARS_MAX, LIST_VALUES_MAX, NAME_CHARS_MAX, RELATIONS_PER_TYPE_DEFAULT, RELATIONS_PER_TYPE_MAX,
};
use relata_model::{
    Color, CycleLaw, Invalid, Locale, PlacementCode, Potential, Problem, ProblemCode, RelationType, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::{Body, Json};

/// A relation type. In a request every field may be left out; a built-in type then has its own
/// defaults, another one weight 0.5, law `free` and the placement `product_page`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RelationType, example = json!({
    "code": "cross_sell", "label": {"en": "Cross-sell"},
    "description": {"en": "What is bought together with it"}, "example": {"en": "Running shoes and socks"},
    "color": "blue", "icon": "link", "default_weight": 0.8, "cycle_law": "free",
    "potential": null, "symmetric": false, "inverse": null, "max_per_product": 50,
    "placements": ["product_page", "cart"], "built_in": true
}))]
pub struct RelationTypeDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it, by language.
    #[schema(required = false)]
    pub label: BTreeMap<String, String>,
    /// What it is for, by language; null is the app's own text.
    #[schema(required = false)]
    pub description: Option<BTreeMap<String, String>>,
    /// An example of it, by language; null is the app's own text.
    #[schema(required = false)]
    pub example: Option<BTreeMap<String, String>>,
    /// In which color it is drawn: `blue`, `teal`, `green`, `lime`, `yellow`, `orange`, `red`, `pink`,
    /// `grape`, `violet`, `indigo`, `cyan` or `gray`; null is the app's choice.
    #[schema(required = false)]
    pub color: Option<String>,
    /// The name of the icon that stands for it; null is the app's choice.
    #[schema(required = false)]
    pub icon: Option<String>,
    /// The factor of the type in every score.
    #[schema(required = false, minimum = 0)]
    pub default_weight: f64,
    /// What circles mean for it: `strict`, `order`, `warn` or `free`.
    #[schema(required = false)]
    pub cycle_law: String,
    /// What rises along relations of an `order` type: null, `price` or `attributes.<name>`.
    #[schema(required = false)]
    pub potential: Option<String>,
    /// A relation from A to B is also one from B to A.
    #[schema(required = false)]
    pub symmetric: bool,
    /// The type under which B shows A.
    #[schema(required = false)]
    pub inverse: Option<String>,
    /// How many relations of the type a product may have.
    #[schema(required = false, minimum = 1, maximum = 1000)]
    pub max_per_product: u32,
    /// Where it is shown.
    #[schema(required = false)]
    pub placements: Vec<String>,
    /// Whether it came with the program.
    #[schema(read_only)]
    pub built_in: bool,
}

impl RelationTypeDocument {
    /// The type as it is answered.
    pub fn from_relation_type(relation_type: &RelationType) -> RelationTypeDocument {
        let RelationType {
            code,
            label,
            description,
            example,
            color,
            icon,
            default_weight,
            cycle_law,
            potential,
            symmetric,
            inverse,
            max_per_product,
            placements,
            built_in,
        } = relation_type;
        RelationTypeDocument {
            code: code.to_string(),
            label: by_language(label),
            description: Some(by_language(description)).filter(|texts| !texts.is_empty()),
            example: Some(by_language(example)).filter(|texts| !texts.is_empty()),
            color: color.map(|color| color.as_str().to_string()),
            icon: icon.clone(),
            default_weight: *default_weight,
            cycle_law: cycle_law.as_str().to_string(),
            potential: potential.as_ref().map(ToString::to_string),
            symmetric: *symmetric,
            inverse: inverse.as_ref().map(ToString::to_string),
            max_per_product: *max_per_product,
            placements: placements.iter().map(ToString::to_string).collect(),
            built_in: *built_in,
        }
    }

    /// Reads a body as a whole type. Errors are all problems at once.
    pub fn read(body: &Body, key: Option<&TypeCode>) -> Result<RelationType, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["built_in", "revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, TypeCode::parse);
        let default = default_of(code.as_ref());
        let cycle_law = fields.parsed("cycle_law", CycleLaw::parse).unwrap_or(default.cycle_law);
        let potential_default =
            (cycle_law == CycleLaw::Order && !fields.has("potential")).then_some(Potential::Price);
        let found = RelationType {
            code: default.code,
            label: fields.map("label", Locale::parse, read_label).unwrap_or(default.label),
            description: fields.map("description", Locale::parse, read_label).unwrap_or_default(),
            example: fields.map("example", Locale::parse, read_label).unwrap_or_default(),
            color: fields.parsed("color", Color::parse),
            icon: fields.parsed("icon", parse_icon),
            default_weight: fields.factor("default_weight").unwrap_or(default.default_weight),
            cycle_law,
            potential: fields.parsed("potential", Potential::parse).or(potential_default),
            symmetric: fields.flag("symmetric").unwrap_or(default.symmetric),
            inverse: fields.parsed("inverse", TypeCode::parse),
            max_per_product: fields
                .count("max_per_product", 1, RELATIONS_PER_TYPE_MAX)
                .unwrap_or(default.max_per_product),
            placements: match fields.parsed_list("placements", PlacementCode::parse) {
                Some(placements) => placements.into_iter().collect(),
                None => default.placements,
            },
            built_in: default.built_in,
        };
        let mut refuse = |field, wrong: bool, message: &str, hint: &str| {
            if wrong {
                fields.refuse(field, ProblemCode::InvalidValue, Invalid::new(message, hint));
            }
        };
        let refuses_cycles = found.cycle_law.refuses_cycles();
        refuse(
            "symmetric",
            found.symmetric && refuses_cycles,
            "a symmetric type is full of circles, which its law refuses",
            "use the law warn or free",
        );
        refuse(
            "inverse",
            found.symmetric && found.inverse.is_some(),
            "a symmetric type is its own inverse",
            "leave inverse out",
        );
        refuse(
            "potential",
            found.potential.is_some() && found.cycle_law != CycleLaw::Order,
            "only a type with the law order has a potential",
            "leave it out, or use the law order",
        );
        refuse(
            "placements",
            found.placements.len() > LIST_VALUES_MAX,
            "too many placements",
            "shorten the list",
        );
        settle(Some(found), fields.finish())
    }
}

/// The defaults of a code: those of the built-in type, else the general ones.
fn default_of(code: Option<&TypeCode>) -> RelationType {
    let built_in = RelationType::built_in().into_iter().find(|built_in| Some(&built_in.code) == code);
    built_in.unwrap_or_else(|| RelationType {
        code: code.cloned().unwrap_or_else(|| TypeCode::parse("none").expect("none is a legal code")),
        label: BTreeMap::new(),
        description: BTreeMap::new(),
        example: BTreeMap::new(),
        color: None,
        icon: None,
        default_weight: 0.5,
        cycle_law: CycleLaw::Free,
        potential: None,
        symmetric: false,
        inverse: None,
        max_per_product: RELATIONS_PER_TYPE_DEFAULT,
        placements: [PlacementCode::parse("product_page").expect("product_page is a legal code")].into(),
        built_in: false,
    })
}

fn by_language(texts: &BTreeMap<Locale, String>) -> BTreeMap<String, String> {
    texts.iter().map(|(locale, text)| (locale.to_string(), text.clone())).collect()
}

fn parse_icon(text: &str) -> Result<String, Invalid> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if (1..=ICON_CHARS_MAX).contains(&text.len()) && text.chars().all(legal) {
        return Ok(text.to_string());
    }
    let hint = format!("write 1 to {ICON_CHARS_MAX} of the characters a-z A-Z 0-9 - _, such as plug");
    Err(Invalid::new(format!("{text:?} is not the name of an icon"), hint))
}

fn read_label(json: &Json, at: String) -> Result<String, Vec<Problem>> {
    let refuse = |invalid| vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(&at)];
    let text = json.as_text().map_err(refuse)?;
    check_name(text).map_err(refuse)?;
    Ok(text.to_string())
}

/// A name or label: not blank, not too long and without NUL, which PostgreSQL cannot store.
pub(crate) fn check_name(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new("the text is empty", "write a name, or leave the field out"));
    }
    if text.contains('\0') {
        return Err(Invalid::new("the text holds a NUL character", "remove the character U+0000"));
    }
    if text.chars().count() > NAME_CHARS_MAX {
        return Err(Invalid::new(format!("longer than {NAME_CHARS_MAX} characters"), "shorten it"));
    }
    Ok(())
}
