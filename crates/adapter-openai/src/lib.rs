//! Language-model ports over any OpenAI-compatible endpoint.
#![doc = include_str!("../README.md")]
