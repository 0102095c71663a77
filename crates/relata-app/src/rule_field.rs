//! What conditions can ask about in this shop.

use std::collections::BTreeMap;

use relata_api::{RuleFieldDocument, RuleFieldValue, RuleFieldsDocument, RuleOperatorDocument};
use relata_engine::Snapshot;
use relata_model::Status;
use relata_rules::{
    AttributeWord, Control, Declaration, Field, Kind, Language, Reference, Subject, Usage, Vocabulary,
    declarations, field_path, named_field, operators,
};

use crate::{App, AppError};

/// Values of one field that a builder proposes; a category tree of that size is still looked through.
const VALUES_MAX: usize = 200;

/// The conditions of rules, guidelines and conditions with names, by their names in documents.
const CONDITIONS: [(&str, Usage); 5] = [
    ("match", Usage::Match),
    ("show", Usage::Pair),
    ("when", Usage::When),
    ("forbid", Usage::Pair),
    ("condition", Usage::Named),
];

fn variables(name: &str, usage: Usage) -> (String, Vec<String>) {
    let there = Subject::ALL.into_iter().filter(|subject| usage.allows(*subject));
    (name.to_string(), there.map(|subject| subject.as_str().to_string()).collect())
}

impl App {
    /// Every field of the language and every attribute that a product has, with what a builder needs
    /// to ask about it. O(products).
    pub fn list_rule_fields(&self, language: Language) -> Result<RuleFieldsDocument, AppError> {
        self.catch_up_for_readers()?;
        let (vocabulary, snapshot) = (self.vocabulary()?, self.snapshot()?);
        let declared =
            declarations().iter().map(|declaration| declared_field(declaration, &snapshot, language));
        let named = [
            named_field_document(true, &vocabulary, language),
            named_field_document(false, &vocabulary, language),
        ];
        let attributes = vocabulary.iter().map(|(name, word)| attribute_field(name, word));
        let operator = |operator: &relata_rules::Operator| RuleOperatorDocument {
            code: operator.code.to_string(),
            label: operator.label(language).to_string(),
            operand: operator.operand.as_str().to_string(),
        };
        Ok(RuleFieldsDocument {
            fields: declared.chain(named.into_iter().flatten()).chain(attributes).collect(),
            variables: CONDITIONS.iter().map(|(name, usage)| variables(name, *usage)).collect(),
            operators: operators().iter().map(operator).collect(),
        })
    }
}

fn declared_field(declaration: &Declaration, snapshot: &Snapshot, language: Language) -> RuleFieldDocument {
    RuleFieldDocument {
        code: declaration.code.to_string(),
        paths: paths(declaration.subjects, declaration.field),
        label: declaration.label(language).to_string(),
        attribute: false,
        kind: Some(declaration.kind.as_str().to_string()),
        many: declaration.many,
        control: declaration.control.as_str().to_string(),
        operators: codes(Some(declaration.kind), declaration.many),
        example: declaration.example.to_string(),
        values: values_of(declaration.field, snapshot),
    }
}

fn attribute_field(name: &str, word: &AttributeWord) -> RuleFieldDocument {
    let field = Field::Attribute(name.into());
    let subjects = [Subject::Source, Subject::Target];
    let control = match word.kind() {
        Some(Kind::Number) => Control::Number,
        Some(Kind::Flag) => Control::Switch,
        Some(Kind::Time) => Control::Time,
        Some(Kind::Text | Kind::Duration | Kind::List) | None => Control::Text,
    };
    let path = field_path(Subject::Target, &field);
    RuleFieldDocument {
        code: name.to_string(),
        paths: paths(&subjects, &field),
        label: name.to_string(),
        attribute: true,
        kind: word.kind().map(|kind| kind.as_str().to_string()),
        many: word.many(),
        control: control.as_str().to_string(),
        operators: codes(word.kind(), word.many()),
        example: format!("{path} == {}", field_path(Subject::Source, &field)),
        values: word.frequent().into_iter().map(|(value, products)| counted(value, products)).collect(),
    }
}

/// What has a name, as a field whose values are codes; without any there is nothing to ask.
fn named_field_document(
    is_condition: bool,
    vocabulary: &Vocabulary,
    language: Language,
) -> Option<RuleFieldDocument> {
    let is_wanted = |name: &&Reference| matches!(name, Reference::Condition(_)) == is_condition;
    let names: Vec<&Reference> =
        vocabulary.library().iter().map(|(name, _)| name).filter(is_wanted).take(VALUES_MAX).collect();
    let first = *names.first()?;
    let label = match (is_condition, language) {
        (true, Language::English) => "condition",
        (true, Language::German) => "Bedingung",
        (false, Language::English) => "product of a rule",
        (false, Language::German) => "Produkt einer Regel",
    };
    let path = |subject: Subject| (subject.as_str().to_string(), named_field(subject, first.function()));
    let value = |name: &&Reference| RuleFieldValue { value: name.code().to_string(), products: None };
    Some(RuleFieldDocument {
        code: first.function().to_string(),
        paths: [Subject::Source, Subject::Target].into_iter().map(path).collect(),
        label: label.to_string(),
        attribute: false,
        // Not comparable with other fields.
        kind: None,
        many: false,
        control: Control::Choice.as_str().to_string(),
        operators: vec!["=".to_string(), "!=".to_string()],
        example: format!("source.{}('{}')", first.function(), first.code()),
        values: names.iter().map(value).collect(),
    })
}

fn paths(subjects: &[Subject], field: &Field) -> BTreeMap<String, String> {
    let path = |subject: &Subject| (subject.as_str().to_string(), field_path(*subject, field));
    subjects.iter().map(path).collect()
}

/// The operators for a kind; an attribute of several kinds is asked as a text is.
fn codes(kind: Option<Kind>, many: bool) -> Vec<String> {
    let fitting = operators().iter().filter(|operator| operator.fits(kind.unwrap_or(Kind::Text), many));
    fitting.map(|operator| operator.code.to_string()).collect()
}

fn values_of(field: &Field, snapshot: &Snapshot) -> Vec<RuleFieldValue> {
    let plain = |value: &str| RuleFieldValue { value: value.to_string(), products: None };
    match field {
        Field::Status => {
            let all = [Status::Active, Status::Inactive, Status::Discontinued];
            all.iter().map(|status| plain(status.as_str())).collect()
        }
        Field::Channel => snapshot.channels().iter().map(|channel| plain(channel.code.as_str())).collect(),
        Field::Placement => {
            snapshot.placements().iter().map(|placement| plain(placement.code.as_str())).collect()
        }
        Field::CartCategories => values_of(&Field::Categories, snapshot),
        field => {
            let found = snapshot.frequent_values(field, VALUES_MAX);
            found.into_iter().map(|(value, products)| counted(value, products)).collect()
        }
    }
}

fn counted(value: &str, products: usize) -> RuleFieldValue {
    RuleFieldValue { value: value.to_string(), products: Some(products) }
}
