//! An invite of a server, as Discord lists it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use kernel::UserId;

/// The longest code that is kept, in characters. Discord's own have at most ten, and those of a server's choice at most 25.
pub const CODE_MAX: usize = 32;

/// What stands at the end of an invite's address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InviteCode(String);

/// A text that is no invite's code: empty, too long, or with other signs than letters, digits, `-` and `_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of an invite")]
pub struct InvalidInviteCode;

/// An invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Its code.
    pub code: InviteCode,
    /// Who made it; nobody for those of a widget.
    pub inviter: Option<UserId>,
    /// How often it was used.
    pub uses: u32,
    /// How often it can be used; 0 for always.
    pub max_uses: u32,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when, where Discord says so.
    pub created_at: Option<DateTime<Utc>>,
}

/// The address of a server's own choice. It is nobody's invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vanity {
    /// Its code.
    pub code: InviteCode,
    /// How often it was used.
    pub uses: u32,
}

impl InviteCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for InviteCode {
    type Err = InvalidInviteCode;

    fn from_str(text: &str) -> Result<Self, InvalidInviteCode> {
        let fits = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        if text.is_empty() || text.len() > CODE_MAX || !text.chars().all(fits) {
            return Err(InvalidInviteCode);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Invite {
    /// How often it can still be used; none when there is no end to it.
    pub(crate) fn remaining(&self) -> Option<u32> {
        (self.max_uses > 0).then(|| self.max_uses.saturating_sub(self.uses))
    }

    /// Whether its time was over by then.
    pub(crate) fn has_expired(&self, by: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|it| it <= by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_discord_writes_and_nothing_else() {
        for code in ["a", "fAbC12-_", &"x".repeat(CODE_MAX)] {
            assert_eq!(code.parse::<InviteCode>().unwrap().as_str(), code);
        }
        for text in ["", "a b", "a/b", "é", "a\0", &"x".repeat(CODE_MAX + 1)] {
            assert_eq!(
                text.parse::<InviteCode>(),
                Err(InvalidInviteCode),
                "{text:?}"
            );
        }
    }
}
