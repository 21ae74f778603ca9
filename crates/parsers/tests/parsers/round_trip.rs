//! Every date of 2020 to 2040 and every clock of the day, written the way people write them and read back.

use chrono::{DateTime, TimeZone, Utc};
use parsers::{parse_clock, parse_date};

use crate::reading::ZONE;
use crate::spelling::{clocks_of, dates_of, every_date, every_minute};

/// The evening before the first date.
fn before_all() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2019, 12, 31, 20, 0, 0).unwrap()
}

#[test]
fn every_date_is_read_back_from_every_spelling() {
    let mut wrong = Vec::new();
    for date in every_date() {
        for spelled in dates_of(date) {
            let found = parse_date(&spelled, before_all(), ZONE);
            if found != Ok(date) {
                wrong.push(format!("{spelled:?}: {found:?} instead of {date}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong, as {}", wrong.len(), wrong[0]);
}

#[test]
fn every_clock_is_read_back_from_every_spelling() {
    let mut wrong = Vec::new();
    for clock in every_minute() {
        for spelled in clocks_of(clock) {
            let found = parse_clock(&spelled);
            if found != Ok(clock) {
                wrong.push(format!("{spelled:?}: {found:?} instead of {clock}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong, as {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(40)]
    );
}
