//! Files whose columns no format knows: mapped, mended, guessed and transcoded.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

use relata_exchange::{
    ColumnSample, Content, Guess, Input, Item, Known, Mends, Reading, Record, RejectsWriter, RowMend, Table,
    check_mapping, guess, has_decimal_comma, to_utf8,
};
use relata_model::Mapping;

fn mapping(content: &str, columns: &[(&str, Option<&str>)]) -> Mapping {
    let columns = columns.iter().map(|(name, field)| (name.to_string(), field.map(str::to_string)));
    Mapping {
        profile: "relata".to_string(),
        content: content.to_string(),
        columns: columns.collect(),
        decimal_comma: false,
    }
}

fn records(file: &str, reading: &Reading) -> (Vec<Record>, Vec<String>) {
    let input = Input::from_reader_with("file.csv", Cursor::new(file.to_string().into_bytes()), reading)
        .expect("the file is read");
    let warnings = input.warnings.iter().map(|warning| warning.message.clone()).collect();
    (input.records().map(|record| record.expect("a record")).collect(), warnings)
}

fn names(file: &str) -> Table {
    Table::from_reader("file", Cursor::new(file.to_string().into_bytes()), Mends::default()).expect("a table")
}

/// The columns of a file as they would be suggested for its first rows.
fn guesses(file: Table, known: &Known) -> Vec<Guess> {
    let mut columns: Vec<ColumnSample> =
        file.columns.iter().map(|name| ColumnSample { name: name.clone(), values: Vec::new() }).collect();
    for row in file.take(200).map(|row| row.expect("a row")) {
        for (column, cell) in columns.iter_mut().zip(row.cells) {
            column.values.extend((!cell.is_empty()).then_some(cell));
        }
    }
    guess(&columns, known)
}

fn fields(guess: &Guess) -> Vec<&str> {
    let field = |suggestion: &Option<relata_exchange::Suggestion>| match suggestion {
        Some(suggestion) => suggestion.field.clone().leak(),
        None => "-",
    };
    guess.columns.iter().map(field).collect()
}

const GERMAN: &str = "Artikelnummer;Bezeichnung;Preis;Farbe;Notiz\n\
                      RS-1;Laufschuh;\"1.289,90\";rot;alt\n\
                      RS-2;;12,90;blau;\n\
                      RS-3;Socke;teuer;blau;neu\n";

fn german() -> Mapping {
    let columns = [
        ("Artikelnummer", Some("sku")),
        ("Bezeichnung", Some("name")),
        ("Preis", Some("price")),
        ("Farbe", Some("attributes.color")),
        ("Notiz", None),
    ];
    Mapping { decimal_comma: true, ..mapping("products", &columns) }
}

#[test]
fn a_mapped_file_is_read_as_if_its_columns_were_ours() {
    let reading = Reading { mapping: Some(german()), ..Reading::default() };
    let (records, warnings) = records(GERMAN, &reading);
    assert_eq!(warnings, Vec::<String>::new(), "a column that is left out on purpose is no warning");
    let Item::Product(shoe) = &records[0].items[0] else { panic!("no product: {records:?}") };
    assert_eq!((shoe.sku.as_str(), shoe.name.as_deref()), ("RS-1", Some("Laufschuh")));
    assert_eq!(shoe.price.flatten().map(|price| price.to_string()).as_deref(), Some("1289.90"));
    assert!(shoe.attributes.contains_key("color") && shoe.attributes.len() == 1);
    let columns = |record: &Record| -> Vec<String> {
        record.problems.iter().filter_map(|problem| problem.column.clone()).collect()
    };
    assert_eq!(columns(&records[1]), ["Bezeichnung"], "a complaint names the column of the file");
    assert_eq!(columns(&records[2]), ["Preis"]);
    assert_eq!(records[2].rejected, 1);
}

