//! Clauses about how reminders are doing.

use chrono::{DateTime, TimeDelta, Utc, Weekday::Fri};

use super::{Fixture, add, claim_one, finish, sent};
use crate::testing::{a_reminder, channel, guild, instant, message};
use crate::{
    Announce, ChannelTrouble, Lateness, NewReminder, OccurrenceResult, Permission, Punctuality,
    SendCounts, StoredStatus,
};

async fn status(it: &impl Fixture, now: DateTime<Utc>) -> StoredStatus {
    it.status().status(guild(1), now, 3).await.unwrap()
}

fn start(at: &str) -> NewReminder {
    let what = a_reminder().once(instant(at));
    what.announced(Announce::AtStart).build()
}

/// Has a start that is due at `at` end so, `delay` later.
async fn ended(it: &impl Fixture, at: &str, delay: TimeDelta, result: OccurrenceResult) {
    add(it, &start(at)).await;
    let claimed = claim_one(it, instant(at)).await;
    let now = instant(at) + delay;
    let finished = it.occurrences();
    finished.finish(&claimed, &result, now).await.unwrap();
}

pub async fn a_guild_without_reminders_sums_up_to_nothing(it: impl Fixture) {
    let now = instant("2026-02-06 12:00");
    assert_eq!(status(&it, now).await, StoredStatus::default());
}

pub async fn a_status_counts_what_is_active_and_what_rests(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0);
    add(&it, &weekly.clone().build()).await;
    let first = add(&it, &start("2026-02-05 20:00")).await;
    add(&it, &start("2026-02-07 20:00")).await;
    for _ in 0..4 {
        add(&it, &weekly.clone().in_channel(channel(30)).build()).await;
    }
    let now = instant("2026-02-05 12:00");
    let missing = vec![Permission::ViewChannel, Permission::EmbedLinks];
    let trouble = ChannelTrouble::Forbidden(missing.clone());
    let pauses = it.pauses();
    pauses
        .pause_channel(guild(1), channel(30), &trouble, now)
        .await
        .unwrap();
    let status = status(&it, now).await;
    assert_eq!(
        (status.recurring, status.one_off, status.resting),
        (1, 2, 4)
    );
    assert_eq!(status.some_resting.len(), 3);
    assert_eq!(status.some_resting[0].missing, missing);
    let (next, occurrence) = status.next.unwrap();
    assert_eq!((next.id, Some(occurrence)), (first.id, first.next));
}

pub async fn a_status_counts_how_sends_went_and_how_late_they_were(it: impl Fixture) {
    let late = OccurrenceResult::Sent {
        message: message(6),
        punctuality: Punctuality::Late,
    };
    let failed = OccurrenceResult::Failed {
        reason: "refused".to_owned(),
    };
    let second = TimeDelta::seconds(1);
    ended(&it, "2026-02-06 10:00", second, sent(message(5))).await;
    ended(&it, "2026-02-06 11:00", second * 3, sent(message(5))).await;
    ended(&it, "2026-02-06 12:00", second * 90, late).await;
    ended(&it, "2026-02-06 13:00", second, OccurrenceResult::Missed).await;
    ended(&it, "2026-02-06 14:00", second, OccurrenceResult::Skipped).await;
    ended(&it, "2026-02-10 10:00", second, failed).await;
    let now = instant("2026-02-10 12:00");
    let counts = status(&it, now).await;
    let day = SendCounts {
        failed: 1,
        ..SendCounts::default()
    };
    assert_eq!(counts.day, day);
    let week = SendCounts {
        on_time: 2,
        late: 1,
        missed: 1,
        failed: 1,
        skipped: 1,
        retried: 0,
        lateness: Some(Lateness {
            median: second * 3,
            p95: second * 90,
            most: second * 90,
        }),
    };
    assert_eq!(counts.week, week);
    let later = status(&it, now + TimeDelta::days(7)).await;
    assert_eq!(later.week, SendCounts::default());
}

pub async fn a_status_names_what_waits_for_another_attempt(it: impl Fixture) {
    add(&it, &start("2026-02-06 20:00")).await;
    let due = instant("2026-02-06 20:00");
    let claimed = claim_one(&it, due).await;
    assert_eq!(status(&it, due).await.waiting, 0);
    let again = due + TimeDelta::minutes(1);
    it.occurrences()
        .postpone(&claimed, again, "server error")
        .await
        .unwrap();
    let waits = status(&it, due).await;
    assert_eq!((waits.waiting, waits.some_waiting.len()), (1, 1));
    let one = &waits.some_waiting[0];
    assert_eq!((one.id, one.again_at, one.attempts), (claimed.id, again, 1));
    let second = claim_one(&it, again).await;
    finish(&it, &second, sent(message(5))).await;
    let done = status(&it, again).await;
    assert_eq!((done.waiting, done.day.retried), (0, 1));
}

pub async fn a_status_keeps_to_its_guild(it: impl Fixture) {
    let abroad = a_reminder().in_guild(guild(2));
    add(&it, &abroad.announced(Announce::AtStart).build()).await;
    let due = instant("2026-02-06 20:00");
    let claimed = claim_one(&it, due).await;
    it.occurrences()
        .postpone(&claimed, due, "server error")
        .await
        .unwrap();
    assert_eq!(status(&it, due).await, StoredStatus::default());
    let claimed = claim_one(&it, due).await;
    finish(&it, &claimed, OccurrenceResult::Missed).await;
    assert_eq!(status(&it, due).await, StoredStatus::default());
}
