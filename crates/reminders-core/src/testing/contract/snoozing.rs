//! Clauses about what people ask for below a reminder.

use chrono::{TimeDelta, Weekday::Fri};

use super::{Fixture, add, claim, claim_one, finish, found, sent};
use crate::testing::{a_reminder, guild, instant, message, occurrence_of, user};
use crate::{
    Announce, ChannelTrouble, Claimed, EditOutcome, Finished, Kind, ReminderEdit, Scope, Sends,
};

/// The notice of the usual reminder, which stands in its channel since 19:00.
async fn notice(it: &impl Fixture) -> Claimed {
    add(it, &a_reminder().build()).await;
    let claimed = claim_one(it, instant("2026-02-06 19:00")).await;
    finish(it, &claimed, sent(message(5))).await;
    claimed
}

async fn snooze(it: &impl Fixture, notice: &Claimed, by: u64, until: &str) {
    let (guild, now) = (notice.reminder.what.guild, instant("2026-02-06 19:01"));
    let snoozed = it
        .snoozes()
        .snooze(guild, notice.id, user(by), instant(until), now)
        .await;
    assert!(snoozed.unwrap());
}

pub async fn what_was_snoozed_comes_again_for_who_asked(it: impl Fixture) {
    let notice = notice(&it).await;
    let recorded = it.snoozes().recorded(guild(1), notice.id).await.unwrap();
    let recorded = recorded.unwrap();
    assert_eq!(recorded.occurrence, notice.occurrence);
    assert_eq!(recorded.reminder.id, notice.reminder.id);
    snooze(&it, &notice, 7, "2026-02-06 19:11").await;
    let due = it.occurrences().next_due().await.unwrap();
    assert_eq!(due, Some(instant("2026-02-06 19:11")));
    assert_eq!(claim(&it, instant("2026-02-06 19:10")).await, []);
    let again = claim_one(&it, instant("2026-02-06 19:11")).await;
    assert_eq!(again.occurrence.kind, Kind::Snoozed);
    assert_eq!(again.occurrence.fires_at, instant("2026-02-06 19:11"));
    assert_eq!(again.occurrence.event_at, notice.occurrence.event_at);
    assert_eq!((again.asked_by, again.attempt), (Some(user(7)), 1));
    finish(&it, &again, sent(message(6))).await;
    let reminder = found(&it, &again.reminder).await;
    assert_eq!(reminder.pre_message, Some(message(5)), "the notice stands");
    assert_eq!(claim(&it, instant("2026-02-06 19:59")).await, []);
}

pub async fn snoozing_again_moves_the_moment(it: impl Fixture) {
    let notice = notice(&it).await;
    snooze(&it, &notice, 7, "2026-02-06 19:11").await;
    snooze(&it, &notice, 7, "2026-02-06 19:30").await;
    assert_eq!(claim(&it, instant("2026-02-06 19:29")).await, []);
    let again = claim_one(&it, instant("2026-02-06 19:30")).await;
    assert_eq!(again.occurrence.fires_at, instant("2026-02-06 19:30"));
}

pub async fn two_people_are_told_again_each(it: impl Fixture) {
    let notice = notice(&it).await;
    snooze(&it, &notice, 7, "2026-02-06 19:11").await;
    snooze(&it, &notice, 8, "2026-02-06 19:11").await;
    let again = claim(&it, instant("2026-02-06 19:11")).await;
    let mut asked: Vec<_> = again.iter().filter_map(|it| it.asked_by).collect();
    asked.sort_unstable();
    assert_eq!(asked, [user(7), user(8)]);
}

pub async fn what_was_snoozed_names_the_moment_to_which_its_event_was_moved(it: impl Fixture) {
    let notice = notice(&it).await;
    snooze(&it, &notice, 7, "2026-02-06 19:11").await;
    let before = found(&it, &notice.reminder).await.what;
    let after = a_reminder().once(instant("2026-02-07 20:00")).build();
    let now = instant("2026-02-06 19:05");
    let next = occurrence_of(&after, chrono_tz::Tz::Europe__Brussels, now);
    let edit = ReminderEdit {
        before,
        completed: false,
        after,
        sends: Sends::Anew(next),
        quota: None,
    };
    let (id, reminders) = (notice.reminder.id, it.reminders());
    let outcome = reminders.edit(guild(1), id, Scope::Guild, &edit, now).await;
    assert!(matches!(outcome.unwrap(), EditOutcome::Stored { .. }));
    let again = claim_one(&it, instant("2026-02-06 19:11")).await;
    assert_eq!(again.occurrence.kind, Kind::Snoozed);
    assert_eq!(again.occurrence.event_at, instant("2026-02-07 20:00"));
}

