//! What is done for newcomers beside what they press: roles that were left undone, sessions that have expired, and panels
//! whose channel was chosen anew.

use std::sync::Arc;

use adapter_discord::GuildDirectory;
use adapter_postgres::SettingsSignal;
use chrono::TimeDelta;
use kernel::{GuildId, PortFailure};
use onboarding_core::Newcomers;
use onboarding_core::settings::onboarding;
use settings_core::system;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::periodic::{Periodic, Rhythm, Runner};
use crate::lifecycle::unless_stopped;

/// Roles of whoever has joined or has completed the onboarding, where their process ended or Discord was away.
const LEFT_UNDONE: Periodic = Periodic {
    name: "onboarding_roles",
    interval: TimeDelta::minutes(1),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: false,
};
/// Sessions that have expired, and who never passed the screening.
const EXPIRED: Periodic = Periodic {
    name: "onboarding_sessions",
    interval: TimeDelta::days(1),
    jitter: TimeDelta::seconds(30),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// Sees to roles that were left undone, for as long as the program runs.
pub(crate) async fn finish_left_undone(runner: Runner, newcomers: Newcomers) {
    let work = || async {
        loop {
            // Whoever completes has to lose the role that they had for joining, so that one comes first.
            let arrivals = newcomers.finish_arrivals().await?;
            let undone = newcomers.finish_left_undone().await?;
            for failure in undone.failures.iter().chain(&arrivals.failures) {
                tracing::warn!(
                    error = failure as &dyn std::error::Error,
                    "a newcomer's roles are seen to later"
                );
            }
            if undone.taken + arrivals.taken == 0 {
                return Ok(());
            }
        }
    };
    runner.run(LEFT_UNDONE, work).await;
}

/// Removes sessions that have expired, for as long as the program runs.
pub(crate) async fn remove_expired(runner: Runner, newcomers: Newcomers) {
    let work = || async {
        loop {
            let removed = newcomers.remove_expired().await?;
            let removed = removed + newcomers.forget_arrivals().await?;
            if removed == 0 {
                return Ok(());
            }
            tracing::info!(removed, "what newcomers left behind was removed");
        }
    };
    runner.run(EXPIRED, work).await;
}

/// Sees to panels of guilds whose settings change, until `stop`. A guild's settings that changed while nobody listened are
/// looked at when the program starts again.
pub(crate) async fn follow_panels(
    newcomers: Newcomers,
    directory: Arc<GuildDirectory>,
    mut signals: broadcast::Receiver<SettingsSignal>,
    stop: CancellationToken,
) {
    while let Some(heard) = unless_stopped(&stop, signals.recv()).await {
        match heard {
            Ok(SettingsSignal::Written { guild, scopes }) => {
                let is_here = directory.guilds().contains(&guild);
                if is_here && concern_the_panel(&scopes) {
                    tell(guild, newcomers.ensure_panel(guild).await.map(drop));
                }
            }
            Ok(_) => {}
            // Whose settings were changed is not known any more: all are looked at.
            Err(RecvError::Lagged(_)) => {
                for guild in directory.guilds() {
                    tell(guild, newcomers.ensure_panel(guild).await.map(drop));
                }
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// Whether a change in these scopes may concern the panel; all of them where none is named.
fn concern_the_panel(scopes: &[String]) -> bool {
    let concerns = |it: &String| [system::SCOPE, onboarding::SCOPE].contains(&it.as_str());
    scopes.is_empty() || scopes.iter().any(concerns)
}

fn tell(guild: GuildId, done: Result<(), PortFailure>) {
    if let Err(failure) = done {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            "a panel could not be seen to"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_concerns_the_panel_is_a_reason_to_look_at_it() {
        let concerns = |scope: &str| concern_the_panel(&[scope.to_owned()]);
        assert!(concerns("system") && concerns("onboarding") && concern_the_panel(&[]));
        assert!(!concerns("reminders"));
    }
}
