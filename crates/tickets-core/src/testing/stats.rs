//! Figures in memory.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use futures_util::StreamExt as _;
use futures_util::stream;
use kernel::{GuildId, PortFailure};
use std::collections::BTreeMap;

use super::InMemoryTickets;
use crate::export::{ExportRange, ExportedTicket, ExportedTickets, TicketArchive};
use crate::stats::{
    CloseSnapshot, DayCount, DisplaySnapshot, Figures, LIVE_SHOWN, LIVE_TOLD, StatsStore,
    StatusCounts, Topics, Totals,
};
use crate::{Event, Ticket, TicketId, TicketNumber, TicketStatus};

/// What was kept of figures.
#[derive(Debug, Default)]
pub(super) struct KeptFigures {
    displays: Vec<(GuildId, DisplaySnapshot)>,
    closes: Vec<CloseSnapshot>,
}

impl InMemoryTickets {
    /// What is kept of figures that were looked at in a guild, oldest first.
    pub fn displays(&self, guild: GuildId) -> Vec<DisplaySnapshot> {
        let kept = self.kept();
        let of_guild = kept.figures.displays.iter().filter(|it| it.0 == guild);
        of_guild.map(|it| it.1.clone()).collect()
    }

    /// What is kept of closings, oldest first.
    pub fn closes(&self) -> Vec<CloseSnapshot> {
        self.kept().figures.closes.clone()
    }
}

fn average(spans: &[TimeDelta]) -> Option<TimeDelta> {
    let sum: TimeDelta = spans.iter().sum();
    let count = i32::try_from(spans.len()).ok().filter(|it| *it > 0)?;
    Some(TimeDelta::seconds((sum / count).num_seconds()))
}

fn counts(tickets: &[Ticket]) -> StatusCounts {
    let count = |status| tickets.iter().filter(|it| it.status == status).count();
    StatusCounts::new(TicketStatus::ALL.map(|it| u32::try_from(count(it)).unwrap()))
}

/// The live ones by number, at most so many.
fn live(tickets: &[Ticket], most: usize) -> Vec<TicketNumber> {
    let live = tickets.iter().filter(|it| it.status.is_live());
    let mut live: Vec<_> = live.map(|it| it.number).collect();
    live.sort();
    live.truncate(most);
    live
}

fn cycle(tickets: &[Ticket]) -> Option<TimeDelta> {
    let cycle = |it: &Ticket| it.closing.as_ref().map(|end| end.at - it.created_at);
    average(&tickets.iter().filter_map(cycle).collect::<Vec<_>>())
}

fn days(tickets: &[Ticket], zone: Tz) -> Vec<DayCount> {
    let day = |it: DateTime<Utc>| it.with_timezone(&zone).date_naive();
    let mut days: BTreeMap<NaiveDate, (u32, u32)> = BTreeMap::new();
    for ticket in tickets {
        days.entry(day(ticket.created_at)).or_default().0 += 1;
        if let Some(closing) = &ticket.closing {
            days.entry(day(closing.at)).or_default().1 += 1;
        }
    }
    let counts = days.into_iter();
    counts
        .map(|(day, (opened, closed))| DayCount {
            day,
            opened,
            closed,
        })
        .collect()
}

#[async_trait]
impl StatsStore for InMemoryTickets {
    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        zone: Tz,
    ) -> Result<Figures, PortFailure> {
        let kept = self.kept();
        let is_within = |it: &&Ticket| since.is_none_or(|since| it.created_at >= since);
        let tickets: Vec<Ticket> = kept.of_guild(guild).filter(is_within).cloned().collect();
        let first_claim = |of: TicketId| {
            let mut history = kept.history.iter();
            let found = history.find(|(id, it)| *id == of && it.event == Event::Claimed);
            found.map(|(_, it)| it.at)
        };
        let claims: Vec<_> = tickets
            .iter()
            .filter_map(|it| Some(first_claim(it.id)? - it.created_at))
            .collect();
        Ok(Figures {
            counts: counts(&tickets),
            live: live(&tickets, LIVE_SHOWN),
            cycle: cycle(&tickets),
            to_claim: average(&claims),
            days: days(&tickets, zone),
            suggestions: None,
            first: tickets.iter().map(|it| it.created_at).min(),
        })
    }

    async fn totals(&self, guild: Option<GuildId>) -> Result<Totals, PortFailure> {
        let kept = self.kept();
        let of = kept
            .all()
            .filter(|it| guild.is_none_or(|guild| it.guild == guild));
        let tickets: Vec<Ticket> = of.cloned().collect();
        Ok(Totals {
            counts: counts(&tickets),
            cycle: cycle(&tickets),
            last: tickets.iter().map(|it| it.created_at).max(),
            live: guild.map_or_else(Vec::new, |_| live(&tickets, LIVE_TOLD)),
        })
    }

    async fn topics(&self, _: &Ticket, _: DateTime<Utc>) -> Result<Topics, PortFailure> {
        Ok(Topics::default())
    }

    async fn keep_display(
        &self,
        guild: GuildId,
        shown: &DisplaySnapshot,
    ) -> Result<(), PortFailure> {
        let minute = |it: DateTime<Utc>| it.timestamp().div_euclid(60);
        let mut kept = self.kept();
        let is_same = |(of, it): &(GuildId, DisplaySnapshot)| {
            (*of, it.scope, minute(it.at)) == (guild, shown.scope, minute(shown.at))
        };
        if !kept.figures.displays.iter().any(is_same) {
            kept.figures.displays.push((guild, shown.clone()));
        }
        Ok(())
    }

    async fn keep_close(&self, closed: &CloseSnapshot) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        let is_same = |it: &CloseSnapshot| {
            (it.ticket.id, &it.ticket.closing) == (closed.ticket.id, &closed.ticket.closing)
        };
        kept.figures.closes.retain(|it| !is_same(it));
        kept.figures.closes.push(closed.clone());
        Ok(())
    }
}

impl TicketArchive for InMemoryTickets {
    fn export(
        &self,
        guild: GuildId,
        range: &ExportRange,
        status: Option<TicketStatus>,
    ) -> ExportedTickets {
        let kept = self.kept();
        let is_asked_for =
            |it: &&Ticket| range.contains(it.created_at) && status.is_none_or(|of| of == it.status);
        let found = kept.of_guild(guild).rev().filter(is_asked_for);
        let exported = found.map(|it| {
            Ok(ExportedTicket {
                ticket: it.clone(),
                archived_at: (it.status == TicketStatus::Archived).then_some(it.updated_at),
            })
        });
        stream::iter(exported.collect::<Vec<_>>()).boxed()
    }
}
