//! Builds the web app with npm where Node is there, so that `cargo build` is all that anybody needs.
//!
//! `RELATA_WEB` says otherwise: `off` leaves the app out, `require` fails the build instead of leaving
//! it out, and any other value is a folder with an app that was built before.

#![allow(clippy::print_stdout)] // Build scripts talk to cargo this way.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The oldest Node that the build works with: major, minor.
const NODE_MIN: (u32, u32) = (20, 19);
/// Lines of a failure that fit into the warning of a build.
const ERRORS_SHOWN: usize = 3;

fn main() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder")).join("web");
    for input in ["src", "public", "index.html", "package-lock.json", "vite.config.ts"] {
        println!("cargo::rerun-if-changed={}", source.join(input).display());
    }
    println!("cargo::rerun-if-env-changed=RELATA_WEB");
    println!("cargo::rerun-if-env-changed=PATH");

    let wish = env::var("RELATA_WEB").unwrap_or_default();
    let built = match wish.as_str() {
        "off" => Err("it was switched off with RELATA_WEB=off".to_string()),
        "" | "require" => build(&source, &out).map(|()| out.clone()),
        folder => fs::canonicalize(folder).map_err(|error| format!("RELATA_WEB={folder}: {error}")),
    };
    let (folder, reason) = match built {
        Ok(folder) => (folder, String::new()),
        Err(reason) if wish == "require" => panic!("the web app was not built: {reason}"),
        Err(reason) => {
            println!("cargo::warning=the web app is left out: {}", reason.lines().next().unwrap_or_default());
            fs::remove_dir_all(&out).ok();
            fs::create_dir_all(&out).expect("the build folder can be written");
            (out, reason)
        }
    };
    println!("cargo::rustc-env=RELATA_WEB_FOLDER={}", folder.display());
    println!("cargo::rustc-env=RELATA_WEB_MISSING={}", reason.lines().next().unwrap_or_default());
}

/// Installs what the app is built with, unless it is there, and builds the app.
fn build(source: &Path, out: &Path) -> Result<(), String> {
    let version = run(Command::new("node").arg("--version"), "Node is not installed")?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE_MIN {
        return Err(format!(
            "Node {}.{} or newer is needed, this is {}",
            NODE_MIN.0,
            NODE_MIN.1,
            version.trim()
        ));
    }
    if !is_installed(source) {
        let mut npm = npm(source);
        // Not `ci`: it wants programs of other platforms in the lock file, which not every registry has.
        npm.args(["install", "--no-save", "--no-audit", "--no-fund"]);
        if !source.join("node_modules").exists() {
            // Whoever only builds needs no tools for tests.
            npm.arg("--omit=dev");
        }
        run(&mut npm, "npm is not installed")?;
    }
    run(npm(source).args(["run", "build"]).env("RELATA_WEB_OUT", out), "npm is not installed")?;
    match out.join("index.html").exists() {
        true => Ok(()),
        false => Err("npm run build made no index.html".to_string()),
    }
}

/// Whether what npm installed last is at least as new as what it should install.
fn is_installed(source: &Path) -> bool {
    let time = |path: &str| fs::metadata(source.join(path)).and_then(|data| data.modified()).ok();
    let installed = time("node_modules/.package-lock.json");
    installed.is_some() && installed >= time("package-lock.json")
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder).env("NO_COLOR", "1").env("CI", "true");
    npm
}

/// Runs a command to its end and gives its output, or why it failed.
fn run(command: &mut Command, missing: &str) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{missing} ({error})"))?;
    let (said, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        return Ok(said.into_owned());
    }
    Err(format!("{command:?} failed: {}\n{said}\n{complained}", what_went_wrong(&said, &complained)))
}

/// The last lines that look like an error, of what a command said: those of the tool that failed,
/// else those of npm, else the last line.
fn what_went_wrong(said: &str, complained: &str) -> String {
    const SIGNS: [&str; 5] = ["error", "err!", "cannot ", "could not ", "not found"];
    // npm ends every failure with these.
    const CHATTER: [&str; 4] = ["complete log of this run", "error code", "error errno", "error path"];
    let has_any = |line: &str, parts: &[&str]| {
        let line = line.to_ascii_lowercase();
        parts.iter().any(|part| line.contains(part))
    };
    let lines: Vec<&str> =
        said.lines().chain(complained.lines()).map(str::trim).filter(|line| !line.is_empty()).collect();
    let errors = lines.iter().copied().filter(|line| has_any(line, &SIGNS));
    let (of_npm, of_tool): (Vec<&str>, Vec<&str>) = errors.partition(|line| line.starts_with("npm "));
    let of_npm: Vec<&str> = of_npm.into_iter().filter(|line| !has_any(line, &CHATTER)).collect();
    let shown = if of_tool.is_empty() { of_npm } else { of_tool };
    match shown.len() {
        0 => lines.last().copied().unwrap_or("it said nothing").to_string(),
        count => shown[count.saturating_sub(ERRORS_SHOWN)..].join(" | "),
    }
}
