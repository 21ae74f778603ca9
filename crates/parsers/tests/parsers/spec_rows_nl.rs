//! Every row of the tables of the extraction grammar (specification sections 11.1 to 11.9), in Dutch.
//!
//! Now is Wednesday 4 February 2026, ten in the morning. `##` stands between an embed's title and its description.

use crate::reading::{fields, hold, read_shown, text};

#[test]
fn the_text_is_normalised_before_it_is_read() {
    hold(&[
        (
            "Quiz\u{a0}vrijdag\u{2009}13\u{202f}februari 20u",
            "2026-02-13 20:00",
        ),
        (
            "Quiz vrij\u{ad}dag 13 febru\u{200b}ari, 20u",
            "2026-02-13 20:00",
        ),
        (
            "Quiz vr 13/2 20:00\u{2013}22:00",
            "2026-02-13 20:00 - 22:00",
        ),
        (
            "Quiz ～～ ｖｒｉｊｄａｇ １３ februari ２０:００",
            "2026-02-13 20:00",
        ),
        ("’s Maandags om 20u", "weekly 0 20:00"),
        ("Quiz ~~vr 13/2~~ za 14/2 20u", "2026-02-14 20:00"),
        ("> **Quiz** __vr 13/2__ om *20u*", "2026-02-13 20:00"),
        ("||vr 13/2|| om `20u`", "2026-02-13 20:00"),
        ("```\nvr 13/2 20u\n```", "no_time"),
        (
            "[vr 13/2 20u](https://a.example/1/1/2027)",
            "2026-02-13 20:00",
        ),
        ("https://a.example/13-02-2026/20:00", "no_time"),
        (
            "<a:klok20u:123456789012345678> Quiz vr 13/2 21u",
            "2026-02-13 21:00",
        ),
    ]);
}

#[test]
fn dates_are_read_in_every_form() {
    hold(&[
        ("Quiz op 7/2/26 om 20u", "2026-02-07 20:00"),
        ("Quiz op 7-2-2026 om 20u", "2026-02-07 20:00"),
        ("Quiz op 7.2.2026 om 20u", "2026-02-07 20:00"),
        ("Quiz op 2/27/2026 om 20u", "2026-02-27 20:00"),
        ("Quiz op 2026-02-07 om 20u", "2026-02-07 20:00"),
        ("Quiz 2026-02-07T18:00Z", "2026-02-07 19:00"),
        ("Quiz 2026-02-07T18:00:00+01:00", "2026-02-07 18:00"),
        ("Quiz za 7 feb. om 20u", "2026-02-07 20:00"),
        ("Quiz zaterdag 7 februari 2026 om 20u", "2026-02-07 20:00"),
        ("Quiz de 7e februari om 20u", "2026-02-07 20:00"),
        ("Quiz 7de februari om 20u", "2026-02-07 20:00"),
        ("Quiz op de 20ste van maart om 20u", "2026-03-20 20:00"),
        ("Kamp 5-7 maart, 10u", "2026-03-05 10:00"),
        ("Kamp van 5 tot 7 maart, 10u", "2026-03-05 10:00"),
        ("Kamp 5 t/m 7 maart, 10u", "2026-03-05 10:00"),
        ("Quiz <t:1771009200:F>", "2026-02-13 20:00"),
        ("1 mrt 20u", "2026-03-01 20:00"),
        ("1 mei 20u", "2026-05-01 20:00"),
        ("1 okt. 20u", "2026-10-01 20:00"),
        ("woe 11 feb 20u", "2026-02-11 20:00"),
    ]);
}

#[test]
fn short_weekdays_and_dotted_dates_need_company() {
    hold(&[
        ("di 10/2 20u", "2026-02-10 20:00"),
        ("di 20u", "2026-02-10 20:00"),
        ("Ik zie ma om 20u weer", "no_date"),
        ("Wat do je om 20u?", "no_date"),
        ("Quiz za 7.2 om 20u", "2026-02-07 20:00"),
        ("Datum: 7.2\nTijd: 20.00", "2026-02-07 20:00"),
        ("Quiz 7.2. om 20u", "2026-02-07 20:00"),
        ("Quiz morgen om 7.20", "2026-02-05 07:20"),
    ]);
}

