//! The words of each language, as tables, and the one lexicon that is made of them.
//!
//! A language is a [`Language`] value; adding one means adding a file with its table and a line in `LANGUAGES`.

mod dutch;
mod english;
mod holidays;
mod lexicon;
mod meaning;
mod numbers;
mod zones;

pub(crate) use lexicon::{
    day_group, day_name, find, is_evening, is_known, label, label_emoji, means,
};
pub(crate) use meaning::{DayGroup, DayPart, Label, Meaning, ZoneWord};

use meaning::Language;

/// Every language that is read. Their words are looked up together, because announcements mix them.
const LANGUAGES: [&Language; 2] = [&dutch::DUTCH, &english::ENGLISH];
