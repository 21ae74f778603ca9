//! Nothing panics, nothing is read before now, and time grows with the length of the text only.

use std::time::{Duration, Instant};

use chrono::Datelike;
use parsers::{
    AnnouncementText, Kind, format_paragraphs, message_text, parse_announcement, parse_clock,
    parse_date, parse_days, parse_zone, short_title,
};
use proptest::prelude::*;

use crate::reading::{ZONE, now};

/// Pieces that the grammar knows, so that random texts reach its corners.
const PIECES: [&str; 72] = [
    "20",
    "u",
    "30",
    ":",
    ".",
    "-",
    "/",
    " ",
    "\n",
    "maandag",
    "ma",
    "do",
    "feb",
    "12",
    "2026",
    "van",
    "tot",
    "elke",
    "every",
    "weekly",
    "half",
    "acht",
    "pm",
    "'s avonds",
    "UTC",
    "+2",
    "(",
    ")",
    "<t:1770580800>",
    "<#1>",
    "~~",
    "```",
    "**",
    "https://a.example",
    "[",
    "](",
    "Datum:",
    "Wanneer:",
    "📅",
    "⏰",
    "📍",
    "|",
    "morgen",
    "over",
    "drie",
    "dagen",
    "volgende week",
    "geannuleerd",
    "verplaatst naar",
    "of",
    "31",
    "99999999999",
    "t/m",
    "T18:00Z",
    "2026-02-07",
    "noon",
    "deuren",
    "start",
    "²",
    "🇧🇪",
    "<t:8210266876799:F>",
    "einde 22u",
    "a week from",
    "de dag na",
    "Pasen",
    "Easter Monday",
    "laatste",
    "first",
    "of March",
    "after next",
    "over 14 dagen",
    "week 12",
];

fn read_everything(text: &str) {
    let (now, zone) = (now(), ZONE);
    let (half, rest) = text.split_at(
        text.char_indices()
            .nth(text.chars().count() / 2)
            .map_or(0, |(at, _)| at),
    );
    let whole = AnnouncementText {
        title: Some(half.to_owned()),
        body: text.to_owned(),
        fields: vec![
            (half.to_owned(), rest.to_owned()),
            ("Datum".to_owned(), text.to_owned()),
        ],
        footer: Some(rest.to_owned()),
        url: Some(text.to_owned()),
    };
    for announcement in [crate::reading::text(text), whole] {
        if let Ok(event) = parse_announcement(&announcement, now, zone) {
            match event.kind {
                Kind::OneOff { start, end } => {
                    assert!(start > now && end.is_none_or(|it| it > start), "{text:?}");
                }
                Kind::Recurring { recurrence, .. } => assert!(
                    recurrence.dates_from(now.date_naive()).next().is_some(),
                    "{text:?}"
                ),
            }
        }
    }
    if let Ok(date) = parse_date(text, now, zone) {
        assert!(date >= parsers::local(now, zone).date(), "{text:?}");
    }
    let _ = (parse_clock(text), parse_days(text), parse_zone(text));
    let _ = (
        format_paragraphs(text),
        message_text(Some(half), text, Some(rest)),
    );
    assert!(
        short_title(Some(text), rest)
            .chars()
            .filter(|it| it.is_alphanumeric())
            .count()
            <= 50
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        read_everything(&text);
    }

    #[test]
    fn any_mixture_of_known_pieces_is_read_without_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        read_everything(&pieces.concat());
        read_everything(&pieces.join(" "));
    }

    #[test]
    fn every_minute_is_read_back(hour in 0_u32..24, minute in 0_u32..60) {
        for text in [format!("{hour}:{minute:02}"), format!("{hour}u{minute:02}"), format!("{hour:02}.{minute:02} uur")] {
            let clock = parse_clock(&text).unwrap();
            prop_assert_eq!(clock.format("%-H:%-M").to_string(), format!("{hour}:{minute}"));
        }
    }
}

#[test]
fn every_day_until_2040_is_read_back() {
    let months =
        "januari februari maart april mei juni juli augustus september oktober november december";
    let months: Vec<&str> = months.split(' ').collect();
    let first = parsers::local(now(), ZONE).date();
    for date in first.iter_days().take_while(|it| it.year() < 2041) {
        let month = months[date.month0() as usize];
        let (day, year) = (date.day(), date.year());
        for text in [
            date.format("%-d/%-m/%Y").to_string(),
            date.format("%d.%m.%y").to_string(),
            date.format("%A %B %-d, %Y").to_string(),
            date.to_string(),
            format!("{day} {month} {year}"),
        ] {
            assert_eq!(parse_date(&text, now(), ZONE), Ok(date), "{text}");
        }
    }
}

/// Hostile repetitions of what the grammar looks ahead for.
#[test]
fn time_does_not_explode() {
    for piece in PIECES.iter().chain(&[
        "maandag en ",
        "1-",
        "[a](",
        "<",
        "7 feb - ",
        "a.",
        "20:00 ",
        "morgen 20:00 of ",
    ]) {
        let text = piece.repeat(20_000 / piece.len());
        let begun = Instant::now();
        read_everything(&text);
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{piece:?} took {:?}",
            begun.elapsed()
        );
    }
}
