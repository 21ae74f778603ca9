//! Onboarding: what a server asks of newcomers.
#![doc = include_str!("../README.md")]

mod mode;

pub use mode::OnboardingMode;
