//! What every [`SyncStates`] does, one function per clause; [`sync_states_contract!`](crate::sync_states_contract) makes a
//! test of each. The states are handed over as what leads to them, and Discord was never told anything.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::GuildId;

use crate::{Definitions, Scope, SyncState, SyncStates};

/// Makes a test of every clause, each with fresh states: `sync_states_contract!(#[tokio::test] fn() => states)`.
#[macro_export]
macro_rules! sync_states_contract {
    (#[$test:meta] fn() => $states:expr) => {
        $crate::sync_states_contract! { @each [#[$test] $states]
            what_was_told_is_remembered_for_each_scope
            only_servers_that_hold_commands_are_among_those_with_commands
            a_block_leaves_what_was_told_and_ends_when_it_is_told_again
            a_block_before_anything_was_told_is_remembered
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::sync_states_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $states:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::sync_contract::$clause($states).await;
        }
    };
}

fn minute(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_206_400, 0).unwrap() + TimeDelta::minutes(minutes)
}

async fn tell(
    states: &impl Deref<Target: SyncStates>,
    scope: Scope,
    (hash, count): (&str, u32),
    at: i64,
) {
    let definitions = Definitions {
        hash: hash.to_owned(),
        count,
    };
    let told = states.synced(scope, &definitions, minute(at));
    told.await.unwrap();
}

fn guild() -> Scope {
    Scope::Guild(GuildId::new(i64::MAX.unsigned_abs()).unwrap())
}

/// The newest word counts, and a server's is no other's.
pub async fn what_was_told_is_remembered_for_each_scope(states: impl Deref<Target: SyncStates>) {
    assert_eq!(states.load(Scope::Global).await.unwrap(), None);
    for (hash, count) in [("old", 1), ("new", 2)] {
        tell(&states, Scope::Global, (hash, count), 0).await;
    }
    tell(&states, guild(), ("own", 3), 1).await;
    let state = |hash: &str, count, minutes| SyncState {
        hash: hash.to_owned(),
        count,
        synced_at: minute(minutes),
        blocked_until: None,
    };
    let load = async |scope| states.load(scope).await.unwrap().unwrap();
    assert_eq!(load(Scope::Global).await, state("new", 2, 0));
    assert_eq!(load(guild()).await, state("own", 3, 1));
}

/// Neither the commands of all servers count, nor a server that was told of none, or only to wait.
pub async fn only_servers_that_hold_commands_are_among_those_with_commands(
    states: impl Deref<Target: SyncStates>,
) {
    let other = |id| Scope::Guild(GuildId::new(id).unwrap());
    tell(&states, Scope::Global, ("all", 2), 0).await;
    tell(&states, guild(), ("own", 3), 0).await;
    tell(&states, other(5), ("own", 3), 0).await;
    tell(&states, other(5), ("none", 0), 1).await;
    states.blocked(other(6), minute(9)).await.unwrap();
    let told = states.guilds_with_commands().await.unwrap();
    assert_eq!(told, [guild().guild().unwrap()]);
}

/// Being told to wait changes nothing about what Discord knows.
pub async fn a_block_leaves_what_was_told_and_ends_when_it_is_told_again(
    states: impl Deref<Target: SyncStates>,
) {
    tell(&states, Scope::Global, ("new", 2), 0).await;
    states.blocked(Scope::Global, minute(9)).await.unwrap();
    let state = states.load(Scope::Global).await.unwrap().unwrap();
    assert_eq!((state.hash.as_str(), state.synced_at), ("new", minute(0)));
    assert_eq!(state.blocked_until, Some(minute(9)));
    tell(&states, Scope::Global, ("new", 2), 10).await;
    let state = states.load(Scope::Global).await.unwrap().unwrap();
    assert_eq!(state.blocked_until, None);
}

/// Also the very first attempt can be one too many for Discord.
pub async fn a_block_before_anything_was_told_is_remembered(
    states: impl Deref<Target: SyncStates>,
) {
    states.blocked(guild(), minute(9)).await.unwrap();
    let state = states.load(guild()).await.unwrap().unwrap();
    assert_eq!(state.blocked_until, Some(minute(9)));
    assert!(state.synced_at <= minute(-1000), "it was never told");
}
