//! The file that takes a guild's settings away and brings them back, in whatever format it is written.

use chrono::{DateTime, Utc};
use kernel::GuildId;

use crate::Wish;

/// What a guild has set, as a file tells it. What the guild has not set is not in it, nor what the bot keeps by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsFile {
    /// Whose settings they were; `None` when somebody wrote the file by hand.
    pub guild: Option<GuildId>,
    /// When they were exported; `None` when the file does not say.
    pub exported_at: Option<DateTime<Utc>>,
    /// The settings, in the order of the file, each name as often as it is in the file.
    pub settings: Vec<Wish>,
}

/// Why a file is not taken at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// It has more than [`SettingsFile::MAX_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// It is not in the format at all, from this line on, the first line being 1.
    #[error("the file cannot be read from line {line} on")]
    Unreadable {
        /// The line.
        line: usize,
    },
    /// It is something else than settings.
    #[error("the file is no export of settings")]
    SomethingElse,
    /// It is of a version that is not known here.
    #[error("the file is of version {0}")]
    OtherVersion(u64),
}

impl SettingsFile {
    /// The word by which a file says what it is.
    pub const FORMAT: &'static str = "alphapy-settings";
    /// The version that is written, and the only one that is read.
    pub const VERSION: u64 = 1;
    /// The most bytes a file may have.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Whether a file of so many bytes is looked at.
    pub fn check_size(bytes: usize) -> Result<(), FileRefusal> {
        if bytes > Self::MAX_BYTES {
            return Err(FileRefusal::TooLarge);
        }
        Ok(())
    }

    /// Whether a file that says this of itself is one of ours.
    pub fn check_header(format: &str, version: u64) -> Result<(), FileRefusal> {
        match (format, version) {
            (Self::FORMAT, Self::VERSION) => Ok(()),
            (Self::FORMAT, other) => Err(FileRefusal::OtherVersion(other)),
            _ => Err(FileRefusal::SomethingElse),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_format_in_this_version_is_taken() {
        let check = SettingsFile::check_header;
        assert_eq!(check("alphapy-settings", 1), Ok(()));
        let newer = check("alphapy-settings", 2);
        assert_eq!(newer, Err(FileRefusal::OtherVersion(2)));
        assert_eq!(check("settings", 1), Err(FileRefusal::SomethingElse));
        assert_eq!(check("", 2), Err(FileRefusal::SomethingElse));
    }

    #[test]
    fn a_file_of_64_kib_is_taken_and_one_byte_more_is_not() {
        assert_eq!(SettingsFile::check_size(65_536), Ok(()));
        let larger = SettingsFile::check_size(65_537);
        assert_eq!(larger, Err(FileRefusal::TooLarge));
    }
}
