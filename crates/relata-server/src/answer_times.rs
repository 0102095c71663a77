//! How quick recommendations were lately: two windows of five minutes, counted without a lock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The length of a window. With the one before, the figures cover 5 to 10 minutes.
const WINDOW: Duration = Duration::from_secs(300);
/// Buckets within each doubling, so that a figure is at most 1/32 above the true one.
const STEPS: u64 = 32;
const STEP_BITS: u32 = STEPS.trailing_zeros();
/// Doublings above the exact ones: up to two minutes; what takes longer counts as that.
const DOUBLINGS: usize = 22;
const BUCKETS: usize = STEPS as usize * (DOUBLINGS + 1);

/// Counts of answers by how long they took.
pub(crate) struct AnswerTimes {
    started: Instant,
    windows: [Window; 2],
}

struct Window {
    /// Which stretch of time it counts; the time since the start divided by [`WINDOW`].
    number: AtomicU64,
    max_us: AtomicU64,
    counts: [AtomicU64; BUCKETS],
}

/// Figures over the last windows, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) count: u64,
    pub(crate) p50_us: Option<u64>,
    pub(crate) p95_us: Option<u64>,
    pub(crate) p99_us: Option<u64>,
    pub(crate) max_us: Option<u64>,
    /// How long after the start the older of the windows began.
    pub(crate) from: Duration,
}

impl AnswerTimes {
    pub(crate) fn new() -> AnswerTimes {
        let window = |number| Window {
            number: AtomicU64::new(number),
            max_us: AtomicU64::new(0),
            counts: std::array::from_fn(|_| AtomicU64::new(0)),
        };
        AnswerTimes { started: Instant::now(), windows: [window(0), window(1)] }
    }

    /// Counts an answer that took so long. A few that come in the moment in which a window is
    /// emptied for its next use may be lost.
    pub(crate) fn observe(&self, took: Duration) {
        self.observe_at(self.started.elapsed(), took);
    }

    pub(crate) fn figures(&self) -> Figures {
        self.figures_at(self.started.elapsed())
    }

    fn observe_at(&self, now: Duration, took: Duration) {
        let number = now.as_secs() / WINDOW.as_secs();
        let window = &self.windows[(number % 2) as usize];
        let counted = window.number.load(Ordering::Relaxed);
        if counted < number
            && window.number.compare_exchange(counted, number, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            window.max_us.store(0, Ordering::Relaxed);
            window.counts.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        }
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        window.counts[bucket(us)].fetch_add(1, Ordering::Relaxed);
        window.max_us.fetch_max(us, Ordering::Relaxed);
    }

    fn figures_at(&self, now: Duration) -> Figures {
        let number = now.as_secs() / WINDOW.as_secs();
        let is_recent = |window: &&Window| {
            let counted = window.number.load(Ordering::Relaxed);
            counted <= number && counted + 1 >= number
        };
        let recent: Vec<&Window> = self.windows.iter().filter(is_recent).collect();
        let count_of = |bucket: usize| -> u64 {
            recent.iter().map(|window| window.counts[bucket].load(Ordering::Relaxed)).sum()
        };
        let counts: Vec<u64> = (0..BUCKETS).map(count_of).collect();
        let count: u64 = counts.iter().sum();
        let max_us = recent.iter().map(|window| window.max_us.load(Ordering::Relaxed)).max().unwrap_or(0);
        let percentile = |percent: u64| {
            let rank = (count * percent).div_ceil(100).max(1);
            let mut seen = 0;
            let place = counts.iter().position(|in_bucket| {
                seen += in_bucket;
                seen >= rank
            });
            // No bucket's bound may stand above the longest one, which is known exactly.
            place.map(|place| upper_us(place).min(max_us))
        };
        Figures {
            count,
            p50_us: percentile(50),
            p95_us: percentile(95),
            p99_us: percentile(99),
            max_us: (count > 0).then_some(max_us),
            from: WINDOW * u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX),
        }
    }
}

/// The bucket of a time: exact up to twice [`STEPS`], then [`STEPS`] for each doubling.
fn bucket(us: u64) -> usize {
    if us < STEPS {
        return us as usize;
    }
    let doubling = us.ilog2() - STEP_BITS;
    let step = (us >> doubling) - STEPS;
    ((u64::from(doubling) + 1) * STEPS + step).min(BUCKETS as u64 - 1) as usize
}

/// The longest time of a bucket.
fn upper_us(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < STEPS {
        return bucket;
    }
    let doubling = bucket / STEPS - 1;
    ((bucket % STEPS + STEPS + 1) << doubling) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn us(us: u64) -> Duration {
        Duration::from_micros(us)
    }

    #[test]
    fn a_bucket_holds_its_times_and_is_narrow() {
        for time in (0..5_000).chain([77_777, 1_000_000, 60_000_000]) {
            let upper = upper_us(bucket(time));
            assert!(upper >= time && upper <= time + time / STEPS, "{time}: {upper}");
            assert!(bucket(time + 1) >= bucket(time));
        }
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn figures_are_of_this_window_and_the_one_before() {
        let times = AnswerTimes::new();
        let none = times.figures_at(Duration::ZERO);
        assert_eq!((none.count, none.p50_us, none.max_us), (0, None, None));
        for time in 1..=100 {
            times.observe_at(Duration::from_secs(10), us(time * 10));
        }
        let first = times.figures_at(Duration::from_secs(20));
        assert_eq!((first.count, first.max_us, first.from), (100, Some(1_000), Duration::ZERO));
        let (p50, p99) = (first.p50_us.expect("counted"), first.p99_us.expect("counted"));
        assert!((500..=516).contains(&p50) && (990..=1_000).contains(&p99), "{p50} {p99}");

        times.observe_at(Duration::from_secs(310), us(7));
        assert_eq!(times.figures_at(Duration::from_secs(599)).count, 101);
        let later = times.figures_at(Duration::from_secs(600));
        assert_eq!((later.count, later.p50_us, later.max_us), (1, Some(7), Some(7)));
        assert_eq!(later.from, Duration::from_secs(300));
        times.observe_at(Duration::from_secs(610), us(9));
        assert_eq!(times.figures_at(Duration::from_secs(610)).count, 2, "the first window was emptied");
        assert_eq!(times.figures_at(Duration::from_secs(1_300)).count, 0, "silence is no figure");
    }
}
