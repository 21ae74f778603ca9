//! Reads the folded text onto the tape and takes off what the profile forbids, as soon as it is complete.

use super::Profile;
use super::masked_links::{Brackets, MaskedLink};
use super::mentions;
use super::tape::{Cell, Shows, Tape};
use super::urls;
use crate::flags::{Flag, Flags};
use crate::fold::fold;
use crate::removal::urls::{UrlKind, UrlStart};

/// Takes out of `text` what `profile` forbids.
pub(super) fn reduce(text: &str, profile: Profile) -> Reduced {
    let mut reducer = Reducer {
        text,
        profile,
        tape: Tape::default(),
        brackets: Brackets::default(),
        flags: Flags::NONE,
    };
    let mut head = 0;
    for folded in fold(text) {
        if folded.is_head {
            head = reducer.tape.len();
        } else if reducer.tape.len() <= head {
            continue; // The first half has just been taken off, and the second half goes with it.
        }
        let shows = Shows::Source {
            start: folded.start,
            end: folded.end,
        };
        reducer.read(folded.value, shows, folded.is_head);
    }
    reducer.end_word();
    Reduced {
        tape: reducer.tape,
        flags: reducer.flags,
    }
}

/// The characters that are left.
pub(super) struct Reduced {
    tape: Tape,
    /// What was taken out.
    pub(super) flags: Flags,
}

impl Reduced {
    pub(super) fn cells(&self) -> &[Cell] {
        self.tape.cells()
    }
}

struct Reducer<'a> {
    text: &'a str,
    profile: Profile,
    tape: Tape,
    brackets: Brackets,
    flags: Flags,
}

