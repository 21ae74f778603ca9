//! Names and values of settings, as people read them.

use sanitizer::{FIELD_NAME_MAX, safe_embed_text};
use settings_core::{Definition, SettingValue};

use crate::text::Rich;

/// A setting's name in words: `log_channel_id` is "Log channel".
pub(super) fn name(definition: &Definition) -> Rich {
    let words = definition
        .key
        .split('_')
        .filter(|it| !matches!(*it, "id" | "ids"));
    let mut words = words.collect::<Vec<_>>().join(" ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Rich::from(&safe_embed_text(&words, FIELD_NAME_MAX))
}

/// A value, of which at most `max` characters are shown when it is a text.
pub(super) fn value(value: Option<&SettingValue>, max: usize) -> Rich {
    let Some(value) = value else {
        return Rich::own("Not set");
    };
    match value {
        SettingValue::Bool(true) => Rich::own("✅ Yes"),
        SettingValue::Bool(false) => Rich::own("❌ No"),
        SettingValue::Channel(it) | SettingValue::Category(it) => Rich::default().channel(*it),
        SettingValue::Role(it) => Rich::default().role(*it),
        SettingValue::Int(_)
        | SettingValue::Float(_)
        | SettingValue::Message(_)
        | SettingValue::Text(_)
        | SettingValue::TimeZone(_) => Rich::default().code(&value.to_string(), max),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, RoleId};
    use reminders_core::settings;
    use settings_core::system;

    use super::*;

    #[test]
    fn a_name_is_words_without_id() {
        for (definition, expected) in [
            (&system::LOG_CHANNEL, "Log channel"),
            (&settings::FAILED_LOG, "Failed parse log channel"),
            (&settings::ENABLED, "Enabled"),
            (&settings::FALLBACK, "Gpt fallback enabled"),
        ] {
            assert_eq!(name(definition).as_str(), expected);
        }
    }

    #[test]
    fn each_kind_of_value_is_shown_in_its_own_way() {
        let zone = chrono_tz::Tz::America__New_York;
        for (shown, expected) in [
            (SettingValue::Bool(true), "✅ Yes"),
            (SettingValue::Bool(false), "❌ No"),
            (SettingValue::Int(0), "`0`"),
            (SettingValue::Float(0.5), "`0.5`"),
            (SettingValue::Channel(ChannelId::new(5).unwrap()), "<#5>"),
            (SettingValue::Role(RoleId::new(6).unwrap()), "<@&6>"),
            (SettingValue::TimeZone(zone), "`America/New_York`"),
        ] {
            assert_eq!(value(Some(&shown), 200).as_str(), expected);
        }
        assert_eq!(value(None, 200).as_str(), "Not set");
    }

    #[test]
    fn a_text_cannot_leave_its_quotes_and_is_cut() {
        let text = SettingValue::Text("a`b**@everyone**\n<@1>".to_owned());
        let shown = value(Some(&text), 200);
        assert_eq!(shown.as_str().matches('`').count(), 2, "{shown}");
        assert!(!shown.as_str().contains('\n'), "{shown}");
        let long = SettingValue::Text("x".repeat(1000));
        assert_eq!(value(Some(&long), 200).chars(), 202);
    }
}
