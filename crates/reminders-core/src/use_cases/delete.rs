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
