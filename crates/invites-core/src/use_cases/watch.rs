//! Watching a guild's invites.

use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use settings_core::SystemSettings;

use super::Invites;
use crate::settings::InvitesSettings;
use crate::{Invite, InviteCode, InviteEvent, InviteSnapshot, Seen};

impl Invites {
    /// Looks at the guild's invites: when it becomes available, and when the bot may perhaps do more in it than before. Where
    /// they cannot be seen, the guild's log is told so once.
    pub async fn watch(&self, guild: GuildId) -> Result<(), PortFailure> {
        let door = self.door(guild);
        let mut seen = door.seen.lock().await;
        *seen = None;
        *seen = self.look(guild).await?;
        Ok(())
    }

    /// The same if nobody could look so far, as where the bot lacked *Manage Server*.
    pub async fn watch_again(&self, guild: GuildId) -> Result<(), PortFailure> {
        let door = self.door(guild);
        let mut seen = door.seen.lock().await;
        if seen.is_none() {
            *seen = self.look(guild).await?;
        }
        Ok(())
    }

    /// An invite was made.
    pub async fn created(&self, guild: GuildId, invite: Invite) {
        if let Some(seen) = &mut *self.door(guild).seen.lock().await {
            seen.note_created(invite);
        }
    }

    /// An invite is gone: it was deleted, or used up.
    pub async fn deleted(&self, guild: GuildId, code: &InviteCode, at: DateTime<Utc>) {
        if let Some(seen) = &mut *self.door(guild).seen.lock().await {
            seen.note_deleted(code, at);
        }
    }

    /// The guild's invites as they are now; none where they cannot be seen.
    pub(super) async fn look(&self, guild: GuildId) -> Result<Option<InviteSnapshot>, PortFailure> {
        let ports = &self.0.ports;
        let now = ports.clock.now();
        match ports.source.read(guild).await? {
            Seen::Invites(invites, vanity) => {
                ports.store.note_sighted(guild).await?;
                Ok(Some(InviteSnapshot::new(now, invites, vanity)))
            }
            Seen::Forbidden => {
                self.note_blind(guild, now).await?;
                Ok(None)
            }
        }
    }

    /// Has the guild's log told that its invites cannot be seen: once, and only where somebody has set invites up.
    pub(super) async fn note_blind(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let ports = &self.0.ports;
        let settings = ports.settings.snapshot(guild).await?;
        let own = InvitesSettings::read(&settings);
        let is_set_up = own.enabled && own.announcement_channel_id.is_some();
        let has_log = SystemSettings::read(&settings).log_channel_id.is_some();
        if is_set_up && has_log && ports.store.note_blind(guild, now).await? {
            ports.log.record(guild, InviteEvent::Blind).await;
        }
        Ok(())
    }
}
