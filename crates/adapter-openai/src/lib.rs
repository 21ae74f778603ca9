//! Language models over any OpenAI-compatible endpoint.
#![doc = include_str!("../README.md")]

mod answer;
mod dialect;
mod http;
mod openai;
mod options;
mod refusal;
mod request;

pub use openai::OpenAi;
pub use options::{OpenAiOptions, OptionsError};
