use super::order::Shop;
use super::question::Test;

/// A list of candidates is looked through one by one up to this share of all families; beyond it
/// columns are read from end to end.
const SHARE: usize = 8;
/// Asking one candidate costs as much as listing so many.
const LISTED: usize = 6;

/// The families of which all tests are true, ascending.
///
/// O(candidates) where a test names few by a word, a category or a SKU, else O(families), a column
/// of which is read at the speed of memory.
pub(crate) fn select(shop: Shop<'_>, tests: &[Test]) -> Vec<u32> {
    let heads = shop.table.heads();
    // What costs next to nothing is asked first.
    let mut tests: Vec<&Test> = tests.iter().collect();
    tests.sort_by_key(|test| !test.is_quick());
    let smallest = tests.iter().map(|test| test.estimate(shop)).enumerate().min_by_key(|(_, count)| *count);
    match smallest {
        Some((place, count)) if count <= heads.len() / SHARE => {
            let driver = tests.remove(place);
            let mut found = Vec::with_capacity(count);
            driver.list(shop, &mut found);
            if !found.is_sorted() {
                found.sort_unstable();
            }
            found.dedup();
            // What a test of several parts lists takes in more than it is true of.
            if !matches!(driver, Test::Ask(_)) {
                tests.insert(0, driver);
            }
            tests.retain(|test| !keep_listed(shop, test, &mut found));
            found.retain(|&number| tests.iter().all(|test| test.check(shop, number) == Some(true)));
            found
        }
        _ => {
            let mut found = Vec::new();
            for word in 0..shop.snapshot.numbers().end.div_ceil(64) {
                let all = heads.word(word as usize);
                let bits = tests.iter().fold(all, |bits, test| test.narrow(shop, word * 64, bits));
                let rest = |bits: u64| (bits != 0).then_some(bits);
                let ones = std::iter::successors(rest(bits), |bits| rest(bits & (bits - 1)));
                found.extend(ones.map(|bits| word * 64 + bits.trailing_zeros()));
            }
            found
        }
    }
}

/// Keeps of candidates those that a test lists, where listing costs less than asking for each one;
/// tells whether it did.
fn keep_listed(shop: Shop<'_>, test: &Test, candidates: &mut Vec<u32>) -> bool {
    if !matches!(test, Test::Ask(_)) || test.estimate(shop) / LISTED > candidates.len() {
        return false;
    }
    let mut listed = Vec::new();
    test.list(shop, &mut listed);
    let mut bits = vec![0_u64; shop.snapshot.numbers().end as usize / 64 + 1];
    listed.iter().for_each(|number| bits[*number as usize / 64] |= 1 << (number % 64));
    candidates.retain(|number| bits[*number as usize / 64] >> (number % 64) & 1 == 1);
    true
}
