//! A number that nobody chose, for spreading what would otherwise happen everywhere at once.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number from 0 to 1, another one each time. For pauses, never for secrets: every `RandomState` has keys of its own,
/// which is chance enough here.
///
/// ```
/// assert!((0.0..=1.0).contains(&kernel::chance()));
/// ```
pub fn chance() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}
