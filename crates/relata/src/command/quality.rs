use std::fmt::Write;

use clap::Args;
use relata_api::QualityDocument;
use relata_app::QualityQuery;

use super::Context;
use crate::exit::Exit;
use crate::output::{Paint, counted, plain};
use crate::table::{Side, Table};

/// Problems that are printed; --json has more.
const SHOWN: usize = 20;

/// List broken, stale, dangling, circular and overfull relations with proposed repairs
#[derive(Debug, Args)]
pub(super) struct Quality {}

impl Quality {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let quality = context.open_existing()?.quality(&QualityQuery::default())?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&quality)?,
            false => output.result(&text(&quality, output.paint())),
        }
        Ok(Exit::Done)
    }
}

fn text(quality: &QualityDocument, paint: Paint) -> String {
    if quality.counts.is_empty() {
        return "Nothing is wrong with the stored relations.".to_string();
    }
    let mut counts = Table::new(&[("finding", Side::Left), ("relations", Side::Right)]);
    for (code, count) in &quality.counts {
        counts.row([code.clone(), count.to_string()]);
    }
    let mut text = counts.render(paint);
    text.push('\n');
    for problem in quality.problems.iter().map(|finding| &finding.problem).take(SHOWN) {
        let subject = problem.subject.as_deref().map(|subject| plain(subject) + ": ").unwrap_or_default();
        let code = paint.dim(&format!("({})", problem.code));
        let _ = write!(text, "\n  {subject}{} {code}", plain(&problem.message));
        if let Some(hint) = &problem.hint {
            let _ = write!(text, "\n    {}", plain(hint));
        }
    }
    let all: u64 = quality.counts.values().sum();
    let more = all.saturating_sub(SHOWN as u64);
    if more > 0 {
        let _ = write!(text, "\n\n{}: see them with --json.", counted(more, "more", "more"));
    }
    text
}
