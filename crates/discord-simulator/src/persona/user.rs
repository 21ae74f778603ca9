//! A user, and what a user can do without typing a command.

use std::sync::Arc;

use super::{channel::Channel, in_channel::InChannel, refused::ClientRefusal, reply::Reply};
use crate::{
    shared::Shared,
    simulator::Simulator,
    world::{message::Message, snowflakes::Id},
};

/// A user of the simulated Discord.
#[derive(Clone, Debug)]
pub struct User {
    pub(super) shared: Arc<Shared>,
    pub(super) id: Id,
}

impl Simulator {
    /// The user of that name, made when there is none.
    pub fn user(&self, name: &str) -> User {
        let now = self.shared.now();
        let id = self.shared.change(|world| world.ensure_user(name, now));
        User::new(Arc::clone(&self.shared), id)
    }

    /// The one who registered the application.
    pub fn application_owner(&self) -> User {
        User::new(
            Arc::clone(&self.shared),
            self.shared.look(|world| world.application.owner),
        )
    }
}

impl User {
    pub(crate) fn new(shared: Arc<Shared>, id: Id) -> Self {
        Self { shared, id }
    }

    /// The user's id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The user's name.
    pub fn name(&self) -> String {
        self.shared.look(|world| {
            world
                .users
                .get(&self.id)
                .map(|it| it.name.clone())
                .unwrap_or_default()
        })
    }

    /// How a message mentions this user.
    pub fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// Chooses the language of the client.
    pub fn speaks(&self, locale: &str) {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                locale.clone_into(&mut user.locale);
            }
        });
    }

    /// The user with a channel open.
    pub fn in_channel(&self, channel: &Channel) -> InChannel {
        InChannel {
            shared: Arc::clone(&self.shared),
            user: self.id,
            channel: channel.id(),
            files: Vec::new(),
            is_offered_all: false,
        }
    }

    /// The user's conversation with the bot.
    pub fn direct(&self) -> Channel {
        let now = self.shared.now();
        let id = self
            .shared
            .change(|world| world.direct_channel(self.id, now));
        Channel::new(Arc::clone(&self.shared), id)
    }

    /// What the user and the bot wrote to each other, oldest first.
    pub fn direct_messages(&self) -> Vec<Message> {
        self.direct().messages()
    }

    /// Takes no direct messages from the bot any more.
    pub fn closes_dms(&self) {
        self.set_closed(true);
    }

    /// Takes direct messages from the bot again.
    pub fn opens_dms(&self) {
        self.set_closed(false);
    }

    fn set_closed(&self, closed: bool) {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                user.closed_to_bots = closed;
            }
        });
    }

    /// Writes a message.
    pub fn says(&self, channel: &Channel, text: &str) -> Result<Message, ClientRefusal> {
        self.in_channel(channel).says(text)
    }

    /// Writes a message that carries embeds, as link previews do.
    pub fn says_with_embed(
        &self,
        channel: &Channel,
        text: &str,
        embed: serde_json::Value,
    ) -> Result<Message, ClientRefusal> {
        self.in_channel(channel).says_with_embed(text, embed)
    }

    /// Presses a button on a message, by its label.
    pub async fn clicks(&self, message: &Message, label: &str) -> Result<Reply, ClientRefusal> {
        self.at(message).clicks_on(message, label).await
    }

    /// Chooses from a menu on a message.
    pub async fn selects(
        &self,
        message: &Message,
        menu: &str,
        chosen: &[&str],
    ) -> Result<Reply, ClientRefusal> {
        self.at(message).selects_on(message, menu, chosen).await
    }

    /// The user with the channel of a message open.
    pub(super) fn at(&self, message: &Message) -> InChannel {
        InChannel {
            shared: Arc::clone(&self.shared),
            user: self.id,
            channel: message.channel,
            files: Vec::new(),
            is_offered_all: false,
        }
    }

    /// Chooses a command from a message's menu.
    pub async fn uses_message_command(
        &self,
        name: &str,
        message: &Message,
    ) -> Result<Reply, ClientRefusal> {
        let place = self.at(message);
        place.uses_message_command(name, message).await
    }
}
