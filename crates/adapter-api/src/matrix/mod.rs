//! Who is let in where: every caller at every address, at their own things and at those of others.
//!
//! The addresses come from the API's own table, and each needs a row here: a new one without a row fails.

mod rows;

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use self::rows::ROWS;
use crate::testing::{Asked, Scene};
use crate::{Endpoint, endpoints};

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
    let request = if body.is_null() {
        request
    } else {
        request.json(&body)
    };
    request.send().await.status
}
