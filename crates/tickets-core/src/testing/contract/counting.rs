//! Figures of tickets, what is kept of them, and taking tickets out.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Europe::Brussels;
use futures_util::TryStreamExt as _;

use super::{Fixture, changed, opened};
use crate::export::{ExportRange, ExportScope, ExportedTicket};
use crate::stats::{CloseSnapshot, DayCount, DisplaySnapshot, Figures, Topics, Totals};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{Action, Ticket, TicketStatus};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Of guild 1: one ticket of long ago that is archived; one that was closed, opened and closed again; one that is
/// claimed; one that is open. And one of guild 2.
async fn some(fixture: &impl Fixture) -> Vec<Ticket> {
    let store = &*fixture.tickets();
    let mut tickets = Vec::new();
    for (place, minute) in [(11, 0), (12, 40 * DAY), (13, 41 * DAY), (14, 41 * DAY)] {
        tickets.push(opened(store, &a_ticket(guild(1), user(place)), minute).await);
    }
    opened(store, &a_ticket(guild(2), user(15)), 41 * DAY).await;
    for (place, action, minute) in [
        (0, Action::Close(None), 60),
        (0, Action::Archive, 90),
        (1, Action::Claim, 40 * DAY + 10),
        (1, Action::Close(None), 40 * DAY + 20),
        (1, Action::Reopen, 40 * DAY + 30),
        (1, Action::Claim, 40 * DAY + 50),
        (1, Action::Close(None), 40 * DAY + 120),
        (2, Action::Claim, 41 * DAY + 20),
    ] {
        tickets[place] = changed(store, &tickets[place], &action, minute).await;
    }
    tickets
}

fn on(month: u32, day: u32, opened: u32, closed: u32) -> DayCount {
    DayCount {
        day: NaiveDate::from_ymd_opt(2031, month, day).unwrap(),
        opened,
        closed,
    }
}

async fn figures(fixture: &impl Fixture, of: u64, since: Option<i64>) -> Figures {
    let store = fixture.stats();
    let since = since.map(instant);
    store.figures(guild(of), since, Brussels).await.unwrap()
}

pub async fn figures_are_of_one_guild_and_archived_tickets_count_towards_the_average(
    fixture: &impl Fixture,
) {
    let tickets = some(fixture).await;
    let all = figures(fixture, 1, None).await;
    let counts: Vec<u32> = all.counts.each().map(|it| it.1).collect();
    assert_eq!(counts, [1, 1, 0, 0, 1, 1]);
    assert_eq!((all.counts.total(), all.counts.live()), (4, 2));
    assert_eq!(all.live, [tickets[2].number, tickets[3].number]);
    // An hour, and two hours until the last closing.
    assert_eq!(all.cycle, Some(TimeDelta::minutes(90)));
    // Ten minutes to the first claim, and twenty.
    assert_eq!(all.to_claim, Some(TimeDelta::minutes(15)));
    assert_eq!(all.days, [on(5, 6, 1, 1), on(6, 15, 1, 1), on(6, 16, 2, 0)]);
    assert_eq!(all.first, Some(instant(0)));
    let empty = figures(fixture, 3, None).await;
    assert_eq!(empty.counts.total(), 0);
    assert_eq!(
        (empty.cycle, empty.to_claim, empty.first),
        (None, None, None)
    );
}

pub async fn a_window_counts_what_was_opened_in_it(fixture: &impl Fixture) {
    some(fixture).await;
    let late = figures(fixture, 1, Some(40 * DAY)).await;
    assert_eq!(late.counts.total(), 3);
    assert_eq!(late.counts.of(TicketStatus::Archived), 0);
    assert_eq!(late.cycle, Some(TimeDelta::hours(2)));
    assert_eq!(late.days, [on(6, 15, 1, 1), on(6, 16, 2, 0)]);
    let none = figures(fixture, 1, Some(50 * DAY)).await;
    assert_eq!(none.counts.total(), 0);
}

