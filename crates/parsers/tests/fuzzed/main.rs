//! The seeds of the fuzz targets, and what fuzzing has found, through the functions that the targets call: the stand-in
//! for fuzzing that every run of the tests includes.

mod invariants;

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Timelike, Utc};
    use parsers::{AnnouncementText, Kind, parse_announcement, parse_expressions};

    use super::invariants::{TARGETS, check};

    #[test]
    fn every_seed_holds() {
        for target in TARGETS {
            let path = format!(
                "{}/fuzz/seeds/{}.txt",
                env!("CARGO_MANIFEST_DIR"),
                target.name
            );
            let seeds =
                std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(seeds.lines().count() >= 5, "{path} has few seeds");
            for seed in seeds.lines() {
                check(target.name, unescaped(seed).as_bytes());
            }
        }
    }

    #[test]
    fn a_discord_timestamp_counts_to_the_minute() {
        let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
        let zone = chrono_tz::Europe::Brussels;
        let found = parse_expressions("<t:1890000001:F>", now, zone);
        assert_eq!(found[0].start.to_string(), "2029-11-22 01:00:00");
        let read = parse_announcement(&AnnouncementText::plain("<t:1890000001:F>"), now, zone);
        let start = Utc.with_ymd_and_hms(2029, 11, 22, 0, 0, 0).unwrap();
        assert_eq!(read.unwrap().kind, Kind::OneOff { start, end: None });
    }

    #[test]
    fn a_wall_clock_of_a_time_before_zones_has_no_seconds() {
        let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
        let found = parse_expressions("1930-05-01T12:00Z", now, chrono_tz::Europe::Amsterdam);
        for it in found {
            assert_eq!(it.start.second(), 0, "{it:?}");
        }
    }

    /// A seed is a line with the escapes of JSON, which `printf %b` knows as well, so that a shell can write the corpus.
    fn unescaped(seed: &str) -> String {
        serde_json::from_str(&format!("\"{seed}\"")).expect("the inside of a JSON string")
    }
}
