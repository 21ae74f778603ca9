//! Who is let in where: every caller at every address, at their own things and at those of others.
//!
//! The addresses come from the API's own table, and each needs a row here: a new one without a row fails.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::testing::{Asked, Scene};
use crate::{Endpoint, endpoints};

/// An address as it is asked: the caller's own things, or those of somebody else.
struct Row {
    /// In the words of the API's description: `GET /api/reminders/{user_id}`.
    endpoint: &'static str,
    /// Guild 1, user 1 and what is theirs.
    own: &'static str,
    /// Guild 2 or user 3, and what is theirs; the same as `own` where nothing is named.
    foreign: &'static str,
    /// The body, for addresses that take one.
    body: fn() -> Value,
}

const fn row(
    endpoint: &'static str,
    own: &'static str,
    foreign: &'static str,
    body: fn() -> Value,
) -> Row {
    Row {
        endpoint,
        own,
        foreign,
        body,
    }
}

/// No body.
fn none() -> Value {
    Value::Null
}

/// A body that says nothing.
fn empty() -> Value {
    json!({})
}

/// A body that names what does not exist.
fn a_number() -> Value {
    json!({ "id": 999 })
}

const ROWS: &[Row] = &[
    row("GET /health", "/health", "/health", none),
    row("GET /api/health", "/api/health", "/api/health", none),
    row("GET /metrics", "/metrics", "/metrics", none),
    row(
        "GET /top-commands",
        "/top-commands?guild_id=1",
        "/top-commands?guild_id=2",
        none,
    ),
    row(
        "GET /api/observability",
        "/api/observability",
        "/api/observability",
        none,
    ),
    row(
        "GET /api/top-commands",
        "/api/top-commands?guild_id=1",
        "/api/top-commands?guild_id=2",
        none,
    ),
    row("GET /status", "/status", "/status", none),
    row(
        "GET /api/health/history",
        "/api/health/history",
        "/api/health/history",
        none,
    ),
    row(
        "GET /api/metrics",
        "/api/metrics?guild_id=1",
        "/api/metrics?guild_id=2",
        none,
    ),
    row(
        "GET /api/dashboard/metrics",
        "/api/dashboard/metrics?guild_id=1",
        "/api/dashboard/metrics?guild_id=2",
        none,
    ),
    row(
        "GET /api/reminders/{user_id}",
        "/api/reminders/1",
        "/api/reminders/3",
        none,
    ),
    row(
        "POST /api/reminders",
        "/api/reminders",
        "/api/reminders",
        empty,
    ),
    row(
        "PUT /api/reminders",
        "/api/reminders",
        "/api/reminders",
        a_number,
    ),
    row(
        "DELETE /api/reminders/{reminder_id}/{created_by}",
        "/api/reminders/999/1",
        "/api/reminders/999/3",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/reminders",
        "/api/dashboard/1/reminders",
        "/api/dashboard/2/reminders",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/reminders",
        "/api/dashboard/1/reminders",
        "/api/dashboard/2/reminders",
        empty,
    ),
    row(
        "POST /api/dashboard/{guild_id}/reminders/live-sessions",
        "/api/dashboard/1/reminders/live-sessions",
        "/api/dashboard/2/reminders/live-sessions",
        empty,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/reminders/{id}",
        "/api/dashboard/1/reminders/999",
        "/api/dashboard/2/reminders/999",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/reminders/{id}",
        "/api/dashboard/1/reminders/999",
        "/api/dashboard/2/reminders/999",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets",
        "/api/dashboard/1/tickets",
        "/api/dashboard/2/tickets",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/export",
        "/api/dashboard/1/tickets/export",
        "/api/dashboard/2/tickets/export",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/stats",
        "/api/dashboard/1/tickets/stats",
        "/api/dashboard/2/tickets/stats",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/{ticket_id}",
        "/api/dashboard/1/tickets/999",
        "/api/dashboard/2/tickets/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/tickets/{ticket_id}/status",
        "/api/dashboard/1/tickets/999/status",
        "/api/dashboard/2/tickets/999/status",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq",
        "/api/dashboard/1/faq",
        "/api/dashboard/2/faq",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq",
        "/api/dashboard/1/faq",
        "/api/dashboard/2/faq",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/search",
        "/api/dashboard/1/faq/search?q=invoice",
        "/api/dashboard/2/faq/search?q=invoice",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/unanswered",
        "/api/dashboard/1/faq/unanswered",
        "/api/dashboard/2/faq/unanswered",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/export",
        "/api/dashboard/1/faq/export",
        "/api/dashboard/2/faq/export",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/proposals",
        "/api/dashboard/1/faq/proposals",
        "/api/dashboard/2/faq/proposals",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/accept",
        "/api/dashboard/1/faq/proposals/999/accept",
        "/api/dashboard/2/faq/proposals/999/accept",
        empty,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/dismiss",
        "/api/dashboard/1/faq/proposals/999/dismiss",
        "/api/dashboard/2/faq/proposals/999/dismiss",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}/pin",
        "/api/dashboard/1/faq/999/pin",
        "/api/dashboard/2/faq/999/pin",
        empty,
    ),
    row(
        "GET /api/dashboard/settings/{guild_id}",
        "/api/dashboard/settings/1",
        "/api/dashboard/settings/2",
        none,
    ),
    row(
        "POST /api/dashboard/settings/{guild_id}",
        "/api/dashboard/settings/1",
        "/api/dashboard/settings/2",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/settings/history",
        "/api/dashboard/1/settings/history",
        "/api/dashboard/2/settings/history",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/rollback/{history_id}",
        "/api/dashboard/1/settings/rollback/999",
        "/api/dashboard/2/settings/rollback/999",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/invalidate-cache",
        "/api/dashboard/1/settings/invalidate-cache",
        "/api/dashboard/2/settings/invalidate-cache",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/settings/export",
        "/api/dashboard/1/settings/export",
        "/api/dashboard/2/settings/export",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/import",
        "/api/dashboard/1/settings/import",
        "/api/dashboard/2/settings/import",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/discord-meta",
        "/api/dashboard/1/discord-meta",
        "/api/dashboard/2/discord-meta",
        none,
    ),
    row(
        "GET /api/dashboard/logs",
        "/api/dashboard/logs?guild_id=1",
        "/api/dashboard/logs?guild_id=2",
        none,
    ),
];

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    Nobody,
    WrongToken,
    WrongKey,
    /// A Discord id without the key that makes it count.
    BareUserId,
    /// A token whose account has no Discord user.
    Unlinked,
    /// A member of guild 1.
    Member,
    /// The admin of guild 1.
    Admin,
    /// The admin of guild 2.
    OtherAdmin,
    Service,
    ServiceForAdmin,
    ServiceForMember,
    ServiceForOtherAdmin,
    /// A token that counts, beside a key and an id: the token decides.
    MemberWithKey,
    /// A wrong token beside a right key: the token decides.
    WrongTokenWithKey,
}

