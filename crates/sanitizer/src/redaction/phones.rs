//! Phone numbers: international ones, and those of Belgium and the Netherlands.

use super::scanner::found;
use super::{Found, Sensitive};

/// How many digits an international number has, with its country.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 9..=15;
/// A number with more groups is none.
const MOST_GROUPS: usize = 7;

/// Digits in groups, with single separators between.
#[derive(Debug, Default)]
struct Groups {
    lengths: [usize; MOST_GROUPS],
    count: usize,
    digits: usize,
    end: usize,
    /// What stands between all groups; a blank if they differ.
    separator: Option<u8>,
    has_mixed_separators: bool,
}

/// Reads the groups that begin at `at`.
fn groups(bytes: &[u8], at: usize, may_have_parentheses: bool) -> Option<Groups> {
    let mut groups = Groups::default();
    let mut next = at;
    loop {
        let length = bytes[next..]
            .iter()
            .take_while(|it| it.is_ascii_digit())
            .count();
        *groups.lengths.get_mut(groups.count)? = length;
        groups.count += 1;
        groups.digits += length;
        groups.end = next + length;
        let rest = &bytes[groups.end..];
        let gap = rest
            .iter()
            .take_while(|it| is_between(**it, may_have_parentheses))
            .count();
        let goes_on = rest.get(gap).is_some_and(u8::is_ascii_digit);
        let most = if may_have_parentheses { 3 } else { 1 };
        if gap == 0 || gap > most || !goes_on {
            return Some(groups);
        }
        let separator = rest[0];
        groups.has_mixed_separators |= groups.separator.is_some_and(|it| it != separator);
        groups.separator = Some(separator);
        next = groups.end + gap;
    }
}

fn is_between(c: u8, may_have_parentheses: bool) -> bool {
    matches!(c, b' ' | b'.' | b'-' | b'/') || (may_have_parentheses && matches!(c, b'(' | b')'))
}

/// The number that begins with the `+` at `at`.
pub(super) fn international(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let is_apart = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'+');
    if !is_apart || !matches!(bytes.get(at + 1), Some(b'1'..=b'9')) {
        return None;
    }
    let groups = groups(bytes, at + 1, true)?;
    found(Sensitive::Phone, at, groups.end).filter(|_| {
        INTERNATIONAL.contains(&groups.digits)
            && ends(bytes, groups.end)
            && !is_round(&bytes[at..groups.end])
    })
}

/// Thousands and millions, as in `+1 000 000 000`.
fn is_round(number: &[u8]) -> bool {
    let zeros = number.iter().rev().filter(|it| it.is_ascii_digit());
    zeros.take_while(|it| **it == b'0').count() >= 6
}

/// The number that begins with the `0` at `at`.
pub(super) fn national(text: &str, floor: usize, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let (first, second) = (bytes[at], bytes.get(at + 1)?);
    let before = at.checked_sub(1).map_or(b' ', |it| bytes[it]);
    let before_that = at.checked_sub(2).filter(|it| *it >= floor);
    let before_that = before_that.map_or(b' ', |it| bytes[it]);
    let is_joint =
        matches!(before, b'.' | b',' | b'-' | b'/' | b':' | b'_') && before_that.is_ascii_digit();
    if first != b'0' || !second.is_ascii_digit() || is_joint {
        return None;
    }
    if before.is_ascii_alphanumeric() || matches!(before, b'#' | b'_' | b'=') || before >= 0x80 {
        return None;
    }
    let groups = groups(bytes, at, false)?;
    let is_phone = if *second == b'0' {
        bytes.get(at + 2).is_some_and(|it| *it != b'0')
            && (11..=15).contains(&groups.digits)
            && groups.lengths[0] >= 4
    } else {
        is_dutch_or_belgian(&bytes[at..groups.end], &groups)
    };
    found(Sensitive::Phone, at, groups.end).filter(|_| is_phone && ends(bytes, groups.end))
}

fn is_dutch_or_belgian(number: &[u8], groups: &Groups) -> bool {
    let lengths = &groups.lengths[..groups.count];
    let area = lengths[0];
    let is_whole = groups.count == 1;
    let is_mobile = matches!(&number[..2], b"04" | b"06");
    let rest_is_long = lengths[1..].iter().all(|it| (2..=8).contains(it));
    let is_list_of_pairs = area == 2 && lengths.iter().all(|it| *it == 2);
    let is_date = area == 2 && groups.count > 2 && lengths[1] == 2 && matches!(lengths[2], 4 | 8);
    // A Belgian company is numbered so: 0403.170.701.
    let is_company =
        lengths == [4, 3, 3] && groups.separator == Some(b'.') && !groups.has_mixed_separators;
    let has_area = (2..=4).contains(&area) && rest_is_long;
    match groups.digits {
        9 => (is_whole || has_area && area <= 3) && !is_date,
        10 if is_whole || is_list_of_pairs => is_whole || is_mobile,
        // An account whose check digits are wrong ends in 4, 4 and 2 digits.
        10 => has_area && !is_date && !is_company && lengths != [4, 4, 2],
        _ => false,
    }
}

/// Whether a number may end here, rather than go on as a date, a time or an amount.
fn ends(bytes: &[u8], end: usize) -> bool {
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let digit_follows = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let goes_on = matches!(next, b':' | b',' | b'-' | b'/' | b'.') && digit_follows;
    !(goes_on || next.is_ascii_alphanumeric() || matches!(next, b'_' | b'%'))
}
