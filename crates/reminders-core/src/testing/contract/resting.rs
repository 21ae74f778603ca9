//! Clauses about reminders that rest and go on.

use chrono::{DateTime, TimeDelta, Utc, Weekday::Fri};
use chrono_tz::Tz;

use super::{Fixture, LEASE, add, claim, claim_one, finish, found, send_all, sent};
use crate::testing::{a_reminder, channel, guild, instant, message, user};
use crate::{
    Announce, ChannelTrouble, Claimed, Kind, OccurrenceResult, PauseReason, Permission, Reminder,
    ReminderEdit, ReminderId, Scope, Sends,
};

const WINDOW: TimeDelta = TimeDelta::hours(2);

fn forbidden() -> ChannelTrouble {
    ChannelTrouble::Forbidden(vec![Permission::SendMessages])
}

async fn fail(it: &impl Fixture, claimed: &Claimed) -> Vec<ReminderId> {
    let now = claimed.occurrence.fires_at;
    let pauses = it.pauses();
    pauses
        .fail_and_pause(claimed, &forbidden(), now)
        .await
        .unwrap()
}

/// Has the reminders of channel 10 in guild 1 rest.
async fn pause(it: &impl Fixture, trouble: &ChannelTrouble, now: DateTime<Utc>) -> Vec<ReminderId> {
    let pauses = it.pauses();
    pauses
        .pause_channel(guild(1), channel(10), trouble, now)
        .await
        .unwrap()
}

/// Has them go on.
async fn resume(it: &impl Fixture, now: DateTime<Utc>) -> Vec<Reminder> {
    let pauses = it.pauses();
    pauses
        .resume_channel(guild(1), channel(10), Tz::Europe__Brussels, WINDOW, now)
        .await
        .unwrap()
}

pub async fn a_failure_of_a_channel_has_all_its_reminders_rest(it: impl Fixture) {
    let due = add(&it, &a_reminder().build()).await;
    let later = a_reminder().once(instant("2026-03-06 20:00"));
    let beside = add(&it, &later.clone().build()).await;
    let elsewhere = add(&it, &later.in_channel(channel(30)).build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    assert_eq!(fail(&it, &claimed).await, [due.id, beside.id]);
    for stored in [&due, &beside] {
        let reminder = found(&it, stored).await;
        let pause = reminder.paused.unwrap();
        assert_eq!(pause.reason, PauseReason::Forbidden);
        assert_eq!(pause.since, instant("2026-02-06 19:00"));
        assert_eq!((reminder.next, reminder.completed), (None, false));
    }
    assert_eq!(found(&it, &elsewhere).await, elsewhere);
    assert_eq!(claim(&it, instant("2026-02-07 20:00")).await, []);
}

pub async fn a_failure_is_recorded_once_and_not_for_another_guild(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    let mut foreign = claimed.clone();
    foreign.reminder.what.guild = guild(2);
    assert_eq!(fail(&it, &foreign).await, []);
    assert!(found(&it, &stored).await.paused.is_none());
    assert_eq!(fail(&it, &claimed).await, [stored.id]);
    let once = found(&it, &stored).await;
    assert_eq!(fail(&it, &claimed).await, []);
    finish(&it, &claimed, OccurrenceResult::Missed).await;
    assert_eq!(found(&it, &stored).await, once);
}

pub async fn the_channels_in_use_are_named_once_without_finished_ones(it: impl Fixture) {
    let far = a_reminder().once(instant("2026-03-06 20:00"));
    for what in [
        far.clone().in_channel(channel(30)),
        far.clone().in_channel(channel(20)),
        far.clone().in_channel(channel(20)),
        far.in_channel(channel(40)).in_guild(guild(2)),
        a_reminder().in_channel(channel(50)),
    ] {
        add(&it, &what.build()).await;
    }
    send_all(&it, instant("2026-02-06 20:00")).await;
    let pauses = it.pauses();
    let channels = pauses.channels_in_use(guild(1)).await.unwrap();
    assert_eq!(channels, [channel(20), channel(30)]);
    let now = instant("2026-02-06 20:00");
    pauses
        .pause_channel(guild(1), channel(20), &forbidden(), now)
        .await
        .unwrap();
    let channels = pauses.channels_in_use(guild(1)).await.unwrap();
    assert_eq!(channels, [channel(20), channel(30)]);
    assert_eq!(pauses.channels_in_use(guild(9)).await.unwrap(), []);
}

pub async fn a_pause_names_what_it_stopped_and_repeating_it_changes_nothing(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let now = instant("2026-02-05 12:00");
    assert_eq!(pause(&it, &forbidden(), now).await, [stored.id]);
    let once = found(&it, &stored).await;
    let later = now + TimeDelta::hours(1);
    assert_eq!(pause(&it, &forbidden(), later).await, []);
    assert_eq!(found(&it, &stored).await, once);
    assert_eq!(
        pause(&it, &ChannelTrouble::Gone, later).await,
        [stored.id],
        "another reason counts"
    );
    let pause = found(&it, &stored).await.paused.unwrap();
    assert_eq!((pause.reason, pause.since), (PauseReason::ChannelGone, now));
    assert_eq!(it.occurrences().next_due().await.unwrap(), None);
}

pub async fn going_on_owes_what_would_have_been_sent(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0);
    let stored = add(&it, &weekly.announced(Announce::AtStart).build()).await;
    // Due, and nobody has claimed it when the channel is closed.
    pause(&it, &forbidden(), instant("2026-02-06 19:01")).await;
    let back = instant("2026-02-14 12:00");
    let resumed = resume(&it, back).await;
    assert_eq!(resumed.len(), 1);
    let reminder = found(&it, &stored).await;
    assert_eq!(reminder, resumed[0]);
    assert!(reminder.paused.is_none());
    let first = claim_one(&it, back).await;
    assert_eq!(first.occurrence.fires_at, instant("2026-02-06 19:00"));
    let second = claim_one(&it, back).await;
    assert_eq!(second.occurrence.fires_at, instant("2026-02-13 19:00"));
    assert_eq!(claim(&it, back).await, []);
    assert_eq!(resume(&it, back).await, []);
    let next = found(&it, &stored).await.next.unwrap();
    assert_eq!(next.fires_at, instant("2026-02-20 19:00"));
}

