//! Spryker's relations in and out, with their stores, alternatives and discontinued products.

use std::path::{Path, PathBuf};

use relata_app::{
    Caller, ExportProfile, ExportReport, ExportTo, ImportFile, ImportOptions, NoProgress, Precondition,
};
use relata_model::{
    AttributeValue, ImportMode, ImportReport, Rule, RuleCode, RuleOrder, RuleStatus, SortDirection, Status,
};

use crate::fixture::{Shop, both, sku, type_code};

const HEADER: &str = "product_relation_key,product,relation_type,rule,is_active,is_rebuild_scheduled\n";

fn leaf(id: &str, operator: &str, value: &str) -> String {
    let field = match id {
        "product_category_name" => "spy_category_attribute.name",
        id if id.starts_with("product.json.") => "spy_product_abstract.attributes",
        id => id,
    };
    format!(
        r#"{{"condition":null,"rules":{{}},"id":"{id}","field":"{field}","type":"string","input":"text","operator":"{operator}","value":"{value}"}}"#
    )
}

fn group(condition: &str, rules: &[String]) -> String {
    let rules = rules.join(",");
    format!(
        r#"{{"condition":"{condition}","rules":[{rules}],"id":null,"field":null,"type":null,"input":null,"operator":null,"value":null}}"#
    )
}

fn row(key: &str, product: &str, kind: &str, tree: &str, flags: &str) -> String {
    format!("{key},{product},{kind},\"{}\",{flags}\n", tree.replace('"', "\"\""))
}

/// Relations whose keys stand in order, as they are written.
fn relations() -> String {
    let skus = |values: &str| group("AND", &[leaf("product_sku", "in", values)]);
    let mixed = group(
        "AND",
        &[
            leaf("product_category_name", "equal", "Laces"),
            group(
                "OR",
                &[
                    leaf("product.json.brand", "equal", "Acme"),
                    leaf("product.json.brand", "greater", "Canon"),
                ],
            ),
        ],
    );
    let rows = [
        row("k-1", "BOOT", "related-products", &skus("WAX,LACE"), "1,1"),
        row("k-2", "BOOT", "up-selling", &skus("SANDAL"), "1,1"),
        row("k-3", "SANDAL", "related-products", &mixed, "1,1"),
        row("k-4", "WAX", "related-products", &skus("LACE,WAX"), "0,1"),
        row(
            "k-5",
            "LACE",
            "fits-with",
            &group("OR", &[leaf("product_name", "not_contains", "o"), leaf("product_sku", "equal", "A,B")]),
            "0,0",
        ),
        row("k-6", "GHOST", "related-products", &skus("WAX,LACE"), "1,1"),
    ];
    HEADER.to_string() + &rows.concat()
}

fn shop_with_products(shop: &Shop) {
    let add = |text: &str, name: &'static str, category: &'static str, brand: &'static str| {
        shop.product(text, move |product| {
            product.name = name.to_string();
            product.categories = vec![relata_model::CategoryPath::parse(category).unwrap()];
            product.attributes.insert("brand".to_string(), AttributeValue::Text(brand.to_string()));
            product.attributes.insert("weight".to_string(), AttributeValue::Number(9.into()));
        });
    };
    add("BOOT", "Boot", "Shoes/Hiking", "Acme");
    add("SANDAL", "Sandal", "Shoes/Summer", "Basil");
    add("LACE", "Lace", "Extras/Laces", "Acme");
    add("WAX", "Wax", "Extras/Care", "Cirrus");
}

fn run(shop: &Shop, paths: &[PathBuf], options: &ImportOptions) -> Vec<ImportReport> {
    let files: Vec<ImportFile> = paths.iter().map(ImportFile::new).collect();
    let reports = shop.app.import(&Caller::local(), &files, options, &NoProgress).unwrap();
    for report in &reports {
        let counts = report.counts;
        let kept = counts.created + counts.updated + counts.unchanged + counts.moved + counts.pending;
        let removed = if report.mode == ImportMode::Delete { counts.removed } else { 0 };
        assert_eq!(counts.rows, kept + removed + counts.rejected, "{report:?}");
    }
    reports
}

