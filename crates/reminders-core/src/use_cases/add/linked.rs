//! The announcement behind a link, as far as it fills in a reminder.

use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};
use parsers::{AnnouncementText, Reason};

use super::perform::Context;
use super::refusal::{AddRefusal, Refused, refused};
use super::request::AddReminder;
use crate::announcement::{self, Reading};
use crate::use_cases::Reminders;
use crate::use_cases::watch::schedule_of;
use crate::{Announcement, MessageLink, Origin, Schedule};

/// What a linked announcement contributes.
pub(super) struct Linked {
    pub(super) origin: Origin,
    pub(super) text: AnnouncementText,
    pub(super) title: Option<String>,
    pub(super) location: Option<String>,
    pub(super) schedule: Option<Schedule>,
}

impl Reminders {
    /// Reads the announcement behind a link, as far as the member may see it themselves (spec W13).
    pub(super) async fn follow(
        &self,
        request: &AddReminder,
        link: &str,
        context: &Context,
    ) -> Result<Linked, Refused> {
        let link = MessageLink::parse(link)
            .ok_or_else(|| refused(AddRefusal::LinkInvalid(link.to_owned())))?;
        let origin = Origin {
            channel: link.channel,
            message: link.message,
        };
        let member = (request.member.user, request.roles.as_slice());
        let may_read = self.member_may_read(request.guild, member, link.channel);
        if link.guild != request.guild || !may_read.await? {
            return Err(refused(AddRefusal::LinkUnreadable));
        }
        if let Some(id) = self
            .ports
            .store
            .find_by_origin(request.guild, origin)
            .await?
        {
            return Err(refused(AddRefusal::AlreadyTracked(id)));
        }
        match self.ports.announcements.fetch(request.guild, origin).await {
            Ok(Some(announcement)) => linked(&announcement, request.when.time.is_some(), context),
            Ok(None) | Err(_) => Err(refused(AddRefusal::LinkUnreadable)),
        }
    }

    /// Whether the member may read the messages of a channel themselves.
    pub(in crate::use_cases) async fn member_may_read(
        &self,
        guild: GuildId,
        member: (UserId, &[RoleId]),
        channel: ChannelId,
    ) -> Result<bool, PortFailure> {
        use crate::Permission::{ReadMessageHistory, ViewChannel};
        let asker = crate::Who::Member(member.0, member.1.to_vec());
        let access = self.ports.directory.access(guild, channel, &asker).await?;
        Ok(access.is_some_and(|it| {
            it.granted.contains(&ViewChannel) && it.granted.contains(&ReadMessageHistory)
        }))
    }
}

