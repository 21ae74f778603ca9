//! Proposals in the guilds' log channels.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure};
use settings_core::{SettingsReader, SystemSettings};
use tickets_core::topics::{Posted, Proposal, ProposalBoard};
use tickets_core::{RoomError, TicketNumber};
use twilight_model::channel::message::AllowedMentions;

use super::{proposal_view, proposals};
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::reply::rows;
use crate::rest::Rest;
use crate::tickets::{ReadBack, post_once, room_error};

/// [`ProposalBoard`] in the channels that guilds have chosen for their logs.
pub struct ProposalChannel {
    rest: Rest,
    directory: Arc<GuildDirectory>,
    settings: Arc<dyn SettingsReader>,
}

impl ProposalChannel {
    /// Proposals that are posted where `settings` say, in guilds that `directory` knows.
    pub fn new(
        rest: Rest,
        directory: Arc<GuildDirectory>,
        settings: Arc<dyn SettingsReader>,
    ) -> Self {
        Self {
            rest,
            directory,
            settings,
        }
    }

    /// The guild's log channel. What is to be decided stands there however little is logged.
    async fn channel(&self, guild: GuildId) -> Result<Option<ChannelId>, PortFailure> {
        let snapshot = self.settings.snapshot(guild).await?;
        Ok(SystemSettings::read(&snapshot).log_channel_id)
    }
}

#[async_trait]
impl ProposalBoard for ProposalChannel {
    async fn post(
        &self,
        proposal: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<Option<Posted>, RoomError> {
        let Some(channel) = self.channel(proposal.guild).await? else {
            return Ok(None);
        };
        let embed = proposal_view::card(proposal, tickets).build();
        let components = rows(proposal_view::buttons(proposal));
        let nonce = format!("p{:x}", proposal.id.get());
        let message = post_once(&self.rest, channel, &embed, &components, &nonce).await?;
        Ok(Some(Posted { channel, message }))
    }

    async fn find(&self, proposal: &Proposal) -> Result<Option<Posted>, RoomError> {
        let Some(channel) = self.channel(proposal.guild).await? else {
            return Ok(None);
        };
        let back = ReadBack {
            rest: &self.rest,
            directory: &self.directory,
            guild: proposal.guild,
            channel,
        };
        let button = proposals::add_button(proposal.id);
        let found = back.button(&button, proposal.created_at).await?;
        Ok(found.map(|message| Posted { channel, message }))
    }

    async fn refresh(
        &self,
        posted: Posted,
        proposal: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<(), RoomError> {
        refresh(&self.rest, posted, proposal, tickets).await
    }
}

/// Shows a proposal as it is now on the message where it stands.
pub(super) async fn refresh(
    rest: &Rest,
    posted: Posted,
    proposal: &Proposal,
    tickets: &[TicketNumber],
) -> Result<(), RoomError> {
    let embeds = [proposal_view::card(proposal, tickets).build()];
    let components = rows(proposal_view::buttons(proposal));
    let nobody = AllowedMentions::default();
    let request = rest
        .requests()
        .update_message(posted.channel.to_twilight(), posted.message.to_twilight())
        .embeds(Some(&embeds))
        .components(Some(&components))
        .allowed_mentions(Some(&nobody));
    rest.done(request).await.map_err(room_error)
}
