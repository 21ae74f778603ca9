//! What Discord is sent of a ticket, as it stands on the wire.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use kernel::{Authority, ChannelId, GuildId, RoleId, UserId};
use serde_json::{Value, json};
use tickets_core::testing::World;
use tickets_core::{
    Action, Lane, NewRoom, Place, Ticket, TicketNumber, TicketRooms as _, Tickets, locked,
    of_new_channel,
};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;
use twilight_model::id::Id;

use super::TicketChannels;
use crate::GuildDirectory;
use crate::rest::{Rest, RestConfig};

/// A request as it came.
#[derive(Debug, Clone)]
struct Sent {
    /// Method and path, which begins after the version.
    what: String,
    /// The header for the audit log.
    reason: Option<String>,
    body: Value,
}

/// A Discord that does as it is asked, and remembers what it was asked.
#[derive(Debug, Clone, Default)]
struct Wire(Arc<Mutex<Vec<Sent>>>);

impl Wire {
    /// What came since the last time, oldest first.
    fn taken(&self) -> Vec<Sent> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *sent)
    }

    async fn hear(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let path = head.uri.path();
        let path = path.split_once("/v10").map_or(path, |it| it.1).to_owned();
        let reason = head.headers.get("x-audit-log-reason");
        let body: Bytes = to_bytes(body, 100_000).await.unwrap();
        let sent = Sent {
            what: format!("{} {path}", head.method),
            reason: reason.map(|it| it.to_str().unwrap().to_owned()),
            body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(sent);
        answer(&head.method, &path)
    }

    async fn channels(&self) -> TicketChannels {
        let wire = self.clone();
        let discord = Router::new().fallback(move |request: Request| {
            let wire = wire.clone();
            async move { wire.hear(request).await }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        TaskTracker::new().spawn(async move { axum::serve(listener, discord).await });
        let rest = Rest::new(RestConfig::new("token".into(), Some(address)));
        let directory = Arc::new(GuildDirectory::new(Id::new(5)));
        TicketChannels::new(rest, directory, UserId::new(5).unwrap(), Vec::new())
    }
}

fn answer(method: &Method, path: &str) -> Response {
    if *method == Method::PUT {
        return StatusCode::NO_CONTENT.into_response();
    }
    let category = json!({ "id": "300", "type": 4, "name": "Support", "position": 0 });
    let body = match (method.as_str(), path.rsplit('/').next()) {
        ("GET", Some("channels")) => json!([category]),
        ("GET", Some("messages")) => json!([]),
        ("POST", Some("messages")) => json!({ "id": "2001" }),
        _ => json!({ "id": "1001", "type": 0, "name": "ticket-1", "permission_overwrites": [] }),
    };
    let json = [("content-type", "application/json")];
    (json, body.to_string()).into_response()
}

/// The ticket of the specification's example.
async fn forty_second() -> Ticket {
    let world = World::default();
    let ticket = world.tickets().open(World::wish(11)).await.unwrap();
    Ticket {
        number: TicketNumber::new(42).unwrap(),
        guild: GuildId::new(900).unwrap(),
        channel: ChannelId::new(1001).ok(),
        ..ticket
    }
}

#[tokio::test]
async fn a_channel_is_made_with_exactly_the_overwrites_of_its_people() {
    let wire = Wire::default();
    let channels = wire.channels().await;
    let ticket = forty_second().await;
    let staff = RoleId::new(77).ok();
    let room = NewRoom {
        guild: ticket.guild,
        place: Place::Category(ChannelId::new(300).unwrap()),
        name: "ticket-42".to_owned(),
        overwrites: of_new_channel(ticket.guild, ticket.requester, staff, channels.bot()),
        ticket,
    };
    channels.make(&room).await.unwrap();
    let sent = wire.taken().remove(0);
    assert_eq!(sent.what, "POST /guilds/900/channels");
    let body = &sent.body;
    assert_eq!(
        (&body["name"], &body["type"], &body["parent_id"]),
        (&json!("ticket-42"), &json!(0), &json!("300"))
    );
    assert_eq!(
        body["permission_overwrites"],
        json!([
            { "id": "900", "type": 0, "allow": "0", "deny": "1024" },
            { "id": "11", "type": 1, "allow": "117760", "deny": "0" },
            { "id": "77", "type": 0, "allow": "125952", "deny": "0" },
            { "id": "5", "type": 1, "allow": "125968", "deny": "0" },
        ])
    );
    let topic = body["topic"].as_str().unwrap();
    assert!(topic.contains("#42") && topic.contains("<@11>"), "{topic}");
    let reason = sent.reason.unwrap();
    assert!(
        reason.starts_with("Ticket") && reason.contains("42"),
        "{reason}"
    );
}

#[tokio::test]
async fn a_requester_is_locked_out_by_one_overwrite_of_their_own() {
    let wire = Wire::default();
    let channels = wire.channels().await;
    let ticket = forty_second().await;
    channels
        .set(&ticket, locked(ticket.requester))
        .await
        .unwrap();
    let sent = wire.taken();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].what, "PUT /channels/1001/permissions/11");
    let body = &sent[0].body;
    assert_eq!(
        (&body["type"], &body["allow"], &body["deny"]),
        (&json!(1), &json!("66560"), &json!("377957124160"))
    );
}

async fn works(tickets: &Tickets) {
    for lane in [Lane::Quick, Lane::Slow] {
        while tickets.work(lane).await.unwrap().all() > 0 {}
    }
}

/// What was asked for that changes something.
fn changes(wire: &Wire) -> Vec<String> {
    let sent = wire.taken().into_iter().map(|it| it.what);
    sent.filter(|it| !it.starts_with("GET ")).collect()
}

#[tokio::test]
async fn opening_and_closing_ask_discord_in_this_order() {
    let (wire, world) = (Wire::default(), World::default());
    let tickets = world.tickets_in(Arc::new(wire.channels().await));
    tickets.open(World::wish(11)).await.unwrap();
    works(&tickets).await;
    let guild = World::home();
    assert_eq!(
        changes(&wire),
        [
            format!("POST /guilds/{guild}/channels"),
            "POST /channels/1001/messages".to_owned(),
            "PUT /channels/1001/messages/pins/2001".to_owned(),
        ]
    );
    let mut close = World::act(1, Action::Close(Some("Solved".to_owned())), 21, &[]);
    close.member.authority = Authority::Admin;
    tickets.act(&close).await.unwrap();
    assert_eq!(
        changes(&wire),
        [] as [String; 0],
        "the answer waits for none of it"
    );
    works(&tickets).await;
    assert_eq!(
        changes(&wire),
        [
            "PATCH /channels/1001/messages/2001",
            "POST /channels/1001/messages",
            "PUT /channels/1001/permissions/11",
            "PATCH /channels/1001",
        ]
    );
    assert_eq!(world.log.closed().len(), 1, "it is summed up after that");
}
