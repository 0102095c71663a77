//! Rules about the code that a program can check.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::root;

/// From this length on a file hides another noun.
const FILE_LINES_MAX: usize = 500;
/// Longer functions are to be read in pieces anyway.
const FUNCTION_LINES_MAX: usize = 70;
/// Lines of the introduction that every crate begins with.
const INTRODUCTION_LINES_MIN: usize = 8;
/// What has no place in a program that others read and rely on.
const BANNED: [&str; 6] =
    [".unwrap()", "println!(", "dbg!(", "todo!(", "unimplemented!(", "#[allow(dead_code)]"];

/// A source file without its tests.
struct Source {
    path: PathBuf,
    lines: Vec<String>,
}

#[test]
fn files_are_short() {
    let long = sources().into_iter().filter(|source| source.lines.len() > FILE_LINES_MAX);
    let long: Vec<String> =
        long.map(|source| format!("{}: {}", source.path.display(), source.lines.len())).collect();
    assert!(long.is_empty(), "longer than {FILE_LINES_MAX} lines:\n{}", long.join("\n"));
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for source in sources() {
        for (line, length) in functions(&source.lines) {
            if length > FUNCTION_LINES_MAX {
                long.push(format!("{}:{line}: {length}", source.path.display()));
            }
        }
    }
    assert!(long.is_empty(), "longer than {FUNCTION_LINES_MAX} lines:\n{}", long.join("\n"));
}

#[test]
fn nothing_is_left_lying_about() {
    let mut found = Vec::new();
    for source in sources() {
        for (index, line) in source.lines.iter().enumerate() {
            let code = line.trim_start();
            let comment = code.starts_with("//");
            if let Some(banned) = BANNED.iter().find(|banned| !comment && code.contains(**banned)) {
                found.push(format!("{}:{}: {banned}", source.path.display(), index + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_crate_has_an_introduction() {
    let mut missing = Vec::new();
    for source in sources().into_iter().filter(|source| {
        let name = source.path.file_name().unwrap_or_default();
        (name == "lib.rs" || name == "main.rs")
            && source.path.parent().is_some_and(|folder| folder.ends_with("src"))
    }) {
        let lines = source.lines.iter().take_while(|line| line.starts_with("//!")).count();
        if lines < INTRODUCTION_LINES_MIN {
            missing.push(format!("{}: {lines} lines", source.path.display()));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_checks_find_what_they_are_for() {
    let mut lines: Vec<String> = vec!["    pub fn long(".into(), "    ) {".into()];
    lines.extend((0..80).map(|_| "        work();".to_string()));
    lines.extend(["    }".into(), "    fn short() {}".into()]);
    assert_eq!(functions(&lines), [(1, 83), (84, 1)]);
    assert_eq!(without_tests("fn a() {}\n#[cfg(test)]\nmod tests {\n}\n").len(), 1);
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(root().join("crates")).expect("crates") {
        gather(&entry.expect("an entry").path().join("src"), &mut sources);
    }
    assert!(sources.len() > 50, "the sources are not where they are looked for");
    sources
}

fn gather(folder: &Path, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|end| end == "rs") && !is_test(&path) {
            let text = fs::read_to_string(&path).expect("a source file");
            sources.push(Source { path, lines: without_tests(&text) });
        }
    }
}

/// Whether a file among the sources holds tests alone.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

/// The lines before the tests, which stand at the end of a file.
fn without_tests(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|two| two[0] == "#[cfg(test)]" && two[1].starts_with("mod "));
    lines[..tests.unwrap_or(lines.len())].iter().map(|line| line.to_string()).collect()
}

/// First line and length of every function, told by the indentation that the formatter gives.
fn functions(lines: &[String]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words: Vec<&str> = code.split_whitespace().take(5).collect();
        let starts = words.iter().position(|word| *word == "fn").is_some_and(|at| {
            words[..at]
                .iter()
                .all(|word| word.starts_with("pub") || ["async", "const", "unsafe"].contains(word))
        });
        if !starts {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let closing = [format!("{indent}}}"), format!("{indent}) {{}}")];
        let one_line = code.ends_with('}') || code.ends_with(';');
        let length = lines[index..].iter().position(|line| closing.contains(line)).unwrap_or(0);
        found.push((index + 1, if one_line { 1 } else { length + 1 }));
    }
    found
}
