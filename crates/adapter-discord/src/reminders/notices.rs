//! Telling people what was not posted, and what rests: the log channel, and each maker by a direct message.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, Clock, UserId};
use reminders_core::{Bulletin, NoticeDelivery, Telling, Who};
use serde::{Deserialize, Serialize};
use twilight_model::channel::message::Embed;
use twilight_model::id::Id;
use twilight_model::id::marker::ChannelMarker;

use super::notices_view;
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

/// [`NoticeDelivery`] over Discord's REST API. The same bulletin has the same nonce, so that Discord knows a repeated one.
pub struct Bulletins {
    rest: Rest,
    directory: Arc<GuildDirectory>,
    clock: Arc<dyn Clock>,
}

/// `Create Message`, with the field that twilight's builder lacks.
#[derive(Serialize)]
struct CreateMessage {
    embeds: [Embed; 1],
    allowed_mentions: Nobody,
    nonce: String,
    enforce_nonce: bool,
}

/// Pings nobody: whoever is named is told by a direct message.
#[derive(Serialize)]
struct Nobody {
    parse: [&'static str; 0],
}

/// All that is read of a channel for direct messages.
#[derive(Deserialize)]
struct Opened {
    id: Id<ChannelMarker>,
}

impl Bulletins {
    /// Bulletins posted through `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>, clock: Arc<dyn Clock>) -> Self {
        Self {
            rest,
            directory,
            clock,
        }
    }

    async fn post(
        &self,
        channel: Id<ChannelMarker>,
        embed: Embed,
        nonce: String,
    ) -> Result<(), RestError> {
        let message = CreateMessage {
            embeds: [embed],
            allowed_mentions: Nobody { parse: [] },
            nonce,
            enforce_nonce: true,
        };
        let body = serde_json::to_vec(&message).map_err(|it| RestError::Invalid(Box::new(it)))?;
        let request = self.rest.requests().create_message(channel);
        self.rest.done(request.payload_json(&body)).await
    }

    async fn write_to(&self, owner: UserId, bulletin: &Bulletin) -> Result<(), RestError> {
        let request = self
            .rest
            .requests()
            .create_private_channel(owner.to_twilight());
        let opened: Opened = self.rest.model(request).await?;
        let embed = notices_view::to_owner(bulletin)
            .at(self.clock.now())
            .build();
        let nonce = format!("u{:x}", bulletin.about.fingerprint());
        self.post(opened.id, embed, nonce).await
    }
}

#[async_trait]
impl NoticeDelivery for Bulletins {
    async fn tell_guild(&self, channel: ChannelId, bulletin: &Bulletin) -> Telling {
        let guild = bulletin.about.guild;
        // Nothing of a guild is told in another one's channel, whatever was stored.
        let foreign = self.directory.knows(guild)
            && self
                .directory
                .permissions(guild, channel, &Who::Bot)
                .is_none();
        if foreign {
            return Telling::Unreachable;
        }
        let embed = notices_view::to_guild(bulletin)
            .at(self.clock.now())
            .build();
        let nonce = format!("g{:x}", bulletin.about.fingerprint());
        judge(self.post(channel.to_twilight(), embed, nonce).await)
    }

    async fn tell_owner(&self, owner: UserId, bulletin: &Bulletin) -> Telling {
        judge(self.write_to(owner, bulletin).await)
    }
}

/// What Discord refuses, such as a message to somebody who takes none, it will refuse again.
fn judge(posted: Result<(), RestError>) -> Telling {
    match posted {
        Ok(()) => Telling::Told,
        Err(error @ (RestError::Refused { .. } | RestError::Invalid(_))) => {
            tracing::info!(
                error = &error as &dyn std::error::Error,
                "somebody could not be told about reminders"
            );
            Telling::Unreachable
        }
        Err(error) => Telling::Later(error.failure("tell people about reminders")),
    }
}
