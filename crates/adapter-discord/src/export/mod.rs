//! `/export`: what admins take out of the bot as a file.

mod tickets;
mod tickets_view;
mod view;

use kernel::{PortFailure, UseCaseError};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::http::attachment::Attachment;

use crate::attachments;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;
use tickets::TicketsExport;

pub(crate) const NAME: &str = ExportCommand::NAME;
/// The file of the FAQ.
const FAQ_FILE: &str = "faq.csv";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "export",
    desc = "Take what I keep out as a file (admins)",
    contexts = "guild",
    integration_types = "guild_install"
)]
enum ExportCommand {
    #[command(name = "faq")]
    Faq(FaqExport),
    #[command(name = "tickets")]
    Tickets(TicketsExport),
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "faq", desc = "Every answer of the FAQ, as a table")]
struct FaqExport {}

pub(crate) fn definition() -> Command {
    ExportCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    match ExportCommand::from_interaction(CommandInputData::from(data.clone())) {
        Ok(ExportCommand::Faq(FaqExport {})) => faq(asker, context).await,
        Ok(ExportCommand::Tickets(command)) => tickets::run(command, asker, context).await,
        Err(_) => Ok(view::unreadable()),
    }
}

async fn faq(asker: &Asker, context: &DiscordContext) -> Handled {
    let exported = context.features.exports.faq(asker.guild, asker.member);
    match exported.await {
        Ok(export) => Ok(match packed(FAQ_FILE, export.pieces(), asker).await? {
            Some(files) => view::answers(export.len(), files),
            None => view::too_large(),
        }),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The pieces as a file that Discord takes of this member; none if even ten files do not hold it.
async fn packed(
    name: &str,
    pieces: impl Iterator<Item = String>,
    asker: &Asker,
) -> Result<Option<Vec<Attachment>>, PortFailure> {
    let content: String = pieces.collect();
    attachments::packed(name.to_owned(), content.into_bytes(), asker.upload_limit).await
}