fn rule(shop: &Shop, code: &str) -> Rule {
    shop.app.find_document(&RuleCode::parse(code).unwrap()).unwrap()
}

fn export(shop: &Shop, to: &Path) -> ExportReport {
    shop.app.export(ExportProfile::Spryker, &ExportTo::Folder(to.to_path_buf()), &NoProgress).unwrap()
}

#[test]
fn relations_become_rules_and_go_back_as_they_came() {
    both(|shop| {
        shop_with_products(shop);
        let stores = "product_relation_key,store_name\nk-1,AT\nk-1,DE\nk-9,DE\n";
        let paths = [
            shop.file("product_relation_store.csv", stores),
            shop.file("product_relation.csv", &relations()),
        ];
        let dry = run(shop, &paths, &ImportOptions { dry_run: true, ..ImportOptions::default() });
        let reports = run(shop, &paths, &ImportOptions::default());
        for (dry, report) in dry.iter().zip(&reports) {
            assert_eq!(dry.counts, report.counts, "{report:?}");
        }
        assert_eq!((reports[0].counts.created, reports[1].counts.created), (6, 2));
        assert_eq!((reports[1].counts.rejected, reports[1].problems[0].row), (1, Some(4)));
        assert_eq!(rule(shop, "k-1").matching, "source.sku == 'BOOT'");
        assert_eq!(rule(shop, "k-1").scope.channels.len(), 2);
        assert_eq!(rule(shop, "k-4").status, RuleStatus::Paused);
        assert_eq!(rule(shop, "k-5").status, RuleStatus::Draft);
        assert_eq!(shop.served("SANDAL", "related"), ["LACE"]);
        let alike: Vec<&str> = reports[0]
            .warnings
            .iter()
            .filter(|warning| warning.code.as_str() == "alike-rules")
            .map(|warning| warning.message.as_str())
            .collect();
        assert_eq!(alike.len(), 1, "{:?}", reports[0].warnings);
        assert!(
            alike[0].contains("2 rules") && alike[0].ends_with("source.sku in ['BOOT', 'GHOST']"),
            "{alike:?}"
        );

        let again = run(shop, &paths, &ImportOptions::default());
        assert_eq!((again[0].counts.unchanged, again[1].counts.unchanged), (6, 2));
        let out = shop.folder.path().join("out");
        let report = export(shop, &out);
        assert_eq!(std::fs::read_to_string(out.join("product_relation.csv")).unwrap(), relations());
        // What has no store here is in all of them, and there in none.
        let stores = std::fs::read_to_string(out.join("product_relation_store.csv")).unwrap();
        assert!(
            stores.starts_with("product_relation_key,store_name\nk-1,AT\nk-1,DE\nk-2,AT\nk-2,DE\n"),
            "{stores}"
        );
        assert!(report.warnings.is_empty(), "{report:?}");

        // Undone as one, and done again.
        let id = reports[0].id.as_ref().unwrap().parse().unwrap();
        let id_of_stores: i64 = reports[1].id.as_ref().unwrap().parse().unwrap();
        shop.app.revert_import(&Caller::local(), id_of_stores).unwrap();
        assert_eq!(rule(shop, "k-1").scope.channels.len(), 0);
        let undone = shop.app.revert_import(&Caller::local(), id).unwrap();
        assert_eq!(shop.app.list_documents::<Rule>().unwrap().len(), 0);
        assert_eq!(shop.served("SANDAL", "related"), [""; 0]);
        shop.app.revert(&Caller::local(), undone.revision).unwrap();
        assert_eq!(shop.app.list_documents::<Rule>().unwrap().len(), 6);
        assert_eq!(shop.served("SANDAL", "related"), ["LACE"]);
    });
}

