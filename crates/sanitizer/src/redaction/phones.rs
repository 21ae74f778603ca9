//! Phone numbers: international ones, those of Belgium and the Netherlands, and American ones as they are written there.

use super::bytes::{before, is_letter_or_digit, run};
use super::labels::{self, Label};
use super::scanner::found;
use super::{Found, Sensitive};

/// How many digits an international number has, with its country.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 9..=15;
/// A number with more groups is none.
const MOST_GROUPS: usize = 7;

/// How many separators and parentheses stand between the groups of an international number.
const MOST_BETWEEN_INTERNATIONAL: usize = 3;

/// No area has more digits.
const LONGEST_AREA: usize = 5;

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
fn groups(bytes: &[u8], at: usize, most_between: usize) -> Option<Groups> {
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
            .take_while(|it| is_between(**it, most_between))
            .count();
        let goes_on = rest.get(gap).is_some_and(u8::is_ascii_digit);
        let is_spaced_dash = groups.count == 1 && rest.starts_with(b" - ");
        // Only behind the first group do parentheses close.
        let most = if is_spaced_dash {
            3
        } else if most_between == 2 && groups.count > 1 {
            1
        } else {
            most_between
        };
        if gap == 0 || gap > most || !goes_on {
            return Some(groups);
        }
        let separator = rest[0];
        groups.has_mixed_separators |= groups.separator.is_some_and(|it| it != separator);
        groups.separator = Some(separator);
        next = groups.end + gap;
    }
}

fn is_between(c: u8, most_between: usize) -> bool {
    matches!(c, b' ' | b'.' | b'-' | b'/') || (most_between > 1 && matches!(c, b'(' | b')'))
}

