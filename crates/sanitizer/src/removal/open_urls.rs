//! Which URL the word at the end of the tape is part of, also after a cut has brought an earlier word back to the end.

use super::urls::UrlStart;

#[derive(Clone, Copy, Debug)]
struct Word {
    url: UrlStart,
    /// The character that completed the beginning of the URL.
    from: usize,
    /// The character that ended the word.
    to: usize,
}

/// The first URL of every word that has one.
#[derive(Debug, Default)]
pub(super) struct OpenUrls {
    words: Vec<Word>,
}

impl OpenUrls {
    /// The URL of the word at the end, if it has one.
    pub(super) fn current(&self) -> Option<UrlStart> {
        let last = self.words.last()?;
        (last.to == usize::MAX).then_some(last.url)
    }

    /// The character at `at` completed the beginning of a URL; the first one of a word counts.
    pub(super) fn begin(&mut self, url: UrlStart, at: usize) {
        if self.current().is_none() {
            self.words.push(Word {
                url,
                from: at,
                to: usize::MAX,
            });
        }
    }

    /// The character that will stand at `at` ends the word.
    pub(super) fn end_word(&mut self, at: usize) {
        if let Some(last) = self.words.last_mut() {
            last.to = last.to.min(at);
        }
    }

    /// The tape was cut at `at`.
    pub(super) fn cut(&mut self, at: usize) {
        while self.words.last().is_some_and(|it| it.from >= at) {
            self.words.pop();
        }
        if let Some(last) = self.words.last_mut().filter(|it| it.to >= at) {
            last.to = usize::MAX;
        }
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
    }
}
