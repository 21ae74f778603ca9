//! The settings of invites: the scope `invites`.

use kernel::ChannelId;
use settings_core::{
    BotPermission, Capability, DefaultValue, Definition, Intent, Kind, Need, Since, Snapshot,
};

use crate::Variant;

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
.or(DefaultValue::Text(DEFAULT_WITH_INVITER));
/// What is said when the inviter is not known; `{member}` and `{member_name}` are filled in.
pub const NO_INVITER: Definition = Definition::new(
    SCOPE,
    "no_inviter_template",
    Kind::Text { max: 1000 },
    "What is said when it is not",
)
.or(DefaultValue::Text(DEFAULT_PLAIN));

const DEFAULT_WITH_INVITER: &str =
    "{member} joined, invited by {inviter} ({count} invites in total).";
const DEFAULT_PLAIN: &str = "{member} joined (inviter unknown).";

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

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] =
    &[&[ENABLED, ANNOUNCEMENT_CHANNEL, WITH_INVITER, NO_INVITER]];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[CAPABILITY];

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

    /// The text that is meant.
    pub fn template(&self, variant: Variant) -> &str {
        match variant {
            Variant::WithInviter => &self.with_inviter_template,
            Variant::Plain => &self.no_inviter_template,
        }
    }
}

/// The text that stands where a guild's own leaves nothing to be read.
pub(crate) fn default_template(variant: Variant) -> &'static str {
    match variant {
        Variant::WithInviter => DEFAULT_WITH_INVITER,
        Variant::Plain => DEFAULT_PLAIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Template;

    #[test]
    fn every_definition_can_be_stored() {
        for scope in DEFINITIONS {
            settings_core::testing::assert_sound(scope);
        }
    }

    #[test]
    fn the_defaults_need_what_there_is() {
        for variant in [Variant::WithInviter, Variant::Plain] {
            let template = Template::read(default_template(variant));
            assert_eq!(template.concerns(variant), []);
        }
    }
}
