//! Somebody joins: whose invite did they come by, does a count grow, and what is said of it.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use super::Invites;
use super::door::Door;
use crate::settings::InvitesSettings;
use crate::{
    Announcement, Attribution, Counted, InviteSnapshot, NewAnnouncement, NotedJoin, Seen, Verdict,
    attribute,
};

/// The waits between looks at the invites, as long as fewer or more uses are seen than people joined: Discord tells of a
/// join before it counts the use.
const LOOKS: [TimeDelta; 3] = [
    TimeDelta::milliseconds(500),
    TimeDelta::seconds(1),
    TimeDelta::seconds(2),
];
/// The waits between attempts to note a join while the database is away.
const ATTEMPTS: [TimeDelta; 5] = [
    TimeDelta::seconds(1),
    TimeDelta::seconds(5),
    TimeDelta::seconds(30),
    TimeDelta::minutes(2),
    TimeDelta::minutes(10),
];
/// For how long an announcement is in the hands of whoever noted it.
pub(super) const HELD: TimeDelta = TimeDelta::seconds(30);

/// Somebody who joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// Who.
    pub member: UserId,
    /// When, as Discord says.
    pub at: DateTime<Utc>,
    /// Whether it is a bot, which nobody invites in this way.
    pub is_bot: bool,
}

/// A join that was seen to.
#[derive(Debug)]
pub struct Settled {
    /// Who joined.
    pub join: Join,
    /// By whose invite.
    pub attribution: Attribution,
    /// Why it could not be noted or announced, if so.
    pub failure: Option<PortFailure>,
}

impl Invites {
    /// Sees to somebody who joined, and to whoever joins meanwhile; returns those that this call has seen to. Takes as long
    /// as it takes Discord to count the use, some seconds at most, and longer while the database is away; unless the program
    /// [stops](Self::stop_waiting) meanwhile. Where the invites
    /// cannot be seen, nothing is counted and nothing is said.
    pub async fn joined(&self, guild: GuildId, join: Join) -> Vec<Settled> {
        let door = self.door(guild);
        if join.is_bot || !door.enter(join) {
            return Vec::new();
        }
        let found = {
            let mut seen = door.seen.lock().await;
            // Whoever had the turn before may have seen to this one as well.
            if !door.has(join) {
                return Vec::new();
            }
            self.attribute_waiting(guild, &door, &mut seen).await
        };
        let mut settled = Vec::new();
        for (join, attribution) in found {
            let failure = self.settle(guild, join, &attribution).await.err();
            settled.push(Settled {
                join,
                attribution,
                failure,
            });
        }
        settled
    }

    /// Notes that a member is gone.
    pub async fn left(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let store = &self.0.ports.store;
        self.patiently(|| store.note_leave(guild, member, at)).await
    }

    /// Attributes whoever stands before the door, and remembers the invites as they are then.
    async fn attribute_waiting(
        &self,
        guild: GuildId,
        door: &Door,
        seen: &mut Option<InviteSnapshot>,
    ) -> Vec<(Join, Attribution)> {
        let ports = &self.0.ports;
        let mut waits = LOOKS.into_iter();
        loop {
            let now = ports.clock.now();
            let looked = ports.source.read(guild).await;
            let waiting = door.waiting();
            let is_unreached = matches!(&looked, Err(it) if it.retry() == Retry::Later);
            let after = match looked {
                Ok(Seen::Invites(invites, vanity)) => {
                    Some(InviteSnapshot::new(now, invites, vanity))
                }
                Ok(Seen::Forbidden) => {
                    *seen = None;
                    door.take(waiting);
                    // That the log was not told is made good by the next join.
                    let _ = self.note_blind(guild, now).await;
                    return Vec::new();
                }
                Err(_) => None,
            };
            let verdict = match (&*seen, &after) {
                (Some(before), Some(after)) => attribute(before, after, waiting),
                _ => Verdict {
                    attributions: vec![Attribution::unseen(); waiting],
                    is_settled: !is_unreached,
                },
            };
            let wait = waits.next().filter(|_| !verdict.is_settled);
            let has_waited = match wait {
                Some(wait) => self.waits_for(wait).await,
                None => false,
            };
            if !has_waited {
                *seen = after;
                let joins = door.take(waiting);
                return joins.into_iter().zip(verdict.attributions).collect();
            }
        }
    }

    async fn settle(
        &self,
        guild: GuildId,
        join: Join,
        attribution: &Attribution,
    ) -> Result<(), PortFailure> {
        let noted = self
            .patiently(|| self.note(guild, join, attribution))
            .await?;
        match noted {
            Some(announcement) => self.announce(&announcement).await,
            None => Ok(()),
        }
    }

    /// What is to be announced now, if anything.
    async fn note(
        &self,
        guild: GuildId,
        join: Join,
        attribution: &Attribution,
    ) -> Result<Option<Announcement>, PortFailure> {
        let ports = &self.0.ports;
        let settings = InvitesSettings::read(&*ports.settings.snapshot(guild).await?);
        if !settings.enabled {
            return Ok(None);
        }
        let announce = settings.announcement_channel_id.map(|_| NewAnnouncement {
            inviter: attribution.named(join.member),
            held_until: ports.clock.now() + HELD,
        });
        let noted = NotedJoin {
            member: join.member,
            at: join.at,
            attribution: attribution.clone(),
            announce,
        };
        match ports.store.note_join(guild, &noted).await? {
            Counted::Repeated => Ok(None),
            Counted::Noted { announcement, .. } => Ok(announcement),
        }
    }

    /// Tries again what is harmless to repeat while the database is away.
    async fn patiently<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, PortFailure>
    where
        F: Future<Output = Result<T, PortFailure>>,
    {
        let mut waits = ATTEMPTS.into_iter();
        loop {
            let failure = match attempt().await {
                Ok(done) => return Ok(done),
                Err(failure) => failure,
            };
            let wait = waits.next().filter(|_| failure.retry() == Retry::Later);
            let has_waited = match wait {
                Some(wait) => self.waits_for(wait).await,
                None => false,
            };
            if !has_waited {
                return Err(failure);
            }
        }
    }

    /// Whether there was time for it.
    async fn waits_for(&self, wait: TimeDelta) -> bool {
        let clock = &self.0.ports.clock;
        let until = clock.sleep_until(clock.now() + wait);
        self.0.waits.wait(until).await
    }
}
