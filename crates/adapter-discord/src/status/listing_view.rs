//! What people see of `/commands`.

use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::Button;

use super::catalogue::{Category, Entry};
use super::listing::Shown;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// A page of a list of commands.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    /// From 0.
    pub(super) number: usize,
    pub(super) pages: usize,
    /// How many commands all pages have.
    pub(super) total: usize,
}

impl Category {
    fn title(self) -> &'static str {
        match self {
            Self::Reminders => "⏰ Reminders",
            Self::LiveSessions => "🔴 Live sessions",
            Self::Support => "🎟️ Support",
            Self::Assistant => "🤖 Assistant",
            Self::Members => "👥 Members",
            Self::Settings => "⚙️ Settings",
            Self::Privacy => "🔏 Your data",
            Self::AboutMe => "👋 About me",
            Self::More => "✨ More",
            Self::RunningMe => "🔧 Running me",
        }
    }
}

pub(super) fn page(page: &Page, shown: Shown) -> Body {
    let mut text = Rich::default();
    let mut above = None;
    for entry in &page.entries {
        if above != Some(entry.category) {
            above = Some(entry.category);
            text = text.and("\n**").and(entry.category.title()).and("**\n");
        }
        text = text.rich(&line(entry)).and("\n");
    }
    let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let foot = Rich::default()
        .number(number(page.total))
        .and(" commands · page ")
        .number(number(page.number + 1))
        .and(" of ")
        .number(number(page.pages));
    let card = Card::new(Colour::Blue, "📖 Commands that you can use here")
        .description(text)
        .footer(foot);
    Body::card(card).buttons(turners(page, shown))
}

fn line(entry: &Entry) -> Rich {
    if entry.in_menu {
        return Rich::own("*Apps*, ")
            .code(&entry.name, 32)
            .and(" – in a message's menu");
    }
    let description = safe_embed_text(&entry.description, 150);
    Rich::default()
        .code(&format!("/{}", entry.name), 33)
        .and(" – ")
        .text(&description)
}

/// "Prev" and "Next"; none where one page holds everything.
fn turners(page: &Page, shown: Shown) -> Vec<Button> {
    if page.pages == 1 {
        return Vec::new();
    }
    let next = Some(page.number + 1).filter(|it| *it < page.pages);
    // Two buttons of a message must not have the same id, so one that leads nowhere gets that of a page beyond.
    let turner = |label, to: Option<usize>, other: usize| Button {
        disabled: to.is_none(),
        ..button(label, shown.button(to.unwrap_or(other)))
    };
    vec![
        turner("Prev", page.number.checked_sub(1), page.pages + 1),
        turner("Next", next, page.pages + 2),
    ]
}

pub(super) fn not_public() -> Reply {
    Reply::text(
        "Only those who may manage messages in this channel can show the list to everybody. Without `public` you see it alone.",
    )
}

pub(super) fn not_yours() -> Reply {
    Reply::text("Somebody else asked for this list. `/commands` shows you your own.")
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/commands` again.")
}
