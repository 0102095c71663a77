use std::collections::BTreeSet;

use relata_model::{Assortment, Channel, ChannelCode, Currency, Invalid, Locale, Problem, ProblemCode, Sku};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation_type::check_name;
use crate::{Body, Json};

/// SKUs in one assortment; a body of a megabyte holds no more.
const ASSORTMENT_MAX: usize = 100_000;

/// A channel. In a request every field may be left out; the name is then the code.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Channel, example = json!({"code": "app", "name": "App", "locale": null, "currency": null, "assortment": null}))]
pub struct ChannelDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// The language of a request that names none.
    #[schema(required = false)]
    pub locale: Option<String>,
    /// The currency in which it sells.
    #[schema(required = false)]
    pub currency: Option<String>,
    /// What is sold there: a list of SKUs, or a condition over `source`; null is everything.
    #[schema(required = false)]
    pub assortment: Option<AssortmentDocument>,
}

/// What a channel sells.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Assortment)]
#[serde(untagged)]
pub enum AssortmentDocument {
    /// SKUs; a parent brings its variants, a variant its parent.
    List(Vec<String>),
    /// A condition over `source`; it holds for a family as a whole.
    Condition(String),
}

impl ChannelDocument {
    /// The channel as it is answered.
    pub fn from_channel(channel: &Channel) -> ChannelDocument {
        let Channel { code, name, locale, currency, assortment } = channel;
        ChannelDocument {
            code: code.to_string(),
            name: name.clone(),
            locale: locale.as_ref().map(ToString::to_string),
            currency: currency.map(|currency| currency.to_string()),
            assortment: assortment.as_ref().map(AssortmentDocument::from_assortment),
        }
    }

    /// Reads a body as a whole channel. Errors are all problems at once.
    pub fn read(body: &Body, key: Option<&ChannelCode>) -> Result<Channel, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, ChannelCode::parse);
        let name = fields.read("name", |json| {
            let text = json.as_text()?;
            check_name(text).map(|()| text.to_string())
        });
        let (locale, currency) =
            (fields.parsed("locale", Locale::parse), fields.parsed("currency", Currency::parse));
        let assortment = read_assortment(&mut fields);
        let channel = code.map(|code| Channel {
            name: name.unwrap_or_else(|| code.to_string()),
            code,
            locale,
            currency,
            assortment,
        });
        settle(channel, fields.finish())
    }
}

impl AssortmentDocument {
    fn from_assortment(assortment: &Assortment) -> AssortmentDocument {
        match assortment {
            Assortment::List(skus) => {
                AssortmentDocument::List(skus.iter().map(ToString::to_string).collect())
            }
            Assortment::Condition(text) => AssortmentDocument::Condition(text.clone()),
        }
    }
}

fn read_assortment(fields: &mut Fields<'_>) -> Option<Assortment> {
    if let Some(Json::Text(text)) = fields.value("assortment") {
        return Some(Assortment::Condition(text.to_string()));
    }
    let skus: BTreeSet<Sku> = fields.parsed_list("assortment", Sku::parse)?.into_iter().collect();
    if skus.len() > ASSORTMENT_MAX {
        let invalid =
            Invalid::new(format!("more than {ASSORTMENT_MAX} SKUs"), "use a shorter list, or null for all");
        fields.refuse("assortment", ProblemCode::LimitExceeded, invalid);
    }
    Some(Assortment::List(skus))
}
