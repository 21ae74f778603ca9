//! Typed custom ids: what a button or form carries, so that it works after any restart.
//!
//! An id is `route:part:part…`, at most 100 characters. The route names the handler (`routes.rs`); the parts are
//! numbers and short words that the handler's own type writes and reads. Parts are untrusted: a client can send any.
//! Some features promise ids with other signs between the parts; those are in [`SPELLED`].

use std::fmt::Display;
use std::str::FromStr;

/// Discord's limit, in characters.
const MAX: usize = 100;

/// Routes whose ids have a `_` behind them, and between their parts what stands here. A `:` everywhere is read as well.
const SPELLED: &[(&str, char)] = &[
    ("onboarding_btn", '_'),
    ("onboarding_confirm", '_'),
    ("onboarding_followup", '_'),
    ("onboarding_lang_other", '_'),
    ("onboarding_restart", '_'),
    ("onboarding_resume", '_'),
    ("onboarding_retry", '_'),
    ("onboarding_select", '_'),
    ("onboarding_skip", '_'),
    ("onboarding_text", '_'),
    ("onboarding_type", '_'),
    ("personalization_language_select", '_'),
    ("personalization_optin", '_'),
    ("rule", ':'),
];

/// Writes `route` and `parts` as a custom id.
pub(crate) fn encode(route: &'static str, parts: &[&dyn Display]) -> String {
    let spelled = SPELLED.iter().find(|(it, _)| *it == route);
    let (first, between) = spelled.map_or((':', ':'), |(_, between)| ('_', *between));
    let mut id = route.to_owned();
    for (index, part) in parts.iter().enumerate() {
        id.push(if index == 0 { first } else { between });
        id.push_str(&part.to_string());
    }
    debug_assert!(
        id.chars().count() <= MAX,
        "a custom id of {} characters",
        id.chars().count()
    );
    id
}

/// A custom id, split into its parts.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'a> {
    /// Which handler it belongs to.
    pub(crate) route: &'a str,
    rest: std::str::Split<'a, char>,
}

impl<'a> Parts<'a> {
    /// Splits a custom id.
    pub(crate) fn of(id: &'a str) -> Self {
        let spelled = SPELLED.iter().find_map(|(route, between)| {
            let rest = id.strip_prefix(route)?.strip_prefix('_')?;
            Some(Self {
                route,
                rest: rest.split(*between),
            })
        });
        if let Some(spelled) = spelled {
            return spelled;
        }
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

    #[test]
    fn promised_ids_are_spelled_as_promised_and_read_in_either_spelling() {
        for (route, parts, id) in [
            (
                "onboarding_btn",
                &["2", "1", "n0nce"][..],
                "onboarding_btn_2_1_n0nce",
            ),
            ("rule", &["2", "n0nce"], "rule_2:n0nce"),
            ("final_accept", &["n0nce"], "final_accept:n0nce"),
            ("onboarding_retry", &["n0nce"], "onboarding_retry_n0nce"),
        ] {
            let shown: Vec<_> = parts.iter().map(|it| it as &dyn Display).collect();
            assert_eq!(encode(route, &shown), id);
            let colons = format!("{route}:{}", parts.join(":"));
            for id in [id, &colons] {
                let mut read = Parts::of(id);
                assert_eq!(read.route, route);
                for part in parts {
                    assert_eq!(read.next::<String>().as_deref(), Some(*part), "{id}");
                }
                assert_eq!(read.next::<String>(), None);
            }
        }
        let mut bare = Parts::of("rule_1");
        assert_eq!((bare.route, bare.next::<u16>()), ("rule", Some(1)));
        assert_eq!(bare.next::<String>(), None);
        assert_eq!(
            Parts::of("onboarding_options_modal:1").route,
            "onboarding_options_modal"
        );
    }
}
