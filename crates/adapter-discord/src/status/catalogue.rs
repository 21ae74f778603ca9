//! The registered commands, by what they are for and who may use them.

use twilight_model::application::command::{Command, CommandType};

use crate::commands::commands;

/// What commands are for, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    Reminders,
    LiveSessions,
    Support,
    Assistant,
    Members,
    Settings,
    Privacy,
    AboutMe,
    More,
    RunningMe,
}

/// Who may use a command. Each command checks it again when it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Audience {
    Everyone,
    Admins,
    Owners,
}

/// A command, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name, without a slash.
    pub(super) name: String,
    /// What it does; empty for commands of the menu.
    pub(super) description: String,
    pub(super) category: Category,
    pub(super) audience: Audience,
    /// Whether it stands in the menu of messages or members.
    pub(super) in_menu: bool,
}

/// Every registered command, by category and name.
pub(super) fn entries() -> Vec<Entry> {
    let mut entries: Vec<_> = commands().into_iter().map(entry).collect();
    entries.sort_by(|a, b| (a.category, &a.name).cmp(&(b.category, &b.name)));
    entries
}

fn entry(command: Command) -> Entry {
    Entry {
        category: category(&command.name),
        audience: audience(&command),
        in_menu: command.kind != CommandType::ChatInput,
        name: command.name,
        description: command.description,
    }
}

fn category(name: &str) -> Category {
    match name {
        "Make reminder" | "debug_parse_embed" => Category::Reminders,
        _ if name.contains("live_session") => Category::LiveSessions,
        _ if name.contains("reminder") => Category::Reminders,
        _ if name.starts_with("ticket") => Category::Support,
        "faq" | "export" => Category::Support,
        "gptstatus" | "learn_topic" | "create_caption" | "leaderhelp" => Category::Assistant,
        _ if name.starts_with("growth") => Category::Assistant,
        "config" | "onboarding" | "export_onboarding" => Category::Settings,
        "inviteleaderboard" | "setinvites" | "resetinvites" | "clean" | "embed" | "sendto" => {
            Category::Members
        }
        "export_my_data" | "delete_my_data" | "gdpr" => Category::Privacy,
        "help" | "commands" | "version" | "release" | "health" | "innersync" => Category::AboutMe,
        "command_stats" | "migrate" | "migrate_status" | "sync" => Category::RunningMe,
        _ => Category::More,
    }
}

/// Read off the definition: owners' and admins' commands say so, and Discord hides some from others.
fn audience(command: &Command) -> Audience {
    if command.description.ends_with("(owners of the bot)") {
        Audience::Owners
    } else if command.default_member_permissions.is_some()
        || command.description.ends_with("(admins)")
    {
        Audience::Admins
    } else {
        Audience::Everyone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Entry {
        let found = entries().into_iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("{name} is registered"))
    }

    #[test]
    fn the_list_is_that_of_the_registered_commands() {
        assert_eq!(entries().len(), commands().len());
    }

    #[test]
    fn commands_are_listed_for_those_who_may_use_them() {
        for (name, audience) in [
            ("add_reminder", Audience::Everyone),
            ("Make reminder", Audience::Everyone),
            ("help", Audience::Everyone),
            ("config", Audience::Admins),
            ("reminder_status", Audience::Admins),
            ("debug_parse_embed", Audience::Admins),
            ("migrate", Audience::Owners),
        ] {
            assert_eq!(named(name).audience, audience, "{name}");
        }
        assert!(named("Make reminder").in_menu && !named("help").in_menu);
        assert_eq!(named("reminder_edit").category, Category::Reminders);
        assert_eq!(named("add_live_session").category, Category::LiveSessions);
    }

    #[test]
    fn every_command_has_its_place() {
        let placed = |it: &Entry| it.category != Category::More;
        let astray: Vec<_> = entries().into_iter().filter(|it| !placed(it)).collect();
        assert!(astray.is_empty(), "{astray:?}");
        assert_eq!(named("ticket_claim").category, Category::Support);
        assert_eq!(named("growthcheckin").category, Category::Assistant);
    }
}
