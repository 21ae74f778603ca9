//! `/gptstatus`.

use chrono::TimeDelta;
use kernel::GuildId;
use language_model::{ModelName, ModelStatus};
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::status_view as view;
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

pub(crate) const NAME: &str = GptStatusCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "gptstatus",
    desc = "Show how the assistant is doing, and how many answers you have left today",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct GptStatusCommand {}

/// How the model is doing, as whoever asks may see it.
pub(super) struct Shown {
    /// What this guild may know.
    pub(super) status: ModelStatus,
    /// The model that answers here.
    pub(super) model: ModelName,
    /// How many answers they have had today, and how many there are; none where nobody knows, or without a limit.
    pub(super) quota: (Option<u32>, Option<u32>),
    /// What only admins see.
    pub(super) inside: Option<Inside>,
}

/// What only admins see, beside the figures.
pub(super) struct Inside {
    /// For how long the program has run.
    pub(super) uptime: TimeDelta,
    /// How many questions and summaries of this guild wait for another try; none where nobody knows.
    pub(super) waiting: Option<u64>,
}

pub(crate) fn definition() -> Command {
    GptStatusCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Reply {
    let model = &context.features.model;
    let guild = Some(asker.guild);
    let (name, quota) = tokio::join!(
        model.model_of(guild),
        model.quota_of(guild, asker.member.user)
    );
    let inside = if asker.member.is_admin() {
        Some(Inside {
            uptime: context.status.vitals.uptime(),
            waiting: waiting(asker.guild, context).await,
        })
    } else {
        None
    };
    view::status(&Shown {
        status: model.status(guild),
        model: name,
        quota,
        inside,
    })
}

/// What of a guild waits for the service. That it is not known is no reason to show nothing else.
async fn waiting(guild: GuildId, context: &DiscordContext) -> Option<u64> {
    let features = &context.features;
    let (questions, summaries) = tokio::join!(
        features.growth.waiting(Some(guild)),
        features.tickets.waiting_summaries(guild)
    );
    Some(questions.ok()? + summaries.ok()?)
}
