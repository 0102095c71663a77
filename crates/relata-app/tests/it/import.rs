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
