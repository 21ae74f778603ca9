//! Names for requests that came without one.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

/// Makes names that nobody else has. They are no secrets, so that the system is asked for chance once and not for every
/// request.
#[derive(Debug, Default)]
pub(super) struct RequestNames {
    chance: [RandomState; 2],
    made: AtomicU64,
}

impl RequestNames {
    /// The next one: a random UUID, as far as anybody can tell.
    pub(super) fn next(&self) -> Uuid {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let [high, low] = self.chance.each_ref().map(|it| it.hash_one(number));
        let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
        Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_random_uuids_that_nobody_else_has() {
        let processes = [RequestNames::default(), RequestNames::default()];
        let names = processes.iter().flat_map(|it| (0..1000).map(|_| it.next()));
        let names: HashSet<Uuid> = names.collect();
        assert_eq!(names.len(), 2000);
        assert!(names.iter().all(|it| it.get_version_num() == 4));
    }
}
