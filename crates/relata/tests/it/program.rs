use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder with a database of its own, and the program run in it.
pub(crate) struct Program {
    folder: tempfile::TempDir,
}

/// How a run ended.
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    pub(crate) fn new() -> Program {
        Program { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A small shop: a shoe with three socks, of which one is sold out, and a pending relation.
    pub(crate) fn with_shop() -> Program {
        let program = Program::new();
        program.write("products.csv", PRODUCTS);
        program.write("relations.csv", RELATIONS);
        let done = program.run("import products.csv relations.csv");
        assert_eq!(done.code, 0, "{}", done.stderr);
        program
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }

    /// A command in the folder, without the settings of whoever runs the tests.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("RELATA_"))
        {
            command.env_remove(name);
        }
        command.env_remove("RUST_LOG").env_remove("NO_COLOR");
        command
    }

    /// Runs the program with arguments separated by blanks.
    pub(crate) fn run(&self, line: &str) -> Done {
        done(self.command().args(line.split_whitespace()).output().expect("the program runs"))
    }
}

impl Done {
    /// The one JSON document on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}

pub(crate) fn done(output: Output) -> Done {
    Done {
        code: output.status.code().expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

const PRODUCTS: &str = "\
sku,name,categories,price,stock
SHOE,Running shoe,shoes/running,89.00,5
SOCK-1,Running socks,socks,9.90,10
SOCK-2,Wool socks,socks,12.90,10
SOCK-3,Sold-out socks,socks,7.50,0
LACE,Laces,laces,3.00,
";

const RELATIONS: &str = "\
source,type,target
SHOE,cross_sell,SOCK-2
SHOE,cross_sell,SOCK-3
SHOE,cross_sell,SOCK-1
SHOE,accessory,LACE
SHOE,cross_sell,LATER
";
