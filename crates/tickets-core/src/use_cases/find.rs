//! Finding tickets: those that somebody may mean, and what is set up.

use kernel::{ChannelId, GuildId, Member, PortFailure, RoleId, UserId};

use super::Tickets;
use crate::{LogEvent, Standing, Statuses, Target, Ticket, TicketSearch};

/// How many tickets are suggested, which is as many as Discord shows.
const SUGGESTED: u32 = 25;

/// Which tickets somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that can be taken on.
    Claimable,
    /// Those that can be closed: by a requester their own.
    Closable,
    /// Those whose state can be set, which is for admins.
    Settable,
}

impl Tickets {
    /// The tickets that `member` may mean by what they have typed so far, newest first; none for who may not do it.
    pub async fn suggest(
        &self,
        guild: GuildId,
        wanted: Wanted,
        member: Member,
        roles: &[RoleId],
        fragment: &str,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let settings = self.settings(guild).await?;
        let standing = Standing::in_guild(member, roles, settings.staff_role_id);
        let may = match wanted {
            Wanted::Claimable => standing.is_staff,
            Wanted::Closable => true,
            Wanted::Settable => standing.is_admin,
        };
        if !settings.enabled || !may {
            return Ok(Vec::new());
        }
        let requester = (!standing.is_staff).then_some(member.user);
        let fragment = fragment.trim().trim_start_matches('#');
        let store = &self.ports.store;
        let statuses = match wanted {
            Wanted::Claimable | Wanted::Closable => Statuses::Live,
            Wanted::Settable => Statuses::Unarchived,
        };
        let search = TicketSearch {
            statuses,
            claimable_only: wanted == Wanted::Claimable,
            requester,
            fragment,
            limit: SUGGESTED,
        };
        store.suggest(guild, search).await
    }

    /// To whom tickets are passed on in this guild, if it has chosen a role.
    pub async fn default_target(&self, guild: GuildId) -> Result<Option<Target>, PortFailure> {
        let settings = self.settings(guild).await?;
        Ok(settings.escalation_role_id.map(Target::Role))
    }

    /// Whether tickets can be opened and worked on in this guild.
    pub async fn is_switched_on(&self, guild: GuildId) -> Result<bool, PortFailure> {
        Ok(self.settings(guild).await?.enabled)
    }

    /// Tells staff that an admin has posted a message with the button that opens tickets.
    pub async fn tell_of_panel(&self, guild: GuildId, channel: ChannelId, by: UserId) {
        let event = LogEvent::PanelPosted { channel, by };
        self.ports.log.record(guild, &event).await;
    }

    /// Whether it has been chosen where tickets are made.
    pub async fn is_set_up(&self, guild: GuildId) -> Result<bool, PortFailure> {
        Ok(self.settings(guild).await?.place().is_some())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::Authority;

    use super::*;
    use crate::Action;
    use crate::testing::{World, user};

    fn member(id: u64) -> Member {
        Member {
            user: user(id),
            authority: Authority::Member,
        }
    }

    #[tokio::test]
    async fn staff_finds_all_that_can_be_claimed_and_members_their_own_to_close() {
        let world = World::default();
        for requester in [11, 12, 11] {
            world.tickets().open(World::wish(requester)).await.unwrap();
            world.clock.advance(TimeDelta::minutes(1));
        }
        let staff = [World::staff_role()];
        let claim = World::act(2, Action::Claim, 21, &staff);
        world.tickets().act(&claim).await.unwrap();
        let found = async |wanted, by, roles: &[RoleId], typed: &str| {
            let tickets = world.tickets();
            let found = tickets
                .suggest(World::home(), wanted, member(by), roles, typed)
                .await;
            let numbers = found.unwrap().into_iter().map(|it| it.number.get());
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(found(Wanted::Claimable, 21, &staff, "").await, [3, 1]);
        assert_eq!(found(Wanted::Claimable, 11, &[], "").await, [] as [u32; 0]);
        assert_eq!(found(Wanted::Closable, 21, &staff, "#2").await, [2]);
        assert_eq!(found(Wanted::Closable, 11, &[], "role").await, [3, 1]);
        assert_eq!(found(Wanted::Closable, 31, &[], "").await, [] as [u32; 0]);
        let none = found(Wanted::Settable, 21, &staff, "").await;
        assert_eq!(none, [] as [u32; 0], "staff is not enough");
    }
}