#[test]
fn german_dates_are_read_in_mapped_files_alone() {
    let columns = [("Nr", Some("order_id")), ("Art", Some("sku")), ("Datum", Some("ordered_at"))];
    let reading = Reading { mapping: Some(mapping("orders", &columns)), ..Reading::default() };
    let (found, _) = records("Nr;Art;Datum\n1;A;05.01.2026\n2;A;01/05/2026\n", &reading);
    let Item::OrderLine(line) = &found[0].items[0] else { panic!("no line: {found:?}") };
    assert_eq!(line.ordered_at.map(|at| at.to_string()).as_deref(), Some("2026-01-05T00:00:00Z"));
    assert_eq!(found[1].problems[0].column.as_deref(), Some("Datum"), "nobody knows which is the month");
    let (own, _) = records("order_id;sku;ordered_at\n1;A;05.01.2026\n", &Reading::default());
    assert_eq!(own[0].rejected, 1);
}

#[test]
fn json_lines_are_mapped_by_their_keys() {
    let file = "{\"von\": \"A\", \"art\": \"upsell\", \"zu\": \"B\", \"note\": 1}\n{\"von\": \"\", \"art\": \"upsell\", \"zu\": \"C\"}\n";
    let columns = [("von", Some("source")), ("art", Some("type")), ("zu", Some("target")), ("note", None)];
    let reading = Reading { mapping: Some(mapping("relations", &columns)), ..Reading::default() };
    let (records, _) = records(file, &reading);
    assert!(matches!(&records[0].items[..], [Item::Relation(row)] if row.target.as_str() == "B"));
    assert!(records[0].warnings.is_empty());
    assert_eq!(records[1].problems[0].column.as_deref(), Some("von"));
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_all_at_once() {
    let names: Vec<String> = ["Nr", "Name", "a/b"].map(str::to_string).into();
    let wrong = mapping(
        "relations",
        &[("Nr", Some("source")), ("Name", Some("source")), ("a/b", Some("colour")), ("Preis", Some("type"))],
    );
    let problems = check_mapping(&wrong, Some(&names));
    let mut found: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem.code.as_str(), problem.pointer.as_deref().unwrap_or_default()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("duplicate-column", "/columns/Nr"),
            ("invalid-value", "/columns/a~1b"),
            ("missing-value", "/columns/target"),
            ("missing-value", "/columns/type"),
            ("unknown-column", "/columns/Preis"),
        ]
    );
    assert!(problems.iter().all(|problem| problem.hint.is_some()));
    let unknown = Mapping { profile: "sap".to_string(), ..mapping("everything", &[]) };
    let at: Vec<_> =
        check_mapping(&unknown, None).into_iter().filter_map(|problem| problem.pointer).collect();
    assert_eq!(at, ["/profile", "/content"]);
    assert_eq!(check_mapping(&german(), None), []);
}

#[test]
fn mended_rows_are_read_as_mended_and_others_keep_their_lines() {
    let mend = |skip, cells: &[(&str, &str)]| RowMend {
        skip,
        cells: cells.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect(),
    };
    let mends = Mends(BTreeMap::from([
        (2, mend(true, &[])),
        (4, mend(false, &[("Preis", "3,50"), ("notiz", "x;\"y\"")])),
    ]));
    let reading = Reading { mapping: Some(german()), mends: mends.clone(), ..Reading::default() };
    let (records, _) = records(GERMAN, &reading);
    let rows: Vec<(u64, u64)> = records.iter().map(|record| (record.row, record.rejected)).collect();
    assert_eq!(rows, [(3, 1), (4, 0)]);
    assert_eq!(records[1].raw.as_str().trim_end(), "RS-3;Socke;3,50;blau;\"x;\"\"y\"\"\"");
    let table = Table::from_reader("file", Cursor::new(GERMAN.as_bytes()), mends).expect("a table");
    let shown: Vec<_> = table.map(|row| row.expect("a row")).collect();
    assert_eq!((shown[0].skipped, shown[0].mended, shown[0].cells[0].as_str()), (true, false, "RS-1"));
    assert_eq!((shown[2].skipped, shown[2].mended, shown[2].cells[4].as_str()), (false, true, "x;\"y\""));
}

