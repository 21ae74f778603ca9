//! Reads suspicious words onto the tape and takes off what the profile forbids, as soon as it is complete.

use super::Profile;
use super::layout::Writer;
use super::links::Links;
use super::marks::{LETTER, MARK, MARKS};
use super::masked_links::{Brackets, MaskedLink};
use super::mentions;
use super::open_urls::OpenUrls;
use super::suspicion::is_white;
use super::tape::{HALF, NOWHERE, Tape};
use super::urls::{self, UrlKind, UrlStart};
use crate::flags::{Flag, Flags};
use crate::fold::{Folder, end_of_vanishing};

/// Brackets that stay open for more characters hold no link: no message of Discord is as long.
const LONGEST_LINK: usize = 8192;
/// No mention of a command is longer: Discord allows three names of 32 characters.
const LONGEST_COMMAND: usize = 512;
/// How far before its last letter the mark stands without which a letter completes nothing.
const REACH: usize = 12;

pub(super) struct Reducer<'a> {
    text: &'a str,
    profile: Profile,
    flags: Flags,
    folder: Folder,
    tape: Tape,
    brackets: Brackets,
    urls: OpenUrls,
    /// Where `<` and `>` stand on the tape.
    angles: Vec<usize>,
    /// Where `@`, `%` and `&` stand: only behind one of them a letter completes something.
    arms: Vec<usize>,
    links: Links,
}

impl<'a> Reducer<'a> {
    pub(super) fn new(text: &'a str, profile: Profile) -> Self {
        Self {
            text,
            profile,
            flags: Flags::NONE,
            folder: Folder::default(),
            tape: Tape::default(),
            brackets: Brackets::default(),
            urls: OpenUrls::default(),
            angles: Vec::new(),
            arms: Vec::new(),
            links: Links::default(),
        }
    }

    /// What has been taken out so far.
    pub(super) fn flags(&self) -> Flags {
        self.flags
    }