impl Reducer<'_> {
    fn read(&mut self, value: char, shows: Shows, is_head: bool) {
        let ends_word = value.is_whitespace() || (value == '<' && self.profile.keeps_web_links());
        if ends_word {
            self.end_word();
        }
        if value == ')' && self.close_masked_link(shows) {
            return;
        }
        let url = if ends_word {
            None
        } else {
            self.tape.open_url()
        };
        self.brackets.saw(self.tape.len(), value);
        self.tape.push(Cell {
            value,
            shows,
            is_head,
            url,
            is_link: false,
        });
        self.look_for_url();
        self.look_for_mention();
        if value == '>' {
            self.close_kept_link();
        }
    }

    /// A link that stays ends with a `>`, not only with its word: what follows may be a mention.
    fn close_kept_link(&mut self) {
        let url = self.tape.open_url();
        if url.is_some_and(|it| self.profile.keeps(it.kind)) {
            self.end_word();
            self.tape.end_url();
        }
    }

    fn look_for_url(&mut self) {
        let Some(url) =
            urls::begun(&self.tape, self.text).filter(|it| self.profile.watches(it.kind))
        else {
            return;
        };
        if self.profile.keeps(url.kind) && self.is_disguised(url) {
            return; // Nobody makes a link of it, and what follows in the same word may be one.
        }
        let is_in_angle_brackets = self.tape.spells(url.at, "<").is_some();
        self.brackets.saw_url(url, is_in_angle_brackets);
        self.tape.begin_url(url);
    }

    /// Whether the beginning of a web link is written with look-alikes, codes or too few slashes.
    fn is_disguised(&self, url: UrlStart) -> bool {
        let cells = self.tape.cells()[url.at..].iter();
        let cells: Vec<_> = cells.filter(|it| !it.is_gone()).collect();
        // An accent behind the last slash is the first character of the host.
        let is_ascii = |(at, cell): (usize, &&Cell)| match cell.shows {
            Shows::Source { start, end } => {
                self.text.as_bytes()[start].is_ascii()
                    && (end == start + 1 || at + 1 == cells.len())
            }
            _ => false,
        };
        let is_whole = self.tape.spells(self.tape.len(), "://").is_some();
        !is_whole || cells.len() > 8 || !cells.iter().enumerate().all(is_ascii)
    }

    fn look_for_mention(&mut self) {
        let is_kept_link = self
            .tape
            .open_url()
            .is_some_and(|it| self.profile.keeps(it.kind));
        if is_kept_link || !self.profile.removes_mentions() {
            return;
        }
        if let Some(start) = mentions::completed(&self.tape) {
            self.flags.add(Flag::Mentions);
            self.cut(start);
        }
    }

    /// A word is over: its URL, if it has one, is complete.
    fn end_word(&mut self) {
        let Some(url) = self.tape.open_url() else {
            return;
        };
        let end = urls::end_of(&self.tape, url);
        if end <= url.body {
            return;
        }
        self.brackets.read_url(url);
        if self.profile.keeps(url.kind) {
            return self.mark_link(url.at, end);
        }
        self.flags.add(Flag::Links);
        let closing = self.tape.take_from(end);
        self.cut(url.at);
        for cell in closing {
            self.read(cell.value, cell.shows, cell.is_head);
        }
    }

    /// `<` and `>` around a link belong to it, since Discord reads them as its borders.
    fn mark_link(&mut self, start: usize, end: usize) {
        let open = self.tape.spells(start, "<");
        let is_closed = self.tape.cells().get(end).is_some_and(|it| it.value == '>');
        match open {
            Some(open) if is_closed => self.tape.mark_link(open, end + 1),
            _ => self.tape.mark_link(start, end),
        }
    }

    fn cut(&mut self, at: usize) {
        self.tape.cut(at);
        self.brackets.cut(self.tape.len());
    }

    /// Handles a `)` that completes a masked link; false when it is an ordinary one.
    fn close_masked_link(&mut self, closing: Shows) -> bool {
        let Some(link) = self.brackets.close_round() else {
            return false;
        };
        let Some(url) = link.url else { return false };
        let is_web = url.kind == UrlKind::Web;
        let last = self.tape.before(link.close);
        let is_nameless = last.is_none_or(|(at, _)| at <= link.open);
        let stays = is_web
            && self.profile.keeps_web_links()
            && (is_nameless || !self.profile.shows_targets());
        let is_inside_url = self.tape.cells()[link.open].url.is_some();
        if stays && !is_inside_url {
            // The link ends here, and what follows in the same word may be another one.
            self.end_word();
            self.tape.end_url();
        }
        if stays || is_inside_url || !self.has_link_shape(link, url) {
            return false;
        }
        self.flags.add(Flag::Links);
        if is_web && self.profile.shows_targets() {
            self.show_target(link, closing);
        } else {
            self.cut(link.close);
            self.open_label(link);
        }
        true
    }

    /// Between the brackets there may only be the URL, and a title in quotes behind it; blanks around both.
    fn has_link_shape(&self, link: MaskedLink, url: UrlStart) -> bool {
        let inside = &self.tape.cells()[link.inside..];
        let is_quote = |c: char| matches!(c, '"' | '\'');
        let is_blank = |it: &&Cell| it.value.is_whitespace();
        let target = inside.iter().take_while(|it| !is_blank(it));
        let rest = inside.iter().skip_while(|it| !is_blank(it));
        // A bare scheme before a blank is no target: what stood behind it may have been taken off since.
        let is_bare = target.last().is_some_and(|it| it.value == ':')
            && inside.iter().any(|it| is_blank(&it));
        let title: Vec<char> = rest
            .filter(|it| !it.value.is_whitespace() && !it.is_gone())
            .map(|it| it.value)
            .collect();
        match title[..] {
            [] => !is_bare && (link.is_read || self.tape.len() > url.body),
            [first, ..] => {
                link.is_read && is_quote(first) && title.last().copied().is_some_and(is_quote)
            }
        }
    }

    /// Takes out the `[`; a blank takes its place where the label would grow together with the word before it.
    fn open_label(&mut self, link: MaskedLink) {
        let joins_nothing = |(_, c): (usize, char)| {
            c.is_whitespace() || matches!(c, '(' | '[' | '{' | '"' | '\'' | '*' | '~' | '|' | '>')
        };
        if self.tape.before(link.open).is_none_or(joins_nothing) {
            self.tape.erase(link.open);
        } else {
            self.tape.blank(link.open);
        }
    }

    /// Writes `[label](target)` as `label (target)`.
    fn show_target(&mut self, link: MaskedLink, closing: Shows) {
        let inside = self.tape.take_from(link.target + 1);
        let opening = self.tape.cells()[link.target].shows;
        self.cut(link.close);
        self.open_label(link);
        let label_is_empty = self
            .tape
            .before(self.tape.len())
            .is_none_or(|(at, _)| at < link.open);
        if !label_is_empty {
            self.read(' ', Shows::Blank, true);
            self.read('(', opening, true);
        }
        let target = inside.iter().skip_while(|it| it.value.is_whitespace());
        for cell in target.take_while(|it| !it.value.is_whitespace()) {
            if !matches!(cell.value, '<' | '>') {
                self.read(cell.value, cell.shows, cell.is_head);
            }
        }
        if !label_is_empty {
            self.read(')', closing, true);
        }
    }
}
