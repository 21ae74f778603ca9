//! Clauses about finishing a reminder by hand, and beginning it again.

use chrono_tz::Tz;

use super::{Fixture, add, claim, claim_one, finish, found, send_all, sent, stored_at};
use crate::testing::{a_reminder, guild, instant, message, occurrence_of, user};
use crate::{
    ChannelTrouble, EditOutcome, Finished, NewReminder, Reminder, ReminderEdit, Scope, Sends,
};

pub async fn what_is_marked_as_done_is_finished_and_never_sent(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let (before, after) = changed(&it, &found(&it, &stored).await, Sends::Over).await;
    assert_eq!(before.pre_message, Some(message(5)));
    assert!(after.completed && after.next.is_none() && after.pre_message.is_none());
    assert_eq!(found(&it, &stored).await, after);
    assert_eq!(claim(&it, instant("2026-02-06 20:00")).await, []);
}

pub async fn what_is_under_way_when_it_is_marked_as_done_is_withdrawn(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    let until = instant("2026-02-06 19:30");
    let snoozes = it.snoozes();
    let id = claimed.id;
    snoozes
        .snooze(guild(1), id, user(7), until, stored_at())
        .await
        .unwrap();
    changed(&it, &claimed.reminder, Sends::Over).await;
    assert_eq!(claim(&it, instant("2026-02-06 23:00")).await, []);
    let posted = it.occurrences();
    let posted = posted.finish(&claimed, &sent(message(5)), until).await;
    assert_eq!(posted.unwrap(), Finished::Withdrawn);
    assert!(found(&it, &stored).await.completed);
}

pub async fn what_rests_rests_no_longer_once_it_is_done(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let pauses = it.pauses();
    pauses
        .pause_channel(
            guild(1),
            stored.what.channel,
            &ChannelTrouble::Gone,
            stored_at(),
        )
        .await
        .unwrap();
    let (_, after) = changed(&it, &found(&it, &stored).await, Sends::Over).await;
    assert!(after.completed && after.paused.is_none());
    assert_eq!(found(&it, &stored).await, after);
}

pub async fn what_was_done_begins_again_with_its_next_send(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let next = stored.next.unwrap();
    let (_, done) = changed(&it, &stored, Sends::Over).await;
    let (before, after) = changed(&it, &done, Sends::Anew(next)).await;
    assert!(before.completed && !after.completed);
    assert_eq!(found(&it, &stored).await, after);
    assert_eq!(claim_one(&it, next.fires_at).await.occurrence, next);
}

pub async fn what_begins_again_counts_towards_the_quota(it: impl Fixture) {
    let over = add(&it, &a_reminder().build()).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    let over = found(&it, &over).await;
    let another = a_reminder().once(instant("2026-02-09 20:00")).build();
    add(&it, &another).await;
    let next = occurrence_of(&another, Tz::Europe__Brussels, stored_at());
    let again = |quota| ReminderEdit {
        quota: Some(quota),
        ..change(&over, &another, Sends::Anew(next))
    };
    assert_eq!(
        try_edit(&it, &over, &again(1)).await,
        EditOutcome::QuotaReached
    );
    assert_eq!(found(&it, &over).await, over);
    let outcome = try_edit(&it, &over, &again(2)).await;
    assert!(matches!(outcome, EditOutcome::Stored { .. }), "{outcome:?}");
}

pub async fn what_is_done_may_be_renamed_and_stays_done(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let (_, done) = changed(&it, &stored, Sends::Over).await;
    let renamed = a_reminder().named("Quiz night").build();
    let outcome = try_edit(&it, &done, &change(&done, &renamed, Sends::Kept)).await;
    let EditOutcome::Stored { after, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(after.completed && after.next.is_none());
    assert_eq!(found(&it, &stored).await, *after);
}

async fn changed(it: &impl Fixture, of: &Reminder, sends: Sends) -> (Reminder, Reminder) {
    let outcome = try_edit(it, of, &change(of, &of.what, sends)).await;
    let EditOutcome::Stored { before, after } = outcome else {
        panic!("{outcome:?}")
    };
    (*before, *after)
}

fn change(of: &Reminder, after: &NewReminder, sends: Sends) -> ReminderEdit {
    ReminderEdit {
        before: of.what.clone(),
        completed: of.completed,
        after: after.clone(),
        sends,
        quota: None,
    }
}

async fn try_edit(it: &impl Fixture, of: &Reminder, edit: &ReminderEdit) -> EditOutcome {
    it.reminders()
        .edit(guild(1), of.id, Scope::Guild, edit, stored_at())
        .await
        .unwrap()
}
