//! Which names are those of secrets.

use super::Sensitive;
use super::bytes::{is_blank, is_escaped};
use super::tokens::is_token_byte;
use super::words::{
    AMBIGUOUS_KEYS, KEY_ENDINGS, PASSWORD_ENDINGS, PASSWORDS, TOKEN_ENDINGS, ends_in, is_one_of,
};

/// No name worth reading is longer.
const LONGEST_NAME: usize = 64;

/// What a name says about the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A password.
    Password,
    /// A password, or a pass for the bus: `pass`.
    Pass,
    /// A key or a token.
    Secret(Sensitive),
    /// A key, or a word that is often used for something else: `key`.
    Ambiguous,
    /// What lets in behind `Authorization`.
    Authorization,
    /// What browsers and servers send each other.
    Cookie,
}

impl Name {
    pub(super) fn kind(self) -> Sensitive {
        match self {
            Self::Password | Self::Pass => Sensitive::Password,
            Self::Secret(kind) => kind,
            Self::Ambiguous => Sensitive::ApiKey,
            Self::Authorization | Self::Cookie => Sensitive::AccessToken,
        }
    }

    /// What `name` names, if it names a secret.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        let parts = |it: &u8| matches!(it, b'_' | b'-' | b'.');
        let last = name.rsplit(parts).next().filter(|it| !it.is_empty())?;
        let has_more = last.len() < name.len();
        if ends_in(last, PASSWORD_ENDINGS) || is_one_of(last, PASSWORDS) {
            Some(Self::Password)
        } else if is_one_of(last, &["pass"]) {
            Some(if has_more { Self::Password } else { Self::Pass })
        } else if is_one_of(last, &["authorization"]) {
            Some(Self::Authorization)
        } else if is_one_of(last, &["cookie"]) {
            Some(Self::Cookie)
        } else if ends_in(last, TOKEN_ENDINGS) {
            Some(Self::Secret(Sensitive::AccessToken))
        } else if ends_in(last, KEY_ENDINGS) || camel(last, b"Key") {
            Some(Self::Secret(Sensitive::ApiKey))
        } else if is_one_of(last, AMBIGUOUS_KEYS) {
            let is_compound = has_more || is_behind_api(name);
            Some(if is_compound {
                Self::Secret(Sensitive::ApiKey)
            } else {
                Self::Ambiguous
            })
        } else if camel(last, b"Pass") {
            Some(Self::Password)
        } else {
            None
        }
    }
}

fn is_behind_api(name: &[u8]) -> bool {
    name.len() > 3 && name[..3].eq_ignore_ascii_case(b"api")
}

/// `secretKey`, `dbPass`.
fn camel(name: &[u8], part: &[u8]) -> bool {
    let before = name.strip_suffix(part).and_then(<[u8]>::last);
    before.is_some_and(u8::is_ascii_lowercase)
}

/// The name that ends before the separator at `at`, without the quotes, marks and blanks between, and whether it stands
/// in quotes.
pub(super) fn name_before(bytes: &[u8], floor: usize, at: usize) -> (&[u8], bool) {
    let first = floor.max(at.saturating_sub(LONGEST_NAME));
    let mut end = at;
    while end > first
        && at - end < 3
        && matches!(
            bytes[end - 1],
            b'"' | b'\'' | b' ' | b'*' | b'`' | b'\\' | b'_'
        )
    {
        end -= 1;
    }
    let is_quoted = bytes[end..at].iter().any(|it| matches!(it, b'"' | b'\''));
    let name = &bytes[first..end];
    let start = name
        .iter()
        .rposition(|it| !is_token_byte(*it))
        .map_or(0, |it| it + 1);
    let escaped = usize::from(
        start < name.len()
            && matches!(name[start], b'n' | b'r' | b't')
            && is_escaped(bytes, first + start),
    );
    (&name[start + escaped..], is_quoted)
}

/// Whether `value` is itself a name with a secret behind it, which is looked at in its turn.
pub(super) fn names_another(value: &[u8]) -> bool {
    let value = &value[..value.len().min(LONGEST_NAME)];
    let mut separators = (0..value.len()).filter(|at| matches!(value[*at], b':' | b'='));
    separators.any(|at| Name::of(name_before(value, 0, at).0).is_some())
}

/// Where the name ends that begins at `at`: letters, digits and dashes.
pub(super) fn name_end(bytes: &[u8], at: usize) -> usize {
    let name = bytes[at..].iter().take(LONGEST_NAME);
    at + name
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
        .count()
}

/// Where the words end that may stand between the name of a password and its separator: "wachtwoord van de wifi".
pub(super) fn words_end(bytes: &[u8], at: usize) -> usize {
    let words = bytes[at..].iter().take(LONGEST_NAME);
    at + words
        .take_while(|it| it.is_ascii_alphabetic() || **it >= 0x80 || is_blank(**it))
        .count()
}