    /// Reads from the beginning of a word up to white space behind which nothing of it can matter any more, writes what
    /// is left, and says where that white space begins.
    pub(super) fn read_from(&mut self, start: usize, writer: &mut Writer) -> usize {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            if !byte.is_ascii() {
                match self.read_wide(at) {
                    Some(next) => at = next,
                    None => break,
                }
                continue;
            }
            let run = match MARKS[usize::from(*byte)] {
                MARK => 0,
                _ => self.plain_run(&bytes[at..]),
            };
            if run > 0 {
                self.tape.push_run(&bytes[at..at + run], at);
                at = self.skip_vanishing(at + run);
            } else if is_white(*byte) {
                if self.end_word_is_settled() {
                    break;
                }
                at = self.read_white(at);
            } else {
                self.read(byte.to_ascii_lowercase(), at);
                at = self.skip_vanishing(at + 1);
            }
        }
        if at == text.len() {
            self.end_word();
        }
        self.write_out(writer);
        at
    }

    /// How many characters follow that complete nothing, whatever stands before them.
    fn plain_run(&self, bytes: &[u8]) -> usize {
        let arm = self.arms.last();
        let is_armed = arm.is_some_and(|arm| self.tape.is_near_end(*arm, REACH));
        let stop = if is_armed { MARK | LETTER } else { MARK };
        let end = bytes
            .iter()
            .position(|it| MARKS[usize::from(*it)] & stop != 0);
        end.unwrap_or(bytes.len())
    }

    /// Whether nothing on the tape matters behind the white space that comes now.
    fn end_word_is_settled(&mut self) -> bool {
        self.end_word();
        let opens_command = self.angles.last().is_some_and(|open| {
            let inside = self.tape.at_or_after(open + 1);
            self.tape.value(*open) == b'<' && inside.is_some_and(|it| self.tape.value(it) == b'/')
        });
        let last = self.angles.last();
        let is_near = last.is_some_and(|it| self.tape.is_near_end(*it, LONGEST_COMMAND));
        let may_be_mention = opens_command && is_near && self.profile.removes_mentions();
        (self.brackets.are_settled(self.tape.len()) || self.tape.len() > LONGEST_LINK)
            && !may_be_mention
    }

    /// Reads the ASCII white space at `at`.
    fn read_white(&mut self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            b' ' | b'\t' => self.read(b' ', at),
            _ => self.read(b'\n', at),
        }
        let rest = &self.text.as_bytes()[at..];
        at + if rest.starts_with(b"\r\n") { 2 } else { 1 }
    }

    /// Reads the character at `at`, which is not ASCII; none if the text may be written out before it.
    fn read_wide(&mut self, at: usize) -> Option<usize> {
        let c = self.text[at..].chars().next()?;
        let is_white = c.is_whitespace();
        if is_white && self.end_word_is_settled() {
            return None;
        }
        let folded = self.folder.fold(c);
        let head = self.tape.len();
        let mut start = at;
        for value in folded.iter() {
            if start == HALF && self.tape.len() <= head {
                break; // The first half has just been taken off, and the second half goes with it.
            }
            self.read(value, start);
            start = HALF;
        }
        let next = at + c.len_utf8();
        Some(if is_white {
            next
        } else {
            self.skip_vanishing(next)
        })
    }

    /// Where the accents and invisible characters end that belong to the character that ends at `at`.
    fn skip_vanishing(&self, at: usize) -> usize {
        end_of_vanishing(self.text, at)
    }

    fn write_out(&mut self, writer: &mut Writer) {
        writer.write_tape(self.text, &self.tape, &self.links);
        self.tape.clear();
        self.brackets.clear();
        self.urls.clear();
        self.angles.clear();
        self.arms.clear();
        self.links.clear();
    }

    /// Reads one folded character that stands at `start` in the text.
    fn read(&mut self, value: u8, start: usize) {
        let ends_word = is_white(value) || (value == b'<' && self.profile.keeps_web_links());
        if ends_word {
            self.end_word();
        }
        if value == b')' && self.close_masked_link(start) {
            return;
        }
        let at = self.tape.len();
        if ends_word {
            self.urls.end_word(at);
        }
        if is_white(value) && !self.brackets.saw_blank(at, value == b'\n') {
            return;
        }
        match value {
            b'[' | b']' | b'(' => self.brackets.saw(at, value, self.urls.current().is_some()),
            b'<' | b'>' => self.angles.push(at),
            b'@' | b'%' | b'&' => self.arms.push(at),
            _ => {}
        }
        self.tape.push(value, start);
        if matches!(value, b'/' | b':' | b'.' | b';' | b'?' | b'a' | b'f') {
            self.look_for_url();
        } else if matches!(value, b'>' | b'e') {
            self.look_for_mention(value);
        }
        if value == b'>' {
            self.close_kept_link();
        }
    }

    /// A link that stays ends with a `>`, not only with its word: what follows may be a mention.
    fn close_kept_link(&mut self) {
        let url = self.urls.current();
        if url.is_some_and(|it| self.profile.keeps(it.kind)) {
            self.end_word();
            self.urls.end_word(self.tape.len() - 1);
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
        self.urls.begin(url, self.tape.len() - 1);
    }

    /// Whether the beginning of a web link is written with look-alikes, codes or too few slashes.
    fn is_disguised(&self, url: UrlStart) -> bool {
        let last = self.tape.len() - 1;
        let mut seen = 0;
        let is_plain = (url.at..=last).all(|at| {
            let start = self.tape.start(at);
            self.tape.is_gone(at) || {
                seen += 1;
                // An accent behind the last slash is the first character of the host.
                self.text.as_bytes().get(start).is_some_and(u8::is_ascii)
                    && (at == last || self.skip_vanishing(start + 1) == start + 1)
            }
        });
        let is_whole = self.tape.spells(self.tape.len(), "://").is_some();
        !is_whole || seen > 8 || !is_plain
    }

    fn look_for_mention(&mut self, value: u8) {
        let is_kept_link = self
            .urls
            .current()
            .is_some_and(|it| self.profile.keeps(it.kind));
        if is_kept_link || !self.profile.removes_mentions() {
            return;
        }
        let start = if value == b'e' {
            mentions::everybody(&self.tape)
        } else {
            let before = self.angles.len().checked_sub(2).map(|it| self.angles[it]);
            before.filter(|open| {
                self.tape.value(*open) == b'<' && mentions::is_mention(&self.tape, *open)
            })
        };
        if let Some(start) = start {
            self.flags.add(Flag::Mentions);
            self.cut(start);
        }
    }

    /// A word is over: its URL, if it has one, is complete.
    fn end_word(&mut self) {
        let Some(url) = self.urls.current() else {
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
            self.read(cell.value, cell.start);
        }
    }

    /// `<` and `>` around a link belong to it, since Discord reads them as its borders.
    fn mark_link(&mut self, start: usize, end: usize) {
        let open = self.tape.spells(start, "<");
        let is_closed = end < self.tape.len() && self.tape.value(end) == b'>';
        match open {
            Some(open) if is_closed => self.links.mark(open, end + 1),
            _ => self.links.mark(start, end),
        }
    }

    fn cut(&mut self, at: usize) {
        self.tape.cut(at);
        let end = self.tape.len();
        self.brackets.cut(end);
        self.urls.cut(end);
        self.links.cut(end);
        for marks in [&mut self.angles, &mut self.arms] {
            while marks.last().is_some_and(|it| *it >= end) {
                marks.pop();
            }
        }
    }

    /// Handles a `)` that completes a masked link; false when it is an ordinary one.
    fn close_masked_link(&mut self, closing: usize) -> bool {
        let Some(link) = self.brackets.close_round() else {
            return false;
        };
        let Some(url) = link.url else { return false };
        let is_shown = url.kind == UrlKind::Web && self.profile.keeps_web_links();
        let stays = is_shown && (!self.profile.shows_targets() || self.has_no_label(link));
        if stays && !link.is_inside_url {
            // The link ends here, and what follows in the same word may be another one.
            self.end_word();
            self.urls.end_word(self.tape.len() - 1);
        }
        let is_complete = link.is_read || self.tape.len() > url.body;
        if stays || link.is_inside_url || !self.has_link_shape(link, is_complete) {
            return false;
        }
        self.flags.add(Flag::Links);
        if is_shown {
            self.show_target(link, closing);
        } else {
            self.cut(link.close);
            self.open_label(link);
        }
        true
    }

    fn has_no_label(&self, link: MaskedLink) -> bool {
        let last = self.tape.before(link.close);
        last.is_none_or(|(at, _)| at <= link.open)
    }

    /// Between the brackets there may only be the URL, and a title in quotes behind it; blanks around both.
    fn has_link_shape(&self, link: MaskedLink, is_complete: bool) -> bool {
        let inside = self.tape.raw(link.inside, self.tape.len());
        let is_quote = |c: u8| matches!(c, b'"' | b'\'');
        let Some(blank) = inside.iter().position(|it| is_white(*it)) else {
            return is_complete;
        };
        let is_seen = |at: &usize| !is_white(inside[*at]) && !self.tape.is_gone(link.inside + at);
        let Some(title) = (blank..inside.len()).find(is_seen) else {
            // A bare scheme before a blank is no target: what stood behind it may have been taken off since.
            return is_complete && !inside[..blank].ends_with(b":");
        };
        let last = (title..inside.len()).rfind(is_seen);
        link.is_read && is_quote(inside[title]) && last.is_some_and(|it| is_quote(inside[it]))
    }

    /// Takes out the `[`; a blank takes its place where the label would grow together with the word before it.
    fn open_label(&mut self, link: MaskedLink) {
        let joins_nothing = |(_, c): (usize, u8)| {
            let opens = matches!(
                c,
                b'(' | b'[' | b'{' | b'"' | b'\'' | b'*' | b'~' | b'|' | b'>'
            );
            opens || is_white(c)
        };
        if self.tape.before(link.open).is_none_or(joins_nothing) {
            self.tape.erase(link.open);
        } else {
            self.tape.blank(link.open);
        }
    }

    /// Writes `[label](target)` as `label (target)`.
    fn show_target(&mut self, link: MaskedLink, closing: usize) {
        let opening = self.tape.start(link.target);
        let inside = self.tape.take_from(link.target + 1);
        self.cut(link.close);
        self.open_label(link);
        self.read(b' ', NOWHERE);
        self.read(b'(', opening);
        let target = inside.iter().skip_while(|it| is_white(it.value));
        for cell in target.take_while(|it| !is_white(it.value)) {
            if !matches!(cell.value, b'<' | b'>') {
                self.read(cell.value, cell.start);
            }
        }
        self.read(b')', closing);
    }
}
