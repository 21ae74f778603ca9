//! What the gateway tells that concerns invites: those that are made and deleted, and members who come and go.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use invites_core::{Invite, InviteCode, Invites, Join};
use kernel::{GuildId, PortFailure, Retry, UserId};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use twilight_gateway::Event;
use twilight_model::gateway::payload::incoming::{InviteCreate, MemberAdd};

use super::source::moment;
use crate::context::DiscordContext;
use crate::convert::FromTwilight as _;
use crate::directory::DirectoryChange;

/// In how many guilds the invites are looked at side by side when a session begins.
const SIDE_BY_SIDE: usize = 4;
/// The waits between attempts to look at a guild's invites, in seconds; after the last one the next start sees to it.
const WAITS: [i64; 3] = [5, 30, 120];

/// Follows the invites of guilds, by tasks, until the program stops.
#[derive(Clone)]
pub(crate) struct InviteWatch {
    invites: Invites,
    context: DiscordContext,
    tasks: TaskTracker,
    stop: CancellationToken,
    turns: Arc<Semaphore>,
}

/// Something that concerns invites.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Happened {
    Joined(Join),
    Left(UserId),
    Made(Invite),
    Deleted(InviteCode),
}

/// How a guild's invites are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Anew,
    IfNobodyCould,
}

impl InviteWatch {
    /// Follows invites by tasks on `tasks`, until `stop`.
    pub(crate) fn new(
        context: DiscordContext,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let invites = context.features.invites.clone();
        let (hurried, stopping) = (invites.clone(), stop.clone());
        tasks.spawn(async move {
            stopping.cancelled().await;
            hurried.stop_waiting();
        });
        Self {
            invites,
            context,
            tasks,
            stop,
            turns: Arc::new(Semaphore::new(SIDE_BY_SIDE)),
        }
    }

    /// Takes up a change of a guild.
    pub(crate) fn changed(&self, change: DirectoryChange) {
        match change {
            DirectoryChange::GuildAvailable(guild) => self.look(guild, Look::Anew),
            DirectoryChange::AccessMayHaveChanged(guild) => self.look(guild, Look::IfNobodyCould),
            DirectoryChange::GuildLeft(guild) => self.invites.forget(guild),
            DirectoryChange::ChannelGone { .. } => {}
        }
    }

    /// Takes up an event.
    pub(crate) fn heard(&self, event: &Event) {
        let now = self.context.clock.now();
        if let Some((guild, happened)) = happened(event, now) {
            let watch = self.clone();
            // Not cut off when the program stops: it waits for nothing then, and what happened is told once only.
            self.tasks
                .spawn(async move { watch.follow(guild, happened, now).await });
        }
    }

    async fn follow(&self, guild: GuildId, happened: Happened, now: DateTime<Utc>) {
        match happened {
            Happened::Made(invite) => self.invites.created(guild, invite).await,
            Happened::Deleted(code) => self.invites.deleted(guild, &code, now).await,
            Happened::Left(member) => {
                let left = self.invites.left(guild, member, now).await;
                tell(guild, left.err().as_ref());
            }
            Happened::Joined(join) => {
                for settled in self.invites.joined(guild, join).await {
                    let grade = settled.attribution.grade().as_str();
                    tracing::debug!(guild.id = guild.get(), grade, "somebody has joined");
                    tell(guild, settled.failure.as_ref());
                }
            }
        }
    }

    fn look(&self, guild: GuildId, how: Look) {
        let (watch, stop) = (self.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            stop.run_until_cancelled(watch.patiently(guild, how)).await;
        });
    }

    async fn patiently(&self, guild: GuildId, how: Look) {
        let clock = &self.context.clock;
        let mut waits = WAITS.into_iter();
        loop {
            let looked = {
                let Ok(_turn) = self.turns.acquire().await else {
                    return;
                };
                match how {
                    Look::Anew => self.invites.watch(guild).await,
                    Look::IfNobodyCould => self.invites.watch_again(guild).await,
                }
            };
            let Err(failure) = looked else { return };
            tell(guild, Some(&failure));
            let wait = waits.next().filter(|_| failure.retry() == Retry::Later);
            let Some(wait) = wait else { return };
            let until = clock.now() + chrono::TimeDelta::seconds(wait);
            clock.sleep_until(until).await;
        }
    }
}

fn tell(guild: GuildId, failure: Option<&PortFailure>) {
    if let Some(failure) = failure {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            guild.id = guild.get(),
            "a guild's invites could not be followed"
        );
    }
}

/// What concerns invites in an event.
fn happened(event: &Event, now: DateTime<Utc>) -> Option<(GuildId, Happened)> {
    match event {
        Event::MemberAdd(it) => Some((
            GuildId::from_twilight(it.guild_id).ok()?,
            Happened::Joined(join(it, now)?),
        )),
        Event::MemberRemove(it) => {
            let left = Happened::Left(UserId::from_twilight(it.user.id).ok()?);
            Some((GuildId::from_twilight(it.guild_id).ok()?, left))
        }
        Event::InviteCreate(it) => Some((
            GuildId::from_twilight(it.guild_id).ok()?,
            Happened::Made(made(it)?),
        )),
        Event::InviteDelete(it) => {
            let deleted = Happened::Deleted(it.code.parse().ok()?);
            Some((GuildId::from_twilight(it.guild_id).ok()?, deleted))
        }
        _ => None,
    }
}

fn join(it: &MemberAdd, now: DateTime<Utc>) -> Option<Join> {
    Some(Join {
        member: UserId::from_twilight(it.user.id).ok()?,
        at: it.joined_at.and_then(moment).unwrap_or(now),
        is_bot: it.user.bot,
    })
}

/// An invite of which Discord tells. When it is over is seen when the invites are looked at.
fn made(it: &InviteCreate) -> Option<Invite> {
    let inviter = it.inviter.as_ref();
    Some(Invite {
        code: it.code.parse().ok()?,
        inviter: inviter.and_then(|it| UserId::from_twilight(it.id).ok()),
        uses: u32::from(it.uses),
        max_uses: u32::try_from(it.max_uses).unwrap_or(u32::MAX),
        expires_at: expiry(it),
        created_at: moment(it.created_at),
    })
}

fn expiry(it: &InviteCreate) -> Option<DateTime<Utc>> {
    let age = i64::try_from(it.max_age).ok().filter(|it| *it > 0)?;
    moment(it.created_at)?.checked_add_signed(chrono::TimeDelta::try_seconds(age)?)
}
