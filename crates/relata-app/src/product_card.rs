use relata_api::{
    CandidateDocument, CandidatesDocument, EvidenceDocument, ProductCardDocument, SearchDocument,
};
use relata_engine::{Card, Evidence, Proposal};
use relata_model::{ChannelCode, Sku, TypeCode};

use crate::coverage::check_known;
use crate::{App, AppError};

impl App {
    /// The products that a text finds, the best match first, as of all writes acknowledged before.
    pub fn search_products(&self, text: &str, limit: usize) -> Result<SearchDocument, AppError> {
        let products = self.products_in(None)?;
        let found = products.view().search(text, limit);
        let items = found.items.into_iter().map(card_document).collect();
        Ok(SearchDocument { items, total: found.total as u64 })
    }

    /// Products that may go into the list of a product and type, with the evidence for each.
    pub fn list_candidates(
        &self,
        sku: &Sku,
        type_code: &TypeCode,
        text: Option<&str>,
        channel: Option<&ChannelCode>,
        limit: usize,
    ) -> Result<CandidatesDocument, AppError> {
        let products = self.products_in(channel)?;
        if !products.snapshot.contains(sku) {
            return Err(AppError::not_found("product", sku));
        }
        check_known(&products.snapshot, [("/type", type_code)].into_iter(), None)?;
        let proposals = products.view().proposals(sku, type_code, text, limit).unwrap_or_default();
        Ok(CandidatesDocument { items: proposals.into_iter().map(candidate).collect() })
    }
}

fn candidate(Proposal { card, evidence }: Proposal<'_>) -> CandidateDocument {
    CandidateDocument {
        card: card_document(card),
        text: evidence.text(),
        evidence: evidence_document(evidence),
    }
}

fn evidence_document(evidence: Evidence<'_>) -> EvidenceDocument {
    let bare = EvidenceDocument { kind: evidence.kind().to_string(), ..EvidenceDocument::default() };
    let number = |count: usize| Some(count as u64);
    let text = |text: &str| Some(text.to_string());
    match evidence {
        Evidence::Siblings { count, of, category } => {
            EvidenceDocument { count: number(count), of: number(of), category: text(category), ..bare }
        }
        Evidence::OtherType { count, type_code } => {
            EvidenceDocument { count: number(count), type_code: text(type_code.as_str()), ..bare }
        }
        Evidence::Price { category, percent } => {
            EvidenceDocument { category: text(category), percent: Some(percent), ..bare }
        }
        Evidence::Newer { category, since } => {
            EvidenceDocument { category: text(category), since: Some(since.to_string()), ..bare }
        }
        Evidence::Reverse | Evidence::Search => bare,
    }
}

pub(crate) fn card_document(card: Card<'_>) -> ProductCardDocument {
    let Card { sku, name, brand, category, price, image_url, status, in_stock, parent } = card;
    let text = |text: Option<&str>| text.map(str::to_string);
    ProductCardDocument {
        sku: sku.to_string(),
        name: text(name),
        brand: text(brand),
        category: text(category),
        price: price.map(|price| price.to_string()),
        currency: price.map(|price| price.currency.to_string()),
        image_url: text(image_url),
        status: status.map(|status| status.as_str().to_string()),
        in_stock,
        parent: text(parent),
    }
}
