use relata_model::limits::{
    ANSWER_ITEMS_MAX, QUERY_SEGMENTS_MAX, TEST_ANSWERS_MAX, TEST_ASKS_MAX, TEST_CHECKS_MAX,
    TEST_GATE_ANSWERS_MAX, TEST_SAMPLE_MAX,
};
use relata_model::{
    CategoryPath, ChannelCode, Invalid, Locale, PlacementCode, Problem, ProblemCode, SampleBy, SegmentCode,
    Sku, SuiteCode, TestAsk, TestCheck, TestSample, TestSuite, TypeCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::fields::{Fields, settle};
use crate::product::read_key;
use crate::relation::texts;
use crate::rule::read_name;
use crate::test_check::{TestCheckDocument, read_check};
use crate::{Body, Json};

/// Types of one question.
const ASK_TYPES_MAX: usize = 50;

/// A test suite. In a request every field may be left out: the sample is then 500 products from all
/// over the shop, asked about on the product page of the web, and the checks are those of the built-in suite.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TestSuite, example = json!({
    "code": "brand-safety", "name": "Brand safety", "required": true,
    "sample": {"by": "best_sellers", "category": null, "skus": [], "size": 200},
    "asks": [{"placement": "product_page", "types": ["cross_sell"], "channel": "web", "locale": null, "segments": [], "limit": 6}],
    "at": null,
    "checks": [
        {"name": "guidelines", "check": "guidelines", "severity": "fail"},
        {"name": "no Cosy beside Acme", "check": "forbid", "forbid": "source.brand == 'Acme' && target.brand == 'Cosy'", "types": [], "severity": "fail"},
        {"name": "coverage", "check": "coverage", "items": 4, "warn": 0.85, "fail": 0.7},
        {"name": "speed", "check": "latency_p99_ms", "warn": 20.0, "fail": 100.0}
    ]
}))]
pub struct TestSuiteDocument {
    /// Its key.
    #[schema(required = false)]
    pub code: String,
    /// What people call it.
    #[schema(required = false)]
    pub name: String,
    /// Whether a rule or guideline that fails it cannot become active.
    #[schema(required = false)]
    pub required: bool,
    /// Which products are asked about.
    #[schema(required = false)]
    pub sample: TestSampleDocument,
    /// In which places each of them is asked about; none means the product page of the web.
    #[schema(required = false)]
    pub asks: Vec<TestAskDocument>,
    /// The moment in question; null is now.
    #[schema(required = false)]
    pub at: Option<String>,
    /// What has to hold.
    #[schema(required = false)]
    pub checks: Vec<TestCheckDocument>,
}

/// Which products a suite asks about: active parents and products that stand alone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TestSample)]
pub struct TestSampleDocument {
    /// `all`, `best_sellers`, `worst_covered` or `skus`.
    #[schema(required = false)]
    pub by: String,
    /// Only products in this category and below.
    #[schema(required = false)]
    pub category: Option<String>,
    /// These, with `by` as `skus`.
    #[schema(required = false)]
    pub skus: Vec<String>,
    /// How many at most.
    #[schema(required = false, minimum = 1, maximum = 5000)]
    pub size: u32,
}

/// One place in which products are asked about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TestAsk)]
pub struct TestAskDocument {
    /// Where the answer would be shown; null is the product page.
    #[schema(required = false)]
    pub placement: Option<String>,
    /// The types wanted instead of the placement's.
    #[schema(required = false)]
    pub types: Vec<String>,
    /// Where it would be sold; null is `web`.
    #[schema(required = false)]
    pub channel: Option<String>,
    /// In which language; null is the channel's.
    #[schema(required = false)]
    pub locale: Option<String>,
    /// The segments of the customer.
    #[schema(required = false)]
    pub segments: Vec<String>,
    /// Items at most; null is the placement's number.
    #[schema(required = false, minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

impl TestSuiteDocument {
    /// The suite as it is answered.
    pub fn from_suite(suite: &TestSuite) -> TestSuiteDocument {
        let TestSuite { code, name, required, sample, asks, at, checks } = suite;
        TestSuiteDocument {
            code: code.to_string(),
            name: name.clone(),
            required: *required,
            sample: TestSampleDocument::from_sample(sample),
            asks: asks.iter().map(TestAskDocument::from_ask).collect(),
            at: at.map(|at| at.to_string()),
            checks: checks.iter().map(TestCheckDocument::from_check).collect(),
        }
    }

    /// Reads a body as a whole suite. Errors are all problems at once; conditions are not read here.
    pub fn read(body: &Body, key: Option<&SuiteCode>) -> Result<TestSuite, Vec<Problem>> {
        let mut fields = Fields::of_body(body);
        fields.read_only(&["revision", "warnings"]);
        let code = read_key(&mut fields, "code", key, SuiteCode::parse);
        read_rest(fields, code)
    }

