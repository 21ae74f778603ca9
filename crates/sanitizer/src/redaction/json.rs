//! What is special about JSON: where its values begin, and that its numbers have no quotes.

use super::Found;
use super::bytes::is_space;
use super::values::MOST_BLANKS;

/// A quote if `found` is a number as a value of JSON, or nothing.
pub(super) fn quote_around(bytes: &[u8], found: Found) -> &'static str {
    let is_number = |it: &u8| it.is_ascii_digit() || b"+-.eE".contains(it);
    if !bytes[found.start..found.end].iter().all(is_number) {
        return "";
    }
    let (before, place) = last_before(bytes, found.start);
    let behind = bytes[found.end..]
        .iter()
        .take(MOST_BLANKS)
        .find(|it| !is_space(**it));
    let closes = matches!(behind, Some(b',' | b'}' | b']'));
    let is_value = match before {
        b':' => last_before(bytes, place).0 == b'"',
        b'[' | b',' => is_list(bytes),
        _ => false,
    };
    if is_value && closes { "\"" } else { "" }
}

/// Where the value behind the `:` at `at` begins, or the first one of a list; none if an object follows or nothing does.
pub(super) fn value_start(bytes: &[u8], at: usize) -> Option<usize> {
    let behind_blanks = |at: usize| {
        let blanks = bytes[at..].iter().take(MOST_BLANKS);
        at + blanks.take_while(|it| is_space(**it)).count()
    };
    let mut start = behind_blanks(at + 1);
    if bytes.get(start) == Some(&b'[') {
        start = behind_blanks(start + 1);
    }
    let is_value = |it: &&u8| !matches!(it, b'[' | b'{' | b']' | b'}');
    bytes.get(start).filter(is_value).map(|_| start)
}

/// The last byte before `at` that is no blank, and where it stands.
fn last_before(bytes: &[u8], at: usize) -> (u8, usize) {
    let blanks = bytes[..at].iter().rev().take(MOST_BLANKS);
    let blanks = blanks.take_while(|it| is_space(**it)).count();
    let place = (at - blanks).checked_sub(1);
    place.map_or((b' ', 0), |it| (bytes[it], it))
}

/// Whether the text begins as JSON does.
fn is_list(bytes: &[u8]) -> bool {
    let first = bytes.iter().take(MOST_BLANKS).find(|it| !is_space(**it));
    matches!(first, Some(b'[' | b'{'))
}
