//! The buttons below a ticket, and the commands that do the same.

use kernel::{ChannelId, UseCaseError};
use tickets_core::{Act, Action, InvalidTicketId, TicketNumber, Wanted, Which};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::act_view;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;
use crate::suggesting::typed;

pub(crate) const CLAIM: &str = "ticket_claim_btn";
pub(crate) const WAIT: &str = "ticket_wait_btn";
pub(crate) const ESCALATE: &str = "ticket_escalate_btn";
pub(crate) const CLOSE: &str = "ticket_close_btn";

pub(crate) const CLAIM_NAME: &str = TicketClaimCommand::NAME;
pub(crate) const CLOSE_NAME: &str = TicketCloseCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_claim",
    desc = "Take a ticket on",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketClaimCommand {
    /// Which one; the ticket of this channel if you leave it out
    #[command(autocomplete = true, min_value = 1, max_value = 2_147_483_647)]
    id: Option<i64>,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_close",
    desc = "Close a ticket",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketCloseCommand {
    /// Which one; the ticket of this channel if you leave it out
    #[command(autocomplete = true, min_value = 1, max_value = 2_147_483_647)]
    id: Option<i64>,
    /// Why, for the requester to read
    #[command(max_length = 300)]
    reason: Option<String>,
}

pub(crate) fn definitions() -> [Command; 2] {
    [
        TicketClaimCommand::create_command().into(),
        TicketCloseCommand::create_command().into(),
    ]
}

pub(crate) async fn claim(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let command = TicketClaimCommand::from_interaction(CommandInputData::from(data.clone()));
    let which = command
        .map_err(|_| InvalidTicketId)
        .and_then(|it| which(it.id, asker.channel));
    match which {
        Ok(which) => act(which, Action::Claim, asker, context).await,
        Err(InvalidTicketId) => Ok(act_view::no_such_ticket()),
    }
}

pub(crate) async fn close(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = TicketCloseCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(act_view::no_such_ticket());
    };
    let reason = command.reason.map(|it| it.trim().to_owned());
    let action = Action::Close(reason.filter(|it| !it.is_empty()));
    match which(command.id, asker.channel) {
        Ok(which) => act(which, action, asker, context).await,
        Err(InvalidTicketId) => Ok(act_view::no_such_ticket()),
    }
}

/// The tickets that may be meant.
pub(crate) async fn suggest(
    data: &CommandData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let wanted = if data.name == CLAIM_NAME {
        Wanted::Claimable
    } else {
        Wanted::Closable
    };
    let fragment = typed(data);
    let (member, roles) = (asker.member, &*asker.roles);
    let tickets = &context.features.tickets;
    let found = tickets
        .suggest(asker.guild, wanted, member, roles, &fragment)
        .await?;
    Ok(act_view::suggestions(&found))
}

/// A button below a ticket, which is the one of the channel.
pub(crate) async fn press(route: &str, asker: &Asker, context: &DiscordContext) -> Handled {
    let action = match route {
        CLAIM => Action::Claim,
        WAIT => Action::Wait,
        ESCALATE => {
            let target = context.features.tickets.default_target(asker.guild).await?;
            Action::Escalate(target)
        }
        _ => Action::Close(None),
    };
    act(Which::Channel(asker.channel), action, asker, context).await
}

fn which(id: Option<i64>, channel: ChannelId) -> Result<Which, InvalidTicketId> {
    let Some(id) = id else {
        return Ok(Which::Channel(channel));
    };
    let number = u32::try_from(id).ok().and_then(TicketNumber::new);
    number.map(Which::Number).ok_or(InvalidTicketId)
}

async fn act(which: Which, action: Action, asker: &Asker, context: &DiscordContext) -> Handled {
    let act = Act {
        guild: asker.guild,
        which,
        action,
        member: asker.member,
        roles: asker.roles.clone(),
    };
    let tickets = &context.features.tickets;
    match tickets.act(&act).await {
        Ok(acted) => {
            if let Some(message) = asker.message {
                tickets.note_control(&acted.after, message).await?;
            }
            Ok(act_view::done(&act.action, &acted))
        }
        Err(UseCaseError::Refused(refusal)) => {
            if asker.message.is_some() {
                tickets.show_anew(&refusal).await?;
            }
            Ok(act_view::refused(&refusal))
        }
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
