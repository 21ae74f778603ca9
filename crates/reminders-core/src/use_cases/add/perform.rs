//! The order of work: gates, texts, link, moment, channel, store, log.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::ChannelId;
use settings_core::SystemSettings;

use super::compose::compose;
use super::refusal::{AddRefusal, Refused, refused, when};
use super::request::{AddReminder, Added, check_texts};
use super::schedule::schedule;
use crate::settings::{EmbedWatcherSettings, RemindersSettings};
use crate::use_cases::Reminders;
use crate::use_cases::moves::moves;
use crate::use_cases::picture::Admitted;
use crate::use_cases::ping::PingOutlook;
use crate::use_cases::when::{WhenRefusal, none_left};
use crate::{
    AddOutcome, LogEvent, NewReminder, Origin, Source, Tier, Who, first_occurrence, target,
};

/// What the guild's settings say about a new reminder.
pub(super) struct Context {
    pub(super) now: DateTime<Utc>,
    pub(super) zone: Tz,
    pub(super) reminders: RemindersSettings,
    pub(super) watcher: EmbedWatcherSettings,
}

impl Reminders {
    /// Adds a reminder for a member.
    pub async fn add(&self, request: AddReminder) -> Result<Added, Refused> {
        self.add_from(request, Source::Manual).await
    }

    /// The same by whatever way the wish came. A preset comes again and again, whatever was typed.
    pub(in crate::use_cases) async fn add_from(
        &self,
        request: AddReminder,
        source: Source,
    ) -> Result<Added, Refused> {
        let context = self.open_for_adding(&request).await?;
        let tier = self.tier_of(request.guild, request.member.user).await;
        check_texts(&request)?;
        let picture = self.picture(&request, tier, &context)?;
        let linked = match &request.link {
            Some(link) => Some(self.follow(&request, link, &context).await?),
            None => None,
        };
        let (schedule, asked) = schedule(&request.when, linked.as_ref(), &context)?;
        if source == Source::LiveSession && !schedule.is_recurring() {
            return Err(when(WhenRefusal::NoDays));
        }
        let channel = self.target(&request, &context).await?;
        let ping = self.ping_for(&request, &context, channel).await?;
        let origin = self.origin(&request).await?;
        let what = NewReminder {
            source,
            ..compose(&request, origin, &context, linked, schedule, channel)?
        };
        let next = first_occurrence(&what, context.zone, context.now)
            .ok_or_else(|| when(none_left(&what.schedule)))?;
        let moves = moves(&what, asked, context.zone, context.now);
        let quota = tier.reminder_quota();
        match self
            .ports
            .store
            .add(&what, next, quota, context.now)
            .await?
        {
            AddOutcome::Stored(reminder) => {
                let mut reminder = *reminder;
                let event = LogEvent::Created {
                    reminder: reminder.clone(),
                    zone: context.zone,
                };
                self.ports.log.record(request.guild, &event).await;
                let picture = self.keep_picture(picture, &mut reminder).await;
                Ok(Added {
                    reminder,
                    picture,
                    zone: context.zone,
                    moves,
                    ping,
                })
            }
            AddOutcome::QuotaReached => {
                Err(refused(AddRefusal::QuotaReached(quota.unwrap_or_default())))
            }
            AddOutcome::AlreadyTracked(id) => Err(refused(AddRefusal::AlreadyTracked(id))),
        }
    }

    async fn open_for_adding(&self, request: &AddReminder) -> Result<Context, Refused> {
        let now = self.ports.clock.now();
        if !self.enabled(request.guild).await? {
            return Err(refused(AddRefusal::Disabled));
        }
        if request.when.exactly.is_none() {
            self.cooldown
                .admit((request.guild, request.member.user), now)
                .map_err(|wait| refused(AddRefusal::CoolingDown(wait)))?;
        }
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        Ok(Context {
            now,
            zone: SystemSettings::read(&snapshot).timezone,
            reminders: RemindersSettings::read(&snapshot),
            watcher: EmbedWatcherSettings::read(&snapshot),
        })
    }

    /// Whether the reminder will ping everyone. Nobody pings through the bot where they may not ping themselves.
    async fn ping_for(
        &self,
        request: &AddReminder,
        context: &Context,
        channel: ChannelId,
    ) -> Result<PingOutlook, Refused> {
        if !request.mention_everyone {
            return Ok(PingOutlook::Nobody);
        }
        let member = (request.member.user, request.roles.as_slice());
        if !self.member_may_ping(request.guild, member, channel).await? {
            return Err(refused(AddRefusal::MayNotPing(channel)));
        }
        let outlook = self.ping_outlook(request.guild, channel, &context.reminders);
        Ok(outlook.await?)
    }

