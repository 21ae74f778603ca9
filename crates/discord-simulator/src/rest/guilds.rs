//! Servers: what they are, their channels and roles.

use serde_json::json;

use super::{
    answer::Answer,
    call::Call,
    channels::{apply, channel_name, check, room_in_category},
};
use crate::{
    permissions::Permissions,
    refusal::{FormErrors, Refusal},
    world::{
        channel::{ChannelKind, ChannelRecord},
        guild::Role,
        mentions::snowflake,
    },
};

const MOST_CHANNELS: usize = 500;

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild()?;
    let mut json = guild.json();
    // twilight's model wants it here too, and Discord's documentation allows it.
    json["large"] = json!(false);
    if call.query.is_true("with_counts") {
        json["approximate_member_count"] = json!(guild.member_count());
        json["approximate_presence_count"] = json!(0);
    }
    Ok(Answer::ok(json))
}

pub(crate) fn leave(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild()?.id;
    call.world.remove_bot(guild);
    Ok(Answer::nothing())
}

pub(crate) fn channels(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild()?.id;
    let (channels, _) = call.world.channels_of(guild);
    Ok(Answer::ok(
        channels
            .into_iter()
            .map(|it| call.world.channel_json(it))
            .collect(),
    ))
}

pub(crate) fn roles(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    Ok(Answer::ok(
        call.guild()?.roles.values().map(Role::json).collect(),
    ))
}

pub(crate) fn create_channel(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild_with(Permissions::MANAGE_CHANNELS)?.id;
    check(&call.body)?;
    let kind = ChannelKind::from_wire(call.body["type"].as_u64().unwrap_or(0));
    let mut errors = FormErrors::default();
    let Some(kind) = kind.filter(|it| !it.is_thread() && *it != ChannelKind::Direct) else {
        errors.add(
            "type",
            "BASE_TYPE_CHOICES",
            "This channel type cannot be created here",
        );
        return errors.into_result().map(|()| Answer::nothing());
    };
    let (existing, _) = call.world.channels_of(guild);
    let position = existing.len();
    if position >= MOST_CHANNELS {
        return Err(Refusal::new(
            400,
            30_013,
            "Maximum number of guild channels reached (500)",
        ));
    }
    if let Some(parent) = snowflake(&call.body["parent_id"]) {
        room_in_category(call, parent)?;
    }
    let name = channel_name(kind, call.body["name"].as_str().unwrap_or_default());
    let mut record = ChannelRecord {
        position: i64::try_from(position).unwrap_or(0),
        ..ChannelRecord::new(
            call.world.snowflakes.next(call.now),
            Some(guild),
            kind,
            &name,
            call.now,
        )
    };
    apply(&mut record, &call.body);
    let json = call.world.channel_json(&record);
    call.world.insert_channel(record);
    Ok(Answer::new(201, json))
}
