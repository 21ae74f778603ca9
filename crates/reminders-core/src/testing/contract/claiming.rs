//! Clauses about taking on what is due.

use std::collections::HashSet;

use chrono::{TimeDelta, Weekday::Fri};
use chrono_tz::Tz;
use futures_util::future::join_all;

use super::{Fixture, LEASE, add, claim, claim_one, claim_some, finish, found, sent};
use crate::testing::{a_reminder, instant, message};
use crate::{Kind, Occurrence, OccurrenceResult};

pub async fn a_due_reminder_is_claimed_once(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    assert_eq!(claim(&it, due).await.len(), 1);
    assert_eq!(claim(&it, due).await, []);
}

pub async fn nothing_is_claimed_early(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    assert_eq!(claim(&it, due - TimeDelta::seconds(1)).await, []);
    assert_eq!(claim(&it, due).await.len(), 1);
}

pub async fn concurrent_claimers_never_share(it: impl Fixture) {
    for number in 0..40 {
        add(&it, &a_reminder().named(&format!("Raid {number}")).build()).await;
    }
    let due = instant("2026-02-06 19:00");
    let mut seen = HashSet::new();
    for _ in 0..10 {
        let batches = join_all((0..4).map(|_| claim_some(&it, due, 3))).await;
        for claimed in batches.into_iter().flatten() {
            assert!(
                seen.insert(claimed.reminder.id),
                "claimed twice: {claimed:?}"
            );
        }
    }
    assert_eq!(seen.len(), 40);
}

pub async fn a_claim_tells_all_and_moves_the_reminder_on(it: impl Fixture) {
    let what = a_reminder()
        .weekly([Fri], 20, 0)
        .at_location("bib Tielt")
        .build();
    let stored = add(&it, &what).await;
    let claimed = claim_one(&it, instant("2026-02-06 18:00")).await;
    assert_eq!(
        claimed.occurrence,
        notice("2026-02-06 18:00", "2026-02-06 19:00")
    );
    assert_eq!(Some(claimed.occurrence), stored.next);
    assert_eq!((claimed.attempt, claimed.zone), (1, Tz::Europe__Brussels));
    assert_eq!(
        (claimed.reminder.id, &claimed.reminder.what),
        (stored.id, &what)
    );
    assert_eq!(
        claimed.reminder.next,
        Some(notice("2026-02-13 18:00", "2026-02-13 19:00"))
    );
    assert_eq!(found(&it, &stored).await, claimed.reminder);
}

pub async fn a_one_off_is_announced_before_and_then_at_its_start(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let first = claim_one(&it, instant("2026-02-06 19:30")).await;
    assert_eq!(
        first.occurrence,
        notice("2026-02-06 19:00", "2026-02-06 20:00")
    );
    finish(&it, &first, sent(message(1))).await;
    assert_eq!(claim(&it, instant("2026-02-06 19:59")).await, []);
    let second = claim_one(&it, instant("2026-02-06 20:00")).await;
    assert_eq!(
        (second.occurrence.kind, second.occurrence.fires_at),
        (Kind::T0, instant("2026-02-06 20:00"))
    );
    assert_eq!(second.reminder.next, None);
    assert_eq!(second.reminder.pre_message, Some(message(1)));
    assert_ne!(first.id, second.id);
    assert_eq!(found(&it, &stored).await.next, None);
}

pub async fn no_more_is_claimed_than_was_asked_for(it: impl Fixture) {
    for _ in 0..5 {
        add(&it, &a_reminder().build()).await;
    }
    let due = instant("2026-02-06 19:00");
    assert_eq!(claim_some(&it, due, 3).await.len(), 3);
    assert_eq!(claim_some(&it, due, 3).await.len(), 2);
    // The limit holds for what is taken on again, too.
    assert_eq!(claim_some(&it, due + LEASE, 4).await.len(), 4);
    assert_eq!(claim_some(&it, due + LEASE, 4).await.len(), 1);
}

pub async fn starts_come_before_notices(it: impl Fixture) {
    let earlier = a_reminder()
        .named("notice")
        .once(instant("2026-02-06 20:30"));
    add(&it, &earlier.build()).await;
    let start = a_reminder()
        .named("start")
        .lead(0)
        .once(instant("2026-02-06 20:00"));
    add(&it, &start.build()).await;
    let now = instant("2026-02-06 20:00");
    let both = claim_some(&it, now, 2).await;
    let kinds: Vec<_> = both.iter().map(|it| it.occurrence.kind).collect();
    assert_eq!(kinds, [Kind::T0, Kind::Pre]);
    let again = a_reminder()
        .named("notice")
        .once(instant("2026-02-06 21:30"))
        .build();
    let start = a_reminder()
        .named("start")
        .lead(0)
        .once(instant("2026-02-06 21:00"))
        .build();
    for what in [again, start] {
        add(&it, &what).await;
    }
    for one in both {
        finish(&it, &one, OccurrenceResult::Skipped).await;
    }
    let first = claim_some(&it, instant("2026-02-06 21:00"), 2).await;
    assert!(
        first.iter().all(|it| it.occurrence.kind == Kind::T0),
        "{first:?}"
    );
}

