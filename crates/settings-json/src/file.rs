//! The file that takes settings away and brings them in.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::GuildId;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue as Verbatim;
use serde_json::{Map, Value, json};
use settings_core::{FileRefusal, RawValue, SettingsFile, Wish};

use crate::value;

/// What every version has.
#[derive(Deserialize)]
struct Header<'a> {
    format: String,
    version: u64,
    #[serde(borrow, default)]
    guild_id: Option<&'a Verbatim>,
    #[serde(default)]
    exported_at: Option<String>,
    /// Read only when the version is known.
    #[serde(borrow)]
    settings: &'a Verbatim,
}

/// An object as its entries, the same name as often as it is there.
pub(crate) struct Entries<T>(pub(crate) Vec<(String, T)>);

/// The settings of a file as [`write_file`] writes them.
///
/// A line whose value no setting could have does not keep the others from being read, nor does a name that is there
/// twice: what becomes of them is for [`plan_import`](settings_core::Settings::plan_import) to say.
///
/// ```
/// let json = br#"{"format": "alphapy-settings", "version": 1, "settings": {"gpt": {"enabled": false}}}"#;
/// let file = settings_json::read_file(json)?;
/// assert_eq!(file.settings[0].key, "enabled");
/// # Ok::<(), settings_core::FileRefusal>(())
/// ```
pub fn read_file(bytes: &[u8]) -> Result<SettingsFile, FileRefusal> {
    SettingsFile::check_size(bytes.len())?;
    let text = std::str::from_utf8(bytes).map_err(|why| FileRefusal::Unreadable {
        line: lines(&bytes[..why.valid_up_to()]),
    })?;
    // Some editors begin a file with the mark of its encoding.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_ascii_start().starts_with('[') {
        // Serde would take the fields of the header out of an array, too.
        return Err(FileRefusal::SomethingElse);
    }
    let header: Header = serde_json::from_str(text).map_err(|it| refusal(&it))?;
    SettingsFile::check_header(&header.format, header.version)?;
    let scopes: Entries<Entries<&Verbatim>> =
        serde_json::from_str(header.settings.get()).map_err(|_| FileRefusal::SomethingElse)?;
    let guild = match header.guild_id {
        Some(json) => Some(guild(json.get()).ok_or(FileRefusal::SomethingElse)?),
        None => None,
    };
    let mut settings = Vec::new();
    for (scope, keys) in scopes.0 {
        settings.extend(keys.0.into_iter().map(|(key, json)| Wish {
            scope: scope.clone(),
            key,
            value: Some(value::read(json.get())),
        }));
    }
    Ok(SettingsFile {
        guild,
        exported_at: header.exported_at.and_then(|it| moment(&it)),
        settings,
    })
}

/// The text of a file: one setting a line, so that people can read and compare it.
#[must_use]
pub fn write_file(file: &SettingsFile) -> String {
    let mut scopes = Map::new();
    for Wish { scope, key, value } in &file.settings {
        let value = value.as_ref().map_or(Value::Null, value::write_raw);
        let keys = scopes
            .entry(scope.as_str())
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(keys) = keys {
            keys.insert(key.clone(), value);
        }
    }
    let mut json = json!({
        "format": SettingsFile::FORMAT,
        "version": SettingsFile::VERSION,
        "settings": scopes,
    });
    if let Some(guild) = file.guild {
        json["guild_id"] = guild.to_string().into();
    }
    if let Some(at) = file.exported_at {
        json["exported_at"] = at.to_rfc3339_opts(SecondsFormat::Secs, true).into();
    }
    format!("{json:#}\n")
}

fn guild(json: &str) -> Option<GuildId> {
    match value::read(json) {
        RawValue::Int(it) => GuildId::try_from(it).ok(),
        RawValue::Text(it) => it.parse().ok(),
        _ => None,
    }
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|it| it.to_utc())
}

fn refusal(error: &serde_json::Error) -> FileRefusal {
    if error.is_data() {
        FileRefusal::SomethingElse
    } else {
        FileRefusal::Unreadable { line: error.line() }
    }
}

