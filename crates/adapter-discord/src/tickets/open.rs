//! `/ticket`, the panel's button and its form: three ways to the same ticket.

use kernel::UseCaseError;
use tickets_core::{OpenRefusal, OpenTicket};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::open_view;
use super::wording::switched_off;
use crate::context::{Asker, DiscordContext};
use crate::form_inputs::first_text;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = TicketCommand::NAME;
/// The button of every panel there ever was.
pub(crate) const OPEN: &str = "ticket_open_btn";
/// The form behind it.
pub(crate) const FORM: &str = "ticket_open_modal";
/// The form's only input.
pub(super) const DESCRIPTION: &str = "description";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket",
    desc = "Ask staff something in a channel of your own",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketCommand {
    /// What is it about?
    #[command(min_length = 1, max_length = 2000)]
    description: String,
}

pub(crate) fn definition() -> Command {
    TicketCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    match TicketCommand::from_interaction(CommandInputData::from(data.clone())) {
        Ok(command) => open(command.description, asker, context).await,
        Err(_) => Ok(open_view::unreadable()),
    }
}

/// The form of the panel's button, where it can be sent.
pub(crate) async fn form(asker: &Asker, context: &DiscordContext) -> Handled {
    if !context.features.tickets.is_switched_on(asker.guild).await? {
        return Ok(Reply::text(switched_off()));
    }
    Ok(open_view::form())
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let description = first_text(data).unwrap_or_default();
    open(description.to_owned(), asker, context).await
}

async fn open(description: String, asker: &Asker, context: &DiscordContext) -> Handled {
    let wish = OpenTicket {
        guild: asker.guild,
        requester: asker.member.user,
        username: asker.name.clone(),
        description,
    };
    match context.features.tickets.open(wish).await {
        Ok(ticket) => Ok(open_view::opened(&ticket)),
        Err(UseCaseError::Refused(refusal)) => {
            if let OpenRefusal::Discord(error) | OpenRefusal::Unsettled(error) = &refusal {
                tracing::error!(
                    guild.id = asker.guild.get(),
                    error,
                    "a ticket could not be opened"
                );
            }
            Ok(open_view::refused(&refusal))
        }
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
