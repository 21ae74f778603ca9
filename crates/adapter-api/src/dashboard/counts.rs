//! How many entries are held in memory, under the names that dashboards know.

use std::collections::BTreeMap;

use super::body::CacheBlock;

/// The figures out of `entries`, which go by the names of `alphapy_memory_entries`. What is not there holds nothing.
pub(super) fn caches(entries: &BTreeMap<&'static str, usize>) -> CacheBlock {
    let of = |structures: &[&str]| {
        let held = structures.iter().filter_map(|it| entries.get(it));
        held.sum()
    };
    CacheBlock {
        command_tracker_queue_size: of(&["command_tracker_queue"]),
        command_stats_cache_size: of(&["command_stats"]),
        settings_cache_size: of(&["settings_snapshots"]),
        ip_rate_limits_size: of(&["rate_limits"]),
        sync_cooldowns_size: of(&["sync_cooldowns"]),
        ticket_cooldowns_size: of(&["ticket_cooldowns"]),
        idempotency_cache_size: of(&["idempotency"]),
        identity_cache_size: of(&["identity_links", "identity_strangers"]),
        secrets_cache_size: of(&["secrets"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_told_and_what_is_not_holds_nothing() {
        let entries = BTreeMap::from([
            ("settings_snapshots", 7),
            ("command_tracker_queue", 3),
            ("something_else", 9),
        ]);
        let expected = CacheBlock {
            settings_cache_size: 7,
            command_tracker_queue_size: 3,
            ..CacheBlock::default()
        };
        assert_eq!(caches(&entries), expected);
    }
}
