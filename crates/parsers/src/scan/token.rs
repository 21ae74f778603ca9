//! Tokens and how they are asked for.

use std::ops::Range;

use crate::language::{Opening, Phrase, WordId, add_phrases};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with an apostrophe inside, or `'s`.
    Word,
    /// ASCII digits and their value, as far as it fits.
    Number(u32),
    /// One other visible character.
    Mark(char),
    /// One character beyond letters, digits and ASCII.
    Emoji(char),
    /// The end of a line.
    Break,
    /// A web address.
    Link,
    /// A channel mention.
    Channel,
    /// Discord's own moment, in Unix seconds, to the minute like every other moment.
    Timestamp(i64),
    /// Something that is no text to a reader: a mention, a custom emoji.
    Opaque,
}

/// A token, the bytes it was read from and how it stands in the text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Bytes of the original text.
    source: Piece,
    /// Bytes of the folded text.
    folded: Piece,
    /// Where those of the text's phrases stand that begin with it.
    first_phrase: u32,
    /// How many there are.
    phrase_count: u8,
    /// Which word of the lexicon it is.
    pub(super) word: WordId,
    /// What can begin with it; none when it begins no phrase of the lexicon.
    opening: Option<Opening>,
    /// How many blanks or removed pieces stand before it, as far as it fits; a tab counts twice.
    pub(super) blanks: u8,
    /// It begins with a capital.
    pub(crate) capital: bool,
    /// All its letters are capitals.
    pub(crate) upper: bool,
}

/// A range of a text, in half the room: texts are shorter than 4 GB.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    start: u32,
    end: u32,
}

/// The tokens of one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    folded: String,
    list: Vec<Token>,
    phrases: Vec<Phrase>,
    has_links: bool,
    has_channels: bool,
}

impl Tokens {
    /// The tokens of a folded text, and what they mean together.
    pub(super) fn new(folded: String, list: Vec<Token>) -> Self {
        let mut phrases = Vec::with_capacity(list.len());
        let mut tokens = Self {
            folded,
            list,
            phrases: Vec::new(),
            has_links: false,
            has_channels: false,
        };
        for at in 0..tokens.list.len() {
            match tokens.list[at].kind {
                TokenKind::Link => tokens.has_links = true,
                TokenKind::Channel => tokens.has_channels = true,
                _ => {}
            }
            if tokens.list[at].word != WordId::NONE {
                let start = phrases.len();
                let opening = add_phrases(&tokens, at, &mut phrases);
                let token = &mut tokens.list[at];
                token.opening = opening;
                token.first_phrase = short(start);
                token.phrase_count = u8::try_from(phrases.len() - start).unwrap_or(u8::MAX);
            }
        }
        tokens.phrases = phrases;
        tokens
    }

    /// Whether there is any web address.
    pub(crate) fn has_links(&self) -> bool {
        self.has_links
    }

    /// Whether any channel is mentioned.
    pub(crate) fn has_channels(&self) -> bool {
        self.has_channels
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        super::looks::look();
        self.list.get(at)
    }

    #[inline]
    pub(crate) fn kind(&self, at: usize) -> Option<TokenKind> {
        #[cfg(test)]
        super::looks::look();
        self.list.get(at).map(|it| it.kind)
    }

    /// The lower-case text of a token; empty behind the end.
    pub(crate) fn text(&self, at: usize) -> &str {
        #[cfg(test)]
        super::looks::look();
        self.list
            .get(at)
            .map_or("", |it| &self.folded[it.folded.range()])
    }

    /// Which word of the lexicon a token is; none behind the end.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> WordId {
        self.list.get(at).map_or(WordId::NONE, |it| it.word)
    }

    /// The phrases that begin at a token, the longest first.
    #[inline]
    pub(crate) fn phrases(&self, at: usize) -> &[Phrase] {
        #[cfg(test)]
        super::looks::look();
        self.list.get(at).map_or(&[], |it| {
            &self.phrases[it.first_phrase as usize..][..usize::from(it.phrase_count)]
        })
    }

    /// What can begin with a token's word; none when it begins no phrase of the lexicon.
    #[inline]
    pub(crate) fn opening(&self, at: usize) -> Option<Opening> {
        #[cfg(test)]
        super::looks::look();
        self.list.get(at)?.opening
    }

    #[inline]
    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(TokenKind::Mark(mark))
    }

    #[inline]
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    /// The value and the count of digits of a number.
    #[inline]
    pub(crate) fn number(&self, at: usize) -> Option<(u32, usize)> {
        #[cfg(test)]
        super::looks::look();
        let token = self.list.get(at)?;
        match token.kind {
            TokenKind::Number(value) => Some((value, token.folded.range().len())),
            _ => None,
        }
    }

    /// Whether a token stands right behind the one before it.
    #[inline]
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        #[cfg(test)]
        super::looks::look();
        at > 0 && self.list.get(at).is_some_and(|it| it.blanks == 0)
    }

    /// The original bytes of a range of tokens.
    pub(crate) fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.list.get(range.start).map_or(0, |it| it.span().start);
        let end = range
            .end
            .checked_sub(1)
            .and_then(|last| self.list.get(last))
            .map_or(start, |it| it.span().end);
        start..end.max(start)
    }
}

impl Token {
    /// A token of no word, with nothing before it: what it is, its bytes of the original and of the folded text.
    #[inline]
    pub(super) fn new(kind: TokenKind, source: Range<usize>, folded: Range<usize>) -> Self {
        Self {
            kind,
            source: Piece::of(source),
            folded: Piece::of(folded),
            first_phrase: 0,
            phrase_count: 0,
            word: WordId::NONE,
            opening: None,
            blanks: 0,
            capital: false,
            upper: false,
        }
    }

    /// Bytes of the original text.
    #[inline]
    pub(crate) fn span(&self) -> Range<usize> {
        self.source.range()
    }

    /// A blank or a removed piece stands before it.
    #[inline]
    pub(crate) fn is_spaced(&self) -> bool {
        self.blanks > 0
    }

    /// At least two blanks or a tab stand before it.
    #[inline]
    pub(crate) fn is_apart(&self) -> bool {
        self.blanks > 1
    }
}

impl Piece {
    fn of(range: Range<usize>) -> Self {
        Self {
            start: short(range.start),
            end: short(range.end),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
