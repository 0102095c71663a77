use relata_model::{Block, Channel, ChannelCode, Currency, Placement, PlacementCode, RelationType, TypeCode};

use relata_rules::Node;

use crate::words::Words;

/// The types, channels and placements of the shop, resolved to codes.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// By default weight, the highest first, then by code: the order in which ties are broken.
    types: Vec<RelationType>,
    kinds: Vec<u32>,
    /// By code; `web` is always among them.
    channels: Vec<Channel>,
    channel_codes: Vec<u32>,
    /// Per channel the condition of its assortment, if it has one, with what that names put in.
    pub(crate) assortments: Vec<Option<Node>>,
    /// By code.
    placements: Vec<Placement>,
    /// The parts of each placement.
    parts: Vec<Vec<Part>>,
    /// (type, type under which its targets show its sources), both as codes.
    mirrors: Vec<(u32, u32)>,
    /// The shop's own currency, in which conditions read prices.
    pub(crate) currency: Currency,
    /// The code of the type `substitute`.
    pub(crate) substitute: u32,
}

/// What is merged into one list: a block, or the whole placement.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Which block of the placement it is.
    pub(crate) block: Option<usize>,
    /// Places of its types in the setup, ascending.
    pub(crate) types: Vec<usize>,
    pub(crate) limit: usize,
}

impl Setup {
    /// Looks everything up once; conditions of assortments are read apart. Of two things with the same code the last counts.
    pub(crate) fn new(
        types: &[RelationType],
        channels: &[Channel],
        placements: &[Placement],
        currency: Currency,
        words: &mut Words,
    ) -> Setup {
        let mut types = last_by_code(types, |kind| kind.code.as_str().to_owned());
        types.sort_by(|a, b| b.default_weight.total_cmp(&a.default_weight).then_with(|| a.code.cmp(&b.code)));
        let mut channels = last_by_code(channels, |channel| channel.code.as_str().to_owned());
        let web = Channel::web();
        if !channels.iter().any(|channel| channel.code == web.code) {
            channels.push(web);
        }
        channels.sort_by(|a, b| a.code.cmp(&b.code));
        let kinds: Vec<u32> = types.iter().map(|kind| words.types.intern(&kind.code)).collect();
        let mut mirrors = Vec::new();
        for (kind, &code) in types.iter().zip(&kinds) {
            let inverse = kind.inverse.as_ref().map(|inverse| words.types.intern(inverse));
            mirrors.extend(kind.symmetric.then_some((code, code)));
            mirrors.extend(inverse.map(|inverse| (code, inverse)));
        }
        mirrors.sort_unstable();
        mirrors.dedup();
        let placements = last_by_code(placements, |placement| placement.code.as_str().to_owned());
        let parts = placements.iter().map(|placement| parts(placement, &types)).collect();
        let substitute = words.types.intern(&TypeCode::parse("substitute").expect("a legal code"));
        let channel_codes = channels.iter().map(|channel| words.channels.intern(&channel.code)).collect();
        let assortments = vec![None; channels.len()];
        Setup {
            types,
            kinds,
            channels,
            channel_codes,
            assortments,
            placements,
            parts,
            mirrors,
            currency,
            substitute,
        }
    }

    pub(crate) fn types(&self) -> &[RelationType] {
        &self.types
    }

    pub(crate) fn channels(&self) -> &[Channel] {
        &self.channels
    }

    pub(crate) fn placements(&self) -> &[Placement] {
        &self.placements
    }

    /// The codes of the types, in their order.
    pub(crate) fn kinds(&self) -> &[u32] {
        &self.kinds
    }

    /// The codes of the channels, in their order.
    pub(crate) fn channel_codes(&self) -> &[u32] {
        &self.channel_codes
    }

    pub(crate) fn type_by_code(&self, code: &TypeCode) -> Option<usize> {
        self.types.iter().position(|kind| kind.code == *code)
    }

    pub(crate) fn channel(&self, code: &ChannelCode) -> Option<usize> {
        self.channels.binary_search_by(|channel| channel.code.cmp(code)).ok()
    }

    pub(crate) fn placement(&self, code: &PlacementCode) -> Option<(&Placement, &[Part])> {
        let found = self.placements.binary_search_by(|placement| placement.code.cmp(code)).ok()?;
        Some((&self.placements[found], &self.parts[found]))
    }

    /// The types under which the target of a relation of this type shows the source.
    pub(crate) fn mirrors_of(&self, kind: u32) -> impl Iterator<Item = u32> {
        self.mirrors.iter().filter(move |(from, _)| *from == kind).map(|(_, to)| *to)
    }

    pub(crate) fn mirrors(&self) -> &[(u32, u32)] {
        &self.mirrors
    }
}

fn parts(placement: &Placement, types: &[RelationType]) -> Vec<Part> {
    let places = |wanted: &dyn Fn(&RelationType) -> bool| -> Vec<usize> {
        (0..types.len()).filter(|&place| wanted(&types[place])).collect()
    };
    if placement.blocks.is_empty() {
        let types = places(&|kind| kind.placements.contains(&placement.code));
        return vec![Part { block: None, types, limit: usize::MAX }];
    }
    let part = |(index, block): (usize, &Block)| Part {
        block: Some(index),
        types: places(&|kind| block.types.contains(&kind.code)),
        limit: block.limit as usize,
    };
    placement.blocks.iter().enumerate().map(part).collect()
}

fn last_by_code<T: Clone>(all: &[T], code: impl Fn(&T) -> String) -> Vec<T> {
    let by_code: std::collections::BTreeMap<String, &T> = all.iter().map(|one| (code(one), one)).collect();
    by_code.into_values().cloned().collect()
}
