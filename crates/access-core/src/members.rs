//! Who is an admin where, remembered for a minute or until Discord tells of a change.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Clock, GuildId, PortFailure, UserId};

use crate::{GuildMember, GuildMembers, Remembered};

/// For how long an answer is used without Discord being asked.
const KNOWN: TimeDelta = TimeDelta::seconds(60);

/// The members of guilds, asked for at most once a minute as long as nothing changes. Cheap to clone.
#[derive(Clone)]
pub struct RememberedMembers {
    members: Arc<dyn GuildMembers>,
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<State>>,
}

struct State {
    known: Remembered<(GuildId, UserId), Option<GuildMember>>,
    /// Counts what Discord told of, so that an answer that a change has overtaken is not kept.
    changes: u64,
}

impl RememberedMembers {
    /// The most decisions that are remembered.
    pub const MOST_REMEMBERED: usize = 1000;

    /// Nothing remembered yet of what `members` say.
    pub fn new(members: Arc<dyn GuildMembers>, clock: Arc<dyn Clock>) -> Self {
        Self {
            members,
            clock,
            state: Arc::new(Mutex::new(State {
                known: Remembered::new(Self::MOST_REMEMBERED),
                changes: 0,
            })),
        }
    }

    /// Forgets a member whose roles have changed, or who has come or gone.
    pub fn forget(&self, guild: GuildId, user: UserId) {
        let mut state = self.lock();
        state.changes += 1;
        state.known.remove(&(guild, user));
    }

    /// Forgets a guild whose roles or owner have changed, or that has come or gone.
    pub fn forget_guild(&self, guild: GuildId) {
        let mut state = self.lock();
        state.changes += 1;
        state.known.retain(|(known, _)| *known != guild);
    }

    /// How many decisions are remembered.
    pub fn remembered(&self) -> usize {
        self.lock().known.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl GuildMembers for RememberedMembers {
    async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<GuildMember>, PortFailure> {
        let now = self.clock.now();
        let changes = {
            let mut state = self.lock();
            if let Some(known) = state.known.get(&(guild, user), now) {
                return Ok(known.clone());
            }
            state.changes
        };
        let member = self.members.member(guild, user).await?;
        let mut state = self.lock();
        if state.changes == changes {
            state.known.put((guild, user), member.clone(), now, KNOWN);
        }
        Ok(member)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Authority, ManualClock};

    use super::*;
    use crate::testing::InMemoryMembers;

    const ADMIN: Option<Authority> = Some(Authority::Admin);

    struct Scene {
        guilds: Arc<InMemoryMembers>,
        clock: ManualClock,
        members: RememberedMembers,
    }

    impl Scene {
        fn new() -> Self {
            let guilds = Arc::new(InMemoryMembers::default());
            let clock = ManualClock::at(chrono::DateTime::UNIX_EPOCH);
            let members = RememberedMembers::new(guilds.clone(), Arc::new(clock.clone()));
            Self {
                guilds,
                clock,
                members,
            }
        }

        async fn authority(&self, guild: u64, user: u64) -> Option<Authority> {
            let member = self.members.member(self::guild(guild), self::user(user));
            member.await.unwrap().map(|it| it.authority)
        }
    }

    fn guild(id: u64) -> GuildId {
        GuildId::new(id).unwrap()
    }

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    #[tokio::test]
    async fn a_decision_holds_for_a_minute_whatever_it_is() {
        let scene = Scene::new();
        scene.guilds.set(guild(1), user(1), ADMIN);
        assert_eq!(scene.authority(1, 1).await, ADMIN);
        assert_eq!(scene.authority(1, 2).await, None);
        scene.guilds.set(guild(1), user(1), Some(Authority::Member));
        scene.guilds.set(guild(1), user(2), ADMIN);
        scene.clock.advance(TimeDelta::seconds(59));
        assert_eq!(scene.authority(1, 1).await, ADMIN);
        assert_eq!(scene.authority(1, 2).await, None);
        assert_eq!(scene.guilds.asked(), 2);
        scene.clock.advance(TimeDelta::seconds(1));
        assert_eq!(scene.authority(1, 1).await, Some(Authority::Member));
        assert_eq!(scene.authority(1, 2).await, ADMIN);
    }

    #[tokio::test]
    async fn what_discord_tells_of_is_asked_for_anew_and_nothing_else() {
        let scene = Scene::new();
        for (at, who) in [(1, 1), (1, 2), (2, 1)] {
            scene.authority(at, who).await;
        }
        scene.members.forget(guild(1), user(1));
        scene.guilds.set(guild(1), user(1), ADMIN);
        assert_eq!(scene.authority(1, 1).await, ADMIN);
        assert_eq!(scene.authority(1, 2).await, None);
        assert_eq!(scene.guilds.asked(), 4);
        scene.members.forget_guild(guild(1));
        for (at, who) in [(1, 1), (1, 2), (2, 1)] {
            scene.authority(at, who).await;
        }
        assert_eq!(scene.guilds.asked(), 6);
    }

    #[tokio::test]
    async fn an_answer_that_a_change_has_overtaken_is_not_kept() {
        let scene = Scene::new();
        scene.guilds.set(guild(1), user(1), ADMIN);
        let members = scene.members.clone();
        scene.guilds.before_the_next_answer(move || {
            members.forget(guild(1), user(1));
        });
        assert_eq!(scene.authority(1, 1).await, ADMIN);
        scene.guilds.set(guild(1), user(1), None);
        assert_eq!(scene.authority(1, 1).await, None);
    }

    #[tokio::test]
    async fn a_failure_is_not_remembered() {
        let scene = Scene::new();
        scene.guilds.fail(true);
        assert!(scene.members.member(guild(1), user(1)).await.is_err());
        scene.guilds.fail(false);
        assert_eq!(scene.authority(1, 1).await, None);
    }

    #[tokio::test]
    async fn ten_times_as_many_members_as_there_is_room_for_leave_a_thousand() {
        let scene = Scene::new();
        for id in 1..=10_000 {
            scene.authority(1, id).await;
        }
        assert_eq!(scene.members.remembered(), 1000);
    }
}
