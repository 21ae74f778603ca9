//! Which adapter stands behind which port.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;

use access_core::RememberedMembers;
use adapter_discord::rest::Rest;
use adapter_discord::{
    Countdowns, DiscordCommands, DiscordContext, DiscordMembers, Features, GuildDirectory, HomeLog,
    LogChannel, Owners, SettingsAuditChannel, Status, WebApps,
};
use adapter_postgres::migrations::PgSchemaSteps;
use adapter_postgres::{
    CachedSettings, Database, PgAcceptances, PgCheckins, PgCommandLog, PgCommandSync, PgFaqStore,
    PgGuildStore, PgInviteStore, PgJobRuns, PgModelCalls, PgModelUsage, PgOnboardingRuns,
    PgPersonalData, PgReminderStore, PgSetUpStore, PgSettingsStore, PgSuggestionStore,
    PgSummaryStore, PgTicketStore, PgWaitingQuestions, SubjectKey,
};
use async_trait::async_trait;
use kernel::{Clock, GuildId, PortFailure, UserId};
use operations_core::{CommandAnalytics, CommandSync, Events, Schema, SyncPorts, Tracker, Vitals};
use reminders_core::{Premium, Tier};
use secrecy::{ExposeSecret as _, SecretString};
use settings_core::{Registry, Settings};
use tokio_util::task::TaskTracker;

use crate::app::AppOptions;
use crate::app::vitals::ProcessVitals;
use crate::assistance::{self, Parts};
use crate::config::Links;
use crate::cores::Ground;
use crate::model::{self, ModelRecords};

/// The stores, and the caches in front of them.
pub(crate) struct Stores {
    pub(crate) registry: Arc<Registry>,
    pub(crate) settings: Arc<PgSettingsStore>,
    pub(crate) cached_settings: CachedSettings,
    pub(crate) reminders: Arc<PgReminderStore>,
    pub(crate) tickets: Arc<PgTicketStore>,
    pub(crate) faq: Arc<PgFaqStore>,
    pub(crate) summaries: Arc<PgSummaryStore>,
    pub(crate) suggestions: Arc<PgSuggestionStore>,
    pub(crate) set_up: Arc<PgSetUpStore>,
    pub(crate) guilds: Arc<PgGuildStore>,
    pub(crate) schema: Arc<PgSchemaSteps>,
    pub(crate) command_log: Arc<PgCommandLog>,
    pub(crate) vitals: Arc<dyn Vitals>,
    pub(crate) command_sync: Arc<PgCommandSync>,
    pub(crate) job_runs: Arc<PgJobRuns>,
    pub(crate) newcomers: Arc<PgOnboardingRuns>,
    pub(crate) checkins: Arc<PgCheckins>,
    pub(crate) waiting_questions: Arc<PgWaitingQuestions>,
    pub(crate) invites: Arc<PgInviteStore>,
    pub(crate) personal_data: Arc<PgPersonalData>,
    pub(crate) acceptances: Arc<PgAcceptances>,
    pub(crate) model_usage: Arc<PgModelUsage>,
    pub(crate) model_calls: PgModelCalls,
    pub(crate) model_records: Arc<ModelRecords>,
    /// What this process calls itself before the others.
    pub(crate) process: String,
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
        .chain(growth_core::settings::DEFINITIONS)
        .chain(onboarding_core::settings::DEFINITIONS)
        .chain(invites_core::settings::DEFINITIONS)
        .chain(privacy_core::settings::DEFINITIONS)
        .copied()
        .collect();
    Ok(Registry::new(&features)?.with_constraints(tickets_core::settings::ticketbot::CONSTRAINTS))
}

