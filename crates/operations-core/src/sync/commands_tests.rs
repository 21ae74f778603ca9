//! What happens when Discord is told of the commands, over fakes.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock as _, GuildId, ManualClock, PortFailure, Retry};

use super::*;
use crate::testing::{FakeRegistry, InMemoryJobRuns, InMemorySyncStates};
use crate::{Claim, Detail, Events, JobRuns as _, OperationalEvent};

struct Stage {
    sync: CommandSync,
    registry: Arc<FakeRegistry>,
    states: Arc<InMemorySyncStates>,
    leases: Arc<InMemoryJobRuns>,
    events: Events,
    clock: ManualClock,
}

const START: &str = "2026-11-21T12:00:00Z";

fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

fn definitions(hash: &str) -> Definitions {
    Definitions {
        hash: hash.to_owned(),
        count: 13,
    }
}

/// A bot whose developers have the servers 1 to 20.
fn stage() -> Stage {
    let registry = Arc::new(FakeRegistry::of(definitions("first")));
    process("this", registry, Arc::default(), Arc::default())
}

/// A process of it.
fn process(
    owner: &str,
    registry: Arc<FakeRegistry>,
    states: Arc<InMemorySyncStates>,
    leases: Arc<InMemoryJobRuns>,
) -> Stage {
    let clock = ManualClock::at(START.parse::<DateTime<Utc>>().unwrap());
    let events = Events::default();
    let sync = CommandSync::new(SyncPorts {
        states: states.clone(),
        leases: leases.clone(),
        registry: registry.clone(),
        events: events.clone(),
        clock: Arc::new(clock.clone()),
        owner: owner.to_owned(),
        dev_guilds: (1..=20).map(guild).collect(),
    });
    Stage {
        sync,
        registry,
        states,
        leases,
        events,
        clock,
    }
}

impl Stage {
    async fn everywhere(&self, kind: SyncType) -> SyncOutcome {
        self.sync.sync(SyncRequest::of(Scope::Global, kind)).await
    }

    async fn forced(&self) -> SyncOutcome {
        let request = SyncRequest::of(Scope::Global, SyncType::Manual);
        let force = true;
        self.sync.sync(SyncRequest { force, ..request }).await
    }

    fn told(&self) -> usize {
        self.registry.overwritten().len()
    }

    /// What a server's admins see, the newest first: the message and the details.
    fn seen(&self, by: u64) -> Vec<String> {
        let events = self.events.of_guild(guild(by), None, 100);
        events.iter().map(line).collect()
    }
}

fn line(event: &OperationalEvent) -> String {
    let details = event.details().iter().map(|(name, detail)| match detail {
        Detail::Number(it) => format!(" {name}={it}"),
        Detail::Text(it) => format!(" {name}={it}"),
    });
    details.fold(event.message().to_owned(), |line, it| line + &it)
}

#[tokio::test]
async fn discord_is_told_once_and_again_only_when_something_changed() {
    let stage = stage();
    let first = stage.everywhere(SyncType::FirstReady).await;
    assert!(matches!(first, SyncOutcome::Synced { commands: 13 }));
    stage.clock.advance(TimeDelta::hours(2));
    let again = stage.everywhere(SyncType::FirstReady).await;
    assert!(matches!(again, SyncOutcome::Unchanged { commands: 13, .. }));
    assert_eq!(stage.told(), 1);
    stage.registry.define(definitions("second"));
    let changed = stage.everywhere(SyncType::Reconnect).await;
    assert!(matches!(changed, SyncOutcome::Synced { .. }));
    assert_eq!(
        stage.seen(99),
        [
            "13 commands were registered command_count=13 sync_type=reconnect",
            "13 commands are registered already command_count=13 sync_type=first_ready",
            "13 commands were registered command_count=13 sync_type=first_ready",
        ]
    );
}

#[tokio::test]
async fn a_restart_knows_what_discord_was_told_and_when() {
    let before = stage();
    before.everywhere(SyncType::FirstReady).await;
    let after = process("next", before.registry, before.states, before.leases);
    let same = after.everywhere(SyncType::FirstReady).await;
    assert!(matches!(same, SyncOutcome::Unchanged { .. }));
    after.registry.define(definitions("second"));
    after.clock.advance(TimeDelta::minutes(59));
    let early = after.everywhere(SyncType::FirstReady).await;
    let SyncOutcome::CoolingDown { remaining } = early else {
        panic!("{early:?}")
    };
    assert_eq!(remaining, TimeDelta::minutes(1));
    assert_eq!(after.told(), 1);
    assert!(matches!(after.forced().await, SyncOutcome::Synced { .. }));
    assert_eq!(after.told(), 2);
}

#[tokio::test]
async fn what_had_to_wait_is_told_by_itself_as_soon_as_it_may() {
    let stage = stage();
    stage.everywhere(SyncType::FirstReady).await;
    stage.registry.define(definitions("second"));
    stage.everywhere(SyncType::Reconnect).await;
    stage.clock.advance(TimeDelta::minutes(50));
    assert_eq!(stage.sync.sweep().await.total, 0);
    stage.clock.advance(TimeDelta::minutes(10));
    assert_eq!(stage.sync.sweep().await.synced, 1);
    assert_eq!(stage.sync.sweep().await.total, 0);
    assert_eq!(stage.told(), 2);
}

