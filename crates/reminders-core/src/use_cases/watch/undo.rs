//! Undoing what the watcher made of a message.

use kernel::{GuildId, Member, RoleId, UseCaseError, UserId};

use crate::use_cases::Reminders;
use crate::{Origin, Permission, Reminder, Undone, Who};

/// A wish to undo what the watcher made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoWatched {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// The message.
    pub origin: Origin,
}

/// Why nothing was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoRefusal {
    /// The member may not manage the messages of that channel.
    NotStaff,
    /// This member had done it before.
    Already(UserId),
    /// The message never made anything in this guild, or is gone, and what it made with it.
    Nothing,
}

impl Reminders {
    /// Removes the watcher's reminders of a message, as far as they are not finished, and never makes any of it again.
    /// For those who could delete the message itself: admins, and who may manage messages in its channel.
    pub async fn undo(
        &self,
        request: UndoWatched,
    ) -> Result<Vec<Reminder>, UseCaseError<UndoRefusal>> {
        if !self.may_undo(&request).await? {
            return Err(UseCaseError::Refused(UndoRefusal::NotStaff));
        }
        let UndoWatched {
            guild,
            member,
            origin,
            ..
        } = request;
        let now = self.ports.clock.now();
        let undone = self.ports.watching.undo(guild, origin, member.user, now);
        match undone.await? {
            Undone::Removed(reminders) => {
                for reminder in &reminders {
                    self.take_down_notice(reminder).await;
                }
                Ok(reminders)
            }
            Undone::Already(by) => Err(UseCaseError::Refused(UndoRefusal::Already(by))),
            Undone::Nothing => Err(UseCaseError::Refused(UndoRefusal::Nothing)),
        }
    }

    async fn may_undo(&self, request: &UndoWatched) -> Result<bool, kernel::PortFailure> {
        if request.member.is_admin() {
            return Ok(true);
        }
        let who = Who::Member(request.member.user, request.roles.clone());
        let access = self
            .ports
            .directory
            .access(request.guild, request.origin.channel, &who);
        let access = access.await?;
        Ok(access.is_some_and(|it| it.granted.contains(&Permission::ManageMessages)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, admin, announcement, embed, guild, home, member, user};
    use crate::{Announcement, ReminderStore as _, Watched};

    fn party() -> Announcement {
        announcement(vec![embed("Party", "14/2 20:00\n15/2 20:00")])
    }

    async fn undo(world: &World, member: Member) -> Result<usize, UndoRefusal> {
        undo_in(world, home(), member).await
    }

    async fn undo_in(world: &World, guild: GuildId, member: Member) -> Result<usize, UndoRefusal> {
        let origin = party().origin;
        let request = UndoWatched {
            guild,
            member,
            roles: Vec::new(),
            origin,
        };
        match world.reminders().undo(request).await {
            Ok(removed) => Ok(removed.len()),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure:?}"),
        }
    }

    #[tokio::test]
    async fn staff_and_admins_undo_all_of_a_message_and_nothing_comes_of_it_again() {
        for who in [member(8), admin(8)] {
            let world = World::default();
            let made = world.reminders().watch(party()).await.unwrap();
            let Watched::Created(made) = made else {
                panic!("{made:?}")
            };
            assert_eq!(undo(&world, who).await, Ok(2));
            for reminder in made {
                assert_eq!(world.store.find(home(), reminder.id).await.unwrap(), None);
            }
            let edited = announcement(vec![embed("Party", "16/2 20:00")]);
            for again in [party(), edited] {
                let watched = world.reminders().watch_edit(again).await.unwrap();
                assert_eq!(watched, Watched::Ignored);
            }
            assert_eq!(
                undo(&world, admin(9)).await,
                Err(UndoRefusal::Already(user(8)))
            );
        }
    }

    #[tokio::test]
    async fn members_without_a_say_and_other_guilds_undo_nothing() {
        let world = World::default();
        world.reminders().watch(party()).await.unwrap();
        let (place, lacking) = (World::ANNOUNCEMENTS, Permission::ManageMessages);
        world.directory.take_from(home(), place, user(8), lacking);
        assert_eq!(undo(&world, member(8)).await, Err(UndoRefusal::NotStaff));
        assert_eq!(
            undo_in(&world, guild(2), admin(8)).await,
            Err(UndoRefusal::Nothing)
        );
        assert_eq!(
            undo(&world, admin(8)).await,
            Ok(2),
            "nothing was undone before"
        );
    }
}
