//! Members who join.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, RoleId, UserId};

use super::{LeftUndone, Newcomers};
use crate::RoleObstacle;
use crate::completion::{MOST_TRIES, pause};
use crate::join::{Arrival, JoinDecision, decide_join};
use crate::ports::{OpenArrival, RoleChange, RoleReason, RunEvent};
use crate::settings::onboarding::OnboardingSettings;

/// For how long whoever hears of a member sees to their role before somebody else does.
const HELD: TimeDelta = TimeDelta::seconds(60);
/// How many are taken in hand at a time: a try counts from then on, so nobody waits in hand for others.
const MOST: u32 = 1;
/// For how long somebody is remembered who never passes the screening.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How many are forgotten at a time.
const BATCH: u32 = 5000;

/// A member who has joined, or has passed the membership screening, as Discord tells of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// In which guild.
    pub guild: GuildId,
    /// Who.
    pub member: UserId,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Whether they have yet to pass the membership screening.
    pub is_pending: bool,
    /// The roles that they have.
    pub roles: Vec<RoleId>,
}

/// How a member came into hand.
enum Hand<'a> {
    /// They have just joined: nothing is noted of them.
    First,
    /// They are noted, and have passed the screening.
    Noted,
    /// They were noted, and left to whoever finds them.
    Claimed(&'a OpenArrival),
}

impl Newcomers {
    /// A member has joined. From the moment it is noted that they are to get a role nothing is lost: whoever ends before they
    /// have it leaves them to [`finish_arrivals`](Self::finish_arrivals).
    pub async fn joined(&self, arrived: &Arrived) -> Result<(), PortFailure> {
        self.see_in(arrived, Hand::First).await
    }

    /// Something about a member has changed: if they have passed the membership screening, they have arrived.
    pub async fn changed(&self, arrived: &Arrived) -> Result<(), PortFailure> {
        if arrived.is_pending || arrived.is_bot {
            return Ok(());
        }
        let ports = self.ports();
        let (guild, member) = (arrived.guild, arrived.member);
        let settings = OnboardingSettings::read(&*ports.settings.snapshot(guild).await?);
        if settings.join_role_id.is_none() && !settings.restore_on_rejoin {
            return Ok(());
        }
        let now = ports.clock.now();
        let arrivals = &ports.arrivals;
        if !arrivals.passed(guild, member, now, now + HELD).await? {
            return Ok(());
        }
        self.see_in(arrived, Hand::Noted).await
    }

    /// A guild can be worked with: who waited for its screening may have passed it while nobody listened.
    pub async fn recall_arrivals(&self, guild: GuildId) -> Result<(), PortFailure> {
        let ports = self.ports();
        ports.arrivals.recall(guild, ports.clock.now()).await
    }

    /// Sees to members whom nobody has in hand, some at a time.
    pub async fn finish_arrivals(&self) -> Result<LeftUndone, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let claimed = ports.arrivals.claim_arrivals(now, now + HELD, MOST).await?;
        let mut round = LeftUndone {
            taken: claimed.len(),
            ..LeftUndone::default()
        };
        for open in &claimed {
            if let Err(failure) = self.finish_arrival(open).await {
                round.failures.push(failure);
                let waits = self.put_off(open, now).await;
                round.failures.extend(waits.err());
            }
        }
        Ok(round)
    }

    /// Forgets those who never passed the screening, a batch at a time; how many there were in this one.
    pub async fn forget_arrivals(&self) -> Result<u64, PortFailure> {
        let ports = self.ports();
        let before = ports.clock.now() - KEPT;
        ports.arrivals.remove_arrivals(before, BATCH).await
    }

    async fn finish_arrival(&self, open: &OpenArrival) -> Result<(), PortFailure> {
        let ports = self.ports();
        let (guild, member) = (open.guild, open.member);
        let Some(standing) = ports.roles.standing(guild, member).await? else {
            return ports.arrivals.arrived(guild, member).await;
        };
        let arrived = Arrived {
            guild,
            member,
            is_bot: standing.is_bot,
            is_pending: standing.is_pending,
            roles: standing.roles,
        };
        self.see_in(&arrived, Hand::Claimed(open)).await
    }

    /// A further try later, or none: then staff is told.
    async fn put_off(&self, open: &OpenArrival, now: DateTime<Utc>) -> Result<(), PortFailure> {
        let arrivals = &self.ports().arrivals;
        let (guild, member) = (open.guild, open.member);
        if open.tries < MOST_TRIES {
            let due = now + pause(open.tries);
            return arrivals.try_again(guild, member, due).await;
        }
        let settings = self.ports().settings.snapshot(guild).await?;
        if let Some(role) = OnboardingSettings::read(&settings).join_role_id {
            let event = RunEvent::NoArrivalRole(role, RoleObstacle::GivenUp);
            self.warn(guild, event, |it| &it.arrivals).await;
        }
        arrivals.arrived(guild, member).await
    }

    /// Gives a member what they are to get, or has them wait.
    async fn see_in(&self, arrived: &Arrived, hand: Hand<'_>) -> Result<(), PortFailure> {
        let ports = self.ports();
        let settings = OnboardingSettings::read(&*ports.settings.snapshot(arrived.guild).await?);
        let (guild, member) = (arrived.guild, arrived.member);
        let has_completed = settings.restore_on_rejoin
            && !arrived.is_bot
            && ports.runs.completed(guild, member).await?.is_some();
        let arrival = Arrival {
            is_bot: arrived.is_bot,
            is_pending: arrived.is_pending,
            roles: arrived.roles.clone(),
            has_completed,
        };
        let now = ports.clock.now();
        let (role, reason) = match decide_join(&arrival, &settings) {
            JoinDecision::Nothing => {
                return match hand {
                    Hand::First => Ok(()),
                    Hand::Noted | Hand::Claimed(_) => ports.arrivals.arrived(guild, member).await,
                };
            }
            JoinDecision::Wait => {
                return match hand {
                    Hand::First | Hand::Noted => ports.arrivals.awaits(guild, member, now).await,
                    Hand::Claimed(open) if ports.arrivals.waits_again(open).await? => Ok(()),
                    // They have passed it in the meantime.
                    Hand::Claimed(_) => ports.arrivals.try_again(guild, member, now).await,
                };
            }
            JoinDecision::GiveJoinRole(role) => (role, RoleReason::Joined),
            JoinDecision::GiveCompletionRole(role) => (role, RoleReason::CameBack),
        };
        if matches!(hand, Hand::First) {
            ports.arrivals.takes(guild, member, now, now + HELD).await?;
        }
        match ports.roles.give(guild, member, role, reason).await? {
            RoleChange::Done | RoleChange::Impossible(RoleObstacle::MemberLeft) => {}
            RoleChange::Impossible(obstacle) => {
                let event = RunEvent::NoArrivalRole(role, obstacle);
                self.warn(guild, event, |it| &it.arrivals).await;
            }
        }
        ports.arrivals.arrived(guild, member).await
    }
}
