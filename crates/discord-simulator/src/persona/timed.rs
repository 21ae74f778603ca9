//! A user with a watch in their hand, for whoever measures a bot.

use std::time::Duration;

use tokio::sync::oneshot;

use super::{in_channel::InChannel, refused::ClientRefusal, slash, typed::Client};
use crate::world::interaction::InteractionKind;

impl InChannel {
    /// Types a slash command and gives the time from its dispatch until the request with the bot's first answer arrived;
    /// `None` after the patience of the options. What the answer says is not looked at.
    pub async fn times(&self, text: &str) -> Result<Option<Duration>, ClientRefusal> {
        let typed = slash::read(text)?;
        let (data, name) = self
            .shared
            .look(|world| self.command_data(world, &typed, None, Client::Discords, &[]))?;
        Ok(self
            .timed(InteractionKind::Command, &data, Some(name))
            .await)
    }

    /// The same for text that is typed into an option which offers choices; see [`InChannel::types`].
    pub async fn times_choices(
        &self,
        so_far: &str,
        text: &str,
    ) -> Result<Option<Duration>, ClientRefusal> {
        let (data, name) = self.completion_data(so_far, text)?;
        Ok(self
            .timed(InteractionKind::Autocomplete, &data, Some(name))
            .await)
    }

    async fn timed(
        &self,
        kind: InteractionKind,
        data: &serde_json::Value,
        command: Option<String>,
    ) -> Option<Duration> {
        let (stopped, answered) = oneshot::channel();
        self.start_watched(kind, data, command, None, Some(stopped));
        let patience = self.shared.options.patience;
        tokio::time::timeout(patience, answered).await.ok()?.ok()
    }
}
