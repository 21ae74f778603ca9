//! Which adapter stands behind which port.

use std::sync::Arc;

use adapter_discord::rest::Rest;
use adapter_discord::{
    AttachedFiles, Bulletins, ChannelMessages, CommandSyncStore, Countdowns, DiscordContext,
    Features, GuildDirectory, GuildLogChannel, HomeLog, LogChannel, Owners, ReminderMessages,
    SettingsAuditChannel,
};
use adapter_postgres::migrations::PgSchemaSteps;
use adapter_postgres::{
    CachedSettings, Database, PgCommandSync, PgGuildStore, PgReminderStore, PgSettingsStore,
};
use async_trait::async_trait;
use kernel::{Clock, GuildId, PortFailure, UserId};
use operations_core::Schema;
use reminders_core::{Ports, Premium, Reminders, Tier};
use settings_core::{Registry, Settings};
use tokio_util::task::TaskTracker;

use crate::app::AppOptions;

/// The stores, and the caches in front of them.
pub(crate) struct Stores {
    pub(crate) registry: Arc<Registry>,
    pub(crate) settings: Arc<PgSettingsStore>,
    pub(crate) cached_settings: CachedSettings,
    pub(crate) reminders: Arc<PgReminderStore>,
    pub(crate) guilds: Arc<PgGuildStore>,
    pub(crate) schema: Arc<PgSchemaSteps>,
}

/// Every setting of every feature.
pub(crate) fn registry() -> anyhow::Result<Registry> {
    let here = [
        settings_core::system::DEFINITIONS,
        reminders_core::settings::DEFINITIONS,
    ];
    let features: Vec<_> = here
        .iter()
        .chain(tickets_core::settings::DEFINITIONS)
        .chain(onboarding_core::settings::DEFINITIONS)
        .copied()
        .collect();
    Ok(Registry::new(&features)?.with_constraints(tickets_core::settings::ticketbot::CONSTRAINTS))
}

/// The stores over `database`; what is kept in front of them grows old by `clock`.
pub(crate) fn stores(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Stores> {
    let registry = Arc::new(registry()?);
    let settings = Arc::new(PgSettingsStore::new(
        database.pool().clone(),
        registry.clone(),
    ));
    let cached_settings = CachedSettings::new(settings.clone(), clock);
    let reminders = Arc::new(PgReminderStore::new(database.pool().clone()));
    let guilds = Arc::new(PgGuildStore::new(database.pool().clone()));
    let schema = Arc::new(PgSchemaSteps::new(database.pool().clone()));
    Ok(Stores {
        registry,
        settings,
        cached_settings,
        reminders,
        guilds,
        schema,
    })
}

/// The cores over `stores` and Discord.
pub(crate) fn context(
    stores: &Stores,
    rest: Rest,
    identity: &adapter_discord::Identity,
    handlers: TaskTracker,
    options: &AppOptions,
) -> DiscordContext {
    let clock = options.clock.clone();
    let directory = Arc::new(GuildDirectory::new(identity.user));
    let reader = Arc::new(stores.cached_settings.clone());
    let log = LogChannel::new(rest.clone(), clock.clone(), handlers);
    let audit = Arc::new(SettingsAuditChannel::new(log.clone()));
    let settings = Settings::new(
        stores.registry.clone(),
        reader.clone(),
        stores.settings.clone(),
        audit,
    );
    let home_log = HomeLog::new(log.clone(), reader.clone(), options.home);
    let schema = Schema::new(
        stores.schema.clone(),
        Arc::new(home_log),
        clock.clone(),
        options.home,
    );
    let reminders = Reminders::new(Ports {
        store: stores.reminders.clone(),
        occurrences: stores.reminders.clone(),
        snoozes: stores.reminders.clone(),
        pauses: stores.reminders.clone(),
        notices: stores.reminders.clone(),
        status: stores.reminders.clone(),
        telling: Arc::new(Bulletins::new(
            rest.clone(),
            directory.clone(),
            clock.clone(),
        )),
        delivery: Arc::new(ReminderMessages::new(
            rest.clone(),
            directory.clone(),
            stores.reminders.clone(),
        )),
        image_source: Arc::new(AttachedFiles::new(rest.clone())),
        images: stores.reminders.clone(),
        picture_limits: options.picture_limits,
        directory: directory.clone(),
        watching: stores.reminders.clone(),
        // The adapter of a language model comes with the assistant.
        model: None,
        announcements: Arc::new(ChannelMessages::new(rest.clone(), directory.clone())),
        log: Arc::new(GuildLogChannel::new(log, reader)),
        premium: options.premium.clone(),
        settings: settings.clone(),
        clock: clock.clone(),
        everyone: options.everyone,
    });
    DiscordContext {
        application: identity.application,
        rest,
        directory,
        features: Features {
            reminders,
            settings,
            guilds: stores.guilds.clone(),
            schema,
        },
        owners: Arc::new(Owners::new(options.admins.clone(), &identity.owners)),
        clock,
        countdowns: Countdowns::default(),
    }
}

/// [`Premium`] while nothing is sold.
pub(crate) struct NobodyHasPremium;

#[async_trait]
impl Premium for NobodyHasPremium {
    async fn tier(&self, _: GuildId, _: UserId) -> Result<Tier, PortFailure> {
        Ok(Tier::Free)
    }
}

/// [`CommandSyncStore`] in Postgres.
pub(crate) struct CommandSync(pub(crate) PgCommandSync);

#[async_trait]
impl CommandSyncStore for CommandSync {
    async fn fingerprint(&self) -> Result<Option<String>, PortFailure> {
        self.0.fingerprint().await
    }

    async fn store(&self, fingerprint: &str, count: usize) -> Result<(), PortFailure> {
        self.0
            .store(fingerprint, i32::try_from(count).unwrap_or(i32::MAX))
            .await
    }
}
