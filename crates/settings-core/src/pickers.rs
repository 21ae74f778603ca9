//! What a guild has to choose from, for pickers of channels and roles outside Discord.

use std::cmp::Reverse;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, RoleId};

/// The channels and roles of a guild that settings can name, in the order in which pickers show them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pickers {
    /// Categories first, then the channels by their category and name.
    pub channels: Vec<PickableChannel>,
    /// The highest first.
    pub roles: Vec<PickableRole>,
}

/// A channel to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickableChannel {
    /// Which.
    pub id: ChannelId,
    /// What it is called.
    pub name: String,
    /// What kind it is.
    pub kind: PickableKind,
    /// The category that it is in.
    pub parent: Option<ChannelId>,
}

/// Kinds of channels that settings can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PickableKind {
    /// A category of channels.
    Category,
    /// A text channel.
    Text,
    /// An announcement channel.
    Announcement,
}

/// A role to choose: one that the bot can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickableRole {
    /// Which.
    pub id: RoleId,
    /// What it is called.
    pub name: String,
    /// Its colour as `0xRRGGBB`; none when it has none of its own.
    pub color: Option<u32>,
    /// Where it stands: the higher, the mightier.
    pub position: i32,
}

/// Knows what a guild has to choose from.
#[async_trait]
pub trait PickerSource: Send + Sync {
    /// What the guild has, at most a few seconds old: only roles that the bot can give, neither everybody's nor those of
    /// bots and subscriptions. A failure when Discord does not say.
    async fn pickers(&self, guild: GuildId) -> Result<Pickers, PortFailure>;
}

impl Pickers {
    /// These channels and roles in the order of pickers.
    pub fn ordered(mut channels: Vec<PickableChannel>, mut roles: Vec<PickableRole>) -> Self {
        channels.sort_by(|one, other| {
            let place = |it: &PickableChannel| (it.kind != PickableKind::Category, it.parent);
            let names = || one.name.cmp(&other.name);
            let ids = || one.id.cmp(&other.id);
            place(one)
                .cmp(&place(other))
                .then_with(names)
                .then_with(ids)
        });
        // Of two at one height the older one stands higher.
        roles.sort_by_key(|it| (Reverse(it.position), it.id));
        Self { channels, roles }
    }
}

impl PickableKind {
    /// The word that other programs see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Text => "text",
            Self::Announcement => "announcement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(id: u64, name: &str, kind: PickableKind, parent: Option<u64>) -> PickableChannel {
        PickableChannel {
            id: ChannelId::new(id).unwrap(),
            name: name.to_owned(),
            kind,
            parent: parent.map(|it| ChannelId::new(it).unwrap()),
        }
    }

    fn role(id: u64, position: i32) -> PickableRole {
        PickableRole {
            id: RoleId::new(id).unwrap(),
            name: format!("role {id}"),
            color: None,
            position,
        }
    }

    #[test]
    fn categories_come_first_and_channels_by_category_and_name() {
        use PickableKind::{Announcement, Category, Text};
        let channels = vec![
            channel(1, "welcome", Text, Some(9)),
            channel(2, "news", Announcement, Some(9)),
            channel(3, "alone", Text, None),
            channel(4, "zoo", Text, Some(8)),
            channel(9, "Lobby", Category, None),
            channel(8, "Animals", Category, None),
        ];
        let ordered = Pickers::ordered(channels, Vec::new()).channels;
        let ids: Vec<_> = ordered.iter().map(|it| it.id.get()).collect();
        assert_eq!(ids, [8, 9, 3, 4, 2, 1]);
    }

    #[test]
    fn the_highest_role_comes_first_and_of_two_at_one_height_the_older() {
        let roles = vec![role(5, 1), role(7, 3), role(6, 3)];
        let ordered = Pickers::ordered(Vec::new(), roles).roles;
        let ids: Vec<_> = ordered.iter().map(|it| it.id.get()).collect();
        assert_eq!(ids, [6, 7, 5]);
    }
}
