//! Files in and out.

use relata_app::{
    AppError, Caller, ExportProfile, ExportTo, ImportFile, ImportOptions, NoProgress, RejectsTo,
};
use relata_model::ImportMode;

use crate::fixture::{Shop, both, sku};

fn adds_up(report: &relata_model::ImportReport) {
    let counts = report.counts;
    let sum =
        counts.created + counts.updated + counts.unchanged + counts.moved + counts.pending + counts.rejected;
    let removed = if report.mode == ImportMode::Delete { counts.removed } else { 0 };
    assert_eq!(counts.rows, sum + removed, "{counts:?}");
}

#[test]
fn bad_rows_are_named_kept_and_can_be_mended() {
    both(|shop| {
        let bytes =
            b"\xef\xbb\xbfsku;name;price;stock\nA;Alpha;1.50;3\nB;;2.00;1\n;no sku;1.00;1\nC;Gamma;abc;1\n\
            D;Del\xffta;1.00;1\nE;Eps;1.00\nA;Alpha again;1.75;3\n=F;<script>alert(1)</script>;1.00;1\n";
        let path = shop.folder.path().join("bad.csv");
        std::fs::write(&path, bytes).unwrap();
        let rejects = shop.folder.path().join("rejects.csv");
        let options = ImportOptions { rejects: RejectsTo::File(rejects.clone()), ..ImportOptions::default() };
        let report = shop.import(&path, &options);
        adds_up(&report);
        assert_eq!((report.counts.created, report.counts.updated, report.counts.rejected), (2, 1, 5));
        let rows: Vec<u64> = report.problems.iter().filter_map(|problem| problem.row).collect();
        assert_eq!(rows, [3, 4, 5, 6, 7]);
        let text = std::fs::read_to_string(&rejects).unwrap();
        assert!(text.starts_with("sku;name;price;stock;error\n"), "{text}");

        let mended = text.replace("abc", "1.00").replace("Eps;1.00;", "Eps;1.00;5");
        let mended = shop.file("mended.csv", &mended);
        let second = shop.import(&mended, &ImportOptions::default());
        adds_up(&second);
        assert!(second.counts.created >= 1, "{:?}", second.problems);
        assert_eq!(shop.app.find_product(&sku("C")).unwrap().price, Some(100));
        assert_eq!(shop.app.find_product(&sku("=F")).unwrap().name, "<script>alert(1)</script>");
    });
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    both(|shop| {
        shop.products("S A");
        let path = shop.file(
            "links.csv",
            "source,type,target\nS,related,A\nS,related,LATER\nS,nonsense,A\nS,related,S\n",
        );
        let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let report = shop.import(&path, &options);
        adds_up(&report);
        assert_eq!((report.counts.created, report.counts.pending, report.counts.rejected), (1, 1, 2));
        assert_eq!(report.differences.len(), 2);
        assert_eq!(shop.listed("S", "related"), Vec::<String>::new());
    });
}

#[test]
fn importing_a_file_again_changes_nothing() {
    both(|shop| {
        let products = shop.file("products.csv", "sku,name,parent,categories,price,currency\nP,Shoe,,shoes/running,89,EUR\nP-41,Shoe 41,P,,,EUR\nSOCK,Sock,,socks,9.9,EUR\n");
        let relations = shop
            .file("relations.csv", "source,type,target,weight\nP,cross_sell,SOCK,0.5\nP,upsell,NOT-YET,1\n");
        let orders = shop
            .file("orders.csv", "order_id,sku,quantity,unit_price\no1,P,1,89\no1,SOCK,2,9.9\no1,GHOST,1,1\n");
        for path in [&products, &relations, &orders] {
            adds_up(&shop.import(path, &ImportOptions::default()));
            let second = shop.import(path, &ImportOptions::default());
            adds_up(&second);
            assert_eq!(second.counts.rows, second.counts.unchanged, "{}", path.display());
        }
    });
}

