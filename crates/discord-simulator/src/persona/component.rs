//! Finds buttons and menus on a message, and makes the data of using them.

use serde_json::{Value, json};

use super::{refused::ClientRefusal, typed::resolved_channel};
use crate::{
    limits::{component as part, items},
    world::{World, channel::ChannelRecord, message::Message, snowflakes::Id},
};

const LINK: u64 = 5;
const CHANNEL_SELECT: u64 = 8;

/// The data of a press on a button.
pub(crate) fn click(message: &Message, label: &str) -> Result<Value, ClientRefusal> {
    let missing = || ClientRefusal::NoSuchComponent(label.to_owned());
    let components = Value::Array(message.components.clone());
    let buttons: Vec<_> = part::walk(&components)
        .into_iter()
        .filter(|it| part::kind(it) == part::BUTTON)
        .collect();
    let exact = buttons
        .iter()
        .find(|it| it["label"] == label || it["emoji"]["name"] == label);
    let button = exact
        .or_else(|| buttons.iter().find(|it| it["custom_id"] == label))
        .ok_or_else(missing)?;
    if button["disabled"].as_bool() == Some(true) {
        return Err(ClientRefusal::Disabled(label.to_owned()));
    }
    if button["style"].as_u64() == Some(LINK) {
        return Err(missing());
    }
    Ok(json!({"component_type": part::BUTTON, "custom_id": button["custom_id"], "id": 1}))
}

/// The data of a choice from a menu.
pub(crate) fn select(
    world: &World,
    user: Id,
    message: &Message,
    menu: &str,
    chosen: &[&str],
) -> Result<Value, ClientRefusal> {
    let components = Value::Array(message.components.clone());
    let menus: Vec<_> = part::walk(&components)
        .into_iter()
        .filter(|it| part::is_select(part::kind(it)))
        .collect();
    let found = menus
        .iter()
        .find(|it| it["placeholder"] == menu || it["custom_id"] == menu);
    let found = found.ok_or_else(|| ClientRefusal::NoSuchComponent(menu.to_owned()))?;
    if found["disabled"].as_bool() == Some(true) {
        return Err(ClientRefusal::Disabled(menu.to_owned()));
    }
    let (values, resolved) = choose(world, user, message.guild, found, menu, chosen)?;
    let mut data = json!({"component_type": found["type"], "custom_id": found["custom_id"], "values": values, "id": 1});
    if resolved.as_object().is_some_and(|it| !it.is_empty()) {
        data["resolved"] = resolved;
    }
    Ok(data)
}

/// The values that stand for what was chosen, checked as the client does.
pub(crate) fn choose(
    world: &World,
    user: Id,
    guild: Option<Id>,
    menu: &Value,
    name: &str,
    chosen: &[&str],
) -> Result<(Vec<String>, Value), ClientRefusal> {
    let refuse = |why: String| ClientRefusal::BadChoice {
        menu: name.to_owned(),
        why,
    };
    let (min, max) = (
        menu["min_values"].as_u64().unwrap_or(1),
        menu["max_values"].as_u64().unwrap_or(1),
    );
    if (chosen.len() as u64) < min || chosen.len() as u64 > max {
        return Err(refuse(format!("{min} to {max} must be chosen")));
    }
    let mut resolved = json!({});
    let mut values = Vec::new();
    for wanted in chosen {
        let value = match part::kind(menu) {
            part::STRING_SELECT => items(&menu["options"])
                .find(|it| it["label"] == *wanted || it["value"] == *wanted)
                .and_then(|it| it["value"].as_str())
                .map(str::to_owned),
            _ => thing(world, user, guild, menu, wanted, &mut resolved),
        };
        values.push(value.ok_or_else(|| refuse(format!("there is no {wanted:?}")))?);
    }
    Ok((values, resolved))
}

/// A user, role or channel by name or id.
fn thing(
    world: &World,
    user: Id,
    guild: Option<Id>,
    menu: &Value,
    wanted: &str,
    resolved: &mut Value,
) -> Option<String> {
    let kind = part::kind(menu);
    let name = wanted.trim_start_matches(['@', '#']);
    let fits = |id: Id, own: &str| own.trim_start_matches('@') == name || id.to_string() == name;
    let users = matches!(kind, 5 | 7)
        .then(|| world.users.values().find(|it| fits(it.id, &it.name)))
        .flatten();
    if let Some(found) = users {
        resolved["users"][found.id.to_string()] = found.json();
        return Some(found.id.to_string());
    }
    let guild = world.guilds.get(&guild?)?;
    if matches!(kind, 6 | 7) {
        let role = guild.roles.values().find(|it| fits(it.id, &it.name))?;
        resolved["roles"][role.id.to_string()] = role.json();
        return Some(role.id.to_string());
    }
    if kind != CHANNEL_SELECT {
        return None;
    }
    let (channels, threads) = world.channels_of(guild.id);
    let offered = |it: &&ChannelRecord| {
        let mut kinds = items(&menu["channel_types"]).peekable();
        let kind_fits =
            kinds.peek().is_none() || kinds.any(|kind| kind.as_u64() == Some(it.kind as u64));
        kind_fits && world.sees(it.id, user)
    };
    let mut all = channels.into_iter().chain(threads).filter(offered);
    let channel = all.find(|it| fits(it.id, &it.name))?;
    resolved["channels"][channel.id.to_string()] = resolved_channel(world, channel, user);
    Some(channel.id.to_string())
}
