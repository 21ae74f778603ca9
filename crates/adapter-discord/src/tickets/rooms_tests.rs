//! What Discord has against something, as tickets hear of it: a Discord that answers one thing to everything.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use kernel::{ChannelId, GuildId, Retry, RoleId, UserId};
use serde_json::json;
use tickets_core::testing::World;
use tickets_core::{
    Line, NewRoom, Overwrite, Permissions, Ping, Place, RoomError, RoomKind, Ticket,
    TicketRooms as _, WorkId,
};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;
use twilight_model::id::Id;

use super::TicketChannels;
use crate::GuildDirectory;
use crate::directory::fixture::{GUILD, Stage, directory, role};
use crate::rest::{Rest, RestConfig};

const WORK: WorkId = WorkId(1);

/// The channels on a Discord that answers so to every request.
async fn channels(status: u16, body: &'static str) -> TicketChannels {
    knowing(GuildDirectory::new(Id::new(5)), status, body).await
}

/// The same, where so much is known of guilds.
async fn knowing(directory: GuildDirectory, status: u16, body: &'static str) -> TicketChannels {
    let status = StatusCode::from_u16(status).unwrap();
    let discord = Router::new().fallback(move || async move {
        let json = [("content-type", "application/json")];
        (status, json, body).into_response()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    TaskTracker::new().spawn(async move { axum::serve(listener, discord).await });
    let rest = Rest::new(RestConfig::new("token".into(), Some(address)));
    TicketChannels::new(
        rest,
        Arc::new(directory),
        UserId::new(5).unwrap(),
        vec![
            RoleId::new(9).unwrap(),
            RoleId::new(GUILD).unwrap(),
            RoleId::new(8).unwrap(),
        ],
    )
}

async fn ticket() -> Ticket {
    let world = World::default();
    world.tickets().open(World::wish(11)).await.unwrap()
}

/// What is heard of each call, in a word.
async fn heard(channels: &TicketChannels, ticket: &Ticket) -> Vec<&'static str> {
    let channel = ticket.channel.unwrap();
    let line = Line::Waiting;
    let overwrite = Overwrite::of_requester(ticket.requester);
    let ended = [
        channels.post_control(ticket, None, true).await.map(drop),
        channels.refresh_control(ticket).await,
        channels.say(ticket, &line, Ping::Nobody, WORK).await,
        channels.set(ticket, overwrite).await,
        channels.speakers(channel).await.map(drop),
        channels.is_there(channel).await,
        channels.rename(ticket, "ticket-1-closed").await,
        channels.seal(channel, true).await,
        channels.made_for(ticket, "ticket-1").await.map(drop),
    ];
    ended.into_iter().map(word).collect()
}

fn new_room(ticket: &Ticket, category: u64) -> NewRoom {
    NewRoom {
        guild: ticket.guild,
        place: Place::Category(ChannelId::new(category).unwrap()),
        name: "ticket-1".to_owned(),
        ticket: ticket.clone(),
        overwrites: Vec::new(),
    }
}

fn word(ended: Result<(), RoomError>) -> &'static str {
    match ended {
        Ok(()) => "done",
        Err(RoomError::Forbidden(_)) => "forbidden",
        Err(RoomError::Gone) => "gone",
        Err(RoomError::Full) => "full",
        Err(RoomError::Wait(_)) => "wait",
        Err(RoomError::Failed(failure)) if failure.retry() == Retry::Later => "later",
        Err(RoomError::Failed(_)) => "useless",
    }
}

#[tokio::test]
async fn each_of_discords_errors_is_heard_as_what_it_means() {
    for (status, body, expected) in [
        (404, r#"{"code":10003,"message":"Unknown Channel"}"#, "gone"),
        (404, r#"{"code":10008,"message":"Unknown Message"}"#, "gone"),
        (
            403,
            r#"{"code":50013,"message":"Missing Permissions"}"#,
            "forbidden",
        ),
        (
            403,
            r#"{"code":50001,"message":"Missing Access"}"#,
            "forbidden",
        ),
        (
            400,
            r#"{"code":30013,"message":"Maximum number of guild channels reached (500)"}"#,
            "full",
        ),
        (
            400,
            r#"{"code":160006,"message":"Maximum number of active threads reached"}"#,
            "full",
        ),
        (
            400,
            r#"{"code":50035,"message":"Invalid Form Body","errors":{"parent_id":{"_errors":[
                {"code":"CHANNEL_PARENT_MAX_CHANNELS","message":"Maximum number of channels in category reached (50)"}]}}}"#,
            "full",
        ),
        (
            400,
            r#"{"code":50035,"message":"Invalid Form Body"}"#,
            "useless",
        ),
    ] {
        let channels = channels(status, body).await;
        let heard = heard(&channels, &ticket().await).await;
        assert_eq!(heard, [expected; 9], "{body}");
    }
}

