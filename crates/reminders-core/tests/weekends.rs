//! The dispatcher, minute by minute over both weekends on which the clocks change, with every lead that the settings'
//! tables name: each send at its instant, once, and nothing else.
#![expect(
    clippy::unwrap_used,
    reason = "a moment that cannot be had should fail, loudly and here"
)]

mod directive;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc, Weekday};
use directive::{expected, last_sunday};
use reminders_core::testing::{World, a_reminder};
use reminders_core::{Kind, NewReminder};

const LEADS: [i64; 6] = [0, 30, 60, 180, 1440, 4320];
/// Minutes past midnight: 00:15, 01:00, 02:30, 03:30, 12:00, 23:50.
const CLOCKS: [i64; 6] = [15, 60, 150, 210, 720, 1430];
/// Winter in Brussels is an hour ahead of Greenwich.
const AHEAD: i64 = 1;

type Send = (DateTime<Utc>, String, Kind);

/// The reminders of one clock and lead, and what they send about the event of `sunday`.
fn planned(sunday: NaiveDate, minutes: i64, lead: i64) -> (Vec<NewReminder>, Vec<Send>) {
    let event = expected(sunday, minutes, AHEAD);
    let (hour, minute) = (
        u32::try_from(minutes / 60).unwrap(),
        u32::try_from(minutes % 60).unwrap(),
    );
    let once = format!("once {hour:02}:{minute:02} lead {lead}");
    let weekly = format!("weekly {hour:02}:{minute:02} lead {lead}");
    let reminders = vec![
        a_reminder().named(&once).once(event).lead(lead).build(),
        a_reminder()
            .named(&weekly)
            .weekly([Weekday::Sun], hour, minute)
            .lead(lead)
            .build(),
    ];
    let notice = event - TimeDelta::minutes(lead);
    let mut sends = vec![(event, once.clone(), Kind::T0)];
    if lead > 0 {
        sends.push((notice, once, Kind::Pre));
        sends.push((notice, weekly, Kind::Pre));
    } else {
        sends.push((event, weekly, Kind::T0));
    }
    (reminders, sends)
}

async fn weekend(sunday: NaiveDate) {
    let world = World::default();
    let wednesday = expected(sunday - Days::new(4), 0, AHEAD);
    world.clock.set(wednesday);
    let mut due = Vec::new();
    for lead in LEADS {
        for minutes in CLOCKS {
            let (reminders, sends) = planned(sunday, minutes, lead);
            for what in reminders {
                world.store(what).await;
            }
            due.extend(sends);
        }
    }
    let reminders = world.reminders();
    // To the end of Monday, before the notices of the next Sunday begin.
    for _ in 0..6 * 24 * 60 {
        reminders.deliver_due().await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
    }
    let posts = world.delivery.posts().into_iter();
    let mut sent: Vec<Send> = posts
        .map(|it| (it.now, it.reminder.what.name.as_str().to_owned(), it.kind))
        .collect();
    sent.sort();
    due.sort();
    assert_eq!(sent, due);
}

#[tokio::test]
async fn over_the_weekend_of_the_spring_change_everything_comes_once_at_its_instant() {
    weekend(last_sunday(2026, 3)).await;
}

#[tokio::test]
async fn over_the_weekend_of_the_autumn_change_everything_comes_once_at_its_instant() {
    weekend(last_sunday(2026, 10)).await;
}
