//! Configuration as files: all of it or nothing, and the same a second time.

use std::collections::BTreeMap;
use std::path::Path;

use relata_app::{
    ApplyOptions, Caller, ConfigurationFiles, ConfigurationReport, ExportProfile, ExportTo, NoProgress,
};
use relata_model::{Guideline, Rule};

use crate::fixture::{Shop, both};

const NOW: ApplyOptions = ApplyOptions { dry_run: false, prune: false };

fn apply(shop: &Shop, path: &Path, options: ApplyOptions) -> ConfigurationReport {
    let files = ConfigurationFiles::read(&[path.to_path_buf()], None).unwrap();
    shop.app.apply_configuration(&Caller::local(), &files, options).unwrap()
}

fn write(shop: &Shop, files: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = shop.folder.path().join("config");
    let _ = std::fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What is wrong, as `file:line:column code`, the file without its folders.
fn places(report: &ConfigurationReport) -> Vec<String> {
    let place = |found: &relata_app::FileProblem| {
        let file = Path::new(&found.file).file_name().unwrap().to_string_lossy().into_owned();
        let number = |number: Option<u64>| number.map_or("-".to_string(), |number| number.to_string());
        format!("{file}:{}:{} {}", number(found.line), number(found.column), found.problem.code.as_str())
    };
    report.problems.iter().map(place).collect()
}

fn counts(report: &ConfigurationReport) -> (u64, u64, u64, u64) {
    let counts = report.counts;
    (counts.created, counts.updated, counts.unchanged, counts.removed)
}

fn rules(shop: &Shop) -> Vec<String> {
    shop.app.list_documents::<Rule>().unwrap().iter().map(|rule| rule.code.to_string()).collect()
}

fn priced(shop: &Shop, sku: &str, price: i64) {
    shop.product(sku, move |product| {
        product.price = Some(price);
    });
}

/// All files below a folder by their names.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path).into_iter().map(|(name, text)| {
                (format!("{}/{name}", path.file_name().unwrap().to_string_lossy()), text)
            }));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

const KIT: &str = "code: kit\ncycle_law: strict\ninverse: part_of\nplacements: [aisle]\n";
const PART: &str = "code: part_of\ninverse: kit\n";
const AISLE: &str = "code: aisle\nlimit: 9\nblocks:\n  - code: b1\n    types: [kit]\n    limit: 3\n";
const RULE: &str = "code: kits\ntype: kit\nstatus: active\nmatch: source.price > 5\nshow: |-\n  target.price <\n  source.price\nlimit: 3\n";

#[test]
fn a_folder_is_applied_whole_and_a_second_time_changes_nothing() {
    both(|shop| {
        priced(shop, "A", 900);
        priced(shop, "B", 300);
        let folder = write(
            shop,
            &[
                ("rules/kits.yaml", RULE),
                ("guidelines.yaml", "- code: no-b\n  status: active\n  forbid: target.sku == 'C'\n"),
                ("placements/aisle.yml", AISLE),
                ("relation-types/all.yaml", &format!("---\n{KIT}---\n{PART}")),
                (
                    "more.json",
                    "{\"channels\": [{\"code\": \"app\", \"currency\": \"CHF\"}], \"views\": {\"code\": \"v\"}}",
                ),
                ("README.md", "no configuration"),
                (".hidden.yaml", "]"),
            ],
        );
        let dry = apply(shop, &folder, ApplyOptions { dry_run: true, ..NOW });
        assert_eq!((counts(&dry), dry.applied, dry.revision), ((7, 0, 0, 0), false, None), "{dry:?}");
        assert_eq!(rules(shop), [""; 0]);
        let first = apply(shop, &folder, NOW);
        assert_eq!((counts(&first), first.applied), ((7, 0, 0, 0), true), "{first:?}");
        assert_eq!(shop.served("A", "kit"), ["B"]);
        let second = apply(shop, &folder, NOW);
        assert_eq!((counts(&second), second.revision), ((0, 0, 7, 0), None), "{second:?}");

        let folder = write(shop, &[("rules/kits.yaml", &RULE.replace("limit: 3", "limit: 4\nname: Kits"))]);
        let changed = apply(shop, &folder, NOW);
        assert_eq!(counts(&changed), (0, 1, 0, 0));
        let fields: Vec<String> = changed.changes[0]
            .fields
            .iter()
            .map(|field| format!("{}: {} -> {}", field.field, field.before, field.after))
            .collect();
        assert_eq!(fields, ["limit: 3 -> 4", "name: \"kits\" -> \"Kits\""]);
    });
}

