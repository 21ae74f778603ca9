//! What the guild's log channel is told, in words.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId};
use reminders_core::{LogEvent, NewReminder, Occurrence, Punctuality, Reminder};
use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::Button;

use super::{changes_view, watch_view, wording};
use crate::text::{Card, Colour, Rich};

/// How many reminders are named that go on, and how long their names are.
const RESUMED_NAMED: usize = 10;
const RESUMED_NAME_MAX: usize = 60;
/// The longest quoted name.
const NAME_MAX: usize = 256;

/// What is done to a reminder, in the words for what it is.
struct Titles {
    created: &'static str,
    edited: &'static str,
    deleted: &'static str,
}

/// The embed of an event.
pub(super) fn card(guild: GuildId, event: &LogEvent) -> Card {
    let colour = Colour::from(event.severity());
    let card = match event {
        LogEvent::Created { reminder, zone } => created(colour, reminder, *zone),
        LogEvent::Edited {
            before,
            reminder,
            by,
            zone,
        } => {
            let card = about(Card::new(colour, titles(reminder).edited), reminder);
            edited(card, &before.what, reminder, *zone).inline("By", Rich::default().user(*by))
        }
        LogEvent::Deleted { reminder, by } => {
            about(Card::new(colour, titles(reminder).deleted), reminder)
                .inline("By", Rich::default().user(*by))
        }
        LogEvent::Done { reminder, by } => {
            about(Card::new(colour, "✅ Reminder marked as done"), reminder)
                .inline("By", Rich::default().user(*by))
        }
        LogEvent::Sent {
            reminder,
            occurrence,
            zone,
            punctuality,
        } => {
            let title = match punctuality {
                Punctuality::OnTime => "📨 Reminder sent",
                Punctuality::Late => "📨 Reminder sent late",
            };
            with_moment(
                about(Card::new(colour, title), reminder),
                *occurrence,
                *zone,
            )
        }
        LogEvent::Resumed { channel, reminders } => resumed(colour, *channel, reminders),
        LogEvent::CannotPing { reminder } => {
            let card = Card::new(colour, "⚠️ I may not ping everyone there");
            about(card, reminder).description(
                "Give me *Mention Everyone* in that channel, or switch the ping off with \
                 `/config reminders set_everyone`. Reminders are posted all the same.",
            )
        }
        LogEvent::SentUnchecked {
            reminder,
            occurrence,
            zone,
        } => with_moment(
            about(Card::new(colour, "⚠️ This reminder may stand there twice"), reminder),
            *occurrence,
            *zone,
        )
        .description(
            "An earlier attempt went without an answer, and I could not look whether it had come through. Give me \
             *Read Message History* in that channel, and I will look first.",
        ),
        LogEvent::Finished {
            reminder,
            occurrence,
            zone,
        } => with_moment(
            about(Card::new(colour, "🏁 Reminder finished"), reminder),
            *occurrence,
            *zone,
        )
        .description("Its event has started, so it is done and no longer listed."),
        LogEvent::Watched {
            announcement,
            outcome,
        } => {
            let card = watch_view::card(colour, guild, announcement, outcome);
            return card.footer(footer("embedwatcher", guild));
        }
        LogEvent::AnnouncementDeleted { channel, removed } => {
            let card = watch_view::deleted(colour, *channel, removed);
            return card.footer(footer("embedwatcher", guild));
        }
    };
    card.footer(footer("reminders", guild))
}

/// What staff can do about an event.
pub(super) fn buttons(event: &LogEvent) -> Vec<Button> {
    watch_view::buttons(event)
}

fn titles(reminder: &Reminder) -> Titles {
    if reminder.what.is_live_session() {
        Titles {
            created: "✅ Live session created",
            edited: "✏️ Live session edited",
            deleted: "🗑️ Live session deleted",
        }
    } else {
        Titles {
            created: "✅ Reminder created",
            edited: "✏️ Reminder edited",
            deleted: "🗑️ Reminder deleted",
        }
    }
}

fn created(colour: Colour, reminder: &Reminder, zone: Tz) -> Card {
    let what = &reminder.what;
    let mut card = about(Card::new(colour, titles(reminder).created), reminder)
        .inline("When", wording::when(&what.schedule, zone));
    if let Some(next) = reminder.next {
        card = card.inline("Next post", wording::moment(next.fires_at));
    }
    match what.created_by {
        Some(user) => card.inline("By", Rich::default().user(user)),
        None => card,
    }
}

fn edited(card: Card, before: &NewReminder, reminder: &Reminder, zone: Tz) -> Card {
    let changes = changes_view::changes(before, &reminder.what, zone);
    let card = changes
        .into_iter()
        .fold(card, |card, (label, change)| card.field(label, change));
    match reminder.next {
        Some(next) => card.inline("Next post", wording::moment(next.fires_at)),
        None => card,
    }
}

fn about(card: Card, reminder: &Reminder) -> Card {
    let name = safe_embed_text(reminder.what.name.as_str(), NAME_MAX);
    card.inline("ID", Rich::default().number(reminder.id.get()))
        .inline("Name", &name)
        .inline("Channel", Rich::default().channel(reminder.what.channel))
}

fn with_moment(card: Card, occurrence: Occurrence, zone: Tz) -> Card {
    let local = parsers::local(occurrence.event_at, zone);
    card.inline(
        "Event",
        Rich::default().date(local).and(" at ").clock(local.time()),
    )
}

/// The channel, and some of the names.
fn resumed(colour: Colour, channel: ChannelId, reminders: &[Reminder]) -> Card {
    let mut names = Rich::default();
    for (index, reminder) in reminders.iter().take(RESUMED_NAMED).enumerate() {
        let name = safe_embed_text(reminder.what.name.as_str(), RESUMED_NAME_MAX);
        names = names.and(if index > 0 { ", " } else { "" }).text(&name);
    }
    let more = u64::try_from(reminders.len().saturating_sub(RESUMED_NAMED)).unwrap_or(u64::MAX);
    if more > 0 {
        names = names.and(" and ").number(more).and(" more");
    }
    let text = Rich::own("I can post in ")
        .channel(channel)
        .and(" again. What is not too late I post now.");
    Card::new(colour, "▶️ Reminders go on")
        .description(text)
        .field("Reminders", names)
}

fn footer(module: &'static str, guild: GuildId) -> Rich {
    Rich::own(module).and(" | Guild: ").number(guild.get())
}
