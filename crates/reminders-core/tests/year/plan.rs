//! The reminders of the year's table, and the table.

use std::collections::BTreeMap;

use chrono::Weekday::{Mon, Sat, Sun, Thu};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use parsers::{Nth, Recurrence};
use reminders_core::{Announce, Kind, Lead, Schedule};

/// A send: when, of which kind, and when its event is.
pub(crate) type Send = (DateTime<Utc>, Kind, DateTime<Utc>);

/// A reminder of the table: its name there, when its event is, how long before it is announced, and which moments are.
pub(crate) type Planned = (&'static str, Schedule, Lead, Announce);

/// The zones of the table.
pub(crate) const ZONES: [Tz; 4] = [
    Tz::Europe__Brussels,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::UTC,
];

/// Every send of the year, by zone and reminder, in order.
pub(crate) fn expected() -> BTreeMap<(&'static str, &'static str), Vec<Send>> {
    let mut table: BTreeMap<_, Vec<Send>> = BTreeMap::new();
    for line in include_str!("2026.csv").lines().skip(1) {
        let parts: Vec<&'static str> = line.split(',').collect();
        let [zone, reminder, fires_at, kind, event_at] = parts[..] else {
            panic!("{line}")
        };
        let kind = match kind {
            "pre" => Kind::Pre,
            "t0" => Kind::T0,
            other => panic!("{other}"),
        };
        let send = (instant(fires_at), kind, instant(event_at));
        table.entry((zone, reminder)).or_default().push(send);
    }
    table
}

/// The reminders in one zone.
pub(crate) fn planned(zone: Tz) -> Vec<Planned> {
    use Announce::{AtStart, Before, Both};
    let weekly = |days: &[chrono::Weekday]| Recurrence::weekly(days.iter().copied().collect());
    let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let again = |recurrence, hour, minute| Schedule::recurring(recurrence, clock(hour, minute));
    let once = |year_day: (u32, u32), hour, minute| {
        let date = date(year_day.0, year_day.1);
        Schedule::one_off(parsers::resolve(date, clock(hour, minute), zone))
    };
    let fortnight = weekly(&[Sat]).unwrap().every(2, date(1, 3)).unwrap();
    let ten_days = Recurrence::daily().every(10, date(1, 5)).unwrap();
    let last_sunday = Recurrence::monthly_on_weekday(Nth::Last, Sun);
    let last_day = Recurrence::monthly_on_day(31).unwrap();
    let named =
        |name, schedule, lead, announce| (name, schedule, Lead::minutes(lead).unwrap(), announce);
    vec![
        named(
            "weekly",
            again(weekly(&[Mon, Thu]).unwrap(), 20, 0),
            60,
            Before,
        ),
        named("sundays", again(weekly(&[Sun]).unwrap(), 2, 15), 60, Both),
        named("early", again(weekly(&[Sun]).unwrap(), 1, 45), 0, AtStart),
        named("fortnightly", again(fortnight, 23, 30), 180, Before),
        named("monthly_sunday", again(last_sunday, 2, 30), 1440, Both),
        named("monthly_31st", again(last_day, 0, 15), 60, Before),
        named("ten_days", again(ten_days, 3, 15), 90, Both),
        named("once_spring", once((3, 29), 2, 15), 60, Both),
        named("once_autumn", once((10, 25), 3, 15), 60, Both),
        named("once_spring_west", once((3, 8), 2, 30), 60, Both),
        named("once_autumn_south", once((4, 5), 1, 45), 30, Both),
    ]
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    let whole = text.replace('Z', ":00Z");
    whole.parse().unwrap()
}
