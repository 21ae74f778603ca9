//! Clauses about how an occurrence ends.

use chrono::{NaiveDate, TimeDelta, Weekday::Fri};
use parsers::Recurrence;

use super::{Fixture, LEASE, add, claim, claim_one, finish, found, sent};
use crate::testing::{a_reminder, guild, instant, message};
use crate::{Announce, Claimed, Finished, OccurrenceResult, Punctuality, Reminder, Scope};

pub async fn a_sent_notice_is_remembered(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    let late = OccurrenceResult::Sent {
        message: message(5),
        punctuality: Punctuality::Late,
    };
    finish(&it, &claimed, late).await;
    let reminder = found(&it, &stored).await;
    assert_eq!(reminder.pre_message, Some(message(5)));
    assert!(!reminder.completed);
    assert_eq!(reminder.next, claimed.reminder.next);
    assert_eq!(claim(&it, instant("2026-02-06 19:59")).await, []);
}

pub async fn a_sent_start_forgets_the_notice_and_completes_a_one_off(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    finish(&it, &start, sent(message(6))).await;
    let reminder = found(&it, &stored).await;
    assert_eq!((reminder.pre_message, reminder.next), (None, None));
    assert!(reminder.completed);
    assert_eq!(claim(&it, instant("2026-03-06 20:00")).await, []);
    assert_eq!(it.occurrences().next_due().await.unwrap(), None);
}

pub async fn a_weekly_reminder_is_never_completed(it: impl Fixture) {
    let what = a_reminder()
        .weekly([Fri], 20, 0)
        .announced(Announce::Both)
        .build();
    let stored = add(&it, &what).await;
    let notice = claim_one(&it, instant("2026-02-06 18:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    assert_eq!(found(&it, &stored).await.pre_message, Some(message(5)));
    let start = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &start, sent(message(6))).await;
    let reminder = found(&it, &stored).await;
    assert_eq!((reminder.pre_message, reminder.completed), (None, false));
    assert_eq!(reminder.next.unwrap().fires_at, instant("2026-02-13 18:00"));
}

pub async fn a_recurrence_that_has_ended_is_completed(it: impl Fixture) {
    let last = NaiveDate::from_ymd_opt(2026, 2, 13);
    let fridays = Recurrence::weekly([Fri].into_iter().collect()).unwrap();
    let twice = fridays.ending_on(last).unwrap();
    let stored = add(&it, &a_reminder().recurring(twice, 20, 0).build()).await;
    let first = claim_one(&it, instant("2026-02-06 18:00")).await;
    finish(&it, &first, sent(message(5))).await;
    assert!(!found(&it, &stored).await.completed);
    let second = claim_one(&it, instant("2026-02-13 18:00")).await;
    finish(&it, &second, sent(message(6))).await;
    let reminder = found(&it, &stored).await;
    assert_eq!((reminder.next, reminder.completed), (None, true));
}

pub async fn every_ending_completes_a_one_off_with_nothing_left(it: impl Fixture) {
    let failed = OccurrenceResult::Failed {
        reason: "channel gone".to_owned(),
    };
    for result in [failed, OccurrenceResult::Missed, OccurrenceResult::Skipped] {
        let what = a_reminder().announced(Announce::Before).build();
        let stored = add(&it, &what).await;
        let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
        assert_eq!(claimed.reminder.next, None);
        finish(&it, &claimed, result).await;
        let reminder = found(&it, &stored).await;
        assert!(reminder.completed);
        assert_eq!(reminder.pre_message, None);
    }
}

pub async fn a_one_off_with_another_send_under_way_is_not_completed(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 20:00")).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    finish(&it, &start, sent(message(6))).await;
    assert!(!found(&it, &stored).await.completed);
    finish(&it, &notice, OccurrenceResult::Skipped).await;
    assert!(found(&it, &stored).await.completed);
}

pub async fn finishing_twice_changes_nothing(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let once = found(&it, &stored).await;
    finish(&it, &notice, sent(message(6))).await;
    finish(&it, &notice, OccurrenceResult::Missed).await;
    it.occurrences()
        .postpone(&notice, notice.occurrence.fires_at, "late")
        .await
        .unwrap();
    assert_eq!(found(&it, &stored).await, once);
    assert_eq!(claim(&it, notice.occurrence.fires_at + LEASE).await, []);
}

pub async fn finishing_after_a_deletion_is_harmless(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    it.reminders()
        .delete(guild(1), stored.id, Scope::Guild)
        .await
        .unwrap();
    finish(&it, &claimed, sent(message(5))).await;
    let until = claimed.occurrence.fires_at + TimeDelta::minutes(1);
    it.occurrences()
        .postpone(&claimed, until, "server error")
        .await
        .unwrap();
    assert_eq!(
        it.reminders().find(guild(1), stored.id).await.unwrap(),
        None
    );
    assert_eq!(claim(&it, until).await, []);
}

pub async fn a_long_reason_is_no_failure(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let reason = "é\0".repeat(300);
    let first = claim_one(&it, due).await;
    it.occurrences()
        .postpone(&first, due, &reason)
        .await
        .unwrap();
    let second = claim_one(&it, due).await;
    finish(&it, &second, OccurrenceResult::Failed { reason }).await;
    assert_eq!(claim(&it, due + LEASE).await, []);
}

pub async fn another_guild_finishes_and_postpones_nothing(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let foreign = as_of_guild_2(&claimed);
    finish(&it, &foreign, sent(message(5))).await;
    it.occurrences()
        .postpone(&foreign, due, "server error")
        .await
        .unwrap();
    assert_eq!(found(&it, &stored).await, claimed.reminder);
    assert_eq!(claim(&it, due).await, []);
    assert_eq!(claim_one(&it, due + LEASE).await.attempt, 2);
}

fn as_of_guild_2(claimed: &Claimed) -> Claimed {
    let mut what = claimed.reminder.what.clone();
    what.guild = guild(2);
    Claimed {
        reminder: Reminder {
            what,
            ..claimed.reminder.clone()
        },
        ..claimed.clone()
    }
}

pub async fn what_was_posted_for_a_reminder_that_is_gone_has_to_go(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let claimed = claim_one(&it, instant("2026-02-06 19:00")).await;
    let reminders = it.reminders();
    let deleted = reminders.delete(guild(1), stored.id, Scope::Guild).await;
    assert!(deleted.unwrap().is_some());
    for _ in 0..2 {
        let now = claimed.occurrence.fires_at;
        let occurrences = it.occurrences();
        let posted = occurrences.finish(&claimed, &sent(message(5)), now).await;
        assert_eq!(posted.unwrap(), Finished::Gone);
    }
}
