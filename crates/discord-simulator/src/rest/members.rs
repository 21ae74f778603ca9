//! Members of a server and their roles.

use serde_json::Value;

use super::{answer::Answer, call::Call};
use crate::{
    permissions::Permissions,
    refusal::Refusal,
    world::{people::Member, snowflakes::Id},
};

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (guild, user) = (call.guild()?, call.id("user_id"));
    let user = call
        .world
        .users
        .get(&user)
        .ok_or_else(Refusal::unknown_user)?;
    let member = guild
        .members
        .get(&user.id)
        .ok_or_else(Refusal::unknown_member)?;
    Ok(Answer::ok(member.json(user)))
}

pub(crate) fn own(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let guild = call.guild()?.id;
    one(call, guild, call.bot())
}

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let after = call.query.number("after").unwrap_or(0);
    let limit = usize::try_from(call.query.number("limit").unwrap_or(1))
        .unwrap_or(1)
        .min(1_000);
    let members = call
        .guild()?
        .members
        .values()
        .filter(|member| member.user > after)
        .take(limit);
    Ok(Answer::ok(listed(call, members)))
}

pub(crate) fn search(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let start = call.query.text("query").unwrap_or_default().to_lowercase();
    let limit = usize::try_from(call.query.number("limit").unwrap_or(1))
        .unwrap_or(1)
        .min(1_000);
    let fits = |member: &&Member| {
        let name = call
            .world
            .users
            .get(&member.user)
            .map(|user| user.name.to_lowercase());
        let nick = member.nick.as_ref().map(|nick| nick.to_lowercase());
        [name, nick]
            .into_iter()
            .flatten()
            .any(|it| it.starts_with(&start))
    };
    let members = call.guild()?.members.values().filter(fits).take(limit);
    Ok(Answer::ok(listed(call, members)))
}

pub(crate) fn edit_own(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (guild, bot) = (
        call.guild_with(Permissions::CHANGE_NICKNAME)?.id,
        call.bot(),
    );
    let nick = call.body["nick"]
        .as_str()
        .filter(|nick| !nick.is_empty())
        .map(str::to_owned);
    if let Some(member) = call
        .world
        .guilds
        .get_mut(&guild)
        .and_then(|it| it.members.get_mut(&bot))
    {
        member.nick = nick;
    }
    call.world.member_changed(guild, bot);
    one(call, guild, bot)
}

pub(crate) fn add_role(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (guild, user, role) = changeable(call)?;
    if let Some(member) = call
        .world
        .guilds
        .get_mut(&guild)
        .and_then(|it| it.members.get_mut(&user))
    {
        member.roles.insert(role);
        // As Discord has it: whoever carries a role is past the membership screening, answered or not.
        member.pending = false;
    }
    call.world.member_changed(guild, user);
    Ok(Answer::nothing())
}

pub(crate) fn remove_role(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (guild, user, role) = changeable(call)?;
    if let Some(member) = call
        .world
        .guilds
        .get_mut(&guild)
        .and_then(|it| it.members.get_mut(&user))
    {
        member.roles.remove(&role);
    }
    call.world.member_changed(guild, user);
    Ok(Answer::nothing())
}

/// The bot gives and takes only roles below its own highest one.
fn changeable(call: &Call<'_>) -> Result<(Id, Id, Id), Refusal> {
    let (user, role) = (call.id("user_id"), call.id("role_id"));
    let guild = call.guild()?;
    if !guild.members.contains_key(&user) {
        return Err(Refusal::unknown_member());
    }
    let wanted = guild
        .roles
        .get(&role)
        .filter(|it| it.id != guild.id)
        .ok_or_else(Refusal::unknown_role)?;
    call.guild_with(Permissions::MANAGE_ROLES)?;
    if wanted.position >= guild.rank(call.bot()) || wanted.managed_by.is_some() {
        return Err(Refusal::missing_permissions());
    }
    Ok((guild.id, user, role))
}

fn one(call: &Call<'_>, guild: Id, user: Id) -> Result<Answer, Refusal> {
    let member = call
        .world
        .guilds
        .get(&guild)
        .and_then(|it| it.members.get(&user));
    let user = call
        .world
        .users
        .get(&user)
        .ok_or_else(Refusal::unknown_user)?;
    member
        .map(|member| Answer::ok(member.json(user)))
        .ok_or_else(Refusal::unknown_member)
}

fn listed<'a>(call: &Call<'_>, members: impl Iterator<Item = &'a Member>) -> Value {
    members
        .filter_map(|member| Some(member.json(call.world.users.get(&member.user)?)))
        .collect()
}
