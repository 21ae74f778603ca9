//! What a capability needs of a guild and of Discord beside fitting channels and roles, so that what is missing can be
//! named before it is missed.

use crate::{Definition, Kind, Registry, Snapshot};

/// A capability and its needs, declared by the feature beside its settings.
#[derive(Debug, Clone, Copy)]
pub struct Capability {
    /// The scope of its settings; its gate is the setting `enabled` there, if there is one.
    pub scope: &'static str,
    /// From when on its needs count.
    pub since: Since,
    /// Settings without which nothing of it works.
    pub settings: &'static [&'static Definition],
    /// What the bot's role needs in the whole server.
    pub permissions: &'static [Need<BotPermission>],
    /// What the application needs in the Developer Portal.
    pub intents: &'static [Need<Intent>],
}

/// From when on a capability's needs count, while it is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// At once.
    SwitchedOn,
    /// Once a channel, a category or a role was chosen for it: before, nobody has asked for it.
    SetUp,
}

/// A need, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need<T: 'static> {
    /// What is needed.
    pub of: T,
    /// What for, after "to": `read announcements`.
    pub to: &'static str,
}

/// A privileged intent, which is switched on for the application as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// *Message Content Intent*: what people write.
    MessageContent,
    /// *Server Members Intent*: who comes and goes.
    ServerMembers,
}

/// A permission of the bot's own role, by Discord's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BotPermission {
    /// *Manage Messages*.
    ManageMessages,
    /// *Pin Messages*.
    PinMessages,
    /// *Bypass Slowmode*.
    BypassSlowmode,
    /// *Manage Events*.
    ManageEvents,
    /// *Create Events*.
    CreateEvents,
    /// *Manage Expressions*: emoji, stickers, sounds.
    ManageExpressions,
    /// *Create Expressions*.
    CreateExpressions,
    /// *Manage Server*.
    ManageServer,
}

/// What is known of the bot's place in a guild.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// What its roles give it in the whole server.
    pub permissions: Vec<BotPermission>,
    /// Which privileged intents its application has; none when Discord did not say.
    pub intents: Option<Vec<Intent>>,
}

/// Something that a capability lacks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lack {
    /// A setting has to be made.
    Setting(&'static Definition),
    /// The bot's role lacks a permission.
    Permission(Need<BotPermission>),
    /// The application lacks an intent.
    Intent(Need<Intent>),
}

impl Capability {
    /// A capability without any need, to be filled in.
    pub const fn of(scope: &'static str, since: Since) -> Self {
        Self {
            scope,
            since,
            settings: &[],
            permissions: &[],
            intents: &[],
        }
    }

    /// Whether its needs count in a guild with these settings.
    pub fn is_wanted(&self, registry: &Registry, snapshot: &Snapshot) -> bool {
        let gate = registry.find(self.scope, "enabled");
        if gate.is_some_and(|it| !snapshot.bool(it)) {
            return false;
        }
        let is_place = |it: &&Definition| {
            matches!(it.kind, Kind::Channel | Kind::Category | Kind::Role)
                && snapshot.overridden(it).is_some()
        };
        match self.since {
            Since::SwitchedOn => true,
            Since::SetUp => registry.in_scope(self.scope).iter().any(is_place),
        }
    }

    /// What it lacks where its needs count. Intents of which nobody knows are not called missing.
    pub fn lacks(&self, snapshot: &Snapshot, granted: &Granted) -> Vec<Lack> {
        let settings = self.settings.iter().copied();
        let unset = settings.filter(|it| snapshot.overridden(it).is_none());
        let permissions = self.permissions.iter().copied();
        let forbidden = permissions.filter(|it| !granted.permissions.contains(&it.of));
        let intents = self.intents.iter().copied();
        let withheld = intents.filter(|it| {
            let known = granted.intents.as_ref();
            known.is_some_and(|known| !known.contains(&it.of))
        });
        unset
            .map(Lack::Setting)
            .chain(forbidden.map(Lack::Permission))
            .chain(withheld.map(Lack::Intent))
            .collect()
    }
}

impl Intent {
    /// What the Developer Portal calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MessageContent => "Message Content Intent",
            Self::ServerMembers => "Server Members Intent",
        }
    }
}

