//! Deleting a live session.

use kernel::UseCaseError;

use crate::use_cases::Reminders;
use crate::{DeleteRefusal, DeleteReminder, Reminder};

impl Reminders {
    /// Deletes a live session of the member, or any one for an admin. What is no live session looks like a missing one.
    pub async fn delete_live_session(
        &self,
        request: DeleteReminder,
    ) -> Result<Reminder, UseCaseError<DeleteRefusal>> {
        if !self.enabled(request.guild).await? {
            return Err(UseCaseError::Refused(DeleteRefusal::Disabled));
        }
        let found = self.ports.store.find(request.guild, request.id).await?;
        if !found.is_some_and(|it| it.what.is_live_session()) {
            let missing = DeleteRefusal::NotFound(request.id);
            return Err(UseCaseError::Refused(missing));
        }
        self.delete(request).await
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use kernel::Member;

    use super::*;
    use crate::live_session::{LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME};
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, home, member, user};
    use crate::{LogEvent, ReminderId, ReminderStore as _};

    async fn delete(
        world: &World,
        member: Member,
        id: ReminderId,
    ) -> Result<Reminder, UseCaseError<DeleteRefusal>> {
        let guild = home();
        let request = DeleteReminder { guild, member, id };
        world.reminders().delete_live_session(request).await
    }

    async fn live(world: &World) -> ReminderId {
        let what = a_reminder()
            .named(LIVE_SESSION_NAME)
            .saying(LIVE_SESSION_MESSAGE)
            .by(user(7))
            .weekly([Weekday::Mon], 20, 0);
        world.store(what.build()).await.id
    }

    #[tokio::test]
    async fn its_maker_and_admins_delete_it_and_the_log_tells() {
        for who in [member(7), admin(8)] {
            let world = World::default();
            let id = live(&world).await;
            delete(&world, who, id).await.unwrap();
            assert_eq!(world.store.find(home(), id).await.unwrap(), None);
            assert!(matches!(world.told()[0], LogEvent::Deleted { by, .. } if by == who.user));
        }
    }

    #[tokio::test]
    async fn missing_others_and_ordinary_ones_look_the_same_and_stay() {
        let world = World::default();
        let theirs = live(&world).await;
        let ordinary = world.store(a_reminder().by(user(8)).build()).await.id;
        for id in [theirs, ordinary, ReminderId::new(999).unwrap()] {
            let refused = delete(&world, member(8), id).await.unwrap_err();
            assert!(
                matches!(refused, UseCaseError::Refused(DeleteRefusal::NotFound(it)) if it == id),
                "{refused:?}"
            );
        }
        let refused = delete(&world, admin(8), ordinary).await;
        assert!(refused.is_err(), "{refused:?}");
        for id in [theirs, ordinary] {
            assert!(world.store.find(home(), id).await.unwrap().is_some());
        }
        world.switch(&ENABLED, false);
        let refused = delete(&world, member(7), theirs).await.unwrap_err();
        assert!(matches!(
            refused,
            UseCaseError::Refused(DeleteRefusal::Disabled)
        ));
    }
}
