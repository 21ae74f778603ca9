//! A user with a channel open: runs commands, asks for completions, presses buttons on messages.

use std::sync::Arc;

use axum::body::Bytes;
use serde_json::{Value, json};

use super::{
    component,
    refused::ClientRefusal,
    reply::Reply,
    slash::{self, Typed},
    typed::{Client, Scene},
};
use crate::{
    limits::command::kind,
    permissions::Permissions,
    shared::Shared,
    world::{
        World,
        files::{EPHEMERAL_ATTACHMENTS, Upload},
        interaction::InteractionKind,
        message::Message,
        snowflakes::Id,
    },
};

/// A user in a channel.
#[derive(Clone, Debug)]
pub struct InChannel {
    pub(super) shared: Arc<Shared>,
    pub(super) user: Id,
    pub(super) channel: Id,
    pub(super) files: Vec<Upload>,
    pub(super) is_offered_all: bool,
}

impl InChannel {
    /// Has a file at hand: for an option of a command that takes one and is given its name, or for a message.
    #[must_use]
    pub fn with_file(mut self, name: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.files.push(Upload {
            name: name.to_owned(),
            content_type: Some(content_type.to_owned()),
            description: None,
            bytes: bytes.into(),
        });
        self
    }

    /// Is offered every command of the server, as where its admins have said so in its integrations' settings: what a
    /// command asks for by default counts for nothing then.
    #[must_use]
    pub fn offered_all(mut self) -> Self {
        self.is_offered_all = true;
        self
    }

    /// Types a slash command and sends it: `/name sub option:value other:"quoted value"`. Waits for the answer.
    pub async fn runs(&self, text: &str) -> Result<Reply, ClientRefusal> {
        let typed = slash::read(text)?;
        let files = self.upload(EPHEMERAL_ATTACHMENTS, self.user);
        let (data, name) = self
            .shared
            .look(|world| self.command_data(world, &typed, None, Client::Discords, &files))?;
        let id = self.start(InteractionKind::Command, &data, Some(name), None);
        Ok(self.answer_to(id).await)
    }

    /// Types a slash command up to an option and then this text into it; waits for the choices.
    /// `so_far` ends with the option and its colon: `/reminder_delete reminder_id:`.
    pub async fn types(&self, so_far: &str, text: &str) -> Result<Reply, ClientRefusal> {
        let (data, name) = self.completion_data(so_far, text)?;
        let id = self.start(InteractionKind::Autocomplete, &data, Some(name), None);
        Ok(self.answer_to(id).await)
    }

    /// Chooses a command from a message's menu.
    pub async fn uses_message_command(
        &self,
        name: &str,
        message: &Message,
    ) -> Result<Reply, ClientRefusal> {
        self.needs(Permissions::VIEW_CHANNEL)?;
        let data = self.shared.look(|world| {
            let command = self.find_command(world, name, 3)?;
            let message = world
                .message(message.channel, message.id)
                .ok_or(ClientRefusal::NothingThere("the message is deleted"))?;
            let mut data = heading(command, self.guild(world));
            data["target_id"] = json!(message.id.to_string());
            data["resolved"] =
                json!({"messages": {message.id.to_string(): world.message_json(message)}});
            Ok(data)
        })?;
        let id = self.start(InteractionKind::Command, &data, Some(name.to_owned()), None);
        Ok(self.answer_to(id).await)
    }

    /// Presses a button on a message, by its label.
    pub async fn clicks_on(&self, message: &Message, label: &str) -> Result<Reply, ClientRefusal> {
        let message = self.seen(message)?;
        let data = component::click(&message, label)?;
        let id = self.start(InteractionKind::Component, &data, None, Some(message.id));
        Ok(self.answer_to(id).await)
    }

    /// Chooses from a menu on a message, by the menu's placeholder or custom id and the options' labels or values.
    pub async fn selects_on(
        &self,
        message: &Message,
        menu: &str,
        chosen: &[&str],
    ) -> Result<Reply, ClientRefusal> {
        let message = self.seen(message)?;
        let data = self
            .shared
            .look(|world| component::select(world, self.user, &message, menu, chosen))?;
        let id = self.start(InteractionKind::Component, &data, None, Some(message.id));
        Ok(self.answer_to(id).await)
    }

    /// Uploads the files at hand; gives the attachments that they become.
    pub(super) fn upload(&self, folder: &str, owner: Id) -> Vec<Value> {
        let now = self.shared.now();
        self.shared.change(|world| {
            let files = self.files.iter().cloned();
            files
                .map(|it| world.store_file(folder, owner, it, now))
                .collect()
        })
    }

