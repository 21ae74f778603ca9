//! Paragraphs for Discord embeds: links work, everything else is shown as it was typed.

use std::borrow::Cow;
use std::ops::Range;

use crate::characters::without_invisible;
use crate::cut::{self, Backslash};
use crate::flags::{Flag, Sanitized};
use crate::fold::{end_of_vanishing, fold_char};
use crate::markdown::{Escaper, is_markdown};
use crate::removal::{Layout, Profile, Remains, remove};
use crate::safe_text::EmbedBody;

/// Says that the text goes on.
const ELLIPSIS: char = '…';

/// Paragraphs for a description: line breaks and web links stay, a masked link shows where it leads, mentions and
/// dangerous links are taken out, all other markdown is escaped. What is too long ends in `…` after a line or a word.
///
/// ```
/// let body = sanitizer::safe_embed_body("*Zoom*: https://zoom.example/j/1_2\n[kaart](https://map.example)", 4096);
/// assert_eq!(body.as_str(), "\\*Zoom\\*: https://zoom.example/j/1_2\nkaart (https://map.example)");
/// ```
pub fn safe_embed_body(text: &str, max: usize) -> EmbedBody {
    safe_embed_body_with_flags(text, max).value
}

/// Like [`safe_embed_body`], and says what it did.
pub fn safe_embed_body_with_flags(text: &str, max: usize) -> Sanitized<EmbedBody> {
    let clean = without_invisible(text);
    let remains = remove(&clean, Profile::Body, Layout::Lines);
    let body = Writer::default().write(&remains);
    let mut flags = remains.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    flags.add_if(Flag::Markdown, body.has_escapes);
    flags.add_if(Flag::Truncated, !cut::is_within(&body.text, max));
    Sanitized {
        value: EmbedBody::trusted(body.fit(max)),
        flags,
    }
}

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    range: Range<usize>,
    /// Without brackets, so that it only ends at a blank.
    is_bare: bool,
}

/// The text as Discord gets it, with what may not be torn apart.
#[derive(Debug, Default)]
struct Writer {
    text: String,
    links: Vec<Link>,
    marks: Escaper,
    has_escapes: bool,
}

impl Writer {
    fn write(mut self, remains: &Remains) -> Self {
        let text = remains.text.as_str();
        self.text.reserve(text.len() + text.len() / 8);
        let mut at = 0;
        for (number, link) in remains.links.iter().enumerate() {
            let next = remains.links.get(number + 1);
            let after = next.map_or(text.len(), |it| it.start);
            self.escape(&text[at..link.start], true);
            let shown = without_pings(&text[link.clone()]);
            self.links(&shown, &text[link.end..after]);
            at = link.end;
        }
        self.escape(&text[at..], false);
        self
    }

    fn escape(&mut self, text: &str, meets_link: bool) {
        let before = self.text.len();
        self.marks.escape_before(text, meets_link, &mut self.text);
        self.has_escapes |= self.text.len() - before > text.len();
    }

    /// Links that touch each other.
    fn links(&mut self, links: &str, after: &str) {
        let mut rest = links;
        while !rest.is_empty() {
            let (link, others) = rest.split_at(end_of_first(rest));
            self.link(link, if others.is_empty() { after } else { others });
            rest = others;
        }
    }

    fn link(&mut self, link: &str, after: &str) {
        let bracketed = link.strip_prefix('<').and_then(|it| it.split_once('>'));
        if let Some((url, rest)) = bracketed.filter(|(url, _)| is_web(url)) {
            self.put_in_brackets(url);
            return self.escape(rest, false);
        }
        let (before, url) = link.split_at(link.find(char::is_alphanumeric).unwrap_or(0));
        // What stands around it only looks like brackets.
        let closing = if before.is_empty() {
            0
        } else {
            url.chars().next_back().map_or(0, char::len_utf8)
        };
        let (url, closing) = url.split_at(url.len() - closing);
        self.escape(before, true);
        if before.is_empty() && is_read_bare(url) && !meets_backslash(after) {
            self.put(url, true);
        } else if is_web(url) {
            self.put_in_brackets(url);
        } else {
            // No link for Discord, so that marks in it would be marks.
            self.escape(url, false);
        }
        self.escape(closing, false);
    }

    fn put_in_brackets(&mut self, url: &str) {
        self.put(&format!("<{url}>"), false);
    }

    fn put(&mut self, link: &str, is_bare: bool) {
        let start = self.text.len();
        self.text.push_str(link);
        self.links.push(Link {
            range: start..self.text.len(),
            is_bare,
        });
        self.marks.pass();
    }

    /// The text, or as much of it as fits, ending after a line or a word with a sign that something is missing.
    fn fit(mut self, max: usize) -> String {
        if cut::is_within(&self.text, max) {
            return self.text;
        }
        let Some(room) = max.checked_sub(1) else {
            return String::new();
        };
        let mut end = border(&self.text[..self.whole(room)]);
        // The sign would become part of a bare link that it touches.
        while let Some(link) = self.touched(end) {
            if cut::length(&self.text[..end]) < room {
                self.text.truncate(end);
                self.text.push(' ');
                end += 1;
                break;
            }
            end = self.text[..link].trim_end().len();
        }
        self.text.truncate(end);
        self.text.push(ELLIPSIS);
        self.text
    }

    /// How many bytes of the text have at most `room` characters and end between two pieces that must stay whole.
    fn whole(&self, room: usize) -> usize {
        let (mut at, mut used) = (0, 0);
        for link in &self.links {
            let before = &self.text[at..link.range.start];
            let kept = cut::prefix(before, room - used, Backslash::Escapes);
            used += cut::length(kept);
            let length = cut::length(&self.text[link.range.clone()]);
            if kept.len() < before.len() || used + length > room {
                return at + kept.len();
            }
            used += length;
            at = link.range.end;
        }
        at + cut::prefix(&self.text[at..], room - used, Backslash::Escapes).len()
    }

