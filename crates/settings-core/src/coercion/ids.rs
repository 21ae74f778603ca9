//! Discord's ids, as numbers, digits or mentions.

use std::str::FromStr;

use kernel::InvalidId;

use super::{Coerced, CoercionError};
use crate::{RawValue, SettingValue};

pub(super) fn id<I>(
    raw: &RawValue,
    mention: &str,
    wrap: fn(I) -> SettingValue,
) -> Result<Coerced, CoercionError>
where
    I: FromStr<Err = InvalidId> + TryFrom<i64, Error = InvalidId>,
{
    let id = match raw {
        RawValue::Int(0) => return Ok(Coerced::Clear),
        RawValue::Int(it) => I::try_from(*it),
        RawValue::Text(text) => match text.trim_ascii() {
            "0" => return Ok(Coerced::Clear),
            it => I::from_str(unwrap_mention(it, mention)),
        },
        RawValue::Float(_) => Err(InvalidId),
        _ => return Err(CoercionError::WrongType),
    };
    id.map(|it| Coerced::Value(wrap(it)))
        .map_err(|_| CoercionError::InvalidSnowflake)
}

fn unwrap_mention<'a>(text: &'a str, mention: &str) -> &'a str {
    if mention.is_empty() {
        return text;
    }
    text.strip_prefix(mention)
        .and_then(|it| it.strip_suffix('>'))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, RoleId};

    use super::super::checks::{accepts, refuses, s};
    use super::*;
    use crate::Kind;
    use CoercionError::{Empty, InvalidSnowflake, WrongType};

    #[test]
    fn reads_ids_as_numbers_digits_and_mentions() {
        let channel = SettingValue::Channel(ChannelId::new(42).unwrap());
        accepts(
            Kind::Channel,
            [RawValue::Int(42), s("42"), s(" <#42> ")],
            &channel,
        );
        let role = SettingValue::Role(RoleId::new(42).unwrap());
        accepts(Kind::Role, [RawValue::Int(42), s("42"), s("<@&42>")], &role);
        for kind in [Kind::Channel, Kind::Category, Kind::Role, Kind::Message] {
            for zero in [RawValue::Int(0), s("0"), s(" 0 ")] {
                assert_eq!(kind.coerce(zero), Ok(Coerced::Clear));
            }
            refuses(
                kind,
                [
                    (RawValue::Bool(true), WrongType),
                    (RawValue::Other, WrongType),
                    (RawValue::Int(-5), InvalidSnowflake),
                    (RawValue::Float(1.5), InvalidSnowflake),
                    (s("9223372036854775808"), InvalidSnowflake),
                    (s("#general"), InvalidSnowflake),
                    (s("<@42>"), InvalidSnowflake),
                    (s("<#>"), InvalidSnowflake),
                    (s(""), Empty),
                ],
            );
        }
        refuses(Kind::Channel, [(s("<@&42>"), InvalidSnowflake)]);
        refuses(Kind::Role, [(s("<#42>"), InvalidSnowflake)]);
    }
}
