//! What the wizard's components carry: the whole run, so that any process understands a press.

use chrono::DateTime;
use settings_core::wizard::{Move, Progress, Session};

use crate::custom_id::{self, Parts};

/// The menu of a question: an answer was picked.
pub(crate) const PICK: &str = "wizard_pick";
/// The buttons below it.
pub(crate) const MOVE: &str = "wizard_move";

const MOVES: [(Move, &str); 3] = [
    (Move::Skip, "skip"),
    (Move::Back, "back"),
    (Move::Finish, "finish"),
];

/// The id of the menu.
pub(super) fn pick(session: &Session) -> String {
    let (at, chosen) = session.progress.parts();
    let until = session.until.timestamp();
    custom_id::encode(PICK, &[&at, &chosen, &session.owner, &until])
}

/// The id of a button.
pub(super) fn button(session: &Session, made: Move) -> String {
    let (at, chosen) = session.progress.parts();
    let until = session.until.timestamp();
    let word = MOVES.iter().find(|it| it.0 == made).map_or("", |it| it.1);
    custom_id::encode(MOVE, &[&word, &at, &chosen, &session.owner, &until])
}

/// The run that a menu belongs to.
pub(super) fn read_pick(mut parts: Parts<'_>) -> Option<Session> {
    let progress = Progress::from_parts(parts.next()?, parts.next()?)?;
    let owner = parts.next()?;
    let until = DateTime::from_timestamp(parts.next()?, 0)?;
    Some(Session {
        owner,
        until,
        progress,
    })
}

/// The run that a button belongs to, and where it leads.
pub(super) fn read_button(mut parts: Parts<'_>) -> Option<(Move, Session)> {
    let word: String = parts.next()?;
    let made = MOVES.iter().find(|it| it.1 == word)?.0;
    Some((made, read_pick(parts)?))
}

#[cfg(test)]
mod tests {
    use kernel::UserId;

    use super::*;

    fn longest() -> Session {
        Session {
            owner: UserId::new(9_223_372_036_854_775_807).unwrap(),
            until: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
            progress: Progress::from_parts(7, u8::MAX).unwrap(),
        }
    }

    #[test]
    fn a_menu_and_each_button_read_back_what_they_carry_within_discords_limit() {
        let menu = pick(&longest());
        assert!(menu.len() <= 100, "{menu}");
        assert_eq!(read_pick(Parts::of(&menu)), Some(longest()));
        for (made, _) in MOVES {
            let id = button(&longest(), made);
            assert!(id.len() <= 100, "{id}");
            assert_eq!(read_button(Parts::of(&id)), Some((made, longest())));
        }
    }

    #[test]
    fn what_no_button_of_ours_carries_is_not_read() {
        for forged in [
            "wizard_pick",
            "wizard_pick:8:0:9:1",
            "wizard_pick:-1:0:9:1",
            "wizard_pick:0:256:9:1",
            "wizard_pick:0:0:0:1",
            "wizard_pick:0:0:9:99999999999999999999",
        ] {
            assert_eq!(read_pick(Parts::of(forged)), None, "{forged}");
        }
        for forged in ["wizard_move:jump:0:0:9:1", "wizard_move:0:0:9:1"] {
            assert_eq!(read_button(Parts::of(forged)), None, "{forged}");
        }
    }
}
