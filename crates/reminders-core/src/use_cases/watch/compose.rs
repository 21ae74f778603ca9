//! The reminder that an announcement becomes.

use parsers::{AnnouncementText, Kind, ParsedAnnouncement};

use crate::announcement::Reading;
use crate::settings::EmbedWatcherSettings;
use crate::{Announce, Announcement, Location, Message, Name, NewReminder, Schedule, Source};

/// The reminder of the event that was read out of `announcement`.
pub(super) fn compose(
    announcement: &Announcement,
    reading: &Reading<'_>,
    watcher: &EmbedWatcherSettings,
) -> NewReminder {
    let text = reading.source.text();
    let schedule = schedule_of(&reading.parsed);
    let title = parsers::short_title(reading.parsed.title.as_deref(), &text.body);
    NewReminder {
        guild: announcement.guild,
        name: Name::new(&cut(&title, Name::MAX)).unwrap_or_else(|_| Name::fallback()),
        channel: watcher
            .target_channel_id
            .unwrap_or(announcement.origin.channel),
        schedule,
        lead: watcher.reminder_offset,
        announce: Announce::default_for(&schedule),
        message: Message::new(&cut(&message_of(text), Message::MAX)).unwrap_or_default(),
        location: reading
            .parsed
            .location
            .as_deref()
            .and_then(|it| Location::new(&cut(it, Location::MAX)).ok().flatten()),
        image_url: None,
        origin: Some(announcement.origin),
        created_by: Some(announcement.author.user()),
        source: Source::Watcher,
    }
}

/// The schedule that an announcement names.
pub(crate) fn schedule_of(parsed: &ParsedAnnouncement) -> Schedule {
    match &parsed.kind {
        Kind::OneOff { start, .. } => Schedule::one_off(*start),
        Kind::Weekly { days, clock, .. } => Schedule::Weekly {
            days: *days,
            clock: *clock,
        },
    }
}

/// What an announcement says, as the body of a reminder.
pub(crate) fn message_of(text: &AnnouncementText) -> String {
    let body = parsers::message_text(text.title.as_deref(), &text.body, text.footer.as_deref());
    parsers::format_paragraphs(&body)
}

/// The first `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}
