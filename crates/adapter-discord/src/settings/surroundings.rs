//! What Discord has against values, for whoever writes settings without being on Discord: the same checks as the commands'.

use std::sync::Arc;

use kernel::{GuildId, PortFailure, Retry, RoleId};
use settings_core::{Definition, Look, Objection as Told, SettingValue, Surroundings, Unfit};
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::channels::Obstacle;
use super::checks::{self, Fitness, Objection};
use super::view::permission_name;
use crate::GuildDirectory;
use crate::directory::RoleObstacle;

/// [`Surroundings`] as the gateway shows them.
pub struct DiscordSurroundings {
    directory: Arc<GuildDirectory>,
}

/// A guild as it was at one moment.
struct Glance {
    guild: GuildId,
    alone: GuildDirectory,
}

impl DiscordSurroundings {
    /// The surroundings that `directory` knows.
    pub fn new(directory: Arc<GuildDirectory>) -> Self {
        Self { directory }
    }
}

impl Surroundings for DiscordSurroundings {
    fn look(&self, guild: GuildId) -> Result<Box<dyn Look>, PortFailure> {
        let alone = self.directory.alone(guild).ok_or_else(|| {
            let cause = "Discord has not told of this guild yet";
            PortFailure::new("look at a guild's channels and roles", Retry::Later, cause)
        })?;
        Ok(Box::new(Glance { guild, alone }))
    }
}

impl Look for Glance {
    fn objection(&self, definition: &'static Definition, value: &SettingValue) -> Option<Told> {
        match checks::suits(definition, value, self.guild, &self.alone) {
            Fitness::Unfit(objection) => Some(told(objection)),
            Fitness::Fits | Fitness::FitsLater(_) => None,
        }
    }
}

/// Plain text: what reads it need not be Discord, where a mention would become a name.
fn told(objection: Objection) -> Told {
    let (why, message) = match objection {
        Objection::Channel(obstacle) => of_channel(obstacle),
        Objection::Role(role, obstacle) => of_role(role, obstacle),
    };
    Told { why, message }
}

fn of_channel(obstacle: Obstacle) -> (Unfit, String) {
    match obstacle {
        Obstacle::Unknown(channel) => (
            Unfit::NotHere,
            format!("This server has no channel {channel}. Choose one of its own."),
        ),
        Obstacle::WrongKind(channel, [ChannelType::GuildCategory]) => (
            Unfit::WrongKind,
            format!("Channel {channel} is no category. Choose a category."),
        ),
        Obstacle::WrongKind(channel, _) => (
            Unfit::WrongKind,
            format!(
                "Channel {channel} is not the kind of channel this is for. Choose a text channel."
            ),
        ),
        Obstacle::Lacks(channel, lacking) => (
            Unfit::NotAllowed,
            format!(
                "The bot needs these permissions in channel {channel}: {}. Give it them there, or choose another channel.",
                names(lacking)
            ),
        ),
    }
}

fn of_role(role: RoleId, obstacle: RoleObstacle) -> (Unfit, String) {
    match obstacle {
        RoleObstacle::Unknown => (
            Unfit::NotHere,
            format!("This server has no role {role}. Choose one of its own."),
        ),
        RoleObstacle::Everyone => (
            Unfit::NotAssignable,
            "That is the role that everybody has. Choose another.".to_owned(),
        ),
        RoleObstacle::Managed => (
            Unfit::NotAssignable,
            format!(
                "Role {role} belongs to a bot, an integration or a subscription, and nobody can give it."
            ),
        ),
        RoleObstacle::TooHigh => (
            Unfit::NotAssignable,
            format!(
                "Role {role} stands above the bot's own role. Drag the bot's role above it in Discord, then try again."
            ),
        ),
        RoleObstacle::MayNotManage => (
            Unfit::NotAllowed,
            format!(
                "The bot needs Manage Roles to give role {role}. Give it that in Discord, then try again."
            ),
        ),
    }
}

fn names(lacking: Permissions) -> String {
    let names: Vec<_> = lacking.iter().map(permission_name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;
    use privacy_core::settings::gdpr;
    use settings_core::system;
    use settings_core::testing::surroundings::Ground;

    use super::super::test_guild::{self, GENERAL, GUILD, HIDDEN, VOICE};
    use super::*;

    fn surroundings(granted: Permissions) -> DiscordSurroundings {
        DiscordSurroundings::new(Arc::new(test_guild::directory(granted)))
    }

    settings_core::surroundings_contract!(#[test] fn() => Ground {
        surroundings: surroundings(Permissions::all()),
        guild: GUILD,
        definition: &system::LOG_CHANNEL,
        channel: GENERAL,
        takes_role: &gdpr::ACCEPTANCE_ROLE,
        unknown: GuildId::new(4242).expect("above zero"),
    });

    fn against(granted: Permissions, channel: ChannelId) -> Option<Told> {
        let look = surroundings(granted).look(GUILD).unwrap();
        look.objection(&system::LOG_CHANNEL, &SettingValue::Channel(channel))
    }

    #[test]
    fn what_speaks_against_a_channel_is_told_in_plain_words_with_its_reason() {
        let voice = against(Permissions::all(), VOICE).unwrap();
        assert_eq!(voice.why, Unfit::WrongKind);
        assert!(voice.message.contains("Choose a text channel"), "{voice:?}");
        let hidden = against(
            Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
            HIDDEN,
        );
        let hidden = hidden.unwrap();
        assert_eq!(hidden.why, Unfit::NotAllowed);
        assert!(hidden.message.contains("View Channel"), "{hidden:?}");
        assert!(!hidden.message.contains(['<', '*']), "{hidden:?}");
    }

    #[test]
    fn a_role_that_nobody_can_give_is_told_so() {
        let look = surroundings(Permissions::all()).look(GUILD).unwrap();
        let everyone = RoleId::new(GUILD.get()).unwrap();
        let value = SettingValue::Role(everyone);
        let told = look.objection(&gdpr::ACCEPTANCE_ROLE, &value).unwrap();
        assert_eq!(told.why, Unfit::NotAssignable);
    }

    #[test]
    fn a_look_shows_the_guild_as_it_was_when_it_was_taken() {
        let directory = Arc::new(test_guild::directory(Permissions::all()));
        let look = DiscordSurroundings::new(directory.clone())
            .look(GUILD)
            .unwrap();
        directory.apply(&test_guild::deleted(GENERAL));
        let value = SettingValue::Channel(GENERAL);
        assert_eq!(look.objection(&system::LOG_CHANNEL, &value), None);
        let later = DiscordSurroundings::new(directory).look(GUILD).unwrap();
        assert!(later.objection(&system::LOG_CHANNEL, &value).is_some());
    }
}
