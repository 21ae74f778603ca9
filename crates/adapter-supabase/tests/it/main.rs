//! Tokens against a project that stands in for Supabase: who is let in, and every known way to get in without a right.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod attacks;
mod identities;
mod key_changes;
mod project;
mod remote;
