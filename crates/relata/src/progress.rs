use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use relata_app::Progress;

/// How often a bar without news shows that it lives.
const TICK: Duration = Duration::from_millis(120);

/// A bar on standard error while something long goes on; nothing where that is no terminal.
#[derive(Debug)]
pub(crate) struct Bar {
    /// The bar of the stage at hand; `None` before the first and where none is wanted.
    current: Mutex<Option<ProgressBar>>,
    shown: bool,
}

impl Bar {
    /// A bar if somebody can see it.
    pub(crate) fn new() -> Bar {
        Bar { current: Mutex::new(None), shown: std::io::stderr().is_terminal() }
    }

    fn replace(&self, next: Option<ProgressBar>) {
        let mut current = self.current.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(last) = std::mem::replace(&mut *current, next) {
            last.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn stage(&self, name: &str, total: Option<u64>) {
        if !self.shown {
            return;
        }
        let bar = match total {
            Some(total) => {
                ProgressBar::new(total).with_style(style("{msg:32} {bar:30} {human_pos}/{human_len} {eta}"))
            }
            None => ProgressBar::new_spinner().with_style(style("{msg:32} {spinner} {human_pos}")),
        };
        bar.set_message(name.to_string());
        bar.enable_steady_tick(TICK);
        self.replace(Some(bar));
    }

    fn advance(&self, done: u64) {
        let current = self.current.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(bar) = &*current {
            bar.set_position(done);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.replace(None);
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
