//! The clocks at which a reminder is posted and its event starts, as people of its guild see them.

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::{NewReminder, Schedule};

impl NewReminder {
    /// The clocks of its advance notice and of its event, in a guild that lives in `zone`. The notice's is that of a
    /// day on which no clock changes; without a lead, both are the same.
    pub fn clocks(&self, zone: Tz) -> (NaiveTime, NaiveTime) {
        let lead = self.lead.as_delta();
        match self.schedule {
            Schedule::OneOff { at } => (
                parsers::local(at - lead, zone).time(),
                parsers::local(at, zone).time(),
            ),
            Schedule::Recurring { clock, .. } => (clock - lead, clock),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::Fri;

    use super::*;
    use crate::testing::{a_reminder, instant};

    #[test]
    fn the_notice_comes_the_lead_before_the_event_over_midnight_and_over_clock_changes() {
        let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let weekly = a_reminder().weekly([Fri], 0, 15).lead(60).build();
        // The clocks of Brussels go forward between the notice and the event.
        let once = a_reminder().once(instant("2026-03-29 01:15")).lead(60);
        let bare = a_reminder().weekly([Fri], 0, 15).lead(0).build();
        for (what, notice, event) in [
            (weekly, clock(23, 15), clock(0, 15)),
            (once.build(), clock(1, 15), clock(3, 15)),
            (bare, clock(0, 15), clock(0, 15)),
        ] {
            assert_eq!(what.clocks(Tz::Europe__Brussels), (notice, event));
        }
    }
}
