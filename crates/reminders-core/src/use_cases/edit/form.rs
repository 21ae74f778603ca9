//! The form in which a reminder is changed: what it shows before it is sent.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, UseCaseError};
use settings_core::SystemSettings;

use super::request::EditRefusal;
use super::subject::Subject;
use crate::use_cases::Reminders;
use crate::use_cases::delete::manageable;
use crate::{ChannelKind, Reminder, ReminderId, Scope, Who};

/// A wish to see a reminder as a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditForm {
    /// The guild.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Which reminder.
    pub id: ReminderId,
}

/// A reminder that the member may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditableReminder {
    /// The reminder.
    pub reminder: Reminder,
    /// Its channel, when a form can offer that: it exists, and members can choose it.
    pub channel: Option<ChannelId>,
    /// The guild's zone.
    pub zone: Tz,
}

impl Reminders {
    /// The reminder as the member may change it.
    pub async fn edit_form(
        &self,
        request: EditForm,
    ) -> Result<EditableReminder, UseCaseError<EditRefusal>> {
        let EditForm { guild, member, id } = request;
        if !self.enabled(guild).await? {
            return Err(UseCaseError::Refused(EditRefusal::Disabled));
        }
        let subject = Subject::Reminder;
        let reminder = self.editable(guild, member, id, subject).await?;
        let directory = &self.ports.directory;
        let access = directory
            .access(guild, reminder.what.channel, &Who::Bot)
            .await?;
        let known = access
            .is_some_and(|it| matches!(it.kind, ChannelKind::Text | ChannelKind::Announcement));
        let snapshot = self.ports.settings.snapshot(guild).await?;
        Ok(EditableReminder {
            channel: known.then_some(reminder.what.channel),
            reminder,
            zone: SystemSettings::read(&snapshot).timezone,
        })
    }

    /// The reminder, if the member may change it as it is now.
    pub(super) async fn editable(
        &self,
        guild: GuildId,
        member: Member,
        id: ReminderId,
        subject: Subject,
    ) -> Result<Reminder, UseCaseError<EditRefusal>> {
        let found = self.ports.store.find(guild, id).await?;
        let theirs = |it: &Reminder| match manageable(member) {
            Scope::Guild => true,
            _ => it.what.created_by == Some(member.user),
        };
        let reminder = found
            .filter(theirs)
            .ok_or(UseCaseError::Refused(EditRefusal::NotFound(id)))?;
        match (subject, reminder.what.is_live_session()) {
            (Subject::Reminder, false) | (Subject::LiveSession, true) => {}
            (Subject::Any, _) => return Ok(reminder),
            (Subject::Reminder, true) => {
                return Err(UseCaseError::Refused(EditRefusal::LiveSession(id)));
            }
            (Subject::LiveSession, false) => {
                return Err(UseCaseError::Refused(EditRefusal::NotFound(id)));
            }
        }
        if reminder.completed {
            return Err(UseCaseError::Refused(EditRefusal::Finished(id)));
        }
        Ok(reminder)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::super::trial::{edit, edit_as, owned, refusal, stored, weekly};
    use super::*;
    use crate::testing::{World, a_reminder, admin, guild, home, member, user};
    use crate::{
        ChannelTrouble, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, PauseStore as _, ReminderPatch,
    };

    #[tokio::test]
    async fn missing_foreign_and_others_look_the_same_when_opened_and_when_sent() {
        let world = World::default();
        let theirs = world.store(a_reminder().by(user(7)).build()).await.id;
        let abroad = a_reminder().by(user(8)).in_guild(guild(2)).build();
        let abroad = world.store(abroad).await.id;
        let missing = ReminderId::new(999).unwrap();
        let patch = || ReminderPatch {
            name: Some(owned("Mine")),
            ..ReminderPatch::default()
        };
        for id in [theirs, abroad, missing] {
            let refused = edit_as(&world, member(8), id, patch()).await.unwrap_err();
            assert!(
                matches!(refused, UseCaseError::Refused(EditRefusal::NotFound(it)) if it == id),
                "{refused:?}"
            );
            let form = EditForm {
                guild: home(),
                member: member(8),
                id,
            };
            let refused = world.reminders().edit_form(form).await.unwrap_err();
            assert!(
                matches!(refused, UseCaseError::Refused(EditRefusal::NotFound(it)) if it == id),
                "{refused:?}"
            );
        }
        edit_as(&world, admin(8), theirs, patch()).await.unwrap();
    }

    #[tokio::test]
    async fn live_sessions_and_finished_reminders_are_left_alone() {
        let world = World::default();
        let live = a_reminder()
            .named(LIVE_SESSION_NAME)
            .saying(LIVE_SESSION_MESSAGE);
        let live = live.weekly([Weekday::Mon], 20, 0).build();
        let live = world.store(live).await;
        let over = world.store(a_reminder().build()).await;
        world.at("2026-02-06 20:00");
        world.reminders().deliver_due().await.unwrap();
        let patch = || ReminderPatch {
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        assert_eq!(
            refusal(&world, &live, patch()).await,
            EditRefusal::LiveSession(live.id)
        );
        assert_eq!(
            refusal(&world, &over, patch()).await,
            EditRefusal::Finished(over.id)
        );
    }

    #[tokio::test]
    async fn a_resting_reminder_goes_on_once_it_can_be_posted_and_not_before() {
        let world = World::default();
        let before = weekly(&world).await;
        world.directory.remove(home(), World::GENERAL);
        world
            .store
            .pause_channel(home(), World::GENERAL, &ChannelTrouble::Gone, world.now())
            .await
            .unwrap();
        let renamed = ReminderPatch {
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, renamed).await;
        assert!(edited.reminder.paused.is_some() && edited.reminder.next.is_none());
        let moved = ReminderPatch {
            channel: Some(World::OTHER),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, moved).await;
        assert_eq!(edited.reminder.paused, None);
        assert_eq!(edited.reminder.next, before.next);
        assert_eq!(stored(&world, before.id).await, edited.reminder);
    }
}
