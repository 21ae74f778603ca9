//! `/ticket_stats`, and the buttons below what it shows.

use kernel::{PortFailure, Retry, UseCaseError};
use tickets_core::export::ExportScope;
use tickets_core::stats::{ShowStats, TicketStats};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::{chart, stats_view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::reply::{Body, Reply};
use crate::routes::Handled;

pub(crate) const NAME: &str = TicketStatsCommand::NAME;
/// The buttons that show another window of time, and the one that shows the same anew.
pub(crate) const WEEK: &str = "stats_7d";
pub(crate) const MONTH: &str = "stats_30d";
pub(crate) const ALL: &str = "stats_all";
pub(crate) const REFRESH: &str = "stats_refresh";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_stats",
    desc = "Show how this server's tickets are doing (admins)",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketStatsCommand {
    /// Whether everybody in this channel sees it; only you if you leave it out
    public: Option<bool>,
}

pub(crate) fn definition() -> Command {
    TicketStatsCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let command = TicketStatsCommand::from_interaction(CommandInputData::from(data.clone()));
    let is_public = command.is_ok_and(|it| it.public == Some(true));
    Ok(match shown(ExportScope::All, asker, context).await? {
        Ok(body) if is_public => Reply::Message(body.public()),
        Ok(body) => Reply::Message(body),
        Err(refusal) => refusal,
    })
}

/// Shows another window of time, or the same anew, in place.
pub(crate) async fn press(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let scope = match parts.route {
        WEEK => ExportScope::Week,
        MONTH => ExportScope::Month,
        // A button of an earlier release carries nothing.
        REFRESH => scope_of(parts.next::<String>().as_deref()),
        _ => ExportScope::All,
    };
    let shown = shown(scope, asker, context).await?;
    Ok(shown.map_or_else(|refusal| refusal, Reply::Update))
}

fn scope_of(word: Option<&str>) -> ExportScope {
    let scope = word.and_then(|it| it.parse().ok());
    scope.unwrap_or(ExportScope::All)
}

async fn shown(
    scope: ExportScope,
    asker: &Asker,
    context: &DiscordContext,
) -> Result<Result<Body, Reply>, PortFailure> {
    let wish = ShowStats {
        guild: asker.guild,
        scope,
        member: asker.member,
    };
    match context.features.tickets.stats(wish).await {
        Ok(stats) => {
            if let Some(failure) = &stats.not_kept {
                tracing::warn!(
                    error = failure as &dyn std::error::Error,
                    guild.id = asker.guild.get(),
                    "figures of tickets are shown and not kept"
                );
            }
            let picture = picture(&stats).await;
            Ok(Ok(stats_view::card(&stats, picture)))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(Err(stats_view::refused(refusal))),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The chart; none where it cannot be drawn, which takes nothing from the figures.
async fn picture(stats: &TicketStats) -> Option<Vec<u8>> {
    let (width, bars) = stats.bars();
    let drawn = tokio::task::spawn_blocking(move || chart::png(width, &bars)).await;
    let failed = |cause: Box<dyn std::error::Error + Send + Sync>| {
        let failure = PortFailure::new("draw a chart of tickets", Retry::Useless, cause);
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            "figures of tickets are shown without their chart"
        );
    };
    match drawn {
        Ok(Ok(picture)) => Some(picture),
        Ok(Err(error)) => {
            failed(error.into());
            None
        }
        Err(error) => {
            failed(error.into());
            None
        }
    }
}
