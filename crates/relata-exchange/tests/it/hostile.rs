//! Whatever the bytes are, reading ends without a panic and every record has an outcome.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use relata_exchange::{Input, Profile};

/// Starts of files of every kind.
const STARTS: &[&str] = &[
    "sku,name,price,stock,categories,excluded,attributes.x,offers.web.price\n",
    "source;type;target;position;weight;quantity;fields;valid_from;origin\n",
    "order_id\tsku\tquantity\tordered_at\n",
    "event,event_at,visitor_id\n",
    "sku,name,price,qty,categories,additional_attributes,configurable_variations,upsell_skus,upsell_position,bundle_values,store_view_code\n",
    "{\"sku\":\"A\"}\n",
    "{\"sku\":\"A\",\"attributes\":{\"a\":[",
    "",
];

fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[,;\t\"|\\\\=\n\r{}\\[\\]:0-9eE.+-]{0,6}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(
            &["sku=", "\"sku\":", "null", "__EMPTY__VALUE__", "\\u0000", "1e400", "\\", "é", "A"][..]
        )
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    (prop::sample::select(STARTS), prop::collection::vec(piece, 0..30))
        .prop_map(|(start, pieces)| [start.as_bytes().to_vec(), pieces.concat()].concat())
}

/// Reads a file to its end; every record is taken, rejected, or tells why it gave nothing.
fn read_through(input: Result<Input, relata_exchange::ExchangeError>) {
    let input = match input {
        Ok(input) => input,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let foreign = input.profile == Profile::Magento;
    let mut last = 0;
    for record in input.records() {
        let Ok(record) = record else { continue };
        assert!(record.row > last, "rows rise");
        last = record.row;
        assert_eq!(record.rejected > 0, !record.problems.is_empty(), "{record:?}");
        assert!(foreign || record.items.len() as u64 + record.rejected == 1, "{record:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_the_end(bytes in hostile_bytes()) {
        for profile in Profile::ALL {
            read_through(Input::from_reader_as("file", Cursor::new(bytes.clone()), profile));
        }
        read_through(Input::from_reader("file", Cursor::new(bytes)));
    }

    #[test]
    fn any_damage_to_a_packed_file_is_survived(at in any::<prop::sample::Index>(), flip in 1u8.., cut in any::<prop::sample::Index>()) {
        let text = "sku,name\n".to_string() + &"A,Alpha\nB,Beta and more\n".repeat(50);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text.as_bytes()).unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        for mut packed in [gzip.finish().unwrap(), zstd] {
            read_through(Input::from_reader("cut", Cursor::new(packed[..cut.index(packed.len())].to_vec())));
            let at = at.index(packed.len());
            packed[at] ^= flip;
            read_through(Input::from_reader("flipped", Cursor::new(packed)));
        }
    }
}

/// Files of systems that are not read have columns called like ours; taking only those would lose the links.
#[test]
fn files_of_systems_that_are_not_read_are_refused_with_a_way_out() {
    for header in [
        "sku,association_type,related_sku,position,fields\na,cross_sells,b,1,\n",
        "sku;categories;X_SELL-groups;X_SELL-products\na;c;;b\n",
        "code;family_variant;parent;brand;categories\na;f;;b;c\n",
        "sku,link_type,linked_sku\na,crosssell,b\n",
        "{\"name\":\"#1001\",\"admin_graphql_api_id\":\"gid\",\"currency\":\"EUR\",\"tags\":\"\",\"created_at\":\"\"}\n",
    ] {
        let picture = crate::show::show(header);
        assert!(picture.contains("unknown-profile"), "{header}{picture}");
    }
    let asked = crate::show::show_as("sku,name,PACK-products\na,Alpha,b\n", relata_exchange::Profile::Relata);
    assert!(asked.starts_with("relata products") && asked.contains("~ PACK-products"), "{asked}");
    let keys_alone = crate::show::show("sku\na\n");
    assert!(keys_alone.starts_with("relata products"), "a list of SKUs to remove: {keys_alone}");
}
