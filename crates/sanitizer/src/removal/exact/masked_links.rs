//! `[label](target)`: remembers which brackets are open, so that a closing one finds its partner at once.

use crate::removal::urls::UrlStart;

/// A masked link whose `)` has not been read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MaskedLink {
    /// Where the `[` stands.
    pub(super) open: usize,
    /// Where the `]` stands.
    pub(super) close: usize,
    /// Where the `(` stands.
    pub(super) target: usize,
    /// The URL that the target begins with.
    pub(super) url: Option<UrlStart>,
    /// Whether that URL has been read to its end, and possibly taken off since.
    pub(super) is_read: bool,
}

#[derive(Clone, Copy, Debug)]
struct Paren {
    at: usize,
    link: Option<MaskedLink>,
}

/// The brackets of the tape that are open.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    square: Vec<usize>,
    round: Vec<Paren>,
    /// The `[` and the `]` of the last pair, in case a `(` follows.
    label: Option<(usize, usize)>,
}

impl Brackets {
    /// Takes note of a character that now stands at `at`.
    pub(super) fn saw(&mut self, at: usize, c: char) {
        match c {
            '[' => self.square.push(at),
            ']' => self.label = self.square.pop().map(|open| (open, at)),
            '(' => {
                let label = self.label.filter(|(_, close)| close + 1 == at);
                let link = label.map(|(open, close)| MaskedLink {
                    open,
                    close,
                    target: at,
                    url: None,
                    is_read: false,
                });
                self.round.push(Paren { at, link });
            }
            _ => {}
        }
    }

    /// A URL begins: it may be the target of the innermost masked link, plain or in `<…>`.
    pub(super) fn saw_url(&mut self, url: UrlStart, is_in_angle_brackets: bool) {
        let lead = if is_in_angle_brackets { 2 } else { 1 };
        if let Some(Paren {
            at,
            link: Some(link),
        }) = self.round.last_mut()
            && *at + lead == url.at
        {
            link.url.get_or_insert(url);
        }
    }

    /// A URL is complete.
    pub(super) fn read_url(&mut self, url: UrlStart) {
        if let Some(Paren {
            link: Some(link), ..
        }) = self.round.last_mut()
        {
            link.is_read |= link.url == Some(url);
        }
    }

    /// A `)` was read: closes the innermost `(`, which may have been that of a masked link.
    pub(super) fn close_round(&mut self) -> Option<MaskedLink> {
        self.round.pop()?.link
    }

    /// The tape was cut at `at`.
    pub(super) fn cut(&mut self, at: usize) {
        while self.square.last().is_some_and(|it| *it >= at) {
            self.square.pop();
        }
        while self.round.last().is_some_and(|it| it.at >= at) {
            self.round.pop();
        }
        self.label = self.label.filter(|(_, close)| *close < at);
    }
}
