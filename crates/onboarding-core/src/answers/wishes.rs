//! What a member would like to hear of, and in which language.

use std::str::FromStr;

/// The most characters of a language that is typed.
const MOST_OTHER: usize = 40;

/// How much of a server a member would like to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OptIn {
    /// Reminders and tips made for them.
    Full,
    /// Only events and sessions.
    EventsOnly,
    /// Nothing.
    No,
}

/// A language that somebody reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// German.
    De,
    /// Another one, in the member's words: 1 to 40 characters.
    Other(OtherLanguage),
}

/// The name of a language, as a member wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtherLanguage(String);

/// What the two further steps ask; what was not asked is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// How much they would like to hear.
    pub opt_in: Option<OptIn>,
    /// In which language.
    pub language: Option<Language>,
}

/// A word that stands for none of the choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the choices")]
pub struct UnknownWish;

impl OptIn {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Full, Self::EventsOnly, Self::No];

    /// The word that it is stored by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::EventsOnly => "events_only",
            Self::No => "no",
        }
    }

    /// What people read of it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "Yes, everything that is for me",
            Self::EventsOnly => "Only events and sessions",
            Self::No => "No, thank you",
        }
    }

    /// Whether a language is asked for next.
    pub fn asks_for_language(self) -> bool {
        self != Self::No
    }
}

impl FromStr for OptIn {
    type Err = UnknownWish;

    fn from_str(word: &str) -> Result<Self, UnknownWish> {
        let found = Self::ALL.into_iter().find(|it| it.as_str() == word);
        found.ok_or(UnknownWish)
    }
}

impl OtherLanguage {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Language {
    /// Those that are offered; any other can be typed.
    pub const OFFERED: [Self; 5] = [Self::Nl, Self::En, Self::Es, Self::Fr, Self::De];
    /// The most characters that can be typed.
    pub const MOST_OTHER: usize = MOST_OTHER;

    /// A language that was typed: English when nothing was; what is too long is cut.
    pub fn typed(text: &str) -> Self {
        let name = sanitizer::beginning(text.trim(), MOST_OTHER).trim();
        if name.is_empty() {
            Self::En
        } else {
            Self::Other(OtherLanguage(name.to_owned()))
        }
    }

    /// What it is stored by: a code of two letters, or `other: ` and its name.
    pub fn code(&self) -> String {
        match self {
            Self::Nl => "nl".to_owned(),
            Self::En => "en".to_owned(),
            Self::Es => "es".to_owned(),
            Self::Fr => "fr".to_owned(),
            Self::De => "de".to_owned(),
            Self::Other(name) => format!("other: {}", name.0),
        }
    }

    /// Its name in the language itself.
    pub fn own_name(&self) -> &str {
        match self {
            Self::Nl => "Nederlands",
            Self::En => "English",
            Self::Es => "Español",
            Self::Fr => "Français",
            Self::De => "Deutsch",
            Self::Other(name) => &name.0,
        }
    }
}

impl FromStr for Language {
    type Err = UnknownWish;

    fn from_str(code: &str) -> Result<Self, UnknownWish> {
        if let Some(name) = code.strip_prefix("other:") {
            return Ok(Self::typed(name));
        }
        let found = Self::OFFERED.into_iter().find(|it| it.code() == code);
        found.ok_or(UnknownWish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_is_read_back_from_what_it_is_stored_by() {
        for wish in OptIn::ALL {
            assert_eq!(wish.as_str().parse(), Ok(wish));
        }
        let other = Language::typed("  Frysk ");
        assert_eq!(other.code(), "other: Frysk");
        for language in Language::OFFERED.into_iter().chain([other]) {
            assert_eq!(language.code().parse(), Ok(language));
        }
        assert_eq!("maybe".parse::<OptIn>(), Err(UnknownWish));
        assert_eq!("xx".parse::<Language>(), Err(UnknownWish));
    }

    #[test]
    fn a_language_that_nobody_typed_is_english_and_a_long_one_is_cut() {
        assert_eq!(Language::typed(" \n"), Language::En);
        let Language::Other(long) = Language::typed(&"é".repeat(50)) else {
            panic!("it was typed");
        };
        assert_eq!(long.as_str().chars().count(), 40);
    }
}
