//! Discord's permission bits, as a small set.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
};

/// A set of permissions, as Discord numbers them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Permissions(pub u64);

macro_rules! permissions {
    ($($name:ident = $bit:literal),* $(,)?) => {
        impl Permissions {
            $(
                #[doc = concat!("Discord's `", stringify!($name), "`.")]
                pub const $name: Self = Self(1 << $bit);
            )*
            const NAMES: &'static [(&'static str, u64)] = &[$((stringify!($name), 1 << $bit)),*];
        }
    };
}

permissions! {
    CREATE_INSTANT_INVITE = 0, KICK_MEMBERS = 1, BAN_MEMBERS = 2, ADMINISTRATOR = 3, MANAGE_CHANNELS = 4,
    MANAGE_GUILD = 5, ADD_REACTIONS = 6, VIEW_AUDIT_LOG = 7, VIEW_CHANNEL = 10, SEND_MESSAGES = 11,
    SEND_TTS_MESSAGES = 12, MANAGE_MESSAGES = 13, EMBED_LINKS = 14, ATTACH_FILES = 15, READ_MESSAGE_HISTORY = 16,
    MENTION_EVERYONE = 17, USE_EXTERNAL_EMOJIS = 18, CHANGE_NICKNAME = 26, MANAGE_NICKNAMES = 27, MANAGE_ROLES = 28,
    MANAGE_WEBHOOKS = 29, USE_APPLICATION_COMMANDS = 31, MANAGE_EVENTS = 33, MANAGE_THREADS = 34,
    CREATE_PUBLIC_THREADS = 35, CREATE_PRIVATE_THREADS = 36, SEND_MESSAGES_IN_THREADS = 38, MODERATE_MEMBERS = 40,
    CREATE_GUILD_EXPRESSIONS = 43, CREATE_EVENTS = 44, PIN_MESSAGES = 51,
}

impl Permissions {
    /// No permission.
    pub const NONE: Self = Self(0);
    /// Every permission.
    pub const ALL: Self = Self((1 << 53) - 1);
    /// What `@everyone` may do in a new server.
    pub const DEFAULT_EVERYONE: Self = Self(
        Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::ADD_REACTIONS.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::CHANGE_NICKNAME.0,
    );

    /// Whether every permission of `other` is in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// This set without the permissions of `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Discord writes permission sets as decimal strings.
    pub(crate) fn to_wire(self) -> String {
        self.0.to_string()
    }

    /// Reads a decimal string or a number.
    pub(crate) fn from_wire(value: &serde_json::Value) -> Option<Self> {
        value
            .as_u64()
            .or_else(|| value.as_str()?.parse().ok())
            .map(Self)
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Permissions {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Self::NAMES
            .iter()
            .filter(|(_, bit)| self.0 & bit != 0)
            .map(|(name, _)| *name)
            .collect();
        f.write_str(&names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_contains_its_parts_and_prints_their_names() {
        let set = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        assert!(set.contains(Permissions::VIEW_CHANNEL));
        assert!(!set.contains(Permissions::VIEW_CHANNEL | Permissions::EMBED_LINKS));
        assert_eq!(set.to_string(), "VIEW_CHANNEL, SEND_MESSAGES");
    }
}
