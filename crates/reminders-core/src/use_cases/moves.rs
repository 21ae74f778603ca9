//! The clock moves that members are told of when they add or change a reminder.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::when::Asked;
use crate::clock_moves::{clock_moves, moved};
use crate::{ClockMove, NewReminder};

/// The clock moves of a reminder; of a one-off by the date and clock that were asked for, where they are known.
pub(super) fn moves(
    what: &NewReminder,
    asked: Option<Asked>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Vec<ClockMove> {
    match asked {
        Some(Asked { date, clock }) => moved(what, zone, date, clock).into_iter().collect(),
        None => clock_moves(what, zone, now),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{World, wish};
    use crate::{AddReminder, MoveCause, WhenInput};

    #[tokio::test]
    async fn who_adds_it_hears_where_a_clock_change_moves_it() {
        let world = World::default();
        let asked = |time: &str, date: Option<&str>| AddReminder {
            when: WhenInput {
                time: Some(time.to_owned()),
                days: date.is_none().then(|| "sun".to_owned()),
                date: date.map(str::to_owned),
                ..WhenInput::default()
            },
            ..wish("Night watch")
        };
        let added = world.reminders().add(asked("2:30", None)).await.unwrap();
        let causes: Vec<_> = added.moves.iter().map(|it| it.cause).collect();
        assert_eq!(causes, [MoveCause::Skipped, MoveCause::Doubled]);
        let once = asked("2:30", Some("29/3"));
        let added = world.reminders().add(once).await.unwrap();
        assert_eq!(added.moves[0].cause, MoveCause::Skipped);
        assert_eq!(added.moves[0].clock.to_string(), "02:30:00");
        let added = world.reminders().add(asked("20:00", None)).await.unwrap();
        assert_eq!(added.moves, []);
    }
}
