//! The columns of Magento.

use std::path::PathBuf;

use expect_test::expect;
use relata_exchange::{Content, Input, Item, MagentoWriter, Profile, RelationRow, open};
use relata_model::Sku;

use crate::show::{check, items, show_as};

#[test]
fn links_of_a_wide_row() {
    check(
        "sku,related_skus,related_position,crosssell_skus,crosssell_position,upsell_skus,upsell_position\n\
         A,\"B, C\",\"2,1\",__EMPTY__VALUE__,,\"D,E\",\n\
         B,,,\"C,,D\",\"0,0\",A,\"1,2\"\n\
         C,A,x,,,,\n",
        expect![[r#"
            magento relations
            2 A related B position=2
            2 A related C position=1
            2 A cross_sell cleared
            2 A upsell D
            2 A upsell E
            2 ~ upsell_position: invalid-record: 0 positions for 2 SKUs, so the order of the SKUs counts
            3 B cross_sell C position=1
            3 B cross_sell D position=1
            3 B upsell A
            3 ~ upsell_position: invalid-record: 2 positions for 1 SKUs, so the order of the SKUs counts
            4 C related A
            4 ~ related_position: invalid-value: "x" are no positions, so the order of the SKUs counts
        "#]],
    );
}

#[test]
fn a_list_without_positions_is_said_once() {
    expect![[r#"
        magento relations
        1 ~ upsell_skus: missing-value: the column upsell_position is missing, so the order in upsell_skus counts
        2 24-MB01 upsell 24-MB02
    "#]]
    .assert_eq(&show_as("sku,upsell_skus\n24-MB01,24-MB02\n", Profile::Magento));
}

#[test]
fn products_of_a_wide_row() {
    check(
        "sku,store_view_code,attribute_set_code,product_type,categories,name,description,weight,product_online,visibility,price,qty,url_key,base_image,created_at,additional_attributes,configurable_variations,associated_skus,bundle_values,related_skus,related_position\n\
         MH01,,Top,configurable,\"Default Category/Men,Default Category,Default Category/Men/Tops\",Chaz,<b>warm</b>,1,1,\"Catalog, Search\",52.0000,100.0000,chaz,/m/h.jpg,2026-01-31 10:00:00,\"color=Red|Blue,note=Light, dry and warm,eco=1,care=\",\"sku=MH01-S,size=S|sku=MH01-M,size=M\",,,MH02,1\n\
         MH02,default,Top,simple,,Other,,,2,,x,1.5,,no_selection,1/31/26,,,\"A=5.0\",,,\n\
         MH01,de_DE,Top,,,Chaz auf Deutsch,,,,,,,,,,,,,,,\n\
         MH01,outlet,Top,,,Chaz,,,,,,,,,,,,,,,\n\
         MH03,,Top,,,,,,,,,,,,,,,\"B=1\",,MH01,1\n\
         ,,Top,,,Nameless,,,,,,,,,,,sku=X|size=1,,,\"A,B\",\n",
        expect![[r#"
            magento products+relations
            1 ~ weight: unknown-column: columns that are not read: weight
            2 {"sku":"MH01","name":"Chaz","categories":["Men","Men/Tops"],"price":"52.0000","stock":100,"status":"active","attributes":{"care":null,"color":{"list":[{"text":"Red"},{"text":"Blue"}]},"eco":{"number":"1"},"note":{"text":"Light, dry and warm"}},"url":"chaz","image_url":"/m/h.jpg","description":"<b>warm</b>","created_at":"2026-01-31T10:00:00Z"}
            2 MH01-S is a variant of MH01 (configurable_variations)
            2 MH01-M is a variant of MH01 (configurable_variations)
            2 MH01 related MH02 position=1
            3 ~ associated_skus: unknown-column: the column associated_skus is not read: members of a set are no relations
            3 ~ qty: rounded: 1.5 is no whole number of pieces and was rounded down
            3 ~ created_at: invalid-value: "1/31/26" is not a time
            3 rejected 1
            3 ! price: invalid-value: "x" is not a number
            4 {"sku":"MH01","names":{"de-DE":"Chaz auf Deutsch"}}
            5 ~ store_view_code: invalid-value: the row of the store view "outlet" was passed over
            6 MH03 related MH01 position=1
            7 rejected 5
            7 ! sku: missing-value: the sku is missing
        "#]],
    );
}

#[test]
fn it_is_recognised_by_its_columns() {
    let content = |header: &str| {
        let input = Input::from_reader("file", std::io::Cursor::new(format!("{header}\n"))).unwrap();
        (input.profile, input.content)
    };
    assert_eq!(content("sku,upsell_skus"), (Profile::Magento, Content::Relations));
    assert_eq!(content("sku,name,upsell_skus"), (Profile::Magento, Content::Wide));
    assert_eq!(content("sku,attribute_set_code,product_type,name"), (Profile::Magento, Content::Products));
    assert_eq!(content("sku,name,price"), (Profile::Relata, Content::Products));
    assert_eq!(Profile::parse("magento"), Ok(Profile::Magento));
    assert!(Profile::parse("akeneo").unwrap_err().hint.contains("magento"));
}

/// The folder of sample data, if it is there.
fn data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("RELATA_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {name} is not there; set RELATA_DATA to the folder of sample data");
    None
}

#[test]
fn the_luma_shop() {
    let Some(path) = data("magento-luma/derived/import_links_native.csv") else { return };
    let input = open(&path).unwrap();
    assert_eq!((input.profile, input.content), (Profile::Magento, Content::Relations));
    assert_eq!(input.warnings, []);
    let mut counts = std::collections::BTreeMap::new();
    for record in input.records().map(Result::unwrap) {
        assert_eq!((record.problems.len(), record.warnings.len()), (0, 0));
        for item in record.items {
            let Item::Relation(row) = item else { panic!("{item:?}") };
            assert!(row.foreign && row.position.is_some());
            *counts.entry(row.type_name).or_insert(0) += 1;
        }
    }
    let expected = [("cross_sell", 734), ("related", 508), ("upsell", 325)];
    assert_eq!(
        counts.into_iter().collect::<Vec<_>>(),
        expected.map(|(name, count)| (name.to_string(), count))
    );
}

#[test]
fn links_are_written_in_its_columns() {
    let relation = |source: &str, type_name: &str, target: &str| {
        RelationRow::new(Sku::parse(source).unwrap(), type_name, Sku::parse(target).unwrap())
    };
    let rows = [
        relation("A", "cross_sell", "B"),
        relation("A", "cross_sell", "C"),
        relation("A", "accessory", "D"),
        relation("A", "related", "B"),
        relation("A", "related", "B"),
        relation("B", "spare_part", "C"),
        relation("C,1", "upsell", "A"),
        relation("C,1", "upsell", "A,B"),
    ];
    let mut out = Vec::new();
    let mut writer = MagentoWriter::new(&mut out).unwrap();
    rows.iter().for_each(|row| writer.write(row).unwrap());
    let summary = writer.finish().unwrap();
    assert_eq!(summary.written, 4);
    let warnings: Vec<String> = summary.warnings().into_iter().map(|warning| warning.message).collect();
    expect![[r#"
        of the type accessory 1 relation has no column in this format
        of the type spare_part 1 relation has no column in this format
        1 relation has a SKU that a list with commas cannot hold
        1 relation repeats a pair of the same list, which was written once"#]]
    .assert_eq(&warnings.join("\n"));
    expect![[r#"
        sku,related_skus,related_position,crosssell_skus,crosssell_position,upsell_skus,upsell_position
        A,B,1,"B,C","1,2",,
        "C,1",,,,,A,1
    "#]]
    .assert_eq(std::str::from_utf8(&out).unwrap());
    assert_eq!(items(&out).len(), 4);
}