#[test]
fn a_shop_moves_as_a_whole_and_is_the_same_there() {
    both(|shop| {
        let products = shop.file("products.csv", "sku,name,price,currency,tags,attributes.size,attributes.note\nA,\"A, \"\"quoted\"\"\",1.50,USD,new|old,41,\"=1+1\"\nB,B,2,USD,,\"\"\"41\"\"\",true\n");
        shop.import(&products, &ImportOptions::default());
        let relations = shop.file("relations.csv", "source,type,target,channels,valid_from,quantity\nA,related,B,web|app,2026-01-01T00:00:00Z,2\nA,related,LATER,,,\n");
        shop.import(&relations, &ImportOptions::default());
        shop.link("B", "cross_sell", "A").unwrap();
        let (first, second) = (shop.folder.path().join("first"), shop.folder.path().join("second"));
        shop.app.export(ExportProfile::Relata, &ExportTo::Folder(first.clone()), &NoProgress).unwrap();
        let other = Shop::sqlite();
        other
            .app
            .import(&Caller::local(), &[ImportFile::new(&first)], &ImportOptions::default(), &NoProgress)
            .unwrap();
        other.app.export(ExportProfile::Relata, &ExportTo::Folder(second.clone()), &NoProgress).unwrap();
        for entry in std::fs::read_dir(&first).unwrap() {
            let name = entry.unwrap().file_name();
            let (one, two) =
                (std::fs::read(first.join(&name)).unwrap(), std::fs::read(second.join(&name)).unwrap());
            assert_eq!(String::from_utf8(one).unwrap(), String::from_utf8(two).unwrap(), "{name:?}");
        }
    });
}

#[test]
fn a_circle_in_a_file_is_rejected_where_it_closes() {
    both(|shop| {
        shop.products("A B C");
        let path = shop.file(
            "links.csv",
            "source,type,target\nA,upsell,B\nB,upsell,C\nC,upsell,A\nA,related,B\nB,related,A\n",
        );
        let report = shop.import(&path, &ImportOptions::default());
        adds_up(&report);
        assert_eq!((report.counts.created, report.counts.rejected), (4, 1));
        assert_eq!(report.problems[0].code.as_str(), "cycle");
        assert_eq!(report.problems[0].row, Some(4));
    });
}

#[test]
fn an_import_touches_only_what_it_owns() {
    both(|shop| {
        shop.products("S A B C");
        shop.link("S", "related", "A").unwrap();
        let path = shop.file("links.csv", "source,type,target\nS,related,B\nS,related,C\n");
        shop.import(&path, &ImportOptions { source: Some("pim".to_string()), ..ImportOptions::default() });
        let only = shop.file("only.csv", "source,type,target\nS,related,C\n");
        let replace = ImportOptions {
            mode: ImportMode::Replace,
            source: Some("erp".to_string()),
            ..ImportOptions::default()
        };
        assert_eq!(shop.import(&only, &replace).counts.removed, 0);
        let replace = ImportOptions { source: Some("pim".to_string()), ..replace };
        assert_eq!(shop.import(&only, &replace).counts.removed, 1);
        assert!(shop.listed("S", "related").contains(&"A".to_string()));
    });
}

#[test]
fn a_file_that_is_no_table_is_refused_whole() {
    both(|shop| {
        let path = shop.file("photo.csv", "\u{1}\u{2}not a table");
        let refused = shop.app.import(
            &Caller::local(),
            &[ImportFile::new(&path)],
            &ImportOptions::default(),
            &NoProgress,
        );
        assert!(matches!(refused, Err(AppError::Refused { .. })), "{refused:?}");
    });
}

fn import_all(shop: &Shop, names: &[&str], options: &ImportOptions) -> Vec<relata_model::ImportReport> {
    let files: Vec<ImportFile> =
        names.iter().map(|name| ImportFile::new(shop.folder.path().join(name))).collect();
    shop.app.import(&Caller::local(), &files, options, &NoProgress).unwrap()
}

/// Row, column and code of each problem.
fn places(report: &relata_model::ImportReport) -> Vec<(u64, &str, &str)> {
    let place = |problem: &relata_model::Problem| (problem.row.unwrap_or(0), problem.code.as_str());
    let columns = report.problems.iter().map(|problem| problem.column.as_deref().unwrap_or(""));
    report.problems.iter().map(place).zip(columns).map(|((row, code), column)| (row, column, code)).collect()
}

