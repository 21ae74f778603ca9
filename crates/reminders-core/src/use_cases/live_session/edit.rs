//! Changing a live session: the same as changing any reminder, with its texts kept as they must be.

use kernel::UseCaseError;

use crate::use_cases::Reminders;
use crate::use_cases::edit::Subject;
use crate::{EditRefusal, EditReminder, Edited};

impl Reminders {
    /// Changes a live session of the member, or any one for an admin. Whatever else is no live session that they may
    /// change looks like a missing one.
    pub async fn edit_live_session(
        &self,
        request: EditReminder,
    ) -> Result<Edited, UseCaseError<EditRefusal>> {
        self.edit_as(request, Subject::LiveSession).await
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};
    use kernel::Member;
    use settings_core::SettingValue;

    use super::*;
    use crate::live_session::{LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME};
    use crate::settings::OFFSET;
    use crate::testing::{World, a_reminder, admin, home, instant, member, user};
    use crate::{Announce, LogEvent, Reminder, ReminderId, ReminderPatch, Schedule, WhenRefusal};

    /// One of member 7, as an earlier release would have left it: on Mondays at 20:00, announced before alone.
    async fn live(world: &World) -> Reminder {
        let what = a_reminder()
            .named(LIVE_SESSION_NAME)
            .saying(LIVE_SESSION_MESSAGE)
            .by(user(7))
            .weekly([Weekday::Mon], 20, 0);
        world.store(what.build()).await
    }

    async fn edit_as(
        world: &World,
        who: Member,
        id: ReminderId,
        patch: ReminderPatch,
    ) -> Result<Edited, EditRefusal> {
        let request = EditReminder {
            guild: home(),
            member: who,
            roles: Vec::new(),
            id,
            patch,
        };
        match world.reminders().edit_live_session(request).await {
            Ok(edited) => Ok(edited),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        }
    }

    fn at(time: &str) -> ReminderPatch {
        ReminderPatch {
            time: Some(time.to_owned()),
            ..ReminderPatch::default()
        }
    }

    #[tokio::test]
    async fn what_is_given_changes_and_the_rest_becomes_what_a_live_session_is() {
        let world = World::default();
        let before = live(&world).await;
        world.set(&OFFSET, SettingValue::Int(30));
        let edited = edit_as(&world, member(7), before.id, at("19u30"))
            .await
            .unwrap();
        let what = &edited.reminder.what;
        let Schedule::Recurring { recurrence, clock } = what.schedule else {
            panic!("{what:?}")
        };
        assert_eq!(clock, NaiveTime::from_hms_opt(19, 30, 0).unwrap());
        assert_eq!(parsers::format_recurrence(&recurrence), "Monday");
        assert!(what.is_live_session());
        assert_eq!(
            (what.announce, what.lead.as_minutes()),
            (Announce::Both, 30)
        );
        assert_eq!(
            edited.reminder.next.unwrap().fires_at,
            instant("2026-02-09 18:00")
        );
        world.set(&OFFSET, SettingValue::Int(5));
        let days = ReminderPatch {
            days: Some("tue, thu".to_owned()),
            ..ReminderPatch::default()
        };
        let edited = edit_as(&world, admin(8), before.id, days).await.unwrap();
        assert_eq!(edited.reminder.what.lead.as_minutes(), 30);
        assert_eq!(world.told().len(), 2);
        assert!(matches!(world.told()[1], LogEvent::Edited { .. }));
    }

    #[tokio::test]
    async fn missing_others_and_ordinary_ones_look_the_same() {
        let world = World::default();
        let theirs = live(&world).await.id;
        let ordinary = world.store(a_reminder().by(user(8)).build()).await.id;
        let missing = ReminderId::new(999).unwrap();
        for id in [theirs, ordinary, missing] {
            for patch in [at("19:30"), ReminderPatch::default()] {
                let refused = edit_as(&world, member(8), id, patch).await;
                assert_eq!(refused, Err(EditRefusal::NotFound(id)));
            }
        }
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn nothing_given_is_nothing_to_change_and_nonsense_changes_nothing() {
        let world = World::default();
        let before = live(&world).await;
        let tried = |patch| edit_as(&world, member(7), before.id, patch);
        let nothing = tried(ReminderPatch::default()).await;
        assert_eq!(nothing, Err(EditRefusal::Unchanged(before.id)));
        assert!(matches!(
            tried(at("25:00")).await,
            Err(EditRefusal::When(WhenRefusal::TimeUnreadable { .. }))
        ));
        let no_day = ReminderPatch {
            days: Some(" ".to_owned()),
            ..ReminderPatch::default()
        };
        assert_eq!(
            tried(no_day).await,
            Err(EditRefusal::When(WhenRefusal::NoDays))
        );
        assert!(world.told().is_empty());
    }
}
