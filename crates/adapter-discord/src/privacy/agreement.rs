//! `/gdpr`, and the button below the agreement on what is stored.

use kernel::{ChannelId, MessageId, PortFailure, Retry, UseCaseError};
use reminders_core::Who;
use serde::Deserialize;
use tickets_core::RoomError;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::{agreement_text_view, agreement_view as view};
use crate::context::{Asker, DiscordContext};
use crate::convert::ToTwilight as _;
use crate::reply::{Reply, rows};
use crate::routes::Handled;
use crate::tickets::post_once;

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
    let message = match put(asker, channel, context).await? {
        Ok(message) => message,
        Err(RoomError::Forbidden(_)) => return Ok(view::may_not_post(channel, needed)),
        Err(RoomError::Gone) => return Ok(view::channel_gone()),
        Err(RoomError::Failed(failure)) => return Err(failure),
        Err(error) => {
            return Err(PortFailure::new("post the agreement", Retry::Later, error));
        }
    };
    let pinned = pin(channel, message, context).await;
    let by = asker.member.user;
    let privacy = &context.features.privacy;
    privacy.agreement_posted(asker.guild, by, channel).await;
    let role = settings.acceptance_role_id;
    let obstacle = |role| context.directory.obstacle_to_giving(asker.guild, role);
    let withheld = role.filter(|it| obstacle(*it).is_some());
    let posted = view::posted(asker.guild, channel, message, pinned, withheld);
    Ok(posted)
}

/// Posts it once, however often this command's post is sent.
async fn put(
    asker: &Asker,
    channel: ChannelId,
    context: &DiscordContext,
) -> Result<Result<MessageId, RoomError>, PortFailure> {
    let request = context.rest.requests().guild(asker.guild.to_twilight());
    let named: Result<Named, _> = context.rest.model(request).await;
    let named = named.map_err(|it| it.failure("read what a server is called"))?;
    let embed = agreement_text_view::embed(&named.name);
    let components = rows(vec![agreement_text_view::button()]);
    let nonce = format!("g{}", asker.way_back.reference());
    Ok(post_once(&context.rest, channel, &embed, &components, &nonce).await)
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
