use std::collections::BTreeMap;

use relata_model::{MappingCode, Problem, ProblemCode, SavedMapping};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation_type::check_name;
use crate::upload::read_mapping;
use crate::{Body, Json};

/// A mapping that is kept for the next file of the same kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SavedMapping, example = json!({
    "code": "erp-products", "name": "Products of the ERP", "profile": "relata", "content": "products",
    "columns": {"Artikelnummer": "sku", "Bezeichnung": "name"}, "decimal_comma": true
}))]
pub struct SavedMappingDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it; the code when left out.
    #[schema(required = false)]
    pub name: String,
    /// The format whose fields are filled; `relata` when left out.
    #[schema(required = false)]
    pub profile: String,
    /// `products`, `relations`, `orders` or `events`.
    pub content: String,
    /// The field of each column; null and columns that are not named are not read.
    pub columns: BTreeMap<String, Option<String>>,
    /// Whether numbers are written with a decimal comma; false when left out.
    #[serde(default)]
    #[schema(required = false)]
    pub decimal_comma: bool,
}

impl SavedMappingDocument {
    /// The mapping as it is answered.
    pub fn from_mapping(saved: &SavedMapping) -> SavedMappingDocument {
        let SavedMapping { code, name, mapping } = saved.clone();
        let relata_model::Mapping { profile, content, columns, decimal_comma } = mapping;
        SavedMappingDocument { code: code.to_string(), name, profile, content, columns, decimal_comma }
    }

    /// Reads a body as a whole mapping. Errors are all problems at once.
    pub fn read(body: &Body, key: Option<&MappingCode>) -> Result<SavedMapping, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, MappingCode::parse);
        let name = fields.read("name", |json: &Json| {
            let text = json.as_text()?;
            check_name(text).map(|()| text.to_string())
        });
        let mapping = read_mapping(&mut fields);
        let saved = code.zip(mapping).map(|(code, mapping)| SavedMapping {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            mapping,
        });
        settle(saved, fields.finish())
    }

    /// Reads a mapping from a file, where the key may be left out.
    pub fn read_file(bytes: &[u8]) -> Result<SavedMapping, Vec<Problem>> {
        let body = Body::parse(bytes).map_err(crate::ParseFailure::into_problems)?;
        let key = (!body.names("code")).then(|| MappingCode::parse("file"));
        match key.transpose() {
            Ok(key) => SavedMappingDocument::read(&body, key.as_ref()),
            Err(invalid) => Err(vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at("/code")]),
        }
    }
}
