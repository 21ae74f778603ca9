//! What the guild's log channel is told about announcements, in words.

use kernel::{ChannelId, GuildId};
use parsers::{Confidence, Reason, Warning};
use reminders_core::{
    Announcement, Fallback, Lead, LogEvent, Origin, Reminder, Understanding, Via, WatchOutcome,
};
use sanitizer::{EmbedText, safe_embed_body, safe_embed_text};
use twilight_model::channel::message::component::Button;

use super::{edit, make, undo, when_view, wording};
use crate::reply::button;
use crate::text::{Card, Colour, Rich};

/// The longest quoted name: ten reminders that changed fit into one embed.
const NAME_MAX: usize = 60;

/// The embed of an announcement that was looked at.
pub(super) fn card(
    colour: Colour,
    guild: GuildId,
    announcement: &Announcement,
    outcome: &WatchOutcome,
) -> Card {
    let card = match outcome {
        WatchOutcome::Created {
            reminders,
            understanding,
        } => created(colour, reminders, understanding),
        WatchOutcome::Updated {
            changed,
            added,
            removed,
            understanding,
        } => {
            let card = Card::new(colour, "✏️ Reminder updated")
                .description("The announcement was edited, and its reminders follow it.");
            let card = changes(card, changed, added, removed, understanding);
            understood(card, understanding)
        }
        WatchOutcome::Cancelled { removed } => Card::new(colour, "🚫 Event called off")
            .description("The announcement says so now, so I have removed its reminders.")
            .field("Removed", names(removed)),
        WatchOutcome::Kept { reminders, reason } => {
            Card::new(colour, "⚠️ Edited announcement not understood")
                .description(
                    Rich::own("I keep its reminders as they are. Change them with `/reminder_edit` if that is wrong. ")
                        .and(explain(*reason)),
                )
                .field("Kept", names(reminders))
                .inline("Reason", code(reason.as_str()))
        }
        WatchOutcome::AlreadyTracked(id) => Card::new(colour, "⏭️ Announcement skipped")
            .description(
                Rich::own("It has a reminder already: ID ")
                    .number(id.get())
                    .and("."),
            ),
        WatchOutcome::OwnReminder => Card::new(colour, "⏭️ Announcement skipped")
            .description("It is one of my own reminders."),
        WatchOutcome::AuthorNotTrusted => Card::new(colour, "⏭️ Announcement skipped").description(
            "Its author may neither manage messages nor mention everyone here. \
             `/config embedwatcher set_all_authors` lets me read anybody's announcements.",
        ),
        WatchOutcome::NotUnderstood { reason, fallback } => {
            not_understood(colour, announcement, *reason, *fallback)
        }
    };
    source(card, guild, announcement)
}

/// The embed of an announcement that was deleted.
pub(super) fn deleted(colour: Colour, channel: ChannelId, removed: &[Reminder]) -> Card {
    Card::new(colour, "🗑️ Announcement deleted")
        .description("Its reminders are gone with it.")
        .field("Removed", names(removed))
        .inline("In", Rich::default().channel(channel))
}

/// What staff can do about an announcement: a form for one that could not be read, a way back from what was made.
pub(super) fn buttons(event: &LogEvent) -> Vec<Button> {
    let LogEvent::Watched {
        announcement,
        outcome,
    } = event
    else {
        return Vec::new();
    };
    match outcome {
        WatchOutcome::NotUnderstood { .. } => vec![button(
            "Create reminder…",
            make::open_id(announcement.origin),
        )],
        WatchOutcome::Created { reminders, .. } | WatchOutcome::Kept { reminders, .. } => {
            edit_and_undo(reminders.iter(), announcement)
        }
        WatchOutcome::Updated { changed, added, .. } => {
            let changed = changed.iter().map(|(_, after)| after);
            edit_and_undo(changed.chain(added), announcement)
        }
        _ => Vec::new(),
    }
}

/// A button for each of the first four reminders, and one for all.
fn edit_and_undo<'a>(
    reminders: impl Iterator<Item = &'a Reminder>,
    announcement: &Announcement,
) -> Vec<Button> {
    let reminders: Vec<_> = reminders.take(4).collect();
    let labels = match reminders.as_slice() {
        [_] => ["Edit", "", "", ""],
        _ => ["Edit 1st", "Edit 2nd", "Edit 3rd", "Edit 4th"],
    };
    let edits = reminders.iter().zip(labels);
    let edits = edits.map(|(reminder, label)| button(label, edit::open_id(reminder.id)));
    let undo = button("Undo", undo::id(announcement.origin));
    edits.chain([undo]).collect()
}

