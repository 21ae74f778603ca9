//! `[label](target)`: remembers which brackets are open, so that a closing one finds its partner at once.

use super::urls::UrlStart;

/// A blank and two line breaks look like any number of them.
const MOST_BREAKS: usize = 3;

/// A masked link whose `)` has not been read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MaskedLink {
    /// Where the `[` stands.
    pub(super) open: usize,
    /// Whether it stands in a URL.
    pub(super) is_inside_url: bool,
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
struct Square {
    at: usize,
    is_inside_url: bool,
}

#[derive(Clone, Copy, Debug)]
struct Paren {
    at: usize,
    link: Option<MaskedLink>,
}

/// The brackets of the tape that are open.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    square: Vec<Square>,
    round: Vec<Paren>,
    /// How many of the round ones are targets that begin with a URL.
    targets: usize,
    /// The `[` and the `]` of the last pair, in case a `(` follows.
    label: Option<(Square, usize)>,
}

impl Brackets {
    /// Takes note of a character that now stands at `at`, maybe in a URL.
    pub(super) fn saw(&mut self, at: usize, c: u8, is_inside_url: bool) {
        match c {
            b'[' => self.square.push(Square { at, is_inside_url }),
            b']' => self.label = self.square.pop().map(|open| (open, at)),
            b'(' => {
                let label = self.label.filter(|(_, close)| close + 1 == at);
                let link = label.map(|(open, close)| MaskedLink {
                    open: open.at,
                    is_inside_url: open.is_inside_url,
                    close,
                    target: at,
                    inside: at + 1,
                    url: None,
                    is_read: false,
                });
                self.round.push(Paren { at, link });
            }
            _ => {}
        }
    }

    /// Takes note of a blank that comes at `at`; false if it only widens those that a target begins with, and can be
    /// left out, so that they never reach far.
    pub(super) fn saw_blank(&mut self, at: usize, is_line_break: bool) -> bool {
        let Some(link) = self.awaiting(at) else {
            return true;
        };
        let most = if is_line_break { MOST_BREAKS } else { 1 };
        let counts = at - link.target <= most;
        if counts {
            link.inside = at + 1;
        }
        counts
    }

    /// Whether what follows can no longer make a masked link of what was read, were a blank to come now, at `at`.
    pub(super) fn are_settled(&mut self, at: usize) -> bool {
        self.square.is_empty() && self.targets == 0 && self.awaiting(at).is_none()
    }

    /// The innermost masked link, if nothing of its target has come before `at`.
    fn awaiting(&mut self, at: usize) -> Option<&mut MaskedLink> {
        let link = self.round.last_mut()?.link.as_mut();
        link.filter(|it| it.url.is_none() && it.inside == at)
    }

    /// A URL begins: it may be the target of the innermost masked link, plain or in `<…>`.
    pub(super) fn saw_url(&mut self, url: UrlStart, is_in_angle_brackets: bool) {
        let lead = usize::from(is_in_angle_brackets);
        if let Some(Paren {
            link: Some(link), ..
        }) = self.round.last_mut()
            && link.inside + lead == url.at
            && link.url.is_none()
        {
            link.url = Some(url);
            self.targets += 1;
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
        self.pop_round()?.link
    }

    fn pop_round(&mut self) -> Option<Paren> {
        let paren = self.round.pop()?;
        if paren.link.is_some_and(|it| it.url.is_some()) {
            self.targets -= 1;
        }
        Some(paren)
    }

    /// The tape was cut at `at`.
    pub(super) fn cut(&mut self, at: usize) {
        while self.square.last().is_some_and(|it| it.at >= at) {
            self.square.pop();
        }
        while self.round.last().is_some_and(|it| it.at >= at) {
            self.pop_round();
        }
        if let Some(Paren {
            link: Some(link), ..
        }) = self.round.last_mut()
        {
            link.inside = link.inside.min(at);
        }
        self.label = self.label.filter(|(_, close)| *close < at);
    }

    pub(super) fn clear(&mut self) {
        *self = Self {
            square: std::mem::take(&mut self.square),
            round: std::mem::take(&mut self.round),
            ..Self::default()
        };
        self.square.clear();
        self.round.clear();
    }
}