#[test]
fn a_broken_record_is_mended_as_a_whole() {
    let file = "sku,name\nA\nB,Beta\n";
    let cells = BTreeMap::from([("name".to_string(), "Alpha".to_string())]);
    let mends = Mends(BTreeMap::from([(2, RowMend { skip: false, cells })]));
    let (records, _) = records(file, &Reading { mends, ..Reading::default() });
    assert_eq!(records.iter().map(|record| record.rejected).sum::<u64>(), 0, "{records:?}");
    let json = "{\"sku\": \"A\", \"name\": 5}\n";
    let cells = BTreeMap::from([("name".to_string(), "Al\"pha".to_string())]);
    let mends = Mends(BTreeMap::from([(1, RowMend { skip: false, cells })]));
    let (records, _) = self::records(json, &Reading { mends, ..Reading::default() });
    let Item::Product(product) = &records[0].items[0] else { panic!("no product: {records:?}") };
    assert_eq!(product.name.as_deref(), Some("Al\"pha"));
}

#[test]
fn rejects_of_a_mapped_file_have_its_columns() {
    let reading = Reading { mapping: Some(german()), ..Reading::default() };
    let input =
        Input::from_reader_with("f", Cursor::new(GERMAN.as_bytes()), &reading).expect("the file is read");
    let mut writer = RejectsWriter::new(Vec::new(), input.rejects_layout()).expect("a header");
    for record in input.records().map(|record| record.expect("a record")).filter(|record| record.rejected > 0)
    {
        writer.write(&record.raw, &record.problems).expect("a row");
    }
    let text = String::from_utf8(writer.finish().expect("the rest")).expect("UTF-8");
    assert!(
        text.starts_with("Artikelnummer;Bezeichnung;Preis;Farbe;Notiz;error\nRS-2;;12,90;blau;;"),
        "{text}"
    );
    assert!(text.contains("Preis: invalid-value: \"\"teuer\"\" is not a number"), "{text}");
}

#[test]
fn german_headers_are_guessed_by_name() {
    let guess = &guesses(names(GERMAN), &Known::default())[0];
    assert_eq!(guess.content, Content::Products);
    assert_eq!(fields(guess), ["sku", "name", "price", "attributes.color", "-"]);
    assert!(guess.confidence > 0.8, "{}", guess.confidence);
    let orders = "Bestellnr;Bestelldatum;Kundennr;Art.-Nr.;Menge;Einzelpreis\n1;05.01.2026;7;A;2;9,90\n";
    let guess = &guesses(names(&orders.replace("Bestellnr", "Bestellnummer")), &Known::default())[0];
    assert_eq!(guess.content, Content::Orders);
    assert_eq!(fields(guess), ["order_id", "ordered_at", "customer_id", "sku", "quantity", "unit_price"]);
    let relations = "Quelle;Ziel;Typ;Reihenfolge;Gültig ab\nA;B;upsell;1;2026-01-01\n";
    let guess = &guesses(names(relations), &Known::default())[0];
    assert_eq!(guess.content, Content::Relations);
    assert_eq!(fields(guess), ["source", "target", "type", "position", "valid_from"]);
}

#[test]
fn columns_without_telling_names_are_guessed_by_their_values() {
    let known = Known {
        skus: ["A-1", "A-2", "B-1"].map(str::to_string).into(),
        types: ["upsell", "accessory"].map(str::to_string).into(),
    };
    let guess = &guesses(names("c1,c2,c3\nA-1,upsell,A-2\nB-1,accessory,A-1\n"), &known)[0];
    assert_eq!((guess.content, fields(guess)), (Content::Relations, vec!["source", "type", "target"]));
    let file =
        "c1,c2,c3,c4\nA-1,https://x.test/1.jpg,12.90,4006381333931\nA-2,https://x.test/2.jpg,3.50,96385074\n";
    let guess = &guesses(names(file), &known)[0];
    assert_eq!(
        (guess.content, fields(guess)),
        (Content::Products, vec!["sku", "image_url", "price", "attributes.ean"])
    );
    let because: Vec<&str> = guess.columns.iter().flatten().map(|found| found.because.as_str()).collect();
    assert_eq!(because, ["values"; 4]);
}

#[test]
fn a_name_is_not_believed_against_the_values() {
    let file = "SKU;Bestand;Stock Date\nA;5;2001-09-21\nB;7;2001-12-05\n";
    let guess = &guesses(names(file), &Known::default())[0];
    assert_eq!(fields(guess), ["sku", "stock", "-"]);
}