#[test]
fn a_dry_run_over_several_files_counts_what_the_earlier_ones_would_make() {
    both(|shop| {
        shop.file("links.csv", "source,type,target\nA,related,B\nA-1,related,A\nA,related,Z\n");
        shop.file("products.csv", "sku,name\nA,a\nB,b\n");
        shop.file("variants.csv", "sku,name,parent\nA-1,a1,A\nX-1,x1,X\n");
        shop.file("orders.csv", "order_id,sku\n1,A\n1,Z\n");
        let names = ["links.csv", "orders.csv", "products.csv", "variants.csv"];
        let dry = import_all(shop, &names, &ImportOptions { dry_run: true, ..ImportOptions::default() });
        let real = import_all(shop, &names, &ImportOptions::default());
        for (dry, real) in dry.iter().zip(&real) {
            adds_up(dry);
            assert_eq!((&dry.file, dry.counts), (&real.file, real.counts));
            assert_eq!((places(dry), &dry.warnings), (places(real), &real.warnings));
        }
        let links = &dry[2];
        assert_eq!((links.counts.created, links.counts.pending, links.counts.rejected), (1, 1, 1));
        assert_eq!(places(links), [(3, "target", "family-relation")]);
    });
}

#[test]
fn a_product_that_would_close_a_circle_is_rejected_and_the_others_are_taken() {
    both(|shop| {
        shop.products("A B C Z");
        shop.link("A", "upsell", "B").unwrap();
        shop.link("B", "upsell", "C").unwrap();
        let path = shop.file("products.csv", "sku,name,parent\nC,c,A\nNEW,new,\nZ,z,\n");
        for dry_run in [true, false] {
            let report = shop.import(&path, &ImportOptions { dry_run, ..ImportOptions::default() });
            adds_up(&report);
            assert_eq!((report.counts.created, report.counts.updated, report.counts.rejected), (1, 1, 1));
            assert_eq!(places(&report), [(2, "parent", "cycle")]);
        }
        let kept = shop.app.find_product(&sku("C")).unwrap();
        assert_eq!((kept.name.as_str(), kept.parent), ("C", None));
        let again = shop.import(&path, &ImportOptions::default());
        assert_eq!((again.counts.unchanged, again.counts.rejected), (2, 1));
    });
}

#[test]
fn a_parent_may_list_its_variants_above_their_own_rows() {
    both(|shop| {
        let text = "sku,name,price,configurable_variations\n\
                    TEE,Tee,10,\"sku=TEE-S,size=S|sku=TEE-M,size=M\"\nTEE-S,Tee S,10,\n";
        let path = shop.file("tees.csv", text);
        let rejects = shop.folder.path().join("rejects.csv");
        let options = ImportOptions { rejects: RejectsTo::File(rejects.clone()), ..ImportOptions::default() };
        let report = shop.import(&path, &options);
        adds_up(&report);
        assert_eq!((report.counts.created, report.counts.updated, report.counts.rejected), (2, 1, 1));
        assert_eq!(places(&report), [(2, "configurable_variations", "unknown-product")]);
        assert_eq!(shop.app.find_product(&sku("TEE-S")).unwrap().parent, Some(sku("TEE")));

        shop.products("TEE-M");
        let mended = shop.import(&rejects, &ImportOptions::default());
        adds_up(&mended);
        assert_eq!((mended.counts.updated, mended.counts.unchanged, mended.counts.rejected), (1, 1, 0));
        assert_eq!(shop.app.find_product(&sku("TEE-M")).unwrap().parent, Some(sku("TEE")));

        let parent_alone = shop.file("delete.csv", text.split("TEE-S,Tee").next().unwrap());
        let delete = ImportOptions { mode: ImportMode::Delete, ..ImportOptions::default() };
        assert_eq!(shop.import(&parent_alone, &delete).counts.removed, 1);
        assert_eq!(shop.app.find_product(&sku("TEE-S")).unwrap().name, "Tee S", "only named there");
    });
}

