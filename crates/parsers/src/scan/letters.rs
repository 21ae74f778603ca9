//! Letters, eight bytes at a time.

use crate::language::WordKey;

/// The highest bit of every byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// A one in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The first byte from `at` on that is no lower-case ASCII letter, or the end; and the key of the letters before it.
#[inline]
pub(super) fn letters_end(bytes: &[u8], mut at: usize) -> (usize, WordKey) {
    let mut key = WordKey::default();
    while let Some(eight) = bytes.get(at..).and_then(|it| it.first_chunk()) {
        let others = !letters(u64::from_le_bytes(*eight)) & HIGH;
        let count = others.trailing_zeros() / 8;
        key.push_first(*eight, count);
        if others != 0 {
            return (at + count as usize, key);
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at).filter(|it| it.is_ascii_lowercase()) {
        key.push(*byte);
        at += 1;
    }
    (at, key)
}

/// The highest bit of each byte that is a lower-case ASCII letter; the other bits say nothing.
#[inline]
fn letters(eight: u64) -> u64 {
    let low = eight & !HIGH;
    let from_a = low + ONES * u64::from(0x80 - b'a');
    let behind_z = low + ONES * u64::from(0x80 - (b'z' + 1));
    from_a & !behind_z & !eight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_is_no_letter_ends_a_word() {
        for other in (0..=u8::MAX).filter(|it| !it.is_ascii_lowercase()) {
            for length in 0..20 {
                let mut text = vec![b'a'; length];
                text.push(other);
                text.extend_from_slice(b"zzzzzzzzz");
                let key = WordKey::of_bytes(&text[..length]);
                let end = letters_end(&text, 0);
                assert_eq!(end, (length, key), "{other} behind {length}");
            }
        }
    }

    #[test]
    fn every_letter_goes_on_up_to_the_end() {
        let letters: Vec<u8> = (b'a'..=b'z').collect();
        for from in 0..=letters.len() {
            let key = WordKey::of_bytes(&letters[from..]);
            assert_eq!(letters_end(&letters, from), (letters.len(), key));
        }
    }
}
