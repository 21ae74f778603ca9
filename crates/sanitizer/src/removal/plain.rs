//! Copies words in which there is nothing to look for, many at a time.

use super::Profile;
use super::layout::Writer;
use super::suspicion::{BLANK, STOP, Verdict, classes_for, look_at};

/// Writes what stands from `start` on, where a word or white space begins, up to the first suspicious word, and says
/// where that begins.
pub(super) fn copy(text: &str, start: usize, profile: Profile, writer: &mut Writer) -> usize {
    let classes = classes_for(profile);
    let bytes = text.as_bytes();
    let mut from = start;
    let mut at = start;
    let mut before = BLANK;
    while let Some(byte) = bytes.get(at) {
        let class = classes[usize::from(*byte)];
        if (class & STOP) | (class & before & BLANK) == 0 {
            before = class;
            at += 1;
            continue;
        }
        let verdict = match class {
            BLANK => Verdict::White,
            _ => look_at(bytes, at),
        };
        match verdict {
            Verdict::Harmless(length) => {
                before = 0;
                at += length;
            }
            Verdict::White => {
                write(&text[from..at], writer);
                at += writer.skip_white_space(&text[at..]);
                from = at;
                before = BLANK;
            }
            Verdict::Suspicious => {
                let word = bytes[from..at].iter().rposition(|it| *it == b' ');
                let word = word.map_or(from, |it| from + it + 1);
                write(&text[from..word], writer);
                return word;
            }
        }
    }
    write(&text[from..], writer);
    text.len()
}

/// Writes a stretch with single blanks, of which the last may be one.
fn write(stretch: &str, writer: &mut Writer) {
    match stretch.strip_suffix(' ') {
        Some(visible) => {
            writer.write(visible, false);
            writer.blank();
        }
        None => writer.write(stretch, false),
    }
}
