//! What the tests of every crate use in place of the world outside.

pub use crate::ManualClock;
