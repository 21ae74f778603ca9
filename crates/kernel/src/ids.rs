//! Discord's ids (snowflakes), a type for each kind, so that a channel can never stand where a guild belongs.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// A number or text that is no Discord id: zero, negative, not decimal, or above 2⁶³−1.
///
/// Discord's ids are 64-bit and never zero; the upper bound is Postgres' `BIGINT`, which Discord's ids reach in the
/// year 2084 (<https://discord.com/developers/docs/reference#snowflakes>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a Discord id")]
pub struct InvalidId;

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
