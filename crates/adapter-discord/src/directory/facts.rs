//! What reports tell of guilds.

use std::sync::PoisonError;

use kernel::{GuildId, UserId};
use operations_core::GuildFacts;

use super::GuildDirectory;
use super::guild::Guild;

impl GuildDirectory {
    /// How many guilds are known and reachable.
    pub(crate) fn count(&self) -> usize {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.len()
    }

    /// What reports tell of a guild; none when it is not known.
    pub(crate) fn facts(&self, guild: GuildId) -> Option<GuildFacts> {
        self.read(guild).map(|it| facts(guild, &it))
    }

    /// Whether the guild has an address of its own choice.
    pub(crate) fn has_vanity(&self, guild: GuildId) -> bool {
        self.read(guild).is_some_and(|it| it.has_vanity)
    }

    /// What reports tell of the guilds that `wanted` accepts by id and owner, in the order of their ids.
    pub(crate) fn facts_of(&self, wanted: &dyn Fn(GuildId, UserId) -> bool) -> Vec<GuildFacts> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = known.iter().filter(|(id, it)| wanted(**id, it.owner));
        let mut found: Vec<_> = wanted.map(|(id, it)| facts(*id, it)).collect();
        drop(known);
        found.sort_unstable_by_key(|it| it.id);
        found
    }
}

fn facts(id: GuildId, guild: &Guild) -> GuildFacts {
    GuildFacts {
        id,
        name: guild.name.clone(),
        member_count: guild.member_count,
        owner: guild.owner,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use twilight_model::id::Id;

    use super::super::fixture::{BOT, GUILD, Known, OWNER, Stage, directory, event, guild_id};
    use super::*;

    #[test]
    fn a_guild_is_told_of_by_name_size_and_owner() {
        let known = directory(&Stage::default());
        let expected = GuildFacts {
            id: guild_id(GUILD),
            name: "Guild".into(),
            member_count: Some(12),
            owner: UserId::new(OWNER).unwrap(),
        };
        assert_eq!(known.0.facts(guild_id(GUILD)), Some(expected));
        assert_eq!(known.0.facts(guild_id(GUILD + 1)), None);
    }

    #[test]
    fn another_name_and_another_owner_are_told_from_then_on() {
        let known = directory(&Stage::default());
        let mut guild = Stage::default().json();
        guild["name"] = json!("Renamed");
        guild["owner_id"] = json!("900");
        known.after(&event("GUILD_UPDATE", guild));
        let facts = known.0.facts(guild_id(GUILD)).unwrap();
        assert_eq!(&*facts.name, "Renamed");
        assert_eq!(facts.owner.get(), 900);
        assert_eq!(facts.member_count, Some(12));
    }

    #[test]
    fn only_the_guilds_that_are_wanted_are_told_of_in_order() {
        let known = Known(GuildDirectory::new(Id::new(BOT)));
        for id in [30, 10, 20] {
            let stage = Stage {
                id,
                ..Stage::default()
            };
            known.after(&stage.created());
        }
        let ids = |wanted: &dyn Fn(GuildId, UserId) -> bool| {
            let found = known.0.facts_of(wanted);
            found.iter().map(|it| it.id.get()).collect::<Vec<_>>()
        };
        assert_eq!(known.0.count(), 3);
        assert_eq!(ids(&|_, owner| owner.get() == OWNER), [10, 20, 30]);
        assert_eq!(ids(&|id, _| id.get() > 10), [20, 30]);
        assert_eq!(ids(&|_, owner| owner.get() != OWNER), [0; 0]);
    }
}
