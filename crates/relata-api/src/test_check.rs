use relata_model::{
    Invalid, Measure, Problem, ProblemCode, TestCheck, TestCheckKind, TestSeverity, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Json;
use crate::fields::{Fields, settle};
use crate::relation::texts;
use crate::relation_type::check_name;

/// Items that an answer can need to count as covered.
const ITEMS_MAX: u32 = 50;
/// Types of one condition.
const TYPES_MAX: usize = 50;
/// The words of a check that looks at picks.
const GUIDELINES: &str = "guidelines";
const FORBID: &str = "forbid";

/// One thing that has to hold of the answers of a trial.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TestCheck)]
pub struct TestCheckDocument {
    /// What people call it; the word of `check` unless it is given.
    #[schema(required = false)]
    pub name: String,
    /// `guidelines`, `forbid`, or a measure: `coverage`, `nothing_shown`, `bought_together`, `hit_rate`,
    /// `brands`, `categories`, `catalogue_share`, `concentration`, `latency_p50_ms`, `latency_p99_ms`,
    /// `latency_max_ms`, `withheld` or `broken_rules`.
    pub check: String,
    /// For `forbid`: a condition over `source` and `target` that no pick may meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbid: Option<String>,
    /// For `forbid`: under which types; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
    /// For `guidelines` and `forbid`: `warn` or `fail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// For `coverage`: items that an answer needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 50)]
    pub items: Option<u32>,
    /// For a measure: past this bound it is a warning; null is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warn: Option<Option<f64>>,
    /// For a measure: past this bound it is a failure; null is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail: Option<Option<f64>>,
}

impl TestCheckDocument {
    /// The check as it is answered.
    pub fn from_check(check: &TestCheck) -> TestCheckDocument {
        let TestCheck { name, kind } = check;
        let bare = TestCheckDocument {
            name: name.clone(),
            check: GUIDELINES.to_string(),
            forbid: None,
            types: None,
            severity: None,
            items: None,
            warn: None,
            fail: None,
        };
        match kind {
            TestCheckKind::Guidelines { severity } => {
                TestCheckDocument { severity: Some(severity.as_str().to_string()), ..bare }
            }
            TestCheckKind::Forbid { forbid, types, severity } => TestCheckDocument {
                check: FORBID.to_string(),
                forbid: Some(forbid.clone()),
                types: Some(texts(types)),
                severity: Some(severity.as_str().to_string()),
                ..bare
            },
            TestCheckKind::Measure { measure, items, warn, fail } => TestCheckDocument {
                check: measure.as_str().to_string(),
                items: (*measure == Measure::Coverage).then_some(*items),
                warn: Some(*warn),
                fail: Some(*fail),
                ..bare
            },
        }
    }
}

/// Which fields go with a word of `check`.
#[derive(Clone, Copy)]
enum Word {
    Guidelines,
    Forbid,
    Measure(Measure),
}

pub(crate) fn read_check(json: &Json, at: String) -> Result<TestCheck, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let name = fields.read("name", |json| {
        let text = json.as_text()?;
        check_name(text).map(|()| text.to_string())
    });
    let Some(word) = fields.required("check", parse_word) else { return Err(fields.finish_unread()) };
    let kind = match word {
        Word::Guidelines => Some(TestCheckKind::Guidelines { severity: read_severity(&mut fields) }),
        Word::Forbid => {
            let forbid = fields.required("forbid", |text| Ok(text.to_string()));
            let types = fields.parsed_list("types", TypeCode::parse).unwrap_or_default();
            if types.len() > TYPES_MAX {
                let invalid = Invalid::new(format!("more than {TYPES_MAX} types"), "leave types out for all");
                fields.refuse("types", ProblemCode::LimitExceeded, invalid);
            }
            let severity = read_severity(&mut fields);
            forbid.map(|forbid| TestCheckKind::Forbid { forbid, types, severity })
        }
        Word::Measure(measure) => Some(read_measure(&mut fields, measure)),
    };
    let check = kind.map(|kind| TestCheck { name: name.unwrap_or_else(|| word.as_str().to_string()), kind });
    settle(check, fields.finish())
}

fn read_severity(fields: &mut Fields<'_>) -> TestSeverity {
    fields.parsed("severity", TestSeverity::parse).unwrap_or(TestSeverity::Fail)
}

fn read_measure(fields: &mut Fields<'_>, measure: Measure) -> TestCheckKind {
    let items = match measure {
        Measure::Coverage => fields.count("items", 1, ITEMS_MAX).unwrap_or(1),
        _ => 1,
    };
    let (warn, fail) = (fields.factor("warn"), fields.factor("fail"));
    for (name, bound) in [("warn", warn), ("fail", fail)] {
        if measure.is_share() && bound.is_some_and(|bound| bound > 1.0) {
            let invalid = Invalid::new("a share is at most 1", "write 0.85 for 85 %");
            fields.refuse(name, ProblemCode::InvalidValue, invalid);
        }
    }
    TestCheckKind::Measure { measure, items, warn, fail }
}

fn parse_word(text: &str) -> Result<Word, Invalid> {
    match text {
        GUIDELINES => Ok(Word::Guidelines),
        FORBID => Ok(Word::Forbid),
        _ => Measure::parse(text).map(Word::Measure).map_err(|invalid| {
            Invalid::new(
                format!("{text:?} is not a check"),
                format!("{}, {GUIDELINES}, {FORBID}", invalid.hint),
            )
        }),
    }
}

impl Word {
    fn as_str(self) -> &'static str {
        match self {
            Word::Guidelines => GUIDELINES,
            Word::Forbid => FORBID,
            Word::Measure(measure) => measure.as_str(),
        }
    }
}
