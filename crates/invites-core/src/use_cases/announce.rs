//! Announcing newcomers: now, or when whoever should have done it died over it.

use chrono::TimeDelta;
use kernel::{GuildId, PortFailure, UserId};

use super::Invites;
use super::joined::HELD;
use crate::settings::{InvitesSettings, default_template};
use crate::{Announcement, Person, Template, Variant, Welcome};

/// So many are taken in hand at once.
const BATCH: u16 = 20;
/// Nobody is welcomed later than so long after they joined.
const LATEST: TimeDelta = TimeDelta::hours(1);

impl Invites {
    /// Announces those whom nobody has in hand, and returns how many were looked at and what failed.
    pub async fn announce_due(&self) -> Result<(usize, Vec<PortFailure>), PortFailure> {
        let ports = &self.0.ports;
        let now = ports.clock.now();
        let due = ports.announcements.claim(now, now + HELD, BATCH).await?;
        let mut failures = Vec::new();
        for announcement in &due {
            failures.extend(self.announce(announcement).await.err());
        }
        Ok((due.len(), failures))
    }

    /// Announces somebody. What fails is tried again by [`announce_due`](Self::announce_due) when it is in nobody's hand.
    pub(super) async fn announce(&self, it: &Announcement) -> Result<(), PortFailure> {
        let ports = &self.0.ports;
        let settings = InvitesSettings::read(&*ports.settings.snapshot(it.guild).await?);
        let channel = settings
            .announcement_channel_id
            .filter(|_| settings.enabled);
        let is_late = it.joined_at + LATEST < ports.clock.now();
        if let Some(channel) = channel.filter(|_| !is_late) {
            let welcome = self.welcome(it, &settings).await?;
            // Discord forgets after some minutes what it has posted: an earlier attempt may have come through.
            let is_repeated = it.tries > 1;
            let stands = is_repeated && ports.announcer.stands(channel, it, &welcome).await?;
            if !stands {
                // Where the bot may not post, nothing is said; the settings' check-up tells admins so.
                ports.announcer.post(channel, it, &welcome).await?;
            }
        }
        ports.announcements.finish(it).await
    }

    async fn welcome(
        &self,
        it: &Announcement,
        settings: &InvitesSettings,
    ) -> Result<Welcome, PortFailure> {
        let variant = match it.inviter {
            Some(_) => Variant::WithInviter,
            None => Variant::Plain,
        };
        let welcome = self.filled(it, settings.template(variant)).await?;
        if welcome.is_blank() {
            return self.filled(it, default_template(variant)).await;
        }
        Ok(welcome)
    }

    async fn filled(&self, it: &Announcement, template: &str) -> Result<Welcome, PortFailure> {
        let template = Template::read(template);
        let is_named = template.wants_names();
        let member = self.person(it.guild, it.member, is_named).await?;
        let Some((inviter, count)) = it.inviter else {
            return Ok(template.fill(&member, None));
        };
        let inviter = self.person(it.guild, inviter, is_named).await?;
        Ok(template.fill(&member, Some((&inviter, count))))
    }

    /// Somebody with their name, where that is wanted.
    pub(super) async fn person(
        &self,
        guild: GuildId,
        id: UserId,
        is_named: bool,
    ) -> Result<Person, PortFailure> {
        if !is_named {
            return Ok(Person { id, name: None });
        }
        let name = self.0.ports.people.name(guild, id).await?;
        Ok(Person { id, name })
    }
}
