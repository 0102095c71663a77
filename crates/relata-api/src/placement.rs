use relata_model::limits::ANSWER_ITEMS_MAX;
use relata_model::{
    Arrangement, Block, Caps, Fallback, Invalid, Placement, PlacementCode, Problem, ProblemCode, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation_type::check_name;
use crate::{Body, Json};

/// Blocks of one placement; a page has no more parts than that.
const BLOCKS_MAX: usize = 20;
/// Types of one block.
const BLOCK_TYPES_MAX: usize = 50;
const ITEMS_MAX: u32 = ANSWER_ITEMS_MAX as u32;

/// A placement. In a request every field may be left out and then has its default.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Placement, example = json!({
    "code": "cart", "name": "Cart", "limit": 6, "arrangement": "manual_first", "reserve": null,
    "caps": {"brand": 2, "category": null}, "blocks": [{"code": "goes-with", "types": ["cross_sell"], "limit": 4}],
    "fallbacks": ["category_popularity", "newest"], "built_in": true
}))]
pub struct PlacementDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// Items in an answer that asks for no number.
    #[schema(required = false, minimum = 1, maximum = 50)]
    pub limit: u32,
    /// How each type's list is arranged: `manual_first`, `pins_then_score` or `reserve`.
    #[schema(required = false)]
    pub arrangement: String,
    /// With the arrangement `reserve`: the places kept for learned relations.
    #[schema(required = false, minimum = 1, maximum = 50)]
    pub reserve: Option<u32>,
    /// How many of one kind may stand in one answer.
    #[schema(required = false)]
    pub caps: CapsDocument,
    /// Parts of the place with types of their own.
    #[schema(required = false)]
    pub blocks: Vec<BlockDocument>,
    /// What fills an answer that would be empty: `category_popularity`, `newest`, in this order.
    #[schema(required = false)]
    pub fallbacks: Vec<String>,
    /// Whether it came with the program.
    #[schema(read_only)]
    pub built_in: bool,
}

/// How many of one kind may stand in one answer; null is any number.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Caps)]
pub struct CapsDocument {
    /// Items of one brand.
    #[schema(required = false)]
    pub brand: Option<u32>,
    /// Items of one main category.
    #[schema(required = false)]
    pub category: Option<u32>,
}

/// A part of a placement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Block)]
pub struct BlockDocument {
    /// Its key within the placement.
    pub code: String,
    /// The relation types shown in it.
    pub types: Vec<String>,
    /// How many items it takes at most.
    #[schema(required = false, minimum = 1, maximum = 50)]
    pub limit: u32,
}

impl PlacementDocument {
    /// The placement as it is answered.
    pub fn from_placement(placement: &Placement) -> PlacementDocument {
        let Placement { code, name, limit, arrangement, caps, blocks, fallbacks, built_in } = placement;
        let Caps { brand, category } = caps;
        let (arrangement, reserve) = match arrangement {
            Arrangement::ManualFirst => ("manual_first", None),
            Arrangement::PinsThenScore => ("pins_then_score", None),
            Arrangement::Reserve(places) => ("reserve", Some(*places)),
        };
        PlacementDocument {
            code: code.to_string(),
            name: name.clone(),
            limit: *limit,
            arrangement: arrangement.to_string(),
            reserve,
            caps: CapsDocument { brand: *brand, category: *category },
            blocks: blocks.iter().map(BlockDocument::from_block).collect(),
            fallbacks: fallbacks.iter().map(|fallback| fallback_text(*fallback).to_string()).collect(),
            built_in: *built_in,
        }
    }

