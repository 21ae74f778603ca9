//! Events on their way to the sessions that asked for them and may see them.

use serde_json::{Value, json};

use super::{intents, session::Frame};
use crate::{
    permissions::Permissions,
    world::{
        World,
        message::{Message, with_guild, without_content},
        snowflakes::{Id, timestamp},
    },
};

/// Above so many members a server is large, unless IDENTIFY asks for another number.
const LARGE: usize = 50;

impl World {
    /// Whether anybody would hear an event of a server.
    pub(crate) fn is_heard(&self, guild: Id) -> bool {
        let available = self.guilds.get(&guild).is_some_and(|it| it.available);
        available && !self.sessions.is_empty() && self.bot_is_in(guild)
    }

    /// Sends an event of a server to the sessions with one of the needed intents; 0 means that none is needed.
    pub(crate) fn dispatch(&mut self, event: &str, guild: Option<Id>, need: u64, data: &Value) {
        if guild.is_some_and(|guild| !self.is_heard(guild)) {
            return;
        }
        self.dispatch_each(event, guild, need, |_| data.clone());
    }

    /// Sends an event that only concerns those who see a channel.
    pub(crate) fn dispatch_in_channel(&mut self, event: &str, channel: Id, data: &Value) {
        let guild = self.channels.get(&channel).and_then(|it| it.guild);
        if self.sees(channel, self.application.bot) {
            self.dispatch(event, guild, message_intent(guild), data);
        }
    }

    /// Sends a message's event, without its content where the session may not read it.
    pub(crate) fn dispatch_message(&mut self, event: &str, message: &Message) {
        let heard = message.guild.is_none_or(|guild| self.is_heard(guild));
        let seen = heard && self.sees(message.channel, self.application.bot);
        if message.ephemeral_for.is_some() || !seen {
            return;
        }
        let full = self.message_event_json(message);
        let readable = self.content_is_for_the_bot(message);
        self.dispatch_each(
            event,
            message.guild,
            message_intent(message.guild),
            |granted| {
                if readable || granted & intents::MESSAGE_CONTENT != 0 {
                    full.clone()
                } else {
                    without_content(full.clone())
                }
            },
        );
    }

    /// Own messages, mentions and direct messages are readable without the message-content intent.
    pub(crate) fn content_is_for_the_bot(&self, message: &Message) -> bool {
        let bot = self.application.bot;
        message.author == bot || message.guild.is_none() || message.mentions.contains(&bot)
    }

    /// Tells the sessions of a server that has become available.
    pub(crate) fn announce_guild(&mut self, guild: Id) {
        if !self.is_heard(guild) {
            return;
        }
        let found: Vec<_> = self
            .sessions
            .iter()
            .enumerate()
            .filter(|(_, it)| it.covers(Some(guild)))
            .collect();
        let payloads: Vec<_> = found
            .iter()
            .map(|(at, it)| (*at, self.guild_create(guild, it.intents)))
            .collect();
        for (at, payload) in payloads {
            if self.sessions[at].intents & intents::GUILDS != 0 {
                self.sessions[at].send("GUILD_CREATE", &payload);
            }
        }
    }

    /// `GUILD_CREATE` as a session with these intents gets it.
    pub(crate) fn guild_create(&self, id: Id, granted: u64) -> Value {
        let Some(guild) = self.guilds.get(&id) else {
            return json!({"id": id.to_string(), "unavailable": true});
        };
        let (channels, threads) = self.channels_of(id);
        let bot = self.application.bot;
        let everybody = granted & intents::GUILD_MEMBERS != 0;
        let members = guild
            .members
            .values()
            .filter(|member| everybody || member.user == bot);
        let members = members.filter_map(|member| Some(member.json(self.users.get(&member.user)?)));
        let mut json = guild.json();
        json["members"] = members.collect();
        json["channels"] = channels.iter().map(|it| self.channel_json(it)).collect();
        json["threads"] = threads
            .iter()
            .filter(|it| self.sees(it.id, bot))
            .map(|it| self.channel_json(it))
            .collect();
        json["member_count"] = json!(guild.member_count());
        json["joined_at"] = json!(timestamp(
            guild
                .members
                .get(&bot)
                .map_or(guild.created, |member| member.joined)
        ));
        json["large"] = json!(guild.member_count() > LARGE);
        json["unavailable"] = json!(false);
        json["permissions"] = json!(self.guild_permissions(id, bot).to_wire());
        for empty in [
            "presences",
            "voice_states",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
        ] {
            json[empty] = json!([]);
        }
        json
    }

    /// Sends a frame on every open connection.
    pub(crate) fn push_to_all(&mut self, frame: impl Fn() -> Frame) {
        for session in &self.sessions {
            session.push(frame());
        }
    }

    /// Somebody is told that pins of a channel changed.
    pub(crate) fn pins_changed(&mut self, channel: Id, last_pin: Option<&str>) {
        let guild = self.channels.get(&channel).and_then(|it| it.guild);
        let data = with_guild(
            json!({"channel_id": channel.to_string(), "last_pin_timestamp": last_pin}),
            guild,
        );
        let need = if guild.is_some() {
            intents::GUILDS
        } else {
            intents::DIRECT_MESSAGES
        };
        if self
            .permissions(channel, self.application.bot)
            .contains(Permissions::VIEW_CHANNEL)
        {
            self.dispatch("CHANNEL_PINS_UPDATE", guild, need, &data);
        }
    }

    fn dispatch_each(
        &mut self,
        event: &str,
        guild: Option<Id>,
        need: u64,
        data: impl Fn(u64) -> Value,
    ) {
        let times = if self.wishes.duplicate_events > 0 {
            2
        } else {
            1
        };
        let mut sent = false;
        for session in self.sessions.iter_mut().filter(|it| it.covers(guild)) {
            if need == 0 || session.intents & need != 0 {
                let payload = data(session.intents);
                for _ in 0..times {
                    session.send(event, &payload);
                }
                sent = true;
            }
        }
        if sent {
            self.wishes.duplicate_events = self.wishes.duplicate_events.saturating_sub(1);
        }
    }
}

fn message_intent(guild: Option<Id>) -> u64 {
    if guild.is_some() {
        intents::GUILD_MESSAGES
    } else {
        intents::DIRECT_MESSAGES
    }
}
