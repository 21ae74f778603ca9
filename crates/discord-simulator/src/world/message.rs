//! Messages, as they are stored and as they go over the wire.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    World,
    people::User,
    snowflakes::{Id, timestamp},
};

/// Published to followers of an announcement channel.
pub(crate) const CROSSPOSTED: u64 = 1;
/// Only the user of the interaction sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// The bot "is thinking…".
pub(crate) const LOADING: u64 = 1 << 7;
/// Links show no previews.
pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// The message is made of components only.
pub(crate) const COMPONENTS_V2: u64 = 1 << 15;

/// The interaction that a message answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnsweredInteraction {
    /// The interaction's id.
    pub id: Id,
    /// Who started it.
    pub user: Id,
    /// Discord's number of its kind.
    pub kind: u64,
    /// The command's name, when it was a command.
    pub name: Option<String>,
}

/// A message as the simulator stores it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// The channel it is in.
    pub channel: Id,
    /// The server it is in; none in a direct conversation.
    pub guild: Option<Id>,
    /// Who wrote it; for a webhook, the webhook's id.
    pub author: Id,
    /// The name that is shown as its author.
    pub author_name: String,
    /// The webhook that posted it.
    pub webhook: Option<Id>,
    /// Discord's number of its kind: 0 ordinary, 19 a reply, 20 an answer to a command.
    pub kind: u64,
    /// Its text.
    pub content: String,
    /// Its embeds, as JSON.
    pub embeds: Vec<Value>,
    /// Its components, as JSON.
    pub components: Vec<Value>,
    /// Its attachments, as JSON.
    pub attachments: Vec<Value>,
    /// Discord's flags.
    pub flags: u64,
    /// The nonce it was created with.
    pub nonce: Option<Value>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it really mentioned everyone.
    pub mention_everyone: bool,
    /// The users it mentioned.
    pub mentions: Vec<Id>,
    /// The roles it mentioned.
    pub mention_roles: Vec<Id>,
    /// Everyone who got a notification: by name, by role or by everyone.
    pub pinged: BTreeSet<Id>,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was last edited.
    pub edited_at: Option<DateTime<Utc>>,
    /// The message it replies to.
    pub reply_to: Option<Id>,
    /// The only user who sees it, when it is ephemeral.
    pub ephemeral_for: Option<Id>,
    /// The interaction it answers.
    pub interaction: Option<AnsweredInteraction>,
}

impl Message {
    /// Whether the bot still "is thinking…".
    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// Whether only one user sees it.
    pub fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    /// Whether it was published to followers.
    pub fn is_crossposted(&self) -> bool {
        self.flags & CROSSPOSTED != 0
    }
}

/// A new message, before it has an id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) channel: Id,
    pub(crate) author: Id,
    pub(crate) author_name: String,
    pub(crate) webhook: Option<Id>,
    pub(crate) kind: u64,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Value>,
    pub(crate) flags: u64,
    pub(crate) nonce: Option<Value>,
    pub(crate) allowed_mentions: Option<Value>,
    pub(crate) reply_to: Option<Id>,
    pub(crate) ephemeral_for: Option<Id>,
    pub(crate) interaction: Option<AnsweredInteraction>,
}

impl World {
    /// Stores a message, tells the gateway and returns it.
    pub(crate) fn post(&mut self, draft: Draft, now: DateTime<Utc>) -> Message {
        let mentions = self.resolve_mentions(&draft);
        let message = Message {
            id: self.snowflakes.next(now),
            channel: draft.channel,
            guild: self
                .channels
                .get(&draft.channel)
                .and_then(|channel| channel.guild),
            author: draft.author,
            author_name: draft.author_name,
            webhook: draft.webhook,
            kind: draft.kind,
            content: draft.content,
            embeds: draft.embeds.into_iter().map(rich).collect(),
            components: draft.components,
            attachments: draft.attachments,
            flags: draft.flags,
            nonce: draft.nonce,
            pinned: false,
            mention_everyone: mentions.everyone,
            mentions: mentions.users,
            mention_roles: mentions.roles,
            pinged: mentions.pinged,
            sent_at: now,
            edited_at: None,
            reply_to: draft.reply_to,
            ephemeral_for: draft.ephemeral_for,
            interaction: draft.interaction,
        };
        if let Some(channel) = self.channels.get_mut(&message.channel) {
            channel.last_message = Some(message.id);
            // A message opens a thread again that was archived because nobody wrote in it.
            channel.archived = false;
        }
        self.add_mentioned(&message);
        self.messages
            .entry(message.channel)
            .or_default()
            .insert(message.id, message.clone());
        self.dispatch_message("MESSAGE_CREATE", &message);
        message
    }