/// What a linked announcement tells. With a time typed beside it, its own date need not be readable.
fn linked(
    announcement: &Announcement,
    time_typed: bool,
    context: &Context,
) -> Result<Linked, Refused> {
    let read = announcement::read_best(announcement.embeds(), context.now, context.zone)
        .ok_or_else(|| refused(AddRefusal::NoEmbed))?;
    match read {
        Ok(Reading { parsed, .. }) if schedule_of(&parsed).is_none() && !time_typed => {
            let reason = Reason::UnsupportedRecurrence;
            Err(refused(AddRefusal::NotUnderstood(reason)))
        }
        Ok(Reading { source, parsed }) => Ok(Linked {
            origin: announcement.origin,
            text: source.text().clone(),
            title: parsed.title.clone(),
            location: parsed.location.clone(),
            schedule: schedule_of(&parsed),
        }),
        Err(_) if time_typed => {
            let text = announcement
                .embeds()
                .next()
                .map(|it| it.text().clone())
                .unwrap_or_default();
            let title = text.title.clone();
            Ok(Linked {
                origin: announcement.origin,
                text,
                title,
                location: None,
                schedule: None,
            })
        }
        Err(unreadable) => Err(refused(AddRefusal::NotUnderstood(unreadable.reason))),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, TimeDelta, Weekday};
    use kernel::UseCaseError;
    use parsers::Reason;

    use super::*;
    use crate::testing::{
        FixedAnnouncements, World, announcement, embed, home, instant, link_to, user, wish,
    };
    use crate::{Added, Permission, SourceText, Watched, WhenInput};

    fn party() -> Announcement {
        announcement(vec![embed("Party", "14/2 20:00")])
    }

    fn link() -> String {
        link_to(party().origin)
    }

    fn by_link(link: &str) -> AddReminder {
        AddReminder {
            link: Some(link.to_owned()),
            ..wish("Typed")
        }
    }

    fn with_time(time: &str) -> AddReminder {
        AddReminder {
            when: WhenInput {
                time: Some(time.to_owned()),
                ..WhenInput::default()
            },
            ..by_link(&link())
        }
    }

    async fn schedule(world: &World, asked: AddReminder) -> Schedule {
        let Added { reminder, .. } = world.reminders().add(asked).await.unwrap();
        reminder.what.schedule
    }

    async fn refused(world: &World, asked: AddReminder) -> AddRefusal {
        match world.reminders().add(asked).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn the_links_moment_counts_when_no_time_was_typed() {
        let world = World::default().with_message(party());
        let expected = Schedule::one_off(instant("2026-02-14 19:00"));
        assert_eq!(schedule(&world, by_link(&link())).await, expected);
    }

    #[tokio::test]
    async fn a_links_recurrence_makes_it_weekly() {
        let yoga = announcement(vec![embed("Yoga", "Each Monday & Friday, 6:45 pm")]);
        let world = World::default().with_message(yoga);
        let Schedule::Recurring { recurrence, .. } = schedule(&world, by_link(&link())).await
        else {
            panic!("not weekly")
        };
        assert_eq!(
            recurrence.plain_weekly(),
            Some([Weekday::Mon, Weekday::Fri].into_iter().collect())
        );
    }

    #[tokio::test]
    async fn a_typed_time_stands_above_the_links_on_the_links_own_day() {
        let world = World::default().with_message(party());
        let expected = Schedule::one_off(instant("2026-02-14 20:30"));
        assert_eq!(schedule(&world, with_time("21:30")).await, expected);
    }

    #[tokio::test]
    async fn typed_days_stand_above_the_links_at_the_links_own_time() {
        let world = World::default().with_message(party());
        let mut asked = by_link(&link());
        asked.when.days = Some("mon".to_owned());
        let clock = NaiveTime::from_hms_opt(20, 0, 0).unwrap();
        let expected = Schedule::weekly([Weekday::Mon].into_iter().collect(), clock).unwrap();
        assert_eq!(schedule(&world, asked).await, expected);
    }

    #[tokio::test]
    async fn a_recurrence_with_a_last_day_is_not_made_endless() {
        let until = announcement(vec![embed("Yoga", "elke dinsdag 19u tot 24 maart")]);
        let world = World::default().with_message(until);
        let Schedule::Recurring { recurrence, .. } = schedule(&world, by_link(&link())).await
        else {
            panic!("not weekly")
        };
        let last_day = chrono::NaiveDate::from_ymd_opt(2026, 3, 24);
        assert_eq!(recurrence.ends_on(), last_day);
    }

    #[tokio::test]
    async fn with_a_time_typed_the_link_need_not_tell_one() {
        let vague = announcement(vec![embed("Party", "soon, and with cake")]);
        let world = World::default().with_message(vague);
        let added = world.reminders().add(with_time("21:30")).await.unwrap();
        let what = added.reminder.what;
        assert_eq!(what.name.as_str(), "Party");
        assert_eq!(what.message.as_str(), "soon, and with cake");
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-04 20:30"))
        );
        let unread = refused(&world, by_link(&link())).await;
        assert!(matches!(unread, AddRefusal::NotUnderstood(_)), "{unread:?}");
    }

    #[tokio::test]
    async fn what_is_no_link_to_a_message_is_refused() {
        for text in ["https://example.com/x", "Party", ""] {
            let refused = refused(&World::default(), by_link(text)).await;
            assert_eq!(refused, AddRefusal::LinkInvalid(text.to_owned()), "{text}");
        }
    }

    #[tokio::test]
    async fn nothing_is_read_that_the_member_could_not_read_themselves() {
        let there = party().origin.channel;
        for permission in [Permission::ViewChannel, Permission::ReadMessageHistory] {
            let world = World::default().with_message(party());
            world
                .directory
                .take_from(home(), there, user(7), permission);
            let refused = refused(&world, by_link(&link())).await;
            assert_eq!(refused, AddRefusal::LinkUnreadable, "{permission:?}");
        }
    }

    #[tokio::test]
    async fn a_message_that_the_member_may_not_read_is_not_noted_as_what_it_was_made_from() {
        let there = party().origin;
        let from_it = |days: &str| AddReminder {
            origin: Some(there),
            link: None,
            when: WhenInput {
                days: Some(days.to_owned()),
                ..with_time("20:00").when
            },
            ..with_time("20:00")
        };
        let world = World::default();
        let added = world.reminders().add(from_it("mon")).await.unwrap();
        assert_eq!(added.reminder.what.origin, Some(there));
        let channel = there.channel;
        world
            .directory
            .take_from(home(), channel, user(7), Permission::ViewChannel);
        let added = world.reminders().add(from_it("tue")).await.unwrap();
        assert_eq!(added.reminder.what.origin, None);
    }

    #[tokio::test]
    async fn a_message_of_another_guild_or_a_gone_channel_or_none_at_all_is_unreadable() {
        let world = World::default().with_message(party());
        let abroad = link().replace("/channels/1/", "/channels/2/");
        assert_eq!(
            refused(&world, by_link(&abroad)).await,
            AddRefusal::LinkUnreadable
        );
        let missing = link().replace("/77", "/78");
        assert_eq!(
            refused(&world, by_link(&missing)).await,
            AddRefusal::LinkUnreadable
        );
        world.directory.remove(home(), party().origin.channel);
        assert_eq!(
            refused(&world, by_link(&link())).await,
            AddRefusal::LinkUnreadable
        );
        let world = World {
            announcements: FixedAnnouncements::failing(),
            ..World::default()
        };
        assert_eq!(
            refused(&world, by_link(&link())).await,
            AddRefusal::LinkUnreadable
        );
    }

    #[tokio::test]
    async fn a_message_without_an_embed_has_nothing_to_tell() {
        let text = parsers::AnnouncementText::plain("Party 14/2 20:00");
        let plain = announcement(vec![SourceText::Plain(text)]);
        let world = World::default().with_message(plain);
        for asked in [by_link(&link()), with_time("20:00")] {
            assert_eq!(refused(&world, asked).await, AddRefusal::NoEmbed);
        }
    }

    #[tokio::test]
    async fn an_embed_that_cannot_be_read_is_refused_by_its_reason() {
        for (body, reason) in [
            ("zaterdag 14 februari, uur volgt", Reason::NoTime),
            ("31/2 20:00", Reason::InvalidDate),
            ("3/2/2026 20:00", Reason::Past),
        ] {
            let posted = announcement(vec![embed("Party", body)]);
            let world = World::default().with_message(posted);
            let refused = refused(&world, by_link(&link())).await;
            assert_eq!(refused, AddRefusal::NotUnderstood(reason), "{body}");
        }
    }

    #[tokio::test]
    async fn an_event_that_starts_this_very_minute_is_past() {
        let start = instant("2026-02-04 09:00") + TimeDelta::seconds(50);
        let body = format!("<t:{}:F>", start.timestamp());
        let world = World::default().with_message(announcement(vec![embed("Now", &body)]));
        world.clock.advance(TimeDelta::seconds(30));
        let refused = refused(&world, by_link(&link())).await;
        // A moment is read to the minute, which has begun.
        assert_eq!(refused, AddRefusal::NotUnderstood(Reason::Past));
    }

    #[tokio::test]
    async fn a_message_that_the_watcher_has_a_reminder_of_is_not_added_again() {
        let world = World::default().with_message(party());
        let Watched::Created(first) = world.reminders().watch(party()).await.unwrap() else {
            panic!("not created")
        };
        let refused = refused(&world, by_link(&link())).await;
        assert_eq!(refused, AddRefusal::AlreadyTracked(first[0].id));
    }

    #[tokio::test]
    async fn a_store_that_cannot_be_asked_is_a_failure_and_no_refusal() {
        let world = World::default().with_message(party());
        world.store.fail_next_calls(1);
        let failed = world.reminders().add(by_link(&link())).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
    }
}
