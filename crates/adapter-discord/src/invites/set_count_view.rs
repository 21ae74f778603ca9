//! What people read of `/setinvites` and `/resetinvites`.

use invites_core::{SetCountRefusal, WasSet};

use super::leaderboard_view;
use crate::reply::Reply;
use crate::text::Rich;

pub(super) fn unreadable() -> Reply {
    leaderboard_view::unreadable()
}

pub(super) fn set(done: &WasSet) -> Reply {
    let text = Rich::own("✅ ").user(done.member).and(" has now brought ");
    let text = text.number(done.new).and(" members");
    Reply::text(if done.old == done.new {
        text.and(", as before.")
    } else {
        text.and(" (before: ").number(done.old).and(").")
    })
}

pub(super) fn refused(refusal: SetCountRefusal) -> Reply {
    Reply::text(match refusal {
        SetCountRefusal::NotManager => Rich::denied(
            "🔒 You need *Manage Server* to set how many members somebody has brought.",
        ),
        SetCountRefusal::Disabled => leaderboard_view::disabled(),
        SetCountRefusal::TooMany => Rich::own("❌ I count from 0 to 1,000,000."),
    })
}
