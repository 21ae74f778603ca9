//! An answer that everyone can find: data that cannot be wrong.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

use crate::TicketId;
use crate::words::fold;

/// The most entries of a guild.
pub const MOST_ENTRIES: u32 = 500;
/// The most pinned entries of a guild.
pub const MOST_PINNED: u32 = 5;

kernel::row_number!(
    /// The number by which people name an entry. Unique over all guilds, yet only valid together with its guild.
    FaqId,
    /// A text that is no number of an entry.
    InvalidFaqId,
    "not the number of an FAQ entry"
);

/// What makes an entry impossible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEntry {
    /// The title has nothing in it.
    #[error("the title is blank")]
    TitleBlank,
    /// The title is longer than [`Title::MAX`] characters.
    #[error("the title is longer than {} characters", Title::MAX)]
    TitleTooLong,
    /// The answer has nothing in it.
    #[error("the answer is blank")]
    AnswerBlank,
    /// The answer is longer than [`Answer::MAX`] characters.
    #[error("the answer is longer than {} characters", Answer::MAX)]
    AnswerTooLong,
    /// There are more than [`Keywords::MOST`] keywords.
    #[error("there are more than {} keywords", Keywords::MOST)]
    TooManyKeywords,
    /// This keyword is longer than [`Keywords::LONGEST`] characters.
    #[error("a keyword is longer than {} characters", Keywords::LONGEST)]
    KeywordTooLong(String),
}

/// What an entry is about, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// The most characters of a title.
    pub const MAX: usize = 100;
    /// The most characters of a title once it is [folded](Title::folded), which can make one character several.
    pub const FOLDED_MAX: usize = 400;

    /// The title with its blanks made one; refused where nothing is left to compare with others, or too much.
    pub fn new(text: &str) -> Result<Self, InvalidEntry> {
        let title = Self(one_line(text));
        let folded = title.folded();
        if folded.is_empty() {
            Err(InvalidEntry::TitleBlank)
        } else if title.0.chars().count() > Self::MAX || folded.chars().count() > Self::FOLDED_MAX {
            Err(InvalidEntry::TitleTooLong)
        } else {
            Ok(title)
        }
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The title as it is compared: two entries of a guild never have the same.
    pub fn folded(&self) -> String {
        one_line(&fold(&self.0))
    }
}

/// What an entry says. Links and markdown stay: admins write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer(String);

impl Answer {
    /// The most characters of an answer.
    pub const MAX: usize = 4000;