#[test]
fn with_any_problem_nothing_is_written_and_all_are_named() {
    both(|shop| {
        priced(shop, "A", 900);
        let folder = write(
            shop,
            &[
                ("rules/a.yaml", "code: a\ntype: nowhere\nstatus: active\nshow: target.price > 'x'\n"),
                (
                    "rules/b.yaml",
                    "- code: b\n  type: upsell\n  limitt: 3\n- code: c\n  type: upsell\n- code: c\n  type: upsell\n",
                ),
                ("rules/d.yaml", "code: [\n"),
                (
                    "guidelines/g.yaml",
                    "code: g\nstatus: active\ntypes: [upsell, nowhere]\nforbid: |-\n  source.sku == 'A' &&\n  target.nonsense\n",
                ),
                ("what.yaml", "code: x\n"),
                ("channels/fine.yaml", "code: fine\n"),
            ],
        );
        let report = apply(shop, &folder, NOW);
        let expected = [
            "d.yaml:2:1 invalid-value",
            "what.yaml:1:1 unknown-profile",
            "b.yaml:3:11 invalid-value",
            "b.yaml:6:9 duplicate-row",
            "g.yaml:3:17 unknown-type",
            "g.yaml:6:9 unknown-attribute",
            "a.yaml:2:7 unknown-type",
            "a.yaml:4:20 type-mismatch",
        ];
        let mut found = places(&report);
        let mut wanted: Vec<String> = expected.iter().map(ToString::to_string).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{report:?}");
        assert_eq!((report.applied, report.revision), (false, None));
        assert_eq!(shop.app.list_channels().unwrap().len(), 1);
        assert_eq!(rules(shop), [""; 0]);

        let inside = report
            .problems
            .iter()
            .find(|found| found.file.ends_with("g.yaml") && found.line == Some(6))
            .unwrap();
        // The place in the file, not the one in the condition.
        assert!(!inside.problem.message.contains("line"), "{inside:?}");
    });
}

#[test]
fn rules_of_one_folder_that_close_a_circle_together_are_refused() {
    both(|shop| {
        priced(shop, "A", 900);
        priced(shop, "B", 300);
        let rule = |code: &str, from: &str, to: &str| {
            format!(
                "code: {code}\ntype: successor\nstatus: active\nmatch: source.sku == '{from}'\nshow: target.sku == '{to}'\n"
            )
        };
        let (there, back) = (rule("there", "A", "B"), rule("back", "B", "A"));
        let folder = write(shop, &[("rules/there.yaml", &there), ("rules/back.yaml", &back)]);
        let report = apply(shop, &folder, NOW);
        assert!(!report.problems.is_empty() && !report.applied, "{report:?}");
        assert!(
            report.problems.iter().all(|found| found.problem.code.as_str() == "rule-cycle"),
            "{report:?}"
        );
        assert_eq!(rules(shop), [""; 0]);
        let folder = write(
            shop,
            &[("rules/there.yaml", &there), ("rules/back.yaml", &back.replace("active", "draft"))],
        );
        assert!(apply(shop, &folder, NOW).applied);
        assert_eq!(shop.served("A", "successor"), ["B"]);
    });
}

#[test]
fn pruning_removes_what_the_files_do_not_hold_of_their_nouns() {
    both(|shop| {
        let all = [
            ("rules/a.yaml", "code: a\ntype: kit\n"),
            ("rules/b.yaml", "code: b\ntype: kit\n"),
            ("guidelines/g.yaml", "code: g\nforbid: \"true\"\n"),
            ("relation-types/kit.yaml", "code: kit\n"),
            ("relation-types/spare.yaml", "code: spare\n"),
        ];
        assert!(apply(shop, &write(shop, &all), NOW).applied);
        let prune = ApplyOptions { prune: true, ..NOW };
        // A type that a rule names stays, and so does everything else then.
        let report = apply(shop, &write(shop, &[all[0], all[4]]), prune);
        assert_eq!(places(&report), ["relation-types:-:- in-use"], "{report:?}");
        assert_eq!(rules(shop), ["a", "b"]);
        // Built-in types stay, and guidelines, of which the folder says nothing.
        let report = apply(shop, &write(shop, &[all[0], all[3]]), prune);
        assert_eq!((counts(&report), report.applied), ((0, 0, 2, 2), true), "{report:?}");
        assert_eq!(rules(shop), ["a"]);
        assert_eq!(shop.app.list_relation_types().unwrap().len(), 8);
        assert_eq!(shop.app.list_documents::<Guideline>().unwrap().len(), 1);
    });
}

