use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{
    CategoryPath, ChannelCode, Invalid, Locale, PlacementCode, SegmentCode, Sku, SuiteCode, Timestamp,
    TypeCode,
};

/// What is looked at before something goes live: which products are asked about, in which places, and
/// what has to hold of the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestSuite {
    /// Its key.
    pub code: SuiteCode,
    /// What people call it.
    pub name: String,
    /// Whether a rule or guideline that fails it cannot become active.
    pub required: bool,
    /// Which products are asked about.
    pub sample: TestSample,
    /// In which places each of them is asked about; none means the product page of the web.
    pub asks: Vec<TestAsk>,
    /// The moment in question; `None` is now.
    pub at: Option<Timestamp>,
    /// What has to hold.
    pub checks: Vec<TestCheck>,
}

/// Which products a suite asks about: parents and products that stand alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSample {
    /// By what they are chosen.
    pub by: SampleBy,
    /// Only products in this category and below.
    pub category: Option<CategoryPath>,
    /// These, if they are chosen by name.
    pub skus: Vec<Sku>,
    /// How many at most.
    pub size: u32,
}

words! {
    /// By what products are chosen for a sample.
    SampleBy, "a way to choose a sample", {
        /// All products; of more than the sample takes, always the same ones from all over the shop.
        All = "all",
        /// Those in most orders.
        BestSellers = "best_sellers",
        /// Those that show least in the first place asked about.
        WorstCovered = "worst_covered",
        /// Those that are named.
        Skus = "skus",
    }
}

/// One place in which each product of a sample is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestAsk {
    /// Where the answer would be shown; `None` is the product page.
    pub placement: Option<PlacementCode>,
    /// The types wanted instead of the placement's.
    pub types: Vec<TypeCode>,
    /// Where it would be sold; `None` is `web`.
    pub channel: Option<ChannelCode>,
    /// In which language; `None` is the channel's.
    pub locale: Option<Locale>,
    /// The segments of the customer.
    pub segments: Vec<SegmentCode>,
    /// Items at most; `None` is the placement's number.
    pub limit: Option<u32>,
}

/// One thing that has to hold of the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestCheck {
    /// What people call it; no two checks of a suite have the same name.
    pub name: String,
    /// What is looked at.
    pub kind: TestCheckKind,
}

/// What a check looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestCheckKind {
    /// No pick is against a guideline that is active or tried.
    Guidelines {
        /// What it means if one is.
        severity: TestSeverity,
    },
    /// No pick meets a condition over `source` and `target`; where it is unknown, none does.
    Forbid {
        /// The condition.
        forbid: String,
        /// Under which types it is looked for; none means all.
        types: Vec<TypeCode>,
        /// What it means if one does.
        severity: TestSeverity,
    },
    /// A figure stays within bounds.
    Measure {
        /// Which figure.
        measure: Measure,
        /// Items that an answer needs to count as covered; only coverage asks for it.
        items: u32,
        /// Past this bound it is a warning.
        warn: Option<f64>,
        /// Past this bound it is a failure.
        fail: Option<f64>,
    },
}

words! {
    /// What a finding of a check means.
    TestSeverity, "a severity", {
        /// Somebody should look.
        Warn = "warn",
        /// It must not go live.
        Fail = "fail",
    }
}

words! {
    /// A figure of a trial.
    Measure, "a measure", {
        /// The share of answers with enough items of relations and rules.
        Coverage = "coverage",
        /// The share of answers without any item, fallbacks included.
        NothingShown = "nothing_shown",
        /// The share of the pairs shown that were bought together at least once.
        BoughtTogether = "bought_together",
        /// Of the orders in which a product of the sample was bought with others, the share in which at
        /// least one of the others is shown with it.
        HitRate = "hit_rate",
        /// How many brands are shown.
        Brands = "brands",
        /// How many main categories are shown.
        Categories = "categories",
        /// The share of the products on sale that is shown at all.
        CatalogueShare = "catalogue_share",
        /// The share of the answers in which the product stands that is shown most often.
        Concentration = "concentration",
        /// How long half of the answers take at most, in milliseconds.
        LatencyP50 = "latency_p50_ms",
        /// How long 99 of 100 answers take at most, in milliseconds.
        LatencyP99 = "latency_p99_ms",
        /// How long the slowest answer takes, in milliseconds.
        LatencyMax = "latency_max_ms",
        /// Pairs of rules that are withheld because they would close a circle.
        Withheld = "withheld",
        /// Active rules that cannot be read or ask for attributes that no product has.
        BrokenRules = "broken_rules",
    }
}