#[test]
fn years_that_are_not_said_roll_forward() {
    hold(&[
        ("Quiz 4 februari 20u", "2026-02-04 20:00"),
        ("Quiz 3 februari 20u", "past"),
        ("Quiz 10 december 20u", "2026-12-10 20:00"),
        ("Quiz 20 november 20u", "2026-11-20 20:00"),
        ("Quiz 31 februari 20u", "invalid_date"),
        (
            "Quiz 31 februari 20u. Reserve: 1 maart 20u",
            "2026-03-01 20:00",
        ),
        (
            "Quiz vrijdag 12 februari 20u",
            "2026-02-12 20:00 ! weekday_mismatch",
        ),
    ]);
}

#[test]
fn deadlines_stand_behind_the_event() {
    hold(&[
        (
            "Inschrijven tot 8/2, quiz zo 15/2 10u30",
            "2026-02-15 10:30",
        ),
        (
            "Inschrijven tot en met 8/2 20u, quiz zo 15/2 10u30",
            "2026-02-15 10:30",
        ),
        (
            "Uiterlijk 8/2 betalen, quiz zo 15/2 10u30",
            "2026-02-15 10:30",
        ),
        ("Deadline 8/2 12u. Quiz zo 15/2 10u30", "2026-02-15 10:30"),
        (
            "Inschrijven voor 8/2. Quiz zo 15/2 10u30",
            "2026-02-15 10:30",
        ),
    ]);
}

#[test]
fn relative_days_hang_on_today() {
    hold(&[
        ("Vandaag om 20u quiz", "2026-02-04 20:00"),
        ("Vanavond om 20u quiz", "2026-02-04 20:00"),
        ("Vanmiddag om 15u quiz", "2026-02-04 15:00"),
        ("Vanochtend om 11u quiz", "2026-02-04 11:00"),
        ("Morgen om 20u quiz", "2026-02-05 20:00"),
        ("Morgenavond om 20u quiz", "2026-02-05 20:00"),
        ("Morgenmiddag om 15u quiz", "2026-02-05 15:00"),
        ("Morgenochtend om 9u quiz", "2026-02-05 09:00"),
        ("Overmorgen om 20u quiz", "2026-02-06 20:00"),
        ("Goede morgen! 20u", "no_date"),
        ("Goeie morgen allemaal, quiz om 20u", "no_date"),
        ("Morgen iedereen, quiz om 20u", "no_date"),
        ("Over 3 dagen om 20u quiz", "2026-02-07 20:00"),
        ("Over twee weken om 20u quiz", "2026-02-18 20:00"),
        (
            "Over twee weken, zaterdag 21 februari, om 20u",
            "2026-02-21 20:00",
        ),
    ]);
}

#[test]
fn weekdays_hang_on_this_week() {
    hold(&[
        ("Deze vrijdag om 20u", "2026-02-06 20:00"),
        ("Komende vrijdag om 20u", "2026-02-06 20:00"),
        ("Aankomende vrijdag om 20u", "2026-02-06 20:00"),
        ("Aanstaande vrijdag om 20u", "2026-02-06 20:00"),
        ("A.s. vrijdag om 20u", "2026-02-06 20:00"),
        ("Vrijdag a.s. om 20u", "2026-02-06 20:00"),
        ("Deze woensdag om 20u", "2026-02-04 20:00"),
        ("Deze woensdag om 9u", "2026-02-11 09:00"),
        ("Volgende maandag om 20u", "2026-02-09 20:00"),
        ("Volgende vrijdag om 20u", "2026-02-13 20:00"),
        ("Volgende week dinsdag om 20u", "2026-02-10 20:00"),
        ("Dinsdag volgende week om 20u", "2026-02-10 20:00"),
        ("Volgende week om 20u", "no_date"),
        ("Dit weekend om 20u", "no_date"),
        ("Vrijdag om 20u", "2026-02-06 20:00"),
        ("Vrijdag @ 20u", "2026-02-06 20:00"),
        ("Vrijdag - 20u", "2026-02-06 20:00"),
        ("Vrijdag, 20u", "2026-02-06 20:00"),
        ("Vrijdag rond 20u", "2026-02-06 20:00"),
        ("Woensdag om 20u", "2026-02-04 20:00"),
        ("Woensdag om 9u", "2026-02-11 09:00"),
        ("Dag: vrijdag\nUur: 20u", "2026-02-06 20:00"),
    ]);
}

