//! The shard loop: nothing else awaits a shard.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::Stream as _;
use settings_core::Intent;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use twilight_gateway::error::ReceiveMessageErrorType;
use twilight_gateway::queue::InMemoryQueue;
use twilight_gateway::{
    CloseFrame, Config, ConfigBuilder, Event, EventTypeFlags, Intents, Message, Shard, ShardId,
    ShardState,
};
use twilight_model::gateway::payload::incoming::GuildCreate;

use crate::context::DiscordContext;
use crate::directory::{DirectoryChange, forget_changed, ready_guilds};
use crate::heard::{self, Heard};
use crate::invites::InviteWatch;
use crate::newcomers::Joins;
use crate::reminders::guild_life::GuildLife;
use crate::reminders::watch::Watching;
use crate::session_life::SessionLife;
use crate::tickets::hear;
use crate::{guilds, newcomers, operations, routes};

/// The intents without which nothing works.
const ESSENTIAL: Intents = Intents::GUILDS
    .union(Intents::GUILD_INVITES)
    .union(Intents::GUILD_MESSAGES);
/// Discord's close code for a privileged intent that is not switched on for the application.
const DISALLOWED_INTENTS: u16 = 4014;
/// How long a close frame may take to go out.
const CLOSING: Duration = Duration::from_secs(2);
/// Discord's close code for a wrong token.
const AUTHENTICATION_FAILED: u16 = 4004;

const WANTED: EventTypeFlags = EventTypeFlags::READY
    .union(EventTypeFlags::RESUMED)
    .union(EventTypeFlags::GATEWAY_INVALIDATE_SESSION)
    .union(EventTypeFlags::GATEWAY_HEARTBEAT_ACK)
    .union(EventTypeFlags::GUILD_CREATE)
    .union(EventTypeFlags::GUILD_UPDATE)
    .union(EventTypeFlags::GUILD_DELETE)
    .union(EventTypeFlags::CHANNEL_CREATE)
    .union(EventTypeFlags::CHANNEL_UPDATE)
    .union(EventTypeFlags::CHANNEL_DELETE)
    .union(EventTypeFlags::THREAD_CREATE)
    .union(EventTypeFlags::THREAD_UPDATE)
    .union(EventTypeFlags::THREAD_DELETE)
    .union(EventTypeFlags::THREAD_LIST_SYNC)
    .union(EventTypeFlags::ROLE_CREATE)
    .union(EventTypeFlags::ROLE_UPDATE)
    .union(EventTypeFlags::ROLE_DELETE)
    .union(EventTypeFlags::MEMBER_ADD)
    .union(EventTypeFlags::MEMBER_UPDATE)
    .union(EventTypeFlags::MEMBER_REMOVE)
    .union(EventTypeFlags::INVITE_CREATE)
    .union(EventTypeFlags::INVITE_DELETE)
    .union(EventTypeFlags::MESSAGE_CREATE)
    .union(EventTypeFlags::MESSAGE_UPDATE)
    .union(EventTypeFlags::MESSAGE_DELETE)
    .union(EventTypeFlags::MESSAGE_DELETE_BULK)
    .union(EventTypeFlags::INTERACTION_CREATE);

/// How fast this process may identify its shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifyPace {
    /// Discord's: one every five seconds for each concurrency slot.
    Discord {
        /// `max_concurrency` of `GET /gateway/bot`.
        max_concurrency: u16,
    },
    /// As fast as possible, for servers that do not count.
    Unlimited,
}

/// Which shards this process runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    /// Their numbers.
    pub ids: Vec<u32>,
    /// How many there are over all processes.
    pub total: u32,
}

/// How to reach the gateway.
#[derive(Debug, Clone)]
pub struct GatewayConfig {
    /// The bot's token.
    pub token: String,
    /// Another gateway than Discord's (`ws://…`), without a slash at its end.
    pub url: Option<String>,
    /// Which shards this process runs.
    pub shards: Shards,
    /// How fast they identify.
    pub pace: IdentifyPace,
}

/// Why Discord closes a connection for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// It does not know the token.
    WrongToken,
    /// Another reason, such as a wrong number of shards; the log has its code.
    Other,
}

/// What the gateway connection looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GatewayStatus {
    /// Shards that have a session.
    pub connected: usize,
    /// Discord closed the connection for good, and why; it is of no use to try again.
    pub rejected: Option<Rejection>,
    /// The message-content intent is not switched on for the application, so announcements cannot be read.
    pub content_hidden: bool,
}

