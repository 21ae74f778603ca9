//! Understands typed values by the registered command, and refuses what Discord's client refuses.

use serde_json::{Value, json};

use super::{
    refused::{ClientRefusal, bad_value},
    slash::Typed,
};
use crate::{
    limits::{items, length},
    world::{World, channel::ChannelRecord, snowflakes::Id},
};

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

/// What goes into an interaction's data.
#[derive(Debug, Default)]
pub(crate) struct Understood {
    pub(crate) options: Value,
    pub(crate) resolved: Value,
}

/// Where and by whom a command is typed.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) guild: Option<Id>,
    pub(crate) user: Id,
    /// The option that is being typed; its value is not checked, and required options may be missing.
    pub(crate) focused: Option<&'a str>,
    pub(crate) client: Client,
    /// The files at hand, as attachments.
    pub(crate) files: &'a [Value],
}

/// Which client is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Client {
    /// Discord's, which offers only what is there for this user.
    Discords,
    /// One that sends the ids of channels of other servers too.
    Forging,
}

impl Scene<'_> {
    pub(crate) fn understand(
        &self,
        command: &Value,
        typed: &Typed,
    ) -> Result<Understood, ClientRefusal> {
        let mut resolved = json!({});
        let options = self.level(command, &typed.path[1..], typed, &mut resolved)?;
        Ok(Understood { options, resolved })
    }

    fn level(
        &self,
        node: &Value,
        path: &[String],
        typed: &Typed,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let nested = items(&node["options"])
            .any(|it| matches!(it["type"].as_u64(), Some(SUBCOMMAND | GROUP)));
        match path.split_first() {
            Some((name, rest)) if nested => {
                let inner = items(&node["options"]).find(|it| it["name"] == name.as_str());
                let inner =
                    inner.ok_or_else(|| ClientRefusal::UnknownCommand(typed.path.join(" ")))?;
                let options = self.level(inner, rest, typed, resolved)?;
                Ok(json!([{"name": name, "type": inner["type"], "options": options}]))
            }
            None if !nested => self.values(node, typed, resolved),
            _ => Err(ClientRefusal::UnknownCommand(typed.path.join(" "))),
        }
    }

    fn values(
        &self,
        node: &Value,
        typed: &Typed,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let mut values = Vec::new();
        for (name, text) in &typed.options {
            let option = items(&node["options"]).find(|it| it["name"] == name.as_str());
            let option = option.ok_or_else(|| ClientRefusal::UnknownOption(name.clone()))?;
            if self.focused == Some(name) {
                values.push(
                    json!({"name": name, "type": option["type"], "value": text, "focused": true}),
                );
                continue;
            }
            let value = self.value(option, name, text, resolved)?;
            values.push(json!({"name": name, "type": option["type"], "value": value}));
        }
        let given = |name: &Value| {
            typed
                .options
                .iter()
                .any(|(given, _)| name == given.as_str())
        };
        let missing = items(&node["options"])
            .find(|it| it["required"].as_bool() == Some(true) && !given(&it["name"]));
        match missing.filter(|_| self.focused.is_none()) {
            Some(option) => Err(ClientRefusal::MissingOption(
                option["name"].as_str().unwrap_or_default().to_owned(),
            )),
            None => Ok(Value::Array(values)),
        }
    }

    fn value(
        &self,
        option: &Value,
        name: &str,
        text: &str,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let value = match option["type"].as_u64() {
            Some(3) => json!(text),
            Some(4) => json!(
                text.parse::<i64>()
                    .map_err(|_| bad_value(name, "it is no whole number"))?
            ),
            Some(5) => {
                json!(boolean(text).ok_or_else(|| bad_value(name, "it is neither true nor false"))?)
            }
            Some(10) => json!(
                text.parse::<f64>()
                    .map_err(|_| bad_value(name, "it is no number"))?
            ),
            Some(6) => return self.user_value(name, text, resolved),
            Some(7) => return self.channel_value(option, name, text, resolved),
            Some(8) => return self.role_value(name, text, resolved),
            Some(9) => {
                let user = self.user_value(name, text, resolved);
                return user.or_else(|_| self.role_value(name, text, resolved));
            }
            Some(11) => return self.attachment_value(name, text, resolved),
            _ => {
                return Err(bad_value(
                    name,
                    "the simulator does not know this kind of option",
                ));
            }
        };
        let chosen =
            items(&option["choices"]).find(|it| it["name"] == text || it["value"] == value);
        if items(&option["choices"]).next().is_some() {
            return chosen
                .map(|it| it["value"].clone())
                .ok_or_else(|| bad_value(name, "it is none of the choices"));
        }
        within_bounds(option, name, &value)?;
        Ok(value)
    }

    fn user_value(
        &self,
        name: &str,
        text: &str,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let wanted = bare(text, "<@");
        let id = wanted
            .parse::<Id>()
            .ok()
            .filter(|id| self.world.users.contains_key(id));
        let id = id.or_else(|| self.world.user_named(wanted).map(|user| user.id));
        let user = id
            .and_then(|id| self.world.users.get(&id))
            .ok_or_else(|| bad_value(name, "there is no such user"))?;
        let key = user.id.to_string();
        resolved["users"][&key] = user.json();
        let guild = self.guild.and_then(|id| self.world.guilds.get(&id));
        if let Some(member) = guild.and_then(|guild| guild.members.get(&user.id)) {
            let mut json = member.partial_json();
            let permissions = guild
                .map(|guild| self.world.guild_permissions(guild.id, user.id))
                .unwrap_or_default();
            json["permissions"] = json!(permissions.to_wire());
            resolved["members"][&key] = json;
        }
        Ok(json!(key))
    }

    fn channel_value(
        &self,
        option: &Value,
        name: &str,
        text: &str,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let wanted = bare(text, "<#");
        let forging = self.client == Client::Forging;
        let here = |it: &&ChannelRecord| it.guild.is_some() && (forging || it.guild == self.guild);
        let fits = |it: &&ChannelRecord| it.name == wanted || it.id.to_string() == wanted;
        let channel = self.world.channels.values().filter(here).find(fits);
        let channel = channel.filter(|it| forging || self.world.sees(it.id, self.user));
        let channel = channel.ok_or_else(|| bad_value(name, "there is no such channel"))?;
        let mut kinds = items(&option["channel_types"]).peekable();
        if kinds.peek().is_some() && !kinds.any(|kind| kind.as_u64() == Some(channel.kind as u64)) {
            return Err(bad_value(name, "a channel of this kind cannot be chosen"));
        }
        let key = channel.id.to_string();
        resolved["channels"][&key] = resolved_channel(self.world, channel, self.user);
        Ok(json!(key))
    }

    fn role_value(
        &self,
        name: &str,
        text: &str,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let wanted = bare(text, "<@&");
        let forging = self.client == Client::Forging;
        let guilds = self.world.guilds.iter();
        let here = guilds.filter(|(id, _)| forging || Some(**id) == self.guild);
        let role = here
            .flat_map(|(_, it)| it.roles.values())
            .find(|it| it.name.trim_start_matches('@') == wanted || it.id.to_string() == wanted);
        let role = role.ok_or_else(|| bad_value(name, "there is no such role"))?;
        let key = role.id.to_string();
        resolved["roles"][&key] = role.json();
        Ok(json!(key))
    }

    fn attachment_value(
        &self,
        name: &str,
        text: &str,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let file = self.files.iter().find(|it| it["filename"] == text);
        let mut file = file
            .ok_or_else(|| bad_value(name, "no file of that name is at hand"))?
            .clone();
        self.world.cdn.sign_all(&mut file);
        let key = file["id"].as_str().unwrap_or_default().to_owned();
        resolved["attachments"][&key] = file;
        Ok(json!(key))
    }
}