    /// The answer without blanks around it.
    pub fn new(text: &str) -> Result<Self, InvalidEntry> {
        let text = storable(text);
        let text = text.trim();
        if text.is_empty() {
            Err(InvalidEntry::AnswerBlank)
        } else if text.chars().count() > Self::MAX {
            Err(InvalidEntry::AnswerTooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The answer.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// By which words an entry is found besides its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keywords(Vec<String>);

impl Keywords {
    /// The most keywords of an entry.
    pub const MOST: usize = 20;
    /// The most characters of a keyword.
    pub const LONGEST: usize = 50;

    /// The keywords of a list with commas or semicolons; of those that fold to the same only the first.
    pub fn read(list: &str) -> Result<Self, InvalidEntry> {
        Self::new(list.split([',', ';']))
    }

    /// The keywords, without blanks around them; of those that fold to the same only the first.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidEntry> {
        let mut seen = HashSet::new();
        let mut keywords = Vec::new();
        for word in words {
            let word = one_line(word);
            let folded = one_line(&fold(&word));
            if folded.is_empty() || !seen.insert(folded) {
                continue;
            }
            if word.chars().count() > Self::LONGEST {
                return Err(InvalidEntry::KeywordTooLong(word));
            }
            keywords.push(word);
        }
        if keywords.len() > Self::MOST {
            return Err(InvalidEntry::TooManyKeywords);
        }
        Ok(Self(keywords))
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.0.iter()
    }

    /// All of them.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Keywords {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What somebody writes of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaqDraft {
    /// What it is about.
    pub title: Title,
    /// What it says.
    pub answer: Answer,
    /// How else it is found.
    pub keywords: Keywords,
}

impl FaqDraft {
    /// The draft of three fields as they were typed; keywords are separated by commas or semicolons.
    ///
    /// ```
    /// use tickets_core::faq::{FaqDraft, InvalidEntry};
    ///
    /// let draft = FaqDraft::read(" Facturen ", "Op je account.", "btw; BTW, factuur").unwrap();
    /// assert_eq!(draft.title.as_str(), "Facturen");
    /// assert_eq!(draft.keywords.as_slice(), ["btw", "factuur"]);
    /// assert_eq!(FaqDraft::read("Facturen", "  ", ""), Err(InvalidEntry::AnswerBlank));
    /// ```
    pub fn read(title: &str, answer: &str, keywords: &str) -> Result<Self, InvalidEntry> {
        Ok(Self {
            title: Title::new(title)?,
            answer: Answer::new(answer)?,
            keywords: Keywords::read(keywords)?,
        })
    }
}

/// An answer that everyone in a guild can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaqEntry {
    /// Its number.
    pub id: FaqId,
    /// Whose it is.
    pub guild: GuildId,
    /// What it is about.
    pub title: Title,
    /// What it says.
    pub answer: Answer,
    /// How else it is found.
    pub keywords: Keywords,
    /// The key of the topic that it answers, where it was made for one.
    pub similarity_key: Option<String>,
    /// Whether it stands before others.
    pub pinned: bool,
    /// The ticket that it was made out of.
    pub source_ticket: Option<TicketId>,
    /// Who made it; nobody once they had their data deleted.
    pub created_by: Option<UserId>,
    /// Who changed it last.
    pub updated_by: Option<UserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last. Moves on with every change, so that an edit can tell whether it saw the last one.
    pub updated_at: DateTime<Utc>,
}

fn one_line(text: &str) -> String {
    let text = storable(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// No database keeps a text with this character.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!("12".parse(), Ok(FaqId::new(12).unwrap()));
        for text in ["", "0", "+3", "-1", "12a", "9223372036854775808"] {
            assert_eq!(text.parse::<FaqId>(), Err(InvalidFaqId), "{text}");
        }
    }

    #[test]
    fn titles_have_1_to_100_characters_on_one_line() {
        let title = Title::new(" Mijn\n  code \0 ").unwrap();
        assert_eq!(title.as_str(), "Mijn code");
        assert_eq!(Title::new(&"é".repeat(100)).unwrap().as_str().len(), 200);
        let long = Title::new(&"e".repeat(101));
        assert_eq!(long, Err(InvalidEntry::TitleTooLong));
        let one_of_eighteen = Title::new(&"\u{fdfa}".repeat(23));
        assert_eq!(one_of_eighteen, Err(InvalidEntry::TitleTooLong));
        for blank in ["", " \n ", "'", "\u{200b}"] {
            assert_eq!(
                Title::new(blank),
                Err(InvalidEntry::TitleBlank),
                "{blank:?}"
            );
        }
    }

    #[test]
    fn titles_are_compared_without_case_accents_apostrophes_and_blanks() {
        let folded = |text| Title::new(text).unwrap().folded();
        assert_eq!(folded("Foto's  Plaatsén"), folded("fotos plaatsen"));
        assert_ne!(folded("Foto plaatsen"), folded("fotos plaatsen"));
    }

    #[test]
    fn answers_have_1_to_4000_characters_and_keep_links_and_lines() {
        let text = "**Zo**:\n<https://a.example/?x=1>";
        assert_eq!(Answer::new(&format!(" {text}\n")).unwrap().as_str(), text);
        assert!(Answer::new(&"é".repeat(4000)).is_ok());
        let long = Answer::new(&"e".repeat(4001));
        assert_eq!(long, Err(InvalidEntry::AnswerTooLong));
        assert_eq!(Answer::new("\n \0"), Err(InvalidEntry::AnswerBlank));
    }

    #[test]
    fn keywords_are_split_trimmed_and_taken_once() {
        let keywords = Keywords::read("Privé,  prive ; e-mail adres;;, ,PRIVE").unwrap();
        assert_eq!(keywords.as_slice(), ["Privé", "e-mail adres"]);
        assert_eq!(Keywords::read("").unwrap(), Keywords::default());
    }

    #[test]
    fn there_are_at_most_20_keywords_of_50_characters() {
        let list = |count: usize| (0..count).map(|it| format!("k{it}")).collect::<Vec<_>>();
        assert!(Keywords::read(&list(20).join(",")).is_ok());
        assert_eq!(
            Keywords::read(&list(21).join(";")),
            Err(InvalidEntry::TooManyKeywords)
        );
        let repeated = vec!["same"; 30].join(",");
        assert!(Keywords::read(&repeated).is_ok(), "one of them counts");
        assert!(Keywords::read(&"é".repeat(50)).is_ok());
        let long = "e".repeat(51);
        assert_eq!(
            Keywords::read(&long),
            Err(InvalidEntry::KeywordTooLong(long))
        );
    }
}
