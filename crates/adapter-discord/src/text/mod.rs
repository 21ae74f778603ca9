//! What may be shown to people: our own words, sanitised text, and values – nothing else.

mod card;
mod rich;

pub(crate) use card::{Card, Colour};
pub(crate) use rich::{Rich, TimeStyle};
