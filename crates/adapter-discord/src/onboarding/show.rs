//! `/onboarding show`.

use kernel::UseCaseError;

use super::{refusal_view, show_view};
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;
use crate::routes::Handled;

pub(super) async fn run(asker: &Asker, context: &DiscordContext) -> Handled {
    let set_up = &context.features.set_up;
    match set_up.overview(asker.guild, asker.member).await {
        Ok(overview) => {
            let named = |role| context.directory.obstacle_to_giving(asker.guild, role);
            let panel = context.features.newcomers.panel(asker.guild).await?;
            let card = show_view::card(asker.guild, &overview, panel, named);
            Ok(Reply::card(card))
        }
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::refused(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
