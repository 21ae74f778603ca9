//! How the folded copy is read: words, blanks, and what JSON writes with a backslash.

/// A word this long is no word.
const LONGEST_WORD: usize = 24;
/// A part of a name with separators is no word when it is longer.
const LONGEST_PART: usize = 15;

pub(super) fn is_blank(c: u8) -> bool {
    matches!(c, b' ' | b'\t')
}

pub(super) fn is_space(c: u8) -> bool {
    c.is_ascii_whitespace()
}

/// Whether a folded byte is part of a word.
pub(super) fn is_letter_or_digit(c: u8) -> bool {
    crate::fold::is_letter_or_number(c)
}

/// What stands before `at`, for those who ask whether a word begins there: a blank at the beginning of the text and
/// behind `\n` as JSON writes it.
pub(super) fn before(bytes: &[u8], at: usize) -> u8 {
    let Some(last) = at.checked_sub(1) else {
        return b' ';
    };
    let is_break = matches!(bytes[last], b'n' | b'r' | b't') && is_escaped(bytes, last);
    if is_break { b' ' } else { bytes[last] }
}

/// `start`, or behind the `\n` that begins one byte before it.
pub(super) fn after_escape(bytes: &[u8], start: usize) -> usize {
    let length = match bytes.get(start) {
        Some(b'n' | b'r' | b't' | b'b' | b'f') => 1,
        Some(b'u') => 5,
        _ => return start,
    };
    if is_escaped(bytes, start) {
        bytes.len().min(start + length)
    } else {
        start
    }
}

/// Whether an odd number of backslashes stands before `at`; more than a few are nobody's escape.
pub(super) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let backslashes = bytes[..at].iter().rev().take(16);
    backslashes.take_while(|it| **it == b'\\').count() % 2 == 1
}

/// How many of the bytes from `at` on are so.
pub(super) fn run(bytes: &[u8], at: usize, is_so: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|it| is_so(**it)).count()
}

/// `value` without what is neither letter nor digit around it.
pub(super) fn bare(value: &[u8]) -> &[u8] {
    let is_part = |it: &u8| is_letter_or_digit(*it);
    let start = value.iter().position(is_part).unwrap_or(value.len());
    let end = value.iter().rposition(is_part).map_or(start, |it| it + 1);
    &value[start..end]
}

/// Whether `value` could be an ordinary word: letters only, no capital inside, not too long.
pub(super) fn is_word(value: &[u8]) -> bool {
    let body = bare(value);
    let is_small = |it: &u8| it.is_ascii_lowercase() || *it >= 0x80;
    let has_small = body.iter().any(is_small);
    let fits = |it: &u8| {
        is_small(it) || matches!(it, b'-' | b'\'') || (it.is_ascii_uppercase() && !has_small)
    };
    body.len() <= LONGEST_WORD
        && body.first().is_none_or(|it| crate::fold::is_letter(*it))
        && body.iter().skip(1).all(fits)
}

/// Whether `value` is words or small numbers with separators between, as names of files, packages and options are.
pub(super) fn is_prose(value: &[u8]) -> bool {
    let separators = |it: &u8| matches!(it, b'_' | b'-' | b'.' | b'/');
    value.split(separators).all(|part| {
        let is_number = part.len() <= 4 && part.iter().all(u8::is_ascii_digit);
        is_number || (part.len() <= LONGEST_PART && is_word(part) && bare(part).len() == part.len())
    })
}

/// Whether letters and digits both occur, as in no word.
pub(super) fn is_mixed(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit) && value.iter().any(|it| crate::fold::is_letter(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_secrets() {
        for word in [
            "woord", "Woord", "WOORD", "o'neill", "e-mail", "(zo)", "privé",
        ] {
            assert!(is_word(word.as_bytes()), "{word}");
        }
        for secret in ["w00rd", "woOrd", "a_b", "123", "zo!nee"] {
            assert!(!is_word(secret.as_bytes()), "{secret}");
        }
        assert!(is_prose(b"leren-is-leuk.2031_v"));
        assert!(!is_prose(b"aB3-x"));
    }

    #[test]
    fn what_json_writes_with_a_backslash_is_no_letter() {
        let text = br"a\njan \\njan";
        assert_eq!(before(text, 3), b' ');
        assert_eq!(after_escape(text, 2), 3);
        assert_eq!(before(text, 10), b'n');
        assert_eq!(before(text, 0), b' ');
    }
}
