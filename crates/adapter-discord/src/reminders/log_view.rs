//! What the guild's log channel is told, in words.

use chrono_tz::Tz;
use kernel::GuildId;
use reminders_core::{LogEvent, NewReminder, Occurrence, Punctuality, Reminder, SendProblem};
use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::Button;

use super::{changes_view, watch_view, wording};
use crate::text::{Card, Colour, Rich};

/// The longest quoted name.
const NAME_MAX: usize = 256;

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
            let card = about(Card::new(colour, "✏️ Reminder edited"), reminder);
            edited(card, &before.what, reminder, *zone).inline("By", Rich::default().user(*by))
        }
        LogEvent::Deleted { reminder, by } => {
            about(Card::new(colour, "🗑️ Reminder deleted"), reminder)
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
        LogEvent::NotSent {
            reminder,
            occurrence,
            zone,
            problem,
        } => {
            let card = about(Card::new(colour, not_sent_title(problem)), reminder);
            with_moment(card.description(advice(problem)), *occurrence, *zone)
        }
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

fn created(colour: Colour, reminder: &Reminder, zone: Tz) -> Card {
    let what = &reminder.what;
    let mut card = about(Card::new(colour, "✅ Reminder created"), reminder)
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

fn not_sent_title(problem: &SendProblem) -> &'static str {
    match problem {
        SendProblem::ChannelGone => "⚠️ Reminder not sent: its channel is gone",
        SendProblem::Forbidden(_) => "❌ Reminder not sent: I may not post there",
        SendProblem::Refused(_) => "❌ Reminder not sent: Discord refused it",
        SendProblem::Missed => "⚠️ Reminder missed",
    }
}

/// What to do about it.
fn advice(problem: &SendProblem) -> Rich {
    match problem {
        SendProblem::ChannelGone => Rich::own(
            "Delete the reminder with `/reminder_delete`, or make it again in a channel that exists.",
        ),
        SendProblem::Forbidden(missing) if missing.is_empty() => {
            Rich::own("Give me *View Channel*, *Send Messages* and *Embed Links* in that channel.")
        }
        SendProblem::Forbidden(missing) => {
            Rich::own("Give me in that channel: ").rich(&wording::permissions(missing))
        }
        SendProblem::Refused(reason) => Rich::default()
            .text(&safe_embed_text(reason, sanitizer::LOG_REASON_MAX))
            .and(". I tried several times."),
        SendProblem::Missed => Rich::own(
            "I was away, or Discord would not take it, until it was more than two hours late.",
        ),
    }
}

fn footer(module: &'static str, guild: GuildId) -> Rich {
    Rich::own(module).and(" | Guild: ").number(guild.get())
}
