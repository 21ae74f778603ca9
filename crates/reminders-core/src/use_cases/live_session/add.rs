//! Adding a live session: a reminder whose texts and announcements are given.

use kernel::{ChannelId, GuildId, Member, RoleId, UseCaseError};

use crate::live_session::{LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME};
use crate::use_cases::Reminders;
use crate::{AddRefusal, AddReminder, Added, Announce, Picture, Source, WhenInput};

/// A wish for a live session.
#[derive(Debug, Clone)]
pub struct AddLiveSession {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// The days on which it comes again.
    pub days: String,
    /// The clock at which it starts.
    pub time: String,
    /// Where it is posted; the guild's default channel when none is given.
    pub channel: Option<ChannelId>,
    /// A picture.
    pub picture: Option<Picture>,
}

impl Reminders {
    /// Adds a live session for a member: announced at its start, and before it where the guild has a lead (spec W15).
    pub async fn add_live_session(
        &self,
        request: AddLiveSession,
    ) -> Result<Added, UseCaseError<AddRefusal>> {
        let asked = AddReminder {
            guild: request.guild,
            member: request.member,
            roles: request.roles,
            name: LIVE_SESSION_NAME.to_owned(),
            channel: request.channel,
            when: WhenInput {
                time: Some(request.time),
                days: Some(request.days),
                ..WhenInput::default()
            },
            message: Some(LIVE_SESSION_MESSAGE.to_owned()),
            location: None,
            link: None,
            picture: request.picture,
            announce: Some(Announce::Both),
            mention_everyone: false,
            origin: None,
        };
        self.add_from(asked, Source::LiveSession).await
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::{ENABLED, OFFSET};
    use crate::testing::{World, a_reminder, home, instant, member, user, wish};
    use crate::{Kind, LogEvent, WhenRefusal};

    fn session(days: &str, time: &str) -> AddLiveSession {
        AddLiveSession {
            guild: home(),
            member: member(7),
            roles: Vec::new(),
            days: days.to_owned(),
            time: time.to_owned(),
            channel: None,
            picture: None,
        }
    }

    fn refusal(answer: Result<Added, UseCaseError<AddRefusal>>) -> AddRefusal {
        match answer {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn it_is_announced_before_and_at_its_start_again_and_again() {
        let world = World::default();
        let asked = session("wo, vr", "19u30");
        let added = world.reminders().add_live_session(asked).await.unwrap();
        let what = &added.reminder.what;
        assert!(what.is_live_session() && what.schedule.is_recurring());
        assert_eq!(
            (what.source, what.lead.as_minutes()),
            (Source::LiveSession, 60)
        );
        // Wednesday 19:30 in Brussels; the notice stands until the start, and then the start stands.
        for (at, kind) in [
            ("2026-02-04 17:30", Kind::Pre),
            ("2026-02-04 18:30", Kind::T0),
            ("2026-02-06 17:30", Kind::Pre),
            ("2026-02-06 18:30", Kind::T0),
        ] {
            world.at(at);
            world.reminders().deliver_due().await.unwrap();
            assert_eq!(world.delivery.posts().last().unwrap().kind, kind, "{at}");
        }
        assert_eq!(world.delivery.posts().len(), 4);
        assert_eq!(world.delivery.taken_down().len(), 2);
        let told = world.told();
        assert!(matches!(told[0], LogEvent::Created { .. }), "{told:?}");
    }

    #[tokio::test]
    async fn without_a_lead_it_is_announced_at_its_start_alone() {
        let world = World::default();
        world.set(&OFFSET, SettingValue::Int(0));
        let asked = session("wed", "19:30");
        let added = world.reminders().add_live_session(asked).await.unwrap();
        let next = added.reminder.next.unwrap();
        assert_eq!(
            (next.kind, next.fires_at),
            (Kind::T0, instant("2026-02-04 18:30"))
        );
        world.at("2026-02-04 18:30");
        world.reminders().deliver_due().await.unwrap();
        assert_eq!(world.delivery.posts().len(), 1);
    }

    #[tokio::test]
    async fn it_needs_a_day_and_a_time() {
        let world = World::default();
        let reminders = world.reminders();
        for days in ["", "  "] {
            let refused = refusal(reminders.add_live_session(session(days, "19:30")).await);
            assert_eq!(refused, AddRefusal::When(WhenRefusal::NoDays));
        }
        let refused = refusal(
            reminders
                .add_live_session(session("blursday", "20:00"))
                .await,
        );
        let unknown = WhenRefusal::DaysUnreadable(vec!["blursday".to_owned()]);
        assert_eq!(refused, AddRefusal::When(unknown));
        let refused = refusal(reminders.add_live_session(session("mon", "7:5")).await);
        assert!(matches!(
            refused,
            AddRefusal::When(WhenRefusal::TimeUnreadable { .. })
        ));
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn it_shares_the_cooldown_and_the_quota_of_other_reminders() {
        let world = World::default();
        let reminders = world.reminders();
        for number in 0..5 {
            // Alternating, as somebody would who looks for a way around.
            let done = if number % 2 == 0 {
                reminders
                    .add_live_session(session("mon", "20:00"))
                    .await
                    .is_ok()
            } else {
                reminders.add(wish("No time")).await.is_ok()
            };
            assert_eq!(done, number % 2 == 0);
        }
        let sixth = refusal(reminders.add_live_session(session("mon", "20:00")).await);
        assert_eq!(sixth, AddRefusal::CoolingDown(TimeDelta::seconds(60)));
        for _ in 0..7 {
            world.store(a_reminder().by(user(7)).build()).await;
        }
        let eleventh = world
            .reminders()
            .add_live_session(session("mon", "20:00"))
            .await;
        assert_eq!(refusal(eleventh), AddRefusal::QuotaReached(10));
    }

    #[tokio::test]
    async fn none_is_added_while_reminders_are_off() {
        let world = World::default();
        world.switch(&ENABLED, false);
        let answer = world
            .reminders()
            .add_live_session(session("", "20:00"))
            .await;
        assert_eq!(refusal(answer), AddRefusal::Disabled);
    }
}