#[tokio::test]
async fn discords_word_holds_exactly_so_long_also_against_force() {
    let stage = stage();
    let retry_after = TimeDelta::milliseconds(90_500);
    let limited = OverwriteFailure::RateLimited { retry_after };
    stage.registry.fail(Scope::Global, limited);
    stage.everywhere(SyncType::FirstReady).await;
    assert_eq!(
        stage.seen(99),
        ["The commands can be registered in 1m 31s cooldown_remaining=91 sync_type=first_ready"]
    );
    stage.clock.advance(TimeDelta::milliseconds(90_499));
    let early = stage.forced().await;
    assert!(
        matches!(early, SyncOutcome::CoolingDown { .. }),
        "{early:?}"
    );
    assert_eq!(stage.told(), 1);
    stage.clock.advance(TimeDelta::milliseconds(1));
    let now = stage.everywhere(SyncType::Manual).await;
    assert!(matches!(now, SyncOutcome::Synced { .. }), "{now:?}");
}

#[tokio::test]
async fn any_other_failure_starts_no_cooldown() {
    let stage = stage();
    for _ in 0..2 {
        let failure = PortFailure::new("register the commands", Retry::Later, "502");
        stage.registry.fail(Scope::Global, failure.into());
        let failed = stage.everywhere(SyncType::FirstReady).await;
        assert!(matches!(failed, SyncOutcome::Failed(_)), "{failed:?}");
    }
    assert_eq!(stage.told(), 2);
    let error = "could not register the commands";
    assert_eq!(
        stage.seen(99)[0],
        format!("{error} error={error} sync_type=first_ready")
    );
    assert_eq!(stage.sync.sweep().await.synced, 1);
}

#[tokio::test]
async fn servers_with_commands_of_their_own_are_told_five_at_a_time_and_fail_each_for_itself() {
    let stage = stage();
    let refused = PortFailure::new("register the commands", Retry::Useless, "403");
    stage.registry.fail(Scope::Guild(guild(7)), refused.into());
    let present: Vec<_> = (1..=40).map(guild).collect();
    let batch = stage
        .sync
        .session_began(SyncType::FirstReady, &present)
        .await;
    assert_eq!((batch.synced, batch.skipped, batch.total), (19, 0, 20));
    assert_eq!(batch.failures[0].0, Scope::Guild(guild(7)));
    assert_eq!(stage.registry.most_under_way(), 5);
    assert!(stage.seen(7)[0].contains("error="), "{:?}", stage.seen(7));
    assert_eq!(stage.seen(8).len(), 1, "nothing of any other server");
    assert_eq!(stage.seen(30), [""; 0]);
    let again = stage
        .sync
        .session_began(SyncType::Reconnect, &present)
        .await;
    assert_eq!((again.synced, again.skipped, again.total), (2, 19, 21));
}

#[tokio::test]
async fn what_another_process_is_telling_is_left_to_it() {
    let stage = stage();
    let other = Claim {
        job: "command_sync:global",
        owner: "other",
        now: stage.clock.now(),
        until: stage.clock.now() + TimeDelta::minutes(1),
    };
    assert!(stage.leases.claim(&other).await.unwrap());
    let outcome = stage.everywhere(SyncType::FirstReady).await;
    assert!(matches!(outcome, SyncOutcome::Elsewhere), "{outcome:?}");
    assert_eq!((stage.told(), stage.events.len()), (0, 0));
    // It died: the lease runs out, and this process does it.
    stage.clock.advance(TimeDelta::minutes(10));
    assert_eq!(stage.sync.sweep().await.synced, 1);
}

#[tokio::test]
async fn two_processes_that_start_together_tell_discord_once() {
    let one = stage();
    let other = process(
        "other",
        one.registry.clone(),
        one.states.clone(),
        one.leases.clone(),
    );
    futures_util::future::join(
        one.everywhere(SyncType::FirstReady),
        other.everywhere(SyncType::FirstReady),
    )
    .await;
    assert_eq!(one.told(), 1);
    other.clock.advance(TimeDelta::minutes(10));
    other.sync.sweep().await;
    assert_eq!(one.told(), 1, "who had to wait finds it done");
}

#[tokio::test]
async fn two_tasks_of_one_process_do_not_tell_discord_side_by_side() {
    let stage = stage();
    futures_util::future::join(stage.forced(), stage.forced()).await;
    assert_eq!(stage.told(), 1);
    assert!(matches!(stage.forced().await, SyncOutcome::Synced { .. }));
}

#[tokio::test]
async fn a_server_that_is_no_developers_any_more_loses_the_commands_of_its_own_once() {
    let before = stage();
    let present: Vec<_> = (1..=2).chain(30..=31).map(guild).collect();
    let first = before.sync.session_began(SyncType::FirstReady, &present);
    assert_eq!(first.await.synced, 2);
    let states = before.states.clone();
    // It was one of them in an earlier life, and so was one that the bot has left.
    for id in [30, 40] {
        let own = definitions("first");
        let told = states.synced(Scope::Guild(guild(id)), &own, before.clock.now());
        told.await.unwrap();
    }
    let after = process("next", before.registry, states, before.leases);
    let restart = async || {
        let sync = &after.sync;
        sync.session_began(SyncType::FirstReady, &present).await
    };
    // What was told a moment ago is left alone for half an hour, as everywhere.
    restart().await;
    assert_eq!(after.registry.cleared(), []);
    after.clock.advance(TimeDelta::minutes(30));
    assert_eq!(after.sync.sweep().await.synced, 1);
    assert_eq!(after.registry.cleared(), [guild(30)]);
    restart().await;
    assert_eq!(after.registry.cleared(), [guild(30)], "once");
    assert!(
        after.seen(30)[0].starts_with("This server has no commands of its own any more"),
        "{:?}",
        after.seen(30)
    );
    assert_eq!(after.told(), 2, "the others keep theirs");
}
