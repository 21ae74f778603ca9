//! Bank account and card numbers, told from other numbers by their check digits.

use super::bytes::{before, is_letter_or_digit};
use super::countries::account_length;
use super::scanner::found;
use super::{Found, Sensitive};

/// How the digits of a card stand when they stand in groups.
const GROUPS: [&[usize]; 4] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3]];

/// The account number whose first check digit stands at `at`, behind the letters of its country.
pub(super) fn iban(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let gap = usize::from(at > floor && bytes[at - 1] == b' ');
    let start = at.checked_sub(2 + gap).filter(|it| *it >= floor)?;
    let country = [
        bytes[start].to_ascii_uppercase(),
        bytes[start + 1].to_ascii_uppercase(),
    ];
    let length = account_length(country)?;
    if start > floor && is_letter_or_digit(before(bytes, start)) {
        return None;
    }
    let mut remainders = Remainder::default();
    let mut end = at;
    for number in 2..length {
        if matches!(bytes.get(end), Some(b' ' | b'-' | b'.')) && number > 2 {
            end += 1;
        }
        let next = bytes.get(end).filter(|it| it.is_ascii_alphanumeric())?;
        if number >= 4 {
            remainders.add(*next);
        }
        end += 1;
    }
    for moved in [country[0], country[1], bytes[at], bytes[at + 1]] {
        remainders.add(moved);
    }
    let is_whole = bytes.get(end).is_none_or(|it| !it.is_ascii_alphanumeric());
    found(Sensitive::Iban, start, end).filter(|_| is_whole && remainders.0 == 1)
}

/// A long number modulo 97, with letters for ten and more.
#[derive(Debug, Default)]
struct Remainder(u32);

impl Remainder {
    fn add(&mut self, c: u8) {
        self.0 = match c.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => self.0 * 10 + u32::from(digit - b'0'),
            letter => self.0 * 100 + u32::from(letter.wrapping_sub(b'A')) + 10,
        } % 97;
    }
}

/// The card number that begins at `at`, in one piece or in groups with blanks or dashes between.
pub(super) fn card(bytes: &[u8], at: usize) -> Option<Found> {
    let before = before(bytes, at);
    if is_letter_or_digit(before) || matches!(before, b'-' | b'.' | b'_' | b'#' | b'/') {
        return None;
    }
    let whole = bytes[at..]
        .iter()
        .take_while(|it| it.is_ascii_digit())
        .count();
    let end = match whole {
        14..=16 => at + whole,
        4 => grouped_end(bytes, at)?,
        _ => return None,
    };
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let goes_on = next.is_ascii_alphanumeric()
        || (matches!(next, b'-' | b'_' | b'.')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit));
    let digits = bytes[at..end].iter().filter(|it| it.is_ascii_digit());
    let digits: Vec<u8> = digits.map(|it| it - b'0').collect();
    let is_card = !goes_on && is_issued(&digits) && passes_luhn(&digits);
    found(Sensitive::Card, at, end).filter(|_| is_card)
}

fn grouped_end(bytes: &[u8], at: usize) -> Option<usize> {
    let separator = bytes
        .get(at + 4)
        .filter(|it| matches!(it, b' ' | b'-' | b'.'))?;
    let ends = GROUPS.iter().filter_map(|groups| {
        let mut end = at;
        for (number, length) in groups.iter().enumerate() {
            if number > 0 {
                bytes.get(end).filter(|it| *it == separator)?;
                end += 1;
            }
            let group = bytes.get(end..end + length)?;
            group.iter().all(u8::is_ascii_digit).then_some(())?;
            end += length;
        }
        let goes_on = bytes.get(end).is_some_and(u8::is_ascii_digit);
        (!goes_on).then_some(end)
    });
    ends.max()
}

/// Whether a card network gives out numbers of this length that begin so.
fn is_issued(digits: &[u8]) -> bool {
    let first = |length: usize| {
        digits
            .iter()
            .take(length)
            .fold(0, |all, it| all * 10 + u32::from(*it))
    };
    match digits.len() {
        14 => matches!(first(2), 30 | 36 | 38 | 39),
        15 => matches!(first(2), 34 | 37),
        16 => {
            matches!(first(1), 4)
                || matches!(first(2), 35 | 51..=55 | 60 | 62 | 64 | 65 | 67)
                || (2221..=2720).contains(&first(4))
        }
        19 => matches!(first(1), 4) || matches!(first(2), 60 | 62 | 64 | 65 | 67),
        _ => false,
    }
}

fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => 2 * digit - 9,
            (_, digit) => 2 * digit,
        })
        .sum();
    sum.is_multiple_of(10)
}
