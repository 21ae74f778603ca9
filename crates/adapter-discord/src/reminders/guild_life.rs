//! What becomes of a guild's reminders when its channels and permissions change, when the bot leaves it or returns.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use kernel::{GuildId, PortFailure};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use twilight_gateway::ShardId;

use crate::context::DiscordContext;
use crate::directory::DirectoryChange;
use crate::guilds::{self, Present};

/// How long a guild's channels are left to settle: whoever edits permissions makes several changes.
const QUIET: Duration = Duration::from_secs(1);
/// How many guilds are looked at side by side.
const SIDE_BY_SIDE: usize = 4;
/// The waits between attempts while the database is away; after the last one the next start, or the next change, sees to
/// it.
const WAITS: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_mins(2),
];
/// For how long what is stored of a guild is kept after the bot has left it.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Follows guilds. However many changes a guild sees in a row, its channels are looked at once.
#[derive(Clone)]
pub(crate) struct GuildLife {
    shared: Arc<Shared>,
}

struct Shared {
    context: DiscordContext,
    tasks: TaskTracker,
    stop: CancellationToken,
    /// Guilds that are about to be looked at.
    waiting: Mutex<HashSet<GuildId>>,
    turns: Semaphore,
    /// Held while it is noted that the bot is in a guild or is not, so that the last word is the true one.
    presence: tokio::sync::Mutex<()>,
}

impl GuildLife {
    /// Follows guilds by tasks on `tasks`, until `stop`.
    pub(crate) fn new(
        context: DiscordContext,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                context,
                tasks,
                stop,
                waiting: Mutex::default(),
                turns: Semaphore::new(SIDE_BY_SIDE),
                presence: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Takes up a change, some time soon.
    pub(crate) fn heard(&self, change: DirectoryChange) {
        match change {
            DirectoryChange::GuildAvailable(guild)
            | DirectoryChange::ChannelGone { guild, .. }
            | DirectoryChange::AccessMayHaveChanged(guild) => self.review(guild),
            DirectoryChange::GuildLeft(guild) => self.left(guild),
        }
    }

    /// Notes that the bot is in a guild.
    pub(crate) fn present(&self, guild: Present) {
        let shared = self.shared.clone();
        self.shared.tasks.spawn(async move {
            let _last_word = shared.presence.lock().await;
            if guild
                .id()
                .is_some_and(|id| shared.context.directory.knows(id))
            {
                guilds::present(guild, &shared.context).await;
            }
        });
    }

    /// A session begins with these guilds on this shard: those that are stored and not among them were left while nobody
    /// listened.
    pub(crate) fn session_began(&self, of: ShardId, listed: Vec<GuildId>) {
        let shared = self.shared.clone();
        let life = self.clone();
        self.shared.tasks.spawn(async move {
            let guilds = &shared.context.features.guilds;
            let believed = shared
                .patiently("find the guilds that were left", || {
                    guilds.present_on(of.number(), of.total())
                })
                .await;
            let listed: HashSet<_> = listed.into_iter().collect();
            for guild in believed.unwrap_or_default() {
                if !listed.contains(&guild) {
                    life.left(guild);
                }
            }
        });
    }

    fn review(&self, guild: GuildId) {
        if !self.shared.waits(|it| it.insert(guild)) {
            return;
        }
        let shared = self.shared.clone();
        self.shared.tasks.spawn(async move {
            let settled = shared
                .stop
                .run_until_cancelled(tokio::time::sleep(QUIET))
                .await;
            let Ok(_turn) = shared.turns.acquire().await else {
                return;
            };
            // From here on a further change means a further look.
            shared.waits(|it| it.remove(&guild));
            if settled.is_some() {
                shared.look_at(guild).await;
            }
        });
    }

    fn left(&self, guild: GuildId) {
        let shared = self.shared.clone();
        self.shared.tasks.spawn(async move {
            let _last_word = shared.presence.lock().await;
            if shared.context.directory.knows(guild) {
                return;
            }
            let features = &shared.context.features;
            let now = shared.context.clock.now();
            // In this order: a guild that is noted as left is not looked for again at the next start.
            let left = shared.patiently("have a guild's reminders rest", || async {
                let paused = features.reminders.guild_left(guild).await?;
                features.guilds.left(guild, now, now + KEPT).await?;
                Ok(paused)
            });
            if let Some(paused) = left.await {
                tracing::info!(guild.id = guild.get(), paused, "the bot has left a guild");
            }
        });
    }
}

impl Shared {
    fn waits<T>(&self, change: impl FnOnce(&mut HashSet<GuildId>) -> T) -> T {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn look_at(&self, guild: GuildId) {
        let reminders = &self.context.features.reminders;
        let reviewed = self
            .patiently("look at a guild's channels", || {
                reminders.review_channels(guild)
            })
            .await;
        let Some(reviewed) = reviewed else { return };
        let (paused, resumed) = (reviewed.paused.len(), reviewed.resumed.len());
        if paused + resumed > 0 {
            tracing::info!(
                guild.id = guild.get(),
                paused,
                resumed,
                "a guild's channels have changed"
            );
        }
    }

    /// Tries something again while it fails, for some minutes, unless the program stops.
    async fn patiently<T, F>(&self, what: &'static str, attempt: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, PortFailure>>,
    {
        let mut waits = WAITS.iter();
        loop {
            let failure = match attempt().await {
                Ok(done) => return Some(done),
                Err(failure) => failure,
            };
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                what,
                "a guild could not be followed"
            );
            let wait = tokio::time::sleep(*waits.next()?);
            self.stop.run_until_cancelled(wait).await?;
        }
    }
}
