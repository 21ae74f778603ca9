//! Checks request bodies against Discord's OpenAPI description, when that file is there.

mod check;
mod document;
mod source;

pub use self::check::{ValidationState, Violation};
pub(crate) use self::{check::Validation, source::Source};