/// Runs this process's shards until `stop`, and tells through `status` how they are.
///
/// Every event is handled as a task on `tasks`, which the caller waits for after this returns.
pub async fn run(
    config: GatewayConfig,
    context: DiscordContext,
    status: watch::Sender<GatewayStatus>,
    tasks: TaskTracker,
    stop: CancellationToken,
) {
    let shards = TaskTracker::new();
    let queue = match config.pace {
        IdentifyPace::Discord { max_concurrency } => {
            InMemoryQueue::new(max_concurrency.max(1), 1000, Duration::from_hours(24), 1000)
        }
        IdentifyPace::Unlimited => InMemoryQueue::new(0, 0, Duration::ZERO, 0),
    };
    let watching = Watching::new(context.clone(), stop.clone());
    let panels = newcomers::Panels::default();
    let joins = Joins::new(
        context.features.newcomers.clone(),
        tasks.clone(),
        stop.clone(),
    );
    let life = GuildLife::new(context.clone(), tasks.clone(), stop.clone());
    let doors = InviteWatch::new(context.clone(), tasks.clone(), stop.clone());
    for id in &config.shards.ids {
        let id = ShardId::new(*id, config.shards.total);
        let runner = Runner {
            id,
            config: config.clone(),
            queue: queue.clone(),
            context: context.clone(),
            watching: watching.clone(),
            panels: panels.clone(),
            joins: joins.clone(),
            life: life.clone(),
            doors: doors.clone(),
            status: status.clone(),
            tasks: tasks.clone(),
            stop: stop.clone(),
        };
        shards.spawn(runner.run());
    }
    shards.close();
    shards.wait().await;
}

/// One shard and what it needs.
struct Runner {
    id: ShardId,
    config: GatewayConfig,
    queue: InMemoryQueue,
    context: DiscordContext,
    watching: Watching,
    panels: newcomers::Panels,
    joins: Joins,
    life: GuildLife,
    doors: InviteWatch,
    status: watch::Sender<GatewayStatus>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Why a shard ended.
enum End {
    Stopped,
    Closed(Option<u16>),
}

impl Runner {
    /// Runs the shard; without the message-content intent when Discord refuses it.
    async fn run(self) {
        let mut intents = ESSENTIAL | Intents::MESSAGE_CONTENT;
        // Discord refuses a session that asks for what is switched off, so nobody asks for members in vain.
        if self.context.intents.contains(&Intent::ServerMembers) {
            intents |= Intents::GUILD_MEMBERS;
        }
        let mut sessions =
            SessionLife::new(self.id.number(), self.context.clone(), self.tasks.clone());
        loop {
            let mut shard = Shard::with_config(self.id, self.configure(intents));
            match self.follow(&mut shard, &mut sessions).await {
                End::Stopped => return,
                End::Closed(Some(DISALLOWED_INTENTS))
                    if intents.contains(Intents::GUILD_MEMBERS) =>
                {
                    tracing::warn!(
                        "Discord refuses an intent: nobody hears of members who leave until *Server Members Intent* is \
                         switched on again (Developer Portal, Bot)"
                    );
                    intents -= Intents::GUILD_MEMBERS;
                }
                End::Closed(Some(DISALLOWED_INTENTS))
                    if intents.contains(Intents::MESSAGE_CONTENT) =>
                {
                    tracing::warn!(
                        "Discord refuses the message-content intent: announcements are not read until it is switched \
                         on (Developer Portal, Bot, Message Content Intent); everything else works"
                    );
                    self.status.send_modify(|it| it.content_hidden = true);
                    intents -= Intents::MESSAGE_CONTENT;
                }
                End::Closed(code) => {
                    let rejection = if code == Some(AUTHENTICATION_FAILED) {
                        tracing::error!(
                            "Discord refuses the token: set BOT_TOKEN to the one on the application's Bot page"
                        );
                        Rejection::WrongToken
                    } else {
                        tracing::error!(code, "Discord has closed the gateway for good");
                        Rejection::Other
                    };
                    self.status.send_modify(|it| it.rejected = Some(rejection));
                    return;
                }
            }
        }
    }

    fn configure(&self, intents: Intents) -> Config<InMemoryQueue> {
        let builder = ConfigBuilder::new(self.config.token.clone(), intents);
        let builder = match &self.config.url {
            Some(url) => builder.proxy_url(url.clone()),
            None => builder,
        };
        builder.queue(self.queue.clone()).build()
    }

