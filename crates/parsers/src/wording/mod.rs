//! Texts that are made from an announcement: its short name and its body.

mod message_text;
mod paragraphs;
mod short_title;

pub use message_text::message_text;
pub use paragraphs::format_paragraphs;
pub(crate) use short_title::cut;
pub use short_title::short_title;
