//! Application commands, global and of one server.

use serde_json::{Value, json};

use super::{answer::Answer, call::Call};
use crate::{
    limits::command::{check_one, check_set, kind},
    refusal::Refusal,
    world::snowflakes::Id,
};

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let scope = scope(call)?;
    Ok(Answer::ok(
        call.world
            .commands
            .get(&scope)
            .cloned()
            .unwrap_or_default()
            .into(),
    ))
}

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (scope, id) = (scope(call)?, call.text("command_id").to_owned());
    let found = call
        .world
        .commands
        .get(&scope)
        .into_iter()
        .flatten()
        .find(|it| it["id"] == id.as_str());
    found
        .cloned()
        .map(Answer::ok)
        .ok_or_else(Refusal::unknown_command)
}

pub(crate) fn overwrite(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let scope = scope(call)?;
    let wanted = call.body.as_array().cloned().unwrap_or_default();
    check_set(&wanted)?;
    let stored: Vec<Value> = wanted
        .into_iter()
        .map(|command| stored(call, scope, command))
        .collect();
    call.world.commands.insert(scope, stored.clone());
    Ok(Answer::ok(stored.into()))
}

pub(crate) fn create(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let scope = scope(call)?;
    check_one(&call.body).into_result()?;
    let command = stored(call, scope, call.body.clone());
    let mut all = call.world.commands.get(&scope).cloned().unwrap_or_default();
    let before = all.len();
    all.retain(|it| !same(it, &command));
    let status = if all.len() == before { 201 } else { 200 };
    all.push(command.clone());
    check_set(&all)?;
    call.world.commands.insert(scope, all);
    Ok(Answer::new(status, command))
}

pub(crate) fn edit(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (scope, id) = (scope(call)?, call.text("command_id").to_owned());
    let mut all = call.world.commands.get(&scope).cloned().unwrap_or_default();
    let found = all
        .iter_mut()
        .find(|it| it["id"] == id.as_str())
        .ok_or_else(Refusal::unknown_command)?;
    for (key, value) in call.body.as_object().into_iter().flatten() {
        found[key] = value.clone();
    }
    found["version"] = json!(call.world.snowflakes.next(call.now).to_string());
    let changed = found.clone();
    check_set(&all)?;
    call.world.commands.insert(scope, all);
    Ok(Answer::ok(changed))
}

pub(crate) fn delete(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (scope, id) = (scope(call)?, call.text("command_id").to_owned());
    let all = call.world.commands.entry(scope).or_default();
    let before = all.len();
    all.retain(|it| it["id"] != id.as_str());
    if all.len() == before {
        Err(Refusal::unknown_command())
    } else {
        Ok(Answer::nothing())
    }
}

fn scope(call: &Call<'_>) -> Result<Option<Id>, Refusal> {
    if call.id("application_id") != call.world.application.id {
        return Err(Refusal::new(
            403,
            20_012,
            "You are not authorized to perform this action on this application",
        ));
    }
    if !call.params.contains_key("guild_id") {
        return Ok(None);
    }
    Ok(Some(call.guild()?.id))
}

fn same(one: &Value, other: &Value) -> bool {
    one["name"] == other["name"] && kind(one) == kind(other)
}

/// A command as Discord shows it: with its ids; one that was there under its name keeps its id.
fn stored(call: &mut Call<'_>, scope: Option<Id>, mut command: Value) -> Value {
    let known = call
        .world
        .commands
        .get(&scope)
        .into_iter()
        .flatten()
        .find(|it| same(it, &command));
    let id = known.map(|it| it["id"].clone());
    let version = call.world.snowflakes.next(call.now).to_string();
    command["id"] = id.unwrap_or_else(|| json!(version));
    command["version"] = json!(version);
    command["type"] = json!(kind(&command));
    command["application_id"] = json!(call.world.application.id.to_string());
    if command["description"].is_null() {
        command["description"] = json!("");
    }
    if let Some(number) = command["default_member_permissions"].as_u64() {
        command["default_member_permissions"] = json!(number.to_string());
    }
    for (key, default) in [
        ("default_member_permissions", Value::Null),
        ("nsfw", json!(false)),
        ("options", json!([])),
    ] {
        if command[key].is_null() {
            command[key] = default;
        }
    }
    if let Some(guild) = scope {
        command["guild_id"] = json!(guild.to_string());
    }
    command
}
