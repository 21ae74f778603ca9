//! Messages in channels: create, edit, delete, publish.

use chrono::TimeDelta;
use serde_json::Value;

use super::{answer::Answer, call::Call, channels::not_archived, nonce, uploads};
use crate::{
    limits::{items, message as limits},
    permissions::Permissions,
    refusal::{FormErrors, Refusal},
    world::{
        channel::ChannelKind,
        mentions::snowflake,
        message::{CROSSPOSTED, Draft, Message, SUPPRESS_EMBEDS, rich},
        snowflakes::Id,
    },
};

const ORDINARY: u64 = 0;
const REPLY: u64 = 19;

pub(crate) fn create(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let channel = call.visible_channel()?;
    let (id, kind, recipient) = (channel.id, channel.kind, channel.recipient);
    if !kind.holds_messages() {
        return Err(Refusal::new(
            400,
            50_008,
            "Cannot send messages in a non-text channel",
        ));
    }
    call.channel_with(needed(call, kind))?;
    if let Some(user) = recipient {
        may_write_to(call, user)?;
    }
    limits::check(&call.body)?;
    if limits::is_empty(&call.body, call.files.len()) {
        return Err(Refusal::empty_message());
    }
    if let Some(answer) = nonce::repeated(call)? {
        return Ok(answer);
    }
    let reply_to = reply_target(call, id)?;
    let bot = call.bot();
    let mut draft = draft(call, id)?;
    draft.author = bot;
    draft.kind = if reply_to.is_some() { REPLY } else { ORDINARY };
    draft.reply_to = reply_to;
    let message = call.world.post(draft, call.now);
    *call.world.counters.messages_created.entry(id).or_default() += 1;
    nonce::remember(call, &message);
    Ok(Answer::ok(call.world.message_json(&message)))
}

pub(crate) fn edit(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    not_archived(call)?;
    let message = found(call)?;
    if message.author != call.bot() || message.webhook.is_some() {
        let only_flags = call
            .body
            .as_object()
            .is_some_and(|it| it.keys().all(|key| key == "flags"));
        if !only_flags {
            return Err(Refusal::another_authors_message());
        }
        call.channel_with(Permissions::MANAGE_MESSAGES)?;
    }
    let message = edited(call, message)?;
    call.world.replace(message.clone());
    Ok(Answer::ok(call.world.message_json(&message)))
}

/// A message with the changes of the request's body.
pub(crate) fn edited(call: &mut Call<'_>, mut message: Message) -> Result<Message, Refusal> {
    limits::check(&call.body)?;
    let body = call.body.clone();
    if let Some(content) = body.get("content") {
        content
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut message.content);
    }
    let list = |key: &str| {
        body.get(key)
            .map(|value| items(value).cloned().collect::<Vec<_>>())
    };
    if let Some(components) = list("components") {
        message.components = components;
    }
    let new = uploads::uploaded(
        call,
        message.channel,
        &body["attachments"],
        &message.attachments,
    )?;
    if let Some(kept) = list("attachments") {
        message.attachments.retain(|old| {
            kept.iter()
                .any(|it| snowflake(&it["id"]) == snowflake(&old["id"]))
        });
    }
    message.attachments.extend(new);
    if let Some(mut embeds) = list("embeds") {
        uploads::unsign(&mut embeds, &message.attachments);
        uploads::resolve(&mut embeds, &message.attachments)?;
        message.embeds = embeds.into_iter().map(rich).collect();
    }
    if let Some(flags) = body["flags"].as_u64() {
        message.flags = (message.flags & !SUPPRESS_EMBEDS) | (flags & SUPPRESS_EMBEDS);
    }
    let bare = message.content.trim().is_empty() && message.attachments.is_empty();
    if bare && message.embeds.is_empty() && message.components.is_empty() {
        return Err(Refusal::empty_message());
    }
    message.edited_at = Some(call.now);
    call.world
        .resolve_again(&mut message, body.get("allowed_mentions"));
    Ok(message)
}

pub(crate) fn delete(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    call.visible_channel()?;
    let message = found(call)?;
    if message.author != call.bot() {
        call.channel_with(Permissions::MANAGE_MESSAGES)?;
    }
    call.world.delete_message(message.channel, message.id);
    Ok(Answer::nothing())
}