/// A channel as resolved data shows it, with what the user may do there.
pub(crate) fn resolved_channel(world: &World, channel: &ChannelRecord, user: Id) -> Value {
    let mut json = json!({
        "id": channel.id.to_string(), "type": channel.kind as u64, "name": channel.name,
        "permissions": world.permissions(channel.id, user).to_wire(),
        "app_permissions": world.permissions(channel.id, world.application.bot).to_wire(),
        "parent_id": channel.parent.map(|id| id.to_string()),
    });
    if channel.kind.is_thread() {
        json["thread_metadata"] = channel.thread_metadata();
    }
    json
}

/// `@name`, `#name`, `<@id>`, `<#id>` or an id, without what surrounds it.
fn bare<'a>(text: &'a str, opening: &str) -> &'a str {
    let inside = text
        .strip_prefix(opening)
        .and_then(|it| it.strip_suffix('>'));
    inside.unwrap_or_else(|| text.trim_start_matches(['@', '#']))
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn within_bounds(option: &Value, name: &str, value: &Value) -> Result<(), ClientRefusal> {
    if value.is_string() {
        let length = length(value) as u64;
        let (min, max) = (
            option["min_length"].as_u64().unwrap_or(0),
            option["max_length"].as_u64().unwrap_or(6_000),
        );
        if length < min.max(1) || length > max {
            return Err(bad_value(
                name,
                format!("it must have {} to {max} characters", min.max(1)),
            ));
        }
    }
    if let Some(number) = value.as_f64() {
        let low = option["min_value"].as_f64().is_some_and(|min| number < min);
        let high = option["max_value"].as_f64().is_some_and(|max| number > max);
        if low || high {
            return Err(bad_value(
                name,
                format!(
                    "it must be {} to {}",
                    option["min_value"], option["max_value"]
                ),
            ));
        }
    }
    Ok(())
}
