//! Clauses about changing a reminder.

use chrono::{TimeDelta, Weekday::Fri, Weekday::Mon};
use chrono_tz::Tz;

use super::{Fixture, LEASE, add, claim, claim_one, finish, found, send_all, sent, stored_at};
use crate::testing::{a_reminder, channel, guild, instant, message, name, occurrence_of, user};
use crate::{
    Announce, ChannelTrouble, EditOutcome, Finished, NewReminder, Occurrence, Reminder,
    ReminderEdit, Scope, Sends,
};

pub async fn a_change_is_found_as_it_was_stored(it: impl Fixture) {
    let stored = add(&it, &a_reminder().weekly([Mon], 20, 0).build()).await;
    let after = a_reminder()
        .named("Quiz night")
        .in_channel(channel(11))
        .saying("Bring\n\npens")
        .at_location("bib Tielt")
        .once(instant("2026-02-07 19:00"))
        .announced(Announce::AtStart)
        .lead(15)
        .pinging()
        .build();
    let next = occurrence_of(&after, Tz::Europe__Brussels, stored_at());
    let EditOutcome::Stored {
        before,
        after: edited,
    } = edit(&it, &stored, &after, Sends::Anew(next)).await
    else {
        panic!("not stored")
    };
    assert_eq!(*before, stored);
    assert_eq!((&edited.what, edited.next), (&after, Some(next)));
    assert_eq!(found(&it, &stored).await, *edited);
    assert_eq!(claim(&it, instant("2026-02-07 18:59")).await, []);
    let claimed = claim_one(&it, instant("2026-02-07 19:00")).await;
    assert_eq!(claimed.reminder.what, after);
}

pub async fn what_is_sent_next_stays_when_no_moment_changes(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let renamed = renamed(&stored.what, "Quiz night");
    let before = found(&it, &stored).await;
    edit(&it, &before, &renamed, Sends::Kept).await;
    let after = found(&it, &stored).await;
    assert_eq!(after.what, renamed);
    assert_eq!(
        (after.next, after.pre_message),
        (before.next, Some(message(5)))
    );
}

pub async fn a_notice_in_the_old_channel_is_forgotten(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let moved = NewReminder {
        channel: channel(11),
        ..stored.what.clone()
    };
    let outcome = edit(&it, &stored, &moved, Sends::Kept).await;
    let EditOutcome::Stored { before, after } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (before.pre_message, after.pre_message),
        (Some(message(5)), None)
    );
    assert_eq!(found(&it, &stored).await, *after);
}

pub async fn sends_that_begin_anew_leave_out_what_was_under_way(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let later = a_reminder().once(instant("2026-02-08 20:00")).build();
    let next = occurrence_of(&later, Tz::Europe__Brussels, due);
    edit(&it, &claimed.reminder, &later, Sends::Anew(next)).await;
    let until = due + TimeDelta::minutes(1);
    it.occurrences()
        .postpone(&claimed, until, "busy")
        .await
        .unwrap();
    assert_eq!(claim(&it, until + LEASE).await, []);
    for _ in 0..2 {
        let occurrences = it.occurrences();
        let posted = occurrences.finish(&claimed, &sent(message(5)), until).await;
        assert_eq!(posted.unwrap(), Finished::Withdrawn);
    }
    let after = found(&it, &stored).await;
    assert_eq!((after.pre_message, after.next), (None, Some(next)));
    assert!(!after.completed);
    assert_eq!(claim_one(&it, next.fires_at).await.occurrence, next);
}

pub async fn a_start_claimed_just_before_its_change_is_sent_after_it(it: impl Fixture) {
    let what = a_reminder().announced(Announce::AtStart).build();
    let stored = add(&it, &what).await;
    let next = stored.next.unwrap();
    let claimed = claim_one(&it, next.fires_at).await;
    let shorter = NewReminder {
        lead: a_reminder().lead(15).build().lead,
        ..what
    };
    // Decided before the claim: the start was still to come.
    edit(&it, &stored, &shorter, Sends::Anew(next)).await;
    let again = claim_one(&it, next.fires_at).await;
    assert_eq!((again.occurrence, again.attempt), (next, 1));
    assert_ne!(
        again.id, claimed.id,
        "Discord would take it for the old one"
    );
    let occurrences = it.occurrences();
    let late = sent(message(5));
    let posted = occurrences.finish(&claimed, &late, next.fires_at);
    assert_eq!(posted.await.unwrap(), Finished::Withdrawn);
    finish(&it, &again, sent(message(6))).await;
    assert!(found(&it, &stored).await.completed);
}