    /// Reads a body as a whole placement. Errors are all problems at once.
    pub fn read(body: &Body, key: Option<&PlacementCode>) -> Result<Placement, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["built_in", "revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, PlacementCode::parse);
        let built_in =
            Placement::built_in().into_iter().find(|built_in| Some(&built_in.code) == code.as_ref());
        let name = fields.read("name", |json| {
            let text = json.as_text()?;
            check_name(text).map(|()| text.to_string())
        });
        let limit = fields.count("limit", 1, ITEMS_MAX).unwrap_or(6);
        let arrangement = read_arrangement(&mut fields);
        let caps = fields.read_inner("caps", read_caps).unwrap_or_default();
        let blocks = fields.list_at("blocks", read_block).unwrap_or_default();
        let repeated =
            blocks.iter().enumerate().any(|(at, block)| blocks[..at].iter().any(|b| b.code == block.code));
        if repeated || blocks.len() > BLOCKS_MAX {
            let invalid = Invalid::new(
                format!("the codes of blocks repeat, or there are more than {BLOCKS_MAX}"),
                "give each block a code of its own",
            );
            fields.refuse("blocks", ProblemCode::InvalidValue, invalid);
        }
        let fallbacks = fields.parsed_list("fallbacks", parse_fallback);
        let placement = code.map(|code| Placement {
            name: name
                .or_else(|| built_in.as_ref().map(|built_in| built_in.name.clone()))
                .unwrap_or_else(|| code.to_string()),
            code,
            limit,
            arrangement,
            caps,
            blocks,
            fallbacks: fallbacks.unwrap_or_else(|| vec![Fallback::CategoryPopularity, Fallback::Newest]),
            built_in: built_in.is_some(),
        });
        settle(placement, fields.finish())
    }
}

fn read_arrangement(fields: &mut Fields<'_>) -> Arrangement {
    let places = fields.count("reserve", 1, ITEMS_MAX);
    let arrangement = fields.text("arrangement");
    let (name, message, hint) = match (arrangement.as_deref(), places) {
        (None | Some("manual_first"), None) => return Arrangement::ManualFirst,
        (Some("pins_then_score"), None) => return Arrangement::PinsThenScore,
        (None | Some("reserve"), Some(places)) => return Arrangement::Reserve(places),
        (Some("reserve"), None) => ("reserve", "the number of places kept is missing", "add \"reserve\": 2"),
        (Some("manual_first" | "pins_then_score"), Some(_)) => {
            ("reserve", "places are kept only with the arrangement reserve", "leave it out")
        }
        (Some(_), _) => {
            ("arrangement", "there is no such arrangement", "write manual_first, pins_then_score or reserve")
        }
    };
    fields.refuse(name, ProblemCode::InvalidValue, Invalid::new(message, hint));
    Arrangement::ManualFirst
}

fn read_caps(json: &Json, at: String) -> Result<Caps, Vec<Problem>> {
    let object = json.as_object(&at)?;
    let mut fields = Fields::of_object(object, at);
    let caps =
        Caps { brand: fields.count("brand", 1, ITEMS_MAX), category: fields.count("category", 1, ITEMS_MAX) };
    settle(Some(caps), fields.finish())
}

fn read_block(json: &Json, at: String) -> Result<Block, Vec<Problem>> {
    let object = json.as_object(&at)?;
    let mut fields = Fields::of_object(object, at);
    let code = fields.required("code", |text| PlacementCode::parse(text).map(|code| code.to_string()));
    let types = fields.parsed_list("types", TypeCode::parse).unwrap_or_default();
    if types.is_empty() || types.len() > BLOCK_TYPES_MAX {
        let invalid = Invalid::new("a block shows 1 to 50 types", "name the types that it shows");
        fields.refuse("types", ProblemCode::InvalidValue, invalid);
    }
    let limit = fields.count("limit", 1, ITEMS_MAX).unwrap_or(6);
    settle(code.map(|code| Block { code, types, limit }), fields.finish())
}

impl BlockDocument {
    fn from_block(block: &Block) -> BlockDocument {
        let Block { code, types, limit } = block;
        BlockDocument {
            code: code.clone(),
            types: types.iter().map(ToString::to_string).collect(),
            limit: *limit,
        }
    }
}

fn fallback_text(fallback: Fallback) -> &'static str {
    match fallback {
        Fallback::CategoryPopularity => "category_popularity",
        Fallback::Newest => "newest",
    }
}

fn parse_fallback(text: &str) -> Result<Fallback, Invalid> {
    match text {
        "category_popularity" => Ok(Fallback::CategoryPopularity),
        "newest" => Ok(Fallback::Newest),
        _ => Err(Invalid::new(format!("{text:?} is not a fallback"), "write category_popularity or newest")),
    }
}
