//! Which words mean the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Spelling, stem};

static BUILT_IN: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::read(include_str!("synonyms.txt")));

/// Words that mean the same, by their place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Group(usize);

/// All groups of words that mean the same.
#[derive(Debug)]
pub(crate) struct Synonyms {
    heads: Vec<&'static str>,
    words: HashMap<&'static str, Group>,
    stems: HashMap<String, Group>,
    /// For words that are slips of one.
    spellings: Vec<(Spelling, Group)>,
    /// Those long enough to be told in a compound.
    parts: Vec<(&'static str, Group)>,
}

/// The least letters of a word that is told in a compound.
const SHORTEST_PART: usize = 6;

impl Synonyms {
    /// The groups of the file `synonyms.txt`.
    pub(crate) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn read(file: &'static str) -> Self {
        let mut synonyms = Self {
            heads: Vec::new(),
            words: HashMap::new(),
            stems: HashMap::new(),
            spellings: Vec::new(),
            parts: Vec::new(),
        };
        for line in file.lines().filter(|it| !it.starts_with('#')) {
            let group = Group(synonyms.heads.len());
            let bare = |it: &'static str| it.strip_prefix('=').unwrap_or(it);
            synonyms
                .heads
                .extend(line.split_whitespace().next().map(bare));
            for word in line.split_whitespace() {
                synonyms.words.entry(bare(word)).or_insert(group);
                if bare(word).len() >= SHORTEST_PART {
                    synonyms.parts.push((bare(word), group));
                }
                if !word.starts_with('=') {
                    synonyms.stems.entry(stem(word)).or_insert(group);
                    synonyms.spellings.push((Spelling::of(word), group));
                }
            }
        }
        synonyms
    }

    /// The group of a folded word with this stem.
    pub(crate) fn group_of(&self, word: &str, stem: &str) -> Option<Group> {
        let group = self.words.get(word).or_else(|| self.stems.get(stem));
        group.copied()
    }

    /// The groups of which a member is part of this compound: `korting` of `studentenkorting`.
    pub(crate) fn parts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Group> + 'a {
        let parts = self.parts.iter();
        let parts = parts.filter(move |(it, _)| it.len() < word.len() && word.contains(it));
        parts.map(|(_, group)| *group)
    }

    /// The groups of which the word is a slip of a member.
    pub(crate) fn slips<'a>(&'a self, word: &'a Spelling) -> impl Iterator<Item = Group> + 'a {
        let slips = self.spellings.iter().filter(|(it, _)| word.is_slip_of(it));
        slips.map(|(_, group)| *group)
    }

    /// The word that stands for the group.
    pub(crate) fn head(&self, group: Group) -> &'static str {
        self.heads[group.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::fold;

    fn head(word: &str) -> Option<&'static str> {
        let synonyms = Synonyms::built_in();
        let group = synonyms.group_of(word, &stem(word));
        group.map(|it| synonyms.head(it))
    }

    #[test]
    fn dutch_and_english_meet_in_every_form() {
        for (word, expected) in [
            ("wachtwoorden", "password"),
            ("ww", "password"),
            ("facturen", "invoice"),
            ("rekeningen", "invoice"),
            ("rollen", "role"),
            ("2fa", "2fa"),
            ("verified", "verify"),
            ("muted", "mute"),
        ] {
            assert_eq!(head(word), Some(expected), "{word}");
        }
        for word in ["passen", "billen", "never", "reset", "arrived"] {
            assert_eq!(head(word), None, "{word}");
        }
    }

    #[test]
    fn a_slip_of_a_member_leads_to_its_group() {
        let synonyms = Synonyms::built_in();
        let slip = Spelling::of("invoise");
        let heads: Vec<_> = synonyms.slips(&slip).map(|it| synonyms.head(it)).collect();
        assert_eq!(heads, ["invoice"]);
    }

    #[test]
    fn a_compound_leads_to_the_groups_of_its_parts() {
        let synonyms = Synonyms::built_in();
        let heads = |word| {
            synonyms
                .parts(word)
                .map(|it| synonyms.head(it))
                .collect::<Vec<_>>()
        };
        assert_eq!(heads("studentenkorting"), ["discount"]);
        assert_eq!(heads("korting"), [""; 0], "it is no part of itself");
        assert_eq!(heads("huishouden"), [""; 0]);
    }

    #[test]
    fn every_word_is_folded_and_stands_in_one_group() {
        let mut seen = HashMap::new();
        let file = include_str!("synonyms.txt");
        for line in file.lines().filter(|it| !it.starts_with('#')) {
            for word in line.split_whitespace() {
                let word = word.strip_prefix('=').unwrap_or(word);
                assert_eq!(fold(word), word);
                let earlier = seen.insert(word, line);
                assert_eq!(earlier, None, "{word} stands twice");
            }
        }
    }
}
