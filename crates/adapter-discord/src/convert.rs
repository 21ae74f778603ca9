//! Discord's ids: twilight's types and ours.

use kernel::{ChannelId, GuildId, InvalidId, MessageId, RoleId, UserId};
use twilight_model::id::Id;
use twilight_model::id::marker::{
    ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker,
};

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
