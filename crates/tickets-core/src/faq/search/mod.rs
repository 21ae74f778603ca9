//! Finding the answer that somebody means, in Dutch and English, with slips, plurals, compounds and synonyms.
//!
//! | File | What |
//! | --- | --- |
//! | `query` | what was typed, as words |
//! | `vocabulary` | every word of the entries, and which of them a typed word may mean |
//! | `word_index` | where each word stands, and how well an entry fits |
//! | `faq_index` | the entries of one guild, in order of fitting |
//!
//! No part of it looks at every entry: a typed word is looked up, or compared with the different words of the guild,
//! which are far fewer than its texts have.

mod faq_index;
mod query;
mod vocabulary;
mod word_index;

pub(crate) use faq_index::MOST_CHOICES;
#[cfg(any(test, feature = "testing"))]
pub(crate) use faq_index::precedence;
pub use faq_index::{FaqIndex, Findings, Hit};
pub use word_index::{Fit, WordIndex};
