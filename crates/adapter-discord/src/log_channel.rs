//! The channel that a guild has chosen for its log. Posting there never holds anybody up.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Clock, GuildId, PortFailure};
use metrics::counter;
use settings_core::{SettingsReader, Severity, SystemSettings};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use twilight_model::channel::message::component::Button;
use twilight_model::channel::message::{Component, Embed};

use crate::convert::ToTwilight as _;
use crate::reply::rows;
use crate::rest::{Rest, RestError};
use crate::text::Card;
use crate::tickets::Said;

/// How many posts may be under way or wait for their turn; past that they are dropped and counted.
const MOST_WAITING: usize = 1000;
/// For how long whoever tells of what must not be lost waits until it stands there.
const PATIENCE: Duration = Duration::from_secs(15);
/// For how long a channel that refuses us is left alone, and the operator not told again about its guild.
const REFUSED: TimeDelta = TimeDelta::hours(1);
/// Of no more guilds it is remembered that their channel refuses us: past that the longest-standing are asked again.
const MOST_REFUSED: usize = 1000;

/// Posts in the guilds' log channels, one after the other for each channel, behind the back of whoever has something to
/// tell. Best effort: a process that is killed takes what is waiting with it.
#[derive(Clone)]
pub struct LogChannel {
    shared: Arc<Shared>,
}

struct Shared {
    rest: Rest,
    clock: Arc<dyn Clock>,
    tasks: TaskTracker,
    places: Arc<Semaphore>,
    refused: Mutex<Refused>,
    turns: Mutex<Turns>,
}

/// Whose turn it is in each channel; there are as many as channels that somebody waits for.
type Turns = HashMap<ChannelId, Weak<tokio::sync::Mutex<()>>>;

/// Channels that refuse us, by guild, and until when they are left alone.
#[derive(Default)]
struct Refused {
    guilds: HashMap<GuildId, (ChannelId, DateTime<Utc>)>,
}

impl LogChannel {
    /// So many posts wait for their turn at most.
    pub const MOST_WAITING: usize = MOST_WAITING;
    /// Of so many guilds at most it is remembered that their channel refuses us.
    pub const MOST_REFUSED: usize = MOST_REFUSED;

    /// Posts through `rest` as tasks on `tasks`, which are waited for when the program stops.
    pub fn new(rest: Rest, clock: Arc<dyn Clock>, tasks: TaskTracker) -> Self {
        let places = Arc::new(Semaphore::new(MOST_WAITING));
        let refused = Mutex::default();
        Self {
            shared: Arc::new(Shared {
                rest,
                clock,
                tasks,
                places,
                refused,
                turns: Mutex::default(),
            }),
        }
    }

    /// How many posts are under way or wait.
    pub fn waiting(&self) -> usize {
        MOST_WAITING.saturating_sub(self.shared.places.available_permits())
    }

    /// Of how many guilds it is remembered that their channel refuses us.
    pub fn refused(&self) -> usize {
        let refused = self.shared.refused.lock();
        refused.unwrap_or_else(PoisonError::into_inner).guilds.len()
    }

    /// Posts what `card` words some time soon, if the guild's `settings` name a channel and want to hear of what matters
    /// so much. Best effort: a failure is logged and nothing else.
    pub(crate) async fn tell(
        &self,
        settings: &dyn SettingsReader,
        guild: GuildId,
        severity: Severity,
        card: impl FnOnce() -> Card + Send,
    ) {
        let Some(system) = system_settings(settings, guild).await else {
            return;
        };
        let wanted = system
            .log_channel_id
            .filter(|_| system.log_level.shows(severity));
        if let Some(channel) = wanted {
            self.post(guild, channel, card(), Vec::new());
        }
    }

    /// As [`tell`](Self::tell), of what must not end with its process: when this returns, it stands there, or Discord has
    /// failed, or others stand before it, for longer than is waited for it; then it is posted some time later. What has the
    /// same `nonce` of at most 25 characters is posted once within some minutes.
    pub(crate) async fn tell_once(
        &self,
        settings: &dyn SettingsReader,
        guild: GuildId,
        severity: Severity,
        card: Card,
        nonce: String,
    ) {
        let Some(system) = system_settings(settings, guild).await else {
            return;
        };
        let level = system.log_level;
        if let Some(channel) = system.log_channel_id.filter(|_| level.shows(severity)) {
            let embed = card.at(self.shared.clock.now()).build();
            let shared = self.shared.clone();
            let posted = self.shared.tasks.spawn(async move {
                let place = (guild, channel);
                shared.in_turn(place, embed, Vec::new(), nonce).await;
            });
            // One server's full channel is not to hold up what is done for others.
            let _ = tokio::time::timeout(PATIENCE, posted).await;
        }
    }

