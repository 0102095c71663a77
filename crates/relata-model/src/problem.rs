use serde::{Deserialize, Serialize};

use crate::Invalid;

/// A finding shown to a person: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// Whether it stops what was asked.
    pub severity: Severity,
    /// Where in a JSON document: `/lines/0/sku`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointer: Option<String>,
    /// Where in a file: its line, the header being 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u64>,
    /// Where in the line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// The thing that it is about, such as a SKU.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
    /// The shortest circle, its first product repeated at the end; of conditions and rules that read one
    /// another `condition:premium` and `rule:laptops`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<Vec<String>>,
}

/// Whether a problem stops what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $meaning:literal;)*) => {
        /// Every code of a problem, documented, never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode {
            $(#[doc = $meaning] #[serde(rename = $code)] $name,)*
        }

        impl ProblemCode {
            /// All codes, in the order of the table.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$name,)*];

            /// The code as people and programs read it.
            pub fn as_str(self) -> &'static str {
                match self { $(ProblemCode::$name => $code,)* }
            }

            /// What it means.
            pub fn meaning(self) -> &'static str {
                match self { $(ProblemCode::$name => $meaning,)* }
            }
        }
    };
}

problem_codes! {
    SelfRelation = "self-relation", "A product cannot be related to itself.";
    FamilyRelation = "family-relation", "Parent and variants of one family are one product to shoppers and are not related to each other.";
    DuplicateRelation = "duplicate-relation", "A relation of the same source, type, target, origin, scope and window exists.";
    UnknownProduct = "unknown-product", "No product has this SKU.";
    UnknownType = "unknown-type", "No relation type has this code.";
    UnknownChannel = "unknown-channel", "No channel has this code.";
    UnknownPlacement = "unknown-placement", "No placement has this code.";
    UnknownColumn = "unknown-column", "The file has a column that is not read.";
    UnknownProfile = "unknown-profile", "The file is in no format that is known.";
    InactiveProduct = "inactive-product", "The product is not sold at the moment, so the relation is not shown.";
    Cycle = "cycle", "The relation would close a circle that its type does not allow.";
    CycleUnproven = "cycle-unproven", "The search for a circle met its bound, so the relation was not accepted.";
    LimitExceeded = "limit-exceeded", "More than a named limit allows.";
    InvalidWindow = "invalid-window", "The end of a window has to come after its start.";
    InvalidValue = "invalid-value", "A value is not of the kind that is expected.";
    MissingValue = "missing-value", "A value that has to be there is not.";
    InvalidText = "invalid-text", "The text is not valid UTF-8 or holds a character that is not allowed.";
    InvalidRecord = "invalid-record", "A line of a file does not have the shape of its header.";
    DuplicateRow = "duplicate-row", "The same row stands in the file twice.";
    DuplicateColumn = "duplicate-column", "A column stands in the header twice.";
    Rounded = "rounded", "An amount had more digits than its currency and was rounded.";
    OrderKept = "order-kept", "A person arranged this list, so the import appended and left the order alone.";
    IncompleteList = "incomplete-list", "Rows of the list could not be read, so the import removed nothing of it.";
    ParentMissing = "parent-missing", "The parent does not exist yet; until it does, the variant stands alone.";
    PendingTarget = "pending-target", "One end of the relation does not exist yet; it becomes active when the product arrives.";
    TypeCreated = "type-created", "The file named a relation type that did not exist, so it was made.";
    NotExported = "not-exported", "The format of the export cannot say it, so it was left out.";
    NotFound = "not-found", "There is nothing under this key.";
    Conflict = "conflict", "It was changed by somebody else since it was read.";
    KeyMismatch = "key-mismatch", "The key in the body differs from the key in the path.";
    KeyReused = "idempotency-key-reused", "The idempotency key was used with another body.";
    InUse = "in-use", "It is still used and cannot be removed.";
    TooLarge = "too-large", "The body is larger than allowed.";
    TimedOut = "timed-out", "The request took longer than allowed.";
    Unavailable = "unavailable", "The database cannot be reached; answers are still served from memory.";
    InvalidJson = "invalid-json", "The body is not JSON.";
    UnsupportedMedia = "unsupported-media-type", "The body is in a format that is not read here.";
    MethodNotAllowed = "method-not-allowed", "The path exists, but not with this method.";
    InProgress = "in-progress", "The same request, under the same idempotency key, is still being worked on.";
    ForeignHost = "foreign-host", "The request names a host that this server does not answer to.";
    Overloaded = "overloaded", "More requests are waiting than the server takes.";
    Guideline = "guideline", "A guideline forbids showing these products together.";
    Syntax = "syntax", "The text is not a condition; line and column say where.";
    UnknownAttribute = "unknown-attribute", "The condition asks for a field or attribute that there is not; the hint has the nearest names.";
    UnknownCondition = "unknown-condition", "The condition names a condition or rule that there is not; the hint has the nearest names.";
    TypeMismatch = "type-mismatch", "The condition compares or calculates with values of different kinds.";
    RuleCycle = "rule-cycle", "The rule would close a circle that its type does not allow, or conditions and rules read one another in a circle.";
    AlikeRules = "alike-rules", "Several rules differ in their product alone, so that one rule could say what they all say.";
    TestFailed = "test-failed", "A test suite that is required fails with it, so it cannot become active.";
    Withheld = "withheld-pair", "What a rule wants to show would close a circle, so it is not shown.";
    Stale = "stale-relation", "The window of the relation has ended.";
    Dangling = "dangling-relation", "One end of the relation does not exist.";
    Overfull = "overfull-list", "The list holds more relations than its type allows.";
    Unreachable = "unreachable-target", "The target is inactive or sold out and has no substitute.";
    Contradiction = "contradictory-relation", "Two relations say opposite things of the same pair.";
    NotRising = "potential-not-rising", "The potential of the type does not rise along the relation.";
    ForeignCurrency = "foreign-currency", "The price is in a currency without a configured rate and counts as absent in conditions.";
    Internal = "internal", "The program failed; the log has the reason under the request id.";
}

impl Problem {
    /// A problem that stops what was asked.
    pub fn error(code: ProblemCode, message: impl Into<String>) -> Problem {
        Problem {
            code,
            severity: Severity::Error,
            pointer: None,
            row: None,
            column: None,
            subject: None,
            message: message.into(),
            hint: None,
            path: None,
        }
    }

    /// A problem to know about.
    pub fn warning(code: ProblemCode, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(code, message) }
    }

    /// A complaint about a value, with its hint.
    pub fn invalid(code: ProblemCode, invalid: Invalid) -> Problem {
        Problem::error(code, invalid.message).hint(invalid.hint)
    }

    /// Says the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }

    /// Says where in a JSON document.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Problem {
        self.pointer = Some(pointer.into());
        self
    }

    /// Says where in a file.
    #[must_use]
    pub fn in_row(mut self, row: u64, column: Option<&str>) -> Problem {
        self.row = Some(row);
        self.column = column.map(str::to_string);
        self
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl ToString) -> Problem {
        self.subject = Some(subject.to_string());
        self
    }

    /// Shows the circle.
    #[must_use]
    pub fn along(mut self, path: impl IntoIterator<Item = impl ToString>) -> Problem {
        self.path = Some(path.into_iter().map(|step| step.to_string()).collect());
        self
    }

    /// Whether it stops what was asked.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
