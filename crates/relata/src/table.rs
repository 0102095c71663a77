use crate::output::{Paint, plain};

/// Characters shown of one cell; longer ones end in `…`.
const CELL_CHARS_MAX: usize = 60;

/// Rows under a header, aligned in columns.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Column {
    title: &'static str,
    side: Side,
}

/// To which side the cells of a column lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(columns: &[(&'static str, Side)]) -> Table {
        let columns = columns.iter().map(|&(title, side)| Column { title, side }).collect();
        Table { columns, rows: Vec::new() }
    }

    /// Adds a row; cells past the last column are dropped, missing ones are empty.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<String> = cells.into_iter().map(|cell| shortened(&plain(&cell))).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// Whether there is no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text, two spaces in, without a last line end.
    pub(crate) fn render(&self, paint: Paint) -> String {
        let widths: Vec<usize> = (0..self.columns.len()).map(|index| self.width(index)).collect();
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.to_string()).collect();
        let mut lines = vec![paint.bold(&self.line(&titles, &widths))];
        lines.extend(self.rows.iter().map(|row| self.line(row, &widths)));
        lines.join("\n")
    }

    fn width(&self, index: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[index].chars().count());
        cells.chain([self.columns[index].title.chars().count()]).max().unwrap_or(0)
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let padded = cells.iter().zip(widths).zip(&self.columns).map(|((cell, &width), column)| {
            let space = " ".repeat(width.saturating_sub(cell.chars().count()));
            match column.side {
                Side::Left => format!("{cell}{space}"),
                Side::Right => format!("{space}{cell}"),
            }
        });
        format!("  {}", padded.collect::<Vec<_>>().join("  ")).trim_end().to_string()
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= CELL_CHARS_MAX {
        return text.to_string();
    }
    text.chars().take(CELL_CHARS_MAX - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn columns_are_aligned_and_long_cells_shortened() {
        let mut table = Table::new(&[("#", Side::Right), ("SKU", Side::Left), ("Name", Side::Left)]);
        table.row(["1".into(), "SOCK-2".into(), "Grüne Socken".into()]);
        table.row(["10".into(), "S".into(), "n".repeat(70)]);
        let expected = expect![[r#"
            |   #  SKU     Name
            |   1  SOCK-2  Grüne Socken
            |  10  S       nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…"#]];
        let lines: Vec<String> = table.render(Paint::NONE).lines().map(|line| format!("|{line}")).collect();
        expected.assert_eq(&lines.join("\n"));
    }
}