pub async fn at_most_ten_live_tickets_are_named(fixture: &impl Fixture) {
    let store = fixture.tickets();
    for requester in 11..24 {
        opened(&*store, &a_ticket(guild(1), user(requester)), 0).await;
    }
    let all = figures(fixture, 1, None).await;
    let numbers: Vec<u32> = all.live.iter().map(|it| it.get()).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert_eq!(all.counts.live(), 13);
}

pub async fn totals_are_those_of_one_guild_or_of_all_which_name_no_ticket(fixture: &impl Fixture) {
    let tickets = some(fixture).await;
    let store = fixture.stats();
    let own = store.totals(Some(guild(1))).await.unwrap();
    let all = figures(fixture, 1, None).await;
    assert_eq!((own.counts, own.cycle), (all.counts, all.cycle));
    assert_eq!(own.live, [tickets[2].number, tickets[3].number]);
    assert_eq!(own.last, Some(instant(41 * DAY)));
    assert_eq!(
        store.totals(Some(guild(3))).await.unwrap(),
        Totals::default()
    );
    let every = store.totals(None).await.unwrap();
    assert_eq!((every.counts.total(), every.counts.live()), (5, 3));
    assert_eq!((every.cycle, every.live), (all.cycle, Vec::new()));
}

pub async fn what_was_looked_at_is_kept_once_a_minute_and_a_closing_once(fixture: &impl Fixture) {
    let tickets = some(fixture).await;
    let store = fixture.stats();
    let all = figures(fixture, 1, None).await;
    let shown = |scope, seconds| DisplaySnapshot {
        scope,
        since: None,
        figures: all.clone(),
        by: user(21),
        at: instant(50 * DAY) + TimeDelta::seconds(seconds),
    };
    for (scope, seconds) in [
        (ExportScope::All, 0),
        (ExportScope::All, 59),
        (ExportScope::Week, 59),
        (ExportScope::All, 60),
    ] {
        let kept = store.keep_display(guild(1), &shown(scope, seconds)).await;
        kept.unwrap();
    }
    let elsewhere = shown(ExportScope::All, 0);
    store.keep_display(guild(2), &elsewhere).await.unwrap();
    assert_eq!(fixture.kept_figures(guild(1)).await, 3);
    assert_eq!(fixture.kept_figures(guild(2)).await, 1);

    for latest in [None, Some("role".to_owned())] {
        let closed = CloseSnapshot {
            ticket: tickets[1].clone(),
            figures: all.clone(),
            topics: Topics {
                latest,
                summary: Some("The role was given back.".to_owned()),
                frequent: vec![("role".to_owned(), 3)],
            },
            at: instant(51 * DAY),
        };
        store.keep_close(&closed).await.unwrap();
    }
    assert_eq!(fixture.kept_figures(guild(1)).await, 4);
}

async fn exported(
    fixture: &impl Fixture,
    of: u64,
    range: (Option<i64>, Option<i64>),
    status: Option<TicketStatus>,
) -> Vec<ExportedTicket> {
    let range = ExportRange {
        from: range.0.map(instant),
        before: range.1.map(instant),
        name: "all".to_owned(),
    };
    let rows = fixture.exported().export(guild(of), &range, status);
    rows.try_collect().await.unwrap()
}

pub async fn an_export_has_the_tickets_of_one_guild_newest_first(fixture: &impl Fixture) {
    let tickets = some(fixture).await;
    let all = exported(fixture, 1, (None, None), None).await;
    let found: Vec<&Ticket> = all.iter().map(|it| &it.ticket).collect();
    assert_eq!(found, tickets.iter().rev().collect::<Vec<_>>());
    let archived: Vec<_> = all.iter().map(|it| it.archived_at).collect();
    assert_eq!(archived, [None, None, None, Some(instant(90))]);
    let within = exported(fixture, 1, (Some(40 * DAY), Some(41 * DAY)), None).await;
    assert_eq!(within.len(), 1, "the end is not part of it");
    let open = exported(fixture, 1, (None, None), Some(TicketStatus::Open)).await;
    assert_eq!(open[0].ticket, tickets[3]);
    assert!(exported(fixture, 3, (None, None), None).await.is_empty());
}
