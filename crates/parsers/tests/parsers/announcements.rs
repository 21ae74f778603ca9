//! Announcements as people write them, and the event that each promises.

use crate::reading::{ZONE, check, fields, none, now, parsed, text, titled};

#[test]
fn reads_every_worked_example() {
    check(
        &fields(&[("Wanneer", "do 12/2 om 19u15"), ("Waar", "bib Tielt")]),
        "2026-02-12 19:15 @ bib Tielt",
    );
    check(&text("Each Monday & Friday, 6:45 pm"), "weekly 0,4 18:45");
    check(
        &text("di t/m do 13.00 uur: lunchcall"),
        "weekly 1,2,3 13:00",
    );
    check(
        &text("Kom vanavond mee! Start 20u, deuren 19u30"),
        "2026-02-04 20:00",
    );
    check(&text("Aftellen: 31 december, 23u55"), "2026-12-31 23:55");
    check(
        &text("Registratie tot 8/2, event op zo 15/2 10:30"),
        "2026-02-15 10:30",
    );
    check(&text("Next Monday 9am"), "2026-02-09 09:00");
    none(&text("Meetup 1 feb 14:00 was top"), "past");
    none(&text("Openingsuren 10:00 - 18:00"), "no_date");
    check(
        &text("Workshop ~~5 maart~~ 6 maart 18:30"),
        "2026-03-06 18:30",
    );
    check(&text("Townhall 9 Feb 17:00 GMT"), "2026-02-09 18:00");
}

/// Spec section 10: what the earlier reader got wrong.
#[test]
fn reads_what_was_misread_before() {
    check(
        &fields(&[("Date", "12/2/2026"), ("Time", "18:15 CET")]),
        "2026-02-12 18:15",
    );
    check(
        &text("Filmavond op vrijdag 13 februari om 20u30 in de bib"),
        "2026-02-13 20:30",
    );
    check(&text("Date: 12 Feb\nTime: 6:15 PM"), "2026-02-12 18:15");
    check(&text("Time: Tuesday 18:15"), "2026-02-10 18:15");
    check(
        &text("Date: 12 Feb\nTime: 18:15-20:00"),
        "2026-02-12 18:15 - 20:00",
    );
    check(&text("Datum: 3 mei\nTijd: om 18:15"), "2026-05-03 18:15");
    check(&text("Game night 2026-05-14 20:00"), "2026-05-14 20:00");
    check(&text("Game night 14.05.2026 20:00"), "2026-05-14 20:00");
    check(
        &text("Game night May 14, 2027 at 8:30 PM"),
        "2027-05-14 20:30",
    );
    check(&text("Call on 9 Feb, 20:00 UTC"), "2026-02-09 21:00");
    check(&text("Call on 9 Feb, 3 PM EST"), "2026-02-09 21:00");
    check(&text("Quiz 4 januari 20:00"), "past"); // 31 days back
    check(&text("Quiz 4 november 20:00"), "2026-11-04 20:00");
    none(&text("Goede morgen allemaal, 20:00 is te laat"), "no_date");
    none(&text("Update: 20:00"), "no_date");
    check(
        &text("every Tuesday and Thursday at 19:00"),
        "weekly 1,3 19:00",
    );
}

#[test]
fn labels_and_their_emoji_lead_to_their_values() {
    check(
        &text("📅 za 7 feb\n⏰ 20u\n📍 **Café De Kat**, Gent"),
        "2026-02-07 20:00 @ Café De Kat, Gent",
    );
    check(
        &text("Datum: 7/2 | Uur: 20.30 | Plaats: zaal 3"),
        "2026-02-07 20:30 @ zaal 3",
    );
    check(&text("Wanneer:\nza 7 feb om 20u"), "2026-02-07 20:00");
    check(
        &fields(&[
            ("🗓️ Wanneer?", "zaterdag"),
            ("Tijd", "20:00"),
            ("Waar", "tba"),
        ]),
        "2026-02-07 20:00",
    );
    check(
        &fields(&[("Days", "Monday, Friday"), ("Time", "19:00")]),
        "weekly 0,4 19:00",
    );
    check(
        &fields(&[("Date", "12 Feb"), ("Start", "19:00"), ("End", "21:30")]),
        "2026-02-12 19:00 - 21:30",
    );
    check(
        &fields(&[("Date", "12 Feb"), ("Doors", "18:30"), ("Time", "19:00")]),
        "2026-02-12 19:00",
    );
    check(&text("bedtime: 20:00 on 12 Feb"), "2026-02-12 20:00");
}

