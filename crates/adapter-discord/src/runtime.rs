//! The bot as reports see it: read from what the gateway writes anyway, without asking it anything.

use std::sync::Arc;

use kernel::{GuildId, UserId};
use operations_core::{BotRuntime, BotSnapshot, CommandFacts, GuildFacts};
use tokio::sync::watch;
use twilight_model::application::command::{
    Command, CommandOption, CommandOptionType, CommandType,
};

use crate::gateway::GatewayStatus;
use crate::{GuildDirectory, Pulse, commands};

/// [`BotRuntime`] of this process.
pub struct GatewayRuntime {
    directory: Arc<GuildDirectory>,
    status: watch::Receiver<GatewayStatus>,
    pulse: Pulse,
    shards: usize,
    commands: Vec<CommandFacts>,
}

impl GatewayRuntime {
    /// The bot whose gateway tells of itself by these, with so many shards.
    pub fn new(
        directory: Arc<GuildDirectory>,
        status: watch::Receiver<GatewayStatus>,
        pulse: Pulse,
        shards: usize,
    ) -> Self {
        Self {
            directory,
            status,
            pulse,
            shards,
            commands: commands().iter().flat_map(facts).collect(),
        }
    }
}

impl BotRuntime for GatewayRuntime {
    fn snapshot(&self) -> BotSnapshot {
        BotSnapshot {
            shards_connected: self.status.borrow().connected,
            shards_total: self.shards,
            latency: self.pulse.latency(),
            guild_count: self.directory.count(),
            commands_loaded: self.commands.len(),
        }
    }

    fn guild(&self, guild: GuildId) -> Option<GuildFacts> {
        self.directory.facts(guild)
    }

    fn guilds(&self, wanted: &dyn Fn(GuildId, UserId) -> bool) -> Vec<GuildFacts> {
        self.directory.facts_of(wanted)
    }

    fn commands(&self) -> Vec<CommandFacts> {
        self.commands.clone()
    }
}

/// A command, or its subcommands one by one.
fn facts(command: &Command) -> Vec<CommandFacts> {
    let kind = match command.kind {
        CommandType::User => "user",
        CommandType::Message => "message",
        _ => "slash",
    };
    let mut found = Vec::new();
    collect(
        &command.name,
        &command.description,
        &command.options,
        kind,
        &mut found,
    );
    found
}

fn collect(
    name: &str,
    description: &str,
    options: &[CommandOption],
    kind: &'static str,
    found: &mut Vec<CommandFacts>,
) {
    let below = options.iter().filter(|it| {
        use CommandOptionType::{SubCommand, SubCommandGroup};
        matches!(it.kind, SubCommand | SubCommandGroup)
    });
    let before = found.len();
    for option in below {
        let (name, options) = (format!("{name} {}", option.name), option.options.as_deref());
        let options = options.unwrap_or_default();
        collect(&name, &option.description, options, kind, found);
    }
    if found.len() == before {
        found.push(CommandFacts {
            qualified_name: name.to_owned(),
            description: description.to_owned(),
            kind,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use twilight_model::id::Id;

    use super::*;

    fn runtime(connected: usize) -> GatewayRuntime {
        let status = GatewayStatus {
            connected,
            ..GatewayStatus::default()
        };
        let (_, status) = watch::channel(status);
        let directory = Arc::new(GuildDirectory::new(Id::new(1)));
        GatewayRuntime::new(directory, status, Pulse::default(), 2)
    }

    #[test]
    fn every_subcommand_is_told_of_by_its_qualified_name_once() {
        let commands = runtime(0).commands();
        let find = |name: &str| commands.iter().find(|it| it.qualified_name == name);
        assert_eq!(find("add_reminder").unwrap().kind, "slash");
        assert_eq!(find("Make reminder").unwrap().kind, "message");
        assert!(!find("config start").unwrap().description.is_empty());
        assert!(find("config").is_none(), "it cannot be called by itself");
        let names: HashSet<_> = commands.iter().map(|it| &it.qualified_name).collect();
        assert_eq!(names.len(), commands.len());
        assert!(commands.len() > 50, "{}", commands.len());
    }

    #[test]
    fn it_is_online_while_a_shard_has_a_session() {
        assert!(!runtime(0).snapshot().online());
        let snapshot = runtime(1).snapshot();
        assert!(snapshot.online());
        assert_eq!((snapshot.shards_connected, snapshot.shards_total), (1, 2));
        assert_eq!(snapshot.commands_loaded, runtime(1).commands().len());
    }
}
