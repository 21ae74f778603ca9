//! The message that a reminder is.

use chrono::NaiveTime;
use kernel::UserId;
use reminders_core::{Kind, Punctuality, ReminderPost, Schedule, clock_move_of};
use sanitizer::{safe_embed_body, safe_embed_text};
use twilight_model::channel::message::Embed;

use super::mark;
use super::when_view;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// The footer by which the watcher knows the bot's own reminders (spec 6.5: a constant).
const FOOTER: &str = "🤖 Auto-reminder";
/// The longest name in a title, so that the whole title stays within Discord's 256 characters.
const NAME_MAX: usize = 240;

/// The embed of a reminder, in whichever of its moments, with the picture at this address.
pub(super) fn build(post: &ReminderPost, picture: Option<&str>) -> Embed {
    let what = &post.reminder.what;
    let title = Rich::own("⏰ Reminder: ").text(&safe_embed_text(what.name.as_str(), NAME_MAX));
    let local = parsers::local(post.event_at, post.zone);
    let mut card = Card::new(Colour::Green, title).description(body(post, local.time()));
    if matches!(what.schedule, Schedule::OneOff { .. }) {
        let date = Rich::default()
            .date(local)
            .and("\n")
            .moment(post.event_at, TimeStyle::Full);
        card = card.field("📅 Date", date);
    }
    let time = Rich::default()
        .clock(local.time())
        .and(" · ")
        .moment(post.event_at, TimeStyle::Relative);
    card = card.field("⏰ Time", time);
    if let Some(location) = &what.location {
        let location = safe_embed_text(location.as_str(), sanitizer::FIELD_VALUE_MAX);
        if !location.is_empty() {
            card = card.field("📍 Location", &location);
        }
    }
    if let Some(address) = picture {
        card = card.image(address);
    }
    if let Some(origin) = what.origin {
        card = card.field(
            "🔗 Original",
            Rich::default().message_link("Go to the announcement", what.guild, origin),
        );
    }
    if let Some(moved) = clock_move_of(what, post.event_at, post.zone) {
        let line = Rich::own("-# ").rich(&when_view::clock_move(what, &moved, post.zone));
        card = card.field("🕰️ Clock change", line);
    }
    if post.punctuality == Punctuality::Late {
        card = card.field("⌛ Late", late(post));
    }
    card.footer(FOOTER)
        .at(mark::stamped(post.now, post.id))
        .build()
}

/// What the reminder says. A live session's own words are for its start alone (spec W15).
fn body(post: &ReminderPost, clock: NaiveTime) -> Rich {
    let what = &post.reminder.what;
    if what.is_live_session() && post.kind != Kind::T0 {
        return Rich::own("Live session at ").clock(clock);
    }
    let body = safe_embed_body(what.message.as_str(), sanitizer::DESCRIPTION_MAX);
    Rich::default().body(&body)
}

/// The words above a reminder that somebody asked to be told again, whom they ping.
pub(super) fn told_again(user: UserId) -> Rich {
    Rich::own("💤 ")
        .user(user)
        .and(", you asked me to tell you again:")
}

fn late(post: &ReminderPost) -> Rich {
    Rich::own("I could not post this when it was due, ")
        .moment(post.fires_at, TimeStyle::Clock)
        .and(". Sorry!")
}
