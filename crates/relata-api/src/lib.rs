//! What travels over the wire: documents, their conversions, problem documents and schemas.
//!
//! A document is the shape of a thing in JSON; the model has the shape of the same thing in the
//! program. Reading and writing are separate because they obey different laws:
//!
//! ```text
//!   bytes --Body::parse--> Body --XDocument::read--> model type        (strict: every problem at once)
//!     |  not JSON: ParseFailure::BadJson (400)   |  Vec<Problem> (422), each with its JSON pointer
//!
//!   model type --XDocument::from_x--> XDocument --serde--> bytes       (destructures in full)
//!
//!   stored X --from_x--> document --Body::patched(patch)--> Body --read--> X      (merge patch, RFC 7396)
//! ```
//!
//! *Writing* takes a model value apart field by field, so that a new field of the model breaks the
//! build here. *Reading* goes through [`Body`], a tree that keeps numbers as they were written:
//! `19.90` stays `19.90` and `1e2` is exactly 100, whether it is quoted or not. A reader looks at
//! every field before it gives up, refuses names it does not know and proposes the nearest one, and
//! passes over the fields that only answers have, so that what was read can be edited and put back.
//!
//! The hot path is apart: [`RecommendationRequest`] is read by typed serde and only a refused one
//! is read again to name all its problems; [`Recommendations`] borrows everything it writes.
//!
//! Codes of problems are those of the model; [`status_of`] says which HTTP status each one has.
//! Everything here is pure: bytes in, values out, no clock and no I/O.

mod amount;
mod audit;
mod body;
mod bulk;
mod bulk_edit;
mod channel;
mod condition;
mod condition_list;
mod coverage;
mod doctor;
mod export;
mod fields;
mod graph;
mod guideline;
mod import;
mod job;
mod junit;
mod mapping;
mod nearest;
mod page;
mod placement;
mod problem;
mod product;
mod product_card;
mod product_list;
mod product_selection;
mod quality;
mod recommendation;
mod recommendation_request;
mod relation;
mod relation_type;
mod rule;
mod rule_check;
mod rule_field;
mod rule_list;
mod rule_template;
mod status;
mod test_check;
mod test_report_text;
mod test_run;
mod test_suite;
mod upload;
mod view;
mod yaml;

pub use amount::ExactNumber;
pub use audit::{AuditDocument, RelationNamed, RevertedDocument};
pub use body::{Body, JSON_DEPTH_MAX, JSON_VALUES_MAX, Json, ParseFailure};
pub use bulk::BulkLine;
pub use bulk_edit::{
    BulkAction, BulkActionDocument, BulkEditDocument, BulkEditInput, BulkEditResultDocument, BulkSelect,
    BulkSelectionDocument,
};
pub use channel::ChannelDocument;
pub use condition::ConditionDocument;
pub use condition_list::{
    ConditionCheckDocument, ConditionExample, ConditionHolds, ConditionListItem, ConditionReader,
};
pub use coverage::{
    BrandCoverage, CategoryCoverage, ChannelCoverage, CoverageDocument, CoverageRate, UNCOVERED_MAX,
};
pub use doctor::{DoctorDocument, Finding};
pub use export::{ExportDocument, ExportedPart};
pub use graph::{
    GraphCycle, GraphCyclesDocument, GraphDocument, GraphEdge, GraphNode, GraphPathDocument, LeftOut,
};
pub use guideline::GuidelineDocument;
pub use import::{ImportDocument, ImportReportDocument, ImportResultDocument, ProblemGroupDocument};
pub use job::JobDocument;
pub use junit::junit;
pub use mapping::SavedMappingDocument;
pub use nearest::nearest;
pub use page::PageDocument;
pub use placement::{BlockDocument, CapsDocument, PlacementDocument};
pub use problem::{ProblemDetail, ProblemDocument, ProblemsDocument, status_of};
pub use product::{AttributeDocument, ExclusionDocument, OfferDocument, ProductDocument};
pub use product_card::{
    CandidateDocument, CandidatesDocument, EvidenceDocument, ProductCardDocument, SearchDocument,
};
pub use product_list::{
    CategoriesDocument, CategoryNode, FacetValue, FacetsDocument, NarrowingFilter, ProductListDocument,
    ProductListItem, RelationSummaryDocument, TypeFacetValue,
};
pub use product_selection::ProductSelectionDocument;
pub use quality::{BrokenDocument, QualityDocument, QualityFinding, RepairDocument};
pub use recommendation::{ExperimentArm, Factor, Reason, RecommendationItem, Recommendations, Removal};
pub use recommendation_request::{CustomerDocument, RecommendationRequest};
pub use relation::{RelationDocument, RelationInput, RelationPatch, TargetDocument};
pub use relation_type::RelationTypeDocument;
pub use rule::{RuleDocument, RuleOfferDocument, RuleOrderDocument};
pub use rule_check::{
    ConditionSize, RuleCheckDocument, RuleCircle, RuleConditions, RuleExample, RuleOverlap,
    RulePreviewDocument,
};
pub use rule_field::{RuleFieldDocument, RuleFieldValue, RuleFieldsDocument, RuleOperatorDocument};
pub use rule_list::{GuidelineCheckDocument, GuidelineListItem, RuleFigures, RuleListItem};
pub use rule_template::{RuleTemplateDocument, RuleTemplatesDocument};
pub use status::{AnswerTimes, StatusDocument};
pub use test_check::TestCheckDocument;
pub use test_run::{
    SuiteChoice, TestChange, TestCheckReport, TestDifference, TestExample, TestExamples, TestReportDocument,
    TestRunInput, TestSampleReport,
};
pub use test_suite::{TestAskDocument, TestSampleDocument, TestSuiteDocument};
pub use upload::{
    FieldDocument, GuessDocument, MappingDocument, MendsDocument, MendsInput, PreviewDocument,
    PreviewRowDocument, RowMendInput, SuggestionDocument, UploadChangeInput, UploadColumnDocument,
    UploadDocument, UploadRowDocument, UploadRowsDocument,
};
pub use view::ViewDocument;
pub use yaml::{
    MarkedDocument, Place, YAML_BYTES_MAX, YAML_DOCUMENTS_MAX, read_json_document, read_yaml, to_yaml,
};
