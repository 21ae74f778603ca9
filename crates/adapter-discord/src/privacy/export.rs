//! `/export_my_data`: everything that is stored of whoever asks, as files that only they get.

use kernel::UseCaseError;
use privacy_core::{Export, ExportRefusal};
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;
use twilight_model::http::attachment::Attachment;

use super::export_view as view;
use super::packing;
use super::person::Person;
use crate::answering::{fill_in, follow_up};
use crate::context::DiscordContext;
use crate::reply::Reply;
use crate::rest::RestError;
use crate::routes::Handled;

pub(crate) const NAME: &str = ExportMyDataCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "export_my_data",
    desc = "Get everything that I keep of you, in all servers; only you see it",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct ExportMyDataCommand {}

pub(crate) fn definition() -> Command {
    ExportMyDataCommand::create_command().into()
}

/// In a server, or in a direct message.
pub(crate) async fn run(person: &Person, context: &DiscordContext) -> Handled {
    let privacy = &context.features.privacy;
    let export = match privacy.export(person.user).await {
        Ok(export) => export,
        Err(UseCaseError::Refused(ExportRefusal::Nothing)) => return Ok(view::nothing()),
        Err(UseCaseError::Refused(ExportRefusal::TooSoon(wait))) => {
            return Ok(view::too_soon(wait));
        }
        Err(UseCaseError::Failed(failure)) => return Err(failure),
    };
    let (at, rows) = (export.at, export.counts());
    let handed_over = hand_over(export, person, context).await;
    // Only whoever has it has been given it.
    if !matches!(handed_over, Ok(Given::AllOfIt)) {
        privacy.export_failed(person.user, at);
    }
    match handed_over? {
        Given::TooLarge => Ok(view::too_large()),
        Given::AllOfIt => {
            if let Err(failure) = privacy.export_given(person.user, &rows, at).await {
                let error = &failure as &dyn std::error::Error;
                tracing::warn!(error, "an export that was given is not on record");
            }
            Ok(Reply::Given)
        }
    }
}

/// What became of an export.
enum Given {
    /// They have it.
    AllOfIt,
    /// It is more than Discord takes.
    TooLarge,
}

async fn hand_over(
    export: Export,
    person: &Person,
    context: &DiscordContext,
) -> Result<Given, kernel::PortFailure> {
    let rows: u64 = export.counts().iter().map(|it| it.1).sum();
    let Some(files) = packing::packed(export, person.upload_limit).await? else {
        return Ok(Given::TooLarge);
    };
    let given = give(rows, files, person, context).await;
    given.map_err(|it| it.failure("give somebody what is stored of them"))?;
    Ok(Given::AllOfIt)
}

/// A message for each file, since Discord takes only so many bytes in one.
async fn give(
    rows: u64,
    files: Vec<Attachment>,
    person: &Person,
    context: &DiscordContext,
) -> Result<(), RestError> {
    let count = files.len();
    let mut files = files.into_iter();
    let (rest, application) = (&context.rest, context.application);
    if let Some(first) = files.next() {
        let body = view::given(rows, count).file(first);
        fill_in(rest, application, &person.token, body).await?;
    }
    for file in files {
        follow_up(rest, application, &person.token, view::further().file(file)).await?;
    }
    Ok(())
}
