//! Which guilds are there: sessions that begin, guilds that come, fail, return and go.

use std::sync::Arc;

use kernel::GuildId;
use twilight_gateway::Event;
use twilight_model::gateway::ShardId;
use twilight_model::gateway::payload::incoming::{GuildCreate, GuildDelete, Ready};

use super::guild::Guild;
use super::{DirectoryChange, GuildDirectory};
use crate::convert::FromTwilight as _;

/// The guilds that the bot is in, of the shard that a session begins for; none for any other event. A guild that is
/// missing here was left while nobody listened.
pub fn ready_guilds(event: &Event) -> Vec<GuildId> {
    match event {
        Event::Ready(ready) => listed(ready),
        _ => Vec::new(),
    }
}

impl GuildDirectory {
    /// Nothing that was known before a session holds until its guilds are told of one by one.
    pub(super) fn begin_session(&self, ready: &Ready) -> Vec<DirectoryChange> {
        let here = listed(ready);
        self.expect(|it| {
            it.named = true;
            it.guilds
                .retain(|guild| ready.shard.is_some_and(|shard| !belongs(*guild, shard)));
            it.guilds.extend(&here);
        });
        let mut changes = Vec::new();
        self.write().retain(|guild, _| {
            if here.contains(guild) {
                return false;
            }
            let left = ready.shard.is_some_and(|shard| belongs(*guild, shard));
            if left {
                changes.push(DirectoryChange::GuildLeft(*guild));
            }
            !left
        });
        changes
    }

    pub(super) fn guild_created(&self, create: &GuildCreate) -> Vec<DirectoryChange> {
        let Ok(id) = GuildId::from_twilight(create.id()) else {
            return Vec::new();
        };
        let guild = match create {
            GuildCreate::Available(it) if it.unavailable != Some(true) => {
                Guild::read(it, self.bot()).ok()
            }
            _ => None,
        };
        if let Some(guild) = guild {
            self.write().insert(id, Arc::new(guild));
            self.expect(|it| {
                it.guilds.remove(&id);
            });
            vec![DirectoryChange::GuildAvailable(id)]
        } else {
            self.write().remove(&id);
            self.expect(|it| {
                it.guilds.insert(id);
            });
            Vec::new()
        }
    }

    pub(super) fn guild_deleted(&self, delete: &GuildDelete) -> Vec<DirectoryChange> {
        let Ok(id) = GuildId::from_twilight(delete.id) else {
            return Vec::new();
        };
        self.write().remove(&id);
        if delete.unavailable == Some(true) {
            self.expect(|it| {
                it.guilds.insert(id);
            });
            Vec::new()
        } else {
            self.expect(|it| {
                it.guilds.remove(&id);
            });
            vec![DirectoryChange::GuildLeft(id)]
        }
    }
}

fn listed(ready: &Ready) -> Vec<GuildId> {
    ready
        .guilds
        .iter()
        .filter_map(|it| GuildId::from_twilight(it.id).ok())
        .collect()
}

