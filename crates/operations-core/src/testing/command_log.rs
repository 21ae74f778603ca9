//! A log of commands in memory, which can be made to fail.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry, UserId};

use crate::{
    CommandLog, CommandScope, Ending, Execution, ExecutionKind, QualifiedName, Ranking, Usage,
    WriteFailure,
};

/// Keeps rows in the order in which they were written.
#[derive(Debug, Default)]
pub struct InMemoryCommandLog(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rows: Vec<Execution>,
    batches: Vec<usize>,
    attempts: usize,
    questions: usize,
    refused: HashSet<String>,
    away: bool,
    hangs: bool,
}

/// So many commands, `command 0` and so on, of one person in direct messages, at the epoch.
///
/// # Panics
///
/// Never.
pub fn executions(count: usize) -> Vec<Execution> {
    let user = UserId::new(7).expect("seven is an id");
    (0..count)
        .map(|number| Execution {
            guild: None,
            user,
            name: QualifiedName::new(&format!("command {number}")),
            kind: ExecutionKind::Slash,
            ending: Ending::Succeeded,
            at: DateTime::UNIX_EPOCH,
        })
        .collect()
}

impl InMemoryCommandLog {
    /// What was written, in order.
    pub fn written(&self) -> Vec<Execution> {
        self.state().rows.clone()
    }

    /// How many rows each write brought that succeeded.
    pub fn batches(&self) -> Vec<usize> {
        self.state().batches.clone()
    }

    /// How often it was asked to write.
    pub fn attempts(&self) -> usize {
        self.state().attempts
    }

    /// How often it was asked for a ranking.
    pub fn questions(&self) -> usize {
        self.state().questions
    }

    /// Whether it fails from now on, as a database does that is away.
    pub fn go_away(&self, away: bool) {
        self.state().away = away;
    }

    /// Whether it never answers from now on.
    pub fn hang(&self, hangs: bool) {
        self.state().hangs = hangs;
    }

    /// Rows of these names are never taken.
    pub fn refuse(&self, names: &[&str]) {
        self.state().refused = names.iter().map(ToString::to_string).collect();
    }

    async fn answer(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let (hangs, away) = {
            let state = self.state();
            (state.hangs, state.away)
        };
        if hangs {
            std::future::pending::<()>().await;
        }
        if away {
            let cause = "the log is away";
            return Err(PortFailure::new("reach the log", Retry::Later, cause));
        }
        Ok(self.state())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl CommandLog for InMemoryCommandLog {
    async fn write(&self, executions: &[Execution]) -> Result<(), WriteFailure> {
        self.state().attempts += 1;
        let mut state = self.answer().await.map_err(WriteFailure::Away)?;
        if executions
            .iter()
            .any(|it| state.refused.contains(it.name.as_str()))
        {
            let cause = "a row of that name";
            let failure = PortFailure::new("write commands", Retry::Useless, cause);
            return Err(WriteFailure::Rows(failure));
        }
        state.batches.push(executions.len());
        state.rows.extend_from_slice(executions);
        Ok(())
    }

    async fn ranking(
        &self,
        scope: CommandScope,
        since: DateTime<Utc>,
        limit: u16,
    ) -> Result<Ranking, PortFailure> {
        self.state().questions += 1;
        let state = self.answer().await?;
        let mut counts = BTreeMap::<&str, u64>::new();
        for row in state.rows.iter().filter(|it| counts_in(it, scope, since)) {
            *counts.entry(row.name.as_str()).or_default() += 1;
        }
        let total = counts.values().sum();
        let mut top: Vec<_> = counts
            .into_iter()
            .map(|(name, count)| Usage {
                name: name.to_owned(),
                count,
            })
            .collect();
        // Stable: those that are used as often stay in the order of their names.
        top.sort_by_key(|it| std::cmp::Reverse(it.count));
        top.truncate(usize::from(limit));
        Ok(Ranking { top, total })
    }

    async fn count(&self, scope: CommandScope, since: DateTime<Utc>) -> Result<u64, PortFailure> {
        let state = self.answer().await?;
        let counted = state.rows.iter().filter(|it| counts_in(it, scope, since));
        Ok(counted.count() as u64)
    }
}

fn counts_in(row: &Execution, scope: CommandScope, since: DateTime<Utc>) -> bool {
    let in_scope = match scope {
        CommandScope::Guild(guild) => row.guild == Some(guild),
        CommandScope::All => true,
    };
    in_scope && row.at >= since && row.kind.is_command()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    crate::command_log_contract!(#[tokio::test] fn() => Arc::new(InMemoryCommandLog::default()));
}
