//! The closed set of operational events.

use std::fmt;

/// What kind of thing happened. A word that is not among them names no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventType {
    /// The bot has its first session with Discord.
    BotReady,
    /// The bot has a new session after one that was lost.
    BotReconnect,
    /// The connection to Discord dropped.
    BotDisconnect,
    /// Discord was told of the commands, or could not be.
    GuildSync,
    /// Somebody could not be onboarded.
    OnboardingError,
    /// Somebody changed a setting.
    SettingsChanged,
    /// A command, button or form failed.
    CogError,
}

impl EventType {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::BotReady,
        Self::BotReconnect,
        Self::BotDisconnect,
        Self::GuildSync,
        Self::OnboardingError,
        Self::SettingsChanged,
        Self::CogError,
    ];

    /// The word that other programs know it by.
    ///
    /// ```
    /// assert_eq!(operations_core::EventType::CogError.as_str(), "COG_ERROR");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BotReady => "BOT_READY",
            Self::BotReconnect => "BOT_RECONNECT",
            Self::BotDisconnect => "BOT_DISCONNECT",
            Self::GuildSync => "GUILD_SYNC",
            Self::OnboardingError => "ONBOARDING_ERROR",
            Self::SettingsChanged => "SETTINGS_CHANGED",
            Self::CogError => "COG_ERROR",
        }
    }

    /// The kind that a word stands for; none for any other word, however it is written.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_word_and_no_other_word_is() {
        for kind in EventType::ALL {
            assert_eq!(EventType::from_word(kind.as_str()), Some(kind));
        }
        for word in ["", "bot_ready", "BOT_READY ", "SOMETHING_ELSE"] {
            assert_eq!(EventType::from_word(word), None, "{word:?}");
        }
    }
}
