//! The application commands, and Discord's list of them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{GuildId, PortFailure, Retry};
use operations_core::{CommandRegistry, Definitions, OverwriteFailure, Scope};
use twilight_model::application::command::{Command, CommandOption};
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};
use crate::{
    export, faq, growth, invites, model, newcomers, onboarding, operations, privacy, reminders,
    settings, staff, status, tickets,
};

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
        onboarding::definition(),
        faq::definition(),
        export::definition(),
        newcomers::export::definition(),
        operations::migrate::definition(),
        operations::migrate::status_definition(),
        operations::command_stats::definition(),
        status::help::definition(),
        status::listing::definition(),
        status::health::definition(),
        operations::sync::definition(),
        model::status::definition(),
    ];
    definitions.extend(growth::definitions());
    definitions.extend(invites::definitions());
    definitions.extend(staff::definitions());
    definitions.extend(privacy::definitions());
    definitions.extend(status::about::definitions());
    definitions.extend(tickets::definitions());
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

/// [`CommandRegistry`] over Discord's REST API.
pub struct DiscordCommands {
    rest: Rest,
    application: Id<ApplicationMarker>,
    commands: Vec<Command>,
    definitions: Definitions,
}

impl DiscordCommands {
    /// The commands of this `application`; an error when they cannot be written as Discord wants them.
    pub fn new(rest: Rest, application: Id<ApplicationMarker>) -> Result<Self, PortFailure> {
        let commands = commands();
        let definitions = define(application, &commands)?;
        Ok(Self {
            rest,
            application,
            commands,
            definitions,
        })
    }
}

#[async_trait]
impl CommandRegistry for DiscordCommands {
    fn definitions(&self) -> Definitions {
        self.definitions.clone()
    }

    async fn overwrite(&self, scope: Scope) -> Result<(), OverwriteFailure> {
        let client = self.rest.requests().interaction(self.application);
        let told = match scope {
            Scope::Global => {
                self.rest
                    .done(client.set_global_commands(&self.commands))
                    .await
            }
            Scope::Guild(guild) => {
                let request = client.set_guild_commands(guild.to_twilight(), &self.commands);
                self.rest.done(request).await
            }
        };
        told.map_err(not_told)
    }

    async fn clear(&self, guild: GuildId) -> Result<(), OverwriteFailure> {
        let client = self.rest.requests().interaction(self.application);
        let request = client.set_guild_commands(guild.to_twilight(), &[]);
        self.rest.done(request).await.map_err(not_told)
    }
}

fn not_told(error: RestError) -> OverwriteFailure {
    match error {
        RestError::RateLimited { retry_after } => OverwriteFailure::RateLimited {
            retry_after: TimeDelta::from_std(retry_after).unwrap_or(TimeDelta::MAX),
        },
        error => error.failure("register the commands").into(),
    }
}

/// A mark of the application and its commands: the same in whatever order they are listed and their fields are written,
/// but for options, whose order people see. Not a secret, only a comparison: the standard hasher serves, since a new one
/// after an update of Rust costs one registration.
fn define(
    application: Id<ApplicationMarker>,
    commands: &[Command],
) -> Result<Definitions, PortFailure> {
    let written = |failure| PortFailure::new("write the commands as JSON", Retry::Useless, failure);
    // An object's fields are sorted by `serde_json::Value`.
    let mut each = Vec::with_capacity(commands.len());
    for command in commands {
        each.push(serde_json::to_value(command).map_err(written)?.to_string());
    }
    each.sort_unstable();
    let mut hasher = DefaultHasher::new();
    application.get().hash(&mut hasher);
    each.hash(&mut hasher);
    Ok(Definitions {
        hash: format!("{:016x}", hasher.finish()),
        count: u32::try_from(commands.len()).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(commands: &[Command]) -> String {
        define(Id::new(1), commands).unwrap().hash
    }

    #[test]
    fn the_order_in_which_commands_are_listed_changes_nothing() {
        let listed = commands();
        let mut reversed = listed.clone();
        reversed.reverse();
        assert_eq!(mark(&listed), mark(&reversed));
        let other = define(Id::new(2), &listed).unwrap();
        assert_ne!(
            other.hash,
            mark(&listed),
            "another application knows nothing yet"
        );
        assert_eq!(usize::try_from(other.count).unwrap(), listed.len());
    }

    #[test]
    fn every_change_of_a_command_is_a_change() {
        let listed = commands();
        let change = |alter: fn(&mut Command)| {
            let mut changed = listed.clone();
            alter(&mut changed[0]);
            mark(&changed)
        };
        let changes = [
            mark(&listed),
            mark(&listed[1..]),
            change(|it| it.description.push('!')),
            change(|it| it.options.reverse()),
            change(|it| it.nsfw = Some(true)),
        ];
        let distinct: std::collections::BTreeSet<_> = changes.iter().collect();
        assert_eq!(distinct.len(), changes.len());
    }
}