/// The stores over `database`; what is kept in front of them grows old by `clock`.
pub(crate) fn stores(
    database: &Database,
    clock: Arc<dyn Clock>,
    privacy_key: Option<&SecretString>,
) -> anyhow::Result<Stores> {
    let privacy_key = privacy_key.map(|it| SubjectKey::new(it.expose_secret().as_bytes()));
    let registry = Arc::new(registry()?);
    let settings = Arc::new(PgSettingsStore::new(
        database.pool().clone(),
        registry.clone(),
    ));
    let cached_settings = CachedSettings::new(settings.clone(), clock.clone());
    let reminders = Arc::new(PgReminderStore::new(database.pool().clone()));
    let tickets = Arc::new(PgTicketStore::new(database.pool().clone()));
    let faq = Arc::new(PgFaqStore::new(database.pool().clone()));
    let guilds = Arc::new(PgGuildStore::new(database.pool().clone()));
    let schema = Arc::new(PgSchemaSteps::new(database.pool().clone()));
    let command_log = Arc::new(PgCommandLog::new(database.pool().clone()));
    let command_sync = Arc::new(PgCommandSync::new(database.pool().clone()));
    let job_runs = Arc::new(PgJobRuns::new(database.pool().clone()));
    Ok(Stores {
        registry,
        settings,
        cached_settings,
        reminders,
        tickets,
        faq,
        summaries: Arc::new(PgSummaryStore::new(database.pool().clone())),
        suggestions: Arc::new(PgSuggestionStore::new(database.pool().clone())),
        set_up: Arc::new(PgSetUpStore::new(database.pool().clone())),
        guilds,
        schema,
        command_log,
        vitals: Arc::new(ProcessVitals::new(database.clone(), clock)),
        command_sync,
        job_runs,
        newcomers: Arc::new(PgOnboardingRuns::new(database.pool().clone())),
        checkins: Arc::new(PgCheckins::new(database.pool().clone())),
        waiting_questions: Arc::new(PgWaitingQuestions::new(database.pool().clone())),
        invites: Arc::new(PgInviteStore::new(database.pool().clone())),
        personal_data: Arc::new(PgPersonalData::new(database.pool().clone(), privacy_key)),
        acceptances: Arc::new(PgAcceptances::new(database.pool().clone())),
        model_usage: Arc::new(PgModelUsage::new(database.pool().clone())),
        model_calls: PgModelCalls::new(database.pool().clone()),
        model_records: Arc::default(),
        process: process_name(),
    })
}

/// A name that no other process has: its number on this machine, and one of 2⁶⁴ that nobody chose.
fn process_name() -> String {
    let chosen = RandomState::new().build_hasher().finish();
    format!("{}-{chosen:016x}", std::process::id())
}

/// The cores over `stores` and Discord.
pub(crate) fn context(
    stores: &Stores,
    rest: Rest,
    identity: &adapter_discord::Identity,
    handlers: TaskTracker,
    options: &AppOptions,
    tracker: Tracker,
) -> anyhow::Result<DiscordContext> {
    let clock = options.clock.clone();
    let directory = Arc::new(GuildDirectory::new(identity.user));
    let model = model::service(stores, &options.model, clock.clone())?;
    let reader = Arc::new(stores.cached_settings.clone());
    let log = LogChannel::new(rest.clone(), clock.clone(), handlers);
    let events = Events::default();
    let registry = DiscordCommands::new(rest.clone(), identity.application)?;
    let sync = CommandSync::new(SyncPorts {
        states: stores.command_sync.clone(),
        leases: stores.job_runs.clone(),
        registry: Arc::new(registry),
        events: events.clone(),
        clock: clock.clone(),
        owner: stores.process.clone(),
        dev_guilds: options.dev_guilds.clone(),
    });
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
    let ground = Ground {
        stores,
        rest: &rest,
        directory: &directory,
        log: &log,
        reader: &reader,
        settings: &settings,
        model: &model,
        identity,
        options,
    };
    let owners = Arc::new(Owners::new(options.admins.clone(), &identity.owners));
    let members = DiscordMembers::new(rest.clone(), directory.clone(), owners.clone());
    let members = RememberedMembers::new(Arc::new(members), clock.clone());
    let faq = ground.faq();
    let assistance = assistance::over(&Parts {
        stores,
        rest: &rest,
        directory: &directory,
        log: &log,
        model: &model,
        faq: &faq,
        clock: &clock,
        members: &members,
        documents: &options.documents,
    });
    let features = Features {
        reminders: ground.reminders(),
        tickets: ground.tickets(&faq, assistance.closed)?,
        exports: ground.exports(&faq),
        growth: ground.growth(),
        invites: ground.invites(),
        staff: ground.staff(),
        set_up: ground.set_up(),
        newcomers: ground.newcomers(events.clone()),
        privacy: ground.privacy(),
        faq,
        proposals: assistance.proposals,
        proposal_board: assistance.board,
        drafts: assistance.drafts,
        settings: settings.clone(),
        guilds: stores.guilds.clone(),
        schema,
        analytics: CommandAnalytics::new(stores.command_log.clone(), clock.clone()),
        model: model.clone(),
    };
    Ok(DiscordContext {
        application: identity.application,
        intents: identity.intents.clone(),
        rest,
        directory,
        members,
        features,
        owners,
        clock,
        countdowns: Countdowns::default(),
        events,
        log,
        tracker,
        pulse: adapter_discord::Pulse::default(),
        status: Status::new(stores.vitals.clone(), web_apps(&options.links)),
        sync,
    })
}

