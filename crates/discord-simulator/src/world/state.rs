//! The whole of it in one place.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Instant,
};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    channel::ChannelRecord,
    files::{Cdn, StoredFile},
    guild::Guild,
    interaction::Interaction,
    message::Message,
    people::User,
    snowflakes::{Id, Snowflakes},
    stopwatch::Stopwatches,
};
use crate::{
    counters::Counters,
    gateway::{session::Session, wish::GatewayWishes},
};

/// The one application that this Discord knows, and its bot.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: Id,
    pub(crate) bot: Id,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) owner: Id,
    /// The intents that it may ask for.
    pub(crate) allowed_intents: u64,
}

/// The first message that a nonce made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NonceUse {
    pub(crate) channel: Id,
    pub(crate) message: Id,
    pub(crate) at: DateTime<Utc>,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) gateway_url: String,
    pub(crate) cdn: Cdn,
    /// Files by their path.
    pub(crate) files: HashMap<String, StoredFile>,
    pub(crate) application: Application,
    pub(crate) snowflakes: Snowflakes,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) users_by_name: HashMap<String, Id>,
    pub(crate) guilds: BTreeMap<Id, Guild>,
    pub(crate) channels: BTreeMap<Id, ChannelRecord>,
    /// The channels and threads of each server.
    pub(crate) channels_by_guild: HashMap<Id, BTreeSet<Id>>,
    pub(crate) messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    /// What was deleted, as it was then, for tests that ask what anybody ever saw.
    pub(crate) deleted: BTreeMap<Id, Vec<Message>>,
    /// Commands as Discord would show them, under the server they belong to; none: global.
    pub(crate) commands: BTreeMap<Option<Id>, Vec<Value>>,
    pub(crate) interactions: BTreeMap<Id, Interaction>,
    pub(crate) stopwatches: Stopwatches,
    pub(crate) nonces: HashMap<(Id, String), NonceUse>,
    pub(crate) sessions: Vec<Session>,
    /// When each bucket of shards identified last.
    pub(crate) last_identify: BTreeMap<u64, Instant>,
    pub(crate) wishes: GatewayWishes,
    pub(crate) counters: Counters,
}

impl World {
    /// A world with one application, its bot and its owner.
    pub(crate) fn new(name: &str, token: &str, allowed_intents: u64, now: DateTime<Utc>) -> Self {
        let mut snowflakes = Snowflakes::default();
        let (owner, id) = (snowflakes.next(now), snowflakes.next(now));
        let application = Application {
            id,
            bot: id,
            name: name.to_owned(),
            token: token.to_owned(),
            owner,
            allowed_intents,
        };
        let user = |id, name: &str, bot| User {
            id,
            name: name.to_owned(),
            bot,
            locale: "en-US".to_owned(),
            closed_to_bots: false,
        };
        let users = BTreeMap::from([
            (owner, user(owner, "developer", false)),
            (id, user(id, name, true)),
        ]);
        Self {
            gateway_url: String::new(),
            cdn: Cdn::default(),
            files: HashMap::new(),
            application,
            snowflakes,
            users_by_name: HashMap::from([("developer".to_owned(), owner), (name.to_owned(), id)]),
            users,
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            channels_by_guild: HashMap::new(),
            messages: BTreeMap::new(),
            deleted: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            stopwatches: Stopwatches::default(),
            nonces: HashMap::new(),
            sessions: Vec::new(),
            last_identify: BTreeMap::new(),
            wishes: GatewayWishes::default(),
            counters: Counters::default(),
        }
    }

    pub(crate) fn user_named(&self, name: &str) -> Option<&User> {
        self.users.get(self.users_by_name.get(name)?)
    }

    pub(crate) fn bot_is_in(&self, guild: Id) -> bool {
        self.guilds
            .get(&guild)
            .is_some_and(|guild| guild.members.contains_key(&self.application.bot))
    }

    /// The channels of a server that are no threads, then its threads.
    pub(crate) fn channels_of(&self, guild: Id) -> (Vec<&ChannelRecord>, Vec<&ChannelRecord>) {
        let ids = self.channels_by_guild.get(&guild).into_iter().flatten();
        let all = ids.filter_map(|id| self.channels.get(id));
        all.partition(|channel| !channel.kind.is_thread())
    }

    pub(crate) fn channel_json(&self, channel: &ChannelRecord) -> Value {
        channel.json(
            channel
                .recipient
                .and_then(|id| self.users.get(&id))
                .map(User::json),
        )
    }

    pub(crate) fn application_json(&self) -> Value {
        let app = &self.application;
        let user = |id: &Id| self.users.get(id).map_or(Value::Null, User::json);
        json!({
            "id": app.id.to_string(), "name": app.name, "icon": null, "description": "", "summary": "",
            "bot_public": true, "bot_require_code_grant": false, "verify_key": "0".repeat(64), "team": null,
            "flags": flags_for(app.allowed_intents), "bot": user(&app.bot), "owner": user(&app.owner),
            "approximate_guild_count": self.guilds.len(), "rpc_origins": [], "redirect_uris": [],
        })
    }
}

/// An application shows by its flags which privileged intents it was given.
pub(crate) fn flags_for(intents: u64) -> u64 {
    let flag = |intent: u64, flag: u64| if intents & intent == 0 { 0 } else { flag };
    flag(1 << 8, 1 << 13) | flag(1 << 1, 1 << 15) | flag(1 << 15, 1 << 19)
}
