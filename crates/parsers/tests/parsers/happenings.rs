//! Moments that come about by themselves, and questions about what has been: nobody is invited to either.

use parsers::parse_announcement;

use crate::reading::{ZONE, check, none, now, read_shown, text};

#[test]
fn what_nature_or_a_machine_does_at_a_moment_is_no_event() {
    for said in [
        "Vandaag 12 graden, morgen 14. Zon op 7:03",
        "Morgen 9 graden en wind. Zon op 7u48, zon onder 17u39.",
        "Weerbericht: morgen zonnig, zonsondergang om 17u39",
        "Tomorrow 14 degrees. Sunrise 7:48, sunset 17:39.",
        "Tomorrow: a high of 12, sunrise at 7:48 AM",
        "Hoogwater morgen om 14:32, laagwater 20:51",
        "Volle maan op zondag 15 februari om 13u29",
        "Vandaag zonsondergang om 17u39",
        "All servers are up today, uptime: 23:14:08",
    ] {
        assert!(
            parse_announcement(&text(said), now(), ZONE).is_err(),
            "{said}"
        );
    }
}

#[test]
fn events_are_named_after_what_nature_does() {
    for (said, start) in [
        ("Sunset yoga tomorrow at 17:00", "2026-02-05 17:00"),
        (
            "Zaterdag om 17u wandelen we, zonsondergang om 17u45",
            "2026-02-07 17:00",
        ),
        (
            "Zonsondergang 17u39. Morgen om 20u spelen we verder",
            "2026-02-05 20:00",
        ),
        (
            "Wandeling bij volle maan op zondag 15 februari om 19u",
            "2026-02-15 19:00",
        ),
    ] {
        assert_eq!(read_shown(&text(said)), start, "{said}");
    }
}

#[test]
fn what_runs_out_or_is_asked_about_the_past_is_no_event() {
    for said in [
        "Expires Saturday 14 February at 20:00",
        "The coupon expires on 14/2/2026 23:59",
        "Did anyone see the stream on Saturday at 9pm?",
        "Heeft iemand maandag om 20u de stream gezien?",
    ] {
        assert!(
            parse_announcement(&text(said), now(), ZONE).is_err(),
            "{said}"
        );
    }
    let invited = "Did you know? Quiz on Saturday 14 February at 20:00";
    assert_eq!(read_shown(&text(invited)), "2026-02-14 20:00");
}

#[test]
fn what_somebody_does_by_themselves_is_no_event() {
    for alone in [
        "I'm free Saturday at 4pm",
        "My train leaves tomorrow at 7:12",
        "My exam is on Friday at 9am, wish me luck",
        "I have a dentist appointment tomorrow at 3pm",
        "I'll be home around 6pm tomorrow",
        "Mijn trein vertrekt morgen om 7u12",
        "Ik heb morgen om 10u tandarts",
        "Morgen om 16u ben ik vrij",
    ] {
        none(&text(alone), "ambiguous");
    }
    for (together, expected) in [
        ("I'm streaming Saturday at 4pm!", "2026-02-07 16:00"),
        ("I'll be live tomorrow at 8pm", "2026-02-05 20:00"),
        (
            "De bus vertrekt zaterdag om 8u aan het station",
            "2026-02-07 08:00",
        ),
        (
            "Mijn verjaardagsfeestje is zaterdag om 20u",
            "2026-02-07 20:00",
        ),
        (
            "Exam prep on Friday at 9am. My train is late, so be patient",
            "2026-02-06 09:00",
        ),
    ] {
        check(&text(together), expected);
    }
}
