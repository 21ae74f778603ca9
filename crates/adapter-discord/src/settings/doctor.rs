//! `/config doctor`: looks at everything that the settings rely on, and says how to mend what does not hold.

use kernel::GuildId;
use reminders_core::settings as reminders;
use settings_core::{
    BotPermission, Capability, Granted, Intent, Lack, Registry, SettingValue, Settings, Snapshot,
    system,
};
use twilight_model::application::interaction::application_command::CommandDataOption;
use twilight_model::guild::Permissions;

use super::actions::{Action, Check, SCOPES, Scope};
use super::channels;
use super::checks::{Objection, objection};
use super::config::DOCTOR_ACTION;
use super::{doctor_view, view};
use crate::GuildDirectory;
use crate::context::{Asker, DiscordContext};
use crate::identity;
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
    /// A channel does not suit its use, or a role cannot be used.
    Value(&'static Action, Objection),
    /// The capability lacks a setting, a permission or an intent.
    Lack(Lack),
    /// The bot may not ping everyone, though reminders are to.
    CannotPing(kernel::ChannelId),
    /// Two settings do not go together.
    Together(&'static str),
}

/// What is looked at.
struct Patient<'a> {
    guild: GuildId,
    registry: &'a Registry,
    snapshot: &'a Snapshot,
    directory: &'a GuildDirectory,
    granted: &'a Granted,
}

/// Whether a command's options choose it.
pub(super) fn is_chosen(options: &[CommandDataOption]) -> bool {
    matches!(options, [chosen] if chosen.name == DOCTOR_ACTION)
}

/// Looks at every scope of the guild.
pub(super) async fn run(asker: &Asker, context: &DiscordContext) -> Handled {
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    let intents = identity::intents(&context.rest).await;
    examine(
        asker.guild,
        &context.features.settings,
        &context.directory,
        intents,
    )
    .await
}

async fn examine(
    guild: GuildId,
    settings: &Settings,
    directory: &GuildDirectory,
    intents: Option<Vec<Intent>>,
) -> Handled {
    let Some(given) = directory.given_everywhere(guild) else {
        return Ok(doctor_view::not_known_yet());
    };
    let snapshot = settings.snapshot(guild).await?;
    let permissions = BotPermission::ALL.into_iter();
    let granted = Granted {
        permissions: permissions.filter(|it| given.contains(bit(*it))).collect(),
        intents,
    };
    let patient = Patient {
        guild,
        registry: settings.registry(),
        snapshot: &snapshot,
        directory,
        granted: &granted,
    };
    let findings: Vec<_> = SCOPES
        .iter()
        .map(|scope| Finding {
            scope,
            state: patient.look(scope),
        })
        .collect();
    let lost: Vec<_> = granted.lost_by_split().collect();
    Ok(doctor_view::findings(
        &findings,
        &lost,
        granted.intents.is_some(),
    ))
}

/// What every feature declares of its needs.
pub(super) fn capabilities() -> impl Iterator<Item = &'static Capability> {
    [
        system::CAPABILITIES,
        reminders::CAPABILITIES,
        tickets_core::settings::CAPABILITIES,
        growth_core::settings::CAPABILITIES,
        onboarding_core::settings::CAPABILITIES,
        invites_core::settings::CAPABILITIES,
        privacy_core::settings::CAPABILITIES,
    ]
    .into_iter()
    .flatten()
}

fn bit(permission: BotPermission) -> Permissions {
    match permission {
        BotPermission::ManageMessages => Permissions::MANAGE_MESSAGES,
        BotPermission::PinMessages => Permissions::PIN_MESSAGES,
        BotPermission::BypassSlowmode => Permissions::BYPASS_SLOWMODE,
        BotPermission::ManageEvents => Permissions::MANAGE_EVENTS,
        BotPermission::CreateEvents => Permissions::CREATE_EVENTS,
        BotPermission::ManageExpressions => Permissions::MANAGE_GUILD_EXPRESSIONS,
        BotPermission::CreateExpressions => Permissions::CREATE_GUILD_EXPRESSIONS,
        BotPermission::ManageServer => Permissions::MANAGE_GUILD,
    }
}

