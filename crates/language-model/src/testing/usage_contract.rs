//! What every [`ModelUsage`] does, one function per clause;
//! [`model_usage_contract!`](crate::model_usage_contract) makes a test of each.
//!
//! Counts under test are handed over as what leads to them, such as an `Arc`, and nothing is counted yet. They may need
//! guilds 1 and 2 to be there.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, Days};
use futures_util::future::join_all;
use kernel::{GuildId, UserId};

use crate::{Counted, ModelUsage, UsageKey, Used};

/// Makes a test of every clause, each with fresh counts:
/// `model_usage_contract!(#[tokio::test] fn() => counts)`.
#[macro_export]
macro_rules! model_usage_contract {
    (#[$test:meta] fn() => $usage:expr) => {
        $crate::model_usage_contract! { @each [#[$test] $usage]
            answers_are_counted_up_to_the_limit_and_no_further
            of_twenty_who_ask_at_once_as_many_pass_as_may
            without_a_limit_all_are_counted
            what_is_given_back_can_be_had_again
            nothing_is_given_back_where_nothing_was_counted
            another_guild_member_or_day_has_counts_of_its_own
            tokens_are_added_up_and_are_no_answers
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::model_usage_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $usage:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::usage_contract::$clause($usage).await;
        }
    };
}

fn key() -> UsageKey {
    UsageKey {
        guild: Some(GuildId::new(1).unwrap()),
        user: UserId::new(7).unwrap(),
        day: (DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000)).date_naive(),
    }
}

async fn answers(usage: &impl Deref<Target: ModelUsage>, key: &UsageKey) -> u32 {
    usage.used(key).await.unwrap().answers
}

/// Answers are counted up to the limit, and no further; a limit of none lets none pass.
pub async fn answers_are_counted_up_to_the_limit_and_no_further(
    usage: impl Deref<Target: ModelUsage>,
) {
    assert_eq!(usage.count(&key(), Some(0)).await.unwrap(), Counted::Full);
    for number in 1..=2 {
        let counted = usage.count(&key(), Some(2)).await.unwrap();
        assert_eq!(counted, Counted::Now(number));
    }
    for limit in [2, 1] {
        let counted = usage.count(&key(), Some(limit)).await.unwrap();
        assert_eq!(counted, Counted::Full);
    }
    assert_eq!(answers(&usage, &key()).await, 2);
}

/// Of twenty who ask at once, as many pass as may.
pub async fn of_twenty_who_ask_at_once_as_many_pass_as_may(usage: impl Deref<Target: ModelUsage>) {
    let key = key();
    let counted = join_all((0..20).map(|_| usage.count(&key, Some(5)))).await;
    let mut passed: Vec<_> = counted
        .into_iter()
        .filter_map(|it| match it.unwrap() {
            Counted::Now(number) => Some(number),
            Counted::Full => None,
        })
        .collect();
    passed.sort_unstable();
    assert_eq!(passed, [1, 2, 3, 4, 5]);
    assert_eq!(answers(&usage, &key).await, 5);
}

/// Without a limit all are counted.
pub async fn without_a_limit_all_are_counted(usage: impl Deref<Target: ModelUsage>) {
    for number in 1..=30 {
        let counted = usage.count(&key(), None).await.unwrap();
        assert_eq!(counted, Counted::Now(number));
    }
}

/// What is given back can be had again.
pub async fn what_is_given_back_can_be_had_again(usage: impl Deref<Target: ModelUsage>) {
    assert_eq!(usage.count(&key(), Some(1)).await.unwrap(), Counted::Now(1));
    usage.give_back(&key()).await.unwrap();
    assert_eq!(answers(&usage, &key()).await, 0);
    assert_eq!(usage.count(&key(), Some(1)).await.unwrap(), Counted::Now(1));
}

/// Nothing is given back where nothing was counted.
pub async fn nothing_is_given_back_where_nothing_was_counted(
    usage: impl Deref<Target: ModelUsage>,
) {
    usage.give_back(&key()).await.unwrap();
    assert_eq!(usage.count(&key(), Some(1)).await.unwrap(), Counted::Now(1));
    usage.give_back(&key()).await.unwrap();
    usage.give_back(&key()).await.unwrap();
    assert_eq!(answers(&usage, &key()).await, 0);
}

/// Another guild, member or day has counts of its own, and so have direct messages.
pub async fn another_guild_member_or_day_has_counts_of_its_own(
    usage: impl Deref<Target: ModelUsage>,
) {
    let day = key().day.checked_add_days(Days::new(1)).unwrap();
    let others = [
        UsageKey {
            guild: Some(GuildId::new(2).unwrap()),
            ..key()
        },
        UsageKey {
            guild: None,
            ..key()
        },
        UsageKey {
            user: UserId::new(8).unwrap(),
            ..key()
        },
        UsageKey { day, ..key() },
    ];
    assert_eq!(usage.count(&key(), Some(1)).await.unwrap(), Counted::Now(1));
    for other in &others {
        assert_eq!(answers(&usage, other).await, 0, "{other:?}");
        let counted = usage.count(other, Some(1)).await.unwrap();
        assert_eq!(counted, Counted::Now(1), "{other:?}");
    }
    usage.give_back(&others[0]).await.unwrap();
    assert_eq!(answers(&usage, &key()).await, 1);
}

/// Tokens are added up, with or without an answer that is counted, and are no answers.
pub async fn tokens_are_added_up_and_are_no_answers(usage: impl Deref<Target: ModelUsage>) {
    usage.add_tokens(&key(), 4_000_000_000).await.unwrap();
    usage.count(&key(), Some(1)).await.unwrap();
    usage.add_tokens(&key(), 15).await.unwrap();
    usage.give_back(&key()).await.unwrap();
    let expected = Used {
        answers: 0,
        tokens: 4_000_000_015,
    };
    assert_eq!(usage.used(&key()).await.unwrap(), expected);
}