    /// As [`tell`](Self::tell), of what an admin has changed: it is posted whatever the guild wants to hear of.
    pub(crate) async fn report(
        &self,
        settings: &dyn SettingsReader,
        guild: GuildId,
        card: impl FnOnce() -> Card + Send,
    ) {
        let system = system_settings(settings, guild).await;
        if let Some(channel) = system.and_then(|it| it.log_channel_id) {
            self.post(guild, channel, card(), Vec::new());
        }
    }

    /// Posts an embed, dated now, with at most five buttons below, some time soon.
    pub(crate) fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        card: Card,
        buttons: Vec<Button>,
    ) {
        let shared = self.shared.clone();
        let Ok(place) = shared.places.clone().try_acquire_owned() else {
            counter!("alphapy_log_posts_dropped_total").increment(1);
            return;
        };
        if shared.is_refused(guild, channel) {
            return;
        }
        let embed = card.at(shared.clock.now()).build();
        self.shared.tasks.spawn(async move {
            let where_to = (guild, channel);
            let posted = shared.in_turn(where_to, embed, rows(buttons), fresh_nonce());
            posted.await;
            drop(place);
        });
    }
}

/// The mark of a post that nobody repeats but [`Rest`], when it does not know whether it came.
fn fresh_nonce() -> String {
    // Every `RandomState` has keys of its own, which is chance enough for what need only differ.
    format!("l{:016x}", RandomState::new().build_hasher().finish())
}

impl Shared {
    /// Posts when nobody else does in this channel.
    async fn in_turn(
        &self,
        (guild, channel): (GuildId, ChannelId),
        embed: Embed,
        components: Vec<Component>,
        nonce: String,
    ) {
        let turn = self.turn(channel);
        let _its_turn = turn.lock().await;
        // Whoever was before it may have learned that the channel refuses us: a burst is refused once.
        if self.is_refused(guild, channel) {
            return;
        }
        let sent = self.send((guild, channel), embed, &components, nonce).await;
        if let Err(failure) = sent {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                channel.id = channel.get(),
                "the guild's log channel could not be told"
            );
        }
    }

    async fn send(
        &self,
        (guild, channel): (GuildId, ChannelId),
        embed: Embed,
        components: &[Component],
        nonce: String,
    ) -> Result<(), PortFailure> {
        let embeds = [embed];
        let body = Said::known_by(nonce)
            .with(&embeds, components)
            .into_json()?;
        let request = self.rest.requests().create_message(channel.to_twilight());
        let error = match self.rest.done(request.payload_json(&body)).await {
            Ok(()) => return Ok(()),
            Err(error @ RestError::Refused { .. }) => error,
            Err(error) => return Err(error.failure("post in a guild's log channel")),
        };
        let is_refusal = matches!(
            error,
            RestError::Refused {
                status: 403 | 404,
                ..
            }
        );
        if is_refusal && !self.refuse(guild, channel) {
            return Ok(());
        }
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            guild.id = guild.get(),
            channel.id = channel.get(),
            "the guild's log channel could not be told"
        );
        Ok(())
    }

    fn turn(&self, channel: ChannelId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(&channel).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, it| it.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(channel, Arc::downgrade(&turn));
        turn
    }

    fn is_refused(&self, guild: GuildId, channel: ChannelId) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.covers(guild, channel, self.clock.now())
    }

    fn refuse(&self, guild: GuildId, channel: ChannelId) -> bool {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.note(guild, channel, self.clock.now())
    }
}

impl Refused {
    fn covers(&self, guild: GuildId, channel: ChannelId, now: DateTime<Utc>) -> bool {
        let noted = self.guilds.get(&guild);
        noted.is_some_and(|(refusing, until)| *refusing == channel && *until > now)
    }

    /// Notes that a channel refuses us. Whether the operator is to be told, which is once an hour for each guild.
    fn note(&mut self, guild: GuildId, channel: ChannelId, now: DateTime<Utc>) -> bool {
        let told = self.guilds.get(&guild).map(|it| it.1);
        let is_news = told.is_none_or(|until| until <= now);
        // A guild that chose another channel, which refuses us as well, is not told of twice within its hour.
        let until = told.filter(|_| !is_news).unwrap_or(now + REFUSED);
        if told.is_none() && self.guilds.len() >= MOST_REFUSED {
            self.make_room(now);
        }
        self.guilds.insert(guild, (channel, until));
        is_news
    }

