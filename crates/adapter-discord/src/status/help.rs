//! `/help`.

use growth_core::settings::gpt;
use kernel::GuildId;
use language_model::Health;
use tickets_core::settings::{faq, ticketbot};
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::catalogue::entries;
use super::help_view::{self as view, Feature, Here};
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

pub(crate) const NAME: &str = HelpCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "help",
    desc = "Show what I can do for you, and where to begin",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct HelpCommand {}

pub(crate) fn definition() -> Command {
    HelpCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Reply {
    let entries = entries();
    view::help(&Here {
        registered: entries.iter().map(|it| it.name.as_str()).collect(),
        on: usable(asker.guild, context).await,
        is_admin: asker.member.is_admin(),
    })
}

/// What the guild has switched on and set up; what cannot be found out is left out.
async fn usable(guild: GuildId, context: &DiscordContext) -> Vec<Feature> {
    let features = &context.features;
    let switches = [
        (Feature::Reminders, &reminders_core::settings::ENABLED),
        (Feature::Tickets, &ticketbot::ENABLED),
        (Feature::Faq, &faq::ENABLED),
        (Feature::Assistant, &gpt::ENABLED),
        (
            Feature::Onboarding,
            &onboarding_core::settings::onboarding::ENABLED,
        ),
        (Feature::Invites, &invites_core::settings::ENABLED),
    ];
    let mut usable = Vec::new();
    for (feature, switch) in switches {
        let is_set_up = match feature {
            Feature::Reminders | Feature::Faq | Feature::Onboarding | Feature::Invites => true,
            Feature::Tickets => features.tickets.is_set_up(guild).await.unwrap_or_default(),
            Feature::Assistant => !matches!(features.model.status(None).health, Health::Offline(_)),
        };
        if is_set_up && features.settings.is_enabled(guild, switch).await {
            usable.push(feature);
        }
    }
    usable
}
