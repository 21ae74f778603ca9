//! Announcing newcomers in the channel that their server has chosen.

use std::sync::Arc;

use async_trait::async_trait;
use invites_core::{Announcement, Announcer, Posted, Welcome};
use kernel::{ChannelId, PortFailure, Retry};
use reminders_core::Who;
use tickets_core::RoomError;
use twilight_model::channel::message::AllowedMentions;

use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;
use crate::tickets::{ReadBack, post_text_once};

/// [`Announcer`] on Discord.
pub struct WelcomeMessages {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl WelcomeMessages {
    /// Messages that are posted through `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }
}

#[async_trait]
impl Announcer for WelcomeMessages {
    async fn post(
        &self,
        channel: ChannelId,
        of: &Announcement,
        welcome: &Welcome,
    ) -> Result<Posted, PortFailure> {
        // Nobody who joins one guild is told of in another one's channel, whatever was stored.
        let is_here = self.directory.permissions(of.guild, channel, &Who::Bot);
        if is_here.is_none() {
            return Ok(Posted::NoChannel);
        }
        let mentions = AllowedMentions {
            users: welcome.pings.iter().map(|it| it.to_twilight()).collect(),
            ..AllowedMentions::default()
        };
        let (text, nonce) = (welcome.text(), nonce(of));
        match post_text_once(&self.rest, channel, text, mentions, &nonce).await {
            Ok(_) => Ok(Posted::There),
            Err(RoomError::Forbidden(_)) => Ok(Posted::Forbidden),
            Err(RoomError::Gone) => Ok(Posted::NoChannel),
            Err(error) => Err(failure("announce a newcomer", error)),
        }
    }

    async fn stands(
        &self,
        channel: ChannelId,
        of: &Announcement,
        welcome: &Welcome,
    ) -> Result<bool, PortFailure> {
        let back = ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild: of.guild,
            channel,
        };
        match back.has_text(welcome.text(), of.joined_at).await {
            // Nobody can say; better no welcome than two.
            Err(RoomError::Forbidden(_)) => Ok(true),
            found => found.map_err(|it| failure("look for an announcement", it)),
        }
    }
}

/// The mark by which Discord knows a repeated post: at most 25 characters. The moment keeps a database that begins anew,
/// with the same numbers, from being taken for the old one.
fn nonce(of: &Announcement) -> String {
    let joined = of.joined_at.timestamp() & 0xFFFF_FFFF;
    format!("w{:x}-{joined:x}", of.id & 0xFF_FFFF_FFFF_FFFF)
}

fn failure(attempted: &'static str, error: RoomError) -> PortFailure {
    match error {
        RoomError::Failed(failure) => failure,
        other => PortFailure::new(attempted, Retry::Later, other),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use kernel::{GuildId, UserId};

    use super::*;

    #[test]
    fn a_nonce_fits_discords_limit_whatever_the_number() {
        let announcement = Announcement {
            id: i64::MAX,
            guild: GuildId::new(1).unwrap(),
            member: UserId::new(2).unwrap(),
            inviter: None,
            joined_at: DateTime::<Utc>::MAX_UTC,
            tries: 1,
        };
        let nonce = nonce(&announcement);
        assert!(nonce.len() <= 25, "{nonce}");
    }
}
