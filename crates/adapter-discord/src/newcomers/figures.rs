//! `/onboarding stats`: how far newcomers get.

use twilight_interactions::command::{CommandModel, CreateCommand};

use super::figures_view as view;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

/// Of so many days where nobody says.
const USUAL_DAYS: u16 = 30;

#[derive(CommandModel, CreateCommand)]
#[command(name = "stats", desc = "Show how far newcomers get")]
pub(crate) struct Stats {
    /// Of so many days up to now (default: 30)
    #[command(min_value = 1, max_value = 90)]
    days: Option<i64>,
}

/// Whoever asks is an admin.
pub(crate) async fn run(command: &Stats, asker: &Asker, context: &DiscordContext) -> Handled {
    let days = command.days.and_then(|it| u16::try_from(it).ok());
    let days = days.unwrap_or(USUAL_DAYS).clamp(1, 90);
    let figures = context
        .features
        .newcomers
        .figures(asker.guild, days)
        .await?;
    Ok(view::figures(&figures, days))
}
