//! Which `<` opens a link or a mail address in angle brackets: Discord does not mind a backslash before the closing `>`,
//! so it is the opening one that has to be escaped.

/// Reads one text from left to right and remembers how far it has looked, so that nothing is looked at twice.
#[derive(Debug)]
pub(crate) struct Angles<'a> {
    text: &'a str,
    /// Whether a link follows the text, so that what is open at its end may be closed behind it.
    meets_link: bool,
    /// The next colon, blank or `>`.
    colon: usize,
    /// The next blank or `>`.
    border: usize,
}

impl<'a> Angles<'a> {
    /// `meets_link` says whether a link is written directly behind `text`.
    pub(crate) fn new(text: &'a str, meets_link: bool) -> Self {
        Self {
            text,
            meets_link,
            colon: 0,
            border: 0,
        }
    }

    /// Whether Discord would take the `<` at `at` for the opening of a link, in a text where every `>` is escaped. Ask
    /// from left to right. Web links are left to whoever filters URLs: no backslash makes text of them.
    pub(crate) fn opens_link(&mut self, at: usize) -> bool {
        self.opens_address(at) || self.opens_url(at)
    }

    /// `<scheme:/…>`, whatever the scheme: the brackets would vanish.
    fn opens_url(&mut self, at: usize) -> bool {
        self.colon = next(self.text, self.colon.max(at + 1), [':', ' ', '>']);
        let (scheme, rest) = (&self.text[at + 1..self.colon], &self.text[self.colon..]);
        if rest.is_empty() {
            return self.meets_link;
        }
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        if scheme.is_empty() || !rest.starts_with(":/") || is_web && rest.starts_with("://") {
            return false;
        }
        self.border = next(self.text, self.border.max(self.colon), [' ', '>', ' ']);
        match self.text[self.border..].chars().next() {
            Some(border) => border == '>',
            None => self.meets_link,
        }
    }

    /// `<somebody@host.example>`.
    fn opens_address(&self, at: usize) -> bool {
        let rest = &self.text[at + 1..];
        let is_border = |c: char| c.is_whitespace() || matches!(c, '<' | '>');
        let end = rest.find(is_border).unwrap_or(rest.len());
        let is_closed = match rest[end..].chars().next() {
            Some(border) => border == '>',
            None => self.meets_link,
        };
        let host = |(name, host): (&str, &str)| !name.is_empty() && host.rfind('.') > Some(0);
        is_closed && rest[..end].split_once('@').is_some_and(host)
    }
}

fn next(text: &str, from: usize, wanted: [char; 3]) -> usize {
    let from = from.min(text.len());
    text[from..].find(wanted).map_or(text.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(text: &str, meets_link: bool) -> Vec<usize> {
        let mut angles = Angles::new(text, meets_link);
        let marks = text.match_indices('<').map(|(at, _)| at);
        marks.filter(|at| angles.opens_link(*at)).collect()
    }

    #[test]
    fn what_discord_reads_in_angle_brackets_is_found() {
        for text in [
            "<jan@club.example>",
            "<a:/b>",
            "<mailto:/x y",
            "<http:/a.example>",
            "<a:/>",
        ] {
            let expected: &[usize] = if text.ends_with('>') { &[0] } else { &[] };
            assert_eq!(opening(text, false), expected, "{text}");
        }
        assert_eq!(opening("x <<a:/b> <c@d.e>", false), [2, 3, 10]);
    }

    #[test]
    fn other_angle_brackets_are_left_alone() {
        for text in [
            "a < b > c",
            "<3",
            "<t:1:R>",
            "</a:1>",
            "<@1>",
            "<https://a.example>",
            "<a@b>",
            "<:/x",
            "<a b:/c>",
        ] {
            assert_eq!(opening(text, false), [], "{text}");
        }
    }

    #[test]
    fn a_link_behind_the_text_may_close_what_is_open() {
        assert_eq!(opening("a <", true), [2]);
        assert_eq!(opening("<a:/b", true), [0]);
        assert_eq!(opening("< b", true), []);
    }
}