    /// Where the bare link begins that something put at `end` would lengthen.
    fn touched(&self, end: usize) -> Option<usize> {
        let link = self.links.iter().rfind(|it| it.range.end <= end)?;
        let ends_link = |c: char| c.is_whitespace() || c == '<';
        let touches = link.is_bare && !self.text[link.range.end..end].contains(ends_link);
        touches.then_some(link.range.start)
    }
}

/// Where the first of links that touch each other ends: one in brackets behind the closing one, since a bare link may
/// follow, and a bare one where Discord ends it, at the `<` of the next.
fn end_of_first(links: &str) -> usize {
    let is_bare = is_web(links);
    let border = links.char_indices().skip(1).find_map(|(at, c)| match c {
        '<' => Some(at),
        _ if !is_bare && is_closing_bracket(c) => Some(end_of_vanishing(links, at + c.len_utf8())),
        _ => None,
    });
    border.unwrap_or(links.len())
}

/// Whether `c` is a `>` or looks like one, which ends a link as well.
fn is_closing_bracket(c: char) -> bool {
    let mut closes = false;
    fold_char(c, &mut |it| closes |= it == '>');
    closes
}

/// A link that leads to the same place: in a web address `%40` is an `@`, but nobody is called by it.
fn without_pings(link: &str) -> Cow<'_, str> {
    let pings = |at: usize| {
        let begins = |word: &str| {
            let found = link.get(at + 1..at + 1 + word.len());
            found.is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        begins("everyone") || begins("here")
    };
    let mut shown = Cow::Borrowed(link);
    let mut done = 0;
    for (at, sign) in link.match_indices('@').filter(|(at, _)| pings(*at)) {
        if done == 0 {
            shown = Cow::Owned(String::with_capacity(link.len() + 8));
        }
        shown.to_mut().push_str(&link[done..at]);
        shown.to_mut().push_str("%40");
        done = at + sign.len();
    }
    if done > 0 {
        shown.to_mut().push_str(&link[done..]);
    }
    shown
}

fn is_web(url: &str) -> bool {
    let begins = |scheme: &str| {
        let found = url.get(..scheme.len());
        found.is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

/// Whether Discord makes a link of it without brackets: the scheme in small letters, and something behind it.
fn is_read_bare(url: &str) -> bool {
    let body = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_closing = |c| matches!(c, '.' | ',' | ':' | ';' | '"' | '\'' | ']' | ')');
    body.is_some_and(|it| it.trim_end_matches(is_closing).chars().nth(1).is_some())
}

/// Whether a backslash comes behind a link before Discord sees its end, and would be taken for a part of it.
fn meets_backslash(after: &str) -> bool {
    let is_end = |c: char| c.is_whitespace() || c == '<';
    let end = after.find(is_end).unwrap_or(after.len());
    after[..end].contains(is_markdown) || after[end..].starts_with('<')
}

/// Where to end: a line if that costs at most a fifth of the text, else a word if that costs at most half, else here.
pub(crate) fn border(text: &str) -> usize {
    let line = text.rfind('\n').filter(|at| *at >= text.len() / 5 * 4);
    let word = || {
        text.rfind(char::is_whitespace)
            .filter(|at| *at >= text.len() / 2)
    };
    let end = line.or_else(word).unwrap_or(text.len());
    text[..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(safe_embed_body(text, 4096).as_str(), expected, "{text:?}");
    }

    #[test]
    fn a_link_that_discord_would_not_see_gets_brackets() {
        check("HTTPS://a.example/**b**", r"<HTTPS://a.example/**b>\*\*");
        check("http://_ http://_", "<http://_> <http://_>");
    }

    #[test]
    fn what_only_looks_like_a_link_is_text() {
        check("ｈttps://a.example/**b**", r"ｈttps://a.example/\*\*b\*\*");
    }

    #[test]
    fn marks_behind_a_link_do_not_become_part_of_it() {
        check("https://a.example)**x**", r"<https://a.example)**x>\*\*");
        check(
            "<https://a.example>**x**>",
            r"<https://a.example>\*\*x\*\*\>",
        );
        check(
            "https://a.example<jan@b.example>",
            r"<https://a.example>\<jan@b.example\>",
        );
        check(
            "<https://a.example><https://b.example>",
            "<https://a.example><https://b.example>",
        );
    }

    #[test]
    fn a_bare_link_behind_a_bracketed_one_is_a_link_of_its_own() {
        for text in [
            "<https://a.example>https://b.example/x_y",
            "<https://a.example>https://b.example/x_y <https://c.example/z_>",
            "(<https://a.example/_>https://b.example/x_y)",
            "<https://a.example>\u{338}https://b.example/x_y",
        ] {
            check(text, text);
        }
        check(
            "<https://a.example>HTTPS://b.example/x_y",
            "<https://a.example><HTTPS://b.example/x_y>",
        );
        check(
            "<https://a.example>https://b.example/x_y**z**",
            r"<https://a.example><https://b.example/x_y**z>\*\*",
        );
        check(
            "＜https://a.example＞https://b.example/x_y",
            "＜<https://a.example>＞https://b.example/x_y",
        );
    }

    #[test]
    fn the_sign_of_a_cut_does_not_become_part_of_a_link() {
        let cut =
            |max| safe_embed_body("https://a.example en nog wat meer woorden", max).into_string();
        assert_eq!(cut(19), "https://a.example …");
        assert_eq!(cut(18), "…");
        assert_eq!(cut(22), "https://a.example en…");
    }
}
