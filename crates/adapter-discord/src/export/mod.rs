//! `/export`: what admins take out of the bot as a file.

mod tickets;
mod tickets_view;
mod view;

use kernel::{PortFailure, UseCaseError};
use tickets_core::export::FaqExport as FaqTable;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::http::attachment::Attachment;

use crate::answering::{fill_in, follow_up};
use crate::attachments::Packing;
use crate::context::{Asker, DiscordContext};
use crate::reply::{Body, Reply};
use crate::rest::RestError;
use crate::routes::Handled;
use tickets::TicketsExport;
pub(crate) use view::attached;

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
    let export = match exported.await {
        Ok(export) => export,
        Err(UseCaseError::Refused(refusal)) => return Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => return Err(failure),
    };
    let packed = packed(&export, asker.upload_limit).await;
    let body = packed.map(|it| it.map(|files| view::answers(export.len(), files)));
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

/// The files; none where even ten parts are too few.
async fn packed(export: &FaqTable, limit: usize) -> Result<Option<Vec<Attachment>>, PortFailure> {
    let mut packing = Packing::new(FAQ_FILE.to_owned(), limit);
    for piece in export.pieces() {
        if !packing.add(&piece).await? {
            return Ok(None);
        }
    }
    packing.finish().await
}

/// Gives the member what was packed, message by message, or says what they read instead. Only whoever has all of it has
/// exported it, so this is not left to the one who sends everybody's answers.
pub(crate) async fn hand_over(
    body: Result<Option<Body>, PortFailure>,
    asker: &Asker,
    context: &DiscordContext,
) -> Result<(), Handled> {
    let mut body = match body {
        Ok(Some(body)) => body,
        Ok(None) => return Err(Ok(view::too_large())),
        Err(failure) => return Err(Err(failure)),
    };
    let more = body.take_more();
    let (rest, application, token) = (&context.rest, context.application, &asker.way_back.token);
    let (mut came, parts) = (0, more.len() + 1);
    let given = async {
        fill_in(rest, application, token, body).await?;
        came += 1;
        for message in more {
            follow_up(rest, application, token, message).await?;
            came += 1;
        }
        Ok(())
    };
    given.await.map_err(|error: RestError| {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            came,
            parts,
            "could not hand an export over"
        );
        Ok(if came == 0 {
            view::not_taken(&error)
        } else {
            view::incomplete(came, parts)
        })
    })
}
