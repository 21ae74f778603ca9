//! Members who join, and who pass the membership screening, as the gateway tells of them: what is told of one member is
//! taken up in the order in which it was told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::{GuildId, PortFailure, Retry, UserId};
use onboarding_core::{Arrived, Newcomers};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use twilight_gateway::Event;
use twilight_model::id::Id;
use twilight_model::id::marker::{GuildMarker, RoleMarker, UserMarker};

use crate::convert::{self, FromTwilight as _};

/// The waits between attempts while the database or Discord is away. From when a member could be noted, a job sees to them
/// after the last one; until then they are known in memory alone, so that it is worth waiting for the database.
const WAITS: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];

/// Something that was told of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    /// They have joined.
    Joined(Arrived),
    /// Something about them has changed, and no screening keeps them out.
    Changed(Arrived),
}

/// A member of a guild.
type Whose = (GuildId, UserId);

/// Follows members who join. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Joins {
    shared: Arc<Shared>,
}

struct Shared {
    newcomers: Newcomers,
    tasks: TaskTracker,
    stop: CancellationToken,
    /// What waits until something else about the same member is done; nothing for those about whom nothing goes on.
    waiting: Mutex<HashMap<Whose, VecDeque<Told>>>,
}

impl Joins {
    /// Follows members by tasks on `tasks`, until `stop`.
    pub(crate) fn new(newcomers: Newcomers, tasks: TaskTracker, stop: CancellationToken) -> Self {
        Self {
            shared: Arc::new(Shared {
                newcomers,
                tasks,
                stop,
                waiting: Mutex::default(),
            }),
        }
    }

    /// Takes up what an event tells of newcomers, behind whatever goes on about the same member.
    pub(crate) fn heard(&self, event: &Event) {
        let Some(told) = told(event) else { return };
        let whose = told.whose();
        let mut waiting = self.shared.waiting();
        if let Some(queue) = waiting.get_mut(&whose) {
            queue.push_back(told);
            return;
        }
        waiting.insert(whose, VecDeque::new());
        drop(waiting);
        let shared = self.shared.clone();
        self.shared.tasks.spawn(async move {
            let mut next = Some(told);
            while let Some(told) = next {
                shared.follow(&told).await;
                next = shared.next_of(whose);
            }
        });
    }
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, HashMap<Whose, VecDeque<Told>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What comes next about a member; with none left, nothing goes on about them.
    fn next_of(&self, whose: Whose) -> Option<Told> {
        let mut waiting = self.waiting();
        let next = waiting.get_mut(&whose).and_then(VecDeque::pop_front);
        if next.is_none() {
            waiting.remove(&whose);
        }
        next
    }

    async fn follow(&self, told: &Told) {
        let mut waits = WAITS.iter();
        while let Err(failure) = told.to(&self.newcomers).await {
            let (guild, member) = told.whose();
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                member.id = member.get(),
                "a member who joined could not be followed"
            );
            let wait = waits.next().filter(|_| failure.retry() == Retry::Later);
            let Some(wait) = wait else { return };
            let waited = tokio::time::sleep(*wait);
            if self.stop.run_until_cancelled(waited).await.is_none() {
                return;
            }
        }
    }
}

impl Told {
    fn whose(&self) -> Whose {
        let (Self::Joined(arrived) | Self::Changed(arrived)) = self;
        (arrived.guild, arrived.member)
    }

    async fn to(&self, newcomers: &Newcomers) -> Result<(), PortFailure> {
        match self {
            Self::Joined(arrived) => newcomers.joined(arrived).await,
            Self::Changed(arrived) => newcomers.changed(arrived).await,
        }
    }
}

/// What an event tells of newcomers; none for what concerns nobody new.
fn told(event: &Event) -> Option<Told> {
    match event {
        Event::MemberAdd(it) => {
            let member = &it.member;
            let whose = (it.guild_id, member.user.id);
            let joined = arrived(whose, member.user.bot, member.pending, &member.roles)?;
            Some(Told::Joined(joined))
        }
        Event::MemberUpdate(it) if !it.pending && !it.user.bot => {
            let whose = (it.guild_id, it.user.id);
            Some(Told::Changed(arrived(whose, false, false, &it.roles)?))
        }
        _ => None,
    }
}

fn arrived(
    (guild, member): (Id<GuildMarker>, Id<UserMarker>),
    is_bot: bool,
    is_pending: bool,
    roles: &[Id<RoleMarker>],
) -> Option<Arrived> {
    Some(Arrived {
        guild: GuildId::from_twilight(guild).ok()?,
        member: UserId::from_twilight(member).ok()?,
        is_bot,
        is_pending,
        roles: convert::roles(roles),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::directory::fixture::{GUILD, event, guild_id, member};

    fn of_guild(mut data: Value, pending: bool) -> Value {
        data["guild_id"] = json!(GUILD.to_string());
        data["pending"] = json!(pending);
        data
    }

    fn arrived_900(is_pending: bool) -> Arrived {
        Arrived {
            guild: guild_id(GUILD),
            member: UserId::new(900).unwrap(),
            is_bot: false,
            is_pending,
            roles: vec![kernel::RoleId::new(7).unwrap()],
        }
    }

    #[test]
    fn who_joins_is_told_of_with_what_screening_they_face() {
        for is_pending in [true, false] {
            let joined = of_guild(member(900, &[7]), is_pending);
            let told = told(&event("GUILD_MEMBER_ADD", joined));
            assert_eq!(told, Some(Told::Joined(arrived_900(is_pending))));
        }
    }

    #[test]
    fn a_change_counts_once_no_screening_keeps_them_out() {
        let change = |pending| event("GUILD_MEMBER_UPDATE", of_guild(member(900, &[7]), pending));
        assert_eq!(
            told(&change(false)),
            Some(Told::Changed(arrived_900(false)))
        );
        assert_eq!(told(&change(true)), None);
        let mut bot = of_guild(member(900, &[7]), false);
        bot["user"]["bot"] = json!(true);
        assert_eq!(told(&event("GUILD_MEMBER_UPDATE", bot)), None);
    }
}