fn created(colour: Colour, reminders: &[Reminder], understanding: &Understanding) -> Card {
    let title = if reminders.len() > 1 {
        "✅ Reminder created for each date"
    } else {
        "✅ Reminder created"
    };
    let mut card = Card::new(colour, title).description(if reminders.len() > 1 {
        "I read this announcement and made a reminder of each of its dates."
    } else {
        "I read this announcement and made a reminder of it."
    });
    card = match reminders {
        [reminder] => {
            let what = &reminder.what;
            card.inline("ID", Rich::default().number(reminder.id.get()))
                .inline("When", wording::when(&what.schedule, understanding.zone))
        }
        _ => card.field("When", moments(reminders, understanding)),
    };
    if let Some(reminder) = reminders.first() {
        card = details(card, reminder, understanding);
    }
    understood(card, understanding)
}

/// What one reminder, the first, is and does.
fn details(card: Card, reminder: &Reminder, understanding: &Understanding) -> Card {
    let what = &reminder.what;
    let kind = if what.schedule.is_recurring() {
        "Recurring"
    } else {
        "One-off"
    };
    let mut card = card
        .inline("Name", &name(reminder))
        .inline("Kind", Rich::own(kind))
        .inline("Zone", Rich::default().code(understanding.zone.name(), 64))
        .inline("Posted in", Rich::default().channel(what.channel))
        .inline("Notice", lead(what.lead));
    if let Some(next) = reminder.next {
        card = card.inline("Next post", wording::moment(next.fires_at));
    }
    if let Some(location) = &what.location {
        let location = safe_embed_text(location.as_str(), sanitizer::FIELD_VALUE_MAX);
        card = card.inline("Location", &location);
    }
    card
}

/// How it was read.
fn understood(card: Card, understanding: &Understanding) -> Card {
    let mut card = card.inline("Read by", read_by(understanding));
    if let Some(link) = &understanding.link {
        let link = safe_embed_body(link, sanitizer::FIELD_VALUE_MAX);
        if !link.is_empty() {
            card = card.field("Link", &link);
        }
    }
    if !understanding.warnings.is_empty() {
        card = card.field("Noticed", notes(&understanding.warnings));
    }
    card
}

/// Who read it, and how sure they are.
pub(super) fn read_by(understanding: &Understanding) -> Rich {
    match understanding.via {
        Via::Model => Rich::own("via model, please check"),
        Via::Rules => Rich::own(match understanding.confidence {
            Confidence::High => "my rules, sure",
            Confidence::Medium => "my rules, fairly sure",
            Confidence::Low => "my rules, please check",
        }),
    }
}

fn moments(reminders: &[Reminder], understanding: &Understanding) -> Rich {
    let mut text = Rich::default();
    for reminder in reminders {
        text = on_new_line(text)
            .and("ID ")
            .number(reminder.id.get())
            .and(" · ")
            .rich(&wording::when(&reminder.what.schedule, understanding.zone));
    }
    text
}

fn changes(
    mut card: Card,
    changed: &[(Reminder, Reminder)],
    added: &[Reminder],
    removed: &[Reminder],
    understanding: &Understanding,
) -> Card {
    for (before, after) in changed {
        let title = Rich::own("ID ").number(after.id.get());
        card = card.field(title, change(before, after, understanding));
    }
    if !added.is_empty() {
        card = card.field("New", moments(added, understanding));
    }
    if !removed.is_empty() {
        card = card.field("Removed", moments(removed, understanding));
    }
    card
}

