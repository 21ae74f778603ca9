//! `/version`, `/release` and `/innersync`.

use operations_core::release_notes;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::about_view as view;
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

pub(crate) const VERSION: &str = VersionCommand::NAME;
pub(crate) const RELEASE: &str = ReleaseCommand::NAME;
pub(crate) const INNERSYNC: &str = InnersyncCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "version",
    desc = "Show which version of me this is",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct VersionCommand {}

#[derive(CreateCommand)]
#[command(
    name = "release",
    desc = "Show what is new in this version",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct ReleaseCommand {}

#[derive(CreateCommand)]
#[command(
    name = "innersync",
    desc = "Find the web apps that I belong to, and link your account",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct InnersyncCommand {}

pub(crate) fn definitions() -> [Command; 3] {
    [
        VersionCommand::create_command().into(),
        ReleaseCommand::create_command().into(),
        InnersyncCommand::create_command().into(),
    ]
}

pub(crate) fn version() -> Reply {
    view::version()
}

pub(crate) fn release(asker: &Asker, context: &DiscordContext) -> Reply {
    let (releases, now) = (&context.status.releases, context.clock.now());
    match releases.begin(asker.member.user, now) {
        Ok(()) => view::release(release_notes(view::NOTES_MAX).as_ref()),
        Err(left) => view::wait(left),
    }
}

pub(crate) fn innersync(context: &DiscordContext) -> Reply {
    view::innersync(&context.status.web_apps)
}
