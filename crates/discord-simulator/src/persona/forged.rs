//! A client with a mind of its own: ids that Discord's client would never send, for tests of what a bot believes.

use serde_json::{Value, json};

use super::{
    in_channel::{InChannel, heading},
    refused::ClientRefusal,
    reply::Reply,
    slash,
    typed::Client,
};
use crate::{
    limits::component::BUTTON,
    world::{
        files::EPHEMERAL_ATTACHMENTS, interaction::InteractionKind, message::Message,
        snowflakes::Id,
    },
};

impl InChannel {
    /// Runs a command as [`InChannel::runs`] does, but channels and roles of other servers can be named by their
    /// ids.
    pub async fn runs_forged(&self, text: &str) -> Result<Reply, ClientRefusal> {
        let typed = slash::read(text)?;
        let files = self.upload(EPHEMERAL_ATTACHMENTS, self.user);
        let (data, name) = self
            .shared
            .look(|world| self.command_data(world, &typed, None, Client::Forging, &files))?;
        let id = self.start(InteractionKind::Command, &data, Some(name), None);
        Ok(self.answer_to(id).await)
    }

    /// Uses a message command on the id of a message that is not here, so that nothing comes with it.
    pub async fn points_at_forged(&self, name: &str, message: Id) -> Result<Reply, ClientRefusal> {
        let data = self.shared.look(|world| {
            let command = self.find_command(world, name, 3)?;
            let mut data = heading(command, self.guild(world));
            data["target_id"] = json!(message.to_string());
            data["resolved"] = json!({});
            Ok(data)
        })?;
        let id = self.start(InteractionKind::Command, &data, Some(name.to_owned()), None);
        Ok(self.answer_to(id).await)
    }

    /// Presses a button on a message that has no such button.
    pub async fn presses_forged(&self, message: &Message, custom_id: &str) -> Reply {
        let data = json!({"component_type": BUTTON, "custom_id": custom_id, "id": 1});
        let id = self.start(InteractionKind::Component, &data, None, Some(message.id));
        self.answer_to(id).await
    }

    /// Picks from a menu that the message does not have, of the kind of this select (3 and 5 to 8 in Discord's list of
    /// components), values that it would not offer.
    pub async fn picks_forged(
        &self,
        message: &Message,
        kind: u64,
        custom_id: &str,
        values: &[&str],
    ) -> Reply {
        let data = json!({
            "component_type": kind, "custom_id": custom_id, "values": values, "id": 1, "resolved": {},
        });
        let id = self.start(InteractionKind::Component, &data, None, Some(message.id));
        self.answer_to(id).await
    }

    /// Submits a form that the bot never opened, with these parts.
    pub async fn submits_forged(
        &self,
        custom_id: &str,
        components: Value,
        resolved: Value,
    ) -> Reply {
        let data = json!({"custom_id": custom_id, "components": components, "resolved": resolved});
        let id = self.start(InteractionKind::ModalSubmit, &data, None, None);
        self.answer_to(id).await
    }
}