#[test]
fn clocks_are_read_in_every_form() {
    hold(&[
        ("vr 13/2 9:45", "2026-02-13 09:45"),
        ("vr 13/2 21:15:00", "2026-02-13 21:15"),
        ("vr 13/2 om 14.45", "2026-02-13 14:45"),
        ("vr 13/2 14.45 uur", "2026-02-13 14:45"),
        ("vr 13/2 vanaf 14.45", "2026-02-13 14:45"),
        ("vr 13/2 start 14.45", "2026-02-13 14:45"),
        ("vr 13/2 21u", "2026-02-13 21:00"),
        ("vr 13/2 9u05", "2026-02-13 09:05"),
        ("vr 13/2 14h30", "2026-02-13 14:30"),
        ("vr 13/2 11 uur", "2026-02-13 11:00"),
        ("vr 13/2 11 uur 30", "2026-02-13 11:30"),
        ("vr 13/2 19:30 uur", "2026-02-13 19:30"),
        ("vr 13/2 om 8", "no_time"),
        ("vr 13/2 7 uur 's avonds", "2026-02-13 19:00"),
        ("vr 13/2 8 uur 's ochtends", "2026-02-13 08:00"),
        ("vr 13/2 3 uur 's middags", "2026-02-13 15:00"),
        ("vr 13/2 1 uur 's nachts", "2026-02-13 01:00"),
        ("vr 13/2 om middernacht", "2026-02-13 00:00"),
        ("vr 13/2 om 12 uur middag", "2026-02-13 12:00"),
        ("vr 13/2 half negen 's avonds", "2026-02-13 20:30"),
        ("Quizavond vr 13/2 half negen", "2026-02-13 20:30"),
        ("vr 13/2 kwart over acht 's avonds", "2026-02-13 20:15"),
        ("vr 13/2 kwart voor acht 's avonds", "2026-02-13 19:45"),
        (
            "vr 13/2 kwart over acht",
            "2026-02-13 08:15 ! ambiguous_clock",
        ),
    ]);
}

#[test]
fn numbers_that_are_no_clock_are_left_alone() {
    hold(&[
        ("vr 13/2 schaal 16:9", "no_time"),
        ("vr 13/2 stand 3-1", "no_time"),
        ("vr 13/2 score 10/10", "no_time"),
        ("vr 13/2 €12.30", "no_time"),
        ("vr 13/2 12.30 euro", "no_time"),
        ("vr 13/2 versie 12.30", "no_time"),
        ("vr 13/2 v12:30", "no_time"),
        ("vr 13/2 12.30%", "no_time"),
    ]);
}

#[test]
fn ranges_doors_and_several_clocks() {
    hold(&[
        ("vr 13/2 18:15-20:00", "2026-02-13 18:15 - 20:00"),
        ("vr 13/2 18:15 - 20:00", "2026-02-13 18:15 - 20:00"),
        ("vr 13/2 18u15 tot 20u", "2026-02-13 18:15 - 20:00"),
        ("vr 13/2 van 18u15 tot 20u", "2026-02-13 18:15 - 20:00"),
        ("vr 13/2 van 18 tot 20 uur", "2026-02-13 18:00 - 20:00"),
        ("vr 13/2 18u t/m 20u", "2026-02-13 18:00 - 20:00"),
        ("vr 13/2 22u - 2u", "2026-02-13 22:00 - 02:00"),
        ("vr 13/2 deuren 19u30, start 20u", "2026-02-13 20:00"),
        ("vr 13/2 start 20u, deuren 19u30", "2026-02-13 20:00"),
        ("vr 13/2 inloop 19u30, aanvang 20u", "2026-02-13 20:00"),
        ("vr 13/2 19u30 deuren, 20u concert", "2026-02-13 20:00"),
        ("vr 13/2 20u, einde 23u", "2026-02-13 20:00 - 23:00"),
        ("vr 13/2 deuren 19u30", "2026-02-13 19:30"),
    ]);
}