use Caller::{
    Admin, BareUserId, Member, MemberWithKey, Nobody, OtherAdmin, Service, ServiceForAdmin,
    ServiceForMember, ServiceForOtherAdmin, Unlinked, WrongKey, WrongToken, WrongTokenWithKey,
};

const CALLERS: [Caller; 14] = [
    Nobody,
    WrongToken,
    WrongKey,
    BareUserId,
    Unlinked,
    Member,
    Admin,
    OtherAdmin,
    Service,
    ServiceForAdmin,
    ServiceForMember,
    ServiceForOtherAdmin,
    MemberWithKey,
    WrongTokenWithKey,
];

impl Caller {
    fn asks(self, request: Asked) -> Asked {
        match self {
            Nobody => request,
            WrongToken => request.header("Authorization", "Bearer forged"),
            WrongKey => request
                .header("X-API-Key", "a-key")
                .header("X-User-Id", "1"),
            BareUserId => request.header("X-User-Id", "1"),
            Unlinked => request.by_user(9),
            Member => request.by_user(2),
            Admin => request.by_user(1),
            OtherAdmin => request.by_user(3),
            Service => request.by_service(),
            ServiceForAdmin => request.by_service_for(1),
            ServiceForMember => request.by_service_for(2),
            ServiceForOtherAdmin => request.by_service_for(3),
            MemberWithKey => request.by_service_for(1).by_user(2),
            WrongTokenWithKey => request
                .by_service_for(1)
                .header("Authorization", "Bearer forged"),
        }
    }

