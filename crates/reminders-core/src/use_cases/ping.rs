//! Pinging everyone: who may ask for it, and whether it will happen.

use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};

use super::Reminders;
use crate::settings::RemindersSettings;
use crate::{EveryonePolicy, Permission, Who};

/// Whether a reminder will ping everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PingOutlook {
    /// It is not asked for.
    Nobody,
    /// It will.
    Everyone,
    /// The guild's setting is off: it will when an admin turns that on.
    GuildForbids,
    /// The operator of this bot lets no reminder ping everyone.
    OperatorForbids,
    /// The bot may not ping everyone in this channel.
    BotMayNot(ChannelId),
}

impl Reminders {
    /// Whether the operator lets guilds have their reminders ping everyone.
    pub fn everyone_policy(&self) -> EveryonePolicy {
        self.ports.everyone
    }

    /// Whether the member may ping everyone in this channel themselves.
    pub(super) async fn member_may_ping(
        &self,
        guild: GuildId,
        member: (UserId, &[RoleId]),
        channel: ChannelId,
    ) -> Result<bool, PortFailure> {
        let asker = Who::Member(member.0, member.1.to_vec());
        let access = self.ports.directory.access(guild, channel, &asker).await?;
        Ok(access.is_some_and(|it| it.granted.contains(&Permission::MentionEveryone)))
    }

    /// What becomes of a reminder's wish to ping everyone in this channel, as things are.
    pub(super) async fn ping_outlook(
        &self,
        guild: GuildId,
        channel: ChannelId,
        settings: &RemindersSettings,
    ) -> Result<PingOutlook, PortFailure> {
        if self.everyone_policy() == EveryonePolicy::Never {
            return Ok(PingOutlook::OperatorForbids);
        }
        if !settings.allow_everyone_mentions {
            return Ok(PingOutlook::GuildForbids);
        }
        let access = self
            .ports
            .directory
            .access(guild, channel, &Who::Bot)
            .await?;
        let may = access.is_some_and(|it| it.granted.contains(&Permission::MentionEveryone));
        Ok(if may {
            PingOutlook::Everyone
        } else {
            PingOutlook::BotMayNot(channel)
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::UseCaseError;

    use super::*;
    use crate::testing::{World, home, user, wish};
    use crate::{AddRefusal, AddReminder, Announce, WhenInput};

    fn weekly() -> AddReminder {
        AddReminder {
            when: WhenInput {
                time: Some("20:00".to_owned()),
                days: Some("mon".to_owned()),
                ..WhenInput::default()
            },
            ..wish("Raid")
        }
    }

    #[tokio::test]
    async fn announcing_at_the_start_and_pinging_are_choices() {
        let world = World::default();
        let asked = AddReminder {
            announce: Some(Announce::AtStart),
            ..weekly()
        };
        let added = world.reminders().add(asked).await.unwrap();
        assert_eq!(added.reminder.what.announce, Announce::AtStart);
        let next = added.reminder.next.unwrap();
        assert_eq!(next.fires_at, next.event_at);
        assert_eq!(added.ping, PingOutlook::Nobody);
        assert!(!added.reminder.what.mention_everyone);
    }

    #[tokio::test]
    async fn only_who_may_ping_everyone_has_a_reminder_ping_everyone() {
        let loud = || AddReminder {
            mention_everyone: true,
            ..weekly()
        };
        let world = World::default();
        let added = world.reminders().add(loud()).await.unwrap();
        assert!(added.reminder.what.mention_everyone);
        assert_eq!(added.ping, PingOutlook::GuildForbids);
        world.switch(&crate::settings::ALLOW_EVERYONE, true);
        let added = world.reminders().add(loud()).await.unwrap();
        assert_eq!(added.ping, PingOutlook::Everyone);
        let (there, may) = (World::GENERAL, Permission::MentionEveryone);
        world.directory.take_from_bot(home(), there, may);
        let added = world.reminders().add(loud()).await.unwrap();
        assert_eq!(added.ping, PingOutlook::BotMayNot(there));
        let mut ports = world.ports();
        ports.everyone = crate::EveryonePolicy::Never;
        let added = Reminders::new(ports).add(loud()).await.unwrap();
        assert_eq!(added.ping, PingOutlook::OperatorForbids);
        world.directory.take_from(home(), there, user(7), may);
        let refused = world.reminders().add(loud()).await.unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(AddRefusal::MayNotPing(it)) if it == there),
            "{refused:?}"
        );
    }
}
