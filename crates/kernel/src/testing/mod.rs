//! What the tests of every crate use in place of the world outside.

mod manual_clock;

pub use manual_clock::ManualClock;