    /// Reads a body as a suite that is only run, so that its code may be missing.
    pub fn read_inline(body: &Body) -> Result<TestSuite, Vec<Problem>> {
        read_inline(&body.0, String::new())
    }
}

/// A suite at a place of a document; its code may be missing.
pub(crate) fn read_inline(
    object: &std::collections::BTreeMap<String, Json>,
    at: String,
) -> Result<TestSuite, Vec<Problem>> {
    let mut fields = Fields::of_object(object, at);
    fields.read_only(&["revision", "warnings"]);
    let code = fields.parsed("code", SuiteCode::parse).or_else(|| SuiteCode::parse("unsaved").ok());
    read_rest(fields, code)
}

fn read_rest(mut fields: Fields<'_>, code: Option<SuiteCode>) -> Result<TestSuite, Vec<Problem>> {
    let name = read_name(&mut fields);
    let required = fields.flag("required").unwrap_or(false);
    let sample = fields.read_inner("sample", read_sample).unwrap_or_default();
    let asks = fields.list_at("asks", read_ask).unwrap_or_default();
    let at = fields.time("at");
    let checks = fields.list_at("checks", read_check).unwrap_or_else(|| TestSuite::built_in().checks);
    refuse_longer(&mut fields, "asks", asks.len(), TEST_ASKS_MAX);
    refuse_longer(&mut fields, "checks", checks.len(), TEST_CHECKS_MAX);
    if let Some(twice) = first_twice(&checks) {
        let invalid = Invalid::new(format!("two checks are called {twice:?}"), "give each a name of its own");
        fields.refuse("checks", ProblemCode::InvalidValue, invalid);
    }
    let answers = sample.size as usize * asks.len().max(1);
    let answers_max = if required { TEST_GATE_ANSWERS_MAX } else { TEST_ANSWERS_MAX };
    if answers > answers_max {
        let message = format!("{answers} answers are more than {answers_max}, products times places");
        let hint = match required {
            true => "make the sample of a required suite smaller: writers wait for it",
            false => "make the sample smaller or ask in fewer places",
        };
        fields.refuse("sample", ProblemCode::LimitExceeded, Invalid::new(message, hint));
    }
    let suite = code.map(|code| TestSuite {
        name: name.unwrap_or_else(|| code.to_string()),
        code,
        required,
        sample,
        asks,
        at,
        checks,
    });
    settle(suite, fields.finish())
}

fn refuse_longer(fields: &mut Fields<'_>, name: &str, len: usize, len_max: usize) {
    if len > len_max {
        let invalid = Invalid::new(format!("more than {len_max} {name}"), "make two suites of it");
        fields.refuse(name, ProblemCode::LimitExceeded, invalid);
    }
}

fn first_twice(checks: &[TestCheck]) -> Option<&str> {
    let mut seen = std::collections::BTreeSet::new();
    checks.iter().map(|check| check.name.as_str()).find(|name| !seen.insert(*name))
}

impl TestSampleDocument {
    fn from_sample(sample: &TestSample) -> TestSampleDocument {
        let TestSample { by, category, skus, size } = sample;
        TestSampleDocument {
            by: by.as_str().to_string(),
            category: category.as_ref().map(ToString::to_string),
            skus: texts(skus),
            size: *size,
        }
    }
}

/// A sample; naming SKUs is enough to choose by them.
pub(crate) fn read_sample(json: &Json, at: String) -> Result<TestSample, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let by = fields.parsed("by", SampleBy::parse);
    let category = fields.parsed("category", CategoryPath::parse);
    let skus = fields.parsed_list("skus", Sku::parse).unwrap_or_default();
    let size = fields.count("size", 1, TEST_SAMPLE_MAX as u32);
    let by = by.unwrap_or(if skus.is_empty() { SampleBy::All } else { SampleBy::Skus });
    let refusal = match (by, skus.is_empty(), &category) {
        (SampleBy::Skus, true, _) => Some(("skus", "no SKU is named", "add \"skus\": [\"RS-100\"]")),
        (SampleBy::Skus, false, Some(_)) => {
            Some(("category", "the products are named already", "leave the category out"))
        }
        (SampleBy::All | SampleBy::BestSellers | SampleBy::WorstCovered, false, _) => {
            Some(("skus", "SKUs are named and not asked for", "write \"by\": \"skus\", or leave them out"))
        }
        _ => None,
    };
    if let Some((name, message, hint)) = refusal {
        fields.refuse(name, ProblemCode::InvalidValue, Invalid::new(message, hint));
    }
    refuse_longer(&mut fields, "skus", skus.len(), TEST_SAMPLE_MAX);
    let size_default = match by {
        SampleBy::Skus => skus.len().clamp(1, TEST_SAMPLE_MAX) as u32,
        SampleBy::All | SampleBy::BestSellers | SampleBy::WorstCovered => TestSample::SIZE_DEFAULT,
    };
    let sample = TestSample { by, category, skus, size: size.unwrap_or(size_default) };
    settle(Some(sample), fields.finish())
}

impl TestAskDocument {
    /// The question as it is answered.
    pub fn from_ask(ask: &TestAsk) -> TestAskDocument {
        let TestAsk { placement, types, channel, locale, segments, limit } = ask;
        TestAskDocument {
            placement: placement.as_ref().map(ToString::to_string),
            types: texts(types),
            channel: channel.as_ref().map(ToString::to_string),
            locale: locale.as_ref().map(ToString::to_string),
            segments: texts(segments),
            limit: *limit,
        }
    }
}

pub(crate) fn read_ask(json: &Json, at: String) -> Result<TestAsk, Vec<Problem>> {
    let mut fields = Fields::of_object(json.as_object(&at)?, at);
    let ask = TestAsk {
        placement: fields.parsed("placement", PlacementCode::parse),
        types: fields.parsed_list("types", TypeCode::parse).unwrap_or_default(),
        channel: fields.parsed("channel", ChannelCode::parse),
        locale: fields.parsed("locale", Locale::parse),
        segments: fields.parsed_list("segments", SegmentCode::parse).unwrap_or_default(),
        limit: fields.count("limit", 1, ANSWER_ITEMS_MAX as u32),
    };
    refuse_longer(&mut fields, "types", ask.types.len(), ASK_TYPES_MAX);
    refuse_longer(&mut fields, "segments", ask.segments.len(), QUERY_SEGMENTS_MAX);
    settle(Some(ask), fields.finish())
}