/// Whether a guild is one of a shard's (<https://discord.com/developers/docs/events/gateway#sharding>).
fn belongs(guild: GuildId, shard: ShardId) -> bool {
    (guild.get() >> 22) % u64::from(shard.total()) == u64::from(shard.number())
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, Retry};
    use reminders_core::{ChannelDirectory as _, Who};
    use serde_json::{Value, json};
    use twilight_model::id::Id;

    use super::super::fixture::{
        BOT, GUILD, Known, Stage, channel_id, directory, event, guild_id, text,
    };
    use super::*;

    /// A guild of each of two shards.
    const OF_SHARD_0: u64 = 2 << 22;
    const OF_SHARD_1: u64 = 3 << 22;

    fn known_channel() -> (Stage, ChannelId) {
        let channels = vec![text(10, &[])];
        (
            Stage {
                channels,
                ..Stage::default()
            },
            channel_id(10),
        )
    }

    fn deleted(unavailable: &Value) -> Event {
        let mut data = json!({ "id": GUILD.to_string(), "unavailable": unavailable });
        if unavailable.is_null() {
            data = json!({ "id": GUILD.to_string() });
        }
        event("GUILD_DELETE", data)
    }

    fn ready(shard: [u32; 2], guilds: &[u64]) -> Event {
        let guilds = guilds
            .iter()
            .map(|it| json!({ "id": it.to_string(), "unavailable": true }));
        event(
            "READY",
            json!({
                "v": 10, "session_id": "s", "resume_gateway_url": "wss://gateway", "shard": shard,
                "application": { "id": "1", "flags": 0 }, "guilds": guilds.collect::<Vec<_>>(),
                "user": { "id": BOT.to_string(), "username": "bot", "discriminator": "0001", "avatar": null,
                          "bot": true, "mfa_enabled": false },
            }),
        )
    }

    fn two_shards() -> Known {
        let known = Known(GuildDirectory::new(Id::new(BOT)));
        for id in [OF_SHARD_0, OF_SHARD_1] {
            known.after(
                &Stage {
                    id,
                    ..Stage::default()
                }
                .created(),
            );
        }
        known
    }

    #[test]
    fn a_guild_is_known_from_when_the_gateway_tells_of_it() {
        let (stage, channel) = known_channel();
        let known = Known(GuildDirectory::new(Id::new(BOT)));
        assert!(!known.0.knows(guild_id(GUILD)));
        let told = known.after(&stage.created());
        assert_eq!(told, [DirectoryChange::GuildAvailable(guild_id(GUILD))]);
        assert!(known.0.knows(guild_id(GUILD)));
        assert_eq!(known.0.guilds(), [guild_id(GUILD)]);
        assert_eq!(known.0.channels(guild_id(GUILD)), [channel]);
    }

    #[test]
    fn a_guild_is_expected_while_it_may_be_one_of_ours_of_which_nothing_is_known() {
        let (stage, _) = known_channel();
        let known = Known(GuildDirectory::new(Id::new(BOT)));
        let is_expected = || known.0.expects(guild_id(GUILD));
        assert!(is_expected(), "no session has begun");
        known.after(&ready([0, 1], &[GUILD]));
        assert!(is_expected(), "it has been named");
        assert!(!known.0.expects(guild_id(GUILD + 1)), "that one has not");
        known.after(&stage.created());
        assert!(!is_expected(), "it is known");
        known.after(&deleted(&json!(true)));
        assert!(is_expected(), "it is out of reach");
        known.after(&stage.created());
        known.after(&deleted(&Value::Null));
        assert!(!is_expected(), "it was left");
        known.after(&ready([0, 1], &[GUILD]));
        known.after(&ready([0, 1], &[]));
        assert!(!is_expected(), "a newer session does not name it");
    }

    #[test]
    fn a_guild_that_is_told_of_again_is_as_it_is_now() {
        let (mut stage, _) = known_channel();
        let known = directory(&stage);
        stage.channels = vec![text(11, &[])];
        let told = known.after(&stage.created());
        assert_eq!(told, [DirectoryChange::GuildAvailable(guild_id(GUILD))]);
        assert_eq!(known.channels(), [11]);
    }

    #[test]
    fn a_guild_that_fails_is_unknown_until_it_returns_but_was_not_left() {
        let (stage, channel) = known_channel();
        let known = directory(&stage);
        assert_eq!(known.after(&deleted(&json!(true))), []);
        assert!(!known.0.knows(guild_id(GUILD)));
        assert_eq!(known.0.guilds(), []);
        let asked = known.0.permissions(guild_id(GUILD), channel, &Who::Bot);
        assert_eq!(asked, None);
        known.after(&stage.created());
        assert!(known.0.knows(guild_id(GUILD)));
    }

    #[test]
    fn a_guild_that_is_named_as_failing_is_unknown() {
        let known = directory(&known_channel().0);
        let named = json!({ "id": GUILD.to_string(), "unavailable": true });
        assert_eq!(known.after(&event("GUILD_CREATE", named)), []);
        assert!(!known.0.knows(guild_id(GUILD)));
    }

    #[test]
    fn a_guild_that_the_bot_left_is_forgotten() {
        for unavailable in [json!(false), Value::Null] {
            let known = directory(&known_channel().0);
            let left = [DirectoryChange::GuildLeft(guild_id(GUILD))];
            assert_eq!(known.after(&deleted(&unavailable)), left);
            assert!(!known.0.knows(guild_id(GUILD)));
        }
    }

    #[tokio::test]
    async fn no_channel_of_a_guild_that_was_left_or_fails_seems_to_be_gone() {
        for unavailable in [json!(true), json!(false), Value::Null] {
            let known = directory(&known_channel().0);
            known.after(&deleted(&unavailable));
            let asked = known.0.access(guild_id(GUILD), channel_id(10), &Who::Bot);
            assert_eq!(asked.await.unwrap_err().retry(), Retry::Later);
        }
    }

    #[test]
    fn a_new_session_begins_with_guilds_that_are_named_and_no_more() {
        let known = directory(&known_channel().0);
        let ready = ready([0, 1], &[GUILD]);
        assert_eq!(known.after(&ready), []);
        assert!(!known.0.knows(guild_id(GUILD)));
        assert_eq!(ready_guilds(&ready), [guild_id(GUILD)]);
    }

    #[test]
    fn a_guild_that_a_new_session_does_not_name_was_left() {
        let known = two_shards();
        let told = known.after(&ready([0, 2], &[]));
        assert_eq!(told, [DirectoryChange::GuildLeft(guild_id(OF_SHARD_0))]);
        assert_eq!(known.0.guilds(), [guild_id(OF_SHARD_1)]);
    }

    #[test]
    fn the_session_of_one_shard_leaves_the_guilds_of_another_alone() {
        let known = two_shards();
        assert_eq!(known.after(&ready([1, 2], &[OF_SHARD_1])), []);
        assert_eq!(known.0.guilds(), [guild_id(OF_SHARD_0)]);
    }

    #[test]
    fn other_events_name_no_guilds_of_a_session() {
        assert_eq!(ready_guilds(&Stage::default().created()), []);
    }
}
