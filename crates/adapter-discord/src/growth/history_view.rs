//! What `/growthhistory` shows.

use chrono::TimeDelta;
use growth_core::{Checkin, HistoryPage};
use sanitizer::{autocomplete_label, safe_embed_body, safe_embed_text};
use twilight_model::channel::message::component::{Button, SelectMenuOption};

use super::history::{BACK, DELETE, DELETE_NO, DELETE_YES, OPEN, PAGE};
use crate::custom_id;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// Of each check-in so much of the goal is on a page, in characters.
const GOAL_MAX: usize = 200;
/// Of a choice in the menu.
const LABEL_MAX: usize = 90;
/// Of each part of one that is opened.
const PART_MAX: usize = 1000;
/// Of the answer of one that is opened.
const ANSWER_MAX: usize = 2500;

pub(super) fn page(page: &HistoryPage) -> Body {
    if page.checkins.is_empty() {
        return Body::text(
            "🌱 You have no check-ins yet. Make your first one with `/growthcheckin`.",
        );
    }
    let card = Card::new(Colour::Green, "🌱 Your check-ins");
    let card = page.checkins.iter().fold(card, |card, it| {
        let goal = safe_embed_text(it.form.goal(), GOAL_MAX);
        let name = Rich::default().moment(it.created_at, TimeStyle::Full);
        card.field("Goal", name.and("\n").text(&goal))
    });
    let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let footer = Rich::own("Page ")
        .number(number(page.number + 1))
        .and("/")
        .number(number(page.pages));
    let options = page.checkins.iter().map(|it| SelectMenuOption {
        default: false,
        description: Some(it.created_at.format("%-d %B %Y").to_string()),
        emoji: None,
        label: named(it.form.goal()),
        value: it.id.to_string(),
    });
    Body::card(card.footer(footer))
        .select(OPEN.to_owned(), "Open one", options.collect())
        .buttons(turns(page))
}

/// What stands in the menu, which shows no markdown; never blank, since Discord takes no blank label.
fn named(goal: &str) -> String {
    let label = autocomplete_label(goal, LABEL_MAX);
    if label.trim().is_empty() {
        "A check-in".to_owned()
    } else {
        label
    }
}

fn turns(page: &HistoryPage) -> Vec<Button> {
    let to = |label, number: usize| button(label, custom_id::encode(PAGE, &[&number]));
    let mut buttons = Vec::new();
    if page.number > 0 {
        buttons.push(to("Newer", page.number - 1));
    }
    if page.number + 1 < page.pages {
        buttons.push(to("Older", page.number + 1));
    }
    buttons
}

pub(super) fn opened(checkin: &Checkin) -> Body {
    Body::card(card(checkin)).buttons(vec![
        back(),
        button("Delete", custom_id::encode(DELETE, &[&checkin.id])),
    ])
}

pub(super) fn surely(checkin: &Checkin) -> Body {
    Body::card(card(checkin).footer("Delete this check-in for good?")).buttons(vec![
        button(
            "Yes, delete it",
            custom_id::encode(DELETE_YES, &[&checkin.id]),
        ),
        button("No", custom_id::encode(DELETE_NO, &[&checkin.id])),
    ])
}

fn card(checkin: &Checkin) -> Card {
    let part = |text: &str| Rich::from(&safe_embed_text(text, PART_MAX));
    let title = if checkin.shared {
        "🌱 A check-in that you shared"
    } else {
        "🌱 A check-in"
    };
    Card::new(Colour::Green, title)
        .description(&safe_embed_body(&checkin.reply, ANSWER_MAX))
        .field("Goal", part(checkin.form.goal()))
        .field("Obstacle", part(checkin.form.obstacle()))
        .field("Feeling", part(checkin.form.feeling()))
        .at(checkin.created_at)
}

fn back() -> Button {
    button("Back", custom_id::encode(BACK, &[&0_usize]))
}

pub(super) fn deleted(was_there: bool) -> Reply {
    let body = if was_there {
        Body::text("🗑️ Deleted for good.")
    } else {
        return Reply::Update(gone());
    };
    Reply::Update(body.buttons(vec![back()]))
}

pub(super) fn gone() -> Body {
    Body::text("🍂 That check-in is gone already.").buttons(vec![back()])
}

pub(super) fn too_soon(wait: TimeDelta) -> Reply {
    let words = Rich::too_soon("⏳ You have just looked. You can look again in ");
    Reply::text(words.wait(wait).and("."))
}
