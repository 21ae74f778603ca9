//! The order of work: gates, texts, link, moment, channel, store, log.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::ChannelId;
use settings_core::SystemSettings;

use super::compose::compose;
use super::refusal::{AddRefusal, Refused, refused};
use super::request::{AddReminder, Added, check_image, check_texts};
use super::schedule::schedule;
use crate::settings::{EmbedWatcherSettings, RemindersSettings};
use crate::use_cases::Reminders;
use crate::{AddOutcome, LogEvent, Tier, first_occurrence, target};

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
        let context = self.open_for_adding(&request).await?;
        let tier = self.tier(&request).await;
        check_texts(&request)?;
        check_image(request.image_url.as_deref(), tier)?;
        let linked = match &request.link {
            Some(link) => Some(self.follow(&request, link, &context).await?),
            None => None,
        };
        let schedule = schedule(&request.when, linked.as_ref(), &context)?;
        let channel = self.target(&request, &context).await?;
        let what = compose(&request, &context, linked, schedule, channel)?;
        let next = first_occurrence(&what, context.zone, context.now)
            .ok_or_else(|| refused(AddRefusal::Past))?;
        let quota = tier.reminder_quota();
        match self
            .ports
            .store
            .add(&what, next, quota, context.now)
            .await?
        {
            AddOutcome::Stored(reminder) => {
                let reminder = *reminder;
                let event = LogEvent::Created {
                    reminder: reminder.clone(),
                    zone: context.zone,
                };
                self.ports.log.record(request.guild, &event).await;
                Ok(Added {
                    reminder,
                    zone: context.zone,
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
        self.cooldown
            .admit(request.guild, request.member.user, now)
            .map_err(|wait| refused(AddRefusal::CoolingDown(wait)))?;
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        Ok(Context {
            now,
            zone: SystemSettings::read(&snapshot).timezone,
            reminders: RemindersSettings::read(&snapshot),
            watcher: EmbedWatcherSettings::read(&snapshot),
        })
    }

    /// The member's tier; nobody loses a reminder because the question could not be answered.
    async fn tier(&self, request: &AddReminder) -> Tier {
        self.ports
            .premium
            .tier(request.guild, request.member.user)
            .await
            .unwrap_or(Tier::Free)
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
