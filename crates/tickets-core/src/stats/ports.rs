//! Where figures of tickets come from, and where what they were is kept.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure, UserId};

use crate::export::ExportScope;
use crate::{Ticket, TicketNumber, TicketStatus};

/// So many live tickets are named.
pub const LIVE_SHOWN: usize = 10;
/// So many live tickets are named to programs.
pub const LIVE_TOLD: usize = 100;

/// How many tickets stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts([u32; TicketStatus::ALL.len()]);

impl StatusCounts {
    /// The count of each state, in the order of [`TicketStatus::ALL`].
    pub fn new(counts: [u32; TicketStatus::ALL.len()]) -> Self {
        Self(counts)
    }

    /// Each state with its count, in the order in which they are listed.
    pub fn each(self) -> impl Iterator<Item = (TicketStatus, u32)> {
        TicketStatus::ALL.into_iter().zip(self.0)
    }

    /// How many there are of one state.
    pub fn of(self, status: TicketStatus) -> u32 {
        self.each().find(|it| it.0 == status).map_or(0, |it| it.1)
    }

    /// How many there are in all.
    pub fn total(self) -> u32 {
        self.0.iter().fold(0, |all, it| all.saturating_add(*it))
    }

    /// How many people still work on.
    pub fn live(self) -> u32 {
        let live = self.each().filter(|it| it.0.is_live());
        live.fold(0, |all, it| all.saturating_add(it.1))
    }
}

/// What came and went on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day, by the guild's clock.
    pub day: NaiveDate,
    /// How many tickets were opened.
    pub opened: u32,
    /// How many were closed, of those that were opened in the time that is looked at.
    pub closed: u32,
}

/// What became of drafted replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acceptance {
    /// Posted as they were.
    pub posted: u32,
    /// Changed, and then posted.
    pub edited: u32,
    /// Discarded.
    pub dismissed: u32,
    /// How many characters were posted, edited or not.
    pub accepted_chars: u64,
}

impl Acceptance {
    /// Of a hundred that were decided about, how many were posted; none while nobody has decided about any.
    pub fn percent(self) -> Option<u32> {
        let accepted = u64::from(self.posted) + u64::from(self.edited);
        let decided = accepted + u64::from(self.dismissed);
        let percent = (accepted * 100 + decided / 2).checked_div(decided)?;
        u32::try_from(percent).ok()
    }

    /// About how long it would have taken to type them, at 200 characters a minute.
    pub fn time_saved(self) -> TimeDelta {
        TimeDelta::minutes(i64::try_from(self.accepted_chars / 200).unwrap_or(i64::MAX / 60_000))
    }
}

/// The figures of the tickets of a guild that were opened in a certain time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many stand where.
    pub counts: StatusCounts,
    /// The first [`LIVE_SHOWN`] live ones, by number.
    pub live: Vec<TicketNumber>,
    /// From opening to the last closing, on average over those that are over.
    pub cycle: Option<TimeDelta>,
    /// From opening to the first claim, on average over those that were ever claimed.
    pub to_claim: Option<TimeDelta>,
    /// Days on which something was, oldest first.
    pub days: Vec<DayCount>,
    /// What became of replies that were drafted for these tickets; none where nobody keeps it.
    pub suggestions: Option<Acceptance>,
    /// When the oldest of them was opened.
    pub first: Option<DateTime<Utc>>,
}

/// What there is of tickets at this moment, however long ago they were opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many stand where.
    pub counts: StatusCounts,
    /// From opening to the last closing, on average over those that are over.
    pub cycle: Option<TimeDelta>,
    /// When the newest of them was opened.
    pub last: Option<DateTime<Utc>>,
    /// The first [`LIVE_TOLD`] live ones, by number; none where no guild is named.
    pub live: Vec<TicketNumber>,
}

/// What the tickets of a guild were about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topics {
    /// The topic of the ticket that was closed.
    pub latest: Option<String>,
    /// The beginning of its summary.
    pub summary: Option<String>,
    /// The most frequent ones of the last thirty days, and how often each came.
    pub frequent: Vec<(String, u32)>,
}

/// Figures that somebody looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplaySnapshot {
    /// Of which time.
    pub scope: ExportScope,
    /// Its first moment.
    pub since: Option<DateTime<Utc>>,
    /// The figures.
    pub figures: Figures,
    /// Who looked.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Figures when a ticket was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseSnapshot {
    /// The ticket.
    pub ticket: Ticket,
    /// The figures of all time.
    pub figures: Figures,
    /// What it was about, and others.
    pub topics: Topics,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where figures come from, each of one guild alone, and where what they were is kept for 400 days.
#[async_trait]
pub trait StatsStore: Send + Sync {
    /// The figures of the tickets that were opened at `since` or later, in days of `zone`.
    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        zone: Tz,
    ) -> Result<Figures, PortFailure>;

    /// What there is of a guild's tickets; of those of all guilds together where none is named.
    async fn totals(&self, guild: Option<GuildId>) -> Result<Totals, PortFailure>;

    /// What the ticket that was closed was about, and what others were since `since`.
    async fn topics(&self, ticket: &Ticket, since: DateTime<Utc>) -> Result<Topics, PortFailure>;

    /// Keeps what somebody looked at, unless figures of the same time are kept for the same minute.
    async fn keep_display(
        &self,
        guild: GuildId,
        shown: &DisplaySnapshot,
    ) -> Result<(), PortFailure>;

    /// Keeps the figures of a closing, in place of what is kept of the same one.
    async fn keep_close(&self, closed: &CloseSnapshot) -> Result<(), PortFailure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acceptance_is_of_those_that_were_decided_about() {
        let of = |posted, edited, dismissed| Acceptance {
            posted,
            edited,
            dismissed,
            accepted_chars: 1_000,
        };
        assert_eq!(of(1, 1, 1).percent(), Some(67));
        assert_eq!(of(0, 0, 4).percent(), Some(0));
        assert_eq!(of(0, 0, 0).percent(), None);
        assert_eq!(of(1, 0, 0).time_saved(), TimeDelta::minutes(5));
    }
}
