//! `/export tickets`.

use kernel::{PortFailure, UseCaseError};
use tickets_core::TicketStatus;
use tickets_core::export::{ExportDates, ExportTickets, TicketExport};
use twilight_interactions::command::{CommandModel, CommandOption, CreateCommand, CreateOption};
use twilight_model::http::attachment::Attachment;

use super::{hand_over, tickets_view};
use crate::attachments::Packing;
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;
use crate::routes::Handled;
use crate::tickets::StatusChoice;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "tickets",
    desc = "The tickets of a time, as a table without what was asked in them"
)]
pub(super) struct TicketsExport {
    /// The first day on which they were opened, such as 2025-03-30 or 30/03/2025
    from: Option<String>,
    /// The last day on which they were opened
    to: Option<String>,
    /// In place of days: how far back
    scope: Option<ScopeChoice>,
    /// Only those in this state
    status: Option<StatusChoice>,
}

#[derive(Clone, Copy, CommandOption, CreateOption)]
enum ScopeChoice {
    #[option(name = "last 7 days", value = "7d")]
    Week,
    #[option(name = "last 30 days", value = "30d")]
    Month,
    #[option(name = "all", value = "all")]
    All,
}

pub(super) async fn run(
    command: TicketsExport,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let given = |it: Option<String>| it.filter(|it| !it.trim().is_empty());
    let wish = ExportTickets {
        guild: asker.guild,
        member: asker.member,
        dates: ExportDates {
            from: given(command.from),
            to: given(command.to),
            scope: command.scope.and_then(|it| it.value().parse().ok()),
        },
        status: command.status.map(TicketStatus::from),
    };
    let mut export = match context.features.exports.tickets(&wish).await {
        Ok(export) => export,
        Err(UseCaseError::Refused(refusal)) => return Ok(tickets_view::refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => return Err(failure),
    };
    let packed = packed(&mut export, asker.upload_limit).await;
    let body = packed.map(|it| it.map(|files| tickets_view::tickets(&export, files)));
    match hand_over(body, asker, context).await {
        Ok(()) => {
            export.delivered().await;
            Ok(Reply::Given)
        }
        Err(instead) => {
            export.failed();
            instead
        }
    }
}

/// The files as they are read; none, and the rest is not read, where even ten parts are too few.
async fn packed(
    export: &mut TicketExport,
    limit: usize,
) -> Result<Option<Vec<Attachment>>, PortFailure> {
    let mut packing = Packing::new(export.file_name(), limit);
    while let Some(piece) = export.next().await? {
        if !packing.add(&piece).await? {
            return Ok(None);
        }
    }
    packing.finish().await
}