    /// The message that the member made it from, when it is one of this guild that they may read: a form can name any.
    async fn origin(&self, request: &AddReminder) -> Result<Option<Origin>, Refused> {
        let Some(origin) = request.origin else {
            return Ok(None);
        };
        let directory = &self.ports.directory;
        let known = directory.access(request.guild, origin.channel, &Who::Bot);
        if known.await?.is_none() {
            return Ok(None);
        }
        let member = (request.member.user, request.roles.as_slice());
        let may_read = self.member_may_read(request.guild, member, origin.channel);
        Ok(may_read.await?.then_some(origin))
    }

    fn picture(
        &self,
        request: &AddReminder,
        tier: Tier,
        context: &Context,
    ) -> Result<Option<Admitted>, Refused> {
        let Some(picture) = &request.picture else {
            return Ok(None);
        };
        self.admit_picture(request.guild, request.member, tier, picture, context.now)
            .map(Some)
            .map_err(|refusal| refused(AddRefusal::Picture(refusal)))
    }

    async fn target(&self, request: &AddReminder, context: &Context) -> Result<ChannelId, Refused> {
        let default = context.reminders.default_channel_id;
        let member = (request.member.user, request.roles.as_slice());
        target::choose(
            &*self.ports.directory,
            request.guild,
            member,
            request.channel,
            default,
        )
        .await?
        .map(|it| it.0)
        .map_err(|refusal| refused(AddRefusal::Target(refusal)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use chrono::TimeDelta;
    use kernel::{GuildId, PortFailure, Retry, UseCaseError, UserId};
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::{DEFAULT_CHANNEL, ENABLED};
    use crate::testing::{World, channel, home, member, user, wish};
    use crate::{
        ChannelKind, Permission, Picture, PictureRefusal, Premium, ReminderStore as _,
        TargetRefusal, WhenInput,
    };

    fn weekly(name: &str) -> AddReminder {
        AddReminder {
            when: WhenInput {
                time: Some("20:00".to_owned()),
                days: Some("mon".to_owned()),
                ..WhenInput::default()
            },
            ..wish(name)
        }
    }

    fn refusal(answer: Result<Added, Refused>) -> AddRefusal {
        match answer {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    fn is_failure(answer: &Result<Added, Refused>) -> bool {
        matches!(answer, Err(UseCaseError::Failed(_)))
    }

    /// Knows who has Premium, or cannot be reached.
    struct Customers(Option<Tier>);

    #[async_trait]
    impl Premium for Customers {
        async fn tier(&self, _guild: GuildId, _user: UserId) -> Result<Tier, PortFailure> {
            self.0
                .ok_or_else(|| PortFailure::new("find a customer", Retry::Later, "no answer"))
        }
    }

    fn with_tier(world: &World, tier: Option<Tier>) -> Reminders {
        let mut ports = world.ports();
        ports.premium = Arc::new(Customers(tier));
        Reminders::new(ports)
    }

    #[tokio::test]
    async fn what_is_added_is_stored_and_told_and_returned_with_the_zone() {
        let world = World::default();
        let zone = chrono_tz::Tz::America__New_York;
        world.set(
            &settings_core::system::TIMEZONE,
            SettingValue::TimeZone(zone),
        );
        let added = world.reminders().add(weekly("Raid")).await.unwrap();
        assert_eq!(added.zone, zone);
        let found = world.store.find(home(), added.reminder.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&added.reminder));
        // Monday 20:00 in New York, and an hour before that.
        let next = added.reminder.next.unwrap();
        assert_eq!(next.fires_at, crate::testing::instant("2026-02-10 00:00"));
        let told = world.told();
        let [
            LogEvent::Created {
                reminder,
                zone: told,
            },
        ] = told.as_slice()
        else {
            panic!("{told:?}")
        };
        assert_eq!((reminder, *told), (&added.reminder, zone));
    }

    #[tokio::test]
    async fn nothing_is_added_while_reminders_are_off_or_out_of_reach() {
        let world = World::default();
        let reminders = world.reminders();
        world.lose_settings_once();
        assert!(is_failure(&reminders.add(weekly("A")).await));
        world.store.fail_next_calls(1);
        assert!(is_failure(&reminders.add(weekly("A")).await));
        world.switch(&ENABLED, false);
        let refused = refusal(reminders.add(weekly("A")).await);
        assert_eq!(refused, AddRefusal::Disabled);
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn the_sixth_in_a_minute_waits_and_others_do_not() {
        let world = World::default();
        let reminders = world.reminders();
        for number in 0..5 {
            // A refused wish counts as well: it was work all the same.
            let wish = if number == 0 {
                wish("No time")
            } else {
                weekly("A")
            };
            let _ = reminders.add(wish).await;
            world.clock.advance(TimeDelta::seconds(2));
        }
        let sixth = refusal(reminders.add(weekly("A")).await);
        assert_eq!(sixth, AddRefusal::CoolingDown(TimeDelta::seconds(50)));
        let other = AddReminder {
            member: member(8),
            ..weekly("A")
        };
        reminders.add(other).await.unwrap();
        world.clock.advance(TimeDelta::seconds(50));
        reminders.add(weekly("A")).await.unwrap();
    }

    #[tokio::test]
    async fn the_switch_is_asked_before_the_cooldown_and_the_cooldown_before_the_texts() {
        let world = World::default();
        let reminders = world.reminders();
        world.switch(&ENABLED, false);
        for _ in 0..6 {
            let refused = refusal(reminders.add(weekly("A")).await);
            assert_eq!(refused, AddRefusal::Disabled);
        }
        world.switch(&ENABLED, true);
        for _ in 0..5 {
            reminders.add(weekly("A")).await.unwrap();
        }
        let refused = refusal(reminders.add(weekly(" ")).await);
        assert!(matches!(refused, AddRefusal::CoolingDown(_)), "{refused:?}");
    }

    #[tokio::test]
    async fn ten_active_reminders_are_enough_without_premium() {
        for (tier, admitted) in [
            (Some(Tier::Free), false),
            (Some(Tier::Premium), true),
            (None, false),
        ] {
            let world = World::default();
            for _ in 0..10 {
                world
                    .store(crate::testing::a_reminder().by(user(7)).build())
                    .await;
            }
            let answer = with_tier(&world, tier).add(weekly("A")).await;
            if admitted {
                assert!(answer.is_ok(), "{answer:?}");
                continue;
            }
            assert_eq!(refusal(answer), AddRefusal::QuotaReached(10), "{tier:?}");
            assert!(world.told().is_empty());
            let other = AddReminder {
                member: member(8),
                ..weekly("A")
            };
            with_tier(&world, tier).add(other).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_picture_needs_premium_and_is_kept() {
        let world = World::default();
        let url = "https://example.com/x.png";
        let pictured = || AddReminder {
            picture: Some(Picture::Link(url.to_owned())),
            ..weekly("A")
        };
        let refused = refusal(with_tier(&world, None).add(pictured()).await);
        assert_eq!(refused, AddRefusal::Picture(PictureRefusal::NeedsPremium));
        let premium = with_tier(&world, Some(Tier::Premium));
        let added = premium.add(pictured()).await.unwrap();
        assert_eq!(added.reminder.what.image_url.as_deref(), Some(url));
        let unsafe_one = AddReminder {
            picture: Some(Picture::Link("http://example.com/x.png".to_owned())),
            ..weekly("A")
        };
        let refused = refusal(premium.add(unsafe_one).await);
        assert_eq!(refused, AddRefusal::Picture(PictureRefusal::LinkInvalid));
    }

    #[tokio::test]
    async fn it_goes_to_the_channel_that_was_named_else_to_the_default() {
        let world = World::default();
        let named = AddReminder {
            channel: Some(World::OTHER),
            ..weekly("A")
        };
        let added = world.reminders().add(named).await.unwrap();
        assert_eq!(added.reminder.what.channel, World::OTHER);
        let added = world.reminders().add(weekly("A")).await.unwrap();
        assert_eq!(added.reminder.what.channel, World::GENERAL);
    }

    #[tokio::test]
    async fn a_channel_that_cannot_be_a_target_is_refused_by_its_reason() {
        use Permission::{EmbedLinks, SendMessages, ViewChannel};
        let target = |world: &World, named: Option<ChannelId>| {
            let wish = AddReminder {
                channel: named,
                ..weekly("A")
            };
            let reminders = world.reminders();
            async move {
                match refusal(reminders.add(wish).await) {
                    AddRefusal::Target(refusal) => refusal,
                    other => panic!("{other:?}"),
                }
            }
        };
        let world = World::default();
        let voice = channel(40);
        let directory = world.directory.clone();
        let _ = directory.with(home(), voice, ChannelKind::Other);
        assert_eq!(
            target(&world, Some(voice)).await,
            TargetRefusal::NotText(voice)
        );
        let gone = channel(50);
        assert_eq!(
            target(&world, Some(gone)).await,
            TargetRefusal::Unknown(gone)
        );
        world.set(&DEFAULT_CHANNEL, SettingValue::Channel(gone));
        assert_eq!(target(&world, None).await, TargetRefusal::NoChannel);

        let (world, there) = (World::default(), World::GENERAL);
        world.directory.take_from_bot(home(), there, EmbedLinks);
        let lacks = TargetRefusal::BotLacks(there, vec![EmbedLinks]);
        assert_eq!(target(&world, None).await, lacks);
        for permission in [SendMessages, ViewChannel] {
            world
                .directory
                .take_from(home(), there, user(7), permission);
        }
        let lacks = TargetRefusal::MemberLacks(there, vec![ViewChannel, SendMessages]);
        assert_eq!(target(&world, None).await, lacks);
        assert!(world.told().is_empty());
    }
}