pub async fn done_completes_a_one_off_and_calls_off_what_was_snoozed(it: impl Fixture) {
    let notice = notice(&it).await;
    snooze(&it, &notice, 7, "2026-02-06 19:11").await;
    let now = instant("2026-02-06 19:05");
    let done = it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let done = done.unwrap();
    assert!(done.completed && done.next.is_none() && done.pre_message.is_none());
    assert_eq!(found(&it, &done).await, done);
    assert_eq!(claim(&it, instant("2026-02-06 23:00")).await, []);
}

pub async fn done_leaves_out_the_rest_of_an_event_and_keeps_the_next(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0).announced(Announce::Both);
    add(&it, &weekly.build()).await;
    let notice = claim_one(&it, instant("2026-02-06 18:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let now = instant("2026-02-06 18:05");
    let done = it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let done = done.unwrap();
    assert!(!done.completed);
    assert_eq!(done.next.unwrap().fires_at, instant("2026-02-13 18:00"));
    assert_eq!(claim(&it, instant("2026-02-06 23:00")).await, []);
    // What is done a week late leaves the present event alone.
    let next = claim_one(&it, instant("2026-02-13 18:00")).await;
    finish(&it, &next, sent(message(6))).await;
    let now = instant("2026-02-13 18:05");
    it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let start = claim_one(&it, instant("2026-02-13 19:00")).await;
    assert_eq!(start.occurrence.kind, Kind::T0);
}

pub async fn done_ends_a_start_that_is_on_its_way(it: impl Fixture) {
    let notice = notice(&it).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    let until = instant("2026-02-06 20:02");
    let occurrences = it.occurrences();
    occurrences.postpone(&start, until, "busy").await.unwrap();
    let now = instant("2026-02-06 20:01");
    let done = it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let done = done.unwrap();
    assert!(done.completed && done.pre_message.is_none(), "{done:?}");
    assert_eq!(claim(&it, instant("2026-02-06 23:00")).await, []);
    let posted = occurrences.finish(&start, &sent(message(6)), until).await;
    assert_eq!(posted.unwrap(), Finished::Withdrawn);
}

pub async fn done_leaves_the_send_whose_button_was_pressed_to_its_sender(it: impl Fixture) {
    add(&it, &a_reminder().announced(Announce::AtStart).build()).await;
    let now = instant("2026-02-06 20:00");
    let start = claim_one(&it, now).await;
    it.snoozes().done(guild(1), start.id, now).await.unwrap();
    let occurrences = it.occurrences();
    let posted = occurrences.finish(&start, &sent(message(6)), now).await;
    assert_eq!(posted.unwrap(), Finished::Recorded);
}

pub async fn done_while_the_reminder_rests_owes_nothing_of_the_event(it: impl Fixture) {
    let weekly = a_reminder().weekly([Fri], 20, 0).announced(Announce::Both);
    let what = weekly.build();
    let stored = add(&it, &what).await;
    let notice = claim_one(&it, instant("2026-02-06 18:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let (gone, rests) = (ChannelTrouble::Gone, it.pauses());
    let now = instant("2026-02-06 18:05");
    let paused = rests.pause_channel(guild(1), what.channel, &gone, now);
    assert_eq!(paused.await.unwrap(), [stored.id]);
    it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let (zone, window) = (chrono_tz::Tz::Europe__Brussels, TimeDelta::hours(2));
    let now = instant("2026-02-06 18:10");
    let resumed = rests.resume_channel(guild(1), what.channel, zone, window, now);
    resumed.await.unwrap();
    assert_eq!(claim(&it, instant("2026-02-06 23:00")).await, []);
    let next = found(&it, &stored).await.next.unwrap();
    assert_eq!(next.fires_at, instant("2026-02-13 18:00"));
}

pub async fn done_twice_changes_nothing(it: impl Fixture) {
    let notice = notice(&it).await;
    let now = instant("2026-02-06 19:05");
    let once = it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    let twice = it.snoozes().done(guild(1), notice.id, now).await.unwrap();
    assert_eq!(once, twice);
}

pub async fn another_guild_snoozes_and_ends_nothing(it: impl Fixture) {
    let notice = notice(&it).await;
    let (store, now) = (it.snoozes(), instant("2026-02-06 19:05"));
    let foreign = guild(2);
    assert_eq!(store.recorded(foreign, notice.id).await.unwrap(), None);
    assert_eq!(store.done(foreign, notice.id, now).await.unwrap(), None);
    let snoozed = store.snooze(foreign, notice.id, user(7), now, now).await;
    assert!(!snoozed.unwrap());
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    assert_eq!(start.occurrence.kind, Kind::T0);
}
