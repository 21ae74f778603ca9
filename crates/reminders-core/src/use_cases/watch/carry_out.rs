//! Doing what a look at a message led to.

use kernel::PortFailure;

use super::gates::Look;
use super::plan::Plan;
use crate::use_cases::Reminders;
use crate::{Announcement, Reminder, Settled, SourceText, Tier};

/// The longest address of a picture that is kept.
const IMAGE_URL_MAX: usize = 512;

impl Reminders {
    /// Does what was planned, and returns what is new; none when another look came first.
    ///
    /// Notices of moved and removed events are taken down before anything is stored: after a crash in between the look
    /// is repeated, and taking down again harms nobody.
    pub(super) async fn carry_out(
        &self,
        look: &Look<'_>,
        plan: &Plan,
    ) -> Result<Option<Vec<Reminder>>, PortFailure> {
        let moved = plan.changed.iter();
        let moved = moved.filter(|(before, after)| before.pre_message != after.pre_message);
        for reminder in moved.map(|it| &it.0).chain(&plan.removed) {
            self.take_down_notice(reminder).await;
        }
        let Announcement { guild, origin, .. } = *look.announcement;
        let settled = self
            .ports
            .watching
            .settle(guild, origin, &plan.settlement, look.now)
            .await?;
        Ok(match settled {
            Settled::Done(added) => Some(added),
            Settled::Overtaken => None,
        })
    }

    /// Takes a standing advance notice down. The reminder changes whether or not that works.
    pub(super) async fn take_down_notice(&self, reminder: &Reminder) {
        if let Some(notice) = reminder.pre_message {
            let channel = reminder.what.channel;
            let _ = self.ports.delivery.take_down(channel, notice).await;
        }
    }

    /// The picture of an announcement, which is for authors with Premium.
    pub(super) async fn image<'a>(
        &self,
        announcement: &Announcement,
        source: &'a SourceText,
    ) -> Option<&'a str> {
        let SourceText::Embed {
            image_url: Some(url),
            ..
        } = source
        else {
            return None;
        };
        let (guild, author) = (announcement.guild, announcement.author.user());
        let tier = self
            .ports
            .premium
            .tier(guild, author)
            .await
            .unwrap_or(Tier::Free);
        let fits = url.starts_with("https://") && url.chars().count() <= IMAGE_URL_MAX;
        (fits && tier == Tier::Premium).then_some(url)
    }
}
