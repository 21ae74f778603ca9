//! Changing a reminder by its fields.

use kernel::{Authority, GuildId, Member, RoleId, UseCaseError, UserId};

use super::faults::{Fault, Field};
use super::read::Read;
use super::refusal::FieldsRefusal;
use super::request::{Desk, ReminderFields};
use super::shown::Shown;
use crate::use_cases::Reminders;
use crate::use_cases::edit::{EditReminder, ReminderPatch, Subject};
use crate::use_cases::when::ExactChange;
use crate::{EditRefusal, ReminderId};

/// A wish to change these fields of a reminder.
#[derive(Debug, Clone)]
pub struct EditByFields {
    /// The guild.
    pub guild: GuildId,
    /// Who asks: a member of the guild, whom the [`Desk::Guild`] knows for an admin.
    pub user: UserId,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// Where they ask from.
    pub desk: Desk,
    /// Which reminder.
    pub id: ReminderId,
    /// The fields.
    pub fields: ReminderFields,
}

type Refused = UseCaseError<FieldsRefusal>;

impl Reminders {
    /// Changes the fields of a reminder that say something else than it does; all that is wrong with them is told at
    /// once.
    pub async fn edit_by_fields(&self, request: EditByFields) -> Result<Shown, Refused> {
        let EditByFields { guild, id, .. } = request;
        let before = self.reachable(&request).await?;
        if request.fields.is_empty() {
            return Err(refused(FieldsRefusal::Nothing));
        }
        if !self.enabled(guild).await? {
            return Err(refused(FieldsRefusal::Disabled));
        }
        let fields = request.fields.beyond(&before);
        if fields.is_empty() {
            return Ok(before);
        }
        let mut read = Read::new(&fields, before.zone);
        if before.reminder.what.is_live_session() {
            for (field, sent) in [
                (Field::Name, fields.name.is_some()),
                (Field::Message, fields.message.is_some()),
            ] {
                if sent {
                    read.note(field, Fault::LiveSession);
                }
            }
        }
        if !read.faults.is_empty() {
            return Err(refused(FieldsRefusal::Faults(read.faults)));
        }
        let edit = EditReminder {
            guild,
            member: member(request.desk, request.user),
            roles: request.roles,
            id,
            patch: patch(read),
        };
        match self.edit_as(edit, Subject::Any).await {
            Ok(_) | Err(UseCaseError::Refused(EditRefusal::Unchanged(_))) => {}
            Err(error) => return Err(error.map_refusal(FieldsRefusal::from)),
        }
        let after = self.ports.store.dated(guild, id).await?;
        let after = after.ok_or(refused(FieldsRefusal::NotFound))?;
        Ok(Shown::new(after, before.zone))
    }

    /// The reminder as it is, if it can be changed from where it is asked for.
    async fn reachable(&self, request: &EditByFields) -> Result<Shown, Refused> {
        let found = self.ports.store.dated(request.guild, request.id).await?;
        let maker = Some(request.user);
        let found = found
            .filter(|it| request.desk == Desk::Guild || it.reminder.what.created_by == maker)
            .ok_or(refused(FieldsRefusal::NotFound))?;
        Ok(Shown::new(found, self.zone_of(request.guild).await?))
    }
}

/// Who asks: at their own desk, even an admin is a member like others.
fn member(desk: Desk, user: UserId) -> Member {
    let authority = match desk {
        Desk::Own => Authority::Member,
        Desk::Guild => Authority::Admin,
    };
    Member { user, authority }
}

fn patch(read: Read) -> ReminderPatch {
    ReminderPatch {
        name: read.name,
        message: read.message,
        location: read.location,
        channel: read.channel,
        picture: read.picture,
        exactly: Some(ExactChange {
            event: read.event,
            clock: read.clock,
            days: read.days,
            completed: read.completed,
        }),
        ..ReminderPatch::default()
    }
}

fn refused(refusal: FieldsRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}
