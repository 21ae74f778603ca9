//! Messages of the announcements channel, their edits and deletions, on their way to the watcher.
//!
//! A message is looked at two seconds after it was last written: many bots, and Discord's previews, change theirs right
//! after they have posted it. What waits is lost when the process is killed; `Reminders::catch_up` finds it again.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry};
use reminders_core::{Announcement, Origin, Reminders};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use twilight_model::channel::Message;
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, MessageMarker};

use super::message;
use crate::context::DiscordContext;
use crate::convert::{self, FromTwilight as _};

/// The waits between attempts while the database is away, in seconds: about four minutes in all. Few messages wait,
/// since only those of an announcements channel get here, and looking at one again makes no second reminder.
const PAUSES: [u64; 7] = [1, 2, 5, 15, 30, 60, 120];
/// How long after it was last written a message is looked at.
const SETTLING: TimeDelta = TimeDelta::seconds(2);
/// How many messages may settle at once; past that they are looked at right away.
const SETTLING_MOST: usize = 1000;
/// Of how many messages it is known which arrival was the last.
const REMEMBERED: usize = 4000;
/// How many guilds catch up at once, so that a start leaves room for everything else.
const CATCHING_UP: usize = 4;

/// What the watcher's tasks share.
#[derive(Clone)]
pub(crate) struct Watching {
    context: DiscordContext,
    state: Arc<Mutex<State>>,
    arrivals: Arc<AtomicU64>,
    catching_up: Arc<Semaphore>,
    stop: CancellationToken,
}

#[derive(Default)]
struct State {
    settling: HashMap<Origin, Settling>,
    /// The last arrival of each message that was heard of lately: tasks may overtake each other, and what is older than
    /// what was seen is not looked at any more.
    latest: HashMap<Origin, u64>,
}

/// A message that was written a moment ago.
struct Settling {
    /// Its number among everything that has arrived.
    arrival: u64,
    due: DateTime<Utc>,
    occasion: Occasion,
    /// What it says now; none when Discord told of the change only.
    announcement: Option<Announcement>,
}

/// Why a message is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Occasion {
    Posted,
    Edited,
}

impl Watching {
    /// Hands what the gateway tells to the watcher in `context`, without waits once `stop` is cancelled.
    pub(crate) fn new(context: DiscordContext, stop: CancellationToken) -> Self {
        Self {
            context,
            state: Arc::default(),
            arrivals: Arc::default(),
            catching_up: Arc::new(Semaphore::new(CATCHING_UP)),
            stop,
        }
    }

    /// A new message. The order of the calls counts, not that in which what they return is done.
    pub(crate) fn created(self, message: Message) -> impl Future<Output = ()> + Send {
        let arrival = self.arrives();
        async move { self.written(message, Occasion::Posted, arrival).await }
    }

    /// A message that was edited, or to which a preview was added, as it is now.
    pub(crate) fn updated(self, message: Message) -> impl Future<Output = ()> + Send {
        let arrival = self.arrives();
        async move { self.written(message, Occasion::Edited, arrival).await }
    }

    /// A message of which is only known that it has changed.
    pub(crate) fn changed(
        self,
        guild: Id<GuildMarker>,
        channel: Id<ChannelMarker>,
        message: Id<MessageMarker>,
    ) -> impl Future<Output = ()> + Send {
        let arrival = self.arrives();
        async move {
            let Some((guild, origin)) = place(Some(guild), channel, message) else {
                return;
            };
            if self.reminders().watches(guild, origin.channel).await {
                let fresh = Settling {
                    arrival,
                    // A preview is no writing: only what is being written anyway has to settle.
                    due: DateTime::UNIX_EPOCH,
                    occasion: Occasion::Edited,
                    announcement: None,
                };
                self.settle(guild, origin, fresh).await;
            }
        }
    }

    /// Messages that were deleted.
    pub(crate) async fn deleted(
        self,
        guild: Option<Id<GuildMarker>>,
        channel: Id<ChannelMarker>,
        messages: Vec<Id<MessageMarker>>,
    ) {
        let Some(guild) = guild.and_then(|it| GuildId::from_twilight(it).ok()) else {
            return;
        };
        let Ok(channel) = ChannelId::from_twilight(channel) else {
            return;
        };
        let messages = messages.into_iter().map(MessageId::from_twilight);
        let messages: Vec<MessageId> = messages.filter_map(Result::ok).collect();
        for message in &messages {
            let message = *message;
            self.lock().settling.remove(&Origin { channel, message });
        }
        let reminders = self.reminders();
        self.persist(guild, || {
            reminders.messages_deleted(guild, channel, &messages)
        })
        .await;
    }