/// The number that begins with the `+` at `at`.
pub(super) fn international(bytes: &[u8], at: usize) -> Option<Found> {
    let before = before(bytes, at);
    let is_apart = !(is_letter_or_digit(before) || before == b'+');
    if !is_apart || !matches!(bytes.get(at + 1), Some(b'1'..=b'9')) {
        return None;
    }
    let groups = groups(bytes, at + 1, MOST_BETWEEN_INTERNATIONAL)?;
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

/// The number without a `+` that begins with the digit at `at`.
pub(super) fn national(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let digits = run(&bytes[..bytes.len().min(at + LONGEST_AREA + 1)], at, |it| {
        it.is_ascii_digit()
    });
    let is_in_parentheses = at > floor
        && bytes[at - 1] == b'('
        && bytes.get(at + digits) == Some(&b')')
        && digits <= LONGEST_AREA;
    let start = at - usize::from(is_in_parentheses);
    if !begins(bytes, floor, start) {
        return None;
    }
    let label = labels::before(bytes, floor, start);
    let is_called = label == Some(Label::Phone);
    let is_phone = match bytes[at] {
        b'0' => {
            let most = match bytes.get(at + 1) {
                Some(b'0') => MOST_BETWEEN_INTERNATIONAL,
                _ if is_in_parentheses => 2,
                _ => 1,
            };
            let groups = groups(bytes, at, most)?;
            let is_phone = has_form(
                &bytes[at..groups.end],
                &groups,
                is_called,
                is_in_parentheses,
            );
            is_phone.then_some(groups.end)
        }
        b'2'..=b'9' => american_end(bytes, at, is_in_parentheses, is_called),
        _ => None,
    };
    let end = is_phone.filter(|end| ends(bytes, *end))?;
    found(Sensitive::Phone, start, end).filter(|_| label != Some(Label::Other))
}

/// Whether a number may begin here, rather than go on from an amount, a date or a word.
fn begins(bytes: &[u8], floor: usize, start: usize) -> bool {
    let last = before(bytes, start);
    let before_that = start.checked_sub(2).filter(|it| *it >= floor);
    let before_that = before_that.map_or(b' ', |it| bytes[it]);
    let is_joint =
        matches!(last, b'.' | b',' | b'-' | b'/' | b':' | b'_') && before_that.is_ascii_digit();
    !(is_joint || is_letter_or_digit(last) || matches!(last, b'#' | b'_'))
}

/// `(555) 123-4567`, `555-123-4567`, and with blanks or dots if it is called a phone's, with the first digit at `at`.
fn american_end(
    bytes: &[u8],
    at: usize,
    is_in_parentheses: bool,
    is_called: bool,
) -> Option<usize> {
    let gap = if is_in_parentheses {
        let rest = bytes.get(at + 3..)?;
        rest.strip_prefix(b")")
            .map(|it| 1 + usize::from(it.starts_with(b" ")))?
    } else {
        usize::from(bytes.get(at + 3).is_some_and(|it| is_between(*it, 1)))
    };
    let exchange = at + 3 + gap;
    let number = exchange + 4;
    let is_digits = |range: std::ops::Range<usize>| {
        bytes
            .get(range)
            .is_some_and(|it| it.iter().all(u8::is_ascii_digit))
    };
    let separator = *bytes.get(number - 1)?;
    let is_joined = if is_in_parentheses {
        is_between(separator, 1)
    } else {
        separator == bytes[at + 3]
            && (separator == b'-' || is_called && matches!(separator, b' ' | b'.'))
    };
    let is_whole =
        is_digits(at..at + 3) && is_digits(exchange..number - 1) && is_digits(number..number + 4);
    let goes_on = bytes.get(number + 4).is_some_and(u8::is_ascii_digit);
    (gap > 0 && is_joined && is_whole && !goes_on).then_some(number + 4)
}

/// Whether a number that begins with a nought is one of Belgium, the Netherlands, or with `00` of another country.
fn has_form(number: &[u8], groups: &Groups, is_called: bool, is_in_parentheses: bool) -> bool {
    let digits: Vec<u8> = number
        .iter()
        .copied()
        .filter(u8::is_ascii_digit)
        .take(4)
        .collect();
    match digits[..] {
        [b'0', b'0', b'1'..=b'9', _] => is_abroad(groups),
        [b'0', b'1'..=b'9', third, _] => {
            let is_mobile = match digits[1] {
                b'4' => matches!(third, b'5'..=b'9'),
                b'6' => matches!(third, b'1'..=b'5' | b'8'),
                _ => false,
            };
            is_dutch_or_belgian(groups, is_mobile, is_called)
                && (!is_in_parentheses || groups.count > 1)
        }
        _ => false,
    }
}

/// `0032 470 12 34 56`, `00 31 6 12345678`.
fn is_abroad(groups: &Groups) -> bool {
    let lengths = &groups.lengths[..groups.count];
    let is_list_of_pairs = lengths.iter().all(|it| *it == 2);
    let has_code = lengths[0] >= 4 || (lengths[0] == 2 && groups.count > 2 && !is_list_of_pairs);
    has_code && (11..=15).contains(&groups.digits)
}

fn is_dutch_or_belgian(groups: &Groups, is_mobile: bool, is_called: bool) -> bool {
    let lengths = &groups.lengths[..groups.count];
    let area = lengths[0];
    let is_whole = groups.count == 1;
    let rest_is_long = lengths[1..].iter().all(|it| (2..=8).contains(it));
    let is_list_of_pairs = area == 2 && lengths.iter().all(|it| *it == 2);
    let is_date = area == 2 && groups.count > 2 && lengths[1] == 2 && matches!(lengths[2], 4 | 8);
    // A Belgian company is numbered so: 0403.170.701.
    let is_company =
        lengths == [4, 3, 3] && groups.separator == Some(b'.') && !groups.has_mixed_separators;
    let has_area = (2..=4).contains(&area) && rest_is_long;
    match groups.digits {
        9 if is_whole => is_called,
        9 => has_area && area <= 3 && !is_date,
        10 if is_whole || is_list_of_pairs => is_mobile || (is_whole && is_called),
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
