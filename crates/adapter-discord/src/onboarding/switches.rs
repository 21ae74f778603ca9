//! `/onboarding toggle`, `set_mode`, `toggle_rules`, `set_role` and `set_join_role`: the settings that `/config onboarding`
//! changes too, by the same rules.

use kernel::UseCaseError;
use settings_core::RawValue;
use twilight_model::guild::Role;

use super::command::ModeChoice;
use super::view;
use crate::context::{Asker, DiscordContext};
use crate::reply::{Body, Reply};
use crate::routes::Handled;
use crate::settings;

/// The scope in which `/config` has the same actions.
const SCOPE: &str = "onboarding";

pub(super) async fn toggle(enabled: bool, asker: &Asker, context: &DiscordContext) -> Handled {
    let wish = Some(RawValue::Bool(enabled));
    settings::act(SCOPE, "toggle", wish, asker, context).await
}

pub(super) async fn set_mode(mode: ModeChoice, asker: &Asker, context: &DiscordContext) -> Handled {
    let wish = Some(RawValue::Text(mode.value().to_owned()));
    let reply = settings::act(SCOPE, "set_mode", wish, asker, context).await?;
    warned(reply, asker, context).await
}

pub(super) async fn toggle_rules(
    enabled: bool,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let wish = Some(RawValue::Bool(enabled));
    let reply = settings::act(SCOPE, "toggle_rules", wish, asker, context).await?;
    warned(reply, asker, context).await
}

pub(super) async fn set_role(
    role: Option<Role>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    settings::act(SCOPE, "set_role", id_of(role), asker, context).await
}

pub(super) async fn set_join_role(
    role: Option<Role>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    settings::act(SCOPE, "set_join_role", id_of(role), asker, context).await
}

fn id_of(role: Option<Role>) -> Option<RawValue> {
    role.map(|it| RawValue::Text(it.id.to_string()))
}

/// The reply, and what keeps newcomers from being shown rules.
async fn warned(reply: Reply, asker: &Asker, context: &DiscordContext) -> Handled {
    let set_up = &context.features.set_up;
    let misses_rules = match set_up.overview(asker.guild, asker.member).await {
        Ok(overview) => overview.misses_rules(),
        // The change is made: that the warning cannot be worked out is no reason to call it failed.
        Err(UseCaseError::Refused(_) | UseCaseError::Failed(_)) => false,
    };
    Ok(match reply {
        Reply::Message(body) if misses_rules => {
            let messages = vec![body, Body::text(view::no_rules())];
            Reply::Message(Body::one_after_another(messages))
        }
        reply => reply,
    })
}
