//! The data map: table → column → purpose → what becomes of it when a person is erased.
//!
//! To add a table, add a constant to the file of its feature (or a file for a new feature, and its line in [`tables`]), and
//! name each of its columns in one of the lists. `UPDATE_DOCS=1 cargo test -p architecture-tests` then writes
//! `docs/data-map.md`.

mod access;
mod faq;
mod growth;
mod invites;
mod model;
mod newcomers;
mod onboarding;
mod operations;
mod privacy;
mod reminders;
mod servers;
mod table;
mod tickets;

pub use table::{Kind, OnErasure, Part, PartOf, Person, Table, Words};

/// Every table, in the order in which a person is erased: what belongs to a row comes before the row, and the link between
/// an account and a Discord user last.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    let features = [
        tickets::TABLES,
        faq::TABLES,
        reminders::TABLES,
        growth::TABLES,
        invites::TABLES,
        model::TABLES,
        newcomers::TABLES,
        onboarding::TABLES,
        servers::TABLES,
        operations::TABLES,
        privacy::TABLES,
        access::TABLES,
    ];
    features.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_and_every_column_of_it_is_there_once() {
        let names: BTreeSet<_> = tables().map(|it| it.name).collect();
        assert_eq!(names.len(), tables().count());
        for table in tables() {
            let columns: BTreeSet<_> = table.columns().collect();
            assert_eq!(columns.len(), table.columns().count(), "{}", table.name);
        }
    }

    #[test]
    fn what_belongs_to_a_row_is_erased_before_the_row() {
        let order: Vec<_> = tables().map(|it| it.name).collect();
        let place = |name: &str| order.iter().position(|it| *it == name);
        for table in tables() {
            let Some(part_of) = &table.part_of else {
                continue;
            };
            let (own, whole) = (place(table.name), place(part_of.table));
            assert!(whole.is_some(), "{}: {}", table.name, part_of.table);
            assert!(own < whole, "{} after {}", table.name, part_of.table);
        }
    }

    #[test]
    fn words_that_go_with_a_row_are_in_rows_that_go() {
        for table in tables() {
            let goes =
                table.part_of.is_some() || table.people.iter().any(|it| it.part == Part::Subject);
            for words in table.words {
                if words.on_erasure == OnErasure::Goes {
                    assert!(goes, "{}: {:?}", table.name, words.columns);
                }
            }
        }
    }

    #[test]
    fn the_link_of_an_account_goes_last() {
        let last = tables().last().map(|it| it.name);
        assert_eq!(last, Some("alphapy_discord_links"));
    }

    #[test]
    fn everything_says_what_it_is_for_and_how_long_it_is_kept() {
        for table in tables() {
            assert!(!table.purpose.is_empty(), "{}", table.name);
            assert!(!table.kept.is_empty(), "{}", table.name);
            for person in table.people {
                assert!(!person.says.is_empty(), "{}", table.name);
            }
        }
    }
}
