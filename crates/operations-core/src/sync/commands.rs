//! The use case: tells Discord of the commands where it has to be told, and notes what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use kernel::{Clock, GuildId, PortFailure, Retry};

use super::decision::{Decision, decide};
use super::remaining::{remaining, whole_seconds};
use super::{
    CommandRegistry, Definitions, OverwriteFailure, Scope, SyncCooldowns, SyncStates, SyncType,
};
use crate::{Claim, EventType, Events, JobRuns, OperationalEvent};

/// So many scopes are told side by side.
const SIDE_BY_SIDE: usize = 5;
/// For how long a process has a scope to itself: longer than a request with all its waits takes.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// What telling Discord works with.
pub struct SyncPorts {
    /// What Discord was told before.
    pub states: Arc<dyn SyncStates>,
    /// Keeps two processes from telling it at once.
    pub leases: Arc<dyn JobRuns>,
    /// Discord's list.
    pub registry: Arc<dyn CommandRegistry>,
    /// Where what came of it is noted.
    pub events: Events,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// This process; no other one calls itself so.
    pub owner: String,
    /// Servers that have the commands for themselves as well, so that changes are seen there at once.
    pub dev_guilds: Vec<GuildId>,
}

/// A wish that Discord knows the commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncRequest {
    /// Where they are to hold.
    pub scope: Scope,
    /// The server whose admins are told of it; none when it concerns all of them.
    pub guild: Option<GuildId>,
    /// On what occasion.
    pub kind: SyncType,
    /// Also when nothing has changed, and although it was told a moment ago.
    pub force: bool,
}

/// What came of it.
#[derive(Debug)]
pub enum SyncOutcome {
    /// Discord was told so many commands.
    Synced {
        /// How many.
        commands: u32,
    },
    /// Discord knows them already.
    Unchanged {
        /// How many there are.
        commands: u32,
        /// For how long it would not be told without force; zero when it would.
        cooldown: TimeDelta,
    },
    /// It is told later.
    CoolingDown {
        /// By so much.
        remaining: TimeDelta,
    },
    /// Another process is telling it at this moment.
    Elsewhere,
    /// It could not be told.
    Failed(PortFailure),
}

/// What came of several.
#[derive(Debug, Default)]
pub struct SyncBatch {
    /// So many were told.
    pub synced: usize,
    /// So many needed not be, or may be only later.
    pub skipped: usize,
    /// So many were asked for.
    pub total: usize,
    /// The others, which could not be told, and why.
    pub failures: Vec<(Scope, PortFailure)>,
}

/// Tells Discord of the commands. Clones share what they remember.
#[derive(Clone)]
pub struct CommandSync {
    shared: Arc<Shared>,
}

struct Shared {
    ports: SyncPorts,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    cooldowns: SyncCooldowns,
    /// Changed commands that Discord could not be told yet, and from when it may be.
    waiting: BTreeMap<Scope, (SyncRequest, DateTime<Utc>)>,
    /// What this process is telling at this moment.
    under_way: BTreeSet<Scope>,
}

/// The right of one task of this process to tell Discord in one place.
struct Turn<'a> {
    shared: &'a Shared,
    scope: Scope,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.shared.lock().under_way.remove(&self.scope);
    }
}

impl CommandSync {
    /// Tells what `ports` know to be the commands.
    pub fn new(ports: SyncPorts) -> Self {
        let memory = Mutex::default();
        Self {
            shared: Arc::new(Shared { ports, memory }),
        }
    }

    /// Where the commands of this server come from: its own list, or that of all servers.
    pub fn scope_of(&self, guild: GuildId) -> Scope {
        if self.shared.has_its_own(guild) {
            Scope::Guild(guild)
        } else {
            Scope::Global
        }
    }

    /// Tells Discord in one place, if it has to be told, and notes what came of it.
    pub async fn sync(&self, request: SyncRequest) -> SyncOutcome {
        let now = self.shared.ports.clock.now();
        let outcome = match self.shared.attempt(request, now).await {
            Ok(outcome) => outcome,
            Err(failure) => SyncOutcome::Failed(failure),
        };
        self.shared.remember(request, &outcome, now);
        self.shared.note(request, &outcome);
        outcome
    }

    /// Tells Discord in several places, at most five at a time. What fails in one does not touch the others.
    pub async fn sync_all(&self, requests: impl IntoIterator<Item = SyncRequest>) -> SyncBatch {
        let outcomes = futures_util::stream::iter(requests)
            .map(async |it| (it.scope, self.sync(it).await))
            .buffer_unordered(SIDE_BY_SIDE);
        outcomes
            .fold(SyncBatch::default(), async |batch, (scope, it)| {
                batch.with(scope, it)
            })
            .await
    }