    /// Whether their proof does not count.
    fn is_unknown(self) -> bool {
        [Nobody, WrongToken, WrongKey, BareUserId, WrongTokenWithKey].contains(&self)
    }

    fn knows_the_key(self) -> bool {
        [
            Service,
            ServiceForAdmin,
            ServiceForMember,
            ServiceForOtherAdmin,
        ]
        .contains(&self)
    }
}

/// Whose things are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Those of guild 1 and user 1.
    Own,
    /// Those of guild 2 and user 3.
    Foreign,
}

/// The refusal that a caller meets at the door; none for one who is let in. What is let in may still be refused for
/// another reason, such as a thing that does not exist.
fn refusal(access: &str, caller: Caller, whose: Whose) -> Option<u16> {
    let admin = match whose {
        Whose::Own => [Admin, ServiceForAdmin],
        Whose::Foreign => [OtherAdmin, ServiceForOtherAdmin],
    };
    match access {
        "none" => None,
        _ if caller.is_unknown() => Some(401),
        "caller" => None,
        "key" => (!caller.knows_the_key()).then_some(403),
        "key_or_admin" if caller == Service => None,
        "user" | "admin" | "key_or_admin" if caller == Service => Some(401),
        "user" | "admin" | "key_or_admin" if caller == Unlinked => Some(403),
        // Everybody is themselves: user 1 in their own things, user 3 in the others.
        "user" | "admin" | "key_or_admin" => (!admin.contains(&caller)).then_some(403),
        other => panic!("nobody knows who {other} lets in"),
    }
}

/// Addresses whose things have no name in the address: everybody asks for their own, so nobody is refused at the door.
const OF_THE_CALLER: &[&str] = &["POST /api/reminders", "PUT /api/reminders"];

/// Addresses where somebody else's looks like what does not exist.
const LOOKS_MISSING: &[&str] = &["DELETE /api/reminders/{reminder_id}/{created_by}"];

fn name(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method, endpoint.path)
}

#[test]
fn every_address_has_a_row_and_every_row_an_address() {
    let there: BTreeSet<String> = endpoints().iter().map(name).collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|it| it.endpoint.to_owned()).collect();
    let unmatched: Vec<_> = there.symmetric_difference(&rows).collect();
    assert_eq!(unmatched, Vec::<&String>::new());
}

#[tokio::test]
async fn everybody_is_let_in_where_they_may_and_nowhere_else() {
    for endpoint in endpoints() {
        let name = name(&endpoint);
        let Some(row) = ROWS.iter().find(|it| it.endpoint == name) else {
            continue;
        };
        for (whose, address) in [(Whose::Own, row.own), (Whose::Foreign, row.foreign)] {
            for caller in CALLERS {
                let passes = [OF_THE_CALLER, LOOKS_MISSING].concat();
                let expected = match refusal(&endpoint.access, caller, whose) {
                    Some(403) if passes.contains(&row.endpoint) && caller != Unlinked => None,
                    expected => expected,
                };
                let status = ask(&endpoint.method, address, (row.body)(), caller).await;
                let refused = [401, 403].contains(&status.as_u16());
                let seen = refused.then_some(status.as_u16());
                assert_eq!(seen, expected, "{caller:?} at {name}, {whose:?}: {status}");
            }
        }
    }
}

async fn ask(method: &str, address: &str, body: Value, caller: Caller) -> StatusCode {
    let method: Method = method.parse().unwrap();
    let request = caller.asks(Scene::default().ask(method, address));
    let request = if body == json!(null) {
        request
    } else {
        request.json(&body)
    };
    request.send().await.status
}
