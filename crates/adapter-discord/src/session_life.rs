//! A shard's sessions with Discord: what is noted of them, and where Discord is told of the commands.

use std::collections::HashSet;

use kernel::GuildId;
use operations_core::{
    EventType, OperationalEvent, Session, SessionBegan, SyncBatch, SyncRequest, SyncType,
};
use tokio_util::task::TaskTracker;

use crate::context::DiscordContext;

/// Follows the sessions of one shard.
pub(crate) struct SessionLife {
    shard: u32,
    session: Session,
    /// The guilds of this shard: one that is not among them was joined just now.
    members: HashSet<GuildId>,
    context: DiscordContext,
    tasks: TaskTracker,
}

impl SessionLife {
    /// Follows `shard`, and works by tasks on `tasks`.
    pub(crate) fn new(shard: u32, context: DiscordContext, tasks: TaskTracker) -> Self {
        Self {
            shard,
            session: Session::default(),
            members: HashSet::new(),
            context,
            tasks,
        }
    }

    /// Discord says that a session begins, with these guilds.
    pub(crate) fn ready(&mut self, guilds: Vec<GuildId>) {
        self.members = guilds.iter().copied().collect();
        match self.session.ready() {
            Some(SessionBegan::First) => {
                self.note(EventType::BotReady, "The bot is connected", guilds.len());
                self.sync(SyncType::FirstReady, guilds);
            }
            Some(SessionBegan::AfterDrop) => {
                let words = "The bot is connected again, in a new session";
                self.note(EventType::BotReconnect, words, guilds.len());
                let settings = self.context.features.settings.clone();
                let known = guilds.clone();
                self.tasks
                    .spawn(async move { settings.reload_all(&known).await });
                self.sync(SyncType::Reconnect, guilds);
            }
            None => {}
        }
    }

    /// The session goes on.
    pub(crate) fn resumed(&mut self) {
        self.session.resumed();
    }

    /// The connection ended, by this close code if there was one.
    pub(crate) fn dropped(&mut self, code: Option<u16>) {
        if !self.session.dropped() {
            return;
        }
        let event = self.event(
            EventType::BotDisconnect,
            "The connection to Discord dropped",
        );
        let event = match code {
            Some(code) => event.number("code", i64::from(code)),
            None => event,
        };
        self.context.events.record(event);
    }

    /// A guild can be worked with. Whether the bot was added to it just now.
    pub(crate) fn available(&mut self, guild: GuildId) -> bool {
        let joined = self.members.insert(guild);
        if joined {
            let context = self.context.clone();
            self.tasks.spawn(async move {
                let request = SyncRequest {
                    scope: context.sync.scope_of(guild),
                    guild: Some(guild),
                    kind: SyncType::GuildJoin,
                    force: false,
                };
                report(&context.sync.sync_all([request]).await);
            });
        }
        joined
    }

    /// The bot is not in a guild any more.
    pub(crate) fn left(&mut self, guild: GuildId) {
        self.members.remove(&guild);
    }

    fn sync(&self, kind: SyncType, guilds: Vec<GuildId>) {
        let sync = self.context.sync.clone();
        self.tasks.spawn(async move {
            report(&sync.session_began(kind, &guilds).await);
        });
    }

    fn note(&self, kind: EventType, words: &str, guilds: usize) {
        let guilds = i64::try_from(guilds).unwrap_or(i64::MAX);
        let event = self.event(kind, words).number("guilds", guilds);
        self.context.events.record(event);
    }

    fn event(&self, kind: EventType, words: &str) -> OperationalEvent {
        let now = self.context.clock.now();
        OperationalEvent::new(kind, now, None, words).number("shard", i64::from(self.shard))
    }
}

/// Tells the log what came of telling Discord of the commands.
pub fn report(batch: &SyncBatch) {
    for (scope, failure) in &batch.failures {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            %scope,
            "the commands could not be registered; those that are registered still work"
        );
    }
    let SyncBatch {
        synced,
        skipped,
        total,
        ..
    } = batch;
    if *total > 0 {
        tracing::info!(synced, skipped, total, "the commands were looked at");
    }
}