fn web_apps(links: &Links) -> WebApps {
    let Links { app, mind, alphapy } = links.clone();
    WebApps { app, mind, alphapy }
}

/// [`Premium`] while nothing is sold.
pub(crate) struct NobodyHasPremium;

#[async_trait]
impl Premium for NobodyHasPremium {
    async fn tier(&self, _: GuildId, _: UserId) -> Result<Tier, PortFailure> {
        Ok(Tier::Free)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, MessageId, RoleId};
    use settings_core::{ChangeSettings, Coerced, Definition, Kind, RawValue, SettingValue, Who};

    use super::*;

    /// The outermost values of a setting, and one beyond them where there is such a thing.
    fn outermost(definition: &Definition) -> (Vec<SettingValue>, Vec<RawValue>) {
        const LARGEST: u64 = i64::MAX.unsigned_abs();
        let text = |it: &str| SettingValue::Text(it.to_owned());
        match definition.kind {
            Kind::Bool => (
                vec![SettingValue::Bool(false), SettingValue::Bool(true)],
                vec![RawValue::Int(2)],
            ),
            Kind::Int { min, max } => (
                vec![SettingValue::Int(min), SettingValue::Int(max)],
                vec![RawValue::Int(min - 1), RawValue::Int(max + 1)],
            ),
            Kind::Float { min, max } => (
                vec![SettingValue::Float(min), SettingValue::Float(max)],
                vec![RawValue::Float(min - 0.01), RawValue::Float(max + 0.01)],
            ),
            Kind::Channel | Kind::Category => {
                let largest = ChannelId::new(LARGEST).unwrap();
                let value = match definition.kind {
                    Kind::Channel => SettingValue::Channel(largest),
                    _ => SettingValue::Category(largest),
                };
                (vec![value], vec![RawValue::Int(-1)])
            }
            Kind::Role => {
                let role = SettingValue::Role(RoleId::new(LARGEST).unwrap());
                (vec![role], vec![RawValue::Int(-1)])
            }
            Kind::Message => {
                let message = SettingValue::Message(MessageId::new(LARGEST).unwrap());
                (vec![message], vec![RawValue::Int(-1)])
            }
            Kind::Choice(words) => (
                words.iter().map(|it| text(it)).collect(),
                vec![RawValue::Text("no such word".to_owned())],
            ),
            Kind::Text { max } => (
                vec![text("\"😀\""), text("مرحبا"), text(&"é".repeat(max))],
                vec![RawValue::Text("é".repeat(max + 1))],
            ),
            Kind::Model => (
                vec![text(&"m".repeat(100))],
                vec![RawValue::Text("m".repeat(101))],
            ),
            Kind::TimeZone => (
                vec![SettingValue::TimeZone(chrono_tz::Tz::Pacific__Kiritimati)],
                vec![RawValue::Text("Mars/Olympus".to_owned())],
            ),
        }
    }

    #[test]
    fn every_setting_takes_its_outermost_values_as_they_are_and_nothing_beyond() {
        for definition in registry().unwrap().iter() {
            let name = format!("{}.{}", definition.scope, definition.key);
            let kind = definition.kind;
            let (within, beyond) = outermost(definition);
            for value in within {
                let raw = RawValue::from(&value);
                assert_eq!(
                    kind.coerce(raw.clone()),
                    Ok(Coerced::Value(value.clone())),
                    "{name}"
                );
                assert_eq!(kind.decode_stored(raw), Ok(Some(value)), "{name}");
            }
            for raw in beyond {
                assert!(kind.coerce(raw.clone()).is_err(), "{name} {raw:?}");
            }
        }
    }

    #[test]
    fn a_file_with_every_setting_can_be_imported_at_once() {
        let registry = registry().unwrap();
        let settable = registry.iter().filter(|it| it.who != Who::Managed);
        assert!(settable.count() <= ChangeSettings::MOST_CHANGES);
    }
}