pub async fn going_on_sends_again_what_failed_in_time(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    fail(&it, &notice).await;
    let back = instant("2026-02-06 19:30");
    assert_eq!(resume(&it, back).await.len(), 1);
    assert_eq!(it.occurrences().next_due().await.unwrap(), Some(back));
    let again = claim_one(&it, back).await;
    assert_eq!((again.id, again.occurrence), (notice.id, notice.occurrence));
    assert!(again.attempt > notice.attempt);
    assert_eq!(again.first_claimed_at, notice.first_claimed_at);
    finish(&it, &again, sent(message(5))).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    assert_eq!(start.occurrence.kind, Kind::T0);
    finish(&it, &start, sent(message(6))).await;
    assert!(found(&it, &stored).await.completed);
}

pub async fn going_on_leaves_alone_what_failed_for_another_moment(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    fail(&it, &notice).await;
    let change = ReminderEdit {
        before: stored.what.clone(),
        completed: false,
        after: a_reminder().once(instant("2026-02-07 20:00")).build(),
        sends: Sends::Kept,
        quota: None,
    };
    let back = instant("2026-02-06 19:30");
    it.reminders()
        .edit(guild(1), stored.id, Scope::Guild, &change, back)
        .await
        .unwrap();
    assert_eq!(resume(&it, back).await.len(), 1);
    assert_eq!(claim(&it, back + LEASE).await, []);
    let moved = claim_one(&it, instant("2026-02-07 19:00")).await;
    assert_eq!(moved.occurrence.event_at, instant("2026-02-07 20:00"));
}

pub async fn going_on_leaves_alone_what_is_too_late_and_completes_what_is_over(it: impl Fixture) {
    let what = a_reminder().announced(Announce::AtStart).build();
    let stored = add(&it, &what).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    fail(&it, &start).await;
    assert!(!found(&it, &stored).await.completed);
    let back = instant("2026-02-06 22:01");
    assert_eq!(resume(&it, back).await.len(), 1);
    assert_eq!(claim(&it, back + LEASE).await, []);
    let reminder = found(&it, &stored).await;
    assert!(reminder.completed && reminder.paused.is_none());
}

pub async fn what_was_dealt_with_is_not_owed_again(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0);
    let stored = add(&it, &weekly.announced(Announce::AtStart).build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    finish(&it, &claimed, sent(message(5))).await;
    pause(&it, &forbidden(), due).await;
    resume(&it, due).await;
    assert_eq!(claim(&it, due + LEASE).await, []);
    let next = found(&it, &stored).await.next.unwrap();
    assert_eq!(next.fires_at, instant("2026-02-13 19:00"));
}

