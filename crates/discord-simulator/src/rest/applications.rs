//! The application, its user, and where the gateway is.
#![expect(
    clippy::unnecessary_wraps,
    reason = "handlers share one signature, and these never refuse"
)]

use serde_json::json;

use super::{answer::Answer, call::Call};
use crate::{refusal::Refusal, world::people::User};

pub(crate) fn gateway(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    Ok(Answer::ok(json!({"url": call.world.gateway_url})))
}

pub(crate) fn gateway_bot(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let remaining = 1_000_u64.saturating_sub(call.world.counters.identifies);
    Ok(Answer::ok(json!({
        "url": call.world.gateway_url, "shards": call.options.shards,
        "session_start_limit": {"total": 1_000, "remaining": remaining, "reset_after": 86_400_000,
            "max_concurrency": call.options.max_concurrency},
    })))
}

pub(crate) fn current_user(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let user = call
        .world
        .users
        .get(&call.bot())
        .ok_or_else(Refusal::unknown_user)?;
    Ok(Answer::ok(user.current_json()))
}

pub(crate) fn user(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    call.world
        .users
        .get(&call.id("user_id"))
        .map(User::json)
        .map(Answer::ok)
        .ok_or_else(Refusal::unknown_user)
}

pub(crate) fn current_guilds(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (world, bot) = (&call.world, call.bot());
    let ours = world
        .guilds
        .values()
        .filter(|guild| world.bot_is_in(guild.id));
    let list = ours.map(|guild| {
        json!({"id": guild.id.to_string(), "name": guild.name, "icon": null, "owner": guild.owner == bot,
            "permissions": world.guild_permissions(guild.id, bot).to_wire(), "features": []})
    });
    Ok(Answer::ok(list.collect()))
}

pub(crate) fn current_application(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    Ok(Answer::ok(call.world.application_json()))
}
