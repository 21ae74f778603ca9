//! `/faq` as Discord is told of it.

use twilight_interactions::command::{CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

pub(crate) const NAME: &str = FaqCommand::NAME;
/// The actions that are asked for by name.
pub(super) const SEARCH: &str = "search";
pub(super) const PIN: &str = "pin";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "faq",
    desc = "Find answers to what is often asked, and write them",
    contexts = "guild",
    integration_types = "guild_install"
)]
pub(super) enum FaqCommand {
    #[command(name = "search")]
    Search(Search),
    #[command(name = "view")]
    View(View),
    #[command(name = "list")]
    List(List),
    #[command(name = "unanswered")]
    Unanswered(Unanswered),
    #[command(name = "add")]
    Add(Add),
    #[command(name = "edit")]
    Edit(Edit),
    #[command(name = "remove")]
    Remove(Remove),
    #[command(name = "pin")]
    Pin(PinEntry),
    #[command(name = "reload")]
    Reload(Reload),
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "search", desc = "Find the answer to a question")]
pub(super) struct Search {
    /// What do you want to know?
    #[command(autocomplete = true, min_length = 1, max_length = 200)]
    pub(super) query: String,
    /// Show it to everybody in the channel
    pub(super) public: Option<bool>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "view", desc = "Show one answer")]
pub(super) struct View {
    /// Which one
    #[command(autocomplete = true, min_value = 1)]
    pub(super) id: i64,
    /// Show it to everybody in the channel
    pub(super) public: Option<bool>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "list", desc = "Show all answers, pinned ones first")]
pub(super) struct List {
    /// Show them to everybody in the channel
    pub(super) public: Option<bool>,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "unanswered",
    desc = "Show what members asked without finding an answer (staff)"
)]
pub(super) struct Unanswered {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "add", desc = "Write an answer (admins)")]
pub(super) struct Add {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "edit", desc = "Change an answer (admins)")]
pub(super) struct Edit {
    /// Which one
    #[command(autocomplete = true, min_value = 1)]
    pub(super) id: i64,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "remove", desc = "Remove an answer (admins)")]
pub(super) struct Remove {
    /// Which one
    #[command(autocomplete = true, min_value = 1)]
    pub(super) id: i64,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "pin",
    desc = "Have an answer stand before others, or no longer (admins)"
)]
pub(super) struct PinEntry {
    /// Which one
    #[command(autocomplete = true, min_value = 1)]
    pub(super) id: i64,
    /// Whether it stands before others (default: yes)
    pub(super) pinned: Option<bool>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "reload", desc = "Read all answers anew (admins)")]
pub(super) struct Reload {}

pub(crate) fn definition() -> Command {
    FaqCommand::create_command().into()
}

/// The action that was chosen.
pub(super) fn chosen(data: &CommandData) -> Option<&str> {
    data.options.first().map(|it| it.name.as_str())
}
