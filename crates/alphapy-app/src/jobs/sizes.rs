//! Shows how much is kept in memory, every few seconds: every structure that grows has its bound, and shows both.

use access_core::RateLimiter;
use adapter_api::{Dashboards, Edges};
use adapter_discord::{Countdowns, DiscordContext, DiscordPickers, LogChannel};
use adapter_postgres::CachedSettings;
use chrono::TimeDelta;
use operations_core::{
    CommandAnalytics, Cooldowns, Events, Heartbeats, MOST_SECRETS, Secrets, SyncCooldowns, Tracker,
    Traffic,
};
use reminders_core::Reminders;

use super::periodic::{Periodic, Rhythm, Runner};
use crate::measures;

const SIZES: Periodic = Periodic {
    name: "sizes",
    interval: TimeDelta::seconds(5),
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::AtOnce,
    alone: false,
};

/// Shows one thing, or a few that belong together, as it is at the moment.
pub(crate) type Gauge = Box<dyn Fn() + Send + Sync>;

/// Shows what `gauges` show, for as long as the program runs.
pub(crate) async fn show_sizes(runner: Runner, gauges: Vec<Gauge>) {
    let work = || async {
        for show in &gauges {
            show();
        }
        Ok(())
    };
    runner.by_the_machine().run(SIZES, work).await;
}

/// A structure that holds at most `most`.
pub(crate) fn size(
    structure: &'static str,
    most: usize,
    count: impl Fn() -> usize + Send + Sync + 'static,
) -> Gauge {
    Box::new(move || measures::memory(structure, count(), most))
}

/// What the bot remembers.
pub(crate) fn of_the_bot(
    context: &DiscordContext,
    settings: CachedSettings,
    secrets: Option<Secrets>,
) -> Vec<Gauge> {
    let (events, sync) = (context.events.clone(), context.sync.clone());
    let (tracker, dropped) = (context.tracker.clone(), context.tracker.clone());
    let analytics = context.features.analytics.clone();
    let (releases, pulse) = (context.status.releases.clone(), context.pulse.clone());
    let (refusing, waiting) = (context.log.clone(), context.log.clone());
    let countdowns = context.countdowns.clone();
    let reminders = context.features.reminders.clone();
    let tickets = context.features.tickets.clone();
    let (faq, exports) = (
        context.features.faq.clone(),
        context.features.exports.clone(),
    );
    let growth = context.features.growth.clone();
    let privacy = context.features.privacy.clone();
    vec![
        size("operational_events", Events::MOST, move || events.len()),
        size("sync_cooldowns", SyncCooldowns::MOST, move || {
            sync.cooldowns()
        }),
        size(
            "settings_snapshots",
            CachedSettings::MOST_GUILDS,
            move || settings.guilds(),
        ),
        size("command_tracker_queue", Tracker::MOST_QUEUED, move || {
            tracker.len()
        }),
        size(
            "command_stats",
            CommandAnalytics::MOST_REMEMBERED,
            move || analytics.remembered(),
        ),
        size("command_cooldowns", Cooldowns::MOST, move || {
            releases.remembered()
        }),
        size("heartbeats", Heartbeats::MOST, move || pulse.remembered()),
        size(
            "log_channels_refusing",
            LogChannel::MOST_REFUSED,
            move || refusing.refused(),
        ),
        size("log_posts", LogChannel::MOST_WAITING, move || {
            waiting.waiting()
        }),
        size("countdowns", Countdowns::MOST_WAITING, move || {
            countdowns.waiting()
        }),
        size("secrets", MOST_SECRETS, move || {
            secrets.as_ref().map_or(0, Secrets::remembered)
        }),
        Box::new(move || {
            for (structure, entries) in reminders.remembered() {
                measures::memory(structure, entries, Reminders::MOST_REMEMBERED);
            }
        }),
        Box::new(move || {
            let faq = faq.remembered().into_iter().chain(exports.remembered());
            for (structure, entries, most) in tickets.remembered().into_iter().chain(faq) {
                measures::memory(structure, entries, most);
            }
        }),
        Box::new(move || {
            let growth = growth.remembered().into_iter();
            for (structure, entries, most) in growth.chain(privacy.remembered()) {
                measures::memory(structure, entries, most);
            }
        }),
        Box::new(move || measures::commands_dropped(dropped.dropped())),
    ]
}

/// What the API remembers.
pub(crate) fn of_the_api(
    edges: &Edges,
    pickers: DiscordPickers,
    dashboards: Dashboards,
) -> Vec<Gauge> {
    let (limits, traffic) = (edges.limits.clone(), edges.traffic.clone());
    vec![
        size("rate_limits", RateLimiter::MOST_CLIENTS, move || {
            limits.clients()
        }),
        size("discord_pickers", DiscordPickers::MOST_GUILDS, move || {
            pickers.guilds()
        }),
        size("dashboards", Dashboards::MOST, move || dashboards.held()),
        Box::new(move || {
            let (api, webhooks) = traffic.samples();
            measures::memory("latency_api", api, Traffic::MOST_SAMPLES);
            measures::memory("latency_webhooks", webhooks, Traffic::MOST_SAMPLES);
        }),
    ]
}