#[test]
fn what_is_exported_makes_the_same_shop_and_the_same_files() {
    both(|shop| {
        priced(shop, "A", 900);
        let rule = "code: all:fields\nname: \"Ä: #1\"\ntype: kit\nstatus: active\nmatch: \"'x' in source.tags\"\n\
            show: |-\n  target.price < source.price &&\n  target.sku != 'C'\nwhen: context.channel == 'app'\n\
            order_by: [{field: target.margin, direction: desc}, {field: target.price}]\nlimit: 9\nweight: 0.25\n\
            priority: -3\nchannels: [app]\nlocales: [de]\nsegments: [vip]\nvalid_from: 2027-01-01T00:00:00+01:00\n\
            offer: {kind: percent, value: 12.50, label: Ä}\n";
        let folder = write(
            shop,
            &[
                ("relation-types/all.yaml", &format!("---\n{KIT}---\n{PART}")),
                ("placements/aisle.yaml", AISLE),
                ("channels/app.yaml", "code: app\nassortment: []\n"),
                ("channels/one.yaml", "code: one\nlocale: de-AT\nassortment: [A, '0815']\n"),
                ("rules/all.yaml", rule),
                ("rules/more.yaml", "[{code: Case, type: kit}, {code: case, type: kit, show: \"\\t\"}]"),
                ("guidelines/g.yaml", "code: g\ntypes: [kit]\nforbid: \"true\"\n"),
                (
                    "mappings/m.yaml",
                    "code: m\ncontent: relations\ncolumns: {von: source, nach: target, art: type, x: null}\n",
                ),
                ("views/v.yaml", "code: v\nquery: a=1&b=%20\n"),
            ],
        );
        let report = apply(shop, &folder, NOW);
        assert!(report.applied, "{report:?}");
        let (first, second) = (shop.folder.path().join("first"), shop.folder.path().join("second"));
        let export = |shop: &Shop, to: &Path| {
            let to = ExportTo::Folder(to.to_path_buf());
            shop.app.export(ExportProfile::Config, &to, &NoProgress).unwrap()
        };
        export(shop, &first);
        let names: Vec<String> = contents(&first).into_keys().collect();
        for name in ["rules/all%3Afields.yaml", "rules/Case.yaml", "rules/case~2.yaml", "channels/app.yaml"] {
            assert!(names.contains(&name.to_string()), "{names:?}");
        }
        let again = apply(shop, &first, ApplyOptions { prune: true, ..NOW });
        assert_eq!(
            (again.counts.created, again.counts.updated, again.counts.removed),
            (0, 0, 0),
            "{again:?}"
        );
        let other = Shop::sqlite();
        let report = apply(&other, &first, NOW);
        assert!(report.applied, "{report:?}");
        export(&other, &second);
        assert_eq!(contents(&first), contents(&second));

        // A file of a thing that is gone would make it again, so it is told.
        std::fs::write(first.join("rules/old.yaml"), "code: old\ntype: kit\n").unwrap();
        let warned = export(shop, &first).warnings;
        assert!(warned.len() == 1 && warned[0].message.contains("old.yaml"), "{warned:?}");
    });
}

#[test]
fn test_suites_are_kept_as_files_too() {
    both(|shop| {
        shop.product("A", |_| {});
        let suite = "code: safety\nrequired: true\nsample: {by: best_sellers, size: 20}\nasks: [{placement: product_page, types: [kit]}]\nchecks:\n  - {check: guidelines}\n  - {name: dear, check: forbid, forbid: \"target.is('dear')\", types: [kit], severity: warn}\n  - {check: coverage, items: 4, fail: 0.7}\n";
        // It names a type and a condition of the same folder.
        let folder = write(
            shop,
            &[
                ("relation-types/kit.yaml", "code: kit\n"),
                ("conditions/dear.yaml", "code: dear\ncondition: source.price > 10\n"),
                ("test-suites/safety.yaml", suite),
            ],
        );
        let report = apply(shop, &folder, NOW);
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert_eq!(counts(&report), (3, 0, 0, 0));
        assert_eq!(counts(&apply(shop, &folder, NOW)), (0, 0, 3, 0));
        let out = shop.folder.path().join("out");
        shop.app.export(ExportProfile::Config, &ExportTo::Folder(out.clone()), &NoProgress).unwrap();
        let written = contents(&out);
        assert!(written["test-suites/safety.yaml"].contains("required: true"), "{written:?}");
        let again = apply(shop, &out, NOW);
        assert!(again.problems.is_empty(), "{:?}", again.problems);
        assert_eq!((again.counts.created, again.counts.updated), (0, 0), "{:?}", again.changes);

        // A rule that a required suite fails with does not become active with a file either.
        let rule = "code: kits\ntype: kit\nstatus: active\n";
        shop.product("B", |product| product.price = Some(100));
        let strict = suite.replace("target.is('dear')", "target.price > 0").replace(", severity: warn", "");
        let failing = write(shop, &[("rules/kits.yaml", rule), ("test-suites/safety.yaml", &strict)]);
        let refused = apply(shop, &failing, NOW);
        assert_eq!(places(&refused), ["test-suites:-:- test-failed"]);
        let draft = write(shop, &[("rules/kits.yaml", &rule.replace("active", "draft"))]);
        assert!(apply(shop, &draft, NOW).problems.is_empty());

        let wrong = "- code: a\n  checks:\n    - {check: forbid, forbid: target.prise > 1}\n- code: b\n  asks: [{placement: nowhere}]\n- code: built-in\n";
        let folder = write(shop, &[("test-suites.yaml", wrong)]);
        let refused = apply(shop, &folder, NOW);
        assert_eq!(
            places(&refused),
            [
                "test-suites.yaml:6:9 invalid-value",
                "test-suites.yaml:3:37 unknown-attribute",
                "test-suites.yaml:5:22 unknown-placement"
            ]
        );
        // What reads a condition keeps it; gone, it does not.
        let folder = write(shop, &[("conditions/other.yaml", "code: other\ncondition: source.in_stock\n")]);
        let kept = apply(shop, &folder, ApplyOptions { dry_run: false, prune: true });
        assert_eq!(kept.problems.len(), 1, "{:?}", kept.problems);
        assert!(kept.problems[0].problem.message.contains("the test suite safety reads it"));
    });
}
