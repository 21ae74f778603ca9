//! A guild whose joins are told of, as it and its staff see them.

mod announcements;
mod counts;
mod joins;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Clock as _, GuildId, ManualClock, UserId};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::*;
use crate::settings::ANNOUNCEMENT_CHANNEL;
use crate::testing::{
    InMemoryInvites, KnownPeople, ListedInvites, RecordingAnnouncer, RecordingInviteLog,
};
use crate::{Invite, Seen};

struct Stage {
    invites: Invites,
    source: Arc<ListedInvites>,
    store: Arc<InMemoryInvites>,
    announcer: Arc<RecordingAnnouncer>,
    people: Arc<KnownPeople>,
    log: Arc<RecordingInviteLog>,
    settings: Arc<InMemorySettings>,
    clock: Arc<ManualClock>,
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn invite(code: &str, inviter: u64, uses: u32) -> Invite {
    Invite {
        code: code.parse().unwrap(),
        inviter: UserId::new(inviter).ok(),
        uses,
        max_uses: 0,
        expires_at: None,
        created_at: Some(noon() - TimeDelta::days(1)),
    }
}

fn seen(invites: &[Invite]) -> Seen {
    Seen::Invites(invites.to_vec(), None)
}

impl Stage {
    /// A guild with a channel for announcements, whose invites were looked at: code `a` of 1 and code `b` of 2.
    async fn new() -> Self {
        let stage = Self::without_channel().await;
        let channel = ChannelId::new(50).unwrap();
        stage.set(&ANNOUNCEMENT_CHANNEL, SettingValue::Channel(channel));
        stage
    }

    /// The same, but it has not chosen where newcomers are announced.
    async fn without_channel() -> Self {
        let settings = Arc::new(InMemorySettings::default());
        let clock = Arc::new(ManualClock::at(noon()));
        let source = Arc::new(ListedInvites::default());
        let store = Arc::new(InMemoryInvites::default());
        let announcer = Arc::new(RecordingAnnouncer::default());
        let people = Arc::new(KnownPeople::default());
        let log = Arc::new(RecordingInviteLog::default());
        let invites = Invites::new(InvitePorts {
            source: source.clone(),
            store: store.clone(),
            announcements: store.clone(),
            announcer: announcer.clone(),
            people: people.clone(),
            log: log.clone(),
            settings: settings.clone(),
            clock: clock.clone(),
        });
        let stage = Self {
            invites,
            source,
            store,
            announcer,
            people,
            log,
            settings,
            clock,
        };
        stage.lists(&[invite("a", 1, 0), invite("b", 2, 0)]);
        stage.invites.watch(guild()).await.unwrap();
        stage
    }

    fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(guild(), definition, value);
    }

    fn lists(&self, invites: &[Invite]) {
        self.source.shows([Some(seen(invites))]);
    }

    fn join(&self, member: u64) -> Join {
        Join {
            member: user(member),
            at: self.clock.now(),
            is_bot: false,
        }
    }

    /// Lets them join all at once, and time pass until all is done.
    async fn join_all(&self, joins: &[Join]) -> Vec<Settled> {
        let joined = joins.iter().map(|it| self.invites.joined(guild(), *it));
        let all = futures_util::future::join_all(joined);
        let done = self.passing_time(all).await;
        done.into_iter().flatten().collect()
    }

    async fn passing_time<T>(&self, done: impl Future<Output = T>) -> T {
        tokio::pin!(done);
        loop {
            tokio::select! {
                biased;
                done = &mut done => return done,
                () = tokio::task::yield_now() => {
                    if let Some(next) = self.clock.next_wake() {
                        self.clock.set(next);
                    }
                }
            }
        }
    }

    async fn counts(&self) -> Vec<(u64, u32)> {
        match self.invites.leaderboard(guild(), 10).await.unwrap() {
            Board::Leaders(it) => it.iter().map(|it| (it.user.get(), it.count)).collect(),
            Board::Disabled => panic!("it is switched off"),
        }
    }
}
