//! A member's way through rules and questions, as far as they have come.

mod nonce;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{Answer, Answers, AskedQuestion, Question, Rule};

pub use nonce::{InvalidNonce, Nonce};

/// How long a session waits for its member, from when they last touched it.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(24);

/// The part of the way that a member is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Accepting rules, one by one.
    Rules,
    /// Answering questions, one by one.
    Questions,
    /// Saying what they would like to hear of.
    Personalisation,
    /// Looking at all answers before they are sent.
    Confirming,
}

impl Phase {
    /// The word that it is stored by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Questions => "questions",
            Self::Personalisation => "personalization",
            Self::Confirming => "confirming",
        }
    }

    /// The phase that a stored word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [
            Self::Rules,
            Self::Questions,
            Self::Personalisation,
            Self::Confirming,
        ];
        all.into_iter().find(|it| it.as_str() == word)
    }
}

/// The step of [`Phase::Personalisation`] that asks what a member would like to hear of.
pub(crate) const OPT_IN_STEP: u16 = 0;
/// The step of [`Phase::Personalisation`] that asks for their language.
pub(crate) const LANGUAGE_STEP: u16 = 1;

/// Where a member stands. There is at most one for a member of a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// In which guild.
    pub guild: GuildId,
    /// Whose it is.
    pub member: UserId,
    /// Which run.
    pub nonce: Nonce,
    /// The part of the way.
    pub phase: Phase,
    /// The step of that part, from 0.
    pub step: u16,
    /// Whether they came back from the confirmation to change one answer, and return there next.
    pub editing: bool,
    /// How often it was written. Whoever writes has to have seen the last writing.
    pub revision: u32,
    /// How many of the rules they have accepted.
    pub rules_accepted: u16,
    /// What they have answered. An answer to the current step is chosen and not confirmed yet.
    pub answers: Answers,
    /// The rules as they were at the start, while they are being accepted: nobody accepts what they were not shown.
    pub rules: Vec<Rule>,
    /// The questions as they were at the start, so that an admin's changes shift nothing.
    pub questions: Vec<AskedQuestion>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// From when on it counts as absent.
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// A session at its very beginning.
    pub fn begin(
        (guild, member): (GuildId, UserId),
        phase: Phase,
        questions: Vec<AskedQuestion>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            guild,
            member,
            nonce: Nonce::fresh(),
            phase,
            step: 0,
            editing: false,
            revision: 0,
            rules_accepted: 0,
            answers: Answers::default(),
            rules: Vec::new(),
            questions,
            started_at: now,
            expires_at: now + SESSION_LIFE,
        }
    }

    /// Whether it still counts.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at
    }

    /// The question it stands at; none in other parts of the way.
    pub fn question(&self) -> Option<&Question> {
        let is_asking = self.phase == Phase::Questions;
        let asked = self.questions.get(usize::from(self.step));
        asked.filter(|_| is_asking).map(|it| &it.question)
    }

    /// The answer to the question it stands at, which is not confirmed yet.
    pub fn chosen(&self) -> Option<&Answer> {
        self.answers
            .given
            .get(&self.step)
            .filter(|_| self.phase == Phase::Questions)
    }

    /// The same a step further: written once more, and alive for another day.
    pub(crate) fn moved(&self, phase: Phase, step: u16, now: DateTime<Utc>) -> Self {
        Self {
            phase,
            step,
            editing: false,
            ..self.touched(now)
        }
    }

    /// The same where it stands: written once more, and alive for another day.
    pub(crate) fn touched(&self, now: DateTime<Utc>) -> Self {
        Self {
            revision: self.revision.wrapping_add(1),
            expires_at: now + SESSION_LIFE,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_waits_a_day_from_when_it_was_last_touched() {
        let start = DateTime::UNIX_EPOCH;
        let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
        let session = Session::begin(who, Phase::Rules, Vec::new(), start);
        assert!(session.is_live(start + TimeDelta::hours(24) - TimeDelta::seconds(1)));
        assert!(!session.is_live(start + TimeDelta::hours(24)));
        let later = session.touched(start + TimeDelta::hours(20));
        assert!(later.is_live(start + TimeDelta::hours(43)));
        assert_eq!((later.revision, later.started_at), (1, start));
    }

    #[test]
    fn every_part_of_the_way_is_read_back_from_its_word() {
        for phase in [
            Phase::Rules,
            Phase::Questions,
            Phase::Personalisation,
            Phase::Confirming,
        ] {
            assert_eq!(Phase::of_word(phase.as_str()), Some(phase));
        }
        assert_eq!(Phase::of_word("done"), None);
    }
}