const MISSING_PERMISSIONS: &str = r#"{"code":50013,"message":"Missing Permissions"}"#;
const MISSING_ACCESS: &str = r#"{"code":50001,"message":"Missing Access"}"#;

fn lacking<T: std::fmt::Debug>(ended: Result<T, RoomError>) -> Permissions {
    match ended {
        Err(RoomError::Forbidden(lacking)) => lacking,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_discord_does_not_let_the_bot_do_is_named_by_what_that_needs() {
    let channels = channels(403, MISSING_PERMISSIONS).await;
    let ticket = ticket().await;
    let channel = ticket.channel.unwrap();
    let overwrite = Overwrite::of_requester(ticket.requester);
    let set = channels.set(&ticket, overwrite).await;
    assert_eq!(lacking(set), Permissions::MANAGE_ROLES);
    let renamed = channels.rename(&ticket, "ticket-1-closed").await;
    assert_eq!(lacking(renamed), Permissions::MANAGE_CHANNELS);
    let deleted = channels.delete(channel, &ticket).await;
    assert_eq!(lacking(deleted), Permissions::MANAGE_CHANNELS);
    let sealed = channels.seal(channel, true).await;
    assert_eq!(lacking(sealed), Permissions::MANAGE_THREADS);
    let posted = channels.post_control(&ticket, None, true).await;
    let writing = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    assert_eq!(lacking(posted), writing);
    let made = channels.make(&new_room(&ticket, 300)).await;
    assert_eq!(lacking(made), Permissions::MANAGE_CHANNELS);
}

#[tokio::test]
async fn of_what_is_needed_only_that_is_named_which_the_bot_is_known_to_lack() {
    let sends = twilight_model::guild::Permissions::SEND_MESSAGES;
    let stage = || Stage {
        roles: vec![role(GUILD, sends)],
        ..Stage::default()
    };
    let ticket = Ticket {
        guild: GuildId::new(GUILD).unwrap(),
        ..ticket().await
    };
    for (body, expected) in [
        (MISSING_PERMISSIONS, Permissions::EMBED_LINKS),
        (
            MISSING_ACCESS,
            Permissions::VIEW_CHANNEL | Permissions::EMBED_LINKS,
        ),
    ] {
        let channels = knowing(directory(&stage()).0, 403, body).await;
        assert_eq!(lacking(channels.refresh_control(&ticket).await), expected);
    }
}

#[tokio::test]
async fn a_channel_that_cannot_be_seen_is_not_taken_for_one_in_which_nothing_stands() {
    use twilight_model::guild::Permissions as Given;
    let ticket = Ticket {
        guild: GuildId::new(GUILD).unwrap(),
        ..ticket().await
    };
    let stage = |given| Stage {
        roles: vec![role(GUILD, given)],
        ..Stage::default()
    };
    let writes = Given::VIEW_CHANNEL | Given::SEND_MESSAGES;
    let history = Permissions::READ_MESSAGE_HISTORY;
    let blind = directory(&stage(writes)).0;
    let blind = knowing(blind, 200, "[]").await;
    assert_eq!(lacking(blind.find_control(&ticket).await), history);
    let shut_out = knowing(directory(&stage(writes)).0, 403, MISSING_PERMISSIONS).await;
    assert_eq!(lacking(shut_out.find_control(&ticket).await), history);
    let said = shut_out.has_said(&ticket, &Line::Waiting, Ping::Nobody, ticket.created_at);
    assert_eq!(lacking(said.await), history);
    // Of a guild that is told to another process Discord is asked; here it answers what nobody can read.
    let unknown = channels(200, "[]").await;
    let looked = unknown.find_control(&ticket).await;
    assert!(matches!(looked, Err(RoomError::Failed(_))), "{looked:?}");
    let sees = directory(&stage(writes | Given::READ_MESSAGE_HISTORY)).0;
    let sees = knowing(sees, 200, "[]").await;
    assert_eq!(sees.find_control(&ticket).await.unwrap(), None);
}

#[tokio::test]
async fn the_first_role_of_admins_that_the_guild_has_stands_in_for_staff() {
    let nothing = twilight_model::guild::Permissions::empty();
    let stage = Stage {
        roles: vec![role(GUILD, nothing), role(8, nothing)],
        ..Stage::default()
    };
    let channels = knowing(directory(&stage).0, 200, "{}").await;
    let guild = GuildId::new(GUILD).unwrap();
    // Neither role 9, which another guild has, nor that of everybody.
    assert_eq!(channels.stand_in(guild), RoleId::new(8).ok());
    let unknown = GuildId::new(GUILD + 1).unwrap();
    assert_eq!(channels.stand_in(unknown), None);
}

/// The channels of a guild: one called `name` about `topic`, and with overwrites for these members.
fn guild_with(name: &str, topic: &str, members: &[u64]) -> &'static str {
    let overwrites = members
        .iter()
        .map(|it| json!({ "id": it.to_string(), "type": 1, "allow": "1024", "deny": "0" }));
    let channels = json!([
        { "id": "300", "type": 4, "name": "Support", "position": 0, "permission_overwrites": [] },
        { "id": "301", "type": 0, "name": name, "topic": topic, "position": 0, "parent_id": "999",
          "permission_overwrites": overwrites.collect::<Vec<_>>() },
    ]);
    channels.to_string().leak()
}

#[tokio::test]
async fn a_channel_is_a_tickets_by_its_topic_or_by_its_people_and_not_by_its_name_alone() {
    let ticket = ticket().await;
    for (name, topic, members, is_its) in [
        ("ticket-1", "Ticket #1 of <@11>", &[][..], true),
        ("renamed", "Ticket #1 of <@11>", &[][..], true),
        ("ticket-1", "Anything", &[5, 11][..], true),
        ("ticket-1", "Anything", &[5, 12][..], false),
        ("ticket-1", "Anything", &[][..], false),
        ("ticket-1", "Ticket #1 of <@12>", &[5][..], false),
        ("other", "Anything", &[5, 11][..], false),
    ] {
        let channels = channels(200, guild_with(name, topic, members)).await;
        let found = channels.made_for(&ticket, "ticket-1").await.unwrap();
        let expected = is_its.then(|| ChannelId::new(301).unwrap());
        assert_eq!(found, expected, "{name} about {topic:?} with {members:?}");
    }
}

#[tokio::test]
async fn a_name_that_discord_wants_to_wait_for_is_not_waited_for() {
    let body = r#"{"message":"You are being rate limited.","retry_after":540.5,"global":false}"#;
    let channels = channels(429, body).await;
    let began = std::time::Instant::now();
    match channels.rename(&ticket().await, "ticket-1-closed").await {
        Err(RoomError::Wait(wait)) => assert!(wait.num_seconds() > 500, "{wait}"),
        other => panic!("{other:?}"),
    }
    assert!(began.elapsed().as_secs() < 10, "the queue sits on it");
}

#[tokio::test]
async fn a_channel_that_is_gone_already_is_deleted_and_others_are_not() {
    for (body, expected) in [
        (r#"{"code":10003,"message":"Unknown Channel"}"#, "done"),
        (
            r#"{"code":50013,"message":"Missing Permissions"}"#,
            "forbidden",
        ),
    ] {
        let status = if expected == "done" { 404 } else { 403 };
        let channels = channels(status, body).await;
        let ticket = ticket().await;
        let deleted = channels.delete(ticket.channel.unwrap(), &ticket).await;
        assert_eq!(word(deleted), expected);
    }
}

#[tokio::test]
async fn who_takes_no_messages_is_not_reached_and_who_left_needs_not_be_let_in() {
    for (status, body, expected) in [
        (
            403,
            r#"{"code":50007,"message":"Cannot send messages to this user"}"#,
            "done",
        ),
        (
            403,
            r#"{"code":50278,"message":"Cannot send messages to this user due to having no mutual guilds"}"#,
            "done",
        ),
        (404, r#"{"code":10013,"message":"Unknown User"}"#, "done"),
        // A mistake of ours is none of theirs.
        (
            400,
            r#"{"code":50035,"message":"Invalid Form Body"}"#,
            "useless",
        ),
    ] {
        let asked = channels(status, body)
            .await
            .ask(&ticket().await, WORK)
            .await;
        assert!(!matches!(asked, Ok(true)), "{body}");
        assert_eq!(word(asked.map(drop)), expected, "{body}");
    }
    let unknown = r#"{"code":10007,"message":"Unknown Member"}"#;
    let ticket = ticket().await;
    let channels = channels(404, unknown).await;
    let invited = channels.invite(ticket.channel.unwrap(), ticket.requester);
    assert_eq!(word(invited.await), "done");
}

#[tokio::test]
async fn an_archived_thread_is_opened_before_it_is_said_to_fail() {
    let archived = r#"{"code":50083,"message":"Thread is archived"}"#;
    let channels = channels(400, archived).await;
    let ticket = Ticket {
        room: RoomKind::Thread,
        ..ticket().await
    };
    // Here it cannot be opened either, which ends it rather than going round for ever.
    assert_eq!(word(channels.refresh_control(&ticket).await), "useless");
}
