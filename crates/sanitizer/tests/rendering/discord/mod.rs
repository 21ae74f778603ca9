//! A reference renderer of Discord's markdown, for tests: what a reader sees, in which format, and what is clickable.
//!
//! Written from Discord's documentation and from what people have found out about the desktop client; it shares nothing
//! with the crate. Where clients differ it obeys the more eager one (a heading may be indented, say), because a text that
//! is inert there is inert everywhere. The one difference that cuts both ways is a [`Client`].
//!
//! | File | What |
//! | --- | --- |
//! | `inline` | reads a text from left to right and asks the others |
//! | `blocks` | what only begins a line: quotes, headings, small text, lists |
//! | `formats` | what stands between two marks: bold, italics, spoilers, code |
//! | `links` | bare, masked and bracketed links, mail addresses, telephone numbers |
//! | `pills` | mentions, timestamps, emoji |

mod blocks;
mod formats;
mod inline;
mod links;
mod pills;

/// What the clients differ in so that neither is the more eager one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// `HTTPS://…` is text, so that marks in it are marks.
    LowerCaseSchemes,
    /// `HTTPS://…` is a link.
    AnyCaseSchemes,
}

impl Client {
    pub(crate) const ALL: [Self; 2] = [Self::LowerCaseSchemes, Self::AnyCaseSchemes];
}

/// How a stretch is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    Bold,
    Italic,
    Underline,
    Strike,
    Spoiler,
    Code,
    CodeBlock,
    Quote,
    Heading,
    SmallText,
    ListItem,
}

/// What a stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Leads somewhere.
    Link(String),
    /// Names somebody or some place, and may ping.
    Mention,
    /// A moment in the reader's own zone.
    Timestamp,
    /// A picture; the text is what was written for it.
    Emoji,
}

/// A stretch that is shown in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) formats: Vec<Format>,
    pub(crate) kind: Kind,
}

/// What a reader gets to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendering {
    pub(crate) spans: Vec<Span>,
}

/// Renders `source`.
pub(crate) fn render(source: &str, client: Client) -> Rendering {
    let mut rendering = Rendering::default();
    inline::parse(source, &inline::Place::top(client), &mut rendering);
    rendering
}

/// Every mention that some reader could make of a piece of `source`, wherever it stands.
pub(crate) fn mentions_in(source: &str) -> Vec<String> {
    let spans = anywhere(source, pills::pill);
    let mentions = spans.into_iter().filter(|it| it.kind == Kind::Mention);
    mentions.map(|it| it.text).collect()
}

/// Where every link leads that some reader could make, likewise.
pub(crate) fn links_in(source: &str) -> Vec<String> {
    let spans = anywhere(source, links::link).into_iter();
    let targets = spans.filter_map(|it| match it.kind {
        Kind::Link(target) => Some(target),
        _ => None,
    });
    targets.collect()
}

type Rule = fn(&str, &inline::Place, &mut Rendering) -> Option<usize>;

fn anywhere(source: &str, rule: Rule) -> Vec<Span> {
    let place = inline::Place::top(Client::AnyCaseSchemes);
    let (mut found, mut end) = (Rendering::default(), 0);
    for (at, _) in source.char_indices() {
        if at >= end {
            end = at + rule(&source[at..], &place, &mut found).unwrap_or(0);
        }
    }
    found.spans
}

impl Rendering {
    /// The characters that are shown; an emoji counts as what was written for it.
    pub(crate) fn visible(&self) -> String {
        self.spans.iter().map(|it| it.text.as_str()).collect()
    }

    /// Every format that is used, once.
    pub(crate) fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<_> = self
            .spans
            .iter()
            .flat_map(|it| it.formats.clone())
            .collect();
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// Where the links lead.
    pub(crate) fn links(&self) -> Vec<&str> {
        self.spans
            .iter()
            .filter_map(|it| match &it.kind {
                Kind::Link(target) => Some(target.as_str()),
                _ => None,
            })
            .collect()
    }

    /// What is a mention or a timestamp.
    pub(crate) fn pills(&self) -> Vec<&str> {
        let is_pill = |it: &&Span| matches!(it.kind, Kind::Mention | Kind::Timestamp);
        self.spans
            .iter()
            .filter(is_pill)
            .map(|it| it.text.as_str())
            .collect()
    }

    fn push(&mut self, text: &str, formats: &[Format], kind: Kind) {
        if let Some(last) = self.spans.last_mut()
            && kind == Kind::Text
            && last.kind == Kind::Text
            && last.formats == formats
        {
            last.text.push_str(text);
        } else {
            self.spans.push(Span {
                text: text.to_owned(),
                formats: formats.to_vec(),
                kind,
            });
        }
    }
}
