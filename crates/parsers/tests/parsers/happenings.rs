//! Moments that come about by themselves, and questions about what has been: nobody is invited to either.

use parsers::parse_announcement;

use crate::reading::{ZONE, now, read_shown, text};

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
