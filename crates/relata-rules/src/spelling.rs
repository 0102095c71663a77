/// Names that are offered for one that is not known.
const NEAREST_MAX: usize = 3;

/// The known names that look most like a word, the nearest first.
pub(crate) fn nearest<'n>(word: &str, known: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let word = word.to_lowercase();
    let far = (word.chars().count() / 3).clamp(1, 3);
    let mut found: Vec<(usize, &str)> = known
        .map(|name| (distance(&word, &name.to_lowercase()), name))
        .filter(|&(steps, name)| steps <= far || (word.len() > 2 && name.to_lowercase().contains(&word)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(NEAREST_MAX).map(|(_, name)| name).collect()
}

/// Letters to put in, take out, change, or exchange with their neighbours (Damerau, Levenshtein;
/// optimal string alignment), at most 64 letters of each word. O(product of the lengths).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut steps = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                steps = steps.min(before[j - 2] + 1);
            }
            row.push(steps);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
