//! Which bytes make a word suspicious, so that it has to be folded and read character by character.

use super::Profile;

/// Nothing special.
const PLAIN: u8 = 0;
/// Has to be looked at.
pub(super) const STOP: u8 = 1;
/// A blank; the second one in a row has to be looked at.
pub(super) const BLANK: u8 = 2;

/// What to do with each byte.
pub(super) type Classes = [u8; 256];

const MENTIONS: &[u8] = b"@<";
const LINKS: &[u8] = b"[/:.%&?";
const BOTH: &[u8] = b"@<[/:.%&?";

static FOR_MENTIONS: Classes = classes(MENTIONS);
static FOR_LINKS: Classes = classes(LINKS);
static FOR_BOTH: Classes = classes(BOTH);

const fn classes(marks: &[u8]) -> Classes {
    let mut classes = [PLAIN; 256];
    let mut at = 0x80;
    while at < 256 {
        classes[at] = STOP;
        at += 1;
    }
    at = 0;
    while at < marks.len() {
        classes[marks[at] as usize] = STOP;
        at += 1;
    }
    let mut white = 0x9;
    while white <= 0xd {
        classes[white] = STOP;
        white += 1;
    }
    classes[b' ' as usize] = BLANK;
    classes
}

/// The classes that serve `profile`.
pub(super) fn classes_for(profile: Profile) -> &'static Classes {
    match (profile.removes_mentions(), profile.watches_urls()) {
        (true, false) => &FOR_MENTIONS,
        (false, _) => &FOR_LINKS,
        (true, true) => &FOR_BOTH,
    }
}

/// Whether `c` is white space.
pub(super) fn is_white(c: u8) -> bool {
    c == b' ' || matches!(c, b'\t'..=b'\r')
}

/// What a character that has to be looked at turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Harmless where it stands; so many bytes.
    Harmless(usize),
    /// White space.
    White,
    /// Its word has to be read character by character.
    Suspicious,
}

/// Looks at the character at `at`, whose class is [`STOP`].
pub(super) fn look_at(bytes: &[u8], at: usize) -> Verdict {
    let before = at.checked_sub(1).map_or(b' ', |it| bytes[it]);
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let is_harmless = match bytes[at] {
        b'\t'..=b'\r' => return Verdict::White,
        0x80.. => return look_at_wide(&bytes[at..]),
        // Completes `www.`, or what looks like it.
        b'.' => before.is_ascii() && !before.eq_ignore_ascii_case(&b'w'),
        // Ends the name of a scheme that needs no slashes, and something follows.
        b':' => is_white(next) || (before.is_ascii() && !ends_scheme(before)),
        // Begins a colon or a slash in disguise.
        b'%' => next.is_ascii() && !matches!(next, b'2' | b'3'),
        b'&' => next.is_ascii() && !matches!(next, b'c' | b'C' | b's' | b'S' | b'#'),
        // Ends the host of an invite, or its port.
        b'?' => {
            let ends_host = |c: u8| matches!(c, b'g' | b'm' | b'e' | b'0'..=b'9');
            before.is_ascii() && !ends_host(before.to_ascii_lowercase())
        }
        _ => false,
    };
    if is_harmless {
        Verdict::Harmless(1)
    } else {
        Verdict::Suspicious
    }
}

/// The last letters of the schemes that need no slashes, or none in brackets.
fn ends_scheme(c: u8) -> bool {
    b"taeobpsmd".contains(&c.to_ascii_lowercase())
}

/// Common characters that fold to nothing that [`BOTH`] holds, nor to a blank; the rest counts as suspicious.
fn look_at_wide(bytes: &[u8]) -> Verdict {
    let third = bytes.get(2).copied().unwrap_or_default();
    let fourth = bytes.get(3).copied().unwrap_or_default();
    match (bytes[0], bytes.get(1).copied().unwrap_or_default(), third) {
        (0xc2, 0x85 | 0xa0, _)
        | (0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf)
        | (0xe1, 0x9a, 0x80)
        | (0xe2, 0x81, 0x9f)
        | (0xe3, 0x80, 0x80) => Verdict::White,
        (0xc2, 0xa1..=0xbb | 0xbf, _) | (0xc3..=0xc6 | 0xce..=0xd1, _, _) => Verdict::Harmless(2),
        (0xe1, 0xb8..=0xbb, _)
        | (0xe2, 0x80, 0x8d | 0x90..=0xa3 | 0xb0..=0xbb)
        | (0xe2, 0x82, 0xa0..=0xbf)
        | (0xe2, 0x84, 0xa2)
        | (0xe2, 0x86, 0x90..)
        | (0xe2, 0x87 | 0x95..=0x9f | 0xac, _)
        | (0xef, 0xb8, 0x8e | 0x8f) => Verdict::Harmless(3),
        (0xf0, 0x9f, 0x80..=0x83 | 0x89..=0xbf) => Verdict::Harmless(4),
        (0xf0, 0x9f, 0x87) if fourth >= 0xa6 => Verdict::Harmless(4),
        _ => Verdict::Suspicious,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn no_harmless_character_stands_for_a_suspicious_one() {
        let mut harmless = 0;
        for c in '\u{80}'..=char::MAX {
            let text = format!("x{c}");
            match look_at(text.as_bytes(), 1) {
                Verdict::Harmless(length) => {
                    harmless += 1;
                    assert_eq!(length, c.len_utf8(), "{c:?}");
                    let folded = fold(&text).into_iter().skip(1).map(|it| it.value);
                    for value in folded {
                        let is_known =
                            value.is_ascii() && (BOTH.contains(&(value as u8)) || value == ';');
                        assert!(!is_known && !value.is_whitespace(), "{c:?} is {value:?}");
                    }
                }
                verdict => {
                    assert_eq!(verdict == Verdict::White, c.is_whitespace(), "{c:?}");
                }
            }
        }
        assert!(harmless > 3000, "letters of Europe and emoji are harmless");
    }
}
