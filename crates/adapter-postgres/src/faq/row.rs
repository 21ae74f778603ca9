//! A row of `alphapy.faq_entries`, and the entry in it.

use chrono::{DateTime, Utc};
use kernel::{GuildId, InvalidId, UserId};
use tickets_core::TicketId;
use tickets_core::faq::{Answer, FaqEntry, FaqId, InvalidEntry, Keywords, Title};

/// `sqlx::query_as!` over whole rows: `entry_rows!("WHERE …", arguments…)`.
macro_rules! entry_rows {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::faq::row::EntryRow,
            r#"SELECT id, guild_id, title, summary, keywords, similarity_key, pinned, source_ticket_id, created_by,
                      updated_by, created_at, updated_at
               FROM alphapy.faq_entries "# + $tail
            $(, $argument)*
        )
    };
}

/// As `entry_rows!`, of what a statement writes: `written_entry!("UPDATE …", arguments…)`.
macro_rules! written_entry {
    ($statement:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::faq::row::EntryRow,
            $statement + r#" RETURNING id, guild_id, title, summary, keywords, similarity_key, pinned, source_ticket_id,
                                       created_by, updated_by, created_at, updated_at"#
            $(, $argument)*
        )
    };
}

pub(super) use {entry_rows, written_entry};

/// A stored entry as the database has it.
#[derive(Debug)]
pub(super) struct EntryRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) keywords: Vec<String>,
    pub(super) similarity_key: Option<String>,
    pub(super) pinned: bool,
    pub(super) source_ticket_id: Option<i64>,
    pub(super) created_by: Option<i64>,
    pub(super) updated_by: Option<i64>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// A row that its own constraints, or whoever wrote it, should have kept out.
#[derive(Debug, thiserror::Error)]
#[error("a row of the FAQ holds what no entry can be")]
pub(super) struct Unreadable;

impl From<InvalidId> for Unreadable {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl From<InvalidEntry> for Unreadable {
    fn from(_: InvalidEntry) -> Self {
        Self
    }
}

impl From<Unreadable> for sqlx::Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Decode(Box::new(unreadable))
    }
}

impl TryFrom<EntryRow> for FaqEntry {
    type Error = Unreadable;

    fn try_from(row: EntryRow) -> Result<Self, Unreadable> {
        Ok(Self {
            id: faq_id(row.id)?,
            guild: GuildId::try_from(row.guild_id)?,
            title: Title::new(&row.title)?,
            answer: Answer::new(&row.summary)?,
            keywords: Keywords::new(row.keywords.iter().map(String::as_str))?,
            similarity_key: row.similarity_key,
            pinned: row.pinned,
            source_ticket: row.source_ticket_id.map(ticket_id).transpose()?,
            created_by: row.created_by.map(UserId::try_from).transpose()?,
            updated_by: row.updated_by.map(UserId::try_from).transpose()?,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub(super) fn faq_id(id: i64) -> Result<FaqId, Unreadable> {
    let id = u64::try_from(id).ok().and_then(FaqId::new);
    id.ok_or(Unreadable)
}

fn ticket_id(id: i64) -> Result<TicketId, Unreadable> {
    let id = u64::try_from(id).ok().and_then(TicketId::new);
    id.ok_or(Unreadable)
}
