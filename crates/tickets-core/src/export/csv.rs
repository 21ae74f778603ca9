//! Rows of comma-separated values by RFC 4180, in which no text becomes a formula.

use std::borrow::Cow;

/// What a file begins with, so that spreadsheets read it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// What somebody wrote: a spreadsheet must not take it for a formula.
    Text(&'a str),
    /// What we made ourselves: numbers, times, names of states.
    Made(String),
    /// Nothing.
    Empty,
}

/// A row with its line break.
///
/// ```
/// use tickets_core::export::{Cell, row};
///
/// let cells = [Cell::Made("12".to_owned()), Cell::Text("=1+1"), Cell::Text("a, \"b\""), Cell::Empty];
/// assert_eq!(row(&cells), "12,'=1+1,\"a, \"\"b\"\"\",\r\n");
/// ```
pub fn row(cells: &[Cell]) -> String {
    let cells: Vec<Cow<'_, str>> = cells.iter().map(written).collect();
    let mut row = cells.join(",");
    row.push_str("\r\n");
    row
}

/// A text that no spreadsheet takes for a formula: where it begins like one, after any blanks, an apostrophe stands
/// before it.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let first = text.chars().find(|it| !is_blank(*it));
    if first.is_some_and(begins_formula) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn written<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => quoted(guarded(text)),
        Cell::Made(text) => quoted(Cow::Borrowed(text)),
        Cell::Empty => Cow::Borrowed(""),
    }
}

fn quoted(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains([',', '"', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        text
    }
}

/// A blank that leads to no formula by itself.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !begins_formula(c)
}

fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(text: &str) -> String {
        let row = row(&[Cell::Text(text)]);
        row.strip_suffix("\r\n").unwrap().to_owned()
    }

    #[test]
    fn cells_are_guarded_first_and_then_quoted() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("-5 pips, \"why\"", "\"'-5 pips, \"\"why\"\"\""),
            ("José; Gent", "José; Gent"),
            ("a\nb", "\"a\nb\""),
            ("\t=1", "'\t=1"),
            ("\r\n", "\"'\r\n\""),
            ("＝1", "'＝1"),
            ("\u{a0}+1", "'\u{a0}+1"),
            ("1-1", "1-1"),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
        assert_eq!(row(&[Cell::Empty, Cell::Made("-5".to_owned())]), ",-5\r\n");
        assert_eq!(row(&[]), "\r\n");
    }

    /// The cells of one row, read by RFC 4180.
    fn read(row: &str) -> Vec<String> {
        let row = row.strip_suffix("\r\n").unwrap();
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut characters = row.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '"' if quoted && characters.peek() == Some(&'"') => {
                    cell.push('"');
                    characters.next();
                }
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                _ => cell.push(c),
            }
        }
        cells.push(cell);
        cells
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_never_a_formula(
            texts in prop::collection::vec("[ =+@\t\r\n,\"'a-]{0,6}|\\PC{0,12}", 1..4),
        ) {
            let cells: Vec<Cell> = texts.iter().map(|it| Cell::Text(it)).collect();
            let read = read(&row(&cells));
            prop_assert_eq!(read.len(), texts.len());
            for (read, text) in read.iter().zip(&texts) {
                let bare = read.trim_start_matches([' ', '\u{a0}']);
                prop_assert!(!bare.starts_with(begins_formula), "{:?}", read);
                let kept = read == text || read.strip_prefix('\'') == Some(text.as_str());
                prop_assert!(kept, "{:?} of {:?}", read, text);
            }
        }
    }
}
