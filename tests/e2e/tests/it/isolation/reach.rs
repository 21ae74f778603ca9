//! What can be reached from outside, and which cases reach it.

use std::collections::BTreeSet;

use adapter_api::Endpoint;
use e2e_tests::{Leaf, components, endpoints, leaves};

use super::Case;

/// The words of a command before its options.
pub(super) fn path(command: &str) -> String {
    let words = command.trim_start_matches('/').split_whitespace();
    words
        .take_while(|it| !it.contains(':'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Everything that can be reached from outside.
pub(super) fn reachable() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for Leaf {
        path, completed, ..
    } in leaves()
    {
        all.extend(
            completed
                .iter()
                .map(|option| format!("type {path} {option}")),
        );
        all.insert(format!("run {path}"));
    }
    all.extend(components().iter().map(|route| format!("send {route}")));
    let endpoint = |it: &Endpoint| format!("ask {} {}", it.method, it.path);
    all.extend(endpoints().iter().map(endpoint));
    all
}

/// What cannot be reached by these cases, or not any more.
pub(super) fn unmatched<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<String> {
    let tried: BTreeSet<String> = cases.map(|it| it.0.subject()).collect();
    reachable().symmetric_difference(&tried).cloned().collect()
}