#[test]
fn zones_are_read_behind_a_clock() {
    hold(&[
        ("vr 13/2 20:00 CET", "2026-02-13 20:00"),
        ("vr 13/2 20:00 CEST", "2026-02-13 20:00"),
        ("vr 13/2 20:00 Belgische tijd", "2026-02-13 20:00"),
        ("vr 13/2 20:00 Nederlandse tijd", "2026-02-13 20:00"),
        ("vr 13/2 20:00 UTC", "2026-02-13 21:00"),
        ("vr 13/2 20:00 GMT", "2026-02-13 21:00"),
        ("vr 13/2 20:00 UTC+2", "2026-02-13 19:00"),
        ("vr 13/2 14:00 EST", "2026-02-13 20:00"),
        ("vr 13/2 20:00 AEST", "2026-02-13 20:00 ! unknown_zone"),
        ("vr 13/2 19:00 GMT / 20:00 CET", "2026-02-13 20:00"),
        (
            "vr 13/2 20:00 CET / 20:00 GMT",
            "2026-02-13 20:00 ! zone_mismatch",
        ),
    ]);
}

#[test]
fn recurrences_are_read_from_every_signal() {
    hold(&[
        ("Elke maandag om 20u", "weekly 0 20:00"),
        ("Iedere maandag om 20u", "weekly 0 20:00"),
        ("Wekelijks op maandag om 20u", "weekly 0 20:00"),
        ("Wekelijks: maandag 20u", "weekly 0 20:00"),
        ("Telkens op maandag om 20u", "weekly 0 20:00"),
        ("Elke week op maandag om 20u", "weekly 0 20:00"),
        ("Woensdagen om 20u", "weekly 2 20:00"),
        ("'s Maandags om 20u", "weekly 0 20:00"),
        ("Dagelijks om 20u", "weekly 0,1,2,3,4,5,6 20:00"),
        ("Elke dag om 20u", "weekly 0,1,2,3,4,5,6 20:00"),
        ("Werkdagen om 20u", "weekly 0,1,2,3,4 20:00"),
        ("Op weekdagen om 20u", "weekly 0,1,2,3,4 20:00"),
        ("Doordeweeks om 20u", "weekly 0,1,2,3,4 20:00"),
        ("In het weekend om 20u", "weekly 5,6 20:00"),
        ("ma-vr 20u", "weekly 0,1,2,3,4 20:00"),
        ("di t/m za 20u", "weekly 1,2,3,4,5 20:00"),
        ("Dagen: ma, wo en vr\nUur: 20u", "weekly 0,2,4 20:00"),
        ("Elke ma, wo en vr om 20u", "weekly 0,2,4 20:00"),
        ("Elke ma & wo om 20u", "weekly 0,2 20:00"),
        ("Elke ma + wo om 20u", "weekly 0,2 20:00"),
        ("Elke ma/wo om 20u", "weekly 0,2 20:00"),
        ("Elke maandag and Wednesday om 20u", "weekly 0,2 20:00"),
        ("Elke maandag", "no_time"),
        (
            "Elke maandag vanaf 16 februari om 20u",
            "weekly 0 20:00 from 2026-02-16 ! starts_later",
        ),
        (
            "Elke maandag tot 30 maart om 20u",
            "weekly 0 20:00 to 2026-03-30",
        ),
        (
            "Om de week op maandag om 20u",
            "freq=weekly;interval=2;byday=mo 20:00 from 2026-02-09",
        ),
        (
            "Maandelijks op de 15e om 20u",
            "freq=monthly;bymonthday=15 20:00",
        ),
        (
            "Elke eerste maandag van de maand om 20u",
            "freq=monthly;byday=1mo 20:00",
        ),
        ("Jaarlijks op maandag om 20u", "unsupported_recurrence"),
        ("Wekelijkse quiz, deze vrijdag om 20u", "2026-02-06 20:00"),
    ]);
}

