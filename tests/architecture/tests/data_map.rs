//! `docs/data-map.md` says what the data map in the code says.

use std::fmt::Write as _;

use architecture_tests::section;
use privacy_core::map::{OnErasure, Part, Person, Table, tables};

#[test]
fn the_document_lists_every_table_and_every_column() {
    let mut text = String::new();
    for table in tables() {
        let _ = write!(text, "\n{}", described(table));
    }
    assert!(text.contains("### `reminders`"), "{text}");
    section("docs/data-map.md", "tables", &format!("{text}\n"));
}

fn described(table: &Table) -> String {
    let mut text = format!("### `{}`\n\n{}.", table.name, table.purpose);
    let _ = write!(text, " Kept: {}.", table.kept);
    if let Some(part_of) = &table.part_of {
        let _ = write!(text, " Belongs to `{}` and goes with it.", part_of.table);
    }
    text.push_str("\n\n| Column | Holds | When the person is erased |\n| --- | --- | --- |\n");
    let mut line = |columns: &[&str], holds: &str, becomes: &str| {
        if !columns.is_empty() {
            let _ = writeln!(text, "| {} | {holds} | {becomes} |", names(columns));
        }
    };
    for person in table.people {
        let holds = format!("a person: {}", person.says);
        line(&[person.column], &holds, becomes(person));
    }
    for words in table.words {
        let becomes = match words.on_erasure {
            OnErasure::Goes => "goes with its row".to_owned(),
            OnErasure::Stays(why) => format!("stays: {why}"),
            OnErasure::TakenOut(how) => how.to_owned(),
        };
        line(words.columns, "words", &becomes);
    }
    line(table.withheld, "what is in no export", "as its row");
    line(
        table.places,
        "ids of servers, channels, messages",
        "as its row",
    );
    line(table.facts, "times, numbers, states", "as its row");
    text
}

fn becomes(person: &Person) -> &'static str {
    match person.part {
        Part::Subject => "the row is deleted",
        Part::Author => "set to NULL; the row stays, as its server's",
        Part::Actor => "set to NULL",
        Part::Request => "set to NULL once the request is done",
    }
}

fn names(columns: &[&str]) -> String {
    let quoted: Vec<_> = columns.iter().map(|it| format!("`{it}`")).collect();
    quoted.join(", ")
}
