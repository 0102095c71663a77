use rustc_hash::{FxHashMap, FxHashSet};

use crate::ranker::Content;
use crate::top;
use crate::work::in_blocks;

/// Products that one product resembles at most.
const ALIKE_MAX: usize = 40;
/// Resemblance below which two texts have little more than chance in common.
const ALIKE_MIN: f32 = 0.3;
/// Products that may share a word; past it the word says nothing and costs time.
const SHARING_MAX: usize = 5_000;
/// How far apart the numbers of two codes may be.
const STEPS_MAX: u64 = 9;
/// The step at which nearness of numbers has fallen to 1/e.
const STEPS_SCALE: f32 = 3.0;
/// Products that one thread takes at a time.
const BLOCK: usize = 64;

/// What is known of a product in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described<'a> {
    /// Its code; shops number what belongs together one after the other.
    pub code: &'a str,
    /// Name, brand, category and the like; empty where nothing is known.
    pub text: &'a str,
}

/// Which products resemble each other, by their words and by the numbers of their codes.
///
/// Words weigh by how rare they are (inverse document frequency) and count by cosine, numbers of codes by
/// how near they are where all around them is the same. At most [`ALIKE_MAX`] a product, ties to the
/// lower number. Time grows with the products that share a word, over all cores.
pub fn resemblance(products: &[Described<'_>]) -> Content {
    let words = Words::of(products);
    let mut numbered: Vec<(Numbered<'_>, u32)> =
        products.iter().zip(0..).filter_map(|(one, number)| Some((numbered(one.code)?, number))).collect();
    numbered.sort_unstable();
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    places.extend(numbered.iter().enumerate().map(|(place, (_, number))| (*number, place)));
    let blocks = in_blocks(products.len(), BLOCK, FxHashMap::default, |found, range| {
        let one = |product: usize| {
            words.alike(product, found);
            if let Some(place) = places.get(&(product as u32)) {
                near_numbers(&numbered, *place, found);
            }
            let mut kept = top::best(found.iter().map(|(other, how)| (*other, *how)), ALIKE_MAX);
            kept.sort_unstable();
            kept.into_iter().map(|other| (other, found[&other])).collect()
        };
        range.map(one).collect::<Vec<Vec<(u32, f32)>>>()
    });
    Content { alike: blocks.concat() }
}

/// The words of all products, turned round.
struct Words {
    of_product: Vec<Vec<(u32, f32)>>,
    products: Vec<Vec<(u32, f32)>>,
}

impl Words {
    fn of(products: &[Described<'_>]) -> Words {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut shared: Vec<u32> = Vec::new();
        let mut listed: Vec<Vec<u32>> = Vec::with_capacity(products.len());
        for product in products {
            let lower = product.text.to_lowercase();
            let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let distinct: FxHashSet<&str> = parts.collect();
            let mut list: Vec<u32> = Vec::with_capacity(distinct.len());
            for word in distinct {
                let next = numbers.len() as u32;
                let number = *numbers.entry(word.to_string()).or_insert(next);
                if number == next {
                    shared.push(0);
                }
                shared[number as usize] += 1;
                list.push(number);
            }
            list.sort_unstable();
            listed.push(list);
        }
        let rarity = |word: u32| (products.len() as f32 / shared[word as usize] as f32).ln();
        let mut words = Words { of_product: Vec::new(), products: vec![Vec::new(); shared.len()] };
        for (product, list) in listed.into_iter().enumerate() {
            let length =
                list.iter().map(|word| rarity(*word).powi(2)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            let says = |word: u32| shared[word as usize] as usize <= SHARING_MAX;
            let list: Vec<(u32, f32)> = list
                .into_iter()
                .filter(|word| says(*word))
                .map(|word| (word, rarity(word) / length))
                .collect();
            for (word, weight) in &list {
                words.products[*word as usize].push((product as u32, *weight));
            }
            words.of_product.push(list);
        }
        words
    }

    /// The products with words like a product's, in place of what was found before.
    fn alike(&self, product: usize, found: &mut FxHashMap<u32, f32>) {
        found.clear();
        for (word, weight) in &self.of_product[product] {
            for (other, its) in &self.products[*word as usize] {
                *found.entry(*other).or_default() += weight * its;
            }
        }
        found.retain(|other, how| *other as usize != product && *how >= ALIKE_MIN);
    }
}

/// A code cut at its first number: what is before it, how many digits, and the number.
type Numbered<'a> = (&'a str, usize, u64);

fn numbered(code: &str) -> Option<Numbered<'_>> {
    let start = code.find(|c: char| c.is_ascii_digit())?;
    let digits = code[start..].bytes().take_while(u8::is_ascii_digit).count();
    Some((&code[..start], digits, code[start..start + digits].parse().ok()?))
}

/// Adds the products whose codes have a number near that of a place.
fn near_numbers(numbered: &[(Numbered<'_>, u32)], place: usize, found: &mut FxHashMap<u32, f32>) {
    let ((before, digits, number), product) = numbered[place];
    let mut add = |((other_before, other_digits, other), target): (Numbered<'_>, u32)| {
        let steps = number.abs_diff(other);
        let near = (before, digits) == (other_before, other_digits) && steps <= STEPS_MAX;
        if near && target != product {
            *found.entry(target).or_default() += (-(steps as f32) / STEPS_SCALE).exp();
        }
        near
    };
    // Variants of one number are few; a shop that numbers nothing apart is cut off.
    let most = ALIKE_MAX;
    numbered[place + 1..].iter().take(most).take_while(|other| add(**other)).for_each(drop);
    numbered[..place].iter().rev().take(most).take_while(|other| add(**other)).for_each(drop);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(products: &[(&str, &str)]) -> Vec<Vec<u32>> {
        let described: Vec<Described<'_>> =
            products.iter().map(|(code, text)| Described { code, text }).collect();
        let content = resemblance(&described);
        content.alike.iter().map(|list| list.iter().map(|(other, _)| *other).collect()).collect()
    }

    #[test]
    fn rare_words_in_common_make_products_alike() {
        let found = alike(&[
            ("A", "Red retrospot mug"),
            ("B", "Blue retrospot MUG"),
            ("C", "Red garden hose"),
            ("D", "Garden chair"),
            ("E", ""),
        ]);
        assert_eq!(found[0], [1]);
        assert_eq!(found[1], [0]);
        assert!(found[4].is_empty());
    }

    #[test]
    fn codes_that_follow_each_other_make_products_alike() {
        let found = alike(&[("P-101", ""), ("P-102", ""), ("P-150", ""), ("Q-102", ""), ("P-1012", "")]);
        assert_eq!(found, [vec![1], vec![0], vec![], vec![], vec![]]);
    }

    #[test]
    fn how_alike_two_products_are_is_the_cosine_of_their_words() {
        let described = [("a", "x y"), ("b", "x z"), ("c", "w")].map(|(code, text)| Described { code, text });
        let content = resemblance(&described);
        let (common, rare) = ((3f32 / 2.0).ln(), 3f32.ln());
        let expected = common * common / (common * common + rare * rare);
        assert!(expected < ALIKE_MIN && content.alike[0].is_empty());
        let described = [("a", "x y"), ("b", "x y"), ("c", "w")].map(|(code, text)| Described { code, text });
        assert!((resemblance(&described).alike[0][0].1 - 1.0).abs() < 1e-5);
    }
}
