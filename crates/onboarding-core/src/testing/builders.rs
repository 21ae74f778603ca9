//! What the tests are made of.

#![expect(clippy::expect_used, reason = "what cannot be built fails the test")]

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{AskedQuestion, Phase, Rule, Session, default_questions};

/// A moment so many seconds into the test.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

/// The four default questions.
pub fn questions() -> Vec<AskedQuestion> {
    let questions = default_questions().into_iter();
    questions
        .map(|question| AskedQuestion { id: None, question })
        .collect()
}

/// So many rules.
pub fn rules(count: usize) -> Vec<Rule> {
    let rule = |number| {
        let title = format!("Rule {number}");
        Rule::new(&title, "Be **kind**.", None, None).expect("a rule")
    };
    (1..=count).map(rule).collect()
}

/// A session at the beginning of a phase, with two rules and the default questions.
pub fn session(place: (GuildId, UserId), phase: Phase) -> Session {
    Session {
        rules: rules(2),
        ..Session::begin(place, phase, questions(), at(0))
    }
}
