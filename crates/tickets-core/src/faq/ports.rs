//! What the FAQ needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use super::{FaqDraft, FaqEntry, FaqId};

/// A state of a guild's FAQ: two are equal if nothing was added, changed, pinned or removed between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaqRevision(pub String);

/// What became of a new entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is stored.
    Stored(Box<FaqEntry>),
    /// This entry of the guild has the same title, once folded.
    TitleTaken(FaqId),
    /// The guild has [`MOST_ENTRIES`](super::MOST_ENTRIES) already.
    Full,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditOutcome {
    /// It is stored.
    Stored(Box<FaqEntry>),
    /// Another entry of the guild has the same title, once folded.
    TitleTaken(FaqId),
    /// Somebody else changed it since; this is what it is now.
    ChangedMeanwhile(Box<FaqEntry>),
    /// There is none.
    NotFound,
}

/// What became of pinning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinOutcome {
    /// It is as it was asked for.
    Set(Box<FaqEntry>),
    /// It was so already.
    Already(Box<FaqEntry>),
    /// The guild has [`MOST_PINNED`](super::MOST_PINNED) pinned already.
    Full,
    /// There is none.
    NotFound,
}

/// Some entries of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaqPage {
    /// The entries: pinned ones first, then the newest, then by number.
    pub entries: Vec<FaqEntry>,
    /// How many the guild has in all.
    pub total: u32,
}

/// Where answers are kept. Another guild's entry is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait FaqStore: Send + Sync {
    /// Stores an entry. Titles and the number of entries are looked at in the same transaction, so that of two who add
    /// the same at once one is told of the other's.
    async fn add(
        &self,
        guild: GuildId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure>;

    /// The entry with this number.
    async fn find(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure>;

    /// Every entry of the guild, in the order of a [`FaqPage`].
    async fn all(&self, guild: GuildId) -> Result<Vec<FaqEntry>, PortFailure>;

    /// At most `limit` entries of the guild, without the first `offset`.
    async fn page(&self, guild: GuildId, offset: u32, limit: u32) -> Result<FaqPage, PortFailure>;

    /// Changes the entry if it was last changed at `seen`. `updated_at` then moves on, be it by a microsecond, so that
    /// of two who change it at once only one wins.
    async fn edit(
        &self,
        guild: GuildId,
        id: FaqId,
        seen: DateTime<Utc>,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure>;

    /// Removes the entry, and returns it as it was.
    async fn remove(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure>;

    /// Pins the entry, or no longer. The pinned ones are counted in the same transaction. Where nothing changes,
    /// `updated_at` stays; else it moves on as with an edit.
    async fn pin(
        &self,
        guild: GuildId,
        id: FaqId,
        pin: Pin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<PinOutcome, PortFailure>;

    /// The state of the guild's FAQ, at little cost.
    async fn revision(&self, guild: GuildId) -> Result<FaqRevision, PortFailure>;
}

/// Whether an entry stands before others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    /// It does.
    Pinned,
    /// It stands among the others.
    Loose,
}

/// A search as it is kept: nothing says who asked.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRow {
    /// What was asked, without secrets and personal data, at most [`SearchRow::LONGEST`] characters.
    pub query: String,
    /// The answers that were shown, best first.
    pub matched: Vec<FaqId>,
    /// How well the first one fits; none where there is none.
    pub top_score: Option<f64>,
}

impl SearchRow {
    /// The most characters of a query that are kept.
    pub const LONGEST: usize = 200;
}

/// A question to which nobody has written the answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The question, folded.
    pub query: String,
    /// How often it was asked.
    pub count: u32,
}

/// Keeps what members searched for, for 90 days.
#[async_trait]
pub trait FaqSearchLog: Send + Sync {
    /// Keeps a search.
    async fn record(
        &self,
        guild: GuildId,
        row: &SearchRow,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// What was asked at `since` or later without an answer, the most frequent first and then by the alphabet, at most
    /// `limit`. Letter case tells no questions apart; accents may.
    async fn without_answer(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Unanswered>, PortFailure>;
}
