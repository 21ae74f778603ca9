//! A shard's sessions with Discord: which of them is the first, and which follows one that was lost.

/// Where a shard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Session {
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    New,
    Up,
    Dropped,
}

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionBegan {
    /// It is the shard's first.
    First,
    /// The one before it was lost.
    AfterDrop,
}

impl Session {
    /// Discord says that a session begins; none when there was one all along.
    pub fn ready(&mut self) -> Option<SessionBegan> {
        let began = match self.state {
            State::New => Some(SessionBegan::First),
            State::Dropped => Some(SessionBegan::AfterDrop),
            State::Up => None,
        };
        self.state = State::Up;
        began
    }

    /// The session goes on as if nothing had happened.
    pub fn resumed(&mut self) {
        self.state = State::Up;
    }

    /// The connection ended. Whether there was a session that it may have taken with it.
    pub fn dropped(&mut self) -> bool {
        let was_up = self.state == State::Up;
        if was_up {
            self.state = State::Dropped;
        }
        was_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_the_first_or_follows_a_drop_or_is_no_news() {
        let mut session = Session::default();
        assert!(!session.dropped(), "nothing was lost yet");
        assert_eq!(session.ready(), Some(SessionBegan::First));
        assert_eq!(session.ready(), None);
        assert!(session.dropped());
        assert!(!session.dropped(), "one drop is told once");
        assert_eq!(session.ready(), Some(SessionBegan::AfterDrop));
        assert_eq!(session.ready(), None);
    }

    #[test]
    fn a_session_that_is_resumed_is_no_new_one() {
        let mut session = Session::default();
        session.ready();
        session.dropped();
        session.resumed();
        assert_eq!(session.ready(), None);
    }
}
