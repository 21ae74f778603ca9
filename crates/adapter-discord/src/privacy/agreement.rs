//! `/gdpr`, and the button below the agreement on what is stored.

use kernel::{ChannelId, GuildId, MessageId, PortFailure, UseCaseError};
use reminders_core::Who;
use serde::Deserialize;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::MessageMarker;

use super::{agreement_text_view, agreement_view as view};
use crate::context::{Asker, DiscordContext};
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::reply::{Reply, rows};
use crate::rest::RestError;
use crate::routes::Handled;

pub(crate) const NAME: &str = GdprCommand::NAME;
/// The button that accepts it, wherever and whenever it was posted.
pub(crate) const AGREE: &str = "gdpr_agree";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "gdpr",
    desc = "The agreement on what I keep of members (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
enum GdprCommand {
    #[command(name = "show")]
    Show(Show),
    #[command(name = "post")]
    Post(Post),
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "show", desc = "What is set, and how many accepted it")]
struct Show {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "post", desc = "Post the agreement in its channel, and pin it")]
struct Post {}

fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    GdprCommand::create_command().into()
}

/// A guild, as far as it is read.
#[derive(Deserialize)]
struct Named {
    name: String,
}

/// A message that was posted.
#[derive(Deserialize)]
struct Posted {
    id: Id<MessageMarker>,
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    if !asker.member.is_admin() {
        return Ok(view::for_admins());
    }
    match GdprCommand::from_interaction(CommandInputData::from(data.clone())) {
        Ok(GdprCommand::Show(Show {})) => show(asker, context).await,
        Ok(GdprCommand::Post(Post {})) => post(asker, context).await,
        Err(_) => Ok(view::unreadable()),
    }
}

async fn show(asker: &Asker, context: &DiscordContext) -> Handled {
    let privacy = &context.features.privacy;
    let settings = privacy.agreement(asker.guild).await?;
    let acceptances = privacy.acceptances(asker.guild).await?;
    Ok(view::shown(settings, acceptances))
}

async fn post(asker: &Asker, context: &DiscordContext) -> Handled {
    let settings = context.features.privacy.agreement(asker.guild).await?;
    if !settings.enabled {
        return Ok(view::switched_off_for_posting());
    }
    let Some(channel) = settings.channel_id else {
        return Ok(view::no_channel());
    };
    let held = context
        .directory
        .permissions(asker.guild, channel, &Who::Bot);
    let Some((kind, held)) = held else {
        return Ok(view::channel_gone());
    };
    if ![ChannelType::GuildText, ChannelType::GuildAnnouncement].contains(&kind) {
        return Ok(view::channel_gone());
    }
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    if !held.contains(needed) {
        return Ok(view::may_not_post(channel, needed - held));
    }
    let message = match put(asker.guild, channel, context).await {
        Ok(message) => message,
        Err(RestError::Refused { status: 403, .. }) => {
            return Ok(view::may_not_post(channel, needed));
        }
        Err(error) => return Err(error.failure("post the agreement")),
    };
    let pinned = pin(channel, message, context).await;
    Ok(view::posted(asker.guild, channel, message, pinned))
}

async fn put(
    guild: GuildId,
    channel: ChannelId,
    context: &DiscordContext,
) -> Result<MessageId, RestError> {
    let asked = context.rest.requests().guild(guild.to_twilight());
    let named: Named = context.rest.model(asked).await?;
    let embeds = [agreement_text_view::embed(&named.name)];
    let components = rows(vec![agreement_text_view::button()]);
    let nobody = AllowedMentions::default();
    let request = context
        .rest
        .requests()
        .create_message(channel.to_twilight())
        .embeds(&embeds)
        .components(&components)
        .allowed_mentions(Some(&nobody));
    let posted: Posted = context.rest.model(request).await?;
    let id = MessageId::from_twilight(posted.id);
    id.map_err(|it| RestError::Invalid(Box::new(it)))
}

/// Whether it could be pinned; posted it is either way.
async fn pin(channel: ChannelId, message: MessageId, context: &DiscordContext) -> bool {
    let client = context.rest.requests();
    let request = client.create_pin(channel.to_twilight(), message.to_twilight());
    match context.rest.done(request).await {
        Ok(()) => true,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the agreement could not be pinned");
            false
        }
    }
}

/// Somebody presses the button.
pub(crate) async fn agree(asker: &Asker, context: &DiscordContext) -> Handled {
    let privacy = &context.features.privacy;
    let (user, roles) = (asker.member.user, &asker.roles);
    match privacy.agree(asker.guild, user, roles).await {
        Ok(agreed) => Ok(view::agreed(&agreed)),
        Err(UseCaseError::Refused(why)) => Ok(view::not_agreed(why)),
        Err(UseCaseError::Failed(failure)) => Ok(not_noted(&failure)),
    }
}

/// Said in words of its own, so that nobody believes that they agreed.
fn not_noted(failure: &PortFailure) -> Reply {
    let error = failure as &dyn std::error::Error;
    tracing::error!(error, "an agreement could not be noted");
    view::not_noted()
}
