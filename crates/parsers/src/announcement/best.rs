//! The one text of several that announces best.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{AnnouncementText, ParsedAnnouncement, Unreadable, parse_announcement};

/// Reads the best of several texts, such as a message's embeds and its own words: the surest reading, the first among
/// equals; else why the first could not be read, before all one that looks scheduled. `text` tells what a source says.
///
/// None when there is no source at all.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use parsers::{AnnouncementText, parse_best};
///
/// let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
/// let texts = ["Look what is coming!", "Filmavond: vrijdag 13 februari om 20u30"].map(AnnouncementText::plain);
/// let (source, read) = parse_best(&texts, |it| it, now, chrono_tz::Europe::Brussels).unwrap();
/// assert_eq!(source, &texts[1]);
/// assert_eq!(read.unwrap().title.as_deref(), Some("Filmavond"));
/// ```
pub fn parse_best<S>(
    sources: impl IntoIterator<Item = S>,
    text: impl Fn(&S) -> &AnnouncementText,
    now: DateTime<Utc>,
    zone: Tz,
) -> Option<(S, Result<ParsedAnnouncement, Unreadable>)> {
    let mut best: Option<(S, Result<ParsedAnnouncement, Unreadable>)> = None;
    for source in sources {
        let read = parse_announcement(text(&source), now, zone);
        if best.as_ref().is_none_or(|(_, old)| is_better(&read, old)) {
            best = Some((source, read));
        }
    }
    best
}

fn is_better(
    new: &Result<ParsedAnnouncement, Unreadable>,
    old: &Result<ParsedAnnouncement, Unreadable>,
) -> bool {
    match (old, new) {
        (Err(_), Ok(_)) => true,
        (Ok(old), Ok(new)) => new.confidence > old.confidence,
        (Err(old), Err(new)) => new.looks_scheduled && !old.looks_scheduled,
        (Ok(_), Err(_)) => false,
    }
}