#[test]
fn nothing_is_created_without_a_day_and_a_clock_to_come() {
    hold(&[
        ("Quiz om 20u", "no_date"),
        ("Quiz op 13 februari", "no_time"),
        ("Gisteren om 20u was top", "past"),
        ("Quiz 1 februari 20u was top", "past"),
        ("Quiz geannuleerd: vr 13/2 20u", "cancelled"),
        ("De quiz van vr 13/2 20u is afgelast", "cancelled"),
        ("De quiz van vr 13/2 20u gaat niet door", "cancelled"),
        ("Geen training vr 13/2 20u", "cancelled"),
        ("Geannuleerd: quiz##vr 13/2 20u", "cancelled"),
        (
            "Geannuleerd! Verplaatst naar za 14/2 20u",
            "2026-02-14 20:00",
        ),
        (
            "De quiz van vr 13/2 20u is verplaatst naar za 14/2 20u",
            "2026-02-14 20:00",
        ),
        ("vr 13/2 20u → za 14/2 20u", "2026-02-14 20:00"),
        ("Quiz vr 13/2 20u of za 14/2 20u?", "ambiguous"),
        (
            "di 10/2 20u\ndi 17/2 20u\ndi 24/2 20u",
            "2026-02-10 20:00 ! more_dates",
        ),
    ]);
}

#[test]
fn every_label_leads_to_its_value() {
    for (name, value, expected) in [
        ("Datum", "vr 13/2 20u", "2026-02-13 20:00"),
        ("Dag", "vr 13/2 20u", "2026-02-13 20:00"),
        ("Wanneer", "vr 13/2 20u", "2026-02-13 20:00"),
        ("Startdatum", "vr 13/2 20u", "2026-02-13 20:00"),
        ("📅", "vr 13/2 20u", "2026-02-13 20:00"),
        ("🗓️ Datum", "vr 13/2 20u", "2026-02-13 20:00"),
    ] {
        assert_eq!(read_shown(&fields(&[(name, value)])), expected, "{name}");
        assert_eq!(
            read_shown(&text(&format!("{name}: {value}"))),
            expected,
            "{name}"
        );
    }
    for name in [
        "Tijd",
        "Tijdstip",
        "Uur",
        "Start",
        "Begin",
        "Aanvang",
        "Begintijd",
        "⏰",
    ] {
        let read = read_shown(&fields(&[("Datum", "13/2"), (name, "20.15")]));
        assert_eq!(read, "2026-02-13 20:15", "{name}");
        let read = read_shown(&text(&format!("Datum: 13/2\n{name}: 20.15")));
        assert_eq!(read, "2026-02-13 20:15", "{name}");
    }
    for name in ["Locatie", "Plaats", "Waar", "Adres", "Kanaal", "📍", "🏠"] {
        let read = read_shown(&fields(&[
            ("Wanneer", "13/2 20u"),
            (name, "**Café Sport**."),
        ]));
        assert_eq!(read, "2026-02-13 20:00 @ Café Sport", "{name}");
    }
    for name in ["Einde", "Tot", "🔚"] {
        let read = read_shown(&fields(&[("Wanneer", "13/2 20u"), (name, "23u")]));
        assert_eq!(read, "2026-02-13 20:00 - 23:00", "{name}");
    }
    for name in ["Deuren", "Inloop", "🚪"] {
        let read = read_shown(&fields(&[
            ("Datum", "13/2"),
            (name, "19u30"),
            ("Aanvang", "20u"),
        ]));
        assert_eq!(read, "2026-02-13 20:00", "{name}");
    }
    for name in ["Dagen", "Elke", "Herhaling", "🔁"] {
        let read = read_shown(&fields(&[(name, "ma en wo"), ("Uur", "20u")]));
        assert_eq!(read, "weekly 0,2 20:00", "{name}");
    }
}

#[test]
fn a_label_is_the_whole_head_of_its_line() {
    hold(&[
        ("Update: 13/2 wordt leuk. Bedtijd: 20.15", "no_time"),
        ("Datum: n.t.b.\nUur: 20u", "no_date"),
        ("Datum: 13/2\nUur: ?", "no_time"),
        (
            "Datum: 13/2 | Uur: 20u | Waar: café Sport",
            "2026-02-13 20:00 @ café Sport",
        ),
        (
            "Datum: 13/2 • Uur: 20u • Waar: café Sport",
            "2026-02-13 20:00 @ café Sport",
        ),
        (
            "Datum: 13/2  Uur: 20u  Waar: café Sport",
            "2026-02-13 20:00 @ café Sport",
        ),
        (
            "Waar: café Sport | achterzaal\nWanneer: 13/2 20u",
            "2026-02-13 20:00 @ café Sport | achterzaal",
        ),
    ]);
}
