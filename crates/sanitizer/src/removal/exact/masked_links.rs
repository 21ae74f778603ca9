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
    /// Where the target goes on behind the blanks that it may begin with.
    pub(super) inside: usize,
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
                    inside: at + 1,
                    url: None,
                    is_read: false,
                });
                self.round.push(Paren { at, link });
            }
            c if c.is_whitespace() => self.saw_blank(at),
            _ => {}
        }
    }

    fn saw_blank(&mut self, at: usize) {
        if let Some(link) = self.innermost()
            && link.url.is_none()
            && link.inside == at
        {
            link.inside = at + 1;
        }
    }

    fn innermost(&mut self) -> Option<&mut MaskedLink> {
        self.round.last_mut()?.link.as_mut()
    }

    /// A URL begins: it may be the target of the innermost masked link, plain or in `<…>`.
    pub(super) fn saw_url(&mut self, url: UrlStart, is_in_angle_brackets: bool) {
        let lead = usize::from(is_in_angle_brackets);
        if let Some(link) = self.innermost()
            && link.inside + lead == url.at
        {
            link.url.get_or_insert(url);
        }
    }

    /// A URL is complete.
    pub(super) fn read_url(&mut self, url: UrlStart) {
        if let Some(link) = self.innermost() {
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
        if let Some(link) = self.innermost() {
            link.inside = link.inside.min(at);
        }
        self.label = self.label.filter(|(_, close)| *close < at);
    }
}
