//! `/config export` and `/config import`: settings in a file, shown before they are brought in.
//!
//! What a question asks about is in the file of its own message, so that the button works after any restart and
//! nothing has to be remembered meanwhile.

mod import;
#[cfg(test)]
mod import_tests;
mod view;

use chrono::{DateTime, Utc};
use kernel::UseCaseError;
use settings_core::{Settings, SettingsFile};
use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};
use twilight_model::channel::Attachment;

use super::view::{not_admin, unreadable_command};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::rest::Rest;
use crate::routes::Handled;

/// Takes settings away.
pub(super) const EXPORT_ACTION: &str = "export";
/// Brings settings in.
pub(super) const IMPORT_ACTION: &str = "import";
/// The file to bring in.
pub(super) const FILE_OPTION: &str = "file";
/// The button that brings in.
pub(crate) const CONFIRM: &str = "config_import";

/// Why there is no content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotFetched {
    /// It is larger than a file of settings may be.
    TooLarge,
    /// Discord does not have it, or cannot be reached.
    Gone,
}

/// Whether a command's options choose one of these two.
pub(super) fn is_chosen(options: &[CommandDataOption]) -> bool {
    let [chosen] = options else { return false };
    [EXPORT_ACTION, IMPORT_ACTION].contains(&chosen.name.as_str())
}

pub(super) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let (settings, now) = (&context.features.settings, context.clock.now());
    if !asker.member.is_admin() {
        return Ok(not_admin());
    }
    if data.options.iter().any(|it| it.name == EXPORT_ACTION) {
        return export(asker, settings, now).await;
    }
    let Some(attachment) = attached(data) else {
        return Ok(unreadable_command());
    };
    match fetch(&context.rest, attachment).await {
        Ok(bytes) => import::propose(&bytes, asker, settings, &context.directory, now).await,
        Err(why) => Ok(view::not_fetched(why)),
    }
}

/// The button of the question was pressed, below a message with these files.
pub(crate) async fn confirm(
    parts: Parts<'_>,
    files: &[Attachment],
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let now = context.clock.now();
    let question = match import::asked(parts, asker, now) {
        Ok(question) => question,
        Err(refusal) => return Ok(*refusal),
    };
    let Some(file) = files.first() else {
        return Ok(view::not_fetched(NotFetched::Gone));
    };
    match fetch(&context.rest, file).await {
        Ok(bytes) => {
            let settings = &context.features.settings;
            import::perform(question, &bytes, asker, settings, &context.directory, now).await
        }
        Err(why) => Ok(view::not_fetched(why)),
    }
}

fn attached(data: &CommandData) -> Option<&Attachment> {
    let [chosen] = data.options.as_slice() else {
        return None;
    };
    let CommandOptionValue::SubCommand(given) = &chosen.value else {
        return None;
    };
    let option = given.iter().find(|it| it.name == FILE_OPTION)?;
    let CommandOptionValue::Attachment(id) = option.value else {
        return None;
    };
    data.resolved.as_ref()?.attachments.get(&id)
}

async fn fetch(rest: &Rest, file: &Attachment) -> Result<Vec<u8>, NotFetched> {
    let size = usize::try_from(file.size).unwrap_or(usize::MAX);
    SettingsFile::check_size(size).map_err(|_| NotFetched::TooLarge)?;
    match rest.download(&file.url, SettingsFile::MAX_BYTES).await {
        Ok(Some(content)) => Ok(content),
        Ok(None) => Err(NotFetched::TooLarge),
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a file of settings cannot be fetched"
            );
            Err(NotFetched::Gone)
        }
    }
}

async fn export(asker: &Asker, settings: &Settings, now: DateTime<Utc>) -> Handled {
    match settings.export(asker.guild, asker.member, now).await {
        Ok(file) => Ok(view::exported(&file, asker.guild)),
        Err(UseCaseError::Refused(_)) => Ok(not_admin()),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