impl Patient<'_> {
    fn look(&self, scope: &'static Scope) -> State {
        let (registry, snapshot) = (self.registry, self.snapshot);
        let gate = registry.find(scope.name, "enabled");
        if gate.is_some_and(|it| !snapshot.bool(it)) {
            return State::Off;
        }
        let wanted =
            capabilities().filter(|it| it.scope == scope.name && it.is_wanted(registry, snapshot));
        let lacks = wanted.flat_map(|it| it.lacks(snapshot, self.granted));
        let mut ailments: Vec<_> = lacks.map(Ailment::Lack).collect();
        ailments.extend(scope.actions.iter().filter_map(|it| self.ailment(it)));
        let definitions = scope.actions.iter().map(|it| it.definition);
        let broken = registry.constraints_on(definitions).into_iter();
        let broken = broken.filter(|it| !(it.holds)(snapshot));
        ailments.extend(broken.map(|it| Ailment::Together(it.demand)));
        State::On(ailments)
    }

    fn ailment(&self, action: &'static Action) -> Option<Ailment> {
        let Self {
            guild,
            snapshot,
            directory,
            ..
        } = *self;
        let set = &snapshot.overridden(action.definition)?.value;
        match (action.check, set) {
            (Check::MayPingEveryone, SettingValue::Bool(true)) => {
                let channel = snapshot.channel(&reminders::DEFAULT_CHANNEL)?;
                let may = channels::may_ping_everyone(directory, guild, channel);
                (!may).then_some(Ailment::CannotPing(channel))
            }
            (check, set) => {
                objection(check, set, guild, directory).map(|it| Ailment::Value(action, it))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use invites_core::settings as invites;
    use kernel::ChannelId;
    use privacy_core::settings::gdpr;
    use settings_core::testing::{InMemorySettings, RecordingAudit};
    use settings_core::{Definition, Kind};
    use tickets_core::settings::ticketbot;

    use super::super::test_guild::{self, CATEGORY, GENERAL, GUILD, HIDDEN, content};
    use super::*;
    use crate::reply::Reply;

    /// What the admin of a guild with these settings reads.
    async fn reads(store: &InMemorySettings, granted: Permissions) -> String {
        let everything = Some(vec![Intent::MessageContent, Intent::ServerMembers]);
        reads_with(store, granted, everything).await
    }

    async fn reads_with(
        store: &InMemorySettings,
        granted: Permissions,
        intents: Option<Vec<Intent>>,
    ) -> String {
        let directory = test_guild::directory(granted);
        let handled = examine(GUILD, &settings(store), &directory, intents).await;
        match handled.unwrap() {
            Reply::Message(body) => format!("{:?}", body.into_data().embeds.unwrap()),
            _ => panic!("no message"),
        }
    }

    fn settings(store: &InMemorySettings) -> Settings {
        let mut features = vec![system::DEFINITIONS, reminders::DEFINITIONS];
        features.extend(tickets_core::settings::DEFINITIONS);
        features.extend(growth_core::settings::DEFINITIONS);
        features.extend(onboarding_core::settings::DEFINITIONS);
        features.extend(invites_core::settings::DEFINITIONS);
        features.extend(privacy_core::settings::DEFINITIONS);
        let registry = Registry::new(&features).unwrap();
        let registry = registry.with_constraints(ticketbot::CONSTRAINTS);
        let store = Arc::new(store.clone());
        let audit = Arc::new(RecordingAudit::default());
        Settings::new(Arc::new(registry), store.clone(), store, audit)
    }

    /// A guild in which what is there already is set up, and this besides.
    fn with(definition: &Definition, channel: ChannelId) -> InMemorySettings {
        let store = InMemorySettings::default();
        for needed in [&system::LOG_CHANNEL, &reminders::ANNOUNCEMENTS_CHANNEL] {
            store.set(GUILD, needed, SettingValue::Channel(GENERAL));
        }
        let value = match definition.kind {
            Kind::Category => SettingValue::Category(channel),
            _ => SettingValue::Channel(channel),
        };
        store.set(GUILD, definition, value);
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

    #[tokio::test]
    async fn pinning_is_a_permission_of_its_own() {
        let before_the_split = Permissions::VIEW_CHANNEL
            | Permissions::SEND_MESSAGES
            | Permissions::EMBED_LINKS
            | Permissions::READ_MESSAGE_HISTORY
            | Permissions::MANAGE_MESSAGES;
        let store = with(&gdpr::CHANNEL, GENERAL);
        let text = reads(&store, before_the_split).await;
        assert!(text.contains("I need *Pin Messages* in <#1>"), "{text}");
        assert!(
            text.contains("no part of *Manage Messages* any more"),
            "{text}"
        );
        let text = reads(&store, before_the_split | Permissions::PIN_MESSAGES).await;
        assert!(!text.contains("*Pin Messages*"), "{text}");
    }

    #[tokio::test]
    async fn a_role_that_lost_something_by_the_split_is_named_though_nothing_is_ill() {
        let read = Permissions::VIEW_CHANNEL
            | Permissions::SEND_MESSAGES
            | Permissions::EMBED_LINKS
            | Permissions::READ_MESSAGE_HISTORY;
        let old = read | Permissions::MANAGE_EVENTS | Permissions::MANAGE_GUILD_EXPRESSIONS;
        let store = with(&reminders::DEFAULT_CHANNEL, GENERAL);
        let text = reads(&store, old).await;
        for part in ["*Create Events*", "*Create Expressions*", "can work"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let new = old | Permissions::CREATE_EVENTS | Permissions::CREATE_GUILD_EXPRESSIONS;
        for whole in [read, new, Permissions::ADMINISTRATOR] {
            let text = reads(&store, whole).await;
            assert!(!text.contains("2026"), "{text}");
        }
    }

    #[tokio::test]
    async fn what_tickets_need_in_their_category_is_named() {
        let store = with(&ticketbot::CATEGORY, CATEGORY);
        let text = reads(&store, Permissions::VIEW_CHANNEL).await;
        for permission in ["Manage Channels", "Manage Permissions", "Pin Messages"] {
            assert!(text.contains(&format!("*{permission}*")), "{text}");
        }
    }

    #[tokio::test]
    async fn intents_are_asked_for_by_what_is_in_use() {
        let store = with(&reminders::DEFAULT_CHANNEL, GENERAL);
        let all = Permissions::all();
        let text = reads_with(&store, all, Some(Vec::new())).await;
        assert!(
            text.contains("*Message Content Intent* to read announcements"),
            "{text}"
        );
        assert!(
            !text.contains("Server Members"),
            "nobody counts invites here: {text}"
        );
        let store = with(&invites::ANNOUNCEMENT_CHANNEL, GENERAL);
        let text = reads_with(&store, all, Some(vec![Intent::MessageContent])).await;
        assert!(
            text.contains("*Server Members Intent* to see who joins"),
            "{text}"
        );
        assert!(!text.contains("Message Content"), "{text}");
        store.set(
            GUILD,
            &reminders::WATCHER_ENABLED,
            SettingValue::Bool(false),
        );
        let text = reads_with(&store, all, Some(vec![Intent::ServerMembers])).await;
        assert!(text.contains("can work"), "{text}");
        let text = reads_with(&store, all, None).await;
        assert!(text.contains("did not tell me which intents"), "{text}");
    }

    #[tokio::test]
    async fn a_guild_of_which_nothing_is_known_yet_is_not_judged() {
        let directory = GuildDirectory::new(twilight_model::id::Id::new(77));
        let settings = settings(&InMemorySettings::default());
        let handled = examine(GUILD, &settings, &directory, None).await;
        let text = content(handled.unwrap());
        assert!(
            text.contains("not told me of this server's channels"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn however_much_there_is_to_mend_it_fits_into_one_message() {
        let store = InMemorySettings::default();
        for action in SCOPES.iter().flat_map(|it| it.actions) {
            let value = match action.definition.kind {
                Kind::Channel => SettingValue::Channel(HIDDEN),
                Kind::Category => SettingValue::Category(CATEGORY),
                Kind::Role => SettingValue::Role(kernel::RoleId::new(999).unwrap()),
                _ => continue,
            };
            store.set(GUILD, action.definition, value);
        }
        let directory = test_guild::directory(Permissions::MANAGE_MESSAGES);
        let handled = examine(GUILD, &settings(&store), &directory, Some(Vec::new())).await;
        let Reply::Message(body) = handled.unwrap() else {
            panic!("no message");
        };
        let embed = body.into_data().embeds.unwrap().remove(0);
        let fields: Vec<_> = embed
            .fields
            .iter()
            .map(|it| it.value.chars().count())
            .collect();
        assert!(
            fields.len() > 6 && fields.iter().all(|it| *it <= 1024),
            "{fields:?}"
        );
        let names: usize = embed.fields.iter().map(|it| it.name.chars().count()).sum();
        let footer = embed.footer.map_or(0, |it| it.text.chars().count());
        let rest = names + footer + embed.title.unwrap().chars().count();
        assert!(fields.iter().sum::<usize>() + rest <= 6000, "{fields:?}");
    }
}