#[test]
fn replace_removes_nothing_of_a_list_that_it_does_not_know_as_a_whole() {
    both(|shop| {
        shop.products("S T A B C");
        let rows = "S,related,A\nS,related,B\nT,related,A\nT,related,B\n";
        shop.import(&shop.file("all.csv", &format!("source,type,target\n{rows}")), &ImportOptions::default());
        let replace = ImportOptions { mode: ImportMode::Replace, ..ImportOptions::default() };
        // The row of S and B is rejected, that of T and B is not there.
        let path = shop.file(
            "some.csv",
            "source,type,target,weight\nS,related,A,\nS,related,B,heavy\nS,related,C,\nT,related,A,\n",
        );
        let report = shop.import(&path, &replace);
        adds_up(&report);
        assert_eq!((report.counts.created, report.counts.removed, report.counts.rejected), (1, 1, 1));
        assert!(report.warnings.iter().any(|warning| warning.code.as_str() == "incomplete-list"));
        assert_eq!(shop.listed("S", "related"), ["A", "C", "B"]);
        assert_eq!(shop.listed("T", "related"), ["A"]);
        // A row of which nobody knows the list may be about any.
        let path = shop.file("ragged.csv", "source,type,target\nS,related,A\nT,related\n");
        let report = shop.import(&path, &replace);
        assert_eq!((report.counts.unchanged, report.counts.removed, report.counts.rejected), (1, 0, 1));
        assert_eq!(shop.listed("S", "related").len(), 3);
    });
}

#[test]
fn more_rows_for_one_list_than_fit_are_rejected_one_by_one() {
    let shop = Shop::sqlite();
    shop.products("S A");
    let rows = "S,related,A\n".repeat(20_010);
    let report = shop
        .import(&shop.file("same.csv", &format!("source,type,target\n{rows}")), &ImportOptions::default());
    adds_up(&report);
    assert_eq!((report.counts.created, report.counts.unchanged, report.counts.rejected), (1, 19_999, 10));
    assert_eq!(places(&report)[0], (20_002, "", "limit-exceeded"));
}

