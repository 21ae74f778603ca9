//! The name of a secret.

use std::fmt;
use std::str::FromStr;

/// The longest name, in characters.
const LONGEST: usize = 255;

/// The name of a secret: 1 to 255 ASCII letters, digits, `-` and `_`. It is no secret itself.
///
/// ```
/// use operations_core::SecretName;
///
/// let name: SecretName = "alphapy-bot-token".parse()?;
/// assert_eq!(name.variable(), "ALPHAPY_BOT_TOKEN");
/// # Ok::<(), operations_core::InvalidSecretName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretName(String);

/// A text that is no name of a secret. It is not repeated: somebody may have written the secret itself there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a secret")]
pub struct InvalidSecretName;

impl SecretName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The variable that stands for it in the environment: in capitals, `-` as `_`.
    pub fn variable(&self) -> String {
        self.0.to_ascii_uppercase().replace('-', "_")
    }
}

impl FromStr for SecretName {
    type Err = InvalidSecretName;

    fn from_str(text: &str) -> Result<Self, InvalidSecretName> {
        let allowed = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
        let fits = (1..=LONGEST).contains(&text.len()) && text.bytes().all(allowed);
        fits.then(|| Self(text.to_owned())).ok_or(InvalidSecretName)
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_lead_to_another_path() {
        for wrong in ["", "a/b", "..", "a b", "a?b", "naïve", &"a".repeat(256)] {
            assert!(wrong.parse::<SecretName>().is_err(), "{wrong}");
        }
        assert!("a".repeat(255).parse::<SecretName>().is_ok());
    }
}