pub async fn a_guild_that_was_left_rests_and_owes(it: impl Fixture) {
    let one = add(&it, &a_reminder().build()).await;
    let other = add(&it, &a_reminder().in_channel(channel(30)).build()).await;
    let now = instant("2026-02-06 12:00");
    pause(&it, &forbidden(), now - TimeDelta::hours(1)).await;
    assert_eq!(it.pauses().pause_guild(guild(1), now).await.unwrap(), 2);
    assert_eq!(it.pauses().pause_guild(guild(1), now).await.unwrap(), 0);
    let paused = found(&it, &one).await.paused.unwrap();
    assert_eq!(paused.reason, PauseReason::GuildLeft);
    assert_eq!(paused.since, now - TimeDelta::hours(1));
    assert_eq!(claim(&it, instant("2026-02-06 19:00")).await, []);
    let back = instant("2026-02-06 19:30");
    assert_eq!(resume(&it, back).await.len(), 1);
    assert_eq!(claim_one(&it, back).await.reminder.id, one.id);
    assert!(found(&it, &other).await.paused.is_some());
}

pub async fn a_bot_that_returns_owes_what_is_still_worth_sending(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0);
    let stored = add(&it, &weekly.announced(Announce::AtStart).build()).await;
    let left = instant("2026-02-05 12:00");
    assert_eq!(it.pauses().pause_guild(guild(1), left).await.unwrap(), 1);
    let back = instant("2026-02-20 20:00");
    assert_eq!(resume(&it, back).await.len(), 1);
    let late = claim_one(&it, back).await;
    assert_eq!(late.occurrence.fires_at, instant("2026-02-20 19:00"));
    assert_eq!(claim(&it, back).await, []);
    let next = found(&it, &stored).await.next.unwrap();
    assert_eq!(next.fires_at, instant("2026-02-27 19:00"));
}

pub async fn a_bot_that_returns_to_a_closed_channel_owes_nothing_from_before(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0);
    let stored = add(&it, &weekly.announced(Announce::AtStart).build()).await;
    let left = instant("2026-02-05 12:00");
    it.pauses().pause_guild(guild(1), left).await.unwrap();
    let back = instant("2026-02-17 12:00");
    assert_eq!(pause(&it, &forbidden(), back).await, [stored.id]);
    assert_eq!(found(&it, &stored).await.paused.unwrap().since, back);
    assert_eq!(resume(&it, back).await.len(), 1);
    assert_eq!(claim(&it, back).await, []);
    let next = found(&it, &stored).await.next.unwrap();
    assert_eq!(next.fires_at, instant("2026-02-20 19:00"));
}

pub async fn what_is_under_way_ends_when_its_guild_is_left(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    add(&it, &a_reminder().in_guild(guild(2)).build()).await;
    let due = instant("2026-02-06 19:00");
    let mut claimed = claim(&it, due).await;
    claimed.sort_unstable_by_key(|it| it.reminder.what.guild);
    let (left, later) = (&claimed[0], due + TimeDelta::minutes(10));
    let snoozed = it
        .snoozes()
        .snooze(guild(1), left.id, user(7), later, due)
        .await;
    assert!(snoozed.unwrap());
    it.pauses().pause_guild(guild(1), due).await.unwrap();
    let others = claim_one(&it, due + LEASE).await;
    assert_eq!(others.reminder.what.guild, guild(2));
    finish(&it, &others, sent(message(6))).await;
    assert_eq!(claim(&it, later).await, []);
}

pub async fn resting_and_going_on_keep_to_their_guild_and_channel(it: impl Fixture) {
    let abroad = add(&it, &a_reminder().in_guild(guild(2)).build()).await;
    let now = instant("2026-02-05 12:00");
    assert_eq!(pause(&it, &forbidden(), now).await, []);
    assert_eq!(it.pauses().pause_guild(guild(1), now).await.unwrap(), 0);
    assert_eq!(found(&it, &abroad).await, abroad);
    assert_eq!(it.pauses().pause_guild(guild(2), now).await.unwrap(), 1);
    let rests = found(&it, &abroad).await;
    assert_eq!(resume(&it, now).await, []);
    assert_eq!(found(&it, &abroad).await, rests);
}

pub async fn a_send_that_fails_after_its_guild_was_left_changes_no_reason(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    it.pauses().pause_guild(guild(1), due).await.unwrap();
    let rests = found(&it, &stored).await;
    assert_eq!(fail(&it, &claimed).await, []);
    assert_eq!(found(&it, &stored).await, rests);
    assert_eq!(claim(&it, due + LEASE).await, []);
}
