use std::collections::BTreeMap;
use std::path::Path;

use relata_api::{DoctorDocument, Finding};
use relata_store::{order, product, relation, relation_type};

use crate::{App, AppError, cycle_audit, live};

impl App {
    /// Copies the database into a file while it is in use.
    pub fn backup(&self, to: &Path) -> Result<(), AppError> {
        Ok(self.store().backup(to)?)
    }

    /// Looks whether the database is sound and the index is what the facts say.
    pub fn doctor(&self) -> Result<DoctorDocument, AppError> {
        let mut document = DoctorDocument {
            sound: true,
            findings: Vec::new(),
            versions: BTreeMap::from([("relata".to_string(), env!("CARGO_PKG_VERSION").to_string())]),
            counts: BTreeMap::new(),
            index_equals_rebuild: None,
        };
        document.versions.extend(self.store().versions()?);
        for message in self.store().integrity()? {
            document.push(error("database", message, "restore the last backup with relata restore"));
        }
        for problem in self.stored_circles()? {
            document.push(error("cycle", problem.message, problem.hint.as_deref().unwrap_or_default()));
        }
        self.compare_index(&mut document)?;
        self.read(|tx| {
            let counts = [
                ("products", product::count(tx)?),
                ("relations", relation::count(tx)?),
                ("pending_relations", relation::count_pending(tx)?),
                ("orders", order::count_orders(tx)?),
                ("order_lines", order::count_lines(tx)?),
            ];
            document.counts.extend(counts.map(|(name, count)| (name.to_string(), count)));
            Ok(())
        })?;
        Ok(document)
    }

    /// A circle of each type that allows none.
    fn stored_circles(&self) -> Result<Vec<relata_model::Problem>, AppError> {
        self.read(|tx| {
            let mut found = Vec::new();
            for kind in relation_type::list(tx)?.iter().filter(|kind| kind.cycle_law.refuses_cycles()) {
                found.extend(cycle_audit::first_cycle(tx, kind)?);
            }
            Ok(found)
        })
    }

    /// Holds the served index, brought up to date, against one compiled anew from the same facts.
    fn compare_index(&self, document: &mut DoctorDocument) -> Result<(), AppError> {
        self.snapshot()?;
        self.catch_up()?;
        let served = self.snapshot()?;
        let rebuilt = self.read(|tx| live::compile(tx, served.generation()))?;
        if rebuilt.revision() != served.revision() {
            return Ok(());
        }
        let same = rebuilt.dump() == served.dump();
        document.index_equals_rebuild = Some(same);
        if !same {
            let message = "the served index differs from one compiled from the same facts".to_string();
            document.push(error(
                "index",
                message,
                "restart the server, and report this as a fault of the program",
            ));
        }
        Ok(())
    }
}

fn error(check: &str, message: String, hint: &str) -> Finding {
    let hint = (!hint.is_empty()).then(|| hint.to_string());
    Finding { check: check.to_string(), severity: "error".to_string(), message, hint }
}
