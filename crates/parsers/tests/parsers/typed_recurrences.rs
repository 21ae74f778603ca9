//! What members type where a recurrence is asked for.

use chrono::{NaiveDate, Weekday};
use parsers::{
    DateError, InvalidRecurrence, Recurrence, RecurrenceError, WeekdaySet, parse_recurrence,
};

use crate::reading::{ZONE, now};

/// Wednesday 4 February 2026, ten in the morning in Brussels; the rule and, where there is one, its start.
fn check(text: &str, expected: &str) {
    let read = parse_recurrence(text, now(), ZONE);
    let shown = read.map(|it| {
        let start = it.starts_on().map(|it| format!(" from {it}"));
        format!("{}{}", it.to_rrule(), start.unwrap_or_default())
    });
    assert_eq!(shown.as_deref(), Ok(expected), "{text:?}");
}

fn refused(text: &str, expected: RecurrenceError) {
    assert_eq!(
        parse_recurrence(text, now(), ZONE),
        Err(expected),
        "{text:?}"
    );
}

fn unknown(text: &str, words: &[&str]) {
    let words = words.iter().map(|it| (*it).to_owned()).collect();
    refused(text, RecurrenceError::Unknown(words));
}

#[test]
fn reads_lists_of_days_as_the_days_option_does() {
    check("vr, di", "FREQ=WEEKLY;BYDAY=TU,FR");
    check("Saturday sun 2", "FREQ=WEEKLY;BYDAY=WE,SA,SU");
    check("WEEKENDS", "FREQ=WEEKLY;BYDAY=SA,SU");
    check("wed-sat", "FREQ=WEEKLY;BYDAY=WE,TH,FR,SA");
    check("za tot ma", "FREQ=WEEKLY;BYDAY=MO,SA,SU");
    check("monday until friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    check(
        "werkdagen en zaterdag",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
    );
    check("tue/thu", "FREQ=WEEKLY;BYDAY=TU,TH");
    check("thurs\nsatur", "FREQ=WEEKLY;BYDAY=TH,SA");
    check("Daily: Monday", "FREQ=WEEKLY;BYDAY=MO");
    check("'s maandags", "FREQ=WEEKLY;BYDAY=MO");
    check("every monday", "FREQ=WEEKLY;BYDAY=MO");
    check("weekly on mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH");
    check("wekelijks op vrijdag", "FREQ=WEEKLY;BYDAY=FR");
    check("0, 6", "FREQ=WEEKLY;BYDAY=MO,SU");
    check("ma t/m zo", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU");
}

#[test]
fn reads_every_day_and_every_so_many_days() {
    check("daily", "FREQ=DAILY");
    check("elke dag", "FREQ=DAILY");
    check("every day", "FREQ=DAILY");
    check("every 3 days", "FREQ=DAILY;INTERVAL=3 from 2026-02-04");
    check("om de 3 dagen", "FREQ=DAILY;INTERVAL=3 from 2026-02-04");
    check("om de dag", "FREQ=DAILY;INTERVAL=2 from 2026-02-04");
    check("every other day", "FREQ=DAILY;INTERVAL=2 from 2026-02-04");
    check("elke tweede dag", "FREQ=DAILY;INTERVAL=2 from 2026-02-04");
    check("every 1 days", "FREQ=DAILY");
}

#[test]
fn reads_every_so_many_weeks_from_the_first_day_that_fits() {
    let monday = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO from 2026-02-09";
    check("every 2 weeks on monday", monday);
    check("every two weeks on monday", monday);
    check("every other monday", monday);
    check("om de week op maandag", monday);
    check("om de 2 weken op maandag", monday);
    check("om de twee weken maandag", monday);
    check("elke andere maandag", monday);
    check("Monday, every other week", monday);
    check("biweekly on mondays", monday);
    check("maandag, tweewekelijks", monday);
    check(
        "every other friday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR from 2026-02-06",
    );
    check(
        "tweewekelijks op vr",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR from 2026-02-06",
    );
    check(
        "every 2 weeks on wednesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE from 2026-02-04",
    );
    check(
        "elke 3 weken op di en do",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH from 2026-02-05",
    );
    check(
        "every 2 weeks from 3 march",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU from 2026-03-03",
    );
}

#[test]
fn reads_the_nth_weekday_of_a_month() {
    check("first monday of the month", "FREQ=MONTHLY;BYDAY=1MO");
    check("the first Monday of every month", "FREQ=MONTHLY;BYDAY=1MO");
    check("eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=1MO");
    check("every first monday", "FREQ=MONTHLY;BYDAY=1MO");
    check("elke eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=1MO");
    check("laatste vrijdag van de maand", "FREQ=MONTHLY;BYDAY=-1FR");
    check("last fri of each month", "FREQ=MONTHLY;BYDAY=-1FR");
    check("2e dinsdag van elke maand", "FREQ=MONTHLY;BYDAY=2TU");
    check(
        "every second tuesday of the month",
        "FREQ=MONTHLY;BYDAY=2TU",
    );
    check("monthly on the first monday", "FREQ=MONTHLY;BYDAY=1MO");
    check(
        "maandelijks op de derde donderdag",
        "FREQ=MONTHLY;BYDAY=3TH",
    );
    check(
        "the first Monday of every 3 months",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO from 2026-03-02",
    );
}

#[test]
fn reads_a_day_of_the_month() {
    check("monthly on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15");
    check("elke 15e van de maand", "FREQ=MONTHLY;BYMONTHDAY=15");
    check("de 31e", "FREQ=MONTHLY;BYMONTHDAY=31");
    check("the 1st of the month", "FREQ=MONTHLY;BYMONTHDAY=1");
    check("every month on the 3rd", "FREQ=MONTHLY;BYMONTHDAY=3");
    check("maandelijks op de 12de", "FREQ=MONTHLY;BYMONTHDAY=12");
    check("elke maand op dag 5", "FREQ=MONTHLY;BYMONTHDAY=5");
    check("monthly on 20", "FREQ=MONTHLY;BYMONTHDAY=20");
    check("eerste dag van de maand", "FREQ=MONTHLY;BYMONTHDAY=1");
    check(
        "every 2 months on the 15th",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15 from 2026-02-15",
    );
    check(
        "monthly from 15 march",
        "FREQ=MONTHLY;BYMONTHDAY=15 from 2026-03-15",
    );
}

#[test]
fn reads_the_tails() {
    check(
        "every monday from 2 march",
        "FREQ=WEEKLY;BYDAY=MO from 2026-03-02",
    );
    check(
        "elke maandag vanaf 2/3",
        "FREQ=WEEKLY;BYDAY=MO from 2026-03-02",
    );
    check("vanaf morgen elke dag", "FREQ=DAILY from 2026-02-05");
    check(
        "monday until 30 june",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630",
    );
    check(
        "maandag tot en met 30/6",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630",
    );
    check(
        "ma t/m vr tot 1 juli",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260701",
    );
    check(
        "elke maandag van maart tot juni",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630 from 2026-03-01",
    );
    check(
        "every friday until the end of june",
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630",
    );
    check(
        "elke vrijdag t.e.m. 30 juni",
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630",
    );
    check(
        "every second tuesday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU from 2026-02-10",
    );
    check("daily until 5/6", "FREQ=DAILY;UNTIL=20260605");
    check(
        "every friday, 10 times",
        "FREQ=WEEKLY;BYDAY=FR;COUNT=10 from 2026-02-06",
    );
    check(
        "elke vrijdag vanaf 1 maart 2026 10 keer",
        "FREQ=WEEKLY;BYDAY=FR;COUNT=10 from 2026-03-01",
    );
    check(
        "every monday from 1 march 2026 until 30 june 2027",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630 from 2026-03-01",
    );
    check(
        "elke maandag vanaf 1 november tot 1 maart",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301 from 2026-11-01",
    );
    check("daily for ten times", "FREQ=DAILY;COUNT=10 from 2026-02-04");
    check(
        "monday from 1 february",
        "FREQ=WEEKLY;BYDAY=MO from 2026-02-01",
    );
}

#[test]
fn names_the_words_that_it_does_not_know() {
    unknown("thu, blah", &["blah"]);
    unknown("every 2 weeks on mondaay", &["mondaay"]);
    unknown("monday (not friday)", &["(not"]);
    unknown("mayor", &["mayor"]);
    unknown("8", &["8"]);
    unknown("elke maandag misschien, vanaf 2 maart", &["misschien"]);
}

#[test]
fn says_what_is_missing_or_cannot_be_kept() {
    refused("", RecurrenceError::Empty);
    refused("every", RecurrenceError::Unknown(vec!["every".to_owned()]));
    refused("until 1 july", RecurrenceError::Empty);
    refused("monthly", RecurrenceError::NoDayOfMonth);
    refused("maandelijks", RecurrenceError::NoDayOfMonth);
    refused("elke maand", RecurrenceError::NoDayOfMonth);
    refused("every 2 weeks", RecurrenceError::NoWeekday);
    refused("wekelijks", RecurrenceError::NoWeekday);
    for text in [
        "yearly",
        "last day of the month",
        "laatste dag van de maand",
        "fifth monday",
        "every third tuesday",
        "every 2 mondays",
        "every 100 days",
        "every 0 weeks on monday",
        "first and third monday of the month",
        "every 32nd of the month",
    ] {
        let read = parse_recurrence(text, now(), ZONE);
        let known = matches!(
            read,
            Err(RecurrenceError::Unsupported | RecurrenceError::Unknown(_))
        );
        assert!(known, "{text:?}: {read:?}");
    }
    refused("every monday and the 15th", RecurrenceError::Several);
    refused(
        "monday until 1 july, until 2 july",
        RecurrenceError::Several,
    );
    let unreadable = RecurrenceError::Date(DateError::Unreadable);
    refused("monday until 1 july until 2 july", unreadable);
    refused(&"monday ".repeat(40), RecurrenceError::TooLong);
}

#[test]
fn refuses_bounds_that_cannot_be() {
    refused(
        "monday until 1 february",
        RecurrenceError::Date(DateError::Past),
    );
    refused(
        "monday until 30 february",
        RecurrenceError::Date(DateError::Invalid),
    );
    let invalid = |why| RecurrenceError::Invalid(why);
    refused(
        "monday until 1/3/2026 from 1/4/2026",
        invalid(InvalidRecurrence::EndsBeforeStart),
    );
    refused(
        "monday 10 times until 1 july",
        invalid(InvalidRecurrence::EndAndCount),
    );
    refused("monday 0 times", invalid(InvalidRecurrence::Count));
    refused("monday 1000 times", invalid(InvalidRecurrence::Count));
}

#[test]
fn a_first_date_is_that_of_the_zone() {
    let days = WeekdaySet::from_iter([Weekday::Thu]);
    let start = NaiveDate::from_ymd_opt(2026, 2, 5).unwrap();
    let read = parse_recurrence(
        "every other thursday",
        now(),
        chrono_tz::Pacific::Kiritimati,
    );
    let expected = Recurrence::weekly(days).unwrap().every(2, start);
    assert_eq!(read, Ok(expected.unwrap()));
}
