//! The announcement behind a link, as far as it fills in a reminder.

use kernel::ChannelId;
use parsers::AnnouncementText;

use super::perform::Context;
use super::refusal::{AddRefusal, Refused, refused};
use super::request::AddReminder;
use crate::announcement::{self, Reading};
use crate::use_cases::Reminders;
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
        let link = MessageLink::parse(link).ok_or_else(|| refused(AddRefusal::LinkInvalid))?;
        let origin = Origin {
            channel: link.channel,
            message: link.message,
        };
        if link.guild != request.guild || !self.member_may_read(request, link.channel).await? {
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

    async fn member_may_read(
        &self,
        request: &AddReminder,
        channel: ChannelId,
    ) -> Result<bool, Refused> {
        use crate::Permission::{ReadMessageHistory, ViewChannel};
        let asker = crate::Who::Member(request.member.user, request.roles.clone());
        let access = self
            .ports
            .directory
            .access(request.guild, channel, &asker)
            .await?;
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
        Ok(Reading { source, parsed }) => Ok(Linked {
            origin: announcement.origin,
            text: source.text().clone(),
            title: parsed.title.clone(),
            location: parsed.location.clone(),
            schedule: Some(crate::use_cases::watch::schedule_of(&parsed)),
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
