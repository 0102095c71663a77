use super::linear::{LinearSettings, fit};
use super::merge::{MergeSettings, Parts, Sales, merge};
use super::nearby;
use super::rows::Rows;
use super::{Content, Settings};
use crate::basket::Baskets;
use crate::protocol::{Question, leave_one_out};
use crate::work::in_blocks;

/// One in so many baskets, the newest ones, is held back to choose settings on.
const HELD_BACK: usize = 10;
/// Questions that settings are chosen on; more tell no finer differences than chance makes.
const QUESTIONS_MAX: usize = 4_000;
/// Questions that one thread takes at a time.
const BLOCK: usize = 32;
/// The place at which a hit counts half while settings are compared.
const HALF_PLACE: f64 = 8.0;
/// What a setting must gain to be taken over a simpler or an earlier one.
const GAIN_MIN: f64 = 0.0002;

/// One attempt of settings on the shop's own last weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// What was tried.
    pub settings: Settings,
    /// How well it did: the mean over the questions of `1 / (1 + (place / 8)²)`, which is a hit rate
    /// without its jumps.
    pub score: f64,
}

/// What tuning found.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuned {
    /// The best settings.
    pub best: Trial,
    /// All that was tried, in order.
    pub trials: Vec<Trial>,
    /// Questions that it was tried on; below a few hundred nothing is tried, and the start stands.
    pub questions: usize,
}

/// Questions below which settings are not chosen: chance would.
const QUESTIONS_MIN: usize = 200;

/// Chooses settings on the newest tenth of the baskets, from a start; the same seed gives the same.
///
/// One coordinate after the other: the linear models, about fourteen fits, then how they are merged, where
/// a trial costs one pass over the questions.
pub fn tune(baskets: &Baskets, content: &Content, start: Settings, seed: u64) -> Tuned {
    let split = baskets.len() - baskets.len() / HELD_BACK;
    let earlier = baskets.slice(0..split);
    let counts = earlier.counts();
    let mut questions = leave_one_out(&baskets.slice(split..baskets.len()), &counts, seed);
    let step = questions.len().div_ceil(QUESTIONS_MAX).max(1);
    questions = questions.into_iter().step_by(step).collect();
    if questions.len() < QUESTIONS_MIN {
        let best = Trial { settings: start, score: 0.0 };
        return Tuned { best, trials: Vec::new(), questions: questions.len() };
    }
    let mut search = Search::new(&earlier, content, &questions, start);
    search.choose_slow();
    search.choose_fast();
    for _ in 0..2 {
        search.choose_merge();
    }
    Tuned { best: search.best, trials: search.trials, questions: questions.len() }
}

struct Search<'a> {
    baskets: &'a Baskets,
    content: &'a Content,
    sales: Sales,
    questions: &'a [Question],
    slow: Rows,
    fast: Option<Rows>,
    best: Trial,
    trials: Vec<Trial>,
}

impl<'a> Search<'a> {
    fn new(
        baskets: &'a Baskets,
        content: &'a Content,
        questions: &'a [Question],
        start: Settings,
    ) -> Search<'a> {
        let settings = Settings { merge: MergeSettings { fast: 0.0, ..start.merge }, ..start };
        let slow = fit(baskets, settings.slow);
        let best = Trial { settings, score: f64::MIN };
        let sales = Sales::of(baskets);
        let mut search =
            Search { baskets, content, sales, questions, slow, fast: None, best, trials: Vec::new() };
        search.try_merge(settings.merge);
        search
    }

    fn choose_slow(&mut self) {
        let by = |factor: f64, other: LinearSettings| LinearSettings { ridge: other.ridge * factor, ..other };
        let days = |factor: f64, mut other: LinearSettings| {
            other.weighting.half_life_days *= factor;
            other
        };
        let size = |power: f64, mut other: LinearSettings| {
            other.weighting.size_power = power;
            other
        };
        self.walk(&|other| [by(0.4, other), by(2.5, other)]);
        self.walk(&|other| {
            [LinearSettings { dropped: 0.2, ..other }, LinearSettings { dropped: 0.4, ..other }]
        });
        self.walk(&|other| [days(0.5, other), days(3.0, other)]);
        self.walk(&|other| [size(0.25, other), size(0.75, other)]);
        self.walk(&|other| [by(0.63, other), by(1.6, other)]);
    }

    fn walk(&mut self, neighbours: &dyn Fn(LinearSettings) -> [LinearSettings; 2]) {
        for slow in neighbours(self.best.settings.slow) {
            let tried = fit(self.baskets, slow);
            let merged = self.merged(&tried, None, &self.best.settings.merge);
            if self.take(Settings { slow, ..self.best.settings }, self.score(&merged)) {
                self.slow = tried;
            }
        }
    }

    fn choose_fast(&mut self) {
        let mut fast = self.best.settings.slow;
        fast.weighting.half_life_days /= 2.5;
        let tried = nearby::fit(self.baskets, fast);
        for share in [0.4, 1.0] {
            let settings = MergeSettings { fast: share, ..self.best.settings.merge };
            let merged = self.merged(&self.slow, Some(&tried), &settings);
            self.take(Settings { fast, merge: settings, ..self.best.settings }, self.score(&merged));
        }
        if self.best.settings.merge.fast > 0.0 {
            self.fast = Some(tried);
        }
    }

    fn choose_merge(&mut self) {
        for popularity in [0.0, 0.08, 0.16, 0.24] {
            self.try_merge(MergeSettings { popularity, ..self.best.settings.merge });
        }
        for trend in [0.0, 0.1, 0.2, 0.4] {
            self.try_merge(MergeSettings { trend, ..self.best.settings.merge });
        }
        for alike in [0.0, 0.01, 0.03, 0.1, 0.2] {
            self.try_merge(MergeSettings { alike, ..self.best.settings.merge });
        }
    }

    fn try_merge(&mut self, settings: MergeSettings) {
        if self
            .trials
            .iter()
            .any(|trial| trial.settings == Settings { merge: settings, ..self.best.settings })
        {
            return;
        }
        let merged = self.merged(&self.slow, self.fast.as_ref(), &settings);
        let score = self.score(&merged);
        self.take(Settings { merge: settings, ..self.best.settings }, score);
    }

    fn merged(&self, slow: &Rows, fast: Option<&Rows>, settings: &MergeSettings) -> Rows {
        merge(&Parts { slow, fast, content: self.content, sales: &self.sales }, settings)
    }

    fn take(&mut self, settings: Settings, score: f64) -> bool {
        let trial = Trial { settings, score };
        self.trials.push(trial);
        let better = score > self.best.score + GAIN_MIN;
        if better {
            self.best = trial;
        }
        better
    }

    fn score(&self, weights: &Rows) -> f64 {
        let scores = in_blocks(self.questions.len(), BLOCK, Vec::new, |row, range| {
            self.questions[range].iter().map(|question| worth(question, weights, row)).sum::<f64>()
        });
        scores.into_iter().sum::<f64>() / self.questions.len() as f64
    }
}

/// What a question's hidden product is worth at its place among all others.
fn worth(question: &Question, weights: &Rows, scores: &mut Vec<f32>) -> f64 {
    scores.clear();
    scores.resize(weights.len(), 0.0);
    weights.add_to(&question.asked, scores);
    question.asked.iter().for_each(|product| scores[*product as usize] = f32::MIN);
    let hidden = scores[question.relevant[0] as usize];
    let before = scores.iter().filter(|score| **score > hidden).count();
    1.0 / (1.0 + (before as f64 / HALF_PLACE).powi(2))
}