fn lines(text: &[u8]) -> usize {
    text.split(|it| *it == b'\n').count()
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reading<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Reading(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with(settings: &str) -> String {
        format!(
            r#"{{"format":"alphapy-settings","version":1,"guild_id":"42","settings":{settings}}}"#
        )
    }

    fn read(text: &str) -> Result<SettingsFile, FileRefusal> {
        read_file(text.as_bytes())
    }

    fn line(scope: &str, key: &str, value: RawValue) -> Wish {
        Wish {
            scope: scope.to_owned(),
            key: key.to_owned(),
            value: Some(value),
        }
    }

    #[test]
    fn a_file_is_written_for_people_and_read_back_as_it_was() {
        let file = SettingsFile {
            guild: GuildId::new(42).ok(),
            exported_at: moment("2026-11-21T13:00:00Z"),
            settings: vec![
                line("gpt", "enabled", RawValue::Bool(false)),
                line("gpt", "temperature", RawValue::Float(0.5)),
                line("invites", "text", RawValue::Text("\"Hé\"\n👋".to_owned())),
                line("system", "log_channel_id", RawValue::Text("7".to_owned())),
            ],
        };
        let expected = r#"{
  "exported_at": "2026-11-21T13:00:00Z",
  "format": "alphapy-settings",
  "guild_id": "42",
  "settings": {
    "gpt": {
      "enabled": false,
      "temperature": 0.5
    },
    "invites": {
      "text": "\"Hé\"\n👋"
    },
    "system": {
      "log_channel_id": "7"
    }
  },
  "version": 1
}
"#;
        assert_eq!(write_file(&file), expected);
        assert_eq!(read(expected), Ok(file));
    }

    #[test]
    fn what_clears_a_setting_stays_what_clears_it() {
        let cleared = read(&with(r#"{"gpt":{"enabled":null}}"#)).unwrap();
        assert_eq!(cleared.settings[0].value, Some(RawValue::Null));
        assert_eq!(read(&write_file(&cleared)), Ok(cleared));
    }

    #[test]
    fn a_value_that_nothing_can_be_hides_no_others() {
        let file = read(&with(r#"{"a":{"b":1e400,"c":[1],"d":{"e":{}},"f":60}}"#)).unwrap();
        let values: Vec<_> = file
            .settings
            .into_iter()
            .filter_map(|it| it.value)
            .collect();
        let other = RawValue::Other;
        assert_eq!(
            values,
            [other.clone(), other.clone(), other, RawValue::Int(60)]
        );
    }

    #[test]
    fn a_name_that_is_there_twice_is_told_twice() {
        let file = read(&with(r#"{"a":{"b":1,"b":2},"a":{"b":3}}"#)).unwrap();
        assert_eq!(file.settings.len(), 3);
    }

    #[test]
    fn where_it_comes_from_may_be_a_number_or_missing_but_not_nonsense() {
        let from = |guild: &str| {
            let rest = r#""format":"alphapy-settings","version":1,"settings":{}"#;
            read(&format!("{{{guild}{rest}}}")).map(|it| it.guild)
        };
        assert_eq!(from(""), Ok(None));
        assert_eq!(from(r#""guild_id":42,"#), Ok(GuildId::new(42).ok()));
        assert_eq!(from(r#""guild_id":"x","#), Err(FileRefusal::SomethingElse));
        assert_eq!(from(r#""guild_id":0,"#), Err(FileRefusal::SomethingElse));
    }

    #[test]
    fn what_is_no_export_is_refused_with_the_reason() {
        let unreadable = |line| Err(FileRefusal::Unreadable { line });
        assert_eq!(read(""), unreadable(1));
        assert_eq!(read("{\n\"format\":\n,}"), unreadable(3));
        assert_eq!(read_file(b"{\n\xff}"), unreadable(2));
        assert_eq!(read(&with(&"[".repeat(300))), unreadable(1));
        let newer = r#"{"format":"alphapy-settings","version":2,"settings":[]}"#;
        assert_eq!(read(newer), Err(FileRefusal::OtherVersion(2)));
        for other in [
            r#"["alphapy-settings",1,null,null,{}]"#,
            "5",
            "{}",
            r#"{"format":"other","version":1,"settings":{}}"#,
            r#"{"format":"alphapy-settings","version":"1","settings":{}}"#,
            r#"{"format":"alphapy-settings","version":-1,"settings":{}}"#,
            &with("[]"),
            &with(r#"{"gpt":true}"#),
        ] {
            assert_eq!(read(other), Err(FileRefusal::SomethingElse), "{other}");
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read_at_all() {
        let filler = " ".repeat(SettingsFile::MAX_BYTES);
        assert_eq!(read(&(with("{}") + &filler)), Err(FileRefusal::TooLarge));
    }

    #[test]
    fn the_mark_of_an_encoding_is_passed_over() {
        assert!(read(&format!("\u{feff}{}", with("{}"))).is_ok());
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_file(&bytes);
        }

        #[test]
        fn every_text_comes_back_as_it_was(text in any::<String>(), key in "[a-z_]{1,20}") {
            let file = SettingsFile {
                guild: None,
                exported_at: None,
                settings: vec![line("a", &key, RawValue::Text(text))],
            };
            prop_assert_eq!(read(&write_file(&file)), Ok(file));
        }
    }
}
