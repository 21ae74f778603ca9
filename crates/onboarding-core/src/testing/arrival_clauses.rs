//! What every store of runs does with members who join; a part of [`contract`](super::contract).

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use futures_util::future::join;

use super::builders::at;
use super::contract::{Runs, guild, user};
use crate::{Arrivals as _, OpenArrival};
/// Whoever waits for the screening passes it once.
pub async fn whoever_waits_for_the_screening_passes_it_once(runs: impl Deref<Target: Runs>) {
    for _ in 0..2 {
        runs.awaits(guild(1), user(7), at(0)).await.unwrap();
    }
    let passed = async |of, who| {
        let passed = runs.passed(guild(of), user(who), at(0), at(60));
        passed.await.unwrap()
    };
    assert!(!passed(2, 7).await);
    assert!(!passed(1, 8).await);
    assert!(passed(1, 7).await);
    assert!(!passed(1, 7).await, "somebody has them in hand");
    let later = runs.passed(guild(1), user(7), at(60), at(120)).await;
    assert!(later.unwrap(), "nobody says that they have arrived");
    runs.arrived(guild(1), user(7)).await.unwrap();
    assert!(!passed(1, 7).await);
}

/// Who is noted, and how often.
async fn claimed(runs: &impl Deref<Target: Runs>, now: i64) -> Vec<(u64, u64, u32)> {
    let claimed = runs.claim_arrivals(at(now), at(now + 60), 9).await.unwrap();
    let claimed = claimed.into_iter();
    claimed
        .map(|it| (it.guild.get(), it.member.get(), it.tries))
        .collect()
}

/// An arrival is in one hand at a time, and nobody has it before its time; it is over once it is said to be.
pub async fn an_arrival_is_in_one_hand_at_a_time_until_it_is_over(runs: impl Deref<Target: Runs>) {
    runs.takes(guild(1), user(7), at(0), at(60)).await.unwrap();
    runs.awaits(guild(1), user(8), at(0)).await.unwrap();
    assert_eq!(claimed(&runs, 59).await, []);
    let both = join(
        runs.claim_arrivals(at(60), at(120), 9),
        runs.claim_arrivals(at(60), at(120), 9),
    );
    let (one, other) = both.await;
    assert_eq!(one.unwrap().len() + other.unwrap().len(), 1);
    runs.try_again(guild(1), user(7), at(300)).await.unwrap();
    assert_eq!(claimed(&runs, 299).await, []);
    assert_eq!(claimed(&runs, 300).await, [(1, 7, 3)]);
    runs.takes(guild(1), user(7), at(301), at(310))
        .await
        .unwrap();
    assert_eq!(claimed(&runs, 310).await, [(1, 7, 5)]);
    runs.arrived(guild(2), user(7)).await.unwrap();
    runs.arrived(guild(1), user(7)).await.unwrap();
    runs.try_again(guild(1), user(7), at(400)).await.unwrap();
    assert_eq!(claimed(&runs, 9999).await, []);
}

/// Who waits for the screening in a guild is looked at once that is asked for, and in no other guild.
pub async fn who_waits_is_looked_at_again_where_nobody_listened(runs: impl Deref<Target: Runs>) {
    for (of, who) in [(1, 7), (1, 8), (2, 7)] {
        runs.awaits(guild(of), user(who), at(0)).await.unwrap();
    }
    runs.recall(guild(1), at(5)).await.unwrap();
    let mut seen = claimed(&runs, 5).await;
    seen.sort_unstable();
    assert_eq!(seen, [(1, 7, 1), (1, 8, 1)]);
    // Whom the screening still keeps out waits again, but for those of whom something was heard since.
    let open = |who| OpenArrival {
        guild: guild(1),
        member: user(who),
        tries: 1,
    };
    let heard = runs.passed(guild(1), user(8), at(6), at(66)).await;
    assert!(!heard.unwrap(), "somebody has them in hand");
    assert!(runs.waits_again(&open(7)).await.unwrap());
    assert!(!runs.waits_again(&open(8)).await.unwrap());
    assert_eq!(claimed(&runs, 999).await, [(1, 8, 3)]);
}

/// Who was noted too long ago is forgotten, some at a time, and nobody else.
pub async fn who_never_arrives_is_forgotten_some_at_a_time(runs: impl Deref<Target: Runs>) {
    for who in 7..10 {
        runs.awaits(guild(1), user(who), at(0)).await.unwrap();
    }
    runs.awaits(guild(1), user(10), at(9)).await.unwrap();
    assert_eq!(runs.remove_arrivals(at(0), 9).await.unwrap(), 0);
    assert_eq!(runs.remove_arrivals(at(9), 2).await.unwrap(), 2);
    assert_eq!(runs.remove_arrivals(at(9), 2).await.unwrap(), 1);
    let left = runs.passed(guild(1), user(10), at(9), at(60)).await;
    assert!(left.unwrap());
}
