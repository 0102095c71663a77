//! Conditions with names in files, in moved shops and in the audit log: whatever names whatever, all of
//! it or nothing.

use std::path::{Path, PathBuf};

use relata_app::{
    ApplyOptions, Caller, ConfigurationFiles, ConfigurationReport, ExportProfile, ExportTo, ImportFile,
    ImportOptions, NoProgress,
};
use relata_model::{NamedCondition, Rule};

use crate::fixture::{Shop, both, codes};

const NOW: ApplyOptions = ApplyOptions { dry_run: false, prune: false };
const PRUNE: ApplyOptions = ApplyOptions { dry_run: false, prune: true };

fn apply(shop: &Shop, files: &[(&str, &str)], options: ApplyOptions) -> ConfigurationReport {
    let folder = shop.folder.path().join("config");
    let _ = std::fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let files = ConfigurationFiles::read(&[folder], None).unwrap();
    shop.app.apply_configuration(&Caller::local(), &files, options).unwrap()
}

/// What is wrong, as `file:line code`.
fn places(report: &ConfigurationReport) -> Vec<String> {
    let place = |found: &relata_app::FileProblem| {
        let file = Path::new(&found.file).file_name().unwrap().to_string_lossy().into_owned();
        let line = found.line.map_or("-".to_string(), |line| line.to_string());
        format!("{file}:{line} {}", found.problem.code.as_str())
    };
    report.problems.iter().map(place).collect()
}

fn stored(shop: &Shop) -> (usize, usize) {
    let conditions = shop.app.list_documents::<NamedCondition>().unwrap();
    (conditions.len(), shop.app.list_documents::<Rule>().unwrap().len())
}

fn shop_of(shop: &Shop) {
    for (sku, price) in [("A", 10_000), ("B", 20_000), ("C", 60_000), ("D", 70_000)] {
        shop.product(sku, move |product| product.price = Some(price));
    }
}

/// A rule reads a condition, which reads a rule.
const FILES: [(&str, &str); 2] = [
    (
        "conditions.yaml",
        "- code: dear\n  condition: source.price > 500 && !source.in_rule('cheap')\n- code: alone\n  condition: source.is('dear')\n",
    ),
    (
        "rules.yaml",
        "- code: up\n  type: related\n  status: active\n  match: source.in_rule('cheap')\n  show: target.is('alone')\n\
         - code: cheap\n  type: related\n  match: source.price < 150\n",
    ),
];

#[test]
fn files_that_name_one_another_are_applied_pruned_and_undone_whole() {
    both(|shop| {
        shop_of(shop);
        let first = apply(shop, &FILES, NOW);
        assert!(first.applied, "{:?}", first.problems);
        assert_eq!(shop.served("A", "related"), ["C", "D"]);
        assert_eq!(apply(shop, &FILES, PRUNE).counts.unchanged, 4);

        // The condition turns to what its readers read no more, in the same folder.
        let swapped = [
            (
                "conditions.yaml",
                "- code: dear\n  condition: source.in_rule('up')\n- code: alone\n  condition: source.price > 650\n",
            ),
            FILES[1],
        ];
        assert!(apply(shop, &swapped, NOW).applied);
        assert_eq!(shop.served("A", "related"), ["D"]);
        assert!(apply(shop, &FILES, NOW).applied);

        let kept = apply(shop, &[("conditions.yaml", "code: other\ncondition: 'true'\n")], PRUNE);
        assert!(!kept.applied);
        assert_eq!(places(&kept), ["conditions:- in-use"], "what goes with its readers may go: {kept:?}");
        let other = [
            ("conditions.yaml", "code: other\ncondition: 'true'\n"),
            ("rules.yaml", "code: rest\ntype: related\n"),
        ];
        let pruned = apply(shop, &other, PRUNE);
        assert!(pruned.applied, "{:?}", pruned.problems);
        assert_eq!(stored(shop), (1, 1));
        let undone = shop.app.revert(&Caller::local(), pruned.revision.unwrap());
        assert_eq!(undone.map(|_| stored(shop)).unwrap(), (2, 2));
        assert_eq!(shop.served("A", "related"), ["C", "D"]);
        let again = apply(shop, &FILES, PRUNE);
        assert_eq!(again.counts.unchanged, 4);
    });
}

