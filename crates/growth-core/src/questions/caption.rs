//! `/create_caption`: a line for a post elsewhere.

use chrono::{DateTime, Utc};
use language_model::{Block, CompletionRequest, Prompt, Quoted, whole_part};
use sanitizer::beginning;

use super::{CREATE_CAPTION, TOPIC_MAX, question};

/// The longest caption, in characters.
pub const CAPTION_MAX: usize = 300;

const TASK: &str = "Write one caption for a social post about the topic in the block: at most 300 characters, no clichés, no \
    quotation marks around it, nothing before or after it.";

/// How a caption sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Short and bold.
    Punchy,
    /// Open about what is hard.
    Vulnerable,
    /// It teaches something.
    Educational,
    /// Calm and reflective.
    Spiritual,
    /// It moves people to act.
    Motivational,
    /// For business.
    Formal,
}

impl Style {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Punchy,
        Self::Vulnerable,
        Self::Educational,
        Self::Spiritual,
        Self::Motivational,
        Self::Formal,
    ];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Punchy => "punchy",
            Self::Vulnerable => "vulnerable",
            Self::Educational => "educational",
            Self::Spiritual => "spiritual",
            Self::Motivational => "motivational",
            Self::Formal => "formal",
        }
    }

    /// The style of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    const fn wish(self) -> &'static str {
        match self {
            Self::Punchy => "Style: punchy, short and bold.",
            Self::Vulnerable => "Style: vulnerable, open about what is hard.",
            Self::Educational => "Style: educational, one thing to learn.",
            Self::Spiritual => "Style: spiritual, calm and reflective.",
            Self::Motivational => "Style: motivational, so that people act.",
            Self::Formal => "Style: formal, fit for business.",
        }
    }
}

/// A caption about a topic, in a style.
pub fn caption(topic: &str, style: Style, deadline: DateTime<Utc>) -> CompletionRequest {
    let topic = Block::new("TOPIC", [Quoted::new("Topic", topic, TOPIC_MAX)]);
    let prompt = Prompt::new("Write the caption.")
        .with(topic)
        .then(style.wish());
    question(CREATE_CAPTION, TASK, prompt, 150, deadline)
}

/// A caption of at most 300 characters: a longer one ends with its last whole sentence, or else with its last whole word.
///
/// ```
/// use growth_core::questions::cut_caption;
///
/// assert_eq!(cut_caption(" Grow. "), "Grow.");
/// let long = format!("{} And a tail", "A sentence of words. ".repeat(14));
/// assert!(cut_caption(&long).ends_with("words."));
/// ```
pub fn cut_caption(answer: &str) -> &str {
    let answer = answer.trim();
    if beginning(answer, CAPTION_MAX).len() == answer.len() {
        return answer;
    }
    whole_part(answer, CAPTION_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_caption_ends_with_a_sentence_else_with_a_word_else_where_it_must() {
        let sentences = "Één zin hier! ".repeat(40);
        let cut = cut_caption(&sentences);
        assert!(
            cut.ends_with("hier!") && cut.chars().count() <= CAPTION_MAX,
            "{cut}"
        );
        let words = "woord ".repeat(100);
        let cut = cut_caption(&words);
        assert!(
            cut.ends_with("woord") && cut.chars().count() <= CAPTION_MAX,
            "{cut}"
        );
        let letters = "é".repeat(400);
        assert_eq!(cut_caption(&letters).chars().count(), CAPTION_MAX);
    }

    #[test]
    fn every_style_is_known_by_its_word() {
        for style in Style::ALL {
            assert_eq!(Style::of(style.as_str()), Some(style));
        }
        assert_eq!(Style::of("loud"), None);
    }
}
