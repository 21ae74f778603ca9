//! What words have in common, however they are typed: the ground under the FAQ's search and the topics of tickets.
//!
//! | File | What |
//! | --- | --- |
//! | `fold` | case, accents and apostrophes fall away |
//! | `tokens` | a text becomes words, with and without its hyphens |
//! | `stop_words` | which words say nothing (`stop_words.txt`, `filler.txt`) |
//! | `stem` | Dutch and English plurals, diminutives and verbs become one stem |
//! | `synonyms` | which words mean the same (`synonyms.txt`) |
//! | `spelling` | whether one word is a slip of another |

mod fold;
mod spelling;
mod stem;
mod stop_words;
mod synonyms;
mod tokens;

pub(crate) use fold::fold;
pub(crate) use spelling::{Spelling, slip_allowance};
pub(crate) use stem::stem;
pub(crate) use stop_words::{is_filler, is_stop_word};
pub(crate) use synonyms::{Group, Synonyms};
pub(crate) use tokens::{Run, runs};
