//! Deleting a reminder.

use kernel::{GuildId, Member, UseCaseError};

use super::Reminders;
use crate::{LogEvent, Reminder, ReminderId, Scope};

/// A wish to delete a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeleteReminder {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Which reminder.
    pub id: ReminderId,
}

/// Why a reminder was not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeleteRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// There is none with this number that the member may delete: missing, another guild's and another member's look
    /// the same.
    NotFound(ReminderId),
}

/// What a member may change: their own, or as an admin everything.
pub(crate) fn manageable(member: Member) -> Scope {
    if member.is_admin() {
        Scope::Guild
    } else {
        Scope::CreatedBy(member.user)
    }
}

impl Reminders {
    /// Deletes a reminder of the member, or any one for an admin, and takes down its standing advance notice.
    pub async fn delete(
        &self,
        request: DeleteReminder,
    ) -> Result<Reminder, UseCaseError<DeleteRefusal>> {
        let DeleteReminder { guild, member, id } = request;
        if !self.enabled(guild).await? {
            return Err(UseCaseError::Refused(DeleteRefusal::Disabled));
        }
        let deleted = self
            .ports
            .store
            .delete(guild, id, manageable(member))
            .await?;
        let reminder = deleted.ok_or(UseCaseError::Refused(DeleteRefusal::NotFound(id)))?;
        if let Some(notice) = reminder.pre_message {
            // The reminder is gone whether or not its notice can be taken down; the log tells who deleted it.
            let _ = self
                .ports
                .delivery
                .take_down(reminder.what.channel, notice)
                .await;
        }
        let event = LogEvent::Deleted {
            reminder: reminder.clone(),
            by: member.user,
        };
        self.ports.log.record(guild, &event).await;
        Ok(reminder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReminderStore as _;
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, guild, home, member, user};

    async fn delete(
        world: &World,
        member: Member,
        id: ReminderId,
    ) -> Result<Reminder, UseCaseError<DeleteRefusal>> {
        let guild = home();
        let request = DeleteReminder { guild, member, id };
        world.reminders().delete(request).await
    }

    fn refusal(answer: Result<Reminder, UseCaseError<DeleteRefusal>>) -> DeleteRefusal {
        match answer {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn members_delete_their_own_and_admins_everything_and_the_log_says_who() {
        for who in [member(7), admin(8)] {
            let world = World::default();
            let stored = world.store(a_reminder().by(user(7)).build()).await;
            assert_eq!(delete(&world, who, stored.id).await.unwrap(), stored);
            assert_eq!(world.store.find(home(), stored.id).await.unwrap(), None);
            let told = world.told();
            assert!(
                matches!(told.as_slice(), [LogEvent::Deleted { by, .. }] if *by == who.user),
                "{told:?}"
            );
        }
    }

    #[tokio::test]
    async fn missing_somebody_elses_and_another_guilds_look_the_same() {
        let world = World::default();
        let theirs = world.store(a_reminder().by(user(7)).build()).await.id;
        let nobodys = world.store(a_reminder().by_nobody().build()).await.id;
        let abroad = a_reminder().by(user(8)).in_guild(guild(2)).build();
        let abroad = world.store(abroad).await.id;
        let missing = ReminderId::new(999).unwrap();
        for id in [theirs, nobodys, abroad, missing] {
            let refused = refusal(delete(&world, member(8), id).await);
            assert_eq!(refused, DeleteRefusal::NotFound(id));
        }
        let refused = refusal(delete(&world, admin(8), abroad).await);
        assert_eq!(refused, DeleteRefusal::NotFound(abroad));
        assert!(world.store.find(guild(2), abroad).await.unwrap().is_some());
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn a_standing_notice_is_taken_down_and_a_failure_of_that_is_no_obstacle() {
        for failing in [0, 1] {
            let world = World::default();
            let id = world.store(a_reminder().build()).await.id;
            world.at("2026-02-06 19:00");
            world.reminders().deliver_due().await.unwrap();
            let notice = world
                .store
                .find(home(), id)
                .await
                .unwrap()
                .unwrap()
                .pre_message;
            world.delivery.fail_next_take_downs(failing);
            delete(&world, member(7), id).await.unwrap();
            let expected: &[_] = if failing == 0 {
                &[(World::GENERAL, notice.unwrap())]
            } else {
                &[]
            };
            assert_eq!(world.delivery.taken_down(), expected);
            assert_eq!(world.store.find(home(), id).await.unwrap(), None);
            assert!(matches!(
                world.told().last(),
                Some(LogEvent::Deleted { .. })
            ));
            world.at("2026-02-06 20:00");
            let report = world.reminders().deliver_due().await.unwrap();
            assert!(report.delivered.is_empty(), "a deleted reminder came");
        }
    }

    #[tokio::test]
    async fn nothing_is_deleted_while_reminders_are_off_or_out_of_reach() {
        let world = World::default();
        let id = world.store(a_reminder().build()).await.id;
        world.lose_settings_once();
        let failed = delete(&world, member(7), id).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.store.fail_next_calls(1);
        let failed = delete(&world, member(7), id).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.switch(&ENABLED, false);
        let refused = refusal(delete(&world, member(7), id).await);
        assert_eq!(refused, DeleteRefusal::Disabled);
        assert!(world.store.find(home(), id).await.unwrap().is_some());
    }
}
