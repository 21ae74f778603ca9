//! The work of reading grows with the length of a text and no faster, whatever is repeated in it.
//!
//! Work is counted, not timed: every rule asks about tokens only, and each question about one is a look.

use chrono::{TimeZone, Utc};

use crate::scan::looks_of;
use crate::{AnnouncementText, parse_announcement, parse_expressions};

/// Repeated, each gives some rule as much to look ahead for, or back at, as it can find.
const PIECES: [&str; 76] = [
    "a ",
    "1 ",
    "1-",
    "1/",
    "1.",
    "1, ",
    "12:",
    "1e ",
    "en ",
    ", ",
    "- ",
    "/",
    ":",
    "(",
    "om ",
    "20u",
    "20:00 ",
    "20:00/",
    "20u-",
    "14u/",
    "9-17u ",
    "half ",
    "kwart over ",
    "vijf over ",
    "maandag ",
    "ma-",
    "ma ",
    "maandag - ",
    "maandag en ",
    "maandag na ",
    "monday after ",
    "friday before ",
    "the day after ",
    "de dag na ",
    "a week from ",
    "twee weken na ",
    "over 14 dagen ",
    "zaterdag over ",
    "7 feb ",
    "7 feb - ",
    "7 feb en ",
    "18, 25 ",
    "7, 8, ",
    "31 april ",
    "30/02 ",
    "2026-",
    "2027-02-29 ",
    "feb 7 ",
    "maart ",
    "2026 ",
    "first ",
    "first and ",
    "eerste, ",
    "laatste ",
    "first monday of ",
    "last day of ",
    "next ",
    "volgende ",
    "next month on ",
    "this last ",
    "of ",
    "end of ",
    "begin van ",
    "week of ",
    "kerst ",
    "paasmaandag, ",
    "easter monday ",
    "two weeks after easter ",
    "closest monday to ",
    "twenty ",
    "duizend ",
    "two thousand and ",
    "an hour and ",
    "7 minutes past ",
    "elke ",
    "deadline ",
];

/// How much more work twice the text may be: twice as much, and what its ends add.
const TWICE: f64 = 2.05;

/// How many looks a character may cost; `(` over and over costs 182, most pieces less than 50.
const LOOKS: u64 = 250;

fn repeated(piece: &str, length: usize) -> String {
    piece.chars().cycle().take(length).collect()
}

fn check(piece: &str, lengths: [usize; 2], read: impl Fn(&str)) -> Option<String> {
    let looks = lengths.map(|length| {
        let text = repeated(piece, length);
        looks_of(|| read(&text))
    });
    #[expect(
        clippy::cast_precision_loss,
        reason = "a ratio of counts far below 2^52"
    )]
    let growth = looks[1] as f64 / looks[0].max(1) as f64;
    let each = looks[1] / lengths[1] as u64;
    (growth > TWICE || each > LOOKS).then(|| {
        format!("{piece:?}: {looks:?} looks, {growth:.2} times as many, {each} for each character")
    })
}

fn check_all(lengths: [usize; 2], read: impl Fn(&str)) {
    let wrong: Vec<String> = PIECES
        .iter()
        .filter_map(|piece| check(piece, lengths, &read))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_work_of_expressions_grows_with_their_text() {
    let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
    check_all([4_000, 8_000], |text| {
        parse_expressions(text, now, chrono_tz::Europe::Brussels);
    });
}

#[test]
fn the_work_of_an_announcement_grows_with_its_text() {
    let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
    check_all([2_500, 5_000], |text| {
        let _ = parse_announcement(
            &AnnouncementText::plain(text),
            now,
            chrono_tz::Europe::Brussels,
        );
    });
}