pub(crate) fn bulk_delete(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let channel = call.channel_with(Permissions::MANAGE_MESSAGES)?;
    let channel = channel.id;
    let ids: Vec<Id> = items(&call.body["messages"])
        .filter_map(snowflake)
        .collect();
    if !(2..=100).contains(&ids.len()) {
        return Err(Refusal::new(
            400,
            50_016,
            "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.",
        ));
    }
    let all = call.world.messages.entry(channel).or_default();
    let old = |id: &Id| {
        all.get(id)
            .is_some_and(|it| call.now - it.sent_at > TimeDelta::days(14))
    };
    if ids.iter().any(old) {
        return Err(Refusal::new(
            400,
            50_034,
            "You can only bulk delete messages that are under 14 days old.",
        ));
    }
    call.world.bulk_delete(channel, &ids);
    Ok(Answer::nothing())
}

pub(crate) fn crosspost(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let kind = call.visible_channel()?.kind;
    if kind != ChannelKind::Announcement {
        return Err(Refusal::new(
            400,
            50_024,
            "Cannot execute action on this channel type",
        ));
    }
    let mut message = found(call)?;
    let others = message.author != call.bot();
    call.channel_with(if others {
        Permissions::MANAGE_MESSAGES
    } else {
        Permissions::SEND_MESSAGES
    })?;
    if message.is_crossposted() {
        return Err(Refusal::new(
            400,
            40_033,
            "This message has already been crossposted.",
        ));
    }
    message.flags |= CROSSPOSTED;
    call.world.replace(message.clone());
    Ok(Answer::ok(call.world.message_json(&message)))
}

/// The message of the path.
pub(crate) fn found(call: &Call<'_>) -> Result<Message, Refusal> {
    let message = call
        .world
        .message(call.id("channel_id"), call.id("message_id"));
    message
        .filter(|it| it.ephemeral_for.is_none())
        .cloned()
        .ok_or_else(Refusal::unknown_message)
}

/// A draft with what the body and the files say.
pub(crate) fn draft(call: &mut Call<'_>, channel: Id) -> Result<Draft, Refusal> {
    let body = std::mem::take(&mut call.body);
    let list = |key: &str| items(&body[key]).cloned().collect::<Vec<Value>>();
    let attachments = uploads::uploaded(call, channel, &body["attachments"], &[])?;
    let mut embeds = list("embeds");
    uploads::resolve(&mut embeds, &attachments)?;
    let draft = Draft {
        channel,
        author_name: call.world.application.name.clone(),
        content: body["content"].as_str().unwrap_or_default().to_owned(),
        embeds,
        components: list("components"),
        attachments,
        flags: body["flags"].as_u64().unwrap_or_default(),
        nonce: body.get("nonce").filter(|it| !it.is_null()).cloned(),
        allowed_mentions: body.get("allowed_mentions").cloned(),
        ..Draft::default()
    };
    call.body = body;
    Ok(draft)
}

fn needed(call: &Call<'_>, kind: ChannelKind) -> Permissions {
    let speak = if kind.is_thread() {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    let embeds = items(&call.body["embeds"]).count() > 0;
    let with_embeds = if embeds {
        Permissions::EMBED_LINKS
    } else {
        Permissions::NONE
    };
    let with_files = if call.files.is_empty() {
        Permissions::NONE
    } else {
        Permissions::ATTACH_FILES
    };
    speak | with_embeds | with_files
}

/// Whether the bot may write to a user: one that it meets somewhere, and who takes its messages.
fn may_write_to(call: &Call<'_>, user: Id) -> Result<(), Refusal> {
    let world = &call.world;
    let meets = |it: &crate::world::guild::Guild| {
        it.members.contains_key(&user) && it.members.contains_key(&call.bot())
    };
    if !world.guilds.values().any(meets) {
        return Err(Refusal::no_mutual_guild());
    }
    let closed = world.users.get(&user).is_some_and(|it| it.closed_to_bots);
    if closed {
        return Err(Refusal::closed_to_bots());
    }
    Ok(())
}

fn reply_target(call: &Call<'_>, channel: Id) -> Result<Option<Id>, Refusal> {
    let reference = &call.body["message_reference"];
    let Some(id) = snowflake(&reference["message_id"]) else {
        return Ok(None);
    };
    if call.world.message(channel, id).is_some() {
        return Ok(Some(id));
    }
    if reference["fail_if_not_exists"].as_bool() == Some(false) {
        return Ok(None);
    }
    let mut errors = FormErrors::default();
    errors.add(
        "message_reference",
        "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
        "Unknown message",
    );
    errors.into_result()?;
    Ok(None)
}
