//! The machine: its port, its disk, and the zones that the program was built with.

use adapter_postgres::private_server::free_bytes;
use chrono::{Datelike as _, Utc};
use kernel::Clock as _;
use tokio::net::TcpListener;

use super::finding::Finding;
use crate::clock::SystemClock;
use crate::config::{self, Config};

/// Below this, Postgres may stop at any moment.
const LEAST_FREE: u64 = 256 << 20;
/// Below this, somebody should look.
const LITTLE_FREE: u64 = 1 << 30;
/// Zones change a few times a year, and rarely where our users are.
const ZONES_HOLD_YEARS: i32 = 2;

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![port(config).await];
    if let config::Database::Private(dir) = &config.database {
        findings.push(disk(free_bytes(dir)));
    }
    findings.push(zones(chrono_tz::IANA_TZDB_VERSION, SystemClock.now()));
    findings
}

async fn port(config: &Config) -> Finding {
    match TcpListener::bind(config.bind).await {
        Ok(_) => Finding::good("port", format!("{} is free", config.bind)),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Finding::bad(
            "port",
            format!("this account may not listen on {}", config.bind),
            "set PORT to a number above 1023",
        ),
        Err(_) => Finding::bad(
            "port",
            format!("{} is taken (perhaps Alphapy runs already)", config.bind),
            "stop the other program, or set PORT",
        ),
    }
}

fn disk(free: Option<u64>) -> Finding {
    let Some(free) = free else {
        return Finding::good("disk", "the system does not say how much room is left");
    };
    let found = format!("{} MiB are free for the data", free >> 20);
    let fix = "make room, or put ALPHAPY_DATA_DIR on a larger disk";
    match free {
        0..LEAST_FREE => Finding::bad("disk", found, fix),
        LEAST_FREE..LITTLE_FREE => Finding::note("disk", found, fix),
        _ => Finding::good("disk", found),
    }
}

/// Versions are called `2025b`.
fn zones(version: &str, now: chrono::DateTime<Utc>) -> Finding {
    let found = format!("the time zones are those of {version}");
    let year: Option<i32> = version.get(..4).and_then(|it| it.parse().ok());
    match year {
        Some(year) if year + ZONES_HOLD_YEARS < now.year() => Finding::note(
            "zones",
            format!("{found}, so that later changes of clocks are not known"),
            "update Alphapy",
        ),
        _ => Finding::good("zones", found),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn a_full_disk_is_bad_and_a_nearly_full_one_worth_a_note() {
        assert!(disk(Some(100 << 20)).is_bad());
        let little = disk(Some(500 << 20));
        assert!(
            !little.is_bad() && little.to_string().starts_with("note"),
            "{little}"
        );
        assert!(disk(Some(5 << 30)).to_string().starts_with("ok"));
        assert!(!disk(None).is_bad());
    }

    #[test]
    fn old_zones_are_worth_a_note() {
        let year = |it| Utc.with_ymd_and_hms(it, 3, 1, 0, 0, 0).unwrap();
        assert!(zones("2025b", year(2027)).to_string().starts_with("ok"));
        assert!(zones("2025b", year(2028)).to_string().starts_with("note"));
        assert!(zones("odd", year(2028)).to_string().starts_with("ok"));
    }
}
