//! How a value is written where a change is only noted: short, and without people's own words.

use crate::{Definition, Kind, SettingValue};

/// So much of a value is written, in characters.
pub const RECORDED_MAX: usize = 100;

/// The value of a setting as a note of its change may show it: at most [`RECORDED_MAX`] characters, and of a text that
/// people write freely no more than its length.
///
/// ```
/// use settings_core::{SettingValue, recorded, system};
///
/// let level = SettingValue::Text("critical".to_owned());
/// assert_eq!(recorded(&system::LOG_LEVEL, &level), "critical");
/// ```
pub fn recorded(definition: &Definition, value: &SettingValue) -> String {
    match (definition.kind, value) {
        (Kind::Text { .. }, SettingValue::Text(text)) => match text.chars().count() {
            1 => "1 character".to_owned(),
            many => format!("{many} characters"),
        },
        _ => value.to_string().chars().take(RECORDED_MAX).collect(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;

    use super::*;
    use crate::{DefaultValue, Who, system};

    fn text(length: usize) -> SettingValue {
        SettingValue::Text("é".repeat(length))
    }

    const PROMPT: Definition = Definition {
        scope: "ai",
        key: "prompt",
        kind: Kind::Text { max: 2000 },
        default: DefaultValue::Unset,
        who: Who::Admin,
        description: "What people write freely",
    };

    #[test]
    fn what_people_wrote_is_told_as_its_length_alone() {
        assert_eq!(recorded(&PROMPT, &text(1)), "1 character");
        assert_eq!(recorded(&PROMPT, &text(1700)), "1700 characters");
    }

    #[test]
    fn everything_else_is_told_up_to_a_hundred_characters() {
        let channel = SettingValue::Channel(ChannelId::new(5).unwrap());
        assert_eq!(recorded(&system::LOG_CHANNEL, &channel), "5");
        assert_eq!(recorded(&PROMPT, &SettingValue::Bool(true)), "true");
        let model = Definition {
            kind: Kind::Model,
            ..PROMPT
        };
        assert_eq!(recorded(&model, &text(101)), "é".repeat(100));
    }
}
