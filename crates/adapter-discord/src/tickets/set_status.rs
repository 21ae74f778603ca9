//! `/ticket_status`: an admin sets a ticket's state by its name.

use kernel::{RoleId, UseCaseError};
use tickets_core::{ActRefusal, SetStatus, StatusRefusal, TicketNumber, TicketStatus, Wanted};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Role;

use super::status_choice::StatusChoice;
use super::{act_view, archive, set_status_view};
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;
use crate::suggesting::typed;

pub(crate) const NAME: &str = TicketStatusCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_status",
    desc = "Set a ticket's state (admins)",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketStatusCommand {
    /// Which one
    #[command(autocomplete = true, min_value = 1, max_value = 2_147_483_647)]
    id: i64,
    /// Which state
    status: StatusChoice,
    /// With "escalated": to which role; else to the one that this server has chosen
    escalate_to: Option<Role>,
}

pub(crate) fn definition() -> Command {
    TicketStatusCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = TicketStatusCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(act_view::no_such_ticket());
    };
    let number = u32::try_from(command.id).ok().and_then(TicketNumber::new);
    let status = TicketStatus::from(command.status);
    let Some(number) = number else {
        return Ok(act_view::no_such_ticket());
    };
    // That state has a way of its own: first its transcript is saved.
    if status == TicketStatus::Archived && command.escalate_to.is_none() {
        return archive::by_number(number, asker, context).await;
    }
    let wish = SetStatus {
        guild: asker.guild,
        number,
        status,
        escalate_to: command
            .escalate_to
            .and_then(|it| RoleId::from_twilight(it.id).ok()),
        member: asker.member,
        roles: asker.roles.clone(),
    };
    match context.features.tickets.set_status(&wish).await {
        Ok(acted) => Ok(set_status_view::done(&acted)),
        Err(UseCaseError::Refused(StatusRefusal::Act(ActRefusal::Refused(ticket, refusal)))) => {
            let admin = asker.member.user;
            Ok(set_status_view::by_the_rules(&ticket, &refusal, admin))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(set_status_view::refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The tickets that may be meant.
pub(crate) async fn suggest(
    data: &CommandData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let (member, roles) = (asker.member, &*asker.roles);
    let fragment = typed(data);
    let tickets = &context.features.tickets;
    let found = tickets
        .suggest(asker.guild, Wanted::Settable, member, roles, &fragment)
        .await?;
    Ok(act_view::suggestions(&found))
}