#[test]
fn what_a_person_has_set_stays_and_what_the_file_says_changes() {
    both(|shop| {
        shop_with_products(shop);
        let path = shop.file("r.csv", &relations());
        run(shop, &[path], &ImportOptions::default());
        let code = RuleCode::parse("k-1").unwrap();
        let change = |rule: Option<&Rule>| Ok(Rule { limit: 3, priority: 9, ..rule.unwrap().clone() });
        shop.app.save_document(&Caller::local(), code, Precondition::NONE, change).unwrap();
        let changed = relations().replace("WAX,LACE", "WAX").replacen("1,1\n", "0,1\n", 1);
        let reports = run(shop, &[shop.file("r.csv", &changed)], &ImportOptions::default());
        assert_eq!((reports[0].counts.updated, reports[0].counts.unchanged), (2, 4));
        let rule = rule(shop, "k-1");
        assert_eq!((rule.limit, rule.priority, rule.status), (3, 9, RuleStatus::Paused));
        assert_eq!(rule.show, "target.sku in ['WAX']");
        let delete = ImportOptions { mode: ImportMode::Delete, ..ImportOptions::default() };
        let reports = run(shop, &[shop.file("r.csv", &relations())], &delete);
        assert_eq!(reports[0].counts.removed, 6);
        assert_eq!(shop.app.list_documents::<Rule>().unwrap().len(), 0);
    });
}

#[test]
fn rows_that_cannot_be_said_are_rejected_and_circles_become_drafts() {
    both(|shop| {
        shop_with_products(shop);
        let one = |id: &str, operator: &str, value: &str| group("AND", &[leaf(id, operator, value)]);
        let text = HEADER.to_string()
            + &row("a", "BOOT", "related-products", &one("product.json.weight", "greater", "5"), "1,1")
            + &row("b", "BOOT", "up-selling", &one("product_sku", "equal", "SANDAL"), "1,0")
            + &row("c", "SANDAL", "up-selling", &one("product_sku", "equal", "BOOT"), "1,1")
            + &row("d", "WAX", "related-products", &one("product.json.nonsense", "equal", "x"), "1,1")
            + &row("b", "WAX", "up-selling", &one("product_sku", "equal", "BOOT"), "1,1");
        let rejects = shop.folder.path().join("rejects.csv");
        let options = ImportOptions {
            rejects: relata_app::RejectsTo::File(rejects.clone()),
            ..ImportOptions::default()
        };
        let report = &run(shop, &[shop.file("r.csv", &text)], &options)[0];
        assert_eq!((report.counts.created, report.counts.rejected), (3, 2));
        let places: Vec<_> = report
            .problems
            .iter()
            .map(|problem| (problem.row.unwrap(), problem.column.as_deref().unwrap(), problem.code.as_str()))
            .collect();
        assert_eq!(places, [(2, "rule", "invalid-value"), (6, "product_relation_key", "duplicate-row")]);
        assert_eq!(std::fs::read_to_string(&rejects).unwrap().lines().count(), 3);
        let warned: Vec<_> =
            report.warnings.iter().map(|warning| (warning.row, warning.code.as_str())).collect();
        for wanted in [(Some(3), "stale-relation"), (Some(4), "rule-cycle"), (Some(5), "unknown-attribute")] {
            assert!(warned.contains(&wanted), "{wanted:?} is not in {warned:?}");
        }
        let status = |code: &str| rule(shop, code).status;
        // Of the two that close the circle the first stays live.
        assert_eq!(
            [status("b"), status("c"), status("d")],
            [RuleStatus::Active, RuleStatus::Draft, RuleStatus::Draft]
        );
        assert_eq!(shop.served("BOOT", "upsell"), ["SANDAL"]);
    });
}

