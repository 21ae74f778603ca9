//! Every date of two years, said as a day that hangs on another, read back from announcements and from any text.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc, Weekday};
use parsers::{AnnouncementText, Kind, local, parse_announcement, parse_expressions};

use crate::reading::ZONE;

/// Friday 18 September 2026, nine in the morning.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 18, 7, 0, 0).unwrap()
}

fn dates() -> impl Iterator<Item = NaiveDate> {
    local(now(), ZONE).date().iter_days().skip(1).take(730)
}

fn announced(text: &str) -> Option<String> {
    match parse_announcement(&AnnouncementText::plain(text), now(), ZONE)
        .ok()?
        .kind
    {
        Kind::OneOff { start, .. } => Some(local(start, ZONE).to_string()),
        Kind::Recurring { .. } => None,
    }
}

fn expressed(text: &str) -> Option<String> {
    let found = parse_expressions(text, now(), ZONE);
    found.first().map(|it| it.start.to_string())
}

/// Reads every spelling of every date at eight in the evening.
fn check(spellings: impl Fn(NaiveDate) -> Vec<String>) {
    let mut wrong = Vec::new();
    for date in dates() {
        for text in spellings(date) {
            let expected = Some(format!("{date} 20:00:00"));
            let found = (announced(&text), expressed(&text));
            if found != (expected.clone(), expected) {
                wrong.push(format!("{text:?}: {found:?} instead of {date}"));
            }
        }
    }
    let some = &wrong[..wrong.len().min(20)];
    assert!(wrong.is_empty(), "{} wrong, as {some:#?}", wrong.len());
}

fn english(day: Weekday) -> &'static str {
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ][day as usize]
}

fn dutch(day: Weekday) -> &'static str {
    [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ][day as usize]
}

#[test]
fn every_date_is_read_back_from_its_place_in_the_month() {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DUTCH: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let places = [
        ("first", "eerste"),
        ("second", "tweede"),
        ("third", "derde"),
        ("fourth", "vierde"),
    ];
    check(|date| {
        let (month, year, day) = (date.month0() as usize, date.year(), date.weekday());
        let said = |(first, second): (&str, &str)| {
            [
                format!(
                    "The {first} {} of {} {year} at 8pm",
                    english(day),
                    ENGLISH[month]
                ),
                format!(
                    "De {second} {} van {} {year} om 20u",
                    dutch(day),
                    DUTCH[month]
                ),
            ]
        };
        let nth = places.get(date.day0() as usize / 7).copied().map(said);
        let is_last = (date + Days::new(7)).month() != date.month();
        let last = is_last.then(|| said(("last", "laatste")));
        nth.into_iter().chain(last).flatten().collect()
    });
}

#[test]
fn every_date_is_read_back_from_the_days_and_weeks_to_it() {
    let today = local(now(), ZONE).date();
    check(|date| {
        let days = (date - today).num_days();
        let mut texts = vec![
            format!("{days} days from today at 8pm"),
            format!("Over {days} dagen om 20u"),
        ];
        if days % 7 == 0 {
            let weeks = days / 7;
            texts.push(format!("Today in {weeks} weeks at 8pm"));
            texts.push(format!("Vandaag over {weeks} weken om 20u"));
            texts.push(format!("Vandaag over {days} dagen om 20u"));
        }
        texts
    });
}

#[test]
fn every_date_is_read_back_from_the_day_and_the_week_beside_it() {
    check(|date| {
        let written = |back: u64, form: &str| (date - Days::new(back)).format(form).to_string();
        let weekday = date.weekday();
        vec![
            format!("The day after {} at 8pm", written(1, "%-d %B %Y")),
            format!("De dag na {} om 20u", written(1, "%-d/%-m/%Y")),
            format!("A week after {} at 8pm", written(7, "%B %-d, %Y")),
            format!("Twee weken na {} om 20u", written(14, "%-d/%-m/%Y")),
            format!(
                "The {} after {} at 8pm",
                english(weekday),
                written(3, "%-d %B %Y")
            ),
            format!(
                "De {} na {} om 20u",
                dutch(weekday),
                written(5, "%-d/%-m/%Y")
            ),
        ]
    });
}
