//! Bank account and card numbers, told from other numbers by their check digits.

use super::scanner::found;
use super::{Found, Sensitive};

/// How long the account numbers of a country are.
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AT", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"CH", 21),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"EE", 20),
    (b"ES", 24),
    (b"FI", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GI", 23),
    (b"GR", 27),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"MA", 28),
    (b"MC", 27),
    (b"MT", 31),
    (b"NL", 18),
    (b"NO", 15),
    (b"PL", 28),
    (b"PT", 25),
    (b"RO", 24),
    (b"RS", 22),
    (b"SA", 24),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"AE", 23),
];
/// How the digits of a card stand when they stand in groups.
const GROUPS: [&[usize]; 4] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3]];

/// The account number whose first check digit stands at `at`, behind the letters of its country.
pub(super) fn iban(text: &str, floor: usize, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let start = at.checked_sub(2).filter(|it| *it >= floor)?;
    let country = [
        bytes[start].to_ascii_uppercase(),
        bytes[start + 1].to_ascii_uppercase(),
    ];
    let (_, length) = LENGTHS.iter().find(|(it, _)| **it == country)?;
    if start > floor && bytes[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut remainders = Remainder::default();
    let mut end = at;
    for number in 2..*length {
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
pub(super) fn card(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).map_or(b' ', |it| bytes[it]);
    if before.is_ascii_alphanumeric() || matches!(before, b'-' | b'.' | b'_' | b'#' | b'/') {
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
    let separator = bytes.get(at + 4).filter(|it| matches!(it, b' ' | b'-'))?;
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
