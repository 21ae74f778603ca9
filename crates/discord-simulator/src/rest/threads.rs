//! Threads.

use serde_json::{Value, json};

use super::{answer::Answer, call::Call, channels::not_archived, messages::found};
use crate::{
    limits::some_at_most,
    permissions::Permissions,
    refusal::{FormErrors, Refusal},
    world::{
        channel::{ChannelKind, ChannelRecord},
        snowflakes::Id,
    },
};

/// So many threads of a server are active at most.
const MOST_ACTIVE: usize = 1000;

pub(crate) fn create(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let parent = call.visible_channel()?.kind;
    let private =
        matches!(call.body["type"].as_u64(), None | Some(12)) && parent == ChannelKind::Text;
    let needed = if private {
        Permissions::CREATE_PRIVATE_THREADS
    } else {
        Permissions::CREATE_PUBLIC_THREADS
    };
    call.channel_with(needed)?;
    let kind = if private {
        ChannelKind::PrivateThread
    } else {
        public_kind(parent)
    };
    let id = call.world.snowflakes.next(call.now);
    open(call, id, kind)
}

pub(crate) fn create_from_message(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let parent = call.channel_with(Permissions::CREATE_PUBLIC_THREADS)?.kind;
    // A thread on a message carries the message's id.
    let id = found(call)?.id;
    if call.world.channels.contains_key(&id) {
        return Err(Refusal::new(
            400,
            160_004,
            "A thread has already been created for this message",
        ));
    }
    open(call, id, public_kind(parent))
}

pub(crate) fn active(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let (guild, bot) = (call.guild()?.id, call.bot());
    let (_, threads) = call.world.channels_of(guild);
    let open = threads
        .into_iter()
        .filter(|it| !it.archived && call.world.sees(it.id, bot));
    let list: Vec<Value> = open.map(|it| call.world.channel_json(it)).collect();
    Ok(Answer::ok(json!({"threads": list, "members": []})))
}

/// Adds a member to a thread.
pub(crate) fn add_member(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    not_archived(call)?;
    let thread = call.channel_with(Permissions::SEND_MESSAGES_IN_THREADS)?;
    if !thread.kind.is_thread() {
        return Err(wrong_kind());
    }
    let (thread, guild) = (thread.id, thread.guild);
    let user = call.id("user_id");
    let is_member = guild
        .and_then(|it| call.world.guilds.get(&it))
        .is_some_and(|it| it.members.contains_key(&user));
    if !is_member {
        return Err(Refusal::unknown_member());
    }
    if !call.world.add_to_thread(thread, user) {
        return Err(Refusal::missing_access());
    }
    Ok(Answer::nothing())
}

fn wrong_kind() -> Refusal {
    Refusal::new(400, 50_024, "Cannot execute action on this channel type")
}

fn public_kind(parent: ChannelKind) -> ChannelKind {
    if parent == ChannelKind::Announcement {
        ChannelKind::AnnouncementThread
    } else {
        ChannelKind::PublicThread
    }
}

fn open(call: &mut Call<'_>, id: Id, kind: ChannelKind) -> Result<Answer, Refusal> {
    let mut errors = FormErrors::default();
    some_at_most(&mut errors, "name", &call.body["name"], 100);
    errors.into_result()?;
    let parent = call.visible_channel()?;
    if !matches!(
        parent.kind,
        ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Forum
    ) {
        return Err(wrong_kind());
    }
    if let Some(guild) = parent.guild {
        let (_, threads) = call.world.channels_of(guild);
        if threads.iter().filter(|it| !it.archived).count() >= MOST_ACTIVE {
            let message = "Maximum number of active threads reached";
            return Err(Refusal::new(400, 160_006, message));
        }
    }
    let name = call.body["name"].as_str().unwrap_or_default();
    let record = ChannelRecord {
        parent: Some(parent.id),
        owner: Some(call.bot()),
        ..ChannelRecord::new(id, parent.guild, kind, name, call.now)
    };
    let json = call.world.channel_json(&record);
    call.world.insert_channel(record);
    Ok(Answer::new(201, json))
}
