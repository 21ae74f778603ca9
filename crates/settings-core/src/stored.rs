//! Reading what is stored: more tolerant than input, because earlier versions and other programs wrote it too.

use crate::{Coerced, CoercionError, Kind, RawValue, SettingValue};

/// How many layers of quotes earlier versions have been seen to leave around a value.
const MAX_LAYERS: usize = 3;

impl Kind {
    /// The value that a stored row means; `None` when the row means "not set" (null, or the id `0`).
    ///
    /// Quotes that earlier versions left around a value are taken off, except around free text, where they may be what
    /// the admin typed. A row that cannot be read keeps its error: the reader logs it, ignores it and leaves it stored.
    pub fn decode_stored(&self, raw: RawValue) -> Result<Option<SettingValue>, CoercionError> {
        let raw = match (self, raw) {
            (_, RawValue::Null) => return Ok(None),
            (Self::Text { .. }, raw) => raw,
            (_, RawValue::Text(text)) => RawValue::Text(unquoted(text)),
            (_, raw) => raw,
        };
        match self.coerce(raw)? {
            Coerced::Value(value) => Ok(Some(value)),
            Coerced::Clear => Ok(None),
        }
    }
}

fn unquoted(mut text: String) -> String {
    for _ in 0..MAX_LAYERS {
        let trimmed = text.trim_ascii();
        let inner = ['"', '\''].into_iter().find_map(|quote| {
            trimmed
                .strip_prefix(quote)
                .and_then(|it| it.strip_suffix(quote))
        });
        match inner {
            // A value encoded as JSON twice carries its inner quotes escaped.
            Some(inner) => text = inner.replace("\\\"", "\""),
            None => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;

    use super::*;

    const INT: Kind = Kind::Int { min: 0, max: 4320 };

    fn stored(kind: Kind, text: &str) -> Result<Option<SettingValue>, CoercionError> {
        kind.decode_stored(RawValue::Text(text.to_owned()))
    }

    #[test]
    fn takes_up_to_three_layers_of_quotes_off() {
        let channel = Ok(ChannelId::new(123).ok().map(SettingValue::Channel));
        for text in [
            "123",
            "\"123\"",
            "'123'",
            "'\"123\"'",
            "\"'\"123\"'\"",
            "\"\\\"123\\\"\"",
        ] {
            assert_eq!(stored(Kind::Channel, text), channel, "{text}");
        }
        let four = stored(Kind::Channel, "''''123''''");
        assert_eq!(four, Err(CoercionError::InvalidSnowflake));
        let unmatched = stored(Kind::Channel, "\"123'");
        assert_eq!(unmatched, Err(CoercionError::InvalidSnowflake));
    }

    #[test]
    fn reads_the_words_and_numbers_that_earlier_versions_wrote() {
        for text in ["yes", "on", "\"true\""] {
            assert_eq!(stored(Kind::Bool, text), Ok(Some(SettingValue::Bool(true))));
        }
        assert_eq!(
            stored(Kind::Bool, "\"false\""),
            Ok(Some(SettingValue::Bool(false)))
        );
        assert_eq!(stored(INT, "'0'"), Ok(Some(SettingValue::Int(0))));
        let level = Kind::Choice(&["verbose", "critical"]);
        let critical = SettingValue::Text("critical".to_owned());
        assert_eq!(stored(level, "\"Critical\""), Ok(Some(critical)));
    }

    #[test]
    fn null_and_the_id_zero_mean_not_set() {
        for kind in [Kind::Bool, INT, Kind::Role, Kind::Text { max: 5 }] {
            assert_eq!(kind.decode_stored(RawValue::Null), Ok(None));
        }
        assert_eq!(Kind::Role.decode_stored(RawValue::Int(0)), Ok(None));
        assert_eq!(stored(Kind::Role, "\"0\""), Ok(None));
    }

    #[test]
    fn quotes_around_free_text_are_the_admins_own() {
        let text = "\"Welcome!\"";
        let value = SettingValue::Text(text.to_owned());
        assert_eq!(stored(Kind::Text { max: 20 }, text), Ok(Some(value)));
    }

    #[test]
    fn what_cannot_be_read_keeps_its_reason() {
        assert_eq!(stored(INT, "soon"), Err(CoercionError::WrongType));
        assert_eq!(
            INT.decode_stored(RawValue::Int(9999)),
            Err(CoercionError::OutOfRange)
        );
        assert_eq!(stored(Kind::Bool, "\"\""), Err(CoercionError::Empty));
        let array = Kind::Bool.decode_stored(RawValue::Other);
        assert_eq!(array, Err(CoercionError::WrongType));
    }
}
