//! Participles by their form: `gewonnen`, `gespeeld`.

use super::LANGUAGES;

/// Shorter words that look so are something else: `geen`, `geit`.
const SHORTEST: usize = 6;

/// Whether a lower-case word begins and ends like a participle.
pub(crate) fn is_participle(word: &str) -> bool {
    let forms = LANGUAGES.iter().flat_map(|it| it.participles);
    word.len() >= SHORTEST
        && forms
            .into_iter()
            .any(|(head, tail)| word.starts_with(head) && word.ends_with(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participles_are_known_by_their_form() {
        assert!(is_participle("gewonnen"));
        assert!(is_participle("gevoetbald"));
        assert!(!is_participle("geen"));
        assert!(!is_participle("spelen"));
    }
}
