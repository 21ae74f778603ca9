//! `/health`.

use operations_core::ProcessFigures;
use settings_core::Snapshot;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::health_view::{self as view, Switch};
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

pub(crate) const NAME: &str = HealthCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "health",
    desc = "Show how I am doing, and what is switched on in this server",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct HealthCommand {}

pub(crate) fn definition() -> Command {
    HealthCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Reply {
    let vitals = &context.status.vitals;
    let snapshot = context.features.settings.snapshot(asker.guild);
    let (database, snapshot) = tokio::join!(vitals.database(), snapshot);
    let process: Option<ProcessFigures> = asker.member.is_admin().then(|| vitals.process());
    view::health(&view::Health {
        database,
        since: context.clock.now() - vitals.uptime(),
        // An unreachable database is told of above.
        switches: snapshot.ok().map(|it| switches(&it)),
        process,
    })
}

fn switches(snapshot: &Snapshot) -> Vec<Switch> {
    use invites_core::settings as invites;
    use privacy_core::settings::gdpr;
    use tickets_core::settings::{faq, ticketbot};
    let named = [
        ("Reminders", &reminders_core::settings::ENABLED),
        ("Tickets", &ticketbot::ENABLED),
        ("FAQ", &faq::ENABLED),
        ("Assistant", &growth_core::settings::gpt::ENABLED),
        ("Invitations", &invites::ENABLED),
        ("Data protection (GDPR)", &gdpr::ENABLED),
    ];
    named
        .map(|(name, switch)| (name, snapshot.bool(switch)))
        .to_vec()
}
