//! What people read of `/clean`.

use kernel::ChannelId;
use staff_core::{CLEAN_MAX, CleanRefusal, Cleaned};

use super::wording_view::{lacking, no_channel};
use crate::reply::Reply;
use crate::text::Rich;

pub(super) fn cleaned(done: Cleaned) -> Reply {
    let skipped = done.too_old + done.pinned;
    let mut text = Rich::own("✅ ").number(done.deleted as u64).and(" deleted");
    if skipped > 0 {
        text = text.and(" (").number(skipped as u64).and(" skipped)");
    }
    text = text.and(".");
    if done.too_old > 0 {
        let old = text.and("\n-# ").number(done.too_old as u64);
        text = old.and(" older than 14 days: Discord lets nobody delete those at once.");
    }
    if done.pinned > 0 {
        let pinned = text.and("\n-# ").number(done.pinned as u64);
        text = pinned.and(" pinned: they stay.");
    }
    Reply::text(text)
}

pub(super) fn refused(refusal: &CleanRefusal, channel: ChannelId) -> Reply {
    Reply::text(match refusal {
        CleanRefusal::NotAllowed => {
            Rich::denied("🔒 You need *Manage Messages* in this channel to delete messages.")
        }
        CleanRefusal::OutOfBounds => Rich::own("❌ I delete from 1 to ")
            .number(CLEAN_MAX as u64)
            .and(" messages at once (`limit`)."),
        CleanRefusal::Lacks(permissions) => lacking(permissions, channel),
        CleanRefusal::NoChannel => no_channel(),
    })
}
