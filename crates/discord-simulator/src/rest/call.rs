//! One request as its handler sees it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::body::File;
use crate::{
    options::Options,
    permissions::Permissions,
    refusal::Refusal,
    world::{World, channel::ChannelRecord, guild::Guild, snowflakes::Id},
};

pub(crate) type Params = BTreeMap<&'static str, String>;

/// The part of an address after `?`.
#[derive(Debug, Default)]
pub(crate) struct Query(BTreeMap<String, String>);

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        Self(
            pairs
                .map(|(key, value)| (key.to_owned(), decoded(value)))
                .collect(),
        )
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    pub(crate) fn is_true(&self, key: &str) -> bool {
        matches!(self.text(key), Some("true" | "True" | "1"))
    }
}

pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) options: &'a Options,
    pub(crate) now: DateTime<Utc>,
    pub(crate) params: &'a Params,
    pub(crate) query: Query,
    pub(crate) body: Value,
    pub(crate) files: Vec<File>,
}

impl Call<'_> {
    pub(crate) fn bot(&self) -> Id {
        self.world.application.bot
    }

    /// An id from the path; one that is no number is unknown everywhere.
    pub(crate) fn id(&self, name: &str) -> Id {
        self.text(name).parse().unwrap_or(0)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// The channel of the path, which the bot must be able to see.
    pub(crate) fn visible_channel(&self) -> Result<&ChannelRecord, Refusal> {
        let id = self.id("channel_id");
        let channel = self
            .world
            .channels
            .get(&id)
            .ok_or_else(Refusal::unknown_channel)?;
        if channel
            .guild
            .is_some_and(|guild| !self.world.bot_is_in(guild))
            || !self.world.sees(id, self.bot())
        {
            return Err(Refusal::missing_access());
        }
        Ok(channel)
    }

    /// The channel of the path, in which the bot must have these permissions.
    pub(crate) fn channel_with(&self, needed: Permissions) -> Result<&ChannelRecord, Refusal> {
        let channel = self.visible_channel()?;
        if self
            .world
            .permissions(channel.id, self.bot())
            .contains(needed)
        {
            Ok(channel)
        } else {
            Err(Refusal::missing_permissions())
        }
    }

    /// The server of the path, which the bot must be in.
    pub(crate) fn guild(&self) -> Result<&Guild, Refusal> {
        let id = self.id("guild_id");
        let guild = self
            .world
            .guilds
            .get(&id)
            .ok_or_else(Refusal::unknown_guild)?;
        if self.world.bot_is_in(id) {
            Ok(guild)
        } else {
            Err(Refusal::missing_access())
        }
    }

    pub(crate) fn guild_with(&self, needed: Permissions) -> Result<&Guild, Refusal> {
        let guild = self.guild()?;
        if self
            .world
            .guild_permissions(guild.id, self.bot())
            .contains(needed)
        {
            Ok(guild)
        } else {
            Err(Refusal::missing_permissions())
        }
    }
}

/// A value of a query without its percent signs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        let query = Query::parse("query=Zo%C3%AB+B%2&limit=3&flag=true");
        assert_eq!(query.text("query"), Some("Zoë B%2"));
        assert_eq!(
            (query.number("limit"), query.is_true("flag")),
            (Some(3), true)
        );
    }
}
