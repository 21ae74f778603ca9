//! Live sessions: three commands in front of a preset.

pub(crate) mod add;
pub(crate) mod delete;
pub(crate) mod edit;
mod view;

use reminders_core::SuggestReminders;
use twilight_model::application::interaction::application_command::CommandData;

use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;
use crate::suggesting::typed;

pub(crate) async fn suggest(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Reply {
    let request = SuggestReminders {
        guild: asker.guild,
        member: asker.member,
        fragment: typed(data),
    };
    let found = context.features.reminders.suggest_live_sessions(request);
    view::suggestions(&found.await)
}