    /// The message as it is now, if this user sees it.
    fn seen(&self, message: &Message) -> Result<Message, ClientRefusal> {
        self.needs(Permissions::VIEW_CHANNEL)?;
        if message.channel != self.channel {
            return Err(ClientRefusal::NothingThere("the message is elsewhere"));
        }
        let current = self
            .shared
            .look(|world| world.message(message.channel, message.id).cloned());
        let visible = |it: &Message| it.ephemeral_for.is_none_or(|user| user == self.user);
        current
            .filter(visible)
            .ok_or(ClientRefusal::NothingThere("the message is deleted"))
    }

    pub(super) fn needs(&self, permissions: Permissions) -> Result<(), ClientRefusal> {
        let has = self
            .shared
            .look(|world| world.permissions(self.channel, self.user));
        if has.contains(permissions) {
            Ok(())
        } else {
            Err(ClientRefusal::NotPermitted(permissions.without(has)))
        }
    }

    pub(super) fn guild(&self, world: &World) -> Option<Id> {
        world.channels.get(&self.channel).and_then(|it| it.guild)
    }

    /// What goes out while somebody types `text` into the last option of `so_far`.
    pub(super) fn completion_data(
        &self,
        so_far: &str,
        text: &str,
    ) -> Result<(Value, String), ClientRefusal> {
        let mut typed = slash::read(so_far)?;
        let (focused, value) = typed
            .options
            .last_mut()
            .ok_or_else(|| ClientRefusal::Unreadable(so_far.to_owned()))?;
        text.clone_into(value);
        let focused = focused.clone();
        self.shared
            .look(|world| self.command_data(world, &typed, Some(&focused), Client::Discords, &[]))
    }

    pub(super) fn command_data(
        &self,
        world: &World,
        typed: &Typed,
        focused: Option<&str>,
        client: Client,
        files: &[Value],
    ) -> Result<(Value, String), ClientRefusal> {
        let name = &typed.path[0];
        let command = self.find_command(world, name, 1)?;
        let scene = Scene {
            world,
            guild: self.guild(world),
            user: self.user,
            focused,
            client,
            files,
        };
        let understood = scene.understand(command, typed)?;
        let mut data = heading(command, scene.guild);
        data["options"] = understood.options;
        if understood
            .resolved
            .as_object()
            .is_some_and(|it| !it.is_empty())
        {
            data["resolved"] = understood.resolved;
        }
        Ok((data, name.clone()))
    }

    /// The command of that name, if this user may use it here; a server's own wins over the global one.
    pub(super) fn find_command<'a>(
        &self,
        world: &'a World,
        name: &str,
        wanted: u64,
    ) -> Result<&'a Value, ClientRefusal> {
        let unknown = || ClientRefusal::UnknownCommand(name.to_owned());
        let guild = self.guild(world);
        let scopes = [guild, None];
        let all = scopes
            .iter()
            .filter_map(|scope| world.commands.get(scope))
            .flatten();
        let command = all
            .into_iter()
            .find(|it| it["name"] == name && kind(it) == wanted)
            .ok_or_else(unknown)?;
        let direct = guild.is_none();
        let only_in_servers = command["dm_permission"].as_bool() == Some(false)
            || command["contexts"]
                .as_array()
                .is_some_and(|all| !all.iter().any(|it| it.as_u64() == Some(1)));
        if (direct && only_in_servers) || guild.is_some_and(|guild| !world.bot_is_in(guild)) {
            return Err(unknown());
        }
        if direct {
            return Ok(command);
        }
        self.may_use(world, command)?;
        Ok(command)
    }

    fn may_use(&self, world: &World, command: &Value) -> Result<(), ClientRefusal> {
        let has = world.permissions(self.channel, self.user);
        let mut needed = Permissions::VIEW_CHANNEL | Permissions::USE_APPLICATION_COMMANDS;
        match Permissions::from_wire(&command["default_member_permissions"]) {
            _ if self.is_offered_all => {}
            Some(Permissions::NONE) => needed = needed | Permissions::ADMINISTRATOR,
            Some(more) => needed = needed | more,
            None => {}
        }
        if has.contains(needed) {
            Ok(())
        } else {
            Err(ClientRefusal::NotPermitted(needed.without(has)))
        }
    }
}

pub(super) fn heading(command: &Value, guild: Option<Id>) -> Value {
    let mut data = json!({"id": command["id"], "name": command["name"], "type": kind(command)});
    if let Some(guild) = guild.filter(|_| !command["guild_id"].is_null()) {
        data["guild_id"] = json!(guild.to_string());
    }
    data
}