    /// A session begins on a shard with these servers: tells those that have the commands for themselves, takes them from
    /// those that should not have them any more, and after a session that was lost tells also all of them.
    pub async fn session_began(&self, kind: SyncType, guilds: &[GuildId]) -> SyncBatch {
        let own = guilds.iter().map(|it| self.scope_of(*it));
        let own = own.filter(|it| *it != Scope::Global);
        let everywhere = (kind == SyncType::Reconnect).then_some(Scope::Global);
        let (former, failure) = match self.former(guilds).await {
            Ok(former) => (former, None),
            Err(failure) => (Vec::new(), Some((Scope::Global, failure))),
        };
        let scopes = everywhere.into_iter().chain(own).chain(former);
        let requests = scopes.map(|scope| SyncRequest::of(scope, kind));
        let mut batch = self.sync_all(requests.collect::<Vec<_>>()).await;
        batch.failures.extend(failure);
        batch
    }

    /// Those of these servers that were told to have the commands for themselves, and should not any more.
    async fn former(&self, guilds: &[GuildId]) -> Result<Vec<Scope>, PortFailure> {
        let told = self.shared.ports.states.guilds_with_commands().await?;
        let present: BTreeSet<_> = guilds.iter().collect();
        let former = told.into_iter().filter(|it| present.contains(it));
        let former = former.filter(|it| self.scope_of(*it) == Scope::Global);
        Ok(former.map(Scope::Guild).collect())
    }

    /// Tells what had to wait and need not any longer, and forgets cooldowns that were over long ago. Called every ten
    /// minutes.
    pub async fn sweep(&self) -> SyncBatch {
        let now = self.shared.ports.clock.now();
        let due: Vec<_> = {
            let mut memory = self.shared.lock();
            memory.cooldowns.sweep(now);
            let waiting = memory.waiting.values();
            let due = waiting.filter(|(_, from)| *from <= now);
            due.map(|(request, _)| *request).collect()
        };
        self.sync_all(due).await
    }

    /// How many cooldowns are remembered, of at most [`SyncCooldowns::MOST`].
    pub fn cooldowns(&self) -> usize {
        self.shared.lock().cooldowns.len()
    }
}

impl SyncRequest {
    /// The wish without force, of which those are told whom it concerns.
    pub fn of(scope: Scope, kind: SyncType) -> Self {
        Self {
            scope,
            guild: scope.guild(),
            kind,
            force: false,
        }
    }
}

impl SyncBatch {
    fn with(mut self, scope: Scope, outcome: SyncOutcome) -> Self {
        self.total += 1;
        match outcome {
            SyncOutcome::Synced { .. } => self.synced += 1,
            SyncOutcome::Unchanged { .. }
            | SyncOutcome::CoolingDown { .. }
            | SyncOutcome::Elsewhere => self.skipped += 1,
            SyncOutcome::Failed(failure) => self.failures.push((scope, failure)),
        }
        self
    }
}

impl Shared {
    async fn attempt(
        &self,
        request: SyncRequest,
        now: DateTime<Utc>,
    ) -> Result<SyncOutcome, PortFailure> {
        if let Some(outcome) = self.needless(request, now).await? {
            return Ok(outcome);
        }
        let Some(_turn) = self.turn(request.scope) else {
            return Ok(SyncOutcome::Elsewhere);
        };
        let job = format!("command_sync:{}", request.scope);
        let owner = &self.ports.owner;
        let claim = Claim {
            job: &job,
            owner,
            now,
            until: now + LEASE,
        };
        if !self.ports.leases.claim(&claim).await? {
            return Ok(SyncOutcome::Elsewhere);
        }
        let outcome = self.tell(request, now).await;
        let error = outcome.as_ref().err().map(ToString::to_string);
        let ended = self.ports.clock.now();
        let let_go = self
            .ports
            .leases
            .finish(&job, owner, ended, error.as_deref());
        // Whoever cannot let go has told Discord all the same: the lease runs out by itself.
        let _ = let_go.await;
        outcome
    }

