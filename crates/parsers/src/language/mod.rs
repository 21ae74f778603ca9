//! The words of each language, as tables, and the one lexicon that is made of them.
//!
//! A language is a [`Language`] value; adding one means adding a file with its table and a line in `LANGUAGES`.

mod dutch;
mod dutch_labels;
mod dutch_moments;
mod dutch_repeats;
mod dutch_talk;
mod dutch_verbs;
mod english;
mod english_labels;
mod english_moments;
mod english_repeats;
mod english_talk;
mod event_noun;
mod holidays;
mod lexicon;
mod meaning;
mod naming;
mod numbers;
mod opening;
mod part_of_day;
mod participle;
mod typed;
mod vocabulary;
mod zones;

pub(crate) use event_noun::event_noun;
pub(crate) use lexicon::{
    Phrase, add_phrases, day_group, day_name, find, is_known, label, label_emoji, means,
    on_twelve_hours, vocabulary,
};
pub(crate) use meaning::{DayGroup, DayPart, Label, Meaning, ZoneWord};
pub(crate) use naming::{Naming, is_street, naming};
pub(crate) use opening::Opening;
pub(crate) use part_of_day::part_of_day;
pub(crate) use participle::is_participle;
pub(crate) use typed::{is_list_word, is_short_form, without_heading};
pub(crate) use vocabulary::{Vocabulary, WordId, WordKey};

use meaning::Language;

/// Every language that is read. Their words are looked up together, because announcements mix them.
const LANGUAGES: [&Language; 2] = [&dutch::DUTCH, &english::ENGLISH];