/// What is different, the old before the new.
fn change(before: &Reminder, after: &Reminder, understanding: &Understanding) -> Rich {
    let (old, new) = (&before.what, &after.what);
    let mut text = Rich::default();
    if old.schedule != new.schedule {
        let zone = understanding.zone;
        text = on_new_line(text)
            .rich(&wording::when(&old.schedule, zone))
            .and(" → ")
            .rich(&wording::when(&new.schedule, zone));
    }
    if old.announce != new.announce {
        text = on_new_line(text)
            .and("Announced: ")
            .rich(&when_view::announced(old))
            .and(" → ")
            .rich(&when_view::announced(new));
    }
    if old.name != new.name {
        text = on_new_line(text)
            .and("Name: ")
            .text(&name(before))
            .and(" → ")
            .text(&name(after));
    }
    if old.location != new.location {
        let place = |it: &Reminder| {
            let location = it.what.location.as_ref();
            safe_embed_text(location.map_or("none", |it| it.as_str()), 60)
        };
        text = on_new_line(text)
            .and("Location: ")
            .text(&place(before))
            .and(" → ")
            .text(&place(after));
    }
    if old.message != new.message || old.image_url != new.image_url {
        text = on_new_line(text).and("What it says is new.");
    }
    text
}

fn names(reminders: &[Reminder]) -> Rich {
    let mut text = Rich::default();
    for reminder in reminders.iter().take(10) {
        let name = safe_embed_text(reminder.what.name.as_str(), 60);
        text = on_new_line(text)
            .and("ID ")
            .number(reminder.id.get())
            .and(" · ")
            .text(&name);
    }
    text
}

fn on_new_line(text: Rich) -> Rich {
    if text.is_empty() {
        text
    } else {
        text.and("\n")
    }
}

fn name(reminder: &Reminder) -> EmbedText {
    safe_embed_text(reminder.what.name.as_str(), NAME_MAX)
}

/// When a reminder goes out.
pub(super) fn lead(lead: Lead) -> Rich {
    if lead == Lead::NONE {
        return Rich::own("when it starts");
    }
    wording::duration(lead.as_delta()).and(" before")
}

fn not_understood(
    colour: Colour,
    announcement: &Announcement,
    reason: Reason,
    fallback: Fallback,
) -> Card {
    let mut card = Card::new(colour, "❔ Announcement not understood").description(explain(reason));
    if let Some(text) = announcement
        .texts
        .first()
        .map(reminders_core::SourceText::text)
    {
        let mut quote = text.title.clone().unwrap_or_default();
        quote.push('\n');
        quote.push_str(&text.body);
        for (name, value) in &text.fields {
            quote.extend(["\n", name.as_str(), ": ", value.as_str()]);
        }
        let quote = safe_embed_body(&quote, sanitizer::FIELD_VALUE_MAX);
        if !quote.is_empty() {
            card = card.field("Text", &quote);
        }
    }
    let reasons = code(reason.as_str());
    card.inline(
        "Reason",
        match fallback {
            Fallback::NotAsked => reasons,
            Fallback::Failed => reasons.and(", `fallback_failed`"),
        },
    )
}

fn source(card: Card, guild: GuildId, announcement: &Announcement) -> Card {
    let Origin { channel, .. } = announcement.origin;
    card.inline("Author", Rich::default().user(announcement.author.user()))
        .inline("In", Rich::default().channel(channel))
        .inline(
            "Message",
            Rich::default().message_link("Go to it", guild, announcement.origin),
        )
}

fn code(word: &'static str) -> Rich {
    Rich::own("`").and(word).and("`")
}

/// Why an announcement made no reminder, and what helps.
pub(super) fn explain(reason: Reason) -> &'static str {
    match reason {
        Reason::NoTime => "I found no time. Write it like `20:00`, `20u30` or `8pm`.",
        Reason::NoDate => {
            "I found a time, and no day. Write it like `14/2`, `Friday` or `every Monday`."
        }
        Reason::Past => "Its moment has passed.",
        Reason::InvalidDate => "Its date does not exist.",
        Reason::Cancelled => "It says that the event is cancelled.",
        Reason::UnsupportedRecurrence => "It comes back in a way that I cannot follow.",
        Reason::Ambiguous => "It names several moments, and I cannot tell which one counts.",
    }
}

/// What a person should look at, by its machine names.
pub(super) fn notes(warnings: &[Warning]) -> Rich {
    let mut text = Rich::default();
    for (index, warning) in warnings.iter().enumerate() {
        text = text
            .and(if index == 0 { "`" } else { ", `" })
            .and(warning.as_str())
            .and("`");
        if let Warning::MoreDates(more) = warning {
            for at in more.iter().take(5) {
                text = text.and(" ").moment(*at, crate::text::TimeStyle::Full);
            }
        }
    }
    text
}
