//! Onboarding: what a server asks of newcomers.
#![doc = include_str!("../README.md")]

mod mode;
pub mod settings;

pub use mode::OnboardingMode;
