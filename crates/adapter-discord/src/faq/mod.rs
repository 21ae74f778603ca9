//! `/faq` on Discord: finding answers, writing them, and the guild's log of it.

mod board;
mod command;
mod form;
mod log;
mod log_view;
mod proposal_view;
pub(crate) mod proposals;
mod read;
mod view;
mod write;
mod write_view;

use twilight_interactions::command::{CommandInputData, CommandModel as _};
use twilight_model::application::interaction::application_command::CommandData;

pub use self::board::ProposalChannel;
use self::command::FaqCommand;
pub(crate) use self::command::{NAME, definition};
pub(crate) use self::form::{ADD_FORM, EDIT_FORM, PROPOSAL_FORM};
pub use self::log::FaqLogChannel;
pub(crate) use self::read::{NEXT, PREVIOUS, suggest, turn_page};
pub(crate) use self::view::{refused, row};
pub(crate) use self::write::{REMOVE, remove, submit_add, submit_edit};
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

/// Whether the command changes something; forms and questions do so only when they are answered.
pub(crate) fn changes_something(data: &CommandData) -> bool {
    command::chosen(data) == Some(command::PIN)
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = FaqCommand::from_interaction(CommandInputData::from(data.clone())) else {
        return Ok(view::unreadable());
    };
    match command {
        FaqCommand::Search(wanted) => read::search(wanted, asker, context).await,
        FaqCommand::View(wanted) => read::view(wanted, asker, context).await,
        FaqCommand::List(wanted) => read::list(wanted, asker, context).await,
        FaqCommand::Unanswered(_) => read::unanswered(asker, context).await,
        FaqCommand::Add(_) => write::add(asker, context).await,
        FaqCommand::Edit(which) => write::edit(which.id, asker, context).await,
        FaqCommand::Remove(which) => write::ask_to_remove(which.id, asker, context).await,
        FaqCommand::Pin(which) => write::pin(&which, asker, context).await,
        FaqCommand::Reload(_) => write::reload(asker, context).await,
    }
}
