//! Clauses about reminders in figures.

use chrono::Weekday::Fri;
use kernel::GuildId;

use super::{Fixture, add, claim_one, finish, sent};
use crate::testing::{a_reminder, channel, guild, instant, message};
use crate::{Announce, NewReminder, ReminderFigures};

async fn figures(it: &impl Fixture, guild: Option<GuildId>) -> ReminderFigures {
    it.status().figures(guild).await.unwrap()
}

fn once(at: &str) -> NewReminder {
    let what = a_reminder().once(instant(at));
    what.announced(Announce::AtStart).build()
}

pub async fn figures_count_what_is_not_completed(it: impl Fixture) {
    assert_eq!(
        figures(&it, Some(guild(1))).await,
        ReminderFigures::default()
    );
    let weekly = a_reminder().weekly([Fri], 20, 0);
    for _ in 0..2 {
        add(&it, &weekly.clone().in_channel(channel(30)).build()).await;
    }
    add(&it, &weekly.clone().in_channel(channel(20)).build()).await;
    add(&it, &once("2026-02-05 20:00")).await;
    let over = claim_one(&it, instant("2026-02-05 20:00")).await;
    finish(&it, &over, sent(message(5))).await;
    let found = figures(&it, Some(guild(1))).await;
    assert_eq!((found.recurring, found.one_off), (3, 0));
    assert_eq!(found.per_channel, [(channel(30), 2), (channel(20), 1)]);
}

pub async fn figures_name_the_next_three_events(it: impl Fixture) {
    let mut ids = Vec::new();
    for at in ["2026-02-09 20:00", "2026-02-07 20:00", "2026-02-08 20:00"] {
        ids.push(add(&it, &once(at)).await.id);
    }
    add(&it, &once("2026-02-10 20:00")).await;
    let weekly = a_reminder().weekly([Fri], 20, 0).named("Weekly");
    let weekly = add(&it, &weekly.build()).await;
    let upcoming = figures(&it, Some(guild(1))).await.upcoming;
    let found: Vec<_> = upcoming.iter().map(|it| it.id).collect();
    // Friday the sixth comes first.
    assert_eq!(found, [weekly.id, ids[1], ids[2]]);
    assert_eq!(
        (upcoming[0].name.as_str(), upcoming[0].is_recurring),
        ("Weekly", true)
    );
    assert_eq!(
        Some(upcoming[0].event_at),
        weekly.next.map(|it| it.event_at)
    );
    assert_eq!(upcoming[1].event_at, instant("2026-02-07 20:00"));
    assert!(!upcoming[1].is_recurring);
}

pub async fn figures_keep_to_the_guild_that_is_named(it: impl Fixture) {
    add(&it, &a_reminder().in_guild(guild(2)).build()).await;
    add(&it, &once("2026-02-09 20:00")).await;
    let of = async |guild| {
        let found = figures(&it, guild).await;
        (found.recurring + found.one_off, found.upcoming.len())
    };
    assert_eq!(of(Some(guild(1))).await, (1, 1));
    assert_eq!(of(Some(guild(3))).await, (0, 0));
    assert_eq!(of(None).await, (2, 2));
}
