//! Clauses about keeping a claim, losing it, and what the one who lost it may still say.

use chrono::TimeDelta;

use super::{Fixture, LEASE, add, claim, claim_one, found, sent};
use crate::testing::{a_reminder, guild, instant, message};
use crate::{Announce, Claimed, Finished, Holding, OccurrenceResult, Reminder};

async fn end(it: &impl Fixture, claimed: &Claimed, result: OccurrenceResult) -> Finished {
    let now = claimed.occurrence.fires_at;
    let finished = it.occurrences().finish(claimed, &result, now).await;
    finished.unwrap()
}

/// A start that was claimed, whose lease ran out, and that was claimed again: the reminder, the old claim and the new.
async fn taken_over(it: &impl Fixture) -> (Reminder, Claimed, Claimed) {
    let stored = add(it, &a_reminder().announced(Announce::AtStart).build()).await;
    let due = instant("2026-02-06 20:00");
    let lost = claim_one(it, due).await;
    let held = claim_one(it, due + LEASE).await;
    (stored, lost, held)
}

pub async fn a_renewed_lease_keeps_others_away(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let until = due + TimeDelta::seconds(60);
    let renewed = it.occurrences().renew(&[claimed.holding()], until).await;
    assert_eq!(renewed.unwrap(), [claimed.id].into());
    assert_eq!(claim(&it, until - TimeDelta::seconds(1)).await, []);
    assert_eq!(claim_one(&it, until).await.attempt, 2);
}

pub async fn who_lost_a_claim_cannot_renew_it(it: impl Fixture) {
    let (_, lost, held) = taken_over(&it).await;
    let due = held.occurrence.fires_at;
    let until = due + TimeDelta::minutes(10);
    let both = [lost.holding(), held.holding()];
    let renewed = it.occurrences().renew(&both[..1], until).await.unwrap();
    assert!(renewed.is_empty(), "{renewed:?}");
    assert_eq!(claim_one(&it, due + LEASE * 2).await.attempt, 3);
}

pub async fn what_has_ended_or_is_another_guilds_is_not_renewed(it: impl Fixture) {
    let (_, _, held) = taken_over(&it).await;
    let until = held.occurrence.fires_at + TimeDelta::minutes(10);
    let foreign = Holding {
        guild: guild(2),
        ..held.holding()
    };
    assert!(
        it.occurrences()
            .renew(&[foreign], until)
            .await
            .unwrap()
            .is_empty()
    );
    end(&it, &held, OccurrenceResult::Missed).await;
    let own = [held.holding()];
    assert!(
        it.occurrences()
            .renew(&own, until)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(it.occurrences().renew(&[], until).await.unwrap().is_empty());
}

pub async fn what_is_given_back_is_claimed_at_once(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    it.occurrences()
        .renew(&[claimed.holding()], due)
        .await
        .unwrap();
    assert_eq!(claim_one(&it, due).await.id, claimed.id);
}

pub async fn who_lost_a_claim_ends_nothing(it: impl Fixture) {
    for result in [
        OccurrenceResult::Missed,
        OccurrenceResult::Skipped,
        OccurrenceResult::Failed {
            reason: "refused".to_owned(),
        },
    ] {
        let (stored, lost, held) = taken_over(&it).await;
        assert_eq!(end(&it, &lost, result).await, Finished::Overtaken);
        assert!(!found(&it, &stored).await.completed);
        assert_eq!(end(&it, &held, sent(message(6))).await, Finished::Recorded);
        assert!(found(&it, &stored).await.completed);
    }
}

pub async fn a_message_that_stands_is_recorded_whoever_sent_it(it: impl Fixture) {
    let (stored, lost, held) = taken_over(&it).await;
    assert_eq!(end(&it, &lost, sent(message(6))).await, Finished::Recorded);
    assert!(found(&it, &stored).await.completed);
    assert_eq!(claim(&it, held.occurrence.fires_at + LEASE * 9).await, []);
    // The other one sent the same message, and says so, too.
    assert_eq!(end(&it, &held, sent(message(6))).await, Finished::Overtaken);
    assert_eq!(
        end(&it, &held, OccurrenceResult::Missed).await,
        Finished::Overtaken
    );
}

pub async fn a_message_that_stands_is_recorded_over_any_other_end(it: impl Fixture) {
    for result in [OccurrenceResult::Missed, OccurrenceResult::Skipped] {
        let (_, lost, held) = taken_over(&it).await;
        assert_eq!(end(&it, &held, result).await, Finished::Recorded);
        assert_eq!(end(&it, &lost, sent(message(6))).await, Finished::Recorded);
        assert_eq!(end(&it, &lost, sent(message(6))).await, Finished::Overtaken);
    }
}

pub async fn a_notice_that_comes_after_its_start_has_to_go(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    let now = instant("2026-02-06 20:00");
    it.occurrences()
        .renew(&[notice.holding()], now + LEASE)
        .await
        .unwrap();
    let start = claim_one(&it, now).await;
    assert_eq!(end(&it, &start, sent(message(6))).await, Finished::Recorded);
    assert_eq!(
        end(&it, &notice, sent(message(5))).await,
        Finished::StartStands
    );
    assert_eq!(found(&it, &stored).await.pre_message, None);
    assert_eq!(
        end(&it, &notice, OccurrenceResult::Skipped).await,
        Finished::Recorded
    );
    assert!(found(&it, &stored).await.completed);
}

pub async fn a_notice_that_was_posted_during_its_start_is_named(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    let now = instant("2026-02-06 20:00");
    it.occurrences()
        .renew(&[notice.holding()], now + LEASE)
        .await
        .unwrap();
    let mut start = claim_one(&it, now).await;
    assert_eq!(start.reminder.pre_message, None);
    assert_eq!(
        end(&it, &notice, sent(message(5))).await,
        Finished::Recorded
    );
    let stands = Finished::NoticeStands(message(5));
    assert_eq!(end(&it, &start, sent(message(6))).await, stands);
    assert!(!found(&it, &stored).await.completed);
    start.reminder.pre_message = Some(message(5));
    assert_eq!(end(&it, &start, sent(message(6))).await, Finished::Recorded);
    let reminder = found(&it, &stored).await;
    assert_eq!((reminder.pre_message, reminder.completed), (None, true));
}
