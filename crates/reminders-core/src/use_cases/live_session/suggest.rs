//! Suggesting live sessions while a member types. They all have one name, so they are found by their days and clock.

use crate::use_cases::Reminders;
use crate::use_cases::delete::manageable;
use crate::use_cases::suggest::{CHOICES, SuggestReminders};
use crate::{Reminder, Schedule};

impl Reminders {
    /// The newest live sessions that match and that the member may change; nothing when reminders are off or the store
    /// cannot be reached.
    pub async fn suggest_live_sessions(&self, request: SuggestReminders) -> Vec<Reminder> {
        if !matches!(self.enabled(request.guild).await, Ok(true)) {
            return Vec::new();
        }
        let scope = manageable(request.member);
        let found = self.ports.store.live_sessions(request.guild, scope).await;
        let typed = request.fragment.trim().to_lowercase();
        let fits = |it: &Reminder| words(it).to_lowercase().contains(&typed);
        let fitting = found.unwrap_or_default().into_iter().filter(fits);
        fitting.take(CHOICES as usize).collect()
    }
}

/// What a member may type to find it.
fn words(reminder: &Reminder) -> String {
    let id = reminder.id;
    match reminder.what.schedule {
        Schedule::Recurring { recurrence, clock } => {
            let days = parsers::format_recurrence(&recurrence);
            format!("{id} {days} {}", clock.format("%H:%M"))
        }
        Schedule::OneOff { .. } => id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use kernel::Member;

    use super::*;
    use crate::live_session::{LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME};
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, home, member, user};

    async fn world() -> World {
        let world = World::default();
        for (by, day, hour) in [
            (7, Weekday::Mon, 20),
            (7, Weekday::Fri, 9),
            (8, Weekday::Mon, 9),
        ] {
            let live = a_reminder()
                .named(LIVE_SESSION_NAME)
                .saying(LIVE_SESSION_MESSAGE);
            let live = live.by(user(by)).weekly([day], hour, 30).build();
            world.store(live).await;
        }
        world.store(a_reminder().named("Monday").build()).await;
        world
    }

    async fn found(world: &World, member: Member, typed: &str) -> Vec<u64> {
        let request = SuggestReminders {
            guild: home(),
            member,
            fragment: typed.to_owned(),
        };
        let found = world.reminders().suggest_live_sessions(request).await;
        found.iter().map(|it| it.id.get()).collect()
    }

    #[tokio::test]
    async fn they_are_found_by_days_and_clock_among_what_the_member_may_change() {
        let world = world().await;
        for (who, typed, ids) in [
            (member(7), "", vec![2, 1]),
            (member(7), " MON", vec![1]),
            (member(7), "09:30", vec![2]),
            (admin(9), "mon", vec![3, 1]),
            (member(9), "", vec![]),
        ] {
            assert_eq!(found(&world, who, typed).await, ids, "{typed}");
        }
        world.store.fail_next_calls(1);
        assert!(found(&world, admin(9), "").await.is_empty());
        world.switch(&ENABLED, false);
        assert!(found(&world, admin(9), "").await.is_empty());
    }
}
