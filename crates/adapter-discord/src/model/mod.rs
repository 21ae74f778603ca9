//! The language model on Discord: how it is doing, and its answers as messages.

pub(crate) mod status;
mod status_view;
