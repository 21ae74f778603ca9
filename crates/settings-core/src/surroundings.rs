//! What the world outside has against values: a channel that the guild does not have, a role that nobody can give.

use kernel::{GuildId, PortFailure};

use crate::{Definition, SettingValue};

/// Knows what a guild's channels and roles can serve for. Commands, API, import and undoing all look before they write.
pub trait Surroundings: Send + Sync {
    /// The guild as it is at this moment. A failure when nothing is known of it right now: then nothing is written,
    /// because what nobody has looked at would be taken blindly.
    fn look(&self, guild: GuildId) -> Result<Box<dyn Look>, PortFailure>;
}

/// One guild at one moment.
pub trait Look: Send + Sync {
    /// What speaks against setting `definition` to `value`; nothing against values that are no channel and no role.
    fn objection(&self, definition: &'static Definition, value: &SettingValue)
    -> Option<Objection>;
}

/// Something against a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// What, for programs.
    pub why: Unfit,
    /// What, and what to do, for people; plain text.
    pub message: String,
}

/// Why a value is of no use in the guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The guild has no such channel or role.
    NotHere,
    /// It is not the kind of channel that can serve.
    WrongKind,
    /// The bot lacks a permission.
    NotAllowed,
    /// It is a role that nobody can give or mention.
    NotAssignable,
}

impl Unfit {
    /// The code that other programs see.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotHere => "wrong_guild",
            Self::WrongKind => "wrong_type",
            Self::NotAllowed => "missing_permission",
            Self::NotAssignable => "not_assignable",
        }
    }
}
