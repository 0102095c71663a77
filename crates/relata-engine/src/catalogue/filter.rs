use relata_model::limits::SEARCH_WORDS_MAX;
use relata_model::{Availability, ProductLevel, ProductSelection, ProductState, TypeCode};

use crate::catalogue::View;
use crate::catalogue::bits::BitSet;
use crate::catalogue::facts::STATUSES;

/// One condition of a selection: its name and what meets it.
pub(crate) type Condition = (&'static str, BitSet);

impl View<'_> {
    /// The products that meet all conditions but some.
    pub(crate) fn meeting(&self, conditions: &[Condition], but: &[&str]) -> BitSet {
        let mut met = self.facts().products.clone();
        for (_, bits) in conditions.iter().filter(|(name, _)| !but.contains(name)) {
            met.keep(bits);
        }
        met
    }

    /// Everything that a selection asks for, by the name of its field.
    pub(crate) fn conditions(&self, selection: &ProductSelection) -> Vec<Condition> {
        let ProductSelection {
            query,
            parent,
            status,
            category,
            brand,
            stock,
            with,
            without,
            state,
            level,
            sku,
            channel: _,
        } = selection;
        let facts = self.facts();
        let mut conditions: Vec<Condition> = Vec::new();
        let mut add = |name: &'static str, is_set: bool, bits: &dyn Fn() -> BitSet| {
            if is_set {
                conditions.push((name, bits()));
            }
        };
        let words = query.as_deref().map(words_of).unwrap_or_default();
        add("query", !words.is_empty(), &|| self.matching(&words));
        add("parent", parent.is_some(), &|| {
            let parent = parent.as_ref().and_then(|sku| self.snapshot.number(sku));
            self.set(parent.into_iter().flat_map(|parent| self.snapshot.variants(parent).iter().copied()))
        });
        add("status", !status.is_empty(), &|| {
            let wanted = STATUSES.iter().zip(&facts.statuses).filter(|(known, _)| status.contains(known));
            self.union(wanted.map(|(_, bits)| bits))
        });
        add("category", !category.is_empty(), &|| {
            let known: Vec<u32> =
                category.iter().filter_map(|path| self.snapshot.words.categories.get(path)).collect();
            let is_below = |number: &u32| known.iter().any(|node| facts.categories(*number).contains(node));
            self.set(facts.products.iter().filter(is_below))
        });
        add("brand", !brand.is_empty(), &|| {
            let known: Vec<u32> =
                brand.iter().filter_map(|brand| self.snapshot.words.brands.get(brand.as_str())).collect();
            self.set(facts.products.iter().filter(|&number| known.contains(&facts.brands[number as usize])))
        });
        add("stock", stock.is_some(), &|| match stock {
            Some(Availability::Out) => self.complement(&facts.stocked),
            _ => facts.stocked.clone(),
        });
        add("with", !with.is_empty(), &|| self.union(self.showing(with).iter()));
        add("without", !without.is_empty(), &|| {
            let lacking: Vec<BitSet> =
                self.showing(without).iter().map(|bits| self.complement(bits)).collect();
            self.union(lacking.iter())
        });
        add("state", !state.is_empty(), &|| {
            let states = ProductState::ALL.iter().zip(&self.shown().states);
            self.union(states.filter(|(known, _)| state.contains(known)).map(|(_, bits)| bits))
        });
        add("level", *level == ProductLevel::Top, &|| facts.top.clone());
        add("sku", !sku.is_empty(), &|| self.set(sku.iter().filter_map(|sku| self.snapshot.number(sku))));
        conditions
    }

    /// Per type the products that can show something of it.
    fn showing(&self, types: &[TypeCode]) -> Vec<BitSet> {
        let by_type = &self.shown().by_type;
        let none = || BitSet::new(self.snapshot.numbers().end);
        let place = |code: &TypeCode| self.snapshot.setup().type_by_code(code);
        types.iter().map(|code| place(code).map_or_else(none, |place| by_type[place].clone())).collect()
    }

    /// The products each of whose words stands in SKU, name or brand; words are in lower case.
    pub(crate) fn matching(&self, words: &[String]) -> BitSet {
        let mut matching = self.facts().products.clone();
        for word in words {
            let mut found = BitSet::new(self.snapshot.numbers().end);
            self.text().find(word, &matching, &mut found);
            let brands = self.brands_with(word);
            if brands.contains(&true) {
                let of = &self.facts().brands;
                let is_of = |number: &u32| brands.get(of[*number as usize] as usize) == Some(&true);
                matching.iter().filter(is_of).for_each(|number| found.insert(number));
            }
            matching.keep(&found);
        }
        matching
    }

    /// Per code of a brand whether its name holds a word.
    fn brands_with(&self, word: &str) -> Vec<bool> {
        self.snapshot.words.brands.iter().map(|(_, brand)| brand.to_lowercase().contains(word)).collect()
    }

    pub(crate) fn set(&self, numbers: impl Iterator<Item = u32>) -> BitSet {
        let mut set = BitSet::new(self.snapshot.numbers().end);
        numbers.for_each(|number| set.insert(number));
        set
    }

    fn union<'b>(&self, sets: impl Iterator<Item = &'b BitSet>) -> BitSet {
        let mut union = BitSet::new(self.snapshot.numbers().end);
        sets.for_each(|set| union.add(set));
        union
    }

    fn complement(&self, set: &BitSet) -> BitSet {
        let mut others = self.facts().products.clone();
        others.remove(set);
        others
    }
}

/// The words of a text that products are searched by, in lower case, each once.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.to_lowercase().split_whitespace() {
        if words.len() < SEARCH_WORDS_MAX && !words.iter().any(|known| known == word) {
            words.push(word.to_string());
        }
    }
    words
}
