//! A question as a member asks it: enough to ask the model the same again, minutes later and in another process.

use language_model::Feature;

use super::{CREATE_CAPTION, Challenge, GROWTHCHECKIN, LEADERHELP, LEARN_TOPIC, Style};
use crate::CheckinForm;

/// What a member asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// What a topic is about.
    Topic(String),
    /// A caption about a topic, in a style.
    Caption(String, Style),
    /// Help for somebody who leads others.
    Leader(Challenge),
    /// What a coach says to a check-in.
    Checkin(CheckinForm),
}

impl Question {
    /// What it is in figures and logs.
    pub fn feature(&self) -> Feature {
        match self {
            Self::Topic(_) => LEARN_TOPIC,
            Self::Caption(..) => CREATE_CAPTION,
            Self::Leader(_) => LEADERHELP,
            Self::Checkin(_) => GROWTHCHECKIN,
        }
    }

    /// Its texts, of which [`read`](Self::read) makes the same question again.
    ///
    /// ```
    /// use growth_core::{Question, Style};
    ///
    /// let question = Question::Caption("habits".to_owned(), Style::Punchy);
    /// let parts = question.parts();
    /// assert_eq!(Question::read(question.feature().name(), &parts), Some(question));
    /// ```
    pub fn parts(&self) -> Vec<String> {
        let parts = match self {
            Self::Topic(topic) => vec![&**topic],
            Self::Caption(topic, style) => vec![topic, style.as_str()],
            Self::Leader(challenge) => match challenge {
                Challenge::Own(words) => vec![OWN, words],
                offered => Challenge::OFFERED
                    .iter()
                    .filter(|it| it.1 == *offered)
                    .map(|it| it.0)
                    .collect(),
            },
            Self::Checkin(form) => vec![form.goal(), form.obstacle(), form.feeling()],
        };
        parts.into_iter().map(str::to_owned).collect()
    }

    /// The question of this feature that has these texts; none for what no question has.
    pub fn read(feature: &str, parts: &[String]) -> Option<Self> {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let of = |it: Feature| it.name() == feature;
        match *parts {
            [topic] if of(LEARN_TOPIC) => Some(Self::Topic(topic.to_owned())),
            [topic, style] if of(CREATE_CAPTION) => {
                Some(Self::Caption(topic.to_owned(), Style::of(style)?))
            }
            [OWN, words] if of(LEADERHELP) => Some(Self::Leader(Challenge::Own(words.to_owned()))),
            [offered] if of(LEADERHELP) => Challenge::of(offered).map(Self::Leader),
            [goal, obstacle, feeling] if of(GROWTHCHECKIN) => {
                let form = CheckinForm::new(goal, obstacle, feeling);
                form.ok().map(Self::Checkin)
            }
            _ => None,
        }
    }

    /// Whether whoever asks this may need more than a coach.
    pub fn is_distressed(&self) -> bool {
        match self {
            Self::Checkin(form) => form.is_distressed(),
            Self::Leader(Challenge::Own(words)) => crate::is_distressed(words),
            Self::Leader(_) | Self::Topic(_) | Self::Caption(..) => false,
        }
    }

    /// What of it has to be about something that is talked about here.
    pub(crate) fn theme(&self) -> Option<&str> {
        match self {
            Self::Topic(topic) => Some(topic),
            Self::Leader(Challenge::Own(words)) => Some(words),
            Self::Leader(_) | Self::Caption(..) | Self::Checkin(_) => None,
        }
    }
}

/// Stands before a question of somebody's own.
const OWN: &str = "own";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_read_again_as_it_was_asked() {
        let form = CheckinForm::new("goal", "obstacle", "feeling").unwrap();
        let offered = Challenge::OFFERED.map(|it| Question::Leader(it.1));
        let styles = Style::ALL.map(|it| Question::Caption("habits".to_owned(), it));
        let questions = [
            Question::Topic("RSI".to_owned()),
            Question::Leader(Challenge::Own("burnout".to_owned())),
            Question::Checkin(form),
        ];
        for question in questions.into_iter().chain(offered).chain(styles) {
            let read = Question::read(question.feature().name(), &question.parts());
            assert_eq!(read, Some(question));
        }
    }

    #[test]
    fn what_nobody_asks_is_no_question() {
        for (feature, parts) in [
            ("learn_topic", &[][..]),
            ("learn_topic", &["a", "b"]),
            ("create_caption", &["a", "loud"]),
            ("leaderhelp", &["weather"]),
            ("growthcheckin", &["a", "b", " "]),
            ("ticket_summary", &["a"]),
        ] {
            let parts: Vec<_> = parts.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(Question::read(feature, &parts), None, "{feature}");
        }
    }
}
