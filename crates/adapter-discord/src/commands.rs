//! The application commands, and telling Discord of them when they have changed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use async_trait::async_trait;
use kernel::PortFailure;
use twilight_model::application::command::{Command, CommandOption};

use crate::context::DiscordContext;
use crate::{operations, reminders, settings, status};

/// Every command, as Discord is told of it.
pub fn commands() -> Vec<Command> {
    let mut definitions = vec![
        reminders::add::definition(),
        reminders::edit::definition(),
        reminders::list::definition(),
        reminders::delete::definition(),
        reminders::make::definition(),
        reminders::debug::definition(),
        reminders::status::definition(),
        reminders::live_session::add::definition(),
        reminders::live_session::edit::definition(),
        reminders::live_session::delete::definition(),
        settings::definition(),
        operations::migrate::definition(),
        operations::migrate::status_definition(),
        operations::command_stats::definition(),
        status::help::definition(),
        status::listing::definition(),
        status::health::definition(),
    ];
    definitions.extend(status::about::definitions());
    definitions.into_iter().map(tidy).collect()
}

/// Without what twilight-interactions writes and Discord's description does not know: `autocomplete: false` on options
/// of kinds that have no autocomplete.
fn tidy(mut command: Command) -> Command {
    command.options.iter_mut().for_each(tidy_option);
    command
}

fn tidy_option(option: &mut CommandOption) {
    option.autocomplete = option.autocomplete.filter(|it| *it);
    option.options.iter_mut().flatten().for_each(tidy_option);
}

/// Remembers which commands Discord was told of last.
#[async_trait]
pub trait CommandSyncStore: Send + Sync {
    /// The fingerprint that was stored last; none at first.
    async fn fingerprint(&self) -> Result<Option<String>, PortFailure>;

    /// Stores the fingerprint of `count` commands.
    async fn store(&self, fingerprint: &str, count: usize) -> Result<(), PortFailure>;
}

/// What came of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationOutcome {
    /// Discord knew these commands already.
    Unchanged,
    /// Discord was told of so many commands.
    Registered(usize),
}

/// Tells Discord of the commands, if they are not the ones it was told of last.
pub async fn register(
    context: &DiscordContext,
    store: &dyn CommandSyncStore,
) -> Result<RegistrationOutcome, PortFailure> {
    let commands = commands();
    let fingerprint = fingerprint(context, &commands)?;
    if store.fingerprint().await?.as_deref() == Some(fingerprint.as_str()) {
        return Ok(RegistrationOutcome::Unchanged);
    }
    let client = context.rest.requests().interaction(context.application);
    let request = client.set_global_commands(&commands);
    context
        .rest
        .done(request)
        .await
        .map_err(|it| it.failure("register the commands"))?;
    store.store(&fingerprint, commands.len()).await?;
    Ok(RegistrationOutcome::Registered(commands.len()))
}

/// A mark of the application and its definitions. Not a secret, only a comparison: the standard hasher serves, since a
/// new one after an update of Rust costs one registration.
fn fingerprint(context: &DiscordContext, commands: &[Command]) -> Result<String, PortFailure> {
    let definitions = serde_json::to_string(commands)
        .map_err(|it| PortFailure::new("write the commands as JSON", kernel::Retry::Useless, it))?;
    let mut hasher = DefaultHasher::new();
    context.application.get().hash(&mut hasher);
    definitions.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}
