//! Discord's ids: twilight's types and ours.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, InvalidId, MessageId, RoleId, UserId};
use twilight_model::id::Id;
use twilight_model::id::marker::{
    ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker,
};

/// The first millisecond of Discord's ids: that of the year 2015.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// An id of ours that twilight has under another type.
pub(crate) trait FromTwilight<T>: Sized {
    /// Our id; an id above 2⁶³−1, which Discord never gives, is refused.
    fn from_twilight(id: T) -> Result<Self, InvalidId>;
}

/// An id of twilight's for one of ours.
pub(crate) trait ToTwilight<T> {
    /// Twilight's id.
    fn to_twilight(self) -> T;
}

macro_rules! ids {
    ($($ours:ident $theirs:ident),+ $(,)?) => {$(
        impl FromTwilight<Id<$theirs>> for $ours {
            fn from_twilight(id: Id<$theirs>) -> Result<Self, InvalidId> {
                Self::new(id.get())
            }
        }

        impl ToTwilight<Id<$theirs>> for $ours {
            fn to_twilight(self) -> Id<$theirs> {
                Id::new(self.get())
            }
        }
    )+};
}

ids! {
    GuildId GuildMarker,
    ChannelId ChannelMarker,
    UserId UserMarker,
    RoleId RoleMarker,
    MessageId MessageMarker,
}

/// The ids that can be converted.
pub(crate) fn roles(ids: &[Id<RoleMarker>]) -> Vec<RoleId> {
    ids.iter()
        .filter_map(|it| RoleId::from_twilight(*it).ok())
        .collect()
}

/// The least id that a message of this moment can have; none before Discord's first.
pub(crate) fn first_id_of(moment: DateTime<Utc>) -> Option<Id<MessageMarker>> {
    let milliseconds = u64::try_from(moment.timestamp_millis() - DISCORD_EPOCH).ok()?;
    Id::new_checked(milliseconds.checked_mul(1 << 22)?.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_of_a_moment_is_the_one_that_discord_documents() {
        // https://discord.com/developers/docs/reference#snowflakes: 175928847299117063 is of this moment.
        let moment = DateTime::from_timestamp_millis(1_462_015_105_796).unwrap();
        let first = first_id_of(moment).unwrap().get();
        assert_eq!(first, 175_928_847_299_117_063 >> 22 << 22);
        assert_eq!(first_id_of(DateTime::UNIX_EPOCH), None);
    }
}
