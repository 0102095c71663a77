use relata_model::{Invalid, Problem, ScreenCode, View, ViewCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Body;
use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation_type::check_name;

/// Characters of the query of a view; longer than any address that a browser keeps.
const QUERY_CHARS_MAX: usize = 4_000;
/// The largest place; there are never as many views.
const POSITION_MAX: u32 = 10_000;

/// A saved list. In a request every field may be left out: the name is then the code, the screen
/// `products`, the query empty and the position 1.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = View, example = json!({
    "code": "no-accessories", "name": "Bikes without accessories", "screen": "products",
    "query": "without=accessory&category=Bikes", "position": 1
}))]
pub struct ViewDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// The screen of the app that shows it.
    #[schema(required = false)]
    pub screen: String,
    /// What is asked of the screen, as the query of an address without the question mark.
    #[schema(required = false)]
    pub query: String,
    /// Its place among the views; 1 is first, of the same place the code decides.
    #[schema(required = false, minimum = 1, maximum = 10000)]
    pub position: u32,
}

impl ViewDocument {
    /// The view as it is answered.
    pub fn from_view(view: &View) -> ViewDocument {
        let View { code, name, screen, query, position } = view;
        ViewDocument {
            code: code.to_string(),
            name: name.clone(),
            screen: screen.to_string(),
            query: query.clone(),
            position: *position,
        }
    }

    /// Reads a body as a whole view. Errors are all problems at once.
    pub fn read(body: &Body, key: Option<&ViewCode>) -> Result<View, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, ViewCode::parse);
        let name = fields.read("name", |json| {
            let text = json.as_text()?;
            check_name(text).map(|()| text.to_string())
        });
        let products = || ScreenCode::parse("products").expect("products is a legal code");
        let screen = fields.parsed("screen", ScreenCode::parse).unwrap_or_else(products);
        let query = fields.parsed("query", check_query).unwrap_or_default();
        let position = fields.count("position", 1, POSITION_MAX).unwrap_or(1);
        let view = code.map(|code| View {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            screen,
            query,
            position,
        });
        settle(view, fields.finish())
    }
}

fn check_query(text: &str) -> Result<String, Invalid> {
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(Invalid::new(
            format!("longer than {QUERY_CHARS_MAX} characters"),
            "ask for less at once",
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::new("the query holds a control character", "percent-encode it"));
    }
    Ok(text.strip_prefix('?').unwrap_or(text).to_string())
}