    /// The lease keeps other processes away, not the other tasks of this one.
    fn turn(&self, scope: Scope) -> Option<Turn<'_>> {
        let is_free = self.lock().under_way.insert(scope);
        is_free.then_some(Turn {
            shared: self,
            scope,
        })
    }

    /// Has Discord told, after another look: another process may have done it meanwhile.
    async fn tell(
        &self,
        request: SyncRequest,
        now: DateTime<Utc>,
    ) -> Result<SyncOutcome, PortFailure> {
        if let Some(outcome) = self.needless(request, now).await? {
            return Ok(outcome);
        }
        let SyncPorts {
            states, registry, ..
        } = &self.ports;
        let (scope, definitions) = (request.scope, self.definitions(request.scope));
        let told = match scope {
            Scope::Guild(guild) if !self.has_its_own(guild) => registry.clear(guild).await,
            scope => registry.overwrite(scope).await,
        };
        match told {
            Ok(()) => {
                let at = self.ports.clock.now();
                self.lock().cooldowns.synced(scope, at);
                states.synced(scope, &definitions, at).await?;
                Ok(SyncOutcome::Synced {
                    commands: definitions.count,
                })
            }
            Err(OverwriteFailure::RateLimited { retry_after }) => {
                let until = self.ports.clock.now() + retry_after;
                self.lock().cooldowns.blocked(scope, until);
                states.blocked(scope, until).await?;
                Ok(SyncOutcome::CoolingDown {
                    remaining: retry_after,
                })
            }
            Err(OverwriteFailure::Failed(failure)) => Err(failure),
        }
    }

    /// Why Discord need not be told, or may not be yet, if that is so.
    async fn needless(
        &self,
        request: SyncRequest,
        now: DateTime<Utc>,
    ) -> Result<Option<SyncOutcome>, PortFailure> {
        let SyncRequest { scope, force, .. } = request;
        let definitions = self.definitions(scope);
        let stored = self.ports.states.load(scope).await?;
        let decision = {
            let cooldowns = &mut self.lock().cooldowns;
            decide(
                scope,
                &definitions,
                stored.as_ref(),
                cooldowns,
                (force, now),
            )
        };
        Ok(match decision {
            Decision::Tell => None,
            Decision::Wait(remaining) => Some(SyncOutcome::CoolingDown { remaining }),
            Decision::Unchanged(cooldown) => Some(SyncOutcome::Unchanged {
                commands: definitions.count,
                cooldown,
            }),
        })
    }

    /// Whether the server is one of the developers', who want to see changes at once.
    fn has_its_own(&self, guild: GuildId) -> bool {
        self.ports.dev_guilds.contains(&guild)
    }

    /// The commands that should hold in this place.
    fn definitions(&self, scope: Scope) -> Definitions {
        match scope {
            Scope::Guild(guild) if !self.has_its_own(guild) => Definitions::none(),
            _ => self.ports.registry.definitions(),
        }
    }

    /// Keeps in mind what has to wait. What Discord refuses for good is not asked again before the next occasion.
    fn remember(&self, request: SyncRequest, outcome: &SyncOutcome, now: DateTime<Utc>) {
        let from = match outcome {
            SyncOutcome::CoolingDown { remaining } => Some(now + *remaining),
            SyncOutcome::Elsewhere => Some(now + LEASE),
            SyncOutcome::Failed(failure) if failure.retry() == Retry::Later => Some(now),
            SyncOutcome::Synced { .. } | SyncOutcome::Unchanged { .. } | SyncOutcome::Failed(_) => {
                None
            }
        };
        let waiting = &mut self.lock().waiting;
        match from {
            Some(from)
                if waiting.len() < SyncCooldowns::MOST || waiting.contains_key(&request.scope) =>
            {
                waiting.insert(request.scope, (request, from));
            }
            _ => {
                waiting.remove(&request.scope);
            }
        }
    }

    /// Notes what came of it, unless nothing did.
    fn note(&self, request: SyncRequest, outcome: &SyncOutcome) {
        let told = match outcome {
            SyncOutcome::Synced { commands: 0 } => {
                "This server has no commands of its own any more".to_owned()
            }
            SyncOutcome::Synced { commands } => format!("{commands} commands were registered"),
            SyncOutcome::Unchanged { .. } if request.kind == SyncType::Reconnect => return,
            SyncOutcome::Unchanged { commands, .. } => {
                format!("{commands} commands are registered already")
            }
            SyncOutcome::CoolingDown { remaining: left } => {
                format!("The commands can be registered in {}", remaining(*left))
            }
            SyncOutcome::Elsewhere => return,
            SyncOutcome::Failed(failure) => failure.to_string(),
        };
        let now = self.ports.clock.now();
        let event = OperationalEvent::new(EventType::GuildSync, now, request.guild, &told)
            .text("sync_type", request.kind.as_str());
        self.ports.events.record(match outcome {
            SyncOutcome::Synced { commands } | SyncOutcome::Unchanged { commands, .. } => {
                event.number("command_count", i64::from(*commands))
            }
            SyncOutcome::CoolingDown { remaining } => {
                event.number("cooldown_remaining", whole_seconds(*remaining))
            }
            SyncOutcome::Failed(failure) => event.text("error", &failure.to_string()),
            SyncOutcome::Elsewhere => event,
        });
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
