//! The tour of the documentation, walked: what it shows is what the program prints.

use std::fs;
use std::path::Path;

use crate::program::{Program, done, root};

/// A line of the tour and what is to be printed.
struct Step {
    line: usize,
    command: String,
    expected: Vec<String>,
}

#[test]
fn the_tour_shows_what_the_program_prints() {
    let tour = fs::read_to_string(root().join("docs/TOUR.md")).expect("docs/TOUR.md");
    let steps = steps(&tour);
    assert!(steps.iter().filter(|step| !step.expected.is_empty()).count() >= 3, "the tour shows too little");
    let program = Program::new();
    copy(&root().join("docs/tour"), &program.path("docs/tour"));
    for step in steps {
        let words = words(&step.command);
        let run = done(program.command().args(&words[1..]).output().expect("the program runs"));
        assert_eq!(run.code, 0, "line {}: {}\n{}{}", step.line, step.command, run.stdout, run.stderr);
        if !step.expected.is_empty() {
            let printed: Vec<&str> = run.stdout.lines().map(str::trim_end).collect();
            assert_eq!(printed, step.expected, "line {}: {}", step.line, step.command);
        }
    }
}

/// The `$ relata …` lines of the `console` blocks, each with the lines up to the next.
fn steps(tour: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    let mut taking = false;
    for (index, text) in tour.lines().enumerate() {
        if text.starts_with("```") {
            inside = text.trim_end() == "```console";
            taking = false;
        } else if let Some(command) = text.strip_prefix("$ ").filter(|_| inside) {
            taking = command.split(' ').next() == Some("relata");
            if taking {
                steps.push(Step { line: index + 1, command: command.to_string(), expected: Vec::new() });
            }
        } else if let Some(step) = steps.last_mut().filter(|_| inside && taking) {
            step.expected.push(text.trim_end().to_string());
        }
    }
    steps
}

/// The words of a command as a shell reads them, quotation marks apart nothing special.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().expect("there is a first word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

#[test]
fn steps_are_told_from_the_rest() {
    let tour = "```console\n$ relata recommend --product 'A B' --brief\n1 B cross_sell manual\n$ curl x\n{}\n```\n$ relata no\n";
    let steps = steps(tour);
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].expected, ["1 B cross_sell manual"]);
    assert_eq!(words(&steps[0].command), ["relata", "recommend", "--product", "A B", "--brief"]);
}
