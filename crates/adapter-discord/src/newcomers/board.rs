//! The panel with the start button.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure};
use onboarding_core::{Panel, PanelBoard, PanelTrouble};
use reminders_core::Who;
use serde_json::Value;
use tickets_core::RoomError;
use twilight_model::channel::message::component::{Button, ButtonStyle};
use twilight_model::guild::Permissions;

use super::press::START;
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::reply::{button, rows};
use crate::rest::{Rest, RestError};
use crate::text::{Card, Colour, Rich};
use crate::tickets::post_once;

/// How many of a channel's messages are looked through.
const LOOKED_AT: u16 = 100;
/// The longest name of a guild that is shown.
const NAME: usize = 100;

/// What the bot needs where a panel is to stand.
pub(super) const NEEDED: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS);

/// [`PanelBoard`] in Discord's channels.
pub struct StartPanels {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl StartPanels {
    /// Panels in the guilds of `directory`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }

    /// What is in the way of a panel, as far as is known.
    fn trouble(&self, guild: GuildId, channel: ChannelId) -> Option<PanelTrouble> {
        if !self.directory.knows(guild) {
            return None;
        }
        match self.directory.permissions(guild, channel, &Who::Bot) {
            None => Some(PanelTrouble::NoChannel),
            Some((_, held)) => (!held.contains(NEEDED)).then_some(PanelTrouble::MayNotPost),
        }
    }

    /// Whether a message is the bot's and has the start button.
    fn is_panel(&self, message: &Value) -> bool {
        let bot = self.directory.bot().to_string();
        let is_own = message["author"]["id"].as_str() == Some(bot.as_str());
        is_own && has_button(&message["components"])
    }
}

fn has_button(components: &Value) -> bool {
    let components = components.as_array().into_iter().flatten();
    components
        .into_iter()
        .any(|it| it["custom_id"] == START || has_button(&it["components"]))
}

fn refused(error: RestError, attempted: &'static str) -> Result<PanelTrouble, PortFailure> {
    match error {
        RestError::Refused { status: 404, .. } => Ok(PanelTrouble::NoChannel),
        RestError::Refused { status: 403, .. } => Ok(PanelTrouble::MayNotPost),
        error => Err(error.failure(attempted)),
    }
}

#[async_trait]
impl PanelBoard for StartPanels {
    async fn stands(&self, _guild: GuildId, panel: Panel) -> Result<bool, PortFailure> {
        let (channel, message) = (panel.channel.to_twilight(), panel.message.to_twilight());
        let request = self.rest.requests().message(channel, message);
        let found: Result<Value, RestError> = self.rest.model(request).await;
        match found {
            Ok(message) => Ok(self.is_panel(&message)),
            Err(RestError::Refused {
                status: 403 | 404, ..
            }) => Ok(false),
            Err(error) => Err(error.failure("look whether a panel stands")),
        }
    }

    async fn find(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Result<Option<MessageId>, PanelTrouble>, PortFailure> {
        if let Some(trouble) = self.trouble(guild, channel) {
            return Ok(Err(trouble));
        }
        let request = self.rest.requests().channel_messages(channel.to_twilight());
        let messages: Result<Vec<Value>, RestError> =
            self.rest.model(request.limit(LOOKED_AT)).await;
        let messages = match messages {
            Ok(messages) => messages,
            Err(error) => return refused(error, "look for a panel").map(Err),
        };
        let mut panels = messages.iter().filter(|it| self.is_panel(it));
        let found = panels.find_map(|it| it["id"].as_str()?.parse().ok());
        Ok(Ok(found))
    }

    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        mark: &str,
    ) -> Result<Result<MessageId, PanelTrouble>, PortFailure> {
        if let Some(trouble) = self.trouble(guild, channel) {
            return Ok(Err(trouble));
        }
        let name = self.directory.name(guild).unwrap_or_default();
        let name = sanitizer::safe_embed_text(&name, NAME);
        let title = Rich::own("👋 Welcome to ").text(&name);
        let card = Card::new(Colour::Green, title)
            .description("Press the button to get started. Only you see what follows.")
            .build();
        let start = Button {
            style: ButtonStyle::Success,
            ..button("🚀 Start Onboarding", START.to_owned())
        };
        let posted = post_once(&self.rest, channel, &card, &rows(vec![start]), mark).await;
        match posted {
            Ok(message) => Ok(Ok(message)),
            Err(RoomError::Failed(failure)) => Err(failure),
            Err(_) => Ok(Err(PanelTrouble::MayNotPost)),
        }
    }
}
