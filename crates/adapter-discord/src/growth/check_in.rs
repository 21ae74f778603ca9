//! `/growthcheckin`, and its form.

use growth_core::{Ask, CheckinForm, GrowthRefusal};
use kernel::GuildId;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::{answer_view, ask, check_in_view as view};
use crate::context::DiscordContext;
use crate::form_inputs::text_of;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = GrowthCheckinCommand::NAME;
/// The form.
pub(crate) const FORM: &str = "growth_modal";
/// The form's inputs.
pub(super) const GOAL: &str = "goal";
pub(super) const OBSTACLE: &str = "obstacle";
pub(super) const FEELING: &str = "feeling";

#[derive(CreateCommand)]
#[command(
    name = "growthcheckin",
    desc = "Check in on your own goal, and hear what a coach would say; only you read it",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct GrowthCheckinCommand {}

pub(crate) fn definition() -> Command {
    GrowthCheckinCommand::create_command().into()
}

/// In a server, or in a direct message.
pub(crate) async fn run(guild: Option<GuildId>, context: &DiscordContext) -> Handled {
    Ok(if context.features.growth.takes_checkins(guild).await? {
        view::form()
    } else {
        Reply::text(answer_view::switched_off())
    })
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    who: &Ask,
    context: &DiscordContext,
) -> Handled {
    let [goal, obstacle, feeling] =
        [GOAL, OBSTACLE, FEELING].map(|it| text_of(data, it).unwrap_or_default());
    let form = match CheckinForm::new(goal, obstacle, feeling) {
        Ok(form) => form,
        Err(why) => return Ok(answer_view::refused(&GrowthRefusal::Invalid(why))),
    };
    let asked = context.features.growth.check_in(who, form).await;
    ask::outcome(asked, &who.reply_to.reference)
}
