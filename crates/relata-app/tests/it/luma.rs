//! A real shop's links: known counts. Left out when the data is not there.

use std::path::PathBuf;

use relata_app::ImportOptions;
use relata_model::ImportMode;

use crate::fixture::{Shop, both};

fn links() -> Option<PathBuf> {
    let folder = std::env::var("RELATA_DATA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("magento-luma/derived/import_links_native.csv");
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: the links of the Luma shop; set RELATA_DATA to the folder that holds magento-luma");
    None
}

#[test]
fn every_link_of_the_luma_shop_is_pending_or_created_and_the_second_import_changes_nothing() {
    let Some(path) = links() else { return };
    both(|shop: &Shop| {
        let first = shop.import(&path, &ImportOptions::default()).counts;
        assert_eq!((first.rows, first.created + first.pending, first.rejected), (1_567, 1_567, 0));
        let second = shop.import(&path, &ImportOptions::default()).counts;
        assert_eq!((second.rows, second.unchanged), (1_567, 1_567));
    });
}

#[test]
fn replace_is_the_truth_for_what_the_file_mentions() {
    let Some(path) = links() else { return };
    both(|shop: &Shop| {
        shop.import(&path, &ImportOptions::default());
        let clear = shop.file("clear.csv", "sku,upsell_skus\n24-MB01,24-MB02\n");
        let options = ImportOptions {
            mode: ImportMode::Replace,
            profile: Some("magento".to_string()),
            ..Default::default()
        };
        assert_eq!(shop.import(&clear, &options).counts.removed, 7);
        assert_eq!(shop.listed("24-MB01", "upsell"), ["24-MB02"]);
        assert_eq!(shop.listed("24-MB01", "cross_sell").len(), 4);
    });
}
