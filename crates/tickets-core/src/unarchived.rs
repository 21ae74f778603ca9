//! Why a ticket stays closed whose archiving was interrupted or put off.

/// What went wrong when the bot went on with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unarchived {
    /// The guild has no log channel.
    NoLogChannel,
    /// The log channel was deleted.
    LogChannelGone,
    /// The bot may not post files in the log channel.
    LogChannelClosed,
    /// The bot may not read the ticket's channel.
    Unreadable,
    /// Discord takes no file this large.
    TooLarge,
    /// Discord or the database did not do it, however often it was tried.
    Failed,
    /// Each try was cut: by a process that ended, or since it took too long.
    BrokenOff,
}

impl Unarchived {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NoLogChannel,
        Self::LogChannelGone,
        Self::LogChannelClosed,
        Self::Unreadable,
        Self::TooLarge,
        Self::Failed,
        Self::BrokenOff,
    ];

    /// Its name, as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoLogChannel => "no_log_channel",
            Self::LogChannelGone => "log_channel_gone",
            Self::LogChannelClosed => "log_channel_closed",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::Failed => "failed",
            Self::BrokenOff => "broken_off",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