pub async fn what_is_under_way_to_the_old_channel_is_sent_to_the_new_one(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let moved = NewReminder {
        channel: channel(11),
        ..stored.what.clone()
    };
    edit(&it, &stored, &moved, Sends::Kept).await;
    let again = claim_one(&it, due).await;
    assert_eq!(again.occurrence, claimed.occurrence);
    assert_eq!(
        (again.reminder.what.channel, again.attempt),
        (channel(11), 1)
    );
    assert_ne!(again.id, claimed.id);
    let pauses = it.pauses();
    let refused = pauses.fail_and_pause(&claimed, &ChannelTrouble::Gone, due);
    assert_eq!(refused.await.unwrap(), []);
    let occurrences = it.occurrences();
    let posted = occurrences.finish(&claimed, &sent(message(5)), due).await;
    assert_eq!(posted.unwrap(), Finished::Withdrawn);
    finish(&it, &again, sent(message(6))).await;
    assert_eq!(found(&it, &stored).await.pre_message, Some(message(6)));
}

pub async fn sends_that_begin_anew_forget_the_notice(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let later = a_reminder().once(instant("2026-02-08 20:00")).build();
    let next = occurrence_of(&later, Tz::Europe__Brussels, stored_at());
    let outcome = edit(&it, &stored, &later, Sends::Anew(next)).await;
    let EditOutcome::Stored { before, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(before.pre_message, Some(message(5)));
    assert_eq!(found(&it, &stored).await.pre_message, None);
}

pub async fn a_change_of_something_older_is_not_stored(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let first = renamed(&stored.what, "First");
    edit(&it, &stored, &first, Sends::Kept).await;
    let second = renamed(&stored.what, "Second");
    let outcome = edit(&it, &stored, &second, Sends::Kept).await;
    assert_eq!(outcome, EditOutcome::ChangedMeanwhile);
    assert_eq!(found(&it, &stored).await.what, first);
}

pub async fn of_parallel_changes_one_is_stored(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let whats = ["A", "B", "C", "D"].map(|text| renamed(&stored.what, text));
    let edits = whats
        .iter()
        .map(|it_is| edit(&it, &stored, it_is, Sends::Kept));
    let outcomes = futures_util::future::join_all(edits).await;
    let stored = outcomes
        .iter()
        .filter(|it| matches!(it, EditOutcome::Stored { .. }));
    assert_eq!(stored.count(), 1, "{outcomes:?}");
}

pub async fn a_change_keeps_to_its_guild_and_scope(it: impl Fixture) {
    let stored = add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    let change = ReminderEdit {
        before: stored.what.clone(),
        completed: false,
        after: renamed(&stored.what, "Stolen"),
        sends: Sends::Kept,
        quota: None,
    };
    for (of, scope) in [
        (guild(2), Scope::Guild),
        (guild(1), Scope::CreatedBy(user(8))),
    ] {
        let outcome = it
            .reminders()
            .edit(of, stored.id, scope, &change, stored_at())
            .await
            .unwrap();
        assert_eq!(outcome, EditOutcome::NotFound);
    }
    assert_eq!(found(&it, &stored).await, stored);
}

pub async fn a_finished_reminder_is_not_changed(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    let over = found(&it, &stored).await;
    let next = Occurrence {
        fires_at: instant("2026-02-09 20:00"),
        ..stored.next.unwrap()
    };
    let outcome = edit(&it, &over, &renamed(&over.what, "Again"), Sends::Anew(next)).await;
    assert_eq!(outcome, EditOutcome::ChangedMeanwhile);
    assert_eq!(found(&it, &stored).await, over);
}

pub async fn a_resting_reminder_goes_on_when_its_sends_begin_anew(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let pauses = it.pauses();
    pauses
        .pause_channel(guild(1), channel(10), &ChannelTrouble::Gone, stored_at())
        .await
        .unwrap();
    let renamed = renamed(&stored.what, "Quiz night");
    edit(&it, &stored, &renamed, Sends::Kept).await;
    assert!(found(&it, &stored).await.paused.is_some());
    let moved = NewReminder {
        channel: channel(11),
        ..renamed.clone()
    };
    let resting = Reminder {
        what: renamed,
        ..stored.clone()
    };
    let next = stored.next.unwrap();
    edit(&it, &resting, &moved, Sends::Anew(next)).await;
    let after = found(&it, &stored).await;
    assert_eq!((after.paused, after.next), (None, Some(next)));
    assert_eq!(claim_one(&it, next.fires_at).await.reminder.what, moved);
}

async fn edit(
    it: &impl Fixture,
    reminder: &Reminder,
    after: &NewReminder,
    sends: Sends,
) -> EditOutcome {
    let change = ReminderEdit {
        before: reminder.what.clone(),
        completed: false,
        after: after.clone(),
        sends,
        quota: None,
    };
    it.reminders()
        .edit(guild(1), reminder.id, Scope::Guild, &change, stored_at())
        .await
        .unwrap()
}

fn renamed(what: &NewReminder, text: &str) -> NewReminder {
    NewReminder {
        name: name(text),
        ..what.clone()
    }
}
