//! Ordinary messages of users and webhooks.

use serde_json::Value;

use super::{channel::Channel, in_channel::InChannel, refused::ClientRefusal, user::User};
use crate::{
    permissions::Permissions,
    simulator::Simulator,
    world::{
        World,
        files::ATTACHMENTS,
        message::{Draft, Message, rich},
        snowflakes::{Id, timestamp},
    },
};

impl InChannel {
    /// Writes a message.
    pub fn says(&self, text: &str) -> Result<Message, ClientRefusal> {
        self.write(text, Vec::new(), None)
    }

    /// Writes a message that carries an embed.
    pub fn says_with_embed(&self, text: &str, embed: Value) -> Result<Message, ClientRefusal> {
        self.write(text, vec![embed], None)
    }

    /// Replies to a message.
    pub fn replies_to(&self, message: &Message, text: &str) -> Result<Message, ClientRefusal> {
        self.write(text, Vec::new(), Some(message.id))
    }

    fn write(
        &self,
        text: &str,
        embeds: Vec<Value>,
        reply_to: Option<Id>,
    ) -> Result<Message, ClientRefusal> {
        let now = self.shared.now();
        self.needs(Permissions::VIEW_CHANNEL)?;
        let thread = self.shared.look(|world| {
            world
                .channels
                .get(&self.channel)
                .is_some_and(|it| it.kind.is_thread())
        });
        self.needs(if thread {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        })?;
        let attachments = self.upload(ATTACHMENTS, self.channel);
        Ok(self.shared.change(|world| {
            let author_name = world
                .users
                .get(&self.user)
                .map(|it| it.name.clone())
                .unwrap_or_default();
            let draft = Draft {
                channel: self.channel,
                author: self.user,
                author_name,
                kind: if reply_to.is_some() { 19 } else { 0 },
                content: text.to_owned(),
                embeds,
                attachments,
                reply_to,
                ..Draft::default()
            };
            world.post(draft, now)
        }))
    }
}

impl User {
    /// Edits an own message; gives it as it is now.
    pub fn edits(&self, message: &Message, text: &str) -> Result<Message, ClientRefusal> {
        self.change_own(message, |message| text.clone_into(&mut message.content))
    }

    /// Replaces the embeds of an own message.
    pub fn edits_embed(&self, message: &Message, embed: Value) -> Result<Message, ClientRefusal> {
        self.change_own(message, |message| message.embeds = vec![rich(embed)])
    }

    /// Deletes a message: an own one, or any with the right to manage messages.
    pub fn deletes(&self, message: &Message) -> Result<(), ClientRefusal> {
        if message.author != self.id {
            self.at(message).needs(Permissions::MANAGE_MESSAGES)?;
        }
        let gone = self
            .shared
            .change(|world| world.delete_message(message.channel, message.id));
        if gone {
            Ok(())
        } else {
            Err(ClientRefusal::NothingThere("the message is deleted"))
        }
    }

    /// Pins a message to its channel, which takes the right to pin messages.
    pub fn pins(&self, message: &Message) -> Result<(), ClientRefusal> {
        self.at(message).needs(Permissions::PIN_MESSAGES)?;
        let now = self.shared.now();
        self.shared.change(|world| {
            let current = world.message(message.channel, message.id).cloned();
            let mut pinned =
                current.ok_or(ClientRefusal::NothingThere("the message is deleted"))?;
            pinned.pinned = true;
            world.replace(pinned);
            world.pins_changed(message.channel, Some(&timestamp(now)));
            Ok(())
        })
    }

    /// Deletes several messages of a channel at once, which takes the right to manage messages.
    pub fn bulk_deletes(
        &self,
        channel: &Channel,
        messages: &[&Message],
    ) -> Result<(), ClientRefusal> {
        self.in_channel(channel)
            .needs(Permissions::MANAGE_MESSAGES)?;
        let ids: Vec<Id> = messages.iter().map(|it| it.id).collect();
        self.shared
            .change(|world| world.bulk_delete(channel.id(), &ids));
        Ok(())
    }

    fn change_own(
        &self,
        message: &Message,
        change: impl FnOnce(&mut Message),
    ) -> Result<Message, ClientRefusal> {
        if message.author != self.id {
            return Err(ClientRefusal::NothingThere(
                "the message is somebody else's",
            ));
        }
        let now = self.shared.now();
        self.shared.change(|world| {
            let current = world.message(message.channel, message.id).cloned();
            let mut changed =
                current.ok_or(ClientRefusal::NothingThere("the message is deleted"))?;
            change(&mut changed);
            changed.edited_at = Some(now);
            world.replace(changed.clone());
            Ok(changed)
        })
    }
}

impl Simulator {
    /// Whoever wrote a message (a webhook, another bot, a user) edits it; gives it as it is now.
    pub fn author_edits(
        &self,
        message: &Message,
        text: &str,
        embeds: Vec<Value>,
    ) -> Option<Message> {
        let now = self.shared.now();
        self.shared.change(|world| {
            let mut changed = world.message(message.channel, message.id)?.clone();
            text.clone_into(&mut changed.content);
            changed.embeds = embeds.into_iter().map(rich).collect();
            changed.edited_at = Some(now);
            world.replace(changed.clone());
            Some(changed)
        })
    }

    /// Discord adds the preview of a link to a message, which is no edit: the event carries the whole message.
    pub fn adds_link_preview(&self, message: &Message, embed: Value) -> Option<Message> {
        self.shared.change(|world| {
            let changed = with_preview(world, message, embed)?;
            world.replace(changed.clone());
            Some(changed)
        })
    }

    /// The same as Discord told it for years: the event carries the ids and the embeds, and nothing else.
    pub fn adds_link_preview_in_part(&self, message: &Message, embed: Value) -> Option<Message> {
        self.shared.change(|world| {
            let changed = with_preview(world, message, embed)?;
            world.replace_telling_embeds(changed.clone());
            Some(changed)
        })
    }

    /// A webhook with this name posts into a channel.
    pub fn webhook_posts(
        &self,
        channel: &Channel,
        name: &str,
        text: &str,
        embeds: Vec<Value>,
    ) -> Message {
        let now = self.shared.now();
        self.shared.change(|world| {
            let webhook = world.snowflakes.next(now);
            let draft = Draft {
                channel: channel.id(),
                author: webhook,
                author_name: name.to_owned(),
                webhook: Some(webhook),
                content: text.to_owned(),
                embeds,
                ..Draft::default()
            };
            world.post(draft, now)
        })
    }

    /// Another bot posts into a channel.
    pub fn other_bot_posts(
        &self,
        channel: &Channel,
        name: &str,
        text: &str,
        embeds: Vec<Value>,
    ) -> Message {
        let now = self.shared.now();
        self.shared.change(|world| {
            let author = world.ensure_user(name, now);
            if let Some(user) = world.users.get_mut(&author) {
                user.bot = true;
            }
            let draft = Draft {
                channel: channel.id(),
                author,
                author_name: name.to_owned(),
                content: text.to_owned(),
                embeds,
                ..Draft::default()
            };
            world.post(draft, now)
        })
    }
}

fn with_preview(world: &World, message: &Message, mut embed: Value) -> Option<Message> {
    let mut changed = world.message(message.channel, message.id)?.clone();
    embed["type"] = "link".into();
    changed.embeds.push(embed);
    Some(changed)
}
