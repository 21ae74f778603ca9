//! Discord's limits on what is sent, as far as its OpenAPI description does not state them usefully.

pub(crate) mod autocomplete;
pub(crate) mod command;
pub(crate) mod component;
pub(crate) mod embed;
mod measure;
pub(crate) mod message;
pub(crate) mod modal;

pub(crate) use self::measure::{at_most, few, items, length, some_at_most};
