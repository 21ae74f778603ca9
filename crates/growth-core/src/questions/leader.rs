//! `/leaderhelp`: what somebody who leads others may try.

use chrono::{DateTime, Utc};
use language_model::{Block, CompletionRequest, Prompt, Quoted};

use super::{LEADERHELP, question};
use crate::QUESTION_MAX;

const TASK: &str = "Help somebody who leads a team. Give a short reflection that takes their side without flattering them, \
    and one practical step for this week.";

/// What is hard about leading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenge {
    /// A team that does not take part.
    Disengaged,
    /// Exhaustion.
    Burnout,
    /// People drop off.
    DropOff,
    /// Doubt about oneself.
    SelfDoubt,
    /// A question in one's own words.
    Own(String),
}

impl Challenge {
    /// The challenges that are offered, by the words that name them.
    pub const OFFERED: [(&'static str, Self); 4] = [
        ("disengaged", Self::Disengaged),
        ("burnout", Self::Burnout),
        ("dropoff", Self::DropOff),
        ("self_doubt", Self::SelfDoubt),
    ];

    /// The challenge that a word of the menu names.
    pub fn of(word: &str) -> Option<Self> {
        let mut offered = Self::OFFERED.into_iter();
        offered.find(|it| it.0 == word).map(|it| it.1)
    }
}

/// What helps with a challenge.
pub fn leader_help(challenge: &Challenge, deadline: DateTime<Utc>) -> CompletionRequest {
    let prompt = Prompt::new(match challenge {
        Challenge::Disengaged => "My team has stopped taking part. What can I do?",
        Challenge::Burnout => "My team, or I myself, am exhausted. What can I do?",
        Challenge::DropOff => "People drop off one after the other. What can I do?",
        Challenge::SelfDoubt => "I doubt whether I can lead at all. What can I do?",
        Challenge::Own(_) => "Answer the question in the block.",
    });
    let prompt = match challenge {
        Challenge::Own(words) => prompt.with(Block::new(
            "QUESTION",
            [Quoted::new("Leader", words, QUESTION_MAX)],
        )),
        _ => prompt,
    };
    question(LEADERHELP, TASK, prompt, 450, deadline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_challenge_of_the_menu_asks_something_of_its_own() {
        let asked = Challenge::OFFERED.map(|(word, challenge)| {
            assert_eq!(Challenge::of(word), Some(challenge.clone()));
            leader_help(&challenge, DateTime::UNIX_EPOCH).messages[0].text()
        });
        for (at, text) in asked.iter().enumerate() {
            assert!(!asked[..at].contains(text), "{text}");
        }
        assert_eq!(Challenge::of("own"), None);
    }
}
