use clap::Args;
use relata_api::RecommendationRequest;
use relata_app::AppError;

use super::Context;
use crate::answer::{Answer, Detail};
use crate::exit::Exit;

/// Ask what goes with a product, without a server
#[derive(Debug, Args)]
pub(super) struct Recommend {
    /// The products that the answer goes with
    #[arg(long, value_name = "SKU", num_args = 1.., required_unless_present = "cart")]
    product: Vec<String>,

    /// What is in the cart, which is never in the answer
    #[arg(long, value_name = "SKU", num_args = 1..)]
    cart: Vec<String>,

    /// Where it is shown  [default: product_page]
    #[arg(long)]
    placement: Option<String>,

    /// Relation types, in place of the placement's
    #[arg(long = "type", value_name = "TYPE", num_args = 1..)]
    types: Vec<String>,

    /// Where it is sold  [default: web]
    #[arg(long)]
    channel: Option<String>,

    /// The language  [default: the channel's]
    #[arg(long)]
    locale: Option<String>,

    /// Segments that the customer is in
    #[arg(long = "segment", value_name = "SEGMENT", num_args = 1..)]
    segments: Vec<String>,

    /// The moment that is meant, such as 2026-12-01T09:00:00Z  [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,

    /// How many items, 1 to 50  [default: the placement's number]
    #[arg(long, value_name = "N")]
    limit: Option<String>,

    /// Say what each score is made of
    #[arg(long)]
    explain: bool,

    /// One line an item: position, SKU, type, origin
    #[arg(long, conflicts_with_all = ["explain", "json"])]
    brief: bool,
}

impl Recommend {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let output = &context.output;
        let request = self.request(output.is_json()).map_err(AppError::invalid)?;
        let app = context.open_existing()?;
        let bytes = app.recommend(&request)?.body;
        if output.is_json() {
            output.bytes(&bytes);
            output.bytes(b"\n");
            return Ok(Exit::Done);
        }
        let detail = match (self.brief, self.explain) {
            (true, _) => Detail::Brief,
            (false, true) => Detail::Factors,
            (false, false) => Detail::Table,
        };
        output.bytes(Answer::read(&bytes)?.text(detail, output.paint()).as_bytes());
        Ok(Exit::Done)
    }

    /// The request that the same words would be over HTTP, so that both are read and refused alike.
    fn request(&self, json: bool) -> Result<RecommendationRequest, Vec<relata_model::Problem>> {
        let lists = [
            ("product", &self.product),
            ("cart", &self.cart),
            ("type", &self.types),
            ("segment", &self.segments),
        ];
        let singles = [
            ("placement", &self.placement),
            ("channel", &self.channel),
            ("locale", &self.locale),
            ("at", &self.at),
            ("limit", &self.limit),
        ];
        let several = lists.iter().flat_map(|(name, values)| values.iter().map(move |value| (*name, value)));
        let single = singles.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
        let mut pairs: Vec<(String, String)> =
            several.chain(single).map(|(name, value)| (name.to_string(), value.clone())).collect();
        // The table for people has a column of reasons; a program gets them when it asks.
        pairs.push(("explain".to_string(), (self.explain || !json).to_string()));
        RecommendationRequest::from_query(&pairs)
    }
}
