use std::fmt::Display;

use relata_api::{
    Body, ChannelDocument, ConditionDocument, GuidelineDocument, ParseFailure, PlacementDocument,
    RelationTypeDocument, RuleDocument, SavedMappingDocument, TestSuiteDocument, ViewDocument, to_yaml,
};
use relata_model::{
    Channel, Guideline, NamedCondition, Noun, Placement, Problem, RelationType, Rule, SavedMapping,
    TestSuite, View,
};
use serde_json::Value;

use crate::{AppError, Document};

/// A noun of configuration. Its file form is its document in the API.
pub(crate) trait Configured: Document<Code: Display> + Clone + Sync {
    /// What its folder and its section are called.
    const FOLDER: &'static str;

    /// Reads a document.
    fn read(body: &Body) -> Result<Self, Vec<Problem>>;
    /// Its document.
    fn document(&self) -> Result<Value, AppError>;
    /// Its document as YAML, without the fields named.
    fn yaml(&self, left_out: &[&str]) -> Result<String, AppError>;
}

macro_rules! configured {
    ($($noun:ty, $folder:literal, $document:ident, $from:ident;)*) => {
        $(impl Configured for $noun {
            const FOLDER: &'static str = $folder;

            fn read(body: &Body) -> Result<Self, Vec<Problem>> {
                $document::read(body, None)
            }

            fn document(&self) -> Result<Value, AppError> {
                Ok(serde_json::to_value($document::$from(self))?)
            }

            fn yaml(&self, left_out: &[&str]) -> Result<String, AppError> {
                Ok(to_yaml(&$document::$from(self), left_out)?)
            }
        })*

        /// The nouns of configuration with their folders, in the order in which they are applied.
        pub(crate) const FOLDERS: &[(Noun, &str)] = &[$((<$noun as Document>::NOUN, $folder),)*];
    };
}

configured! {
    RelationType, "relation-types", RelationTypeDocument, from_relation_type;
    Channel, "channels", ChannelDocument, from_channel;
    Placement, "placements", PlacementDocument, from_placement;
    View, "views", ViewDocument, from_view;
    SavedMapping, "mappings", SavedMappingDocument, from_mapping;
    NamedCondition, "conditions", ConditionDocument, from_condition;
    Guideline, "guidelines", GuidelineDocument, from_guideline;
    Rule, "rules", RuleDocument, from_rule;
    TestSuite, "test-suites", TestSuiteDocument, from_suite;
}

/// The noun of a folder, a file or a section of this name.
pub(crate) fn noun_of(name: &str) -> Option<Noun> {
    FOLDERS.iter().find(|(_, folder)| *folder == name).map(|(noun, _)| *noun)
}

/// A document as a body that can be read again.
pub(crate) fn body_of(document: &Value) -> Result<Body, AppError> {
    let bytes = serde_json::to_vec(document)?;
    Body::parse(&bytes).map_err(|failure| AppError::invalid(ParseFailure::into_problems(failure)))
}
