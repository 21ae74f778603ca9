//! What people see of `/debug_parse_embed`.

use kernel::GuildId;
use parsers::{AnnouncementText, Evidence, Part, Unreadable};
use reminders_core::{DebugRefusal, DebuggedEvent, DebuggedParse, Fallback, Lead, Schedule};
use sanitizer::{safe_embed_body, safe_embed_text};

use super::{watch_view, wording};
use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// How many words are shown that led to a reading.
const SHOWN: usize = 15;

pub(super) fn parsed(guild: GuildId, parse: &DebuggedParse) -> Reply {
    let text = parse.source.text();
    let card = match &parse.outcome {
        Ok(event) => understood(event, text, parse.lead),
        Err((unreadable, fallback)) => unread(unreadable, *fallback, text),
    };
    let origin = parse.announcement.origin;
    let link = Rich::default().message_link("Go to it", guild, origin);
    Reply::card(card.inline("Message", link))
}

fn understood(event: &DebuggedEvent, text: &AnnouncementText, lead: Lead) -> Card {
    let zone = event.how.zone;
    let mut card = Card::new(Colour::Green, "🔍 I can read this embed");
    card = match event.schedules.as_slice() {
        [] => card.description("It comes back in a way that I cannot follow."),
        schedules => {
            let kind = match schedules {
                [Schedule::Recurring { .. }, ..] => "Recurring",
                [_] => "One-off",
                _ => "One-off, several dates",
            };
            let mut when = Rich::default();
            for schedule in schedules {
                if !when.is_empty() {
                    when = when.and("\n");
                }
                when = when.rich(&wording::when(schedule, zone));
            }
            card.inline("Kind", Rich::own(kind)).field("When", when)
        }
    };
    card = card
        .inline("Zone", Rich::default().code(zone.name(), 64))
        .inline("Reminder", reminder(event, lead))
        .inline("Read by", watch_view::read_by(&event.how))
        .inline("Confidence", Rich::own(event.how.confidence.as_str()));
    let quoted = [("Title", &event.title), ("Location", &event.location)];
    for (name, value) in quoted {
        if let Some(value) = value {
            let value = safe_embed_text(value, sanitizer::FIELD_VALUE_MAX);
            if !value.is_empty() {
                card = card.inline(name, &value);
            }
        }
    }
    if let Some(link) = &event.how.link {
        card = card.field("Link", &safe_embed_body(link, sanitizer::FIELD_VALUE_MAX));
    }
    if !event.how.warnings.is_empty() {
        card = card.field("Noticed", watch_view::notes(&event.how.warnings));
    }
    with_evidence(card, &event.evidence, text)
}

/// When the reminder of the first event would go out.
fn reminder(event: &DebuggedEvent, lead: Lead) -> Rich {
    match event.schedules.first() {
        Some(Schedule::OneOff { at }) => wording::moment(*at - lead.as_delta()),
        _ => watch_view::lead(lead),
    }
}

fn unread(unreadable: &Unreadable, fallback: Fallback, text: &AnnouncementText) -> Card {
    let reason = unreadable.reason;
    let reasons = Rich::own("`").and(reason.as_str()).and("`");
    let card = Card::new(Colour::Orange, "🔍 This embed could not be read")
        .description(watch_view::explain(reason))
        .inline(
            "Reason",
            match fallback {
                Fallback::NotAsked => reasons,
                Fallback::Failed => reasons.and(", `fallback_failed`"),
            },
        );
    with_evidence(card, &unreadable.evidence, text)
}

/// Which words were read by which rule.
fn with_evidence(card: Card, evidence: &[Evidence], text: &AnnouncementText) -> Card {
    let mut seen = Rich::default();
    for one in evidence.iter().take(SHOWN) {
        let words = part(text, one.part).and_then(|it| it.get(one.span.clone()));
        let words = safe_embed_text(words.unwrap_or_default(), 40);
        if !seen.is_empty() {
            seen = seen.and("\n");
        }
        seen = seen
            .and("“")
            .text(&words)
            .and("” → `")
            .and(one.rule.as_str())
            .and("`");
    }
    if seen.is_empty() {
        card
    } else {
        card.field("Which words by which rule", seen)
    }
}

fn part(text: &AnnouncementText, part: Part) -> Option<&str> {
    match part {
        Part::Title => text.title.as_deref(),
        Part::Body => Some(&text.body),
        Part::Field(at) => text.fields.get(at).map(|it| it.1.as_str()),
        Part::FieldName(at) => text.fields.get(at).map(|it| it.0.as_str()),
        Part::Footer => text.footer.as_deref(),
    }
}

pub(super) fn not_parsed(refusal: &DebugRefusal) -> Reply {
    Reply::text(match refusal {
        DebugRefusal::NotAdmin => Rich::denied("❌ Only admins can use this."),
        DebugRefusal::NoChannel => {
            Rich::own("❌ I can only look into text channels and threads of this server.")
        }
        DebugRefusal::Lacking(lacking) if lacking.is_empty() => Rich::own(
            "❌ I may not read this channel. Give me *View Channel* and *Read Message History* here.",
        ),
        DebugRefusal::Lacking(lacking) => {
            Rich::own("❌ I may not read this channel. Give me here: ")
                .rich(&wording::permissions(lacking))
        }
        DebugRefusal::NoEmbed => {
            Rich::own("❌ There is no embed in the last 10 messages of this channel.")
        }
    })
}
