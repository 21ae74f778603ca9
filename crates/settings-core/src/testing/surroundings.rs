//! Surroundings without Discord, and the contract that all surroundings keep.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{ChannelId, GuildId, PortFailure, Retry, RoleId};

use crate::{Definition, Look, Objection, SettingValue, Surroundings, Unfit};

/// [`Surroundings`] of guilds whose channels and roles are told beforehand. Of a guild without any nothing is known.
#[derive(Debug, Clone, Default)]
pub struct ToldSurroundings {
    here: Arc<BTreeSet<(GuildId, u64)>>,
}

/// What a contract of surroundings is tried on.
pub struct Ground<S> {
    /// What is under test.
    pub surroundings: S,
    /// A guild that it knows.
    pub guild: GuildId,
    /// A setting that takes [`channel`](Self::channel).
    pub definition: &'static Definition,
    /// A channel of the guild.
    pub channel: ChannelId,
    /// A setting that takes roles.
    pub takes_role: &'static Definition,
    /// A guild that it does not know.
    pub unknown: GuildId,
}

/// Makes a test of every clause: `surroundings_contract!(#[test] fn() => ground)`.
#[macro_export]
macro_rules! surroundings_contract {
    (#[$test:meta] fn() => $ground:expr) => {
        $crate::surroundings_contract! { @each [#[$test] $ground]
            a_channel_of_the_guild_serves
            a_channel_and_a_role_of_nowhere_are_of_another_guild
            values_that_are_no_ids_need_no_look
            of_a_guild_that_is_not_known_nothing_can_be_said
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::surroundings_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $ground:expr] $clause:ident) => {
        #[$test]
        fn $clause() {
            $crate::testing::surroundings::$clause(&$ground);
        }
    };
}

impl ToldSurroundings {
    /// Surroundings that know these channels, categories and roles of guilds, by their numbers.
    pub fn of(here: impl IntoIterator<Item = (GuildId, u64)>) -> Self {
        Self {
            here: Arc::new(here.into_iter().collect()),
        }
    }
}

impl Surroundings for ToldSurroundings {
    fn look(&self, guild: GuildId) -> Result<Box<dyn Look>, PortFailure> {
        if !self.here.iter().any(|it| it.0 == guild) {
            return Err(PortFailure::new(
                "look at a guild",
                Retry::Later,
                "not told",
            ));
        }
        Ok(Box::new(Told {
            guild,
            here: self.here.clone(),
        }))
    }
}

struct Told {
    guild: GuildId,
    here: Arc<BTreeSet<(GuildId, u64)>>,
}

impl Look for Told {
    fn objection(&self, _: &'static Definition, value: &SettingValue) -> Option<Objection> {
        let id = match value {
            SettingValue::Channel(it) | SettingValue::Category(it) => it.get(),
            SettingValue::Role(it) => it.get(),
            _ => return None,
        };
        (!self.here.contains(&(self.guild, id))).then(|| Objection {
            why: Unfit::NotHere,
            message: format!("I cannot find {id} in this server."),
        })
    }
}

/// A channel of the guild serves.
pub fn a_channel_of_the_guild_serves(ground: &Ground<impl Surroundings>) {
    let channel = SettingValue::Channel(ground.channel);
    assert_eq!(objection(ground, ground.definition, &channel), None);
}

/// A channel and a role that the guild does not have are told to be of another guild, in words.
pub fn a_channel_and_a_role_of_nowhere_are_of_another_guild(ground: &Ground<impl Surroundings>) {
    const NOWHERE: u64 = 4_000_000_000;
    let channel = SettingValue::Channel(ChannelId::new(NOWHERE).expect("above zero"));
    let role = SettingValue::Role(RoleId::new(NOWHERE).expect("above zero"));
    for (definition, value) in [(ground.definition, channel), (ground.takes_role, role)] {
        let objection = objection(ground, definition, &value).expect("it is not there");
        assert_eq!(objection.why, Unfit::NotHere, "{value:?}");
        assert!(!objection.message.is_empty());
    }
}

/// A number is nobody's channel.
pub fn values_that_are_no_ids_need_no_look(ground: &Ground<impl Surroundings>) {
    let number = SettingValue::Int(4_000_000_000);
    assert_eq!(objection(ground, ground.definition, &number), None);
}

/// Of a guild that is not known nothing can be said, at the moment.
pub fn of_a_guild_that_is_not_known_nothing_can_be_said(ground: &Ground<impl Surroundings>) {
    let look = ground.surroundings.look(ground.unknown);
    let failure = look.err().expect("nothing is known of it");
    assert_eq!(failure.retry(), Retry::Later);
}

fn objection(
    ground: &Ground<impl Surroundings>,
    definition: &'static Definition,
    value: &SettingValue,
) -> Option<Objection> {
    let look = ground.surroundings.look(ground.guild);
    look.expect("it is known").objection(definition, value)
}

#[cfg(test)]
mod tests {
    use super::super::contract::{GUILD, OTHER_GUILD};
    use super::super::{CHANNEL, ROLE};
    use super::*;

    crate::surroundings_contract!(#[test] fn() => Ground {
        surroundings: ToldSurroundings::of([(GUILD, 1)]),
        guild: GUILD,
        definition: &CHANNEL,
        channel: ChannelId::new(1).expect("above zero"),
        takes_role: &ROLE,
        unknown: OTHER_GUILD,
    });

    #[test]
    fn what_one_guild_has_another_has_not() {
        let told = ToldSurroundings::of([(GUILD, 1), (OTHER_GUILD, 2)]);
        let look = told.look(GUILD).expect("it is known");
        let there = SettingValue::Channel(ChannelId::new(2).expect("above zero"));
        assert!(look.objection(&CHANNEL, &there).is_some());
    }
}
