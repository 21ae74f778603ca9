//! Names of events, alone or as the end of a longer word.

use super::{LANGUAGES, Meaning, means};
use crate::scan::Tokens;

/// The length in tokens of an event's name: `les`, `zwemles`, `meet-up`.
pub(crate) fn event_noun(tokens: &Tokens, at: usize) -> Option<usize> {
    let ends = |ending: &&str| tokens.text(at).ends_with(ending);
    let compound = || {
        let mut endings = LANGUAGES.iter().flat_map(|it| it.event_endings);
        (tokens.is_word(at) && endings.any(ends)).then_some(1)
    };
    means(tokens, at, Meaning::EventNoun)
        .or_else(|| means(tokens, at, Meaning::Sessions))
        .or_else(compound)
}
