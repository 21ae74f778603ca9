//! Clauses about whose turn it is, and about how much there is.

use chrono::TimeDelta;

use super::{Fixture, LEASE, add, claim, claim_one, claim_some, finish, sent};
use crate::testing::{a_reminder, guild, instant, message};
use crate::{Announce, Backlog, ClaimWish, Claimed, Kind, Wanted};

/// The guilds of what was claimed, by their numbers.
fn guilds(claimed: &[Claimed]) -> Vec<u64> {
    let mut guilds: Vec<_> = claimed
        .iter()
        .map(|it| it.reminder.what.guild.get())
        .collect();
    guilds.sort_unstable();
    guilds
}

/// Ten reminders of guild 1, and one of each of guilds 2 and 3 that was made later.
async fn crowd(it: &impl Fixture) {
    for _ in 0..10 {
        add(it, &a_reminder().build()).await;
    }
    for number in [2, 3] {
        add(it, &a_reminder().in_guild(guild(number)).build()).await;
    }
}

pub async fn a_guild_with_much_due_keeps_nobody_waiting(it: impl Fixture) {
    crowd(&it).await;
    let due = instant("2026-02-06 19:00");
    assert_eq!(guilds(&claim_some(&it, due, 3).await), [1, 2, 3]);
    assert_eq!(guilds(&claim_some(&it, due, 3).await), [1, 1, 1]);
}

pub async fn who_failed_often_keeps_nobody_waiting_either(it: impl Fixture) {
    crowd(&it).await;
    let due = instant("2026-02-06 19:00");
    assert_eq!(claim(&it, due).await.len(), 12);
    assert_eq!(guilds(&claim_some(&it, due + LEASE, 3).await), [1, 2, 3]);
}

pub async fn no_more_of_a_guild_is_claimed_than_was_asked_for(it: impl Fixture) {
    crowd(&it).await;
    let due = instant("2026-02-06 19:00");
    let wish = ClaimWish {
        per_guild: 2,
        ..ClaimWish::up_to(due, LEASE, 100)
    };
    let claimed = it.occurrences().claim(&wish).await.unwrap();
    assert_eq!(guilds(&claimed), [1, 1, 2, 3]);
}

pub async fn guilds_are_passed_over_when_it_is_not_their_turn(it: impl Fixture) {
    crowd(&it).await;
    let due = instant("2026-02-06 19:00");
    let passed_over = [guild(1), guild(3)];
    let wish = |now| ClaimWish {
        pass_over: &passed_over,
        ..ClaimWish::up_to(now, LEASE, 100)
    };
    let first = it.occurrences().claim(&wish(due)).await.unwrap();
    assert_eq!(guilds(&first), [2]);
    claim(&it, due).await;
    let again = it.occurrences().claim(&wish(due + LEASE)).await.unwrap();
    assert_eq!(guilds(&again), [2]);
}

pub async fn starts_alone_can_be_claimed(it: impl Fixture) {
    let notice = a_reminder().once(instant("2026-02-06 21:00")).build();
    add(&it, &notice).await;
    let start = a_reminder().announced(Announce::AtStart).build();
    add(&it, &start).await;
    let due = instant("2026-02-06 20:00");
    for now in [due, due + LEASE] {
        let wish = ClaimWish {
            wanted: Wanted::Urgent,
            ..ClaimWish::up_to(now, LEASE, 100)
        };
        let claimed = it.occurrences().claim(&wish).await.unwrap();
        let kinds: Vec<_> = claimed.iter().map(|it| it.occurrence.kind).collect();
        assert_eq!(kinds, [Kind::T0]);
    }
    assert_eq!(claim_one(&it, due).await.occurrence.kind, Kind::Pre);
}

pub async fn starts_come_before_notices_that_were_tried_already(it: impl Fixture) {
    let due = instant("2026-02-06 20:00");
    let notice = a_reminder().once(due + TimeDelta::minutes(60)).build();
    add(&it, &notice).await;
    claim_one(&it, due).await;
    let later = due + TimeDelta::minutes(1);
    let start = a_reminder().announced(Announce::AtStart).once(later);
    add(&it, &start.announced(Announce::AtStart).build()).await;
    let first = claim_some(&it, later, 1).await;
    assert_eq!(first[0].occurrence.kind, Kind::T0);
    assert_eq!(claim_some(&it, later, 1).await[0].attempt, 2);
}

pub async fn what_is_due_and_under_way_is_counted(it: impl Fixture) {
    let occurrences = it.occurrences();
    let due = instant("2026-02-06 19:00");
    assert_eq!(occurrences.backlog(due).await.unwrap(), Backlog::default());
    crowd(&it).await;
    let early = due - TimeDelta::seconds(1);
    assert_eq!(
        occurrences.backlog(early).await.unwrap(),
        Backlog::default()
    );
    let claimed = claim_some(&it, due, 2).await;
    let (due_now, under_way) = (10, 2);
    let backlog = Backlog {
        due: due_now,
        under_way,
    };
    assert_eq!(occurrences.backlog(due).await.unwrap(), backlog);
    finish(&it, &claimed[0], sent(message(5))).await;
    assert_eq!(occurrences.backlog(due).await.unwrap().under_way, 1);
}
