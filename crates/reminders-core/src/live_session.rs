//! Live sessions: reminders by a preset, told from all others by their two texts alone, so that those which people have
//! from earlier releases are known too.

use crate::{Message, Name, NewReminder};

/// What every live session is called.
pub const LIVE_SESSION_NAME: &str = "Live session";
/// What every live session says when it starts.
pub const LIVE_SESSION_MESSAGE: &str = "Live session starting now!";

impl NewReminder {
    /// Whether it is a live session: by its texts, whoever made it and however.
    pub fn is_live_session(&self) -> bool {
        self.name.as_str() == LIVE_SESSION_NAME && self.message.as_str() == LIVE_SESSION_MESSAGE
    }
}

/// The two texts.
pub(crate) fn texts() -> (Name, Message) {
    let name = Name::new(LIVE_SESSION_NAME).expect("the constant has 12 characters");
    let message = Message::new(LIVE_SESSION_MESSAGE).expect("the constant has 26 characters");
    (name, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::testing::a_reminder;

    #[test]
    fn both_texts_make_a_live_session_and_nothing_else_does() {
        let made = |name, message| a_reminder().named(name).saying(message).build();
        assert!(made(LIVE_SESSION_NAME, LIVE_SESSION_MESSAGE).is_live_session());
        assert!(!made("Live sessions", LIVE_SESSION_MESSAGE).is_live_session());
        assert!(!made(LIVE_SESSION_NAME, "live session starting now!").is_live_session());
        let by_source = NewReminder {
            source: Source::LiveSession,
            ..a_reminder().build()
        };
        assert!(!by_source.is_live_session());
        let (name, message) = texts();
        let composed = NewReminder {
            name,
            message,
            ..a_reminder().build()
        };
        assert!(composed.is_live_session());
    }
}
