//! `/leaderhelp`: a menu of what is hard about leading, or a question of one's own in a form that nobody else reads.

use growth_core::{Ask, Challenge};
use kernel::GuildId;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::{answer_view, ask, leader_view as view};
use crate::context::DiscordContext;
use crate::form_inputs::first_text;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = LeaderHelpCommand::NAME;
/// The menu.
pub(crate) const PICK: &str = "leader_challenge";
/// The button that opens the form.
pub(crate) const OPEN: &str = "leader_ask";
/// The form.
pub(crate) const FORM: &str = "leader_modal";

#[derive(CreateCommand)]
#[command(
    name = "leaderhelp",
    desc = "Get help with leading a team; only you read it",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct LeaderHelpCommand {}

pub(crate) fn definition() -> Command {
    LeaderHelpCommand::create_command().into()
}

/// In a server, or in a direct message.
pub(crate) async fn run(guild: Option<GuildId>, context: &DiscordContext) -> Handled {
    Ok(if context.features.growth.is_on(guild).await? {
        view::menu()
    } else {
        Reply::text(answer_view::switched_off())
    })
}

pub(crate) async fn pick(picked: &[String], who: &Ask, context: &DiscordContext) -> Handled {
    match picked.first().and_then(|it| Challenge::of(it)) {
        Some(challenge) => answer(challenge, who, context).await,
        None => Ok(answer_view::unreadable()),
    }
}

pub(crate) fn form() -> Reply {
    view::form()
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    who: &Ask,
    context: &DiscordContext,
) -> Handled {
    let question = first_text(data).unwrap_or_default().to_owned();
    answer(Challenge::Own(question), who, context).await
}

async fn answer(challenge: Challenge, who: &Ask, context: &DiscordContext) -> Handled {
    let asked = context.features.growth.leader_help(who, challenge).await;
    ask::outcome(asked, &who.reply_to.reference)
}
