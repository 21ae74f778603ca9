//! `/growthcheckin`, and its form.

use growth_core::{CheckinForm, GrowthRefusal};
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::{answer_view, ask, asking, check_in_view as view};
use crate::context::{Asker, DiscordContext};
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
    contexts = "guild",
    integration_types = "guild_install"
)]
struct GrowthCheckinCommand {}

pub(crate) fn definition() -> Command {
    GrowthCheckinCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Handled {
    Ok(
        if context.features.growth.takes_checkins(asker.guild).await? {
            view::form()
        } else {
            Reply::text(answer_view::switched_off())
        },
    )
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let [goal, obstacle, feeling] =
        [GOAL, OBSTACLE, FEELING].map(|it| text_of(data, it).unwrap_or_default());
    let form = match CheckinForm::new(goal, obstacle, feeling) {
        Ok(form) => form,
        Err(why) => return Ok(answer_view::refused(&GrowthRefusal::Invalid(why))),
    };
    let who = asking(asker, context);
    let asked = context.features.growth.check_in(&who, form).await;
    ask::outcome(asked, &who.reply_to.reference)
}
