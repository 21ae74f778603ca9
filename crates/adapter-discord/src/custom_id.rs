//! Typed custom ids: what a button or form carries, so that it works after any restart.
//!
//! An id is `route:part:part…`, at most 100 characters. The route names the handler (`routes.rs`); the parts are
//! numbers and short words that the handler's own type writes and reads. Parts are untrusted: a client can send any.

use std::fmt::Display;
use std::str::FromStr;

/// Discord's limit, in characters.
const MAX: usize = 100;

/// Writes `route` and `parts` as a custom id.
pub(crate) fn encode(route: &'static str, parts: &[&dyn Display]) -> String {
    let id = parts
        .iter()
        .fold(route.to_owned(), |id, part| format!("{id}:{part}"));
    debug_assert!(
        id.chars().count() <= MAX,
        "a custom id of {} characters",
        id.chars().count()
    );
    id
}

/// A custom id, split at its colons.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'a> {
    /// Which handler it belongs to.
    pub(crate) route: &'a str,
    rest: std::str::Split<'a, char>,
}

impl<'a> Parts<'a> {
    /// Splits a custom id.
    pub(crate) fn of(id: &'a str) -> Self {
        let mut rest = id.split(':');
        Self {
            route: rest.next().unwrap_or_default(),
            rest,
        }
    }

    /// The next part as a value; none when it is missing or reads differently.
    pub(crate) fn next<T: FromStr>(&mut self) -> Option<T> {
        self.rest.next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_refuses_what_it_did_not() {
        let id = encode("page", &[&7_u64, &"all"]);
        assert_eq!(id, "page:7:all");
        let mut parts = Parts::of(&id);
        assert_eq!(parts.route, "page");
        assert_eq!(parts.next::<u64>(), Some(7));
        assert_eq!(parts.next::<String>().as_deref(), Some("all"));
        assert_eq!(parts.next::<u64>(), None);
        assert_eq!(Parts::of("page:x").next::<u64>(), None);
    }
}