/// The real files that lie beside the project on a machine of its makers.
fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("RELATA_DATA").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = root.unwrap_or_else(beside).join(path);
    let found = path.exists();
    if !found {
        eprintln!("left out, since {} is not there: name the folder with RELATA_DATA", path.display());
    }
    found.then_some(path)
}

#[test]
fn real_files_are_guessed() {
    let expected: [(&str, Content, &[(&str, &str)]); 5] = [
        (
            "adventureworks/AdventureWorks_Products.csv",
            Content::Products,
            &[
                ("ProductSKU", "sku"),
                ("ProductName", "name"),
                ("ProductPrice", "price"),
                ("ProductCost", "cost"),
                ("ProductColor", "attributes.color"),
            ],
        ),
        (
            "adventureworks/AdventureWorks_Sales_2017.csv",
            Content::Orders,
            &[
                ("OrderNumber", "order_id"),
                ("OrderDate", "ordered_at"),
                ("ProductKey", "sku"),
                ("CustomerKey", "customer_id"),
                ("OrderQuantity", "quantity"),
            ],
        ),
        (
            "unopim-demo/associations.csv",
            Content::Relations,
            &[
                ("sku", "source"),
                ("association_type", "type"),
                ("related_sku", "target"),
                ("position", "position"),
            ],
        ),
        (
            "shopify/products_export_header.csv",
            Content::Products,
            &[
                ("Variant SKU", "sku"),
                ("Title", "name"),
                ("Vendor", "brand"),
                ("Variant Price", "price"),
                ("Variant Inventory Qty", "stock"),
            ],
        ),
        (
            "unopim-demo/products.csv",
            Content::Products,
            &[("sku", "sku"), ("name", "name"), ("brand", "brand")],
        ),
    ];
    for (file, content, columns) in expected {
        let Some(path) = data(file) else { continue };
        let table = Table::open(&path, Mends::default()).expect("a table");
        let names = table.columns.clone();
        let guess = guesses(table, &Known::default()).remove(0);
        assert_eq!(guess.content, content, "{file}");
        for (name, field) in columns {
            let at = names.iter().position(|other| other == name).expect("the column is there");
            let found = guess.columns[at].as_ref().map(|found| found.field.as_str());
            assert_eq!(found, Some(*field), "{file} {name}");
        }
    }
}

#[test]
fn other_encodings_are_rewritten_as_utf8() {
    let folder = tempfile::tempdir().expect("a folder");
    let utf16 = |big: bool, mark: bool, text: &str| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let latin: Vec<u8> = "Artikel;Größe\nRS-1;weiß\n".chars().map(|c| c as u32 as u8).collect();
    let wide = "Artikel;Größe\nRS-1;weiß\n";
    let cases: [(&str, Vec<u8>, bool); 6] = [
        ("UTF-8", wide.into(), false),
        ("UTF-8", [b"\xef\xbb\xbf", wide.as_bytes()].concat(), false),
        ("UTF-16LE", utf16(false, true, wide), true),
        ("UTF-16BE", utf16(true, true, wide), true),
        ("UTF-16LE", utf16(false, false, wide), true),
        ("windows-1252", latin, true),
    ];
    for (encoding, bytes, rewritten) in cases {
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::write(&from, bytes).expect("a file");
        let found = to_utf8(&from, &to).expect("the file is read");
        assert_eq!((found.encoding, found.rewritten), (encoding, rewritten));
        if rewritten {
            assert_eq!(std::fs::read_to_string(&to).expect("UTF-8"), wide, "{encoding}");
        }
    }
}

#[test]
fn damaged_letters_do_not_change_the_encoding() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let mut bytes = "größe;weiß;süß;".repeat(20_000).into_bytes();
    bytes[70_001] = 0xff;
    std::fs::write(&from, &bytes).expect("a file");
    assert!(!to_utf8(&from, &to).expect("the file is read").rewritten);
}

#[test]
fn a_decimal_comma_is_seen_in_the_columns() {
    let column = |name: &str, values: &[&str]| ColumnSample {
        name: name.to_string(),
        values: values.iter().map(|value| value.to_string()).collect(),
    };
    assert!(has_decimal_comma(&[column("Name", &["a", "b"]), column("Preis", &["12,90", "3,5"])]));
    assert!(!has_decimal_comma(&[column("Price", &["12.90"])]));
}
