//! The question about a silent ticket: sent to its requester by a direct message, and answered there by a button.

use kernel::{ChannelId, GuildId, UseCaseError, UserId};
use tickets_core::{RoomError, Ticket, TicketId, WorkId};
use twilight_model::application::interaction::{Interaction, InteractionData};
use twilight_model::channel::message::AllowedMentions;
use twilight_model::id::marker::ChannelMarker;

use super::made::Made;
use super::refused::room_error;
use super::rooms::TicketChannels;
use super::said::Said;
use super::{act_view, idle_view};
use crate::context::{Asker, DiscordContext};
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::custom_id::{self, Parts};
use crate::rest::RestError;
use crate::routes::Handled;

pub(crate) const CLOSE: &str = "idle_close";
pub(crate) const KEEP: &str = "idle_keep";

/// Discord's codes for somebody who takes no messages from the bot, who shares no server with it, or whose account is gone.
const NOT_REACHED: [u64; 3] = [50_007, 50_278, 10_013];

/// The id of a button about a ticket: its row's number, and its guild, without which no row is ever looked for.
pub(super) fn button_id(route: &'static str, ticket: &Ticket) -> String {
    custom_id::encode(route, &[&ticket.id, &ticket.guild])
}

fn read(mut parts: Parts<'_>) -> Option<(TicketId, GuildId)> {
    let id = parts.next()?;
    let guild = GuildId::new(parts.next()?).ok()?;
    Some((id, guild))
}

/// Who pressed one of these buttons in a direct message, where an interaction names no guild: a member of the ticket's, who
/// may do there what its requester may, and nothing else.
pub(crate) fn asker(interaction: &Interaction) -> Option<Asker> {
    let Some(InteractionData::MessageComponent(data)) = &interaction.data else {
        return None;
    };
    let parts = Parts::of(&data.custom_id);
    if ![CLOSE, KEEP].contains(&parts.route) || interaction.guild_id.is_some() {
        return None;
    }
    let (_, guild) = read(parts)?;
    let channel = ChannelId::from_twilight(interaction.channel.as_ref()?.id).ok()?;
    let account = interaction.author()?;
    let user = UserId::from_twilight(account.id).ok()?;
    Some(Asker::by_themselves(guild, channel, user, &account.name))
}

/// An answer to the question.
pub(crate) async fn press(parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let route = parts.route;
    let Some((id, guild)) = read(parts).filter(|it| it.1 == asker.guild) else {
        return Ok(act_view::no_such_ticket());
    };
    let (tickets, user) = (&context.features.tickets, asker.member.user);
    let done = if route == KEEP {
        let kept = tickets.keep(guild, id, user).await;
        kept.map(|it| idle_view::kept(&it))
    } else {
        let gone = tickets.let_go(guild, id, user).await;
        gone.map(|it| idle_view::let_go(&it.after))
    };
    match done {
        Ok(reply) => Ok(reply),
        Err(UseCaseError::Refused(refusal)) => Ok(act_view::refused(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

impl TicketChannels {
    /// False if they take no messages.
    pub(super) async fn ask_requester(
        &self,
        ticket: &Ticket,
        of: WorkId,
    ) -> Result<bool, RoomError> {
        match self.write_to_requester(ticket, of).await {
            Ok(()) => Ok(true),
            Err(error) if NOT_REACHED.iter().any(|it| error.is_unknown(*it)) => {
                tracing::debug!(
                    guild.id = ticket.guild.get(),
                    "no message reaches the requester of a silent ticket"
                );
                Ok(false)
            }
            Err(error) => Err(room_error(error)),
        }
    }

    async fn write_to_requester(&self, ticket: &Ticket, of: WorkId) -> Result<(), RestError> {
        let requests = self.rest.requests();
        let guild = self.directory.facts(ticket.guild).map(|it| it.name);
        let request = requests.create_private_channel(ticket.requester.to_twilight());
        let direct: Made<ChannelMarker> = self.rest.model(request).await?;
        let embeds = [idle_view::question(ticket, guild.as_deref())];
        let components = idle_view::answers(ticket);
        let body = Said::new("", AllowedMentions::default(), ticket, of);
        let body = body.with(&embeds, &components).into_json();
        let body = body.map_err(|it| RestError::Invalid(Box::new(it)))?;
        let request = requests.create_message(direct.id).payload_json(&body);
        self.rest.done(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_without_its_guild_names_no_ticket() {
        let named = read(Parts::of("idle_keep:7:81384788765712384"));
        assert_eq!(named.map(|it| it.0.get()), Some(7));
        for id in ["idle_keep", "idle_keep:7", "idle_keep:7:0", "idle_keep:x:1"] {
            assert_eq!(read(Parts::of(id)), None, "{id}");
        }
    }
}
