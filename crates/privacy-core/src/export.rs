//! What somebody is given who asks for what is stored of them.

use chrono::{DateTime, Utc};
use kernel::UserId;

use crate::map::{OnErasure, Part, tables};

/// How many rows of which table.
pub type RowCounts = Vec<(&'static str, u64)>;

/// All that is stored of a person, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Whose it is.
    pub user: UserId,
    /// When it was gathered.
    pub at: DateTime<Utc>,
    /// What there is, table by table; tables without a row are left out.
    pub sheets: Vec<Sheet>,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The table.
    pub table: &'static str,
    /// What its rows are for.
    pub purpose: &'static str,
    /// The names of its columns.
    pub columns: Vec<&'static str>,
    /// The rows; each has a value for every column.
    pub rows: Vec<Vec<Value>>,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, or something that is another person's.
    Nothing,
    /// Yes or no.
    Truth(bool),
    /// A number, as it is written.
    Number(String),
    /// A text; ids of Discord and moments in UTC are texts, too.
    Text(String),
    /// Several values.
    List(Vec<Value>),
    /// Values with names.
    Fields(Vec<(String, Value)>),
}

/// What stays of a person who is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retained {
    /// The table.
    pub table: &'static str,
    /// Why.
    pub reason: &'static str,
}

impl Export {
    /// How many rows of which table.
    pub fn counts(&self) -> RowCounts {
        let count = |it: &Sheet| (it.table, u64::try_from(it.rows.len()).unwrap_or(u64::MAX));
        self.sheets.iter().map(count).collect()
    }
}

/// What somebody wrote and what stays without their name when they are erased.
pub fn retained() -> impl Iterator<Item = Retained> {
    tables().filter_map(|table| {
        let has_author = table.people.iter().any(|it| it.part == Part::Author);
        let reason = table.words.iter().find_map(|it| match it.on_erasure {
            OnErasure::Stays(why) => Some(why),
            OnErasure::Goes | OnErasure::TakenOut(_) => None,
        })?;
        has_author.then_some(Retained {
            table: table.name,
            reason,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_what_was_written_for_a_server() {
        let tables: Vec<_> = retained().map(|it| it.table).collect();
        let expected = [
            "faq_entries",
            "reminders",
            "bot_settings",
            "settings_history",
        ];
        assert!(expected.iter().all(|it| tables.contains(it)), "{tables:?}");
        assert!(!tables.contains(&"growth_checkins"));
        assert!(!tables.contains(&"support_tickets"));
    }
}
