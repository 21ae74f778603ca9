//! Starts an interaction: what Discord sends to the bot, and the wait for the answer.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{in_channel::InChannel, reply::Reply};
use crate::world::{
    World,
    interaction::{Answer, Interaction, InteractionKind},
    message::with_guild,
    snowflakes::Id,
};

impl InChannel {
    /// Sends `INTERACTION_CREATE` and gives the interaction's id.
    pub(super) fn start(
        &self,
        kind: InteractionKind,
        data: &Value,
        command: Option<String>,
        source: Option<Id>,
    ) -> Id {
        self.start_watched(kind, data, command, source, None)
    }

    /// The same; `stopped` is told how long the first answer took to arrive.
    pub(super) fn start_watched(
        &self,
        kind: InteractionKind,
        data: &Value,
        command: Option<String>,
        source: Option<Id>,
        stopped: Option<oneshot::Sender<Duration>>,
    ) -> Id {
        let now = self.shared.now();
        self.shared.change(|world| {
            let id = world.snowflakes.next(now);
            let interaction = Interaction {
                id,
                token: Interaction::token_of(id),
                kind,
                user: self.user,
                guild: self.guild(world),
                channel: self.channel,
                started: self.shared.options.deadline_now(),
                command,
                source,
                answer: Answer::None,
                original: None,
                followups: Vec::new(),
                edits: 0,
            };
            let payload = payload(world, &interaction, data);
            let guild = interaction.guild;
            world.interactions.insert(id, interaction);
            if let Some(stopped) = stopped {
                world.stopwatches.start(id, stopped);
            }
            world.dispatch("INTERACTION_CREATE", guild, 0, &payload);
            id
        })
    }

    /// Waits until the bot has answered for good, or will not any more.
    pub(super) async fn answer_to(&self, interaction: Id) -> Reply {
        Reply::settled(self.clone(), interaction).await
    }
}

fn payload(world: &World, interaction: &Interaction, data: &Value) -> Value {
    let (user, channel, bot) = (interaction.user, interaction.channel, world.application.bot);
    let guild = interaction.guild.and_then(|id| world.guilds.get(&id));
    let record = world.users.get(&user);
    let mut json = json!({
        "id": interaction.id.to_string(), "application_id": world.application.id.to_string(), "version": 1,
        "type": interaction.kind as u64, "token": interaction.token, "data": data, "entitlements": [],
        "channel_id": channel.to_string(), "channel": world.channels.get(&channel).map(|it| world.channel_json(it)),
        "app_permissions": world.permissions(channel, bot).to_wire(),
        "locale": record.map(|it| it.locale.as_str()), "attachment_size_limit": world.file_limit(interaction.guild),
        "context": u8::from(guild.is_none()),
        "authorizing_integration_owners": {"0": guild.map_or(0, |it| it.id).to_string()},
    });
    match guild {
        Some(guild) => {
            json = with_guild(json, Some(guild.id));
            json["guild"] =
                json!({"id": guild.id.to_string(), "locale": guild.locale, "features": []});
            json["guild_locale"] = json!(guild.locale);
            let permissions = world.permissions(channel, user);
            json["member"] = match (guild.members.get(&user), record) {
                (Some(member), Some(user)) => member.json_with_permissions(user, permissions),
                _ => Value::Null,
            };
        }
        None => json["user"] = record.map_or(Value::Null, crate::world::people::User::json),
    }
    if let Some(message) = interaction.source.and_then(|id| world.message(channel, id)) {
        json["message"] = world.message_json(message);
    }
    json
}