#[test]
fn reads_days_that_hang_on_today() {
    check(&text("Vanavond om 21u gaan we live"), "2026-02-04 21:00");
    check(&text("Tomorrow evening at 8pm"), "2026-02-05 20:00");
    check(&text("Overmorgen 14u30 repetitie"), "2026-02-06 14:30");
    check(
        &text("Over drie dagen om 20:00: finale"),
        "2026-02-07 20:00",
    );
    check(&text("in 2 weeks at 19:00"), "2026-02-18 19:00");
    check(&text("Deze vrijdag om 20u"), "2026-02-06 20:00");
    check(&text("This Wednesday 12:00"), "2026-02-04 12:00");
    check(&text("This Wednesday 9:00"), "2026-02-11 09:00");
    check(&text("Volgende week dinsdag om 20u"), "2026-02-10 20:00");
    check(&text("Dinsdag volgende week om 20u"), "2026-02-10 20:00");
    check(&text("volgende vrijdag, 20u"), "2026-02-13 20:00");
    check(&text("Quiz on Friday at 8pm"), "2026-02-06 20:00");
    check(&text("Zaterdagavond 20u30 bingo"), "2026-02-07 20:30");
    check(&text("Afspraak om 20u op vrijdag"), "2026-02-06 20:00");
    none(&text("Do you like it? ma 20"), "no_time");
    none(&text("See you this weekend, 20:00!"), "no_date");
    none(&text("Gisteren om 20u was leuk"), "past");
}

#[test]
fn reads_spoken_clocks() {
    check(&text("Vrijdag om half negen 's avonds"), "2026-02-06 20:30");
    check(&text("Filmavond morgen om half acht"), "2026-02-05 19:30");
    check(
        &text("Morgen om half acht"),
        "2026-02-05 07:30 ! ambiguous_clock",
    );
    check(&text("Morgen om 7 uur 's avonds"), "2026-02-05 19:00");
    check(
        &text("Tomorrow at quarter past seven in the evening"),
        "2026-02-05 19:15",
    );
    check(&text("Lunch tomorrow at noon"), "2026-02-05 12:00");
    check(
        &text("Countdown 31 december middernacht"),
        "2026-12-31 00:00",
    );
}

#[test]
fn reads_ranges_doors_and_ends() {
    check(
        &text("za 7 feb van 14u tot 17u"),
        "2026-02-07 14:00 - 17:00",
    );
    check(&text("7 Feb, 6-8pm"), "2026-02-07 18:00 - 20:00");
    check(&text("7 feb 22:00 – 01:00"), "2026-02-07 22:00 - 01:00");
    check(&text("5-7 maart, 10u"), "2026-03-05 10:00");
    check(&text("7 feb: 19u30 deuren, 20u start"), "2026-02-07 20:00");
}

#[test]
fn what_is_no_clock_is_not_read_as_one() {
    none(&text("Tomorrow in 16:9, 60 fps, for € 12.50"), "no_time");
    none(&text("Version 2.30 tomorrow"), "no_time");
    none(&text("John 3:16 — sermon notes for Sunday"), "no_time");
    none(&text("De film duurt 2 uur, morgen meer"), "no_time");
    none(&text("see https://a.example/2026-02-12/20:00"), "no_time");
    none(&text("```\nmorgen 20:00\n```"), "no_time");
}

#[test]
fn reads_zones() {
    check(&text("9 Feb 8pm UK time"), "2026-02-09 21:00");
    check(&text("9 Feb 18:00 UTC+2"), "2026-02-09 17:00");
    check(&text("2026-02-07T18:00Z"), "2026-02-07 19:00");
    check(&text("2026-02-07T18:00+03:00"), "2026-02-07 16:00");
    check(&text("9 July 20:00 CET"), "2026-07-09 20:00");
    check(
        &text("9 Feb 20:00 CET / 19:00 UK / 2 PM EST"),
        "2026-02-09 20:00",
    );
    check(&text("9 Feb 2 PM EST / 20:00 CET"), "2026-02-09 20:00");
    check(
        &text("9 Feb 19:00 UK / 21:00 CET"),
        "2026-02-09 21:00 ! zone_mismatch",
    );
    check(&text("9 Feb 20:00 AEST"), "2026-02-09 20:00 ! unknown_zone");
    check(&text("morgen om 20:00 met Jan"), "2026-02-05 20:00");
    check(&text("<t:1770580800:F>"), "2026-02-08 21:00");
}

#[test]
fn reads_recurrences() {
    check(&text("Elke dinsdag om 20u"), "weekly 1 20:00");
    check(
        &text("Elke maandag, woensdag en vrijdag 18:30"),
        "weekly 0,2,4 18:30",
    );
    check(&text("Wekelijks op donderdag, 19u"), "weekly 3 19:00");
    check(&text("Mondays at 7pm"), "weekly 0 19:00");
    check(&text("'s Maandags om 19u"), "weekly 0 19:00");
    check(&text("Daily standup 9:15"), "weekly 0,1,2,3,4,5,6 09:15");
    check(&text("Op werkdagen om 8u30"), "weekly 0,1,2,3,4 08:30");
    check(&text("ma-vr 9:00"), "weekly 0,1,2,3,4 09:00");
    check(&text("Mon to Thu, 18:00"), "weekly 0,1,2,3 18:00");
    check(&text("Every Monday 18:00 EST"), "weekly 1 00:00");
    check(
        &text("Vanaf 2 maart elke maandag om 20u"),
        "weekly 0 20:00 from 2026-03-02 ! starts_later",
    );
    none(&text("Every Friday at 20:00 until 1 February"), "past");
    check(
        &text("Every Friday at 20:00 until 27 March"),
        "weekly 4 20:00 to 2026-03-27",
    );
    none(&text("Elke dinsdag"), "no_time");
    check(
        &text("First Monday of the month at 20:00"),
        "freq=monthly;byday=1mo 20:00",
    );
    check(
        &text("Om de week op dinsdag 20u"),
        "freq=weekly;interval=2;byday=tu 20:00 from 2026-02-10",
    );
    check(
        &text("Every two weeks on Friday 20:00"),
        "freq=weekly;interval=2;byday=fr 20:00 from 2026-02-06",
    );
    check(&text("Monthly meetup: 12 Feb 20:00"), "2026-02-12 20:00");
    check(
        &titled("Meeting this Friday", "Weekly team meeting at 14:00"),
        "2026-02-06 14:00",
    );
}

