//! Suggesting reminders while a member types.

use kernel::{GuildId, Member};

use super::Reminders;
use super::delete::manageable;
use crate::Suggestion;

/// What a member has typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestReminders {
    /// The guild.
    pub guild: GuildId,
    /// Who types.
    pub member: Member,
    /// A part of a number or name.
    pub fragment: String,
}

/// Discord shows at most this many choices.
pub(super) const CHOICES: u32 = 25;

impl Reminders {
    /// The newest reminders that match and that the member may change; nothing when reminders are off or the store
    /// cannot be reached, since a choice list has no place for an error.
    pub async fn suggest(&self, request: SuggestReminders) -> Vec<Suggestion> {
        if !matches!(self.enabled(request.guild).await, Ok(true)) {
            return Vec::new();
        }
        let scope = manageable(request.member);
        self.ports
            .store
            .suggest(request.guild, scope, request.fragment.trim(), CHOICES)
            .await
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, guild, home, member, user};

    async fn suggested(world: &World, member: Member, fragment: &str) -> Vec<String> {
        let request = SuggestReminders {
            guild: home(),
            member,
            fragment: fragment.to_owned(),
        };
        let found = world.reminders().suggest(request).await;
        found.into_iter().map(|it| it.name).collect()
    }

    async fn world() -> World {
        let world = World::default();
        world
            .store(a_reminder().named("Raid").by(user(7)).build())
            .await;
        world
            .store(a_reminder().named("Bake sale").by(user(8)).build())
            .await;
        let abroad = a_reminder().named("Raid abroad").by(user(7));
        world.store(abroad.in_guild(guild(2)).build()).await;
        world
    }

    #[tokio::test]
    async fn a_member_is_offered_their_own_and_an_admin_all_of_the_guild() {
        let world = world().await;
        assert_eq!(suggested(&world, member(7), "").await, ["Raid"]);
        assert_eq!(suggested(&world, admin(7), "").await, ["Bake sale", "Raid"]);
        assert_eq!(suggested(&world, admin(7), "  bake ").await, ["Bake sale"]);
        assert_eq!(suggested(&world, member(7), "bake").await, [""; 0]);
    }

    #[tokio::test]
    async fn at_most_25_are_offered_the_newest_first() {
        let world = World::default();
        for number in 1..=30 {
            world
                .store(a_reminder().named(&format!("R{number}")).build())
                .await;
        }
        let names = suggested(&world, member(7), "").await;
        assert_eq!((names.len(), names[0].as_str()), (25, "R30"));
    }

    #[tokio::test]
    async fn nothing_is_offered_while_reminders_are_off_or_out_of_reach() {
        let world = world().await;
        world.store.fail_next_calls(1);
        assert_eq!(suggested(&world, member(7), "").await, [""; 0]);
        world.lose_settings_once();
        assert_eq!(suggested(&world, member(7), "").await, [""; 0]);
        world.switch(&ENABLED, false);
        assert_eq!(suggested(&world, member(7), "").await, [""; 0]);
    }
}