pub async fn a_lease_that_ran_out_is_claimed_again(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let first = claim_one(&it, due).await;
    let just_before = due + LEASE - TimeDelta::milliseconds(1);
    assert_eq!(claim(&it, just_before).await, []);
    let second = claim_one(&it, due + LEASE).await;
    assert_eq!(second.attempt, 2);
    assert_eq!((second.id, second.occurrence), (first.id, first.occurrence));
    assert_eq!(second.reminder, first.reminder);
    assert_eq!(claim(&it, due + LEASE).await, []);
    let third = claim_one(&it, due + LEASE * 2).await;
    assert_eq!(third.attempt, 3);
    finish(&it, &third, OccurrenceResult::Missed).await;
    assert_eq!(claim(&it, due + LEASE * 9).await, []);
}

pub async fn two_sends_of_one_reminder_in_one_claim_know_the_same_next(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let notice = claim_one(&it, instant("2026-02-06 19:59")).await;
    let both = claim(&it, instant("2026-02-06 20:01")).await;
    let kinds: Vec<_> = both.iter().map(|it| it.occurrence.kind).collect();
    assert_eq!(kinds, [Kind::T0, Kind::Pre]);
    assert_eq!((both[1].id, both[1].attempt), (notice.id, 2));
    assert!(both.iter().all(|it| it.reminder.next.is_none()), "{both:?}");
}

pub async fn a_postponed_occurrence_waits_until_then(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let first = claim_one(&it, due).await;
    let until = due + TimeDelta::minutes(10);
    it.occurrences()
        .postpone(&first, until, "server error")
        .await
        .unwrap();
    assert_eq!(it.occurrences().next_due().await.unwrap(), Some(until));
    assert_eq!(claim(&it, until - TimeDelta::seconds(1)).await, []);
    let second = claim_one(&it, until).await;
    assert_eq!((second.id, second.attempt), (first.id, 2));
    // It may also be given back before its lease ends.
    it.occurrences()
        .postpone(&second, until, "slow down")
        .await
        .unwrap();
    assert_eq!(claim_one(&it, until).await.attempt, 3);
}

pub async fn who_lost_a_claim_cannot_postpone_it(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let lost = claim_one(&it, due).await;
    claim_one(&it, due + LEASE).await;
    it.occurrences()
        .postpone(&lost, due, "server error")
        .await
        .unwrap();
    assert_eq!(claim(&it, due + LEASE).await, []);
}

pub async fn what_was_missed_for_weeks_is_claimed_one_by_one(it: impl Fixture) {
    add(&it, &a_reminder().weekly([Fri], 20, 0).build()).await;
    let now = instant("2026-02-25 12:00");
    let mut dates = Vec::new();
    loop {
        let claimed = claim(&it, now).await;
        let Some(one) = claimed.first() else { break };
        assert_eq!(claimed.len(), 1);
        dates.push(one.occurrence.fires_at);
    }
    let owed = ["2026-02-06 18:00", "2026-02-13 18:00", "2026-02-20 18:00"].map(instant);
    assert_eq!(dates, owed);
}

pub async fn the_next_due_moment_is_the_earliest_of_all(it: impl Fixture) {
    let occurrences = it.occurrences();
    assert_eq!(occurrences.next_due().await.unwrap(), None);
    add(&it, &a_reminder().once(instant("2026-02-08 20:00")).build()).await;
    add(
        &it,
        &a_reminder()
            .lead(0)
            .once(instant("2026-02-07 20:00"))
            .build(),
    )
    .await;
    assert_eq!(
        occurrences.next_due().await.unwrap(),
        Some(instant("2026-02-07 20:00"))
    );
    let due = instant("2026-02-07 20:00");
    let claimed = claim_one(&it, due).await;
    assert_eq!(occurrences.next_due().await.unwrap(), Some(due + LEASE));
    finish(&it, &claimed, sent(message(1))).await;
    assert_eq!(
        occurrences.next_due().await.unwrap(),
        Some(instant("2026-02-08 19:00"))
    );
}

fn notice(fires_at: &str, event_at: &str) -> Occurrence {
    let (fires_at, event_at) = (instant(fires_at), instant(event_at));
    Occurrence {
        fires_at,
        kind: Kind::Pre,
        event_at,
    }
}