#[test]
fn creates_nothing_from_what_is_off_past_or_open() {
    none(
        &text("Training van vrijdag 6 feb 20u is afgelast"),
        "cancelled",
    );
    none(
        &titled("GEANNULEERD: quiz", "vrijdag 6 februari 20u"),
        "cancelled",
    );
    none(&text("Geen training morgen om 20u"), "cancelled");
    check(
        &text("Quiz van 6 feb is geannuleerd, verplaatst naar 13 feb om 20u"),
        "2026-02-13 20:00",
    );
    check(&text("Quiz 6 feb 20u → 13 feb 20u"), "2026-02-13 20:00");
    none(
        &text("Poll: vrijdag 6 feb of zaterdag 7 feb, 20u?"),
        "ambiguous",
    );
    none(&text("Quiz op 31 februari om 20u"), "invalid_date");
    none(&text("Quiz op 13 februari"), "no_time");
    none(&text("Hallo iedereen"), "no_time");
}

#[test]
fn names_what_else_the_announcement_says() {
    check(
        &text("za 7 feb 20:00 en zo 8 feb 15:00"),
        "2026-02-07 20:00 ! more_dates",
    );
    check(
        &text("do 13/2/2026 20:00"),
        "2026-02-13 20:00 ! weekday_mismatch",
    );
}

#[test]
fn finds_title_location_and_link() {
    let event = parsed(&titled(
        "🎉 Quiz night – vr 13/2 20u",
        "See https://a.example/quiz, in <#42>",
    ));
    assert_eq!(event.title.as_deref(), Some("Quiz night"));
    assert_eq!(event.link.as_deref(), Some("https://a.example/quiz"));
    assert_eq!(event.location.as_deref(), Some("<#42>"));

    let event = parsed(&text("Filmavond in de bib, vrijdag 13 februari om 20u30"));
    assert_eq!(event.title.as_deref(), Some("Filmavond in de bib"));

    let event = parsed(&text(
        "Date: 12 Feb 20:00\nWhere: https://meet.example/room?x=1",
    ));
    assert_eq!(event.location.as_deref(), Some("meet.example"));
    assert_eq!(event.link.as_deref(), Some("https://meet.example/room?x=1"));

    let event = parsed(&text(
        "Wanneer: 12 feb 20u\nWaar: [zaal](https://kaart.example)",
    ));
    assert_eq!(
        event.location.as_deref(),
        Some("zaal (https://kaart.example)")
    );
    assert_eq!(event.title, None);
}

#[test]
fn evidence_points_at_the_words() {
    let event = parsed(&text("Kom **vrijdag 13 februari** om 20u30"));
    let shown: Vec<(&str, &str)> = event
        .evidence
        .iter()
        .map(|it| {
            (
                it.rule.as_str(),
                &"Kom **vrijdag 13 februari** om 20u30"[it.span.clone()],
            )
        })
        .collect();
    assert!(
        shown.contains(&("named_date", "vrijdag 13 februari")),
        "{shown:?}"
    );
    assert!(shown.contains(&("clock", "20u30")), "{shown:?}");
}

#[test]
fn chat_does_not_look_scheduled() {
    for (chat, expected) in [
        ("hello", false),
        ("at 20:00", false),
        ("on Friday", false),
        ("Friday was at 20:00 hours", true),
    ] {
        let found = parsers::parse_announcement(&text(chat), now(), ZONE);
        assert!(
            found.is_ok() || found.is_err_and(|it| it.looks_scheduled == expected),
            "{chat}"
        );
    }
}

#[test]
fn a_location_keeps_neither_markup_nor_what_nobody_sees() {
    let location = |body: &str| {
        let text = text(&format!("14/2 20:00\n{body}"));
        parsed(&text).location
    };
    for (body, expected) in [
        ("Waar: *Café Sport*.", "Café Sport"),
        ("**Waar:** _Café ’t Hoekje_.", "Café ’t Hoekje"),
        ("Waar: Ca\u{200b}fé Sport", "Café Sport"),
        ("Waar: Café 👩\u{200d}🍳", "Café 👩\u{200d}🍳"),
    ] {
        assert_eq!(location(body).as_deref(), Some(expected), "{body}");
    }
}
