//! The button below what the log channel is told of an announcement: takes back what was made of it.

use kernel::{ChannelId, MessageId, UseCaseError};
use reminders_core::{Origin, UndoWatched};

use super::{undo_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::routes::Handled;

/// Takes back what the watcher made of a message.
pub(crate) const UNDO: &str = "undo_watched";

/// The id of a button that undoes what was made of a message.
pub(super) fn id(origin: Origin) -> String {
    custom_id::encode(UNDO, &[&origin.channel, &origin.message])
}

pub(crate) async fn run(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let place = parts.next::<ChannelId>().zip(parts.next::<MessageId>());
    let Some((channel, message)) = place else {
        return Ok(view::unreadable_command());
    };
    let request = UndoWatched {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        origin: Origin { channel, message },
    };
    match context.features.reminders.undo(request).await {
        Ok(removed) => Ok(undo_view::undone(asker.member.user, &removed)),
        Err(UseCaseError::Refused(refusal)) => Ok(undo_view::not_undone(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
