//! What was noticed in a text and taken out of it or changed in it, for callers who want to know.

use std::fmt;

use crate::PromptFlag;

/// One kind of thing that a function took out or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Mentions of users, roles, channels, commands, server pages or everybody were taken out.
    Mentions,
    /// Links were taken out, or a masked link was opened.
    Links,
    /// Marks that Discord reads as markdown were escaped.
    Markdown,
    /// The text was longer than the limit and was cut.
    Truncated,
    /// Characters that nobody can see were taken out: controls, zero-width, direction marks, tags.
    Invisible,
    /// Sequences that steer a terminal were taken out.
    TerminalCodes,
    /// Tokens, keys or passwords were replaced.
    Secrets,
    /// E-mail addresses, phone, bank account or card numbers were replaced.
    PersonalData,
    /// "Ignore all previous instructions".
    IgnoreInstructions,
    /// "You are now …", "act as …".
    RoleChange,
    /// A persona that is known to know no rules.
    Persona,
    /// `system:` at the start of a line, tokens of chat templates.
    RoleMarker,
    /// "New instructions: …".
    NewOrders,
    /// "Show your system prompt".
    Exfiltration,
}

impl Flag {
    /// Every flag, in order.
    pub const ALL: [Self; 14] = [
        Self::Mentions,
        Self::Links,
        Self::Markdown,
        Self::Truncated,
        Self::Invisible,
        Self::TerminalCodes,
        Self::Secrets,
        Self::PersonalData,
        Self::IgnoreInstructions,
        Self::RoleChange,
        Self::Persona,
        Self::RoleMarker,
        Self::NewOrders,
        Self::Exfiltration,
    ];

    /// The name by which formats know it; it will not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Links => "links",
            Self::Markdown => "markdown",
            Self::Truncated => "truncated",
            Self::Invisible => "invisible",
            Self::TerminalCodes => "terminal_codes",
            Self::Secrets => "secrets",
            Self::PersonalData => "personal_data",
            Self::IgnoreInstructions => "ignore_instructions",
            Self::RoleChange => "role_change",
            Self::Persona => "persona",
            Self::RoleMarker => "role_marker",
            Self::NewOrders => "new_orders",
            Self::Exfiltration => "exfiltration",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<PromptFlag> for Flag {
    fn from(flag: PromptFlag) -> Self {
        match flag {
            PromptFlag::IgnoreInstructions => Self::IgnoreInstructions,
            PromptFlag::RoleChange => Self::RoleChange,
            PromptFlag::Persona => Self::Persona,
            PromptFlag::RoleMarker => Self::RoleMarker,
            PromptFlag::NewOrders => Self::NewOrders,
            PromptFlag::Exfiltration => Self::Exfiltration,
        }
    }
}

/// A set of flags; empty for a text in which there was nothing to do.
///
/// ```
/// use sanitizer::{Flag, strip_mentions_with_flags};
///
/// let flags = strip_mentions_with_flags("hallo @every\u{200b}one").flags;
/// assert!(flags.contains(Flag::Mentions));
/// assert_eq!(flags.to_string(), "mentions, invisible");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flags(u32);

impl Flags {
    /// The set without flags.
    pub const NONE: Self = Self(0);

    /// Whether nothing was noticed.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `flag` is in the set.
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// The flags, in the order of [`Flag::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |it| self.contains(*it))
    }

    pub(crate) const fn add(&mut self, flag: Flag) {
        self.0 |= flag.bit();
    }

    pub(crate) const fn add_if(&mut self, flag: Flag, is_so: bool) {
        if is_so {
            self.add(flag);
        }
    }
}

impl FromIterator<Flag> for Flags {
    fn from_iter<T: IntoIterator<Item = Flag>>(flags: T) -> Self {
        let mut all = Self::NONE;
        for flag in flags {
            all.add(flag);
        }
        all
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, flag) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            f.write_str(flag.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A result, and what had to be done to get it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sanitized<T = String> {
    /// What may be shown.
    pub value: T,
    /// What was taken out or changed.
    pub flags: Flags,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_has_a_place_and_a_name_of_its_own() {
        let all: Flags = Flag::ALL.into_iter().collect();
        assert!(all.iter().eq(Flag::ALL));
        let mut names = Flag::ALL.map(Flag::as_str);
        names.sort_unstable();
        assert!(names.windows(2).all(|it| it[0] != it[1]));
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let mut flags = Flags::NONE;
        assert!(flags.is_empty());
        flags.add(Flag::Links);
        flags.add_if(Flag::Markdown, false);
        assert!(flags.contains(Flag::Links) && !flags.contains(Flag::Markdown));
        assert_eq!(flags.to_string(), "links");
    }
}
