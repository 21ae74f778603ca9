//! Invites of a server, for bots that manage it.

use serde_json::{Value, json};

use super::{answer::Answer, call::Call};
use crate::{permissions::Permissions, refusal::Refusal};

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild_with(Permissions::MANAGE_GUILD)?;
    let current = guild.invites.values();
    let current = current.filter(|it| !it.has_expired(call.now));
    let list: Value = current.map(|it| it.json(call.world, guild.id)).collect();
    Ok(Answer::ok(list))
}

/// Only servers that were given the feature have such an address.
pub(crate) fn vanity(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild_with(Permissions::MANAGE_GUILD)?;
    match &guild.vanity {
        Some(it) => Ok(Answer::ok(json!({"code": it.code, "uses": it.uses}))),
        None => Err(Refusal::missing_access()),
    }
}
