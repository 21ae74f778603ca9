//! A channel in the hands of a test: what stands in it, and how it looks to somebody.

use std::sync::Arc;

use super::{render, user::User};
use crate::{
    shared::Shared,
    simulator::Simulator,
    world::{World, message::Message, snowflakes::Id},
};

/// A message that somebody could see at some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    /// The message as it is, or as it was when it was deleted.
    pub message: Message,
    /// Whether it still stands.
    pub stands: bool,
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    shared: Arc<Shared>,
    id: Id,
}

impl Channel {
    pub(crate) fn new(shared: Arc<Shared>, id: Id) -> Self {
        Self { shared, id }
    }

    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.shared.look(|world| {
            world
                .channels
                .get(&self.id)
                .map(|it| it.name.clone())
                .unwrap_or_default()
        })
    }

    /// What everybody who sees the channel sees, oldest first. Ephemeral messages are not among it.
    pub fn messages(&self) -> Vec<Message> {
        self.shared.look(|world| self.visible(world, None))
    }

    /// Everything that was ever posted in it for all to see, oldest first, deleted messages too.
    pub fn history(&self) -> Vec<Posted> {
        self.shared.look(|world| {
            let standing = self.visible(world, None).into_iter();
            let deleted = world.deleted.get(&self.id).into_iter().flatten();
            let deleted = deleted.filter(|it| it.ephemeral_for.is_none()).cloned();
            let mut all: Vec<Posted> = standing
                .map(|message| (message, true))
                .chain(deleted.map(|message| (message, false)))
                .map(|(message, stands)| Posted { message, stands })
                .collect();
            all.sort_by_key(|it| it.message.id);
            all
        })
    }

    /// The threads in it that are not archived.
    pub fn threads(&self) -> Vec<Self> {
        let ids: Vec<Id> = self.shared.look(|world| {
            let inside = |it: &&crate::world::channel::ChannelRecord| {
                it.kind.is_thread() && it.parent == Some(self.id)
            };
            world
                .channels
                .values()
                .filter(inside)
                .map(|it| it.id)
                .collect()
        });
        ids.into_iter()
            .map(|id| Self::new(Arc::clone(&self.shared), id))
            .collect()
    }

    /// The channel as text, as a user sees it, with the messages that only this user sees.
    pub fn as_seen_by(&self, user: &User) -> String {
        self.shared.look(|world| {
            if !world.sees(self.id, user.id()) {
                return "(this user does not see the channel)".to_owned();
            }
            let messages = self.visible(world, Some(user.id()));
            messages
                .iter()
                .map(|it| render::message(world, it))
                .collect::<Vec<_>>()
                .join("\n")
        })
    }

    fn visible(&self, world: &World, user: Option<Id>) -> Vec<Message> {
        let all = world
            .messages
            .get(&self.id)
            .into_iter()
            .flatten()
            .map(|(_, message)| message);
        all.filter(|it| it.ephemeral_for.is_none() || it.ephemeral_for == user)
            .cloned()
            .collect()
    }
}

impl Simulator {
    /// Waits for a message in a channel, also one that is there already; none after the patience of the options.
    /// A message that "is thinking…" is waited for.
    pub async fn wait_for_message(
        &self,
        channel: &Channel,
        fits: impl Fn(&Message) -> bool,
    ) -> Option<Message> {
        let find = |world: &World| {
            let all = world.messages.get(&channel.id)?.values();
            all.filter(|it| it.ephemeral_for.is_none() && !it.is_loading())
                .find(|it| fits(it))
                .cloned()
        };
        self.shared.wait(self.shared.options.patience, find).await
    }

    /// Waits until a channel holds at least so many messages, and gives all of them.
    pub async fn wait_for_messages(&self, channel: &Channel, count: usize) -> Option<Vec<Message>> {
        let find =
            |world: &World| Some(channel.visible(world, None)).filter(|it| it.len() >= count);
        self.shared.wait(self.shared.options.patience, find).await
    }

    /// A message as it is now, or none when it was deleted.
    pub fn current(&self, message: &Message) -> Option<Message> {
        self.shared
            .look(|world| world.message(message.channel, message.id).cloned())
    }

    /// Waits until a message is as it should be, or is deleted (`None` for the condition).
    pub async fn wait_for_change(
        &self,
        message: &Message,
        fits: impl Fn(Option<&Message>) -> bool,
    ) -> bool {
        let find = |world: &World| fits(world.message(message.channel, message.id)).then_some(());
        self.shared
            .wait(self.shared.options.patience, find)
            .await
            .is_some()
    }

    /// The picture that a message's first embed shows; none when there is none or its address does not work any more.
    pub fn picture(&self, message: &Message) -> Option<Vec<u8>> {
        let current = self.current(message)?;
        let url = current.embeds.first()?["image"]["url"].as_str()?;
        let bytes = self.shared.look(|world| world.seen_at(url))?;
        Some(bytes.to_vec())
    }

    /// A file of a message, by its name.
    pub fn file(&self, message: &Message, name: &str) -> Option<Vec<u8>> {
        let current = self.current(message)?;
        let file = current.attachments.iter().find(|it| it["filename"] == name);
        let url = file?["url"].as_str()?;
        let bytes = self.shared.look(|world| world.seen_at(url))?;
        Some(bytes.to_vec())
    }

    /// A message as text, as a user sees it.
    pub fn rendered(&self, message: &Message) -> String {
        self.shared.look(|world| render::message(world, message))
    }
}
