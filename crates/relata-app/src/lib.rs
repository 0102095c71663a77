//! The use cases of Relata by noun: the only place where database, index, laws and formats meet.
//!
//! ```text
//!   HTTP, command line
//!          |
//!         App ---- read ----> Store (facts)           one consistent view
//!          |  \--- write ---> Store: check, rows, audit, change log in one transaction
//!          |                    |
//!          |                 follower: change log -> Delta -> Snapshot::apply -> swap
//!          |                    |
//!          +---- recommend -> Snapshot (memory alone, never the database)
//! ```
//!
//! Each noun has one file. What the caller did wrong comes back as [`AppError::Refused`] with every
//! [`relata_model::Problem`] found and nothing written; what failed in the machine is another
//! variant. All methods block, except [`App::recommend`], which touches memory alone.
//!
//! Writing goes one path, singly and in bulk: the laws of relations live in `relation`, `family`
//! and `relation_list`; an import plans whole lists in `import::list_plan` and is undone as one.
//! [`live`] keeps the index behind the answers up to date.

mod app;
mod audit;
mod audit_line;
mod broken;
mod bulk_edit;
mod channel;
mod clock;
mod condition;
mod condition_list;
mod configuration;
mod coverage;
mod cycle_audit;
mod desk;
mod document;
mod draft;
mod error;
mod export;
mod family;
mod findings;
mod graph;
mod guideline;
mod idempotency;
mod import;
mod job;
pub mod live;
mod mapping;
mod operations;
mod overview;
mod page;
mod placement;
mod product;
mod product_card;
mod product_list;
mod quality;
mod recommend;
mod reference;
mod relation;
mod relation_change;
mod relation_ends;
mod relation_list;
mod relation_mirror;
mod relation_rules;
mod relation_status;
mod relation_type;
mod rule;
mod rule_field;
mod rule_list;
mod rule_problem;
mod rule_sentence;
mod rule_template;
mod sample;
mod selection;
mod spryker_export;
mod test_suite;
mod trial;
mod trial_report;
mod upload;
mod upload_folder;
mod upload_view;
mod view;

pub use app::{App, AppOptions, Caller, Saved};
pub use audit_line::AuditLine;
pub use bulk_edit::BulkEditDone;
pub use clock::Clock;
pub use configuration::{
    ApplyOptions, ConfigurationChange, ConfigurationCounts, ConfigurationFiles, ConfigurationReport,
    FieldChange, FileProblem, Found, STANDARD_INPUT, Thing,
};
pub use coverage::CoverageQuery;
pub use document::{Document, reserved_code};
pub use error::{AppError, Refusal};
pub use export::{ExportPart, ExportProfile, ExportReport, ExportTo};
pub use idempotency::Remembered;
pub use import::{ImportFile, ImportOptions, ImportRecord, ImportState, NoProgress, Progress, RejectsTo};
pub use job::{Job, JobState};
pub use live::{Live, Status};
pub use overview::Overview;
pub use page::{Page, PageRequest, Precondition, etag};
pub use product_list::ProductListRequest;
pub use quality::QualityQuery;
pub use recommend::Served;
pub use relata_engine::NeighbourhoodQuery;
pub use relata_rules::Language;
pub use relata_store::DatabaseUrl;
pub use relata_store::audit::AuditFilter;
pub use relata_store::relation::RelationFilter;
pub use relation::NewRelation;
pub use relation_change::RelationChange;
pub use relation_ends::RelationEnds;
pub use relation_status::ListedRelation;
pub use rule_list::RuleListQuery;
pub use sample::{SAMPLE_SOURCE, write_sample};
pub use upload::{UploadRows, rejects_name};
