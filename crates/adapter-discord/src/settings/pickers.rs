//! What a guild has to choose from, asked of Discord: names are not kept with the guilds, because nothing else needs them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Clock, GuildId, PortFailure, RoleId};
use settings_core::{PickableChannel, PickableKind, PickableRole, PickerSource, Pickers};
use twilight_model::channel::{Channel, ChannelType};
use twilight_model::guild::Role;
use twilight_model::id::Id;

use crate::GuildDirectory;
use crate::convert::FromTwilight as _;
use crate::rest::Rest;

/// How long an answer is good for: a dashboard that is opened asks several times, and a new channel is soon there.
const LIFETIME: TimeDelta = TimeDelta::seconds(10);
/// How long Discord may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// [`PickerSource`] over Discord's REST API. Clones share what they keep.
#[derive(Clone)]
pub struct DiscordPickers {
    rest: Rest,
    directory: Arc<GuildDirectory>,
    clock: Arc<dyn Clock>,
    kept: Arc<Mutex<Kept>>,
}

/// The latest answers, of [`DiscordPickers::MOST_GUILDS`] guilds at most.
#[derive(Default)]
struct Kept(BTreeMap<GuildId, (DateTime<Utc>, Pickers)>);

impl DiscordPickers {
    /// The most guilds whose answers are kept.
    pub const MOST_GUILDS: usize = 100;

    /// Asks through `rest`; which roles can be given is for `directory` to say.
    pub fn new(rest: &Rest, directory: Arc<GuildDirectory>, clock: Arc<dyn Clock>) -> Self {
        Self {
            rest: rest.with_deadline(PATIENCE),
            directory,
            clock,
            kept: Arc::default(),
        }
    }

    /// How many guilds' answers are kept at the moment.
    pub fn guilds(&self) -> usize {
        self.kept().0.len()
    }

    async fn ask(&self, guild: GuildId) -> Result<Pickers, PortFailure> {
        let id = Id::new(guild.get());
        let requests = self.rest.requests();
        let channels = self.rest.model::<Vec<Channel>>(requests.guild_channels(id));
        let roles = self.rest.model::<Vec<Role>>(requests.roles(id));
        let (channels, roles) = tokio::try_join!(channels, roles)
            .map_err(|it| it.failure("list a guild's channels and roles"))?;
        let can_be_given = |role| self.directory.obstacle_to_giving(guild, role).is_none();
        Ok(pickers(&channels, &roles, can_be_given))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl PickerSource for DiscordPickers {
    async fn pickers(&self, guild: GuildId) -> Result<Pickers, PortFailure> {
        if let Some(kept) = self.kept().get(guild, self.clock.now()) {
            return Ok(kept);
        }
        let pickers = self.ask(guild).await?;
        self.kept().put(guild, pickers.clone(), self.clock.now());
        Ok(pickers)
    }
}

impl Kept {
    fn get(&self, guild: GuildId, now: DateTime<Utc>) -> Option<Pickers> {
        let (at, pickers) = self.0.get(&guild)?;
        (now - *at < LIFETIME).then(|| pickers.clone())
    }

    fn put(&mut self, guild: GuildId, pickers: Pickers, now: DateTime<Utc>) {
        self.0.retain(|_, (at, _)| now - *at < LIFETIME);
        self.0.insert(guild, (now, pickers));
        if self.0.len() > DiscordPickers::MOST_GUILDS {
            let oldest = self.0.iter().min_by_key(|it| it.1.0).map(|it| *it.0);
            oldest.map(|it| self.0.remove(&it));
        }
    }
}

fn pickers(channels: &[Channel], roles: &[Role], can_be_given: impl Fn(RoleId) -> bool) -> Pickers {
    let roles = roles.iter().filter_map(role);
    Pickers::ordered(
        channels.iter().filter_map(channel).collect(),
        roles.filter(|it| can_be_given(it.id)).collect(),
    )
}

fn channel(channel: &Channel) -> Option<PickableChannel> {
    let kind = match channel.kind {
        ChannelType::GuildCategory => PickableKind::Category,
        ChannelType::GuildText => PickableKind::Text,
        ChannelType::GuildAnnouncement => PickableKind::Announcement,
        _ => return None,
    };
    Some(PickableChannel {
        id: ChannelId::from_twilight(channel.id).ok()?,
        name: channel.name.clone().unwrap_or_default(),
        kind,
        parent: channel
            .parent_id
            .and_then(|it| ChannelId::from_twilight(it).ok()),
    })
}

fn role(role: &Role) -> Option<PickableRole> {
    Some(PickableRole {
        id: RoleId::from_twilight(role.id).ok()?,
        name: role.name.clone(),
        color: Some(role.colors.primary_color).filter(|it| *it != 0),
        position: i32::try_from(role.position).unwrap_or(i32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn guild(id: u64) -> GuildId {
        GuildId::new(id).unwrap()
    }

    fn second(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    #[test]
    fn channels_that_settings_can_name_and_roles_that_can_be_given_are_offered() {
        let room = |id: &str, kind: u8| {
            from_value(json!({ "id": id, "type": kind, "name": "room", "parent_id": "4" })).unwrap()
        };
        let channels = [room("2", 2), room("1", 0), room("5", 5), room("13", 13)];
        let role = |id: u64, color: u32| {
            from_value(json!({ "id": id.to_string(), "name": "Red", "color": color, "hoist": false, "managed": false,
                "colors": { "primary_color": color, "secondary_color": null, "tertiary_color": null },
                "mentionable": false, "position": 2, "flags": 0, "permissions": "0" }))
            .unwrap()
        };
        let roles = [role(7, 0), role(8, 0xff_0000), role(9, 0)];
        let offered = pickers(&channels, &roles, |it| it.get() != 9);
        let channels: Vec<_> = offered
            .channels
            .iter()
            .map(|it| (it.id.get(), it.kind))
            .collect();
        let expected = [(1, PickableKind::Text), (5, PickableKind::Announcement)];
        assert_eq!(channels, expected);
        assert_eq!(offered.channels[0].parent, ChannelId::new(4).ok());
        let roles: Vec<_> = offered
            .roles
            .iter()
            .map(|it| (it.id.get(), it.color))
            .collect();
        assert_eq!(roles, [(7, None), (8, Some(0xff_0000))]);
    }

    #[test]
    fn an_answer_is_good_for_ten_seconds_and_for_its_guild() {
        let mut kept = Kept::default();
        kept.put(guild(1), Pickers::default(), second(0));
        assert!(kept.get(guild(1), second(9)).is_some());
        assert!(kept.get(guild(1), second(10)).is_none());
        assert!(kept.get(guild(2), second(9)).is_none());
    }

    #[test]
    fn a_thousand_guilds_leave_a_hundred_the_newest() {
        let mut kept = Kept::default();
        for id in 1..=1000 {
            kept.put(
                guild(id),
                Pickers::default(),
                DateTime::UNIX_EPOCH + TimeDelta::microseconds(id.cast_signed()),
            );
        }
        assert_eq!(kept.0.len(), DiscordPickers::MOST_GUILDS);
        assert!(kept.get(guild(1000), second(1)).is_some());
        assert!(kept.get(guild(900), second(1)).is_none());
    }
}
