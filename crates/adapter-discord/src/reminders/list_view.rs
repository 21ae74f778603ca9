//! What people see of `/reminder_list`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use reminders_core::{ListRefusal, Listed, Reminder, Schedule};
use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::Button;

use super::list::Shown;
use super::view;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// The longest name in a line of a list.
const LISTED_NAME_MAX: usize = 60;
/// The longest place in a line of a list.
const LISTED_PLACE_MAX: usize = 40;

pub(super) fn not_listed(refusal: ListRefusal) -> Body {
    Body::text(match refusal {
        ListRefusal::Disabled => view::disabled(),
        ListRefusal::AdminsOnly => Rich::own(
            "Only admins can look at somebody else's reminders. Leave `user` out to see yours.",
        ),
    })
}

pub(super) fn not_your_list() -> Reply {
    Reply::text(
        "These buttons belong to whoever ran the command. Run `/reminder_list` for your own.",
    )
}

pub(super) fn list_expired() -> Reply {
    Reply::Update(Body::text(
        "This list is more than five minutes old. Run `/reminder_list` again.",
    ))
}

pub(super) fn listed(listed: &Listed, shown: &Shown, now: DateTime<Utc>) -> Body {
    let page = &listed.page;
    let total = page.recurring + page.one_off;
    if total == 0 {
        let card = Card::new(Colour::Orange, "📋 Active Reminders")
            .description("Nothing found. Add one with `/add_reminder`.");
        return Body::card(card);
    }
    let count = Rich::default().number(total).and(if total == 1 {
        " reminder"
    } else {
        " reminders"
    });
    let mut card = Card::new(Colour::Blue, "📋 Active Reminders").description(count);
    let (recurring, one_off): (Vec<_>, Vec<_>) = page
        .reminders
        .iter()
        .partition(|it| it.what.schedule.is_recurring());
    card = section(
        card,
        Rich::own("🔄 Recurring (").number(page.recurring).and(")"),
        &recurring,
        listed.zone,
    );
    card = section(
        card,
        Rich::own("📌 One-off (").number(page.one_off).and(")"),
        &one_off,
        listed.zone,
    );
    let footer = Rich::own("Page ")
        .number(listed.number + 1)
        .and("/")
        .number(listed.pages);
    let card = card
        .footer(footer.and(" · /reminder_delete removes one"))
        .at(now);
    let body = Body::card(card);
    if listed.pages == 1 {
        body
    } else {
        body.buttons(turners(listed, shown))
    }
}

/// The reminders as fields: as many as it takes to keep each within Discord's 1,024 characters.
fn section(mut card: Card, heading: Rich, reminders: &[&Reminder], zone: Tz) -> Card {
    let mut heading = heading;
    let mut lines = Rich::default();
    for reminder in reminders {
        let line = line(reminder, zone);
        if lines.chars() + line.chars() + 1 > sanitizer::FIELD_VALUE_MAX {
            card = card.field(heading, lines);
            heading = Rich::own("\u{2026}");
            lines = Rich::default();
        }
        lines = if lines.is_empty() {
            line
        } else {
            lines.and("\n").rich(&line)
        };
    }
    if lines.is_empty() {
        card
    } else {
        card.field(heading, lines)
    }
}

fn line(reminder: &Reminder, zone: Tz) -> Rich {
    let what = &reminder.what;
    let name = safe_embed_text(what.name.as_str(), LISTED_NAME_MAX);
    let mut line = Rich::own("**").text(&name).and("**\n⏰ ");
    line = match &what.schedule {
        Schedule::Recurring { recurrence, clock } => {
            line.clock(*clock).and(" • 📅 ").recurrence(recurrence)
        }
        Schedule::OneOff { at } => {
            let local = parsers::local(*at, zone);
            line.clock(local.time()).and(" • 📅 ").date(local)
        }
    };
    if let Some(location) = &what.location {
        line = line
            .and(" • 📍 ")
            .text(&safe_embed_text(location.as_str(), LISTED_PLACE_MAX));
    }
    if reminder.completed {
        line = line.and(" • ✔️ done");
    }
    line.and("\n📺 in ")
        .channel(what.channel)
        .and(" • ID: ")
        .number(reminder.id.get())
}

fn turners(listed: &Listed, shown: &Shown) -> Vec<Button> {
    let turner = |label: &'static str, page: Option<u32>, other: u32| Button {
        disabled: page.is_none(),
        ..button(label, shown.button(page.unwrap_or(other)))
    };
    // Two buttons of one message may not share an id: at either end the dead one names a page that does not exist.
    let next = (listed.number + 1 < listed.pages).then_some(listed.number + 1);
    vec![
        turner("Prev", listed.number.checked_sub(1), listed.pages + 1),
        turner("Next", next, listed.pages + 2),
    ]
}
