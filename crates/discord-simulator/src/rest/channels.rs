//! Channels: read, rename, delete, permissions, direct conversations.

use serde_json::Value;

use super::{answer::Answer, call::Call};
use crate::{
    limits::{at_most, items, length},
    permissions::Permissions,
    refusal::{FormErrors, Refusal},
    world::{
        channel::{ChannelKind, ChannelRecord, Overwrite, OverwriteFor},
        mentions::snowflake,
    },
};

const MOST_IN_A_CATEGORY: usize = 50;

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let channel = call.visible_channel()?;
    Ok(Answer::ok(call.world.channel_json(channel)))
}

pub(crate) fn edit(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let thread = call.visible_channel()?.kind.is_thread();
    let own_thread = thread && call.visible_channel()?.owner == Some(call.bot());
    let needed = if thread {
        Permissions::MANAGE_THREADS
    } else {
        Permissions::MANAGE_CHANNELS
    };
    let id = if own_thread {
        call.visible_channel()?.id
    } else {
        call.channel_with(needed)?.id
    };
    check(&call.body)?;
    if call.body["permission_overwrites"].is_array() {
        call.channel_with(Permissions::MANAGE_ROLES)?;
    }
    if call.body["locked"].is_boolean() {
        call.channel_with(Permissions::MANAGE_THREADS)?;
    }
    let body = call.body.clone();
    if body["archived"] != false {
        not_archived(call)?;
    }
    if let Some(parent) = snowflake(&body["parent_id"]) {
        room_in_category(call, parent)?;
    }
    let Some(channel) = call.world.channels.get_mut(&id) else {
        return Err(Refusal::unknown_channel());
    };
    apply(channel, &body);
    call.world.channel_changed(id);
    let channel = call
        .world
        .channels
        .get(&id)
        .ok_or_else(Refusal::unknown_channel)?;
    Ok(Answer::ok(call.world.channel_json(channel)))
}

pub(crate) fn delete(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let thread = call.visible_channel()?.kind.is_thread();
    let needed = if thread {
        Permissions::MANAGE_THREADS
    } else {
        Permissions::MANAGE_CHANNELS
    };
    let id = call.channel_with(needed)?.id;
    call.world
        .remove_channel(id)
        .map(Answer::ok)
        .ok_or_else(Refusal::unknown_channel)
}

pub(crate) fn overwrite(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let channel = call.channel_with(Permissions::MANAGE_ROLES)?.id;
    let mut body = call.body.clone();
    body["id"] = serde_json::json!(call.text("overwrite_id"));
    let overwrite = Overwrite::from_wire(&body).ok_or_else(Refusal::unknown_role)?;
    // Nobody gives or takes what they do not have themselves.
    let held = call.world.permissions(channel, call.bot());
    if !held.contains(overwrite.allow | overwrite.deny) {
        return Err(Refusal::missing_permissions());
    }
    call.world.overwrite(channel, overwrite);
    Ok(Answer::nothing())
}

pub(crate) fn remove_overwrite(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (channel, target) = (
        call.channel_with(Permissions::MANAGE_ROLES)?.id,
        call.id("overwrite_id"),
    );
    if let Some(channel) = call.world.channels.get_mut(&channel) {
        channel.overwrites.retain(|it| {
            it.whom != OverwriteFor::Role(target) && it.whom != OverwriteFor::Member(target)
        });
    }
    call.world.channel_changed(channel);
    Ok(Answer::nothing())
}

pub(crate) fn typing(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    call.channel_with(Permissions::SEND_MESSAGES)
        .map(|_| Answer::nothing())
}

pub(crate) fn open_direct(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let user = snowflake(&call.body["recipient_id"]).unwrap_or(0);
    if !call.world.users.contains_key(&user) || user == call.bot() {
        return Err(Refusal::new(400, 50_033, "Invalid Recipient(s)"));
    }
    let id = call.world.direct_channel(user, call.now);
    let channel = call
        .world
        .channels
        .get(&id)
        .ok_or_else(Refusal::unknown_channel)?;
    Ok(Answer::ok(call.world.channel_json(channel)))
}

/// A category takes 50 channels.
pub(crate) fn room_in_category(call: &Call<'_>, parent: u64) -> Result<(), Refusal> {
    let inside = call
        .world
        .channels
        .values()
        .filter(|it| it.parent == Some(parent) && !it.kind.is_thread());
    let mut errors = FormErrors::default();
    match call.world.channels.get(&parent) {
        Some(category) if category.kind == ChannelKind::Category => {
            if inside.count() >= MOST_IN_A_CATEGORY {
                errors.add(
                    "parent_id",
                    "CHANNEL_PARENT_MAX_CHANNELS",
                    "Maximum number of channels in category reached (50)",
                );
            }
        }
        _ => errors.add(
            "parent_id",
            "CHANNEL_PARENT_INVALID",
            "Category does not exist",
        ),
    }
    errors.into_result()
}

/// Nothing is changed in a thread that is archived, other than that.
pub(super) fn not_archived(call: &Call<'_>) -> Result<(), Refusal> {
    if call.visible_channel()?.archived {
        return Err(Refusal::new(400, 50_083, "Thread is archived"));
    }
    Ok(())
}

/// Limits on names and topics.
pub(crate) fn check(body: &Value) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    if body["name"].is_string() && length(&body["name"]) == 0 {
        errors.required("name");
    }
    at_most(&mut errors, "name", &body["name"], 100);
    at_most(&mut errors, "topic", &body["topic"], 1_024);
    errors.into_result()
}

/// Text channels have no capitals and no blanks in their names.
pub(crate) fn channel_name(kind: ChannelKind, name: &str) -> String {
    match kind {
        ChannelKind::Text | ChannelKind::Announcement => name.to_lowercase().replace(' ', "-"),
        _ => name.to_owned(),
    }
}

/// Takes over what a body says about a channel.
pub(crate) fn apply(channel: &mut ChannelRecord, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        channel.name = channel_name(channel.kind, name);
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic.as_str().map(str::to_owned);
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent = snowflake(parent);
    }
    if let Some(position) = body["position"].as_i64() {
        channel.position = position;
    }
    if let Some(archived) = body["archived"].as_bool() {
        channel.archived = archived;
    }
    if let Some(locked) = body["locked"].as_bool() {
        channel.locked = locked;
    }
    if body["permission_overwrites"].is_array() {
        channel.overwrites = items(&body["permission_overwrites"])
            .filter_map(Overwrite::from_wire)
            .collect();
    }
}

impl crate::world::World {
    /// The conversation between the bot and a user, opened when there is none.
    pub(crate) fn direct_channel(&mut self, user: u64, now: chrono::DateTime<chrono::Utc>) -> u64 {
        let known = self
            .channels
            .values()
            .find(|it| it.kind == ChannelKind::Direct && it.recipient == Some(user));
        if let Some(channel) = known {
            return channel.id;
        }
        let id = self.snowflakes.next(now);
        let record = ChannelRecord {
            recipient: Some(user),
            ..ChannelRecord::new(id, None, ChannelKind::Direct, "", now)
        };
        self.insert_channel(record)
    }
}