    /// A guild has become available: what was missed is made up for.
    pub(crate) async fn available(self, guild: Id<GuildMarker>) {
        let Ok(guild) = GuildId::from_twilight(guild) else {
            return;
        };
        let Ok(_turn) = self.catching_up.acquire().await else {
            return;
        };
        let reminders = self.reminders();
        self.persist(guild, || reminders.catch_up(guild)).await;
    }

    async fn written(&self, message: Message, occasion: Occasion, arrival: u64) {
        let Some((guild, origin)) = place(message.guild_id, message.channel_id, message.id) else {
            return;
        };
        if !self.reminders().watches(guild, origin.channel).await {
            return;
        }
        let roles = message.member.as_ref().map(|it| convert::roles(&it.roles));
        let bot = self.context.directory.bot();
        let announcement = message::read_any(&message, guild, bot, roles.as_deref());
        let written = announcement.as_ref().map(|it| it.written);
        let now = self.context.clock.now();
        // By Discord's clock, which may run before or behind ours: never longer than two seconds of ours.
        let due = (written.unwrap_or(now) + SETTLING).min(now + SETTLING);
        let fresh = Settling {
            arrival,
            due,
            occasion,
            announcement,
        };
        self.settle(guild, origin, fresh).await;
    }

    /// Waits until the message has been left alone for a moment, and looks at it; does nothing when somebody waits
    /// already, who then sees what is new.
    async fn settle(&self, guild: GuildId, origin: Origin, fresh: Settling) {
        if !self.note(origin, fresh) {
            return;
        }
        let clock = &self.context.clock;
        while let Some(due) = self.due(origin, clock.now()) {
            tokio::select! {
                () = clock.sleep_until(due) => {}
                () = self.stop.cancelled() => break,
            }
        }
        let settled = self.lock().settling.remove(&origin);
        if let Some(settled) = settled {
            self.look(guild, origin, settled).await;
        }
    }

    /// Notes what a message says now, unless it is known to say something newer, and whether nobody waits for it yet.
    fn note(&self, origin: Origin, fresh: Settling) -> bool {
        let mut state = self.lock();
        let State { settling, latest } = &mut *state;
        if latest.len() >= REMEMBERED {
            latest.retain(|it, _| settling.contains_key(it));
        }
        let newest = latest.entry(origin).or_default();
        if fresh.arrival < *newest {
            return false;
        }
        *newest = fresh.arrival;
        let crowded = settling.len() >= SETTLING_MOST;
        if let Some(known) = settling.get_mut(&origin) {
            known.due = known.due.max(fresh.due);
            known.announcement = fresh.announcement;
            return false;
        }
        let due = if crowded {
            DateTime::UNIX_EPOCH
        } else {
            fresh.due
        };
        settling.insert(origin, Settling { due, ..fresh });
        true
    }

    /// Until when a message has to be left alone; none when that is over, or it is gone.
    fn due(&self, origin: Origin, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.lock()
            .settling
            .get(&origin)
            .map(|it| it.due)
            .filter(|it| *it > now)
    }

    async fn look(&self, guild: GuildId, origin: Origin, settled: Settling) {
        let (reminders, occasion) = (self.reminders(), settled.occasion);
        let announcement = settled.announcement.as_ref();
        self.persist(guild, async || match announcement {
            None => reminders.watch_changed(guild, origin).await,
            Some(it) if occasion == Occasion::Edited => reminders.watch_edit(it.clone()).await,
            Some(it) => reminders.watch(it.clone()).await,
        })
        .await;
    }

    /// Does something until it succeeds, it is of no use to try again, or nobody waits any longer.
    async fn persist<T, F>(&self, guild: GuildId, work: impl Fn() -> F)
    where
        F: Future<Output = Result<T, PortFailure>>,
    {
        let mut pauses = PAUSES.iter();
        while let Err(failure) = work().await {
            let again = pauses.next().filter(|_| failure.retry() == Retry::Later);
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                again_in_seconds = again,
                "announcements could not be looked at"
            );
            let Some(pause) = again else { return };
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(*pause)) => {}
                // One last try; the next start catches up.
                () = self.stop.cancelled() => pauses = [].iter(),
            }
        }
    }

    fn reminders(&self) -> &Reminders {
        &self.context.features.reminders
    }

    fn arrives(&self) -> u64 {
        self.arrivals.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(
    guild: Option<Id<GuildMarker>>,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
) -> Option<(GuildId, Origin)> {
    let guild = GuildId::from_twilight(guild?).ok()?;
    let channel = ChannelId::from_twilight(channel).ok()?;
    let message = MessageId::from_twilight(message).ok()?;
    Some((guild, Origin { channel, message }))
}
