//! Where a word of plain letters and digits ends, eight bytes at a time.

/// The highest bit of every byte.
const HIGH: u64 = 0x8080_8080_8080_8080;
/// A one in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// What tells a capital from its small letter, in every byte.
const SMALL: u64 = ONES * 0x20;

/// The ASCII letters and digits that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) length: usize,
    pub(super) has_digit: bool,
    pub(super) has_letter: bool,
}

/// The letters and digits that `bytes` begins with.
#[inline]
pub(super) fn run(bytes: &[u8]) -> Run {
    let mut run = Run {
        length: 0,
        has_digit: false,
        has_letter: false,
    };
    while let Some(eight) = bytes.get(run.length..).and_then(|it| it.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        let letters = within(eight | SMALL, eight, b'a', b'z');
        let digits = within(eight, eight, b'0', b'9');
        let others = !(letters | digits) & HIGH;
        // What comes behind the first other byte does not count.
        let counts = others.wrapping_sub(1) & !others;
        run.has_digit |= digits & counts != 0;
        run.has_letter |= letters & counts != 0;
        if others != 0 {
            run.length += others.trailing_zeros() as usize / 8;
            return run;
        }
        run.length += 8;
    }
    while let Some(byte) = bytes
        .get(run.length)
        .filter(|it| it.is_ascii_alphanumeric())
    {
        run.has_digit |= byte.is_ascii_digit();
        run.has_letter |= !byte.is_ascii_digit();
        run.length += 1;
    }
    run
}

/// The highest bit of each byte of `eight` that is between `first` and `last`, where `original` has an ASCII byte.
#[inline]
const fn within(eight: u64, original: u64, first: u8, last: u8) -> u64 {
    let low = eight & !HIGH;
    let from_first = low + ONES * (0x80 - first as u64);
    let behind_last = low + ONES * (0x7f - last as u64);
    from_first & !behind_last & !original & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_ends_a_word_or_belongs_to_it_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for length in 0..18 {
                let mut text = vec![b'q'; length];
                text.push(byte);
                text.extend_from_slice(b"9Z-zzzzzzzzzz");
                let is_part = byte.is_ascii_alphanumeric();
                let expected = Run {
                    length: length + if is_part { 3 } else { 0 },
                    has_digit: is_part,
                    has_letter: length > 0 || is_part,
                };
                assert_eq!(run(&text), expected, "{byte} behind {length}");
            }
        }
    }

    #[test]
    fn a_word_may_reach_the_end_of_the_text() {
        for (text, has_digit, has_letter) in [
            ("", false, false),
            ("12", true, false),
            ("abcdefghij", false, true),
        ] {
            let expected = Run {
                length: text.len(),
                has_digit,
                has_letter,
            };
            assert_eq!(run(text.as_bytes()), expected, "{text}");
        }
    }
}
