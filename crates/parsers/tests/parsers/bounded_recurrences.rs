//! Bounds of what comes again, before and behind it, on every weekday and in both languages.

use chrono::{Days, NaiveDate};
use parsers::{Kind, Recurrence, Warning};

use crate::reading::{now, parsed, read_shown, text};
use crate::recurrences::oracle;

/// Words for the bounds, and the first and last date that they mean on Wednesday 4 February 2026.
const BOUNDS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("van maart tot juni", Some("2026-03-01"), Some("2026-06-30")),
    ("from March to June", Some("2026-03-01"), Some("2026-06-30")),
    (
        "van november t/m februari",
        Some("2026-11-01"),
        Some("2027-02-28"),
    ),
    ("vanaf volgende maand", Some("2026-03-01"), None),
    ("starting next month", Some("2026-03-01"), None),
    ("vanaf volgende week", Some("2026-02-09"), None),
    ("from next week", Some("2026-02-09"), None),
    ("beginning in September", Some("2026-09-01"), None),
    ("vanaf 3 maart", Some("2026-03-03"), None),
    ("from 3 March", Some("2026-03-03"), None),
    ("tot eind juni", None, Some("2026-06-30")),
    ("until the end of June", None, Some("2026-06-30")),
    ("t.e.m. 30 juni", None, Some("2026-06-30")),
    ("until June", None, Some("2026-05-31")),
    ("tot en met juni", None, Some("2026-06-30")),
    ("until mid-June", None, Some("2026-06-15")),
    ("tot Pasen", None, Some("2026-04-04")),
    ("until Christmas", None, Some("2026-12-24")),
    (
        "van 2 maart t.e.m. 26 maart",
        Some("2026-03-02"),
        Some("2026-03-26"),
    ),
    (
        "from 2 March through 26 March",
        Some("2026-03-02"),
        Some("2026-03-26"),
    ),
];

const EVERY: &[&str] = &[
    "elke maandag om 19u",
    "every Tuesday at 7pm",
    "elke woensdag om 20u30",
    "every Thursday and Sunday at 20:30",
    "elke werkdag om 9u",
    "every weekend at 10am",
    "dagelijks om 21u",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn recurrence_of(said: &str) -> (Recurrence, Vec<Warning>) {
    let event = parsed(&text(said));
    match event.kind {
        Kind::Recurring { recurrence, .. } => (recurrence, event.warnings),
        Kind::OneOff { .. } => panic!("{said}: {}", read_shown(&text(said))),
    }
}

#[test]
fn bounds_are_read_before_and_behind_every_recurrence() {
    for every in EVERY {
        for (bounds, first, last) in BOUNDS {
            for said in [format!("{every} {bounds}"), format!("{bounds}, {every}")] {
                let (recurrence, warnings) = recurrence_of(&said);
                assert_eq!(recurrence.starts_on(), first.map(day), "{said}");
                assert_eq!(recurrence.ends_on(), last.map(day), "{said}");
                let later = warnings == [Warning::StartsLater];
                assert!(
                    later == first.is_some() && (later || warnings.is_empty()),
                    "{said}"
                );
            }
        }
    }
}

#[test]
fn another_implementation_begins_and_ends_a_bounded_rule_on_the_same_dates() {
    let today = now().date_naive();
    for every in EVERY {
        for (bounds, first, last) in BOUNDS {
            let (recurrence, _) = recurrence_of(&format!("{every} {bounds}"));
            let from = first.map_or(today, day);
            let to = last.map_or(from + Days::new(400), day) + Days::new(60);
            let ours: Vec<_> = recurrence
                .dates_from(from)
                .take_while(|it| *it <= to)
                .collect();
            assert!(!ours.is_empty(), "{every} {bounds}");
            assert_eq!(ours, oracle(recurrence, from, to), "{every} {bounds}");
        }
    }
}

#[test]
fn how_long_is_counted_from_the_first_date() {
    for (said, last) in [
        (
            "elke maandag om 19u vanaf 2 maart, zes weken lang",
            "2026-04-12",
        ),
        (
            "every Monday at 7pm from 2 March for six weeks",
            "2026-04-12",
        ),
        (
            "8-week course, every Monday at 7pm from 2 March",
            "2026-04-26",
        ),
        (
            "elke maandag om 19u vanaf 2 maart, drie maanden lang",
            "2026-06-01",
        ),
        ("elke maandag om 19u vanaf 2 maart, 10 lessen", "2026-05-04"),
        (
            "every Monday at 7pm from 2 March, 10 sessions",
            "2026-05-04",
        ),
    ] {
        let (recurrence, _) = recurrence_of(said);
        assert_eq!(recurrence.ends_on(), Some(day(last)), "{said}");
    }
}

#[test]
fn what_says_how_often_or_when_is_no_length() {
    for said in [
        "elke maandag om 19u, 2 lessen per week",
        "every Monday at 7pm, 5 sessions a day",
        "every Monday at 7pm, 2 sessions",
        "elke twee weken op maandag om 19u",
        "every Monday at 7pm, book 2 weeks in advance",
        "elke maandag om 19u. Inschrijven tot eind maart.",
    ] {
        assert_eq!(recurrence_of(said).0.ends_on(), None, "{said}");
    }
}

#[test]
fn words_of_bounds_and_exceptions_leave_one_event_as_it_is() {
    for (said, start) in [
        (
            "Bij uitzondering vrijdag om 20u repetitie",
            "2026-02-06 20:00",
        ),
        (
            "No exceptions, Friday at 8pm everyone is here",
            "2026-02-06 20:00",
        ),
        (
            "We spreken af buiten de bib, vrijdag om 20u",
            "2026-02-06 20:00",
        ),
        (
            "We zitten niet in de kelder vrijdag om 20u",
            "2026-02-06 20:00",
        ),
        (
            "Friday 6 March: runs 8pm to 10pm",
            "2026-03-06 20:00 - 22:00",
        ),
        ("Zaterdag is er om 14u een workshop", "2026-02-07 14:00"),
        ("Last session on 6 March at 8pm", "2026-03-06 20:00"),
        ("Eerste les: 6 maart om 20u", "2026-03-06 20:00"),
        ("Holiday party on 18 December at 19:00", "2026-12-18 19:00"),
        ("Niet vergeten: vrijdag 6 maart om 20u!", "2026-03-06 20:00"),
        (
            "Tot eind maart korting! Kom langs op 6 maart om 20u",
            "2026-03-06 20:00",
        ),
        ("5 lessen geleerd op maandag om 20u", "2026-02-09 20:00"),
        (
            "Movie \"March to May\" on 6 March at 20:00",
            "2026-03-06 20:00",
        ),
        (
            "Expo van 3 maart tot 26 mei, opening op vrijdag 6 maart om 19u",
            "2026-03-06 19:00",
        ),
    ] {
        assert_eq!(read_shown(&text(said)), start, "{said}");
    }
}
