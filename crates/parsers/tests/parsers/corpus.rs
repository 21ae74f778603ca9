//! Announcements in the phrasing of real servers, written down with what they mean before the code was run on them.
//!
//! A case is the text, with `##` between an embed's title and description, and what `read_shown` says of it.

use crate::reading::hold;

const CASES: &[(&str, &str)] = &[
    ("FYI: 3/4 of members voted, results at 20:00", "no_date"),
    ("Elke dag om 12u behalve zondag", "weekly 0,1,2,3,4,5 12:00"),
    ("Morgen! 20u!", "2026-02-05 20:00"),
    (
        "Hey iedereen! Volgende donderdag om 20u doen we een Q&A in #general",
        "2026-02-12 20:00",
    ),
    (
        "We gaan live op zondag 8 februari vanaf 19.30 uur!",
        "2026-02-08 19:30",
    ),
    (
        "Reminder: book club meets this Thursday, 7:30pm CET.",
        "2026-02-05 19:30",
    ),
    (
        "Join us on the 14th of February at 9 PM for a Valentine's stream!",
        "2026-02-14 21:00",
    ),
    (
        "Let op: de training van woensdag 11/2 begint om 18u45 i.p.v. 19u",
        "2026-02-11 18:45",
    ),
    (
        "Spelletjesavond!\n\n📅 Vrijdag 20 februari 2026\n🕗 20:00 - 23:00\n📍 Café De Zwaan, Kortrijk\n💶 €5",
        "2026-02-20 20:00 - 23:00 @ Café De Zwaan, Kortrijk",
    ),
    (
        "Trading call tomorrow @ 15:30 (Brussels time)",
        "2026-02-05 15:30",
    ),
    (
        "Weekly live session every Wednesday at 19:30 CET",
        "weekly 2 19:30",
    ),
    (
        "Elke 1e maandag van de maand om 20u",
        "freq=monthly;byday=1mo 20:00",
    ),
    (
        "The server will be down on 2026-02-10 from 03:00 to 05:00 UTC.",
        "2026-02-10 04:00 - 06:00",
    ),
    ("Livestream: zaterdag 14/02 - 15u00", "2026-02-14 15:00"),
    (
        "Ledenvergadering op 3 maart 2026 om 20.00u (deuren open om 19.30u)",
        "2026-03-03 20:00",
    ),
    ("We starten om 20u. Datum: 18/02/2026", "2026-02-18 20:00"),
    (
        "NEW DATE: moved to Saturday 21 Feb, 8pm!",
        "2026-02-21 20:00",
    ),
    (
        "Tournament signups close Feb 10 at 23:59. Tournament starts Feb 14 at 18:00.",
        "2026-02-14 18:00",
    ),
    (
        "Yesterday's match ended 3-1! Next match: Sunday 8 Feb 14:30",
        "2026-02-08 14:30",
    ),
    ("Score: 2-1, kijk de herhaling", "no_time"),
    ("Nieuwe prijs: 19.95 euro vanaf 1 maart", "no_time"),
    ("v2.30 is out!", "no_time"),
    ("Kantooruren: ma-vr 9:00-17:00", "no_date"),
    (
        "Iedere zaterdag en zondag van 10 tot 12 uur: open training",
        "weekly 5,6 10:00",
    ),
    (
        "The raid is on Tuesday and Thursday at 8pm",
        "2026-02-05 20:00 ! more_dates",
    ),
    ("Om 20:00 uur morgen: quiz!", "2026-02-05 20:00"),
    ("Morgen geen les.", "cancelled"),
    (
        "No meeting this Friday, see you next week Friday at 18:00",
        "2026-02-13 18:00",
    ),
    ("Event geannuleerd##Vrijdag 6 februari 20u", "cancelled"),
    (
        "📣 Community call##**When:** Thursday, February 12th at 6:00 PM GMT\n**Where:** Stage channel",
        "2026-02-12 19:00 @ Stage channel",
    ),
    (
        "Wanneer: 12 februari, 20u\nWaar: Online",
        "2026-02-12 20:00 @ Online",
    ),
    ("Do you want to join at 20:00?", "no_date"),
    ("Ik ben er om 8", "no_time"),
    ("Uitslag: 10-12", "no_time"),
    (
        "Het is half acht 's avonds op vrijdag 6 februari",
        "2026-02-06 19:30",
    ),
    (
        "om kwart voor negen 's avonds op 9 februari",
        "2026-02-09 20:45",
    ),
    (
        "Op 12 en 13 februari telkens om 20u",
        "2026-02-12 20:00 ! more_dates",
    ),
    (
        "12/02 20:00\n19/02 20:00\n26/02 20:00",
        "2026-02-12 20:00 ! more_dates",
    ),
    (
        "Every Friday until 27 March at 20:00",
        "weekly 4 20:00 to 2026-03-27",
    ),
    (
        "Starting Monday 9 February, every Monday at 7 PM",
        "weekly 0 19:00 from 2026-02-09 ! starts_later",
    ),
    ("vrijdag 6 feb 20u-22u30", "2026-02-06 20:00 - 22:30"),
    ("Friday 6 Feb, 7:30-9pm", "2026-02-06 19:30 - 21:00"),
    (
        "Zaterdag 7 februari: inloop 13u30, start 14u, einde 17u",
        "2026-02-07 14:00 - 17:00",
    ),
    (
        "We komen samen in de bib, dinsdag 10 februari, 19 uur 30.",
        "2026-02-10 19:30",
    ),
    ("Do. 12 feb. om 20u15", "2026-02-12 20:15"),
    ("wo 11.2. 19.30 Uhr", "2026-02-11 19:30"),
    ("Ma 9/2, 20h", "2026-02-09 20:00"),
    ("on 12 feb 2026 at 20:00h", "2026-02-12 20:00"),
    ("Feb. 12 @ 8 p.m. ET", "2026-02-13 02:00"),
    ("Lunch & learn - 2026/02/12 12:30", "2026-02-12 12:30"),
    ("Vanmiddag 15:00 thee", "2026-02-04 15:00"),
    ("Vanochtend om 9u was er een storing", "past"),
    ("in 10 days at 10am", "2026-02-14 10:00"),
    (
        "Start: 12/02/2026 18:00\nEnd: 12/02/2026 20:00",
        "2026-02-12 18:00 - 20:00",
    ),
    ("Start: Thursday 12 Feb, 18:00", "2026-02-12 18:00"),
    ("Elke dinsdag- en donderdagavond om 20u", "weekly 1,3 20:00"),
    ("wekelijks: dinsdag 20u", "weekly 1 20:00"),
    (
        "Our weekly meeting is on Tuesdays at 5 pm.",
        "weekly 1 17:00",
    ),
    (
        "Meeting on Tuesday at 5 pm, as every week",
        "weekly 1 17:00",
    ),
    ("12 feb 20:00 of 13 feb 20:00, stem maar", "ambiguous"),
    ("Zaterdag 7 of 14 februari om 20u?", "ambiguous"),
    ("The bar is open from 17:00 every day", "no_date"),
    ("Wie komt er mee vrijdag? Om 20u aan de kerk.", "no_date"),
    ("Openingsuren: ma-vr 9:00-17:00", "no_date"),
    (
        "Quiz night##Save the date: 20 maart! Meer info volgt.",
        "no_time",
    ),
    (
        "Hallo, de vergadering van maandag 9 februari start om 19.00 u en eindigt om 21.00 u.",
        "2026-02-09 19:00 - 21:00",
    ),
    (
        "Clan war: Sat 7 Feb @ 21:00 CET (20:00 UK)",
        "2026-02-07 21:00",
    ),
    (
        "New episode drops Friday at 6 PM ET / 3 PM PT",
        "2026-02-07 00:00",
    ),
    (
        "Tickets €15 (vvk) / €18 (kassa), zaterdag 28 maart om 20u15",
        "2026-03-28 20:15",
    ),
    ("Bel 0475 12 34 56 voor 18:00", "no_date"),
    ("Contact: 03/321.45.67, morgen om 20u", "2026-02-05 20:00"),
    (
        "24/7 support, live op 9 februari om 10:00",
        "2026-02-09 10:00",
    ),
    ("Patch 1.12 op 12 februari om 10.00 uur", "2026-02-12 10:00"),
    (
        "Nieuwjaarsreceptie: zondag 10 januari 2027 van 11u tot 13u in de kantine",
        "2027-01-10 11:00 - 13:00",
    ),
    ("We spelen as. zaterdag om 14u", "2026-02-07 14:00"),
    ("Zaterdag a.s. om 14u spelen we", "2026-02-07 14:00"),
    ("Aanstaande zondag, 10:00, wandeling", "2026-02-08 10:00"),
    ("Morgen allemaal! Vandaag om 20u live", "2026-02-04 20:00"),
    ("Goedemorgen, vandaag 14u webinar", "2026-02-04 14:00"),
    (
        "daily at 9am and 5pm",
        "weekly 0,1,2,3,4,5,6 09:00 ! more_recurrences",
    ),
    ("Elke werkdag 8u45", "weekly 0,1,2,3,4 08:45"),
    ("every weekend at 11:00", "weekly 5,6 11:00"),
    ("Woensdagen 20:00", "weekly 2 20:00"),
    (
        "Iedere dinsdag, 19u30 - 21u, vanaf 3 maart tot 26 mei",
        "weekly 1 19:30 from 2026-03-03 to 2026-05-26 ! starts_later",
    ),
    ("Twee keer per week", "no_time"),
    (
        "Postponed to Thursday 12 February, 19:00##Book club",
        "2026-02-12 19:00",
    ),
    (
        "De show van 6 februari om 20u wordt verplaatst naar 13 februari om 21u",
        "2026-02-13 21:00",
    ),
    ("CANCELLED: Friday 6 Feb 20:00 movie.", "cancelled"),
    (
        "The event is not cancelled! Friday 6 Feb 20:00",
        "2026-02-06 20:00",
    ),
    ("Date : 12-02-2026\nTime : 20:00", "2026-02-12 20:00"),
    (
        "**Date**: 12.02.2026 • **Time**: 20:00 • **Location**: <#123>",
        "2026-02-12 20:00 @ <#123>",
    ),
    (
        "When? Feb 12, 8:00pm - 9:30pm EST",
        "2026-02-13 02:00 - 03:30",
    ),
    ("<t:1770580800:F> (<t:1770580800:R>)", "2026-02-08 21:00"),
    (
        "<t:1770580800:F> - <t:1770588000:t>",
        "2026-02-08 21:00 - 23:00",
    ),
    (
        "1 maart 2026, 2 maart 2026, 3 maart 2026 om 20:00",
        "2026-03-01 20:00 ! more_dates",
    ),
    (
        "Vergeet niet: inschrijven vóór 10 februari 12:00. Het toernooi is op 14 februari 10:00.",
        "2026-02-14 10:00",
    ),
    ("Deadline: 10 Feb 23:59", "2026-02-10 23:59"),
    ("Kerstmarkt 19/12 17:00", "2026-12-19 17:00"),
    ("At 7 tomorrow", "no_time"),
    ("8 o'clock tomorrow evening", "2026-02-05 20:00"),
    ("Session on Feb 30 at 20:00", "invalid_date"),
    ("Next week Tuesday 20:00", "2026-02-10 20:00"),
    ("Dinsdag over een week om 20u", "2026-02-17 20:00"),
    ("See you Friday, 20:00!", "2026-02-06 20:00"),
    ("vr 20u bingo", "2026-02-06 20:00"),
    ("Wat doe je zo om 20u?", "no_date"),
    ("ik hou van do re mi 20u", "no_date"),
    (
        "Beste leden, op zaterdag 14 maart 2026 organiseren we onze jaarlijkse kaas- en wijnavond. Deuren openen om 18 uur, start om 19 uur. Inschrijven kan tot 7 maart via https://kaas.example.",
        "2026-03-14 19:00",
    ),
    (
        "Big news! Our summer tournament kicks off June 20th at 2pm.",
        "2026-06-20 14:00",
    ),
    (
        "Workshop Rust voor beginners\nDonderdag 19 februari\n19u30 – 21u30\nLokaal B2.04",
        "2026-02-19 19:30 - 21:30",
    ),
    (
        "Movie Night 🍿\nFriday, February 6\n8:00 PM CET\nVoice channel",
        "2026-02-06 20:00",
    ),
    (
        "WEEKLY STREAM\nMon / Wed / Fri @ 18:00",
        "weekly 0,2,4 18:00",
    ),
    ("Mon, Wed & Fri at 7am", "2026-02-06 07:00 ! more_dates"),
    (
        "Training schema: maandag en donderdag van 19u tot 20u30",
        "2026-02-05 19:00 - 20:30 ! more_dates",
    ),
    (
        "Vanaf volgende week elke woensdag om 19u",
        "weekly 2 19:00 from 2026-02-09 ! starts_later",
    ),
    (
        "Server maintenance on 15 Feb 2026, 02:00-04:00 UTC",
        "2026-02-15 03:00 - 05:00",
    ),
    (
        "De wedstrijd Gent - Brugge begint zondag om 13u30",
        "2026-02-08 13:30",
    ),
    ("Wij zijn open van 9u tot 17u.", "no_date"),
    ("Pauze van 12:30 tot 13:00", "no_date"),
    ("On 1 January we had 200 members, now 300!", "no_time"),
    ("Happy new year everyone! 🎆", "no_time"),
    ("It happened at 3:00 last night", "past"),
    ("vorige vrijdag om 20u was top", "past"),
    ("Recap of Tuesday's stream (20:00):", "past"),
    ("Reageer voor vrijdag 12u", "2026-02-06 12:00"),
    ("Ik kom eraan over 5 minuten", "no_time"),
    ("Wie wil er morgen om 20u gamen?", "2026-02-05 20:00"),
    ("Meet at 10:30 on 2026-03-01 (Sunday)", "2026-03-01 10:30"),
    ("Zo 1 mrt, 10.30u: ontbijt", "2026-03-01 10:30"),
    (
        "Donderdag 5 feb 2026 - 20.00 tot 22.00 uur",
        "2026-02-05 20:00 - 22:00",
    ),
    (
        "📅 12-02-2026 🕗 20:00 📍 Discord Stage",
        "2026-02-12 20:00 @ Discord Stage",
    ),
    ("Quiz | 12 februari | 20u | café", "2026-02-12 20:00"),
    (
        "Date: Feb 12, 2026\nTime: 7:00 PM – 9:00 PM\nLocation: Main Hall, 2nd floor",
        "2026-02-12 19:00 - 21:00 @ Main Hall, 2nd floor",
    ),
    (
        "Start time: 19:00\nEnd time: 21:00\nDate: tomorrow",
        "2026-02-05 19:00 - 21:00",
    ),
    (
        "Wanneer: elke dinsdag, 20u\nWaar: <#99>",
        "weekly 1 20:00 @ <#99>",
    ),
    (
        "When: Every 2nd Tuesday at 8pm",
        "freq=weekly;interval=2;byday=tu 20:00 from 2026-02-10",
    ),
    (
        "Every third Thursday of the month, 19:30",
        "freq=monthly;byday=3th 19:30",
    ),
    (
        "Om de twee weken op maandag 19u",
        "freq=weekly;interval=2;byday=mo 19:00 from 2026-02-09",
    ),
    ("Bi-weekly sync, next one 10 Feb 15:00", "2026-02-10 15:00"),
    ("@everyone live in 30 min!", "no_time"),
    (
        "The meeting has been rescheduled from 6 Feb to 9 Feb at 18:00",
        "2026-02-09 18:00",
    ),
    (
        "De lezing gaat niet door op 12 februari om 20u. Nieuwe datum: 19 februari om 20u.",
        "2026-02-19 20:00",
    ),
    (
        "12/2: geen training. 19/2 20u: training",
        "2026-02-19 20:00",
    ),
    (
        "Event vrijdag om 20u (onder voorbehoud)",
        "2026-02-06 20:00",
    ),
    (
        "Saturday 7th February 1pm GMT / 2pm CET / 8am EST",
        "2026-02-07 14:00",
    ),
    ("om 20:00 stipt, maandag 9 februari!", "2026-02-09 20:00"),
    ("half 8 's avonds, zaterdag 7 februari", "2026-02-07 19:30"),
    ("Kom je ook? 13/2, 20u15, zaal Forum.", "2026-02-13 20:15"),
    ("Let's play D&D 5e on Feb 13 at 7", "no_time"),
    ("Prijs: € 20.00 per persoon, 13 februari", "no_time"),
    ("13 februari 2026 om 8 uur 's morgens", "2026-02-13 08:00"),
    (
        "On Friday the 13th of February at 8.30pm",
        "2026-02-13 20:30",
    ),
    ("Op vrijdag de 13de februari om 20 uur", "2026-02-13 20:00"),
    ("The 3rd of May, 2026 at 18:00", "2026-05-03 18:00"),
    ("18:00, May 3", "2026-05-03 18:00"),
    (
        "van vrijdag 6 februari 18u tot zondag 8 februari 16u",
        "2026-02-06 18:00 - 16:00",
    ),
    (
        "Posted on 1/2/2026. Stream tomorrow 20:00.",
        "2026-02-05 20:00",
    ),
    ("Update 3.10 released today", "no_time"),
    ("9/11 memorial 10:00", "2026-11-09 10:00"),
    ("ronde 2 start om 21:00 vanavond", "2026-02-04 21:00"),
    (
        "Iedere eerste vrijdag van de maand, 20u",
        "freq=monthly;byday=1fr 20:00",
    ),
    ("elke ochtend om 7u", "weekly 0,1,2,3,4,5,6 07:00"),
    ("Weekdays 9 AM EST", "weekly 0,1,2,3,4 15:00"),
    (
        "De quiz is verplaatst van 6 feb naar 9 feb om 20u",
        "2026-02-09 20:00",
    ),
    ("Every morning at 7:15", "weekly 0,1,2,3,4,5,6 07:15"),
];

#[test]
fn announcements_are_read_as_they_are_meant() {
    hold(CASES);
}