    async fn follow(&self, shard: &mut Shard<InMemoryQueue>, sessions: &mut SessionLife) -> End {
        let mut session = SessionMark {
            status: &self.status,
            up: false,
        };
        let mut last_close = None;
        loop {
            let item = tokio::select! {
                item = heard::next(shard, WANTED) => item,
                () = self.stop.cancelled() => {
                    close(shard).await;
                    return End::Stopped;
                }
            };
            match item {
                None => return End::Closed(last_close),
                Some(Err(error)) if matches!(error.kind(), ReceiveMessageErrorType::Reconnect) => {
                    tracing::info!(
                        error = &error as &dyn std::error::Error,
                        "not connected yet; trying again"
                    );
                }
                Some(Err(error)) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "an event was lost"
                    );
                }
                Some(Ok(Heard::Changed(it))) => {
                    if let Some(guild) = it.guild_id {
                        let watching = self.watching.clone();
                        self.tasks
                            .spawn(watching.changed(guild, it.channel_id, it.id));
                    }
                }
                Some(Ok(Heard::Event(event))) => match *event {
                    Event::GatewayClose(frame) => {
                        session.set(false);
                        last_close = frame.map(|it| it.code);
                        sessions.dropped(last_close);
                        tracing::info!(code = last_close, "the gateway connection ended");
                    }
                    Event::GatewayHeartbeatAck => self.context.pulse.heard(shard.latency()),
                    event => self.take(event, &mut session, sessions),
                },
            }
        }
    }

    fn take(&self, event: Event, session: &mut SessionMark<'_>, sessions: &mut SessionLife) {
        for change in self.context.directory.apply(&event) {
            if let DirectoryChange::GuildLeft(guild) = &change {
                sessions.left(*guild);
            }
            self.life.heard(change);
            self.doors.changed(change);
        }
        self.doors.heard(&event);
        forget_changed(&self.context.members, &event);
        self.joins.heard(&event);
        let (context, watching) = (self.context.clone(), self.watching.clone());
        if let Some((guild, happened)) = hear::happened(&event) {
            let tickets = context.features.tickets.clone();
            self.tasks.spawn(hear::follow(guild, happened, tickets));
        }
        match event {
            Event::Ready(_) => {
                tracing::info!(shard = self.id.number(), "ready");
                let guilds = ready_guilds(&event);
                self.life.session_began(self.id, guilds.clone());
                sessions.ready(guilds);
                session.set(true);
            }
            Event::Resumed => {
                tracing::info!(shard = self.id.number(), "resumed");
                sessions.resumed();
                session.set(true);
            }
            Event::GuildCreate(created) => {
                if let GuildCreate::Available(guild) = created.as_ref() {
                    let present = guilds::Present::of(guild);
                    let present_id = present.id();
                    if let Some(id) = present_id {
                        sessions.available(id);
                    }
                    self.life.present(present);
                    self.tasks.spawn(watching.available(guild.id));
                    if let Some(id) = present_id.filter(|it| self.panels.is_first(*it)) {
                        let (stop, panels) = (self.stop.clone(), self.panels.clone());
                        let looked = newcomers::see_to(id, panels, context);
                        self.tasks.spawn(stop.run_until_cancelled_owned(looked));
                    }
                }
            }
            Event::InteractionCreate(interaction) => {
                self.tasks.spawn(routes::answer((*interaction).0, context));
            }
            Event::MessageCreate(message) => {
                if let Some(wish) =
                    operations::sync::wish(&message.content, context.directory.bot())
                {
                    let asked = message.message.clone();
                    self.tasks
                        .spawn(operations::sync::answer(asked, wish, context));
                }
                self.tasks.spawn(watching.created(message.message));
            }
            Event::MessageUpdate(message) => {
                self.tasks.spawn(watching.updated(message.0));
            }
            Event::MessageDelete(gone) => {
                let deleted = watching.deleted(gone.guild_id, gone.channel_id, vec![gone.id]);
                self.tasks.spawn(deleted);
            }
            Event::MessageDeleteBulk(gone) => {
                let deleted = watching.deleted(gone.guild_id, gone.channel_id, gone.ids);
                self.tasks.spawn(deleted);
            }
            _ => {}
        }
    }
}

/// Ends a shard's connection so that its session could be resumed, and without connecting anew, which the shard does by
/// itself when it is polled after its close frame has gone out.
async fn close(shard: &mut Shard<InMemoryQueue>) {
    shard.close(CloseFrame::RESUME);
    let gone = poll_fn(|context| match Pin::new(&mut *shard).poll_next(context) {
        Poll::Ready(None | Some(Ok(Message::Close(_)))) => Poll::Ready(()),
        // What Discord still sends is for whoever connects next.
        Poll::Ready(Some(_)) => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        Poll::Pending if matches!(shard.state(), ShardState::Disconnected { .. }) => {
            Poll::Ready(())
        }
        Poll::Pending => Poll::Pending,
    });
    if tokio::time::timeout(CLOSING, gone).await.is_err() {
        tracing::warn!("the gateway connection was cut");
    }
}

/// Keeps count of the shards that have a session.
struct SessionMark<'a> {
    status: &'a watch::Sender<GatewayStatus>,
    up: bool,
}

impl SessionMark<'_> {
    fn set(&mut self, up: bool) {
        if self.up == up {
            return;
        }
        self.up = up;
        self.status.send_modify(|it| {
            it.connected = if up {
                it.connected + 1
            } else {
                it.connected.saturating_sub(1)
            }
        });
    }
}

impl Drop for SessionMark<'_> {
    fn drop(&mut self) {
        self.set(false);
    }
}
