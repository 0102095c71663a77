use std::sync::Arc;

use relata_model::Sku;

use crate::Snapshot;
use crate::dictionary::Dictionary;

/// All numbers in the order of their SKUs, ghosts included.
#[derive(Debug)]
pub(crate) struct SkuOrder {
    skus: Arc<Dictionary<Sku>>,
    /// The numbers by SKU.
    pub(crate) numbers: Vec<u32>,
    /// The place of each number among them.
    pub(crate) rank: Vec<u32>,
}

impl SkuOrder {
    /// The order before, if no SKU came since.
    pub(crate) fn after(snapshot: &Snapshot, before: Option<Arc<SkuOrder>>) -> Arc<SkuOrder> {
        match before.filter(|before| Arc::ptr_eq(&before.skus, &snapshot.skus)) {
            Some(before) => before,
            None => Arc::new(SkuOrder::new(snapshot)),
        }
    }

    /// O(n log n), mostly on the first eight bytes, so that few texts are compared.
    pub(crate) fn new(snapshot: &Snapshot) -> SkuOrder {
        let head = |sku: &Sku| {
            let mut head = [0; 8];
            let bytes = sku.as_str().as_bytes();
            let len = bytes.len().min(8);
            head[..len].copy_from_slice(&bytes[..len]);
            u64::from_be_bytes(head)
        };
        let skus = &snapshot.skus;
        let mut keys: Vec<(u64, u32)> = skus.iter().map(|(number, sku)| (head(sku), number)).collect();
        keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| skus.value(a.1).cmp(skus.value(b.1))));
        let numbers: Vec<u32> = keys.into_iter().map(|(_, number)| number).collect();
        let mut rank = vec![0; numbers.len()];
        (0..).zip(&numbers).for_each(|(place, &number)| rank[number as usize] = place);
        SkuOrder { skus: skus.clone(), numbers, rank }
    }
}
