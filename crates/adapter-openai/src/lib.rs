//! Language models over any OpenAI-compatible endpoint, and what other cores ask of one in words.
#![doc = include_str!("../README.md")]

mod announcements;
mod answer;
mod dialect;
mod http;
mod openai;
mod options;
mod refusal;
mod request;

pub use announcements::AnnouncementReader;
pub use openai::OpenAi;
pub use options::{OpenAiOptions, OptionsError};
