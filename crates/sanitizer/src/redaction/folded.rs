//! The copy of a text in which secrets are looked for: one byte a character, disguises gone, and the way back.

use std::borrow::Cow;
use std::ops::Range;

use crate::fold::{Folder, OTHER, vanishes};

/// Bytes that stand for themselves: ASCII that can be seen, blanks and line breaks.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut at = b' ';
    while at < 0x7f {
        plain[at as usize] = true;
        at += 1;
    }
    plain[b'\t' as usize] = true;
    plain[b'\n' as usize] = true;
    plain[b'\r' as usize] = true;
    plain
};

/// Look-alikes of digits, letters and punctuation are ASCII here; other letters, numbers and signs are a byte that only
/// says what they are; what nobody sees is left out.
pub(super) struct Folded<'a> {
    text: &'a str,
    bytes: Cow<'a, [u8]>,
    /// Where the original goes on in another place than the copy would; in order.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    folded: usize,
    original: usize,
}

impl<'a> Folded<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut folded = Self {
            text,
            bytes: Cow::Borrowed(text.as_bytes()),
            steps: Vec::new(),
        };
        if let Some(first) = next_special(text.as_bytes(), 0) {
            folded.fold_from(first);
        }
        folded
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn fold_from(&mut self, first: usize) {
        let text = self.text.as_bytes();
        let mut bytes = Vec::with_capacity(text.len());
        bytes.extend_from_slice(&text[..first]);
        let mut folder = Folder::keeping_case();
        let mut at = first;
        while let Some(c) = self.text[at..].chars().next() {
            if let Some(plain) = in_plain_dress(c) {
                self.step(bytes.len(), at);
                bytes.push(plain);
            } else if !vanishes(c) {
                for value in folder.fold(c).iter() {
                    self.step(bytes.len(), at);
                    // What only looks like a backslash escapes nothing.
                    bytes.push(if value == b'\\' { OTHER } else { value });
                }
            }
            at += c.len_utf8();
            self.step(bytes.len(), at);
            let next = next_special(text, at).unwrap_or(text.len());
            bytes.extend_from_slice(&text[at..next]);
            at = next;
        }
        self.bytes = Cow::Owned(bytes);
    }

    fn step(&mut self, folded: usize, original: usize) {
        match self.steps.last_mut() {
            Some(last) if last.folded == folded => last.original = original,
            _ => self.steps.push(Step { folded, original }),
        }
    }

    /// Which bytes of the text a stretch of the copy stands for; characters are never split.
    pub(super) fn original(&self, found: Range<usize>) -> Range<usize> {
        if self.steps.is_empty() || found.is_empty() {
            return found;
        }
        let last = self.original_start(found.end - 1);
        let length = self.text[last..].chars().next().map_or(0, char::len_utf8);
        self.original_start(found.start)..last + length
    }

    fn original_start(&self, at: usize) -> usize {
        let before = self.steps.partition_point(|it| it.folded <= at);
        before.checked_sub(1).map_or(at, |last| {
            let step = self.steps[last];
            step.original + (at - step.folded)
        })
    }
}

fn next_special(bytes: &[u8], from: usize) -> Option<usize> {
    let special = bytes[from..]
        .iter()
        .position(|it| !PLAIN[usize::from(*it)])?;
    Some(from + special)
}

/// Dashes and quotes that compatibility forms leave alone, and what needs no closer look.
fn in_plain_dress(c: char) -> Option<u8> {
    match c {
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => Some(b'-'),
        '“' | '”' | '„' | '‟' | '«' | '»' => Some(b'"'),
        '‘' | '’' | '‚' | '‛' => Some(b'\''),
        '\u{1f300}'..='\u{1faff}' => Some(OTHER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_its_own_copy() {
        let folded = Folded::of("gewoon\ttekst\n");
        assert_eq!(folded.bytes(), b"gewoon\ttekst\n");
        assert_eq!(folded.original(2..5), 2..5);
    }

    #[test]
    fn disguises_are_read_as_what_they_look_like() {
        let text = "a\u{200b}é０\u{2011}“ﬁ”😊x";
        let folded = Folded::of(text);
        assert_eq!(folded.bytes(), b"ae0-\"fi\"\x82x");
        let pieces = |range| &text[folded.original(range)];
        assert_eq!(pieces(0..1), "a");
        assert_eq!(pieces(0..2), "a\u{200b}é");
        assert_eq!(pieces(2..4), "０\u{2011}");
        assert_eq!(pieces(5..6), "ﬁ");
        assert_eq!(pieces(6..8), "ﬁ”");
        assert_eq!(pieces(9..10), "x");
    }
}
