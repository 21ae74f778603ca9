//! The scope `invites`: who brought whom.
use kernel::ChannelId;
use settings_core::{
    BotPermission, Capability, DefaultValue, Definition, Intent, Kind, Need, Since, Snapshot,
};

/// The scope's name.
pub const SCOPE: &str = "invites";

/// Whether invitations are counted and told.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "Who was invited by whom");
/// Where newcomers are announced.
pub const ANNOUNCEMENT_CHANNEL: Definition = Definition::new(
    SCOPE,
    "announcement_channel_id",
    Kind::Channel,
    "Where newcomers are announced",
);
/// What is said when the inviter is known; `{member}`, `{member_name}`, `{inviter}`, `{inviter_name}` and `{count}` are filled in.
pub const WITH_INVITER: Definition = Definition::new(
    SCOPE,
    "with_inviter_template",
    Kind::Text { max: 1000 },
    "What is said when the inviter is known",
)
.or(DefaultValue::Text(
    "Welcome {member}! Invited by {inviter}, who has now brought {count}.",
));
/// What is said when the inviter is not known; `{member}` and `{member_name}` are filled in.
pub const NO_INVITER: Definition = Definition::new(
    SCOPE,
    "no_inviter_template",
    Kind::Text { max: 1000 },
    "What is said when it is not",
)
.or(DefaultValue::Text("Welcome {member}!"));

/// What counting invites needs.
pub const CAPABILITY: Capability = Capability {
    permissions: &[Need {
        of: BotPermission::ManageServer,
        to: "see the server's invites",
    }],
    intents: &[Need {
        of: Intent::ServerMembers,
        to: "see who joins",
    }],
    ..Capability::of(SCOPE, Since::SetUp)
};

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED, ANNOUNCEMENT_CHANNEL, WITH_INVITER, NO_INVITER];

/// The scope, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitesSettings {
    /// Whether invitations are counted and told.
    pub enabled: bool,
    /// Where newcomers are announced.
    pub announcement_channel_id: Option<ChannelId>,
    /// What is said when the inviter is known; `{member}`, `{member_name}`, `{inviter}`, `{inviter_name}` and `{count}` are filled in.
    pub with_inviter_template: String,
    /// What is said when the inviter is not known; `{member}` and `{member_name}` are filled in.
    pub no_inviter_template: String,
}

impl InvitesSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            announcement_channel_id: snapshot.channel(&ANNOUNCEMENT_CHANNEL),
            with_inviter_template: snapshot.text(&WITH_INVITER).unwrap_or_default().to_owned(),
            no_inviter_template: snapshot.text(&NO_INVITER).unwrap_or_default().to_owned(),
        }
    }
}
