//! What tests use in place of a database and a log, and the contract that every store of questions and rules keeps.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot have its data should fail, loudly and here"
)]

pub mod contract;
mod in_memory;
mod recording_log;

use kernel::{Authority, GuildId, Member, UserId};

pub use in_memory::InMemorySetUp;
pub use recording_log::RecordingSetUpLog;

use crate::{Question, QuestionKind, QuestionParts, Rule, read_options};

/// The guild with this number.
pub fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

/// An admin.
pub fn admin() -> Member {
    Member {
        user: UserId::new(7).unwrap(),
        authority: Authority::Admin,
    }
}

/// Anybody else.
pub fn member() -> Member {
    Member {
        authority: Authority::Member,
        ..admin()
    }
}

/// The parts of a question that is answered with a text.
pub fn text_parts(text: &str) -> QuestionParts {
    QuestionParts {
        text: text.to_owned(),
        kind: QuestionKind::Text,
        options: Vec::new(),
        follow_ups: Vec::new(),
        required: true,
    }
}

/// The parts of a question that is answered with one of some options.
pub fn select_parts(text: &str, options: &str) -> QuestionParts {
    QuestionParts {
        kind: QuestionKind::Select,
        options: read_options(options),
        ..text_parts(text)
    }
}

/// A question that is answered with a text.
pub fn a_question(text: &str) -> Question {
    Question::new(&text_parts(text)).unwrap()
}

/// A rule with two lines and without pictures.
pub fn a_rule(title: &str) -> Rule {
    Rule::new(title, "To everyone.\nAlways.", None, None).unwrap()
}
