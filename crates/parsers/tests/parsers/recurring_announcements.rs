//! Announcements of what comes again in other ways than every week.

use parsers::{Kind, Warning};

use crate::reading::{check, fields, none, parsed, text, titled};

#[test]
fn spaced_weeks_begin_with_the_first_to_come() {
    let monday = "freq=weekly;interval=2;byday=mo 19:00 from 2026-02-09";
    for said in [
        "Every other Monday at 19:00",
        "Every 2 weeks on Monday, 19:00",
        "Om de week op maandag om 19u",
        "Om de 2 weken op maandag, 19u",
        "Tweewekelijks op maandag 19u",
        "Onze tweewekelijkse repetitie is op maandag om 19u",
        "Our biweekly call is on Mondays at 7 pm",
    ] {
        check(&text(said), monday);
    }
    check(
        &titled("Biweekly sync", "Tuesday 15:00"),
        "freq=weekly;interval=2;byday=tu 15:00 from 2026-02-10",
    );
}

#[test]
fn today_is_the_first_only_while_its_clock_is_ahead() {
    check(
        &text("Every other Wednesday at 19:00"),
        "freq=weekly;interval=2;byday=we 19:00 from 2026-02-04",
    );
    check(
        &text("Every other Wednesday at 9:00"),
        "freq=weekly;interval=2;byday=we 09:00 from 2026-02-11",
    );
}

#[test]
fn a_first_and_a_last_date_bound_it() {
    check(
        &text("Vanaf 2 maart om de week op maandag om 20u"),
        "freq=weekly;interval=2;byday=mo 20:00 from 2026-03-02 ! starts_later",
    );
    check(
        &text("Every 3 days at 8:00, from 1 March 2026 until 30 June 2027"),
        "freq=daily;interval=3;until=20270630 08:00 from 2026-03-01 to 2027-06-30 ! starts_later",
    );
    none(
        &text("Every other Monday at 19:00 until 5 February"),
        "past",
    );
}

#[test]
fn a_day_of_the_month_comes_again_monthly() {
    check(
        &text("The 15th of every month at 18:00"),
        "freq=monthly;bymonthday=15 18:00",
    );
    check(
        &text("Elke 31e van de maand om 20u"),
        "freq=monthly;bymonthday=31 20:00",
    );
    check(
        &text("Monthly on the last Friday, 20:00"),
        "freq=monthly;byday=-1fr 20:00",
    );
    check(
        &text("Maandelijkse vergadering: eerste dinsdag van de maand om 20u"),
        "freq=monthly;byday=1tu 20:00",
    );
    check(
        &fields(&[("Herhaling", "de 3e"), ("Tijd", "20:00")]),
        "freq=monthly;bymonthday=3 20:00",
    );
}

#[test]
fn a_clock_of_another_zone_moves_the_days_where_a_rule_can_say_so() {
    check(
        &text("Every other Sunday 18:00 EST"),
        "freq=weekly;interval=2;byday=mo 00:00 from 2026-02-09",
    );
    none(
        &text("First Monday of the month, 18:00 EST"),
        "unsupported_recurrence",
    );
}

#[test]
fn what_no_rule_holds_is_refused() {
    for said in [
        "Monthly meetup at 20:00",
        "Yearly party at 20:00",
        "First and third Monday of the month at 20:00",
        "Every 1st and 3rd Monday of the month at 20:00",
        "First Monday and third Friday of the month at 20:00",
        "Laatste dag van de maand om 20u",
        "Every third Tuesday at 8pm",
        "Every 2 Mondays at 8pm",
    ] {
        none(&text(said), "unsupported_recurrence");
    }
    none(&text("First Monday of the month"), "no_time");
}

#[test]
fn a_date_beside_it_is_one_event() {
    check(
        &text("Bi-weekly sync, next one 10 Feb 15:00"),
        "2026-02-10 15:00",
    );
    check(
        &text("Monthly meetup, this time on 20 February at 20:00"),
        "2026-02-20 20:00",
    );
}

#[test]
fn at_most_nine_further_starts_are_told_in_order() {
    let dates = (5..=20).rev().map(|day| format!("{day} maart 20:00"));
    let event = parsed(&text(&dates.collect::<Vec<_>>().join("\n")));
    assert!(matches!(event.kind, Kind::OneOff { .. }));
    let stamps = (0..15)
        .rev()
        .map(|it| format!("<t:{}:F>", 1_780_000_000 + it * 86_400));
    let stamped = parsed(&text(&stamps.collect::<Vec<_>>().join("\n\n")));
    for event in [event, stamped] {
        let more = event.warnings.iter().find_map(|it| match it {
            Warning::MoreDates(more) => Some(more),
            _ => None,
        });
        let more = more.expect("more dates");
        assert_eq!(more.len(), 9);
        assert!(more.is_sorted());
    }
}

#[test]
fn what_comes_again_says_when_it_ends() {
    let ends = |body: &str| match parsed(&text(body)).kind {
        Kind::Recurring { end, .. } => end.map(|it| it.to_string()),
        Kind::OneOff { .. } => panic!("it comes again"),
    };
    assert_eq!(
        ends("Elke vrijdag van 20u tot 22u30").as_deref(),
        Some("22:30:00")
    );
    assert_eq!(
        ends("Every Friday 10 PM - 1 AM").as_deref(),
        Some("01:00:00")
    );
    assert_eq!(ends("Mondays 17:00-18:00 UTC").as_deref(), Some("19:00:00"));
    assert_eq!(ends("Elke vrijdag om 20u"), None);
}

#[test]
fn each_time_says_that_the_days_before_it_come_again() {
    for said in [
        "Training: maandag en donderdag, telkens om 18u30",
        "Training op maandag en donderdag, telkens 18u30",
        "Practice: Monday and Thursday, 6:30pm each time",
    ] {
        check(&text(said), "weekly 0,3 18:30");
    }
    check(
        &text("Donderdag om 18u30. Telkens hetzelfde!"),
        "2026-02-05 18:30",
    );
}

#[test]
fn weekly_takes_the_one_weekday_of_the_title_or_a_line_nearby() {
    check(
        &titled("Thursday Night Trivia", "Weekly at 8pm. Host: @sam"),
        "weekly 3 20:00",
    );
    check(
        &text("Vrijdagavond bordspellen. Wekelijks om 20u."),
        "weekly 4 20:00",
    );
    none(&titled("Friday or Saturday?", "Weekly at 8pm"), "no_date");
}