impl BotPermission {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::ManageMessages,
        Self::PinMessages,
        Self::BypassSlowmode,
        Self::ManageEvents,
        Self::CreateEvents,
        Self::ManageExpressions,
        Self::CreateExpressions,
        Self::ManageServer,
    ];

    /// What Discord's client calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ManageMessages => "Manage Messages",
            Self::PinMessages => "Pin Messages",
            Self::BypassSlowmode => "Bypass Slowmode",
            Self::ManageEvents => "Manage Events",
            Self::CreateEvents => "Create Events",
            Self::ManageExpressions => "Manage Expressions",
            Self::CreateExpressions => "Create Expressions",
            Self::ManageServer => "Manage Server",
        }
    }

    /// The permission of which it was a part until Discord split it off in February 2026: who had that one then and
    /// nothing since, has lost this one.
    pub const fn split_from(self) -> Option<Self> {
        match self {
            Self::PinMessages | Self::BypassSlowmode => Some(Self::ManageMessages),
            Self::CreateEvents => Some(Self::ManageEvents),
            Self::CreateExpressions => Some(Self::ManageExpressions),
            Self::ManageMessages
            | Self::ManageEvents
            | Self::ManageExpressions
            | Self::ManageServer => None,
        }
    }
}

impl Granted {
    /// What the bot's role seems to have lost by the split of February 2026.
    pub fn lost_by_split(&self) -> impl Iterator<Item = BotPermission> {
        BotPermission::ALL.into_iter().filter(|it| {
            let had = it.split_from();
            had.is_some_and(|whole| self.permissions.contains(&whole))
                && !self.permissions.contains(it)
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;

    use super::BotPermission as P;
    use super::*;
    use crate::SettingValue;
    use crate::testing::{CHANNEL, ENABLED, registry};

    const PINS: Need<BotPermission> = Need {
        of: BotPermission::PinMessages,
        to: "pin",
    };
    const READS: Need<Intent> = Need {
        of: Intent::MessageContent,
        to: "read",
    };

    fn needy(since: Since) -> Capability {
        Capability {
            settings: &[&CHANNEL],
            permissions: &[PINS],
            intents: &[READS],
            ..Capability::of(CHANNEL.scope, since)
        }
    }

    fn with_channel() -> Snapshot {
        let channel = SettingValue::Channel(ChannelId::new(7).unwrap());
        Snapshot::default().with(&CHANNEL, channel)
    }

    #[test]
    fn needs_count_while_it_is_switched_on_or_from_when_it_is_set_up() {
        let registry = registry();
        let wanted = |since, snapshot: &Snapshot| needy(since).is_wanted(&registry, snapshot);
        let (bare, set_up) = (Snapshot::default(), with_channel());
        assert!(wanted(Since::SwitchedOn, &bare));
        assert!(!wanted(Since::SetUp, &bare));
        assert!(wanted(Since::SetUp, &set_up));
        let off = set_up.with(&ENABLED, SettingValue::Bool(false));
        assert!(!wanted(Since::SwitchedOn, &off) && !wanted(Since::SetUp, &off));
    }

    #[test]
    fn names_everything_that_is_missing_and_nothing_that_is_not_known() {
        let capability = needy(Since::SwitchedOn);
        let nothing = Granted {
            intents: Some(Vec::new()),
            ..Granted::default()
        };
        let all = [
            Lack::Setting(&CHANNEL),
            Lack::Permission(PINS),
            Lack::Intent(READS),
        ];
        assert_eq!(capability.lacks(&Snapshot::default(), &nothing), all);
        let unknown = Granted::default();
        let lacks = capability.lacks(&with_channel(), &unknown);
        assert_eq!(lacks, [Lack::Permission(PINS)]);
        let everything = Granted {
            permissions: vec![PINS.of],
            intents: Some(vec![READS.of]),
        };
        assert_eq!(capability.lacks(&with_channel(), &everything), []);
    }

    #[test]
    fn what_was_split_off_is_missed_only_where_the_whole_was_there() {
        let granted = |permissions: &[BotPermission]| Granted {
            permissions: permissions.to_vec(),
            intents: None,
        };
        let lost = |permissions: &[BotPermission]| -> Vec<_> {
            granted(permissions).lost_by_split().collect()
        };
        assert_eq!(lost(&[]), []);
        assert_eq!(
            lost(&[P::ManageMessages, P::PinMessages]),
            [P::BypassSlowmode]
        );
        let wholes = [P::ManageMessages, P::ManageEvents, P::ManageExpressions];
        let parts = [
            P::PinMessages,
            P::BypassSlowmode,
            P::CreateEvents,
            P::CreateExpressions,
        ];
        assert_eq!(lost(&wholes), parts);
        assert_eq!(lost(&P::ALL), []);
    }
}