#[test]
fn a_shop_with_everything_moves_and_is_the_same_there() {
    let types = r#"[
        {"code": "kit", "label": {"en": "Kit"}, "default_weight": 0.33, "cycle_law": "strict", "potential": null,
         "symmetric": false, "inverse": "part_of", "max_per_product": 3, "placements": ["cart"], "built_in": false},
        {"code": "part_of", "label": {}, "default_weight": 0.5, "cycle_law": "free", "potential": null,
         "symmetric": false, "inverse": "kit", "max_per_product": 50, "placements": [], "built_in": false}]"#;
    let channels = r#"[{"code": "app", "name": "App \"x\"", "locale": "de", "currency": "CHF",
        "assortment": ["A", "NOT-YET"]}]"#;
    let placements = r#"[{"code": "aisle", "name": "Aisle", "limit": 9, "arrangement": "pins_then_score",
        "caps": {"brand": 2, "category": 1}, "blocks": [{"code": "b1", "types": ["kit", "upsell"], "limit": 3}],
        "fallbacks": ["newest"], "built_in": false}]"#;
    let products = r#"{"sku": "A", "name": "=SUM(A1)", "brand": "Ac|me", "categories": ["a/b", "c"], "price": "19", "currency": "JPY", "cost": "3", "stock": 0, "status": "inactive", "tags": ["t|1", "t\\2"], "url": "http://x/?a=1", "image_url": "/i", "created_at": "2026-01-05T00:00:00.123+02:00", "description": "two\nlines\r\n<b> \"q\"", "names": {"de": "Ä", "en-US": "x"}, "offers": {"app": {"price": "85.00", "currency": "EUR", "stock": 3}, "web": {"stock": 0}}, "excluded": [{"type": "cross_sell", "target": "X|:\\y"}], "attributes": {"n": 240, "neg": -1.50, "t": "0041", "exp": "1e5", "flag": true, "tflag": "true", "list": ["41", "42"], "mixed": [1, 2.5, true, "a|b"], "none": [], "one": ["x"], "bar": "a|b", "json": "[1]", "q": "\"x\"", "lead": " lead", "Ünï kö": "v", "a.b": "c", "big": 12345678901234567890, "blank": [""]}}
{"sku": "B", "name": " b "}
{"sku": "A-1", "name": "variant", "parent": "A"}
{"sku": "D\"q, E|F", "name": "q"}
"#;
    let relations = "source,type,target,position,weight,quantity,channels,locales,segments,valid_from,valid_until,origin,pin,fields,arranged\n\
        A,cross_sell,B,2,0.1234567890123,2.5,app|store,de|en-US,vip,2026-01-01T00:00:00Z,2026-02-01T00:00:00+01:00,manual,1,\"{\"\"a\"\":[1,{\"\"c\"\":null}],\"\"z\"\":\"\"=x\"\"}\",true\n\
        A,cross_sell,\"D\"\"q, E|F\",1,1,,,,,,,manual,,,\n\
        A,cross_sell,LEARNED,1,1,,,,,,,learned:m,,,\n\
        A,cross_sell,LATER,3,0,,,,,,,import:pim,,,\n\
        A,cross_sell,B,4,1,,,,,,,import:pim,,,\n\
        A,kit,B,1,0.0000001,,,,,,,,,,\n\
        GHOST,part_of,A,,,,,,,,,,,,\n";
    let orders = "order_id,customer_id,ordered_at,channel,currency,sku,quantity,unit_price\n\
        C1,c,2026-01-01T00:00:00Z,app,JPY,A,-2,10\n=1,,,,,B,1.5,9.99\n=1,,,,,B,1.5,9.99\n2,\"x,y\",2026-01-01,web,EUR,GHOST,1,\n";
    let views = r#"[{"code": "sold-out", "name": "Sold out", "screen": "products", "query": "stock=out", "position": 3}]"#;
    // The rule asks for an attribute that one product has and for one that none has any more.
    let rules = r#"[{"code": "dear:kits", "name": "Dear \"kits\"", "type": "kit", "status": "active",
        "match": "source.attributes.n > 3 && source.price >\n 5.50", "show": "target.attributes.gone == 'x' || target.price < 5",
        "when": "context.channel == 'app'", "order_by": [{"field": "target.margin", "direction": "desc"}], "limit": 7,
        "weight": 0.3, "priority": -2, "scope": {"channels": ["app"], "locales": ["de"], "segments": ["vip"]},
        "window": {"from": "2026-01-01T00:00:00Z", "until": null}, "offer": {"kind": "percent", "value": "12.50", "label": "Ä"}},
        {"code": "wrong", "name": "Wrong", "type": "nowhere", "status": "draft", "match": "nonsense (", "show": "true",
        "when": null, "order_by": [], "limit": 1, "weight": 1.0, "priority": 0, "scope": {}, "window": {}, "offer": null}]"#;
    let guidelines = r#"[{"code": "no-b", "name": "No B", "status": "active", "types": ["kit"], "forbid": "target.sku == 'B'"}]"#;
    both(|shop| {
        std::fs::create_dir(shop.folder.path().join("in")).unwrap();
        for (name, text) in [
            ("in/shop.json", "{\"currency\": \"CHF\"}"),
            ("in/relation-types.json", types),
            ("in/channels.json", channels),
            ("in/placements.json", placements),
            ("in/views.json", views),
            ("in/products.jsonl", products),
            ("in/relations.csv", relations),
            ("in/orders.csv", orders),
            ("in/rules.json", rules),
            ("in/guidelines.json", guidelines),
        ] {
            shop.file(name, text);
        }
        let dry = import_all(shop, &["in"], &ImportOptions { dry_run: true, ..ImportOptions::default() });
        let reports = import_all(shop, &["in"], &ImportOptions::default());
        for (dry, report) in dry.iter().zip(&reports) {
            adds_up(report);
            assert_eq!(
                (report.counts.rejected, dry.counts),
                (0, report.counts),
                "{}: {:?}",
                report.file,
                report.problems
            );
        }
        let (first, second) = (shop.folder.path().join("first"), shop.folder.path().join("second"));
        let export = |shop: &Shop, to: &std::path::Path| {
            shop.app.export(ExportProfile::Relata, &ExportTo::Folder(to.to_path_buf()), &NoProgress).unwrap();
        };
        export(shop, &first);
        let other = Shop::sqlite();
        let files = [ImportFile::new(&first)];
        let moved =
            other.app.import(&Caller::local(), &files, &ImportOptions::default(), &NoProgress).unwrap();
        assert!(moved.iter().all(|report| report.counts.rejected == 0), "{moved:?}");
        export(&other, &second);
        let names: Vec<_> =
            std::fs::read_dir(&first).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 10, "{names:?}");
        for name in names {
            let (one, two) =
                (std::fs::read_to_string(first.join(&name)), std::fs::read_to_string(second.join(&name)));
            assert_eq!(one.unwrap(), two.unwrap(), "{name:?}");
        }
        let again =
            shop.app.import(&Caller::local(), &files, &ImportOptions::default(), &NoProgress).unwrap();
        assert!(again.iter().all(|report| report.counts.rows == report.counts.unchanged), "{again:?}");
    });
}

