//! `/growthhistory`: looking back at one's own check-ins, page by page.

use growth_core::CheckinId;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::{answer_view, history_view as view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::reply::{Body, Reply};
use crate::routes::Handled;

pub(crate) const NAME: &str = GrowthHistoryCommand::NAME;
/// Turns to a page.
pub(crate) const PAGE: &str = "gh_page";
/// Opens one.
pub(crate) const OPEN: &str = "gh_open";
/// Goes back to a page.
pub(crate) const BACK: &str = "gh_back";
/// Asks whether one is to be deleted.
pub(crate) const DELETE: &str = "gh_del";
/// Deletes it.
pub(crate) const DELETE_YES: &str = "gh_del_yes";
/// Leaves it.
pub(crate) const DELETE_NO: &str = "gh_del_no";

#[derive(CreateCommand)]
#[command(
    name = "growthhistory",
    desc = "Look back at your own check-ins; only you see them",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct GrowthHistoryCommand {}

pub(crate) fn definition() -> Command {
    GrowthHistoryCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Handled {
    let growth = &context.features.growth;
    if !growth.takes_checkins(Some(asker.guild)).await? {
        return Ok(Reply::text(answer_view::switched_off()));
    }
    if let Err(wait) = growth.begin_history(asker.member.user) {
        return Ok(view::too_soon(wait));
    }
    page(0, asker, context).await.map(Reply::Message)
}

/// The page that a button names.
pub(crate) async fn turn(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let number = parts.next().unwrap_or(0);
    page(number, asker, context).await.map(Reply::Update)
}

/// The check-in that was picked.
pub(crate) async fn open(picked: &[String], asker: &Asker, context: &DiscordContext) -> Handled {
    match picked.first().and_then(|it| it.parse().ok()) {
        Some(id) => one(id, view::opened, asker, context).await,
        None => Ok(answer_view::unreadable()),
    }
}

/// The question whether one is to be deleted, and what becomes of it.
pub(crate) async fn delete(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let route = parts.route;
    let Some(id) = parts.next() else {
        return Ok(answer_view::unreadable());
    };
    match route {
        DELETE => one(id, view::surely, asker, context).await,
        DELETE_YES => {
            let growth = &context.features.growth;
            Ok(view::deleted(growth.forget(asker.member.user, id).await?))
        }
        _ => one(id, view::opened, asker, context).await,
    }
}

async fn page(
    number: usize,
    asker: &Asker,
    context: &DiscordContext,
) -> Result<Body, kernel::PortFailure> {
    let growth = &context.features.growth;
    let page = growth.history(asker.member.user, number).await?;
    Ok(view::page(&page))
}

async fn one(
    id: CheckinId,
    shown: impl Fn(&growth_core::Checkin) -> Body,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let growth = &context.features.growth;
    let found = growth.look_back(asker.member.user, id).await?;
    Ok(Reply::Update(found.as_ref().map_or_else(view::gone, shown)))
}
