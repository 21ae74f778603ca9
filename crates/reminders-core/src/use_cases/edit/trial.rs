//! Changes of a member of the test world, and what comes of them.

use chrono::Weekday;
use kernel::{Member, UseCaseError};

use super::{EditRefusal, EditReminder, Edited, ReminderPatch};
use crate::testing::{World, a_reminder, home, member};
use crate::{Reminder, ReminderId, ReminderStore as _};

pub(super) async fn edit_as(
    world: &World,
    who: Member,
    id: ReminderId,
    patch: ReminderPatch,
) -> Result<Edited, UseCaseError<EditRefusal>> {
    let request = EditReminder {
        guild: home(),
        member: who,
        roles: Vec::new(),
        id,
        patch,
    };
    world.reminders().edit(request).await
}

pub(super) async fn edit(world: &World, of: &Reminder, patch: ReminderPatch) -> Edited {
    edit_as(world, member(7), of.id, patch).await.unwrap()
}

pub(super) async fn refusal(world: &World, of: &Reminder, patch: ReminderPatch) -> EditRefusal {
    match edit_as(world, member(7), of.id, patch).await {
        Err(UseCaseError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn stored(world: &World, id: ReminderId) -> Reminder {
    world.store.find(home(), id).await.unwrap().unwrap()
}

pub(super) fn owned(text: &str) -> String {
    text.to_owned()
}

pub(super) async fn weekly(world: &World) -> Reminder {
    world
        .store(a_reminder().weekly([Weekday::Mon], 20, 0).build())
        .await
}
