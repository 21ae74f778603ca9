//! Which bytes of a suspicious word can complete a pattern; all others are taken over in runs.

/// May complete a pattern, or is white space, or is not ASCII.
pub(super) const MARK: u8 = 1;
/// The last letter of `@everyone`, `@here`, `%3a`, `%2f`: completes something behind `@`, `%` or `&` only.
pub(super) const LETTER: u8 = 2;

/// For every byte what it may do.
pub(super) static MARKS: [u8; 256] = marks();

const fn marks() -> [u8; 256] {
    let mut marks = [0; 256];
    let bytes = b" \t\n\x0b\x0c\r@<>[]()/:;.%&?";
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = MARK;
        at += 1;
    }
    let letters = b"eafEAF";
    at = 0;
    while at < letters.len() {
        marks[letters[at] as usize] = LETTER;
        at += 1;
    }
    at = 0x80;
    while at < 256 {
        marks[at] = MARK;
        at += 1;
    }
    marks
}