impl Measure {
    /// Whether more of it is better, so that its bounds are lower ones.
    pub fn is_better_higher(self) -> bool {
        match self {
            Measure::Coverage
            | Measure::BoughtTogether
            | Measure::HitRate
            | Measure::Brands
            | Measure::Categories
            | Measure::CatalogueShare => true,
            Measure::NothingShown
            | Measure::Concentration
            | Measure::LatencyP50
            | Measure::LatencyP99
            | Measure::LatencyMax
            | Measure::Withheld
            | Measure::BrokenRules => false,
        }
    }

    /// Whether it is a share from 0 to 1.
    pub fn is_share(self) -> bool {
        matches!(
            self,
            Measure::Coverage
                | Measure::NothingShown
                | Measure::BoughtTogether
                | Measure::HitRate
                | Measure::CatalogueShare
                | Measure::Concentration
        )
    }

    /// Whether it is drawn from orders.
    pub fn needs_orders(self) -> bool {
        matches!(self, Measure::BoughtTogether | Measure::HitRate)
    }
}

impl Default for TestSample {
    fn default() -> TestSample {
        TestSample { by: SampleBy::All, category: None, skus: Vec::new(), size: TestSample::SIZE_DEFAULT }
    }
}

impl TestSample {
    /// Products of a sample that does not say how many.
    pub const SIZE_DEFAULT: u32 = 500;
}

impl TestSuite {
    /// The code of the suite that comes with the program.
    pub const BUILT_IN: &'static str = "built-in";

    /// What is looked at when nobody says what: guidelines, goods sold below cost, pictures, coverage,
    /// orders, diversity, times and rules. Fails only where hardly any shop could mean it.
    pub fn built_in() -> TestSuite {
        use TestSeverity::{Fail, Warn};
        let forbid = |name: &str, forbid: &str, severity| TestCheck {
            name: name.to_string(),
            kind: TestCheckKind::Forbid { forbid: forbid.to_string(), types: Vec::new(), severity },
        };
        let measure = |name: &str, measure, items, warn, fail| TestCheck {
            name: name.to_string(),
            kind: TestCheckKind::Measure { measure, items, warn, fail },
        };
        TestSuite {
            code: SuiteCode::parse(TestSuite::BUILT_IN).expect("built-in codes are legal"),
            name: "Built-in suite".to_string(),
            required: false,
            sample: TestSample::default(),
            asks: Vec::new(),
            at: None,
            checks: vec![
                TestCheck {
                    name: "guidelines".to_string(),
                    kind: TestCheckKind::Guidelines { severity: Fail },
                },
                forbid("sold below cost", "target.margin < 0", Warn),
                forbid("without a picture", "!target.has_image", Warn),
                measure("coverage", Measure::Coverage, 1, Some(0.85), Some(0.3)),
                measure("well covered", Measure::Coverage, 4, Some(0.5), None),
                measure("nothing shown", Measure::NothingShown, 1, Some(0.0), Some(0.5)),
                measure("hit rate", Measure::HitRate, 1, None, None),
                measure("bought together", Measure::BoughtTogether, 1, None, None),
                measure("brands", Measure::Brands, 1, None, None),
                measure("share of the catalogue", Measure::CatalogueShare, 1, None, None),
                measure("concentration", Measure::Concentration, 1, Some(0.5), None),
                measure("typical time", Measure::LatencyP50, 1, Some(5.0), Some(50.0)),
                measure("slow answers", Measure::LatencyP99, 1, Some(20.0), Some(100.0)),
                measure("circles", Measure::Withheld, 1, Some(0.0), None),
                measure("broken rules", Measure::BrokenRules, 1, None, Some(0.0)),
            ],
        }
    }
}

crate::words::serde_by_word!(SampleBy, TestSeverity, Measure);