    fn make_room(&mut self, now: DateTime<Utc>) {
        self.guilds.retain(|_, (_, until)| *until > now);
        if self.guilds.len() < MOST_REFUSED {
            return;
        }
        let oldest = self.guilds.iter().min_by_key(|(_, (_, until))| *until);
        if let Some((&guild, _)) = oldest {
            self.guilds.remove(&guild);
        }
    }
}

/// The settings that say where the guild's log is; none where they cannot be read.
async fn system_settings(settings: &dyn SettingsReader, guild: GuildId) -> Option<SystemSettings> {
    match settings.snapshot(guild).await {
        Ok(snapshot) => Some(SystemSettings::read(&snapshot)),
        Err(failure) => {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                "nobody knows where this guild's log is"
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::post;
    use kernel::ManualClock;
    use tokio::net::TcpListener;

    use super::*;
    use crate::rest::RestConfig;
    use crate::text::Colour;

    /// A Discord that lets nobody post, and how often somebody tried.
    async fn barred() -> (Rest, Arc<AtomicUsize>) {
        let tried = Arc::new(AtomicUsize::new(0));
        let counted = tried.clone();
        let refuse = post(move || async move {
            counted.fetch_add(1, Ordering::Relaxed);
            let body = r#"{ "code": 50001, "message": "Missing Access" }"#;
            (
                StatusCode::FORBIDDEN,
                [("content-type", "application/json")],
                body,
            )
        });
        let discord = Router::new().route("/api/v10/channels/{channel}/messages", refuse);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        TaskTracker::new().spawn(async move { axum::serve(listener, discord).await });
        let config = RestConfig::new("token".into(), Some(address));
        (Rest::new(config), tried)
    }

    #[tokio::test]
    async fn a_burst_into_a_channel_that_refuses_us_is_refused_once() {
        let (rest, tried) = barred().await;
        let clock = Arc::new(ManualClock::at(minute(0)));
        let tasks = TaskTracker::new();
        let log = LogChannel::new(rest, clock.clone(), tasks.clone());
        let card = || Card::new(Colour::Blue, "Settings changed");
        for _ in 0..100 {
            log.post(guild(1), channel(5), card(), Vec::new());
        }
        log.post(guild(2), channel(6), card(), Vec::new());
        assert_eq!(log.waiting(), 101);
        tasks.close();
        tasks.wait().await;
        assert_eq!(tried.load(Ordering::Relaxed), 2, "once in each server");
        assert_eq!((log.waiting(), log.refused()), (0, 2));
        clock.set(minute(59));
        log.post(guild(1), channel(5), card(), Vec::new());
        clock.set(minute(60));
        log.post(guild(1), channel(5), card(), Vec::new());
        tasks.wait().await;
        assert_eq!(tried.load(Ordering::Relaxed), 3, "an hour later once more");
    }

    fn guild(id: u64) -> GuildId {
        GuildId::new(id).unwrap()
    }

    fn channel(id: u64) -> ChannelId {
        ChannelId::new(id).unwrap()
    }

    fn minute(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_channel_that_refuses_us_is_left_alone_for_an_hour_and_told_of_once() {
        let mut refused = Refused::default();
        assert!(refused.note(guild(1), channel(5), minute(0)));
        assert!(
            !refused.note(guild(1), channel(5), minute(1)),
            "it was under way already"
        );
        assert!(refused.covers(guild(1), channel(5), minute(59)));
        assert!(!refused.covers(guild(1), channel(5), minute(60)));
        assert!(!refused.covers(guild(2), channel(5), minute(1)));
        assert!(refused.note(guild(1), channel(5), minute(60)));
    }

    #[test]
    fn another_channel_is_tried_at_once_but_the_operator_is_not_told_again_within_the_hour() {
        let mut refused = Refused::default();
        refused.note(guild(1), channel(5), minute(0));
        assert!(!refused.covers(guild(1), channel(6), minute(10)));
        assert!(!refused.note(guild(1), channel(6), minute(10)));
        assert!(refused.covers(guild(1), channel(6), minute(59)));
        assert!(refused.note(guild(1), channel(6), minute(60)));
    }

    #[test]
    fn ten_thousand_guilds_take_the_room_of_a_thousand() {
        let mut refused = Refused::default();
        for id in 1..=10_000 {
            refused.note(
                guild(id),
                channel(5),
                DateTime::UNIX_EPOCH + TimeDelta::milliseconds(id.cast_signed()),
            );
            assert!(refused.guilds.len() <= MOST_REFUSED);
        }
        assert!(refused.covers(guild(9_001), channel(5), minute(1)));
        assert!(!refused.covers(guild(9_000), channel(5), minute(1)));
    }
}
