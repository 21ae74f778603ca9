//! Discord's ids (snowflakes), a type for each kind, so that a channel can never stand where a guild belongs.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use chrono::{DateTime, Utc};

/// A number or text that is no Discord id: zero, negative, not decimal, or above 2⁶³−1.
///
/// Discord's ids are 64-bit and never zero; the upper bound is Postgres' `BIGINT`, which Discord's ids reach in the
/// year 2084 (<https://discord.com/developers/docs/reference#snowflakes>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a Discord id")]
pub struct InvalidId;

/// The first millisecond of Discord's ids: that of the year 2015.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
/// Below so many bits of an id stands what is not its time.
const TIME_SHIFT: u32 = 22;

macro_rules! snowflake {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// The id with this number.
            pub const fn new(id: u64) -> Result<Self, InvalidId> {
                match NonZeroU64::new(id) {
                    Some(id) if id.get() <= i64::MAX.unsigned_abs() => Ok(Self(id)),
                    _ => Err(InvalidId),
                }
            }

            /// The number, as Discord writes it.
            pub const fn get(self) -> u64 {
                self.0.get()
            }

            /// When Discord made it, to the millisecond: what its first 42 bits count since the year 2015.
            pub fn created_at(self) -> DateTime<Utc> {
                let since = (self.0.get() >> TIME_SHIFT).cast_signed();
                // The largest id is of the year 2084.
                DateTime::from_timestamp_millis(DISCORD_EPOCH + since).unwrap_or_default()
            }

            /// The number, as Postgres' `BIGINT` stores it.
            pub const fn as_i64(self) -> i64 {
                self.0.get().cast_signed()
            }
        }

        impl TryFrom<i64> for $name {
            type Error = InvalidId;

            fn try_from(id: i64) -> Result<Self, InvalidId> {
                u64::try_from(id).map_err(|_| InvalidId).and_then(Self::new)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if !text.bytes().all(|it| it.is_ascii_digit()) {
                    return Err(InvalidId);
                }
                text.parse().map_err(|_| InvalidId).and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )+};
}

snowflake! {
    /// A Discord server: the tenant that every stored row belongs to.
    GuildId,
    /// A channel or thread.
    ChannelId,
    /// A person or bot.
    UserId,
    /// A role of one guild; the role with the guild's own id is `@everyone`.
    RoleId,
    /// A message in a channel.
    MessageId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints() {
        let id = GuildId::new(81_384_788_765_712_384).unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(GuildId::try_from(id.as_i64()), Ok(id));
    }

    #[test]
    fn knows_when_it_was_made() {
        // https://discord.com/developers/docs/reference#snowflakes has this one as its example.
        let id = MessageId::new(175_928_847_299_117_063).unwrap();
        let made = "2016-04-30T11:18:25.796Z".parse::<DateTime<Utc>>();
        assert_eq!(Ok(id.created_at()), made);
        let last = MessageId::new(i64::MAX.unsigned_abs()).unwrap();
        assert_eq!(last.created_at().to_string(), "2084-09-06 15:47:35.551 UTC");
    }

    #[test]
    fn refuses_what_discord_never_gives() {
        for text in [
            "0",
            "",
            "-5",
            "+5",
            "1.5",
            "٣",
            "9223372036854775808",
            "18446744073709551616",
            " 7",
        ] {
            assert_eq!(text.parse::<RoleId>(), Err(InvalidId), "{text:?}");
        }
    }
}