#[test]
fn an_application_that_names_one_another_is_undone_as_one() {
    both(|shop| {
        shop_of(shop);
        let revision = apply(shop, &FILES, NOW).revision.unwrap();
        shop.app.revert(&Caller::local(), revision).unwrap();
        assert_eq!(stored(shop), (0, 0));
        let again = apply(shop, &FILES, NOW).revision.unwrap();
        let reader = [("conditions.yaml", "code: reader\ncondition: source.is('alone')\n")];
        assert!(apply(shop, &reader, NOW).applied);
        assert_eq!(codes(shop.app.revert(&Caller::local(), again)), ["in-use"]);
        assert_eq!(stored(shop), (3, 2));
    });
}

#[test]
fn what_is_wrong_with_names_is_told_at_its_file_and_nothing_is_written() {
    both(|shop| {
        shop_of(shop);
        let wrong = [
            ("conditions/a.yaml", "code: a\ncondition: source.in_rule('r')\n"),
            ("conditions/b.yaml", "code: b\ncondition: |-\n  source.price > 1 ||\n  source.is('c')\n"),
            ("conditions/d.yaml", "code: d\ncondition: target.price > 1\n"),
            ("rules/r.yaml", "code: r\ntype: related\nmatch: source.is('a')\n"),
            ("rules/s.yaml", "code: s\ntype: related\nstatus: active\nmatch: source.in_rule('rr')\n"),
            ("guidelines/g.yaml", "code: g\nstatus: active\nforbid: target.is('x')\n"),
        ];
        let report = apply(shop, &wrong, NOW);
        assert_eq!(
            places(&report),
            [
                "a.yaml:2 rule-cycle",
                "r.yaml:3 rule-cycle",
                "b.yaml:4 unknown-condition",
                "d.yaml:2 unknown-attribute",
                "g.yaml:3 unknown-condition",
                "s.yaml:4 unknown-condition",
            ]
        );
        assert_eq!(stored(shop), (0, 0));
    });
}

#[test]
fn a_moved_shop_takes_its_names_along() {
    both(|shop| {
        shop_of(shop);
        assert!(apply(shop, &FILES, NOW).applied);
        let law = [(
            "guidelines.yaml",
            "code: law\nstatus: active\nforbid: source.in_rule('cheap') && target.sku == 'C'\n",
        )];
        assert!(apply(shop, &law, NOW).applied);
        let export = |shop: &Shop, profile, name: &str| -> PathBuf {
            let to = shop.folder.path().join(name);
            shop.app.export(profile, &ExportTo::Folder(to.clone()), &NoProgress).unwrap();
            to
        };
        let folder = export(shop, ExportProfile::Relata, "moved");
        let other = Shop::sqlite();
        for dry_run in [true, false] {
            let options = ImportOptions { dry_run, ..ImportOptions::default() };
            let files = [ImportFile::new(&folder)];
            let reports = other.app.import(&Caller::local(), &files, &options, &NoProgress).unwrap();
            let told: Vec<_> =
                reports.iter().flat_map(|one| one.problems.iter().chain(&one.warnings)).collect();
            assert!(told.is_empty(), "{told:?}");
        }
        assert_eq!(stored(&other), (2, 2));
        assert_eq!(other.served("A", "related"), ["D"]);
        let (one, two) =
            (export(shop, ExportProfile::Config, "one"), export(&other, ExportProfile::Config, "two"));
        for name in ["conditions/dear.yaml", "conditions/alone.yaml", "rules/up.yaml"] {
            let text = |folder: &Path| std::fs::read_to_string(folder.join(name)).unwrap();
            assert_eq!(text(&one), text(&two));
        }
    });
}
