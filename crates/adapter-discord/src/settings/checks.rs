//! What Discord has to say against a value: a channel that does not suit its use, a role that cannot be used.

use kernel::{GuildId, RoleId};
use settings_core::{Definition, SettingValue};

use super::actions::{self, Check, Otherwise};
use super::channels::{self, Obstacle};
use crate::GuildDirectory;
use crate::directory::RoleObstacle;

/// Something against a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objection {
    /// The channel does not suit its use.
    Channel(Obstacle),
    /// The role cannot be used.
    Role(RoleId, RoleObstacle),
}

/// How a value suits its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fitness {
    /// Nothing speaks against it.
    Fits,
    /// It can be set, but will work only once this channel is seen to.
    FitsLater(Obstacle),
    /// It cannot be set.
    Unfit(Objection),
}

/// How `value` suits `definition`, as far as the command that sets it looks at it.
pub(super) fn suits(
    definition: &'static Definition,
    value: &SettingValue,
    guild: GuildId,
    directory: &GuildDirectory,
) -> Fitness {
    match actions::of(definition) {
        Some((_, action)) => fitness(action.check, value, guild, directory),
        None => Fitness::Fits,
    }
}

/// How `value` suits, as far as `check` looks at it.
pub(super) fn fitness(
    check: Check,
    value: &SettingValue,
    guild: GuildId,
    directory: &GuildDirectory,
) -> Fitness {
    match (objection(check, value, guild, directory), check) {
        (Some(Objection::Channel(it @ Obstacle::Lacks(..))), Check::Channel(wanted))
            if wanted.otherwise == Otherwise::Warn =>
        {
            Fitness::FitsLater(it)
        }
        (Some(it), _) => Fitness::Unfit(it),
        (None, _) => Fitness::Fits,
    }
}

/// What speaks against `value`, as far as `check` looks at it.
pub(super) fn objection(
    check: Check,
    value: &SettingValue,
    guild: GuildId,
    directory: &GuildDirectory,
) -> Option<Objection> {
    match (check, value) {
        (Check::Channel(wanted), SettingValue::Channel(it) | SettingValue::Category(it)) => {
            channels::obstacle(directory, guild, *it, wanted).map(Objection::Channel)
        }
        (Check::GivenRole, SettingValue::Role(role)) => directory
            .obstacle_to_giving(guild, *role)
            .map(|it| Objection::Role(*role, it)),
        (Check::NamedRole, SettingValue::Role(role)) => directory
            .obstacle_to_naming(guild, *role)
            .map(|it| Objection::Role(*role, it)),
        _ => None,
    }
}
