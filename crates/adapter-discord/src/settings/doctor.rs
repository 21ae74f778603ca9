//! `/config doctor`: looks at everything that the settings rely on, and says how to mend what does not hold.

use kernel::RoleId;
use reminders_core::settings as reminders;
use settings_core::{Definition, SettingValue, Settings, Snapshot, system};

use super::actions::{Action, Check, SCOPES, Scope};
use super::channels::{self, Obstacle};
use super::doctor_view;
use crate::GuildDirectory;
use crate::context::Asker;
use crate::directory::RoleObstacle;
use crate::routes::Handled;

/// What a look at one scope found.
pub(super) struct Finding {
    pub(super) scope: &'static Scope,
    pub(super) state: State,
}

/// How a scope stands.
pub(super) enum State {
    /// It is switched off, and nothing was looked at.
    Off,
    /// On, with what there is to mend; nothing if all is well.
    On(Vec<Ailment>),
}

/// Something to mend.
pub(super) enum Ailment {
    /// A channel does not suit its use.
    Channel(&'static Action, Obstacle),
    /// A role cannot be used.
    Role(&'static Action, RoleId, RoleObstacle),
    /// Nothing works until this is set.
    Unset(&'static Action),
    /// The bot may not ping everyone, though reminders are to.
    CannotPing(kernel::ChannelId),
    /// Two settings do not go together.
    Together(&'static str),
}

/// Settings that a feature cannot do without.
const NEEDED: &[&Definition] = &[&system::LOG_CHANNEL, &reminders::ANNOUNCEMENTS_CHANNEL];

/// Looks at every scope of the guild.
pub(super) async fn run(asker: &Asker, settings: &Settings, directory: &GuildDirectory) -> Handled {
    let snapshot = settings.snapshot(asker.guild).await?;
    let findings: Vec<_> = SCOPES
        .iter()
        .map(|scope| Finding {
            scope,
            state: look(scope, &snapshot, asker, settings, directory),
        })
        .collect();
    Ok(doctor_view::findings(&findings))
}

fn look(
    scope: &'static Scope,
    snapshot: &Snapshot,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
) -> State {
    let registry = settings.registry();
    let gate = registry.find(scope.name, "enabled");
    if gate.is_some_and(|it| !snapshot.bool(it)) {
        return State::Off;
    }
    let mut ailments: Vec<_> = scope
        .actions
        .iter()
        .filter_map(|action| ailment(action, snapshot, asker, directory))
        .collect();
    let definitions = scope.actions.iter().map(|it| it.definition);
    let broken = registry.constraints_on(definitions).into_iter();
    let broken = broken.filter(|it| !(it.holds)(snapshot));
    ailments.extend(broken.map(|it| Ailment::Together(it.demand)));
    State::On(ailments)
}

fn ailment(
    action: &'static Action,
    snapshot: &Snapshot,
    asker: &Asker,
    directory: &GuildDirectory,
) -> Option<Ailment> {
    let definition = action.definition;
    let set = snapshot.overridden(definition).map(|it| &it.value);
    match (action.check, set) {
        (Check::Channel(wanted), Some(SettingValue::Channel(it) | SettingValue::Category(it))) => {
            channels::obstacle(directory, asker.guild, *it, wanted)
                .map(|it| Ailment::Channel(action, it))
        }
        (Check::GivenRole, Some(SettingValue::Role(role))) => directory
            .obstacle_to_giving(asker.guild, *role)
            .map(|it| Ailment::Role(action, *role, it)),
        (Check::NamedRole, Some(SettingValue::Role(role))) => directory
            .obstacle_to_naming(asker.guild, *role)
            .map(|it| Ailment::Role(action, *role, it)),
        (Check::MayPingEveryone, Some(SettingValue::Bool(true))) => {
            let channel = snapshot.channel(&reminders::DEFAULT_CHANNEL)?;
            let may = channels::may_ping_everyone(directory, asker.guild, channel);
            (!may).then_some(Ailment::CannotPing(channel))
        }
        (_, None) if NEEDED.iter().any(|it| it.is(definition)) => Some(Ailment::Unset(action)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kernel::{Authority, ChannelId};
    use settings_core::Registry;
    use settings_core::testing::{InMemorySettings, RecordingAudit};
    use tickets_core::settings::ticketbot;
    use twilight_model::guild::Permissions;

    use super::super::test_guild::{self, GENERAL, GUILD, HIDDEN, asker};
    use super::*;
    use crate::reply::Reply;

    /// What the admin of a guild with these settings reads.
    async fn reads(store: &InMemorySettings, granted: Permissions) -> String {
        let registry = Registry::new(&[
            system::DEFINITIONS,
            reminders::DEFINITIONS,
            ticketbot::DEFINITIONS,
        ]);
        let registry = registry.unwrap().with_constraints(ticketbot::CONSTRAINTS);
        let store = Arc::new(store.clone());
        let audit = Arc::new(RecordingAudit::default());
        let settings = Settings::new(Arc::new(registry), store.clone(), store, audit);
        let directory = test_guild::directory(granted);
        let asker = asker(9, Authority::Admin);
        match run(&asker, &settings, &directory).await.unwrap() {
            Reply::Message(body) => format!("{:?}", body.into_data().embeds.unwrap()),
            _ => panic!("no message"),
        }
    }

    fn with(definition: &Definition, channel: ChannelId) -> InMemorySettings {
        let store = InMemorySettings::default();
        for needed in NEEDED {
            store.set(GUILD, needed, SettingValue::Channel(GENERAL));
        }
        store.set(GUILD, definition, SettingValue::Channel(channel));
        store
    }

    #[tokio::test]
    async fn a_bare_guild_is_told_what_to_set_first() {
        let text = reads(&InMemorySettings::default(), Permissions::all()).await;
        assert!(text.contains("/config system set_log_channel"), "{text}");
        assert!(
            text.contains("/config embedwatcher set_announcements"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn a_guild_in_which_all_holds_is_told_so() {
        let store = with(&reminders::DEFAULT_CHANNEL, GENERAL);
        let text = reads(&store, Permissions::all()).await;
        assert!(
            text.contains("Everything that is switched on can work"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn each_ailment_names_its_cure() {
        let granted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        let text = reads(&with(&reminders::DEFAULT_CHANNEL, GENERAL), granted).await;
        assert!(text.contains("*Embed Links*"), "{text}");
        let text = reads(&with(&reminders::DEFAULT_CHANNEL, HIDDEN), granted).await;
        assert!(text.contains("*View Channel*"), "{text}");
        let gone = ChannelId::new(999).unwrap();
        let text = reads(&with(&reminders::DEFAULT_CHANNEL, gone), Permissions::all()).await;
        assert!(
            text.contains("/config reminders set_default_channel"),
            "{text}"
        );
        let store = with(&reminders::DEFAULT_CHANNEL, GENERAL);
        store.set(GUILD, &ticketbot::IDLE_DAYS, SettingValue::Int(30));
        let text = reads(&store, Permissions::all()).await;
        assert!(text.contains("fewer than the auto-close days"), "{text}");
    }

    #[tokio::test]
    async fn what_is_switched_off_is_not_looked_at() {
        let store = with(&reminders::DEFAULT_CHANNEL, HIDDEN);
        store.set(GUILD, &reminders::ENABLED, SettingValue::Bool(false));
        let text = reads(&store, Permissions::all()).await;
        assert!(!text.contains("set_default_channel"), "{text}");
        assert!(text.contains("Switched off: reminders"), "{text}");
    }
}
