//! Clauses about a guild's time zone.

use chrono::{DateTime, Utc, Weekday::Fri};
use chrono_tz::{Asia::Tokyo, Europe::Brussels, Europe::London};

use super::{Fixture, add, claim_one, found, send_all, stored_at};
use crate::Reminder;
use crate::testing::{a_reminder, guild, instant};

pub async fn a_weekly_reminder_follows_its_guild_into_another_zone(it: impl Fixture) {
    let stored = add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    assert_eq!(next(&stored), instant("2026-02-06 18:00"));
    it.occurrences()
        .rezone(guild(1), Tokyo, stored_at())
        .await
        .unwrap();
    let moved = found(&it, &stored).await;
    assert_eq!(next(&moved), instant("2026-02-06 10:00"));
    assert_eq!(moved.next.unwrap().event_at, instant("2026-02-06 11:00"));
    assert_eq!(moved.what, stored.what);
}

pub async fn what_follows_is_computed_in_the_guilds_zone(it: impl Fixture) {
    it.set_zone(guild(1), London).await;
    add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    add(
        &it,
        &a_reminder().weekly([Fri], 20, 0).in_guild(guild(2)).build(),
    )
    .await;
    let due = instant("2026-02-06 18:00");
    let mut claimed = super::claim(&it, due).await;
    claimed.sort_by_key(|it| it.reminder.what.guild);
    let zones: Vec<_> = claimed.iter().map(|it| it.zone).collect();
    assert_eq!(zones, [London, Brussels]);
    let following: Vec<_> = claimed.iter().map(|it| next(&it.reminder)).collect();
    assert_eq!(
        following,
        [instant("2026-02-06 19:00"), instant("2026-02-13 18:00")]
    );
}

pub async fn moving_leaves_one_offs_and_finished_reminders_alone(it: impl Fixture) {
    let over = add(&it, &a_reminder().build()).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    let over = found(&it, &over).await;
    let once = add(&it, &a_reminder().once(instant("2026-02-20 20:00")).build()).await;
    let now = instant("2026-02-07 12:00");
    it.occurrences().rezone(guild(1), Tokyo, now).await.unwrap();
    assert_eq!(found(&it, &over).await, over);
    assert_eq!(found(&it, &once).await, once);
}

pub async fn moving_loses_nothing_that_is_due(it: impl Fixture) {
    let stored = add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    let now = instant("2026-02-06 18:00");
    it.set_zone(guild(1), Tokyo).await;
    it.occurrences().rezone(guild(1), Tokyo, now).await.unwrap();
    let claimed = claim_one(&it, now).await;
    assert_eq!(Some(claimed.occurrence), stored.next);
    assert_eq!(next(&claimed.reminder), instant("2026-02-13 10:00"));
}

pub async fn moving_twice_changes_nothing(it: impl Fixture) {
    let stored = add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    it.occurrences()
        .rezone(guild(1), Tokyo, stored_at())
        .await
        .unwrap();
    let moved = found(&it, &stored).await;
    it.occurrences()
        .rezone(guild(1), Tokyo, stored_at())
        .await
        .unwrap();
    assert_eq!(found(&it, &stored).await, moved);
}

pub async fn moving_a_guild_leaves_the_others_where_they_are(it: impl Fixture) {
    let other = a_reminder().weekly([Fri], 20, 0).in_guild(guild(2)).build();
    let stored = add(&it, &other).await;
    it.occurrences()
        .rezone(guild(1), Tokyo, stored_at())
        .await
        .unwrap();
    assert_eq!(found(&it, &stored).await, stored);
}

fn next(reminder: &Reminder) -> DateTime<Utc> {
    reminder.next.unwrap().fires_at
}

pub async fn a_change_of_zone_that_went_unheard_is_noticed(it: impl Fixture) {
    for number in [1, 2] {
        let weekly = a_reminder().weekly([Fri], 20, 0).in_guild(guild(number));
        add(&it, &weekly.build()).await;
    }
    let occurrences = it.occurrences();
    assert_eq!(occurrences.out_of_zone(stored_at()).await.unwrap(), []);
    it.set_zone(guild(2), London).await;
    let moved = occurrences.out_of_zone(stored_at()).await.unwrap();
    assert_eq!(moved, [guild(2)]);
    occurrences
        .rezone(guild(2), London, stored_at())
        .await
        .unwrap();
    assert_eq!(occurrences.out_of_zone(stored_at()).await.unwrap(), []);
}