#[test]
fn alternatives_and_discontinued_products_come_and_go() {
    both(|shop| {
        shop_with_products(shop);
        let alternatives = "concrete_sku,alternative_product_concrete_sku,alternative_product_abstract_sku\n\
            BOOT,SANDAL,\nLACE,,GHOST\n";
        let discontinued = "sku_concrete,note.de_DE,note.en_US\nWAX,Abgekündigt,\"Gone, for good\"\n";
        let paths = [
            shop.file("product_discontinued.csv", discontinued),
            shop.file("product_alternative.csv", alternatives),
        ];
        let reports = run(shop, &paths, &ImportOptions::default());
        assert_eq!(
            (reports[0].counts.updated, reports[1].counts.created, reports[1].counts.pending),
            (1, 1, 1)
        );
        assert_eq!(shop.listed("BOOT", "substitute"), ["SANDAL"]);
        assert_eq!(shop.app.find_product(&sku("WAX")).unwrap().status, Status::Discontinued);
        let out = shop.folder.path().join("out");
        export(shop, &out);
        let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
        assert_eq!(read("product_alternative.csv"), alternatives);
        assert_eq!(read("product_discontinued.csv"), discontinued);
        let again = run(shop, &paths, &ImportOptions::default());
        assert!(again.iter().all(|report| report.counts.unchanged == report.counts.rows), "{again:?}");
    });
}

#[test]
fn what_their_files_cannot_say_is_listed_with_the_code_of_the_rule() {
    both(|shop| {
        shop_with_products(shop);
        shop.link("BOOT", "related", "LACE").unwrap();
        shop.link("BOOT", "accessory", "WAX").unwrap();
        shop.link("LACE", "related", "WAX").unwrap();
        let base = |code: &str, show: &str| Rule {
            status: RuleStatus::Active,
            limit: 200,
            ..Rule::draft(
                RuleCode::parse(code).unwrap(),
                type_code("related"),
                "'Shoes' in source.categories".to_string(),
                show.to_string(),
            )
        };
        let order = RuleOrder::by("target.price", SortDirection::Ascending);
        let rules = [
            base("a-said", "target.sku == 'WAX'"),
            Rule { limit: 5, status: RuleStatus::Paused, ..base("b-limit", "target.name.contains('a')") },
            base("c-relative", "target.price < source.price"),
            Rule {
                when: Some("context.channel == 'web'".to_string()),
                order_by: vec![order],
                ..base("d-when", "true")
            },
            Rule { type_code: type_code("accessory"), ..base("e-type", "target.sku == 'WAX'") },
            Rule { priority: -1, ..base("f-second", "target.sku == 'LACE'") },
        ];
        for rule in rules {
            shop.app
                .save_document(&Caller::local(), rule.code.clone(), Precondition::NONE, |_| Ok(rule))
                .unwrap();
        }
        let out = shop.folder.path().join("out");
        let report = export(shop, &out);
        let text = std::fs::read_to_string(out.join("product_relation.csv")).unwrap();
        let keys: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(
            keys,
            [
                "a-said-BOOT",
                "a-said-SANDAL",
                "b-limit-BOOT",
                "b-limit-SANDAL",
                "relata-related-products-LACE"
            ]
        );
        let left_out: Vec<&str> = report.warnings.iter().map(|warning| warning.message.as_str()).collect();
        for part in [
            "the rule b-limit shows 5 products at most here",
            "the rule c-relative was left out: their builder compares with fixed values alone",
            "the rule d-when was left out: their relations cannot say that it asks for circumstances (when) and that it has an order",
            "the rule e-type was left out: they have no relation type like accessory",
            "the rule f-second for BOOT was left out: another one is for BOOT",
            "the list related-products of BOOT was left out: another one is for BOOT",
            "relations of the type accessory, which they do not have, were left out: 1",
        ] {
            assert!(
                left_out.iter().any(|message| message.starts_with(part)),
                "{part} is not in {left_out:#?}"
            );
        }
        // What was written is read again.
        let other = Shop::sqlite();
        shop_with_products(&other);
        let back = run(&other, &[out.join("product_relation.csv")], &ImportOptions::default());
        assert_eq!((back[0].counts.created, back[0].counts.rejected), (5, 0), "{back:?}");
        assert_eq!(other.served("LACE", "related"), ["WAX"]);
    });
}
