//! What marks one run of the questions, so that what belongs to an earlier one is told apart.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::str::FromStr;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// How many characters a new one has.
const LENGTH: usize = 10;

/// Letters and digits (base 62), 8 to 32 of them, that no other run has. Not a secret: sessions belong to members, and
/// nobody gets at another member's by knowing it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

/// What is no nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the mark of a session")]
pub struct InvalidNonce;

impl Nonce {
    /// Another one each time.
    pub fn fresh() -> Self {
        // Every `RandomState` has keys of its own, which is chance enough for what need only differ.
        let mut left = RandomState::new().build_hasher().finish();
        let mut text = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            let at = usize::try_from(left % 62).unwrap_or_default();
            text.push(char::from(ALPHABET[at]));
            left /= 62;
        }
        Self(text)
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Nonce {
    type Err = InvalidNonce;

    fn from_str(text: &str) -> Result<Self, InvalidNonce> {
        let fits = (8..=32).contains(&text.len());
        if fits && text.bytes().all(|it| it.is_ascii_alphanumeric()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidNonce)
        }
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_one_can_be_read_again_and_is_like_no_other() {
        let all: std::collections::HashSet<_> = (0..1000).map(|_| Nonce::fresh()).collect();
        assert_eq!(all.len(), 1000);
        for nonce in all {
            assert_eq!(nonce.as_str().len(), 10);
            assert_eq!(nonce.as_str().parse(), Ok(nonce));
        }
    }

    #[test]
    fn what_somebody_made_up_is_none() {
        for text in [
            "",
            "short",
            "with space",
            "under_score",
            "é1234567",
            &"a".repeat(33),
        ] {
            assert_eq!(text.parse::<Nonce>(), Err(InvalidNonce), "{text}");
        }
    }
}