#[test]
fn rules_that_nobody_can_evaluate_do_not_move() {
    let rule = |code: &str, kind: &str, show: &str| {
        format!(
            r#"{{"code": "{code}", "name": "R", "type": "{kind}", "status": "active", "match": "true", "show": "{show}",
            "when": null, "order_by": [], "limit": 1, "weight": 1.0, "priority": 0, "scope": {{}}, "window": {{}}, "offer": null}}"#
        )
    };
    let rules =
        [rule("a", "related", "target.price <"), rule("b", "nowhere", "true"), rule("c", "related", "true")];
    both(|shop| {
        let report = shop
            .import(&shop.file("rules.json", &format!("[{}]", rules.join(","))), &ImportOptions::default());
        assert_eq!((report.counts.rows, report.counts.rejected, report.counts.created), (3, 2, 1));
        let codes: Vec<_> = report
            .problems
            .iter()
            .map(|problem| (problem.subject.as_deref(), problem.code.as_str()))
            .collect();
        assert_eq!(codes, [(Some("a"), "syntax"), (Some("b"), "unknown-type")]);
    });
}

#[test]
fn magento_gets_what_the_web_shop_shows_to_everybody_now() {
    both(|shop| {
        shop.products("S A B C D E");
        let links = "source,type,target,channels,segments,valid_from,valid_until\nS,related,A,,,,\nS,related,B,app,,,\n\
            S,related,C,,vip,,\nS,related,D,,,,2026-01-01\nS,related,E,app|web,,2026-01-01,\nS,upsell,LATER,,,,\nS,accessory,A,,,,\n";
        shop.import(&shop.file("links.csv", links), &ImportOptions::default());
        let out = shop.folder.path().join("magento.csv");
        let report =
            shop.app.export(ExportProfile::Magento, &ExportTo::File(out.clone()), &NoProgress).unwrap();
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(text.ends_with("S,\"A,E\",\"1,2\",,,LATER,1\n"), "{text}");
        assert_eq!(report.warnings.len(), 3, "{:?}", report.warnings);
        let other = Shop::sqlite();
        other.products("S A E");
        let back = other.import(&out, &ImportOptions::default());
        assert_eq!((back.counts.created, back.counts.pending, back.counts.rejected), (2, 1, 0));
        assert_eq!(other.listed("S", "related"), ["A", "E"]);
    });
}

#[test]
fn a_moved_channel_sells_what_a_condition_takes_in_that_comes_after_it() {
    both(|shop| {
        std::fs::create_dir(shop.folder.path().join("in")).unwrap();
        let channels = r#"[{"code": "outlet", "name": "Outlet", "locale": null, "currency": null, "assortment": "source.is('cheap')"},
            {"code": "wrong", "name": "Wrong", "locale": null, "currency": null, "assortment": "source.price >"}]"#;
        let conditions =
            r#"[{"code": "cheap", "name": "Cheap", "condition": "source.attributes.sale == true"}]"#;
        shop.file("in/channels.json", channels);
        shop.file("in/conditions.json", conditions);
        shop.file("in/products.csv", "sku,name,attributes.sale\nA,A,true\nB,B,false\n");
        let reports = import_all(shop, &["in"], &ImportOptions::default());
        let rejected: u64 = reports.iter().map(|report| report.counts.rejected).sum();
        assert_eq!(rejected, 1, "{reports:?}");
        let channels = shop.app.list_channels().unwrap();
        let outlet = channels.iter().find(|channel| channel.code.as_str() == "outlet").unwrap();
        let text = outlet.assortment.as_ref().and_then(relata_model::Assortment::condition);
        assert_eq!(text, Some("source.is('cheap')"));
        assert!(channels.iter().all(|channel| channel.code.as_str() != "wrong"));
    });
}