    pub(crate) fn message(&self, channel: Id, id: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// Stores a changed message and tells the gateway.
    pub(crate) fn replace(&mut self, message: Message) {
        self.add_mentioned(&message);
        self.dispatch_message("MESSAGE_UPDATE", &message);
        self.messages
            .entry(message.channel)
            .or_default()
            .insert(message.id, message);
    }

    /// Stores a message with new embeds, and tells the gateway of nothing but these.
    pub(crate) fn replace_telling_embeds(&mut self, message: Message) {
        let (guild, channel) = (message.guild, message.channel);
        let data = json!({"id": message.id.to_string(), "channel_id": channel.to_string(), "embeds": message.embeds});
        self.dispatch_in_channel("MESSAGE_UPDATE", channel, &with_guild(data, guild));
        self.messages
            .entry(channel)
            .or_default()
            .insert(message.id, message);
    }

    /// Removes several messages of a channel and tells the gateway once.
    pub(crate) fn bulk_delete(&mut self, channel: Id, ids: &[Id]) {
        let guild = self.channels.get(&channel).and_then(|it| it.guild);
        let all = self.messages.entry(channel).or_default();
        let removed: Vec<Message> = ids.iter().filter_map(|id| all.remove(id)).collect();
        let gone: Vec<String> = removed.iter().map(|it| it.id.to_string()).collect();
        for message in &removed {
            self.forget_files(message);
        }
        self.deleted.entry(channel).or_default().extend(removed);
        let data = json!({"ids": gone, "channel_id": channel.to_string()});
        self.dispatch_in_channel("MESSAGE_DELETE_BULK", channel, &with_guild(data, guild));
    }

    /// Removes a message and tells the gateway; `false` when there was none.
    pub(crate) fn delete_message(&mut self, channel: Id, id: Id) -> bool {
        let Some(message) = self
            .messages
            .get_mut(&channel)
            .and_then(|all| all.remove(&id))
        else {
            return false;
        };
        self.forget_files(&message);
        self.deleted
            .entry(channel)
            .or_default()
            .push(message.clone());
        if message.ephemeral_for.is_none() {
            let data = with_guild(
                json!({"id": id.to_string(), "channel_id": channel.to_string()}),
                message.guild,
            );
            self.dispatch_in_channel("MESSAGE_DELETE", channel, &data);
        }
        true
    }

    /// A message as REST and gateway show it, with everything in it.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mentions: Vec<_> = message
            .mentions
            .iter()
            .filter_map(|id| self.users.get(id))
            .map(User::json)
            .collect();
        let roles: Vec<_> = message
            .mention_roles
            .iter()
            .map(ToString::to_string)
            .collect();
        let mut json = json!({
            "id": message.id.to_string(), "channel_id": message.channel.to_string(), "type": message.kind,
            "author": self.author_json(message), "content": message.content, "embeds": message.embeds,
            "components": message.components, "attachments": message.attachments, "flags": message.flags,
            "mentions": mentions, "mention_roles": roles, "mention_everyone": message.mention_everyone,
            "pinned": message.pinned, "timestamp": timestamp(message.sent_at), "tts": false,
            "edited_timestamp": message.edited_at.map(timestamp),
        });
        for key in ["embeds", "attachments"] {
            self.cdn.sign_all(&mut json[key]);
        }
        if let Some(nonce) = &message.nonce {
            json["nonce"] = nonce.clone();
        }
        if let Some(webhook) = message.webhook {
            json["webhook_id"] = json!(webhook.to_string());
        }
        if let Some(target) = message.reply_to {
            json["message_reference"] = with_guild(
                json!({"type": 0, "message_id": target.to_string(), "channel_id": message.channel.to_string()}),
                message.guild,
            );
        }
        if let Some(interaction) = &message.interaction {
            self.add_interaction(&mut json, interaction, message.guild);
        }
        json
    }

    /// A message as the gateway sends it: with its server and its author's membership.
    pub(crate) fn message_event_json(&self, message: &Message) -> Value {
        let mut json = with_guild(self.message_json(message), message.guild);
        let guild = message.guild.and_then(|id| self.guilds.get(&id));
        if let Some(member) = guild.and_then(|guild| guild.members.get(&message.author)) {
            json["member"] = member.partial_json();
        }
        json
    }

    fn author_json(&self, message: &Message) -> Value {
        if message.webhook.is_none()
            && let Some(user) = self.users.get(&message.author)
        {
            return user.json();
        }
        json!({"id": message.author.to_string(), "username": message.author_name, "discriminator": "0000",
            "avatar": null, "bot": true, "global_name": null, "public_flags": 0, "flags": 0})
    }

    fn add_interaction(
        &self,
        json: &mut Value,
        interaction: &AnsweredInteraction,
        guild: Option<Id>,
    ) {
        let Some(user) = self.users.get(&interaction.user) else {
            return;
        };
        json["application_id"] = json!(self.application.id.to_string());
        json["interaction_metadata"] = json!({
            "id": interaction.id.to_string(), "type": interaction.kind, "user": user.json(),
            "authorizing_integration_owners": {"0": guild.unwrap_or(0).to_string()},
        });
        if let Some(name) = &interaction.name {
            json["interaction_metadata"]["name"] = json!(name);
            json["interaction"] = json!({"id": interaction.id.to_string(), "type": interaction.kind, "name": name, "user": user.json()});
        }
    }
}

/// Adds the server, where there is one.
pub(crate) fn with_guild(mut json: Value, guild: Option<Id>) -> Value {
    if let Some(guild) = guild {
        json["guild_id"] = json!(guild.to_string());
    }
    json
}

/// What an application without the message-content intent sees of a message.
pub(crate) fn without_content(mut json: Value) -> Value {
    json["content"] = json!("");
    for key in ["embeds", "components", "attachments"] {
        json[key] = json!([]);
    }
    json
}

/// Discord names every embed's type and drops the timestamp's `Z`.
pub(crate) fn rich(mut embed: Value) -> Value {
    embed["type"] = json!("rich");
    let moment = embed["timestamp"]
        .as_str()
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    if let Some(moment) = moment {
        embed["timestamp"] = json!(timestamp(moment.to_utc()));
    }
    embed
}
