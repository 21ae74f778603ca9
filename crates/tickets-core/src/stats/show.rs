//! Showing the figures of a guild's tickets, and keeping what they were.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, Member, PortFailure, UseCaseError};
use settings_core::SystemSettings;

use super::{Bar, BarWidth, CloseSnapshot, DisplaySnapshot, Figures, bars};
use crate::export::ExportScope;
use crate::settings::ticketbot::TicketbotSettings;
use crate::{LogEvent, Ticket, Tickets};

/// Topics are counted over so long.
const TOPICS: TimeDelta = TimeDelta::days(30);

/// Figures that somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowStats {
    /// Where.
    pub guild: GuildId,
    /// Of tickets that were opened in which time.
    pub scope: ExportScope,
    /// Who wants it.
    pub member: Member,
}

/// Why nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// Only admins may.
    NotAdmin,
}

/// The figures, and what is needed to show them.
#[derive(Debug)]
pub struct TicketStats {
    /// Of which time.
    pub scope: ExportScope,
    /// The figures.
    pub figures: Figures,
    /// When they were taken.
    pub at: DateTime<Utc>,
    /// By which clock days are counted.
    pub zone: Tz,
    /// Why they are not kept, where that failed; they are right nevertheless.
    pub not_kept: Option<PortFailure>,
    since: Option<DateTime<Utc>>,
}

impl TicketStats {
    /// The first and the last day of the time that is looked at.
    pub fn span(&self) -> (NaiveDate, NaiveDate) {
        let day = |it: DateTime<Utc>| it.with_timezone(&self.zone).date_naive();
        let last = day(self.at);
        (self.since.or(self.figures.first).map_or(last, day), last)
    }

    /// How many tickets were opened on an average day of it, in hundredths.
    pub fn opened_per_day(&self) -> u64 {
        let (first, last) = self.span();
        let days = u64::try_from((last - first).num_days() + 1).unwrap_or(1);
        // A week that is counted back from now touches eight days.
        let days = match self.scope {
            ExportScope::Week => 7,
            ExportScope::Month => 30,
            ExportScope::All => days.max(1),
        };
        (u64::from(self.figures.counts.total()) * 100 + days / 2) / days
    }

    /// What the chart shows.
    pub fn bars(&self) -> (BarWidth, Vec<Bar>) {
        let (first, last) = self.span();
        bars(first, last, &self.figures.days)
    }
}

impl Tickets {
    /// The figures of a guild's tickets, for admins. They are kept as well; that this failed is only told.
    pub async fn stats(&self, wish: ShowStats) -> Result<TicketStats, UseCaseError<StatsRefusal>> {
        let snapshot = self.ports.settings.snapshot(wish.guild).await?;
        if !TicketbotSettings::read(&snapshot).enabled {
            return Err(UseCaseError::Refused(StatsRefusal::Disabled));
        }
        if !wish.member.is_admin() {
            return Err(UseCaseError::Refused(StatsRefusal::NotAdmin));
        }
        let zone = SystemSettings::read(&snapshot).timezone;
        let at = self.ports.clock.now();
        let since = wish.scope.since(at);
        let store = &self.ports.stats;
        let figures = store.figures(wish.guild, since, zone).await?;
        let shown = DisplaySnapshot {
            scope: wish.scope,
            since,
            figures: figures.clone(),
            by: wish.member.user,
            at,
        };
        let kept = store.keep_display(wish.guild, &shown).await;
        let event = LogEvent::StatsViewed {
            scope: wish.scope,
            by: wish.member.user,
        };
        self.ports.log.record(wish.guild, &event).await;
        Ok(TicketStats {
            scope: wish.scope,
            figures,
            at,
            zone,
            not_kept: kept.err(),
            since,
        })
    }

    /// Keeps the figures of a guild at the closing of this ticket. Doing it again replaces them.
    pub async fn keep_figures_of_close(&self, ticket: &Ticket) -> Result<(), PortFailure> {
        let snapshot = self.ports.settings.snapshot(ticket.guild).await?;
        let zone = SystemSettings::read(&snapshot).timezone;
        let store = &self.ports.stats;
        let at = self.ports.clock.now();
        let closed = CloseSnapshot {
            ticket: ticket.clone(),
            figures: store.figures(ticket.guild, None, zone).await?,
            topics: store.topics(ticket, at - TOPICS).await?,
            at,
        };
        store.keep_close(&closed).await
    }
}
