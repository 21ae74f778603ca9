//! Announcements that count down to their start.

use parsers::{AnnouncementText, Kind, Reason, parse_announcement};

use crate::reading::{ZONE, now};

/// When it starts, by the clocks in Brussels; now is Wednesday 4 February 2026 10:00.
fn start(text: &str) -> Result<String, Reason> {
    let text = AnnouncementText::plain(text);
    let event = parse_announcement(&text, now(), ZONE).map_err(|it| it.reason)?;
    match event.kind {
        Kind::OneOff { start, .. } => Ok(start.with_timezone(&ZONE).format("%F %R").to_string()),
        Kind::Recurring { .. } => panic!("it does not come again"),
    }
}

#[test]
fn a_verb_that_sets_off_makes_a_start_of_a_length_of_time() {
    for (text, expected) in [
        ("Stream starts in 90 minutes!", "2026-02-04 11:30"),
        (
            "We're going live in half an hour, grab a seat",
            "2026-02-04 10:30",
        ),
        ("Kickoff in 2 hours and 15 minutes", "2026-02-04 12:15"),
        ("Reminder: de quiz begint over een uur!", "2026-02-04 11:00"),
        ("Over 4 uur beginnen we eraan!", "2026-02-04 14:00"),
        (
            "Reminder: de stream start binnen drie kwartier",
            "2026-02-04 10:45",
        ),
        (
            "Over een half uurtje gaan we live op Twitch",
            "2026-02-04 10:30",
        ),
        ("**Raid**\nIt begins in 20 hours.", "2026-02-05 06:00"),
    ] {
        assert_eq!(start(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn a_length_of_time_alone_announces_nothing() {
    for text in [
        "I'll be back in 90 minutes",
        "De pizza is er over 20 minuten",
        "Binnen 24 uur krijg je antwoord",
        "Does the stream start in an hour?",
        "The stream doesn't start in an hour, it is cancelled",
        "If it starts in an hour I can't make it",
        "We started 2 hours ago",
        "Your free month starts. In 20 minutes I'm off.",
        "De bot herstart binnen vijf minuten",
    ] {
        assert!(start(text).is_err(), "{text}: {:?}", start(text));
    }
}

#[test]
fn a_day_and_a_clock_say_more() {
    let text = "Starts in 30 hours: Thursday 16:00";
    assert_eq!(start(text).as_deref(), Ok("2026-02-05 16:00"));
}
