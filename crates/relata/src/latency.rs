use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// The longest time told apart, a minute in nanoseconds; longer ones count as this long.
const LONGEST_NS: u64 = 60_000_000_000;

/// Durations, kept to three digits.
#[derive(Debug, Clone)]
pub(crate) struct Latency(Histogram<u64>);

impl Latency {
    /// No durations yet.
    pub(crate) fn new() -> Latency {
        Latency(Histogram::new_with_bounds(1, LONGEST_NS, 3).expect("the bounds are legal for three digits"))
    }

    /// Takes in one duration.
    pub(crate) fn record(&mut self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.0.saturating_record(nanos.clamp(1, LONGEST_NS));
    }

    /// Takes in all of another's.
    pub(crate) fn add(&mut self, other: &Latency) {
        self.0.add(&other.0).expect("both have the same bounds");
    }

    /// The figures.
    pub(crate) fn summary(&self) -> LatencySummary {
        let micros = |nanos: u64| nanos as f64 / 1_000.0;
        LatencySummary {
            count: self.0.len(),
            mean_us: self.0.mean() / 1_000.0,
            p50_us: micros(self.0.value_at_quantile(0.5)),
            p99_us: micros(self.0.value_at_quantile(0.99)),
            p999_us: micros(self.0.value_at_quantile(0.999)),
            max_us: micros(self.0.max()),
        }
    }
}

/// How long something took, in microseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct LatencySummary {
    /// How often it was measured.
    pub count: u64,
    /// The mean.
    pub mean_us: f64,
    /// Half took no longer.
    pub p50_us: f64,
    /// 99 in a hundred took no longer.
    pub p99_us: f64,
    /// 999 in a thousand took no longer.
    pub p999_us: f64,
    /// The longest.
    pub max_us: f64,
}

/// A duration in microseconds as people read it: `12.8 µs`, `1.25 ms`, `2.50 s`.
pub(crate) fn duration_text(micros: f64) -> String {
    if micros < 1_000.0 {
        format!("{micros:.1} µs")
    } else if micros < 1_000_000.0 {
        format!("{:.2} ms", micros / 1_000.0)
    } else {
        format!("{:.2} s", micros / 1_000_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_in_microseconds() {
        let mut latency = Latency::new();
        for micros in 1..=1000 {
            latency.record(Duration::from_micros(micros));
        }
        let summary = latency.summary();
        assert_eq!(summary.count, 1000);
        assert!((summary.p50_us - 500.0).abs() < 2.0, "{summary:?}");
        assert!((summary.p99_us - 990.0).abs() < 2.0, "{summary:?}");
        assert_eq!(duration_text(summary.p50_us.floor()), "500.0 µs");
        assert_eq!(duration_text(1_250.0), "1.25 ms");
    }
}
