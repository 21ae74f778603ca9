//! What every [`CommandLog`] does, one function per clause; [`command_log_contract!`](crate::command_log_contract) makes
//! a test of each.
//!
//! A log under test is handed over as what leads to it, such as an `Arc`, which can hold its database as well. It is empty.

#![expect(clippy::unwrap_used, reason = "what fails in a clause fails the test")]

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{
    CommandLog, CommandScope, Ending, ErrorText, Execution, ExecutionKind, QualifiedName, Usage,
};

/// Makes a test of every clause, each with an empty log: `command_log_contract!(#[tokio::test] fn() => log)`.
#[macro_export]
macro_rules! command_log_contract {
    (#[$test:meta] fn() => $log:expr) => {
        $crate::command_log_contract! { @each [#[$test] $log]
            an_empty_log_ranks_and_counts_nothing
            the_most_used_come_first_and_then_the_names_decide
            the_total_counts_what_is_not_among_the_top
            a_guild_sees_its_own_commands_and_all_sees_those_of_direct_messages_too
            the_window_begins_at_its_first_moment
            buttons_forms_and_keystrokes_are_not_counted
            failures_count_like_successes
            nothing_written_is_no_failure
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::command_log_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $log:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::command_log_contract::$clause($log).await;
        }
    };
}

fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

/// A command of guild 1 at noon.
fn used(name: &str) -> Execution {
    Execution {
        guild: Some(guild(1)),
        user: UserId::new(7).unwrap(),
        name: QualifiedName::new(name),
        kind: ExecutionKind::Slash,
        ending: Ending::Succeeded,
        at: noon(),
    }
}

fn all_of(names: &[&str]) -> Vec<Execution> {
    names.iter().map(|it| used(it)).collect()
}

fn usage(name: &str, count: u64) -> Usage {
    Usage {
        name: name.to_owned(),
        count,
    }
}

/// An empty log ranks and counts nothing.
pub async fn an_empty_log_ranks_and_counts_nothing(log: impl Deref<Target: CommandLog>) {
    let ranking = log.ranking(CommandScope::All, noon(), 10).await.unwrap();
    assert_eq!((ranking.top, ranking.total), (Vec::new(), 0));
    assert_eq!(log.count(CommandScope::All, noon()).await.unwrap(), 0);
}

/// The most used come first, and then the names decide.
pub async fn the_most_used_come_first_and_then_the_names_decide(
    log: impl Deref<Target: CommandLog>,
) {
    let names = [
        "help",
        "config set",
        "add",
        "config set",
        "zap",
        "Make reminder",
        "add",
    ];
    log.write(&all_of(&names)).await.unwrap();
    let ranking = log.ranking(CommandScope::All, noon(), 10).await.unwrap();
    let expected = [
        usage("add", 2),
        usage("config set", 2),
        usage("Make reminder", 1),
        usage("help", 1),
        usage("zap", 1),
    ];
    assert_eq!(ranking.top, expected);
    assert_eq!(ranking.total, 7);
}

/// The total counts what is not among the top.
pub async fn the_total_counts_what_is_not_among_the_top(log: impl Deref<Target: CommandLog>) {
    log.write(&all_of(&["a", "b", "b", "c"])).await.unwrap();
    let ranking = log.ranking(CommandScope::All, noon(), 1).await.unwrap();
    assert_eq!((ranking.top, ranking.total), (vec![usage("b", 2)], 4));
}

/// A guild sees its own commands; all sees those of direct messages, too.
pub async fn a_guild_sees_its_own_commands_and_all_sees_those_of_direct_messages_too(
    log: impl Deref<Target: CommandLog>,
) {
    let rows = [Some(guild(1)), Some(guild(2)), Some(guild(2)), None].map(|guild| Execution {
        guild,
        ..used("help")
    });
    log.write(&rows).await.unwrap();
    for (scope, count) in [
        (CommandScope::Guild(guild(1)), 1),
        (CommandScope::Guild(guild(2)), 2),
        (CommandScope::Guild(guild(3)), 0),
        (CommandScope::All, 4),
    ] {
        let ranking = log.ranking(scope, noon(), 10).await.unwrap();
        assert_eq!(ranking.total, count, "{scope:?}");
        assert_eq!(log.count(scope, noon()).await.unwrap(), count, "{scope:?}");
    }
}

/// The window begins at its first moment.
pub async fn the_window_begins_at_its_first_moment(log: impl Deref<Target: CommandLog>) {
    let rows = [-1, 0, 1].map(|seconds| Execution {
        at: noon() + TimeDelta::seconds(seconds),
        ..used("help")
    });
    log.write(&rows).await.unwrap();
    for scope in [CommandScope::All, CommandScope::Guild(guild(1))] {
        assert_eq!(log.count(scope, noon()).await.unwrap(), 2);
        assert_eq!(log.ranking(scope, noon(), 10).await.unwrap().total, 2);
    }
}

/// Buttons, forms and keystrokes are taken and not counted.
pub async fn buttons_forms_and_keystrokes_are_not_counted(log: impl Deref<Target: CommandLog>) {
    let rows = ExecutionKind::ALL.map(|kind| Execution {
        kind,
        ..used(kind.as_str())
    });
    log.write(&rows).await.unwrap();
    for scope in [CommandScope::All, CommandScope::Guild(guild(1))] {
        let ranking = log.ranking(scope, noon(), 10).await.unwrap();
        assert_eq!(ranking.top, [usage("slash", 1), usage("text", 1)]);
        assert_eq!(log.count(scope, noon()).await.unwrap(), 2);
    }
}

/// Failures count like successes.
pub async fn failures_count_like_successes(log: impl Deref<Target: CommandLog>) {
    let failed = Execution {
        ending: Ending::Failed(ErrorText::new("refused: cooldown")),
        ..used("add")
    };
    log.write(&[used("add"), failed]).await.unwrap();
    let ranking = log.ranking(CommandScope::All, noon(), 10).await.unwrap();
    assert_eq!(ranking.top, [usage("add", 2)]);
}

/// Nothing to write is no failure.
pub async fn nothing_written_is_no_failure(log: impl Deref<Target: CommandLog>) {
    log.write(&[]).await.unwrap();
    assert_eq!(log.count(CommandScope::All, noon()).await.unwrap(), 0);
}
