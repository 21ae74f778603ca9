//! The buttons that put a closed ticket away.

use kernel::UseCaseError;
use tickets_core::{ArchiveRefusal, ArchiveTicket, TicketId, TicketNumber, Which};

use super::{act_view, archive_view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::routes::Handled;

pub(crate) const ARCHIVE: &str = "ticket_archive_btn";
/// The same, by its name on messages of earlier releases.
pub(crate) const DELETE: &str = "ticket_delete_btn";
/// The button below the words that a transcript cannot be delivered.
pub(crate) const FORCE: &str = "ticket_archive_force";

/// The button below a ticket, which is the one of the channel.
pub(crate) async fn press(asker: &Asker, context: &DiscordContext) -> Handled {
    archive(Which::Channel(asker.channel), false, asker, context).await
}

/// Whoever presses this has read that what was written is lost.
pub(crate) async fn force(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    match parts.next::<TicketId>() {
        Some(id) => archive(Which::Row(id), true, asker, context).await,
        None => Ok(act_view::no_such_ticket()),
    }
}

/// `/ticket_status` with the state that only a delivered transcript leads to.
pub(super) async fn by_number(
    number: TicketNumber,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    archive(Which::Number(number), false, asker, context).await
}

async fn archive(
    which: Which,
    without_transcript: bool,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let wish = ArchiveTicket {
        guild: asker.guild,
        which,
        member: asker.member,
        roles: asker.roles.clone(),
        without_transcript,
    };
    let tickets = &context.features.tickets;
    match tickets.archive(&wish).await {
        Ok(archived) => Ok(archive_view::done(&archived)),
        Err(UseCaseError::Refused(refusal)) => {
            if let (Some(_), ArchiveRefusal::Act(refusal)) = (asker.message, &refusal) {
                tickets.show_anew(refusal).await?;
            }
            Ok(archive_view::refused(refusal))
        }
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
