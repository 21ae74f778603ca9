//! The scope `verification`: proof of membership.
use kernel::{ChannelId, MessageId, RoleId};
use settings_core::{Capability, DefaultValue, Definition, Kind, Since, Snapshot, Who};

/// The scope's name.
pub const SCOPE: &str = "verification";

/// Whether members can prove their membership.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "Proof of membership by picture");
/// The role of those who proved it.
pub const VERIFIED_ROLE: Definition = Definition::new(
    SCOPE,
    "verified_role_id",
    Kind::Role,
    "The role of those who proved it",
);
/// The category of verification channels.
pub const CATEGORY: Definition = Definition::new(
    SCOPE,
    "category_id",
    Kind::Category,
    "The category of verification channels",
);
/// Where the panel stands.
pub const CHANNEL: Definition =
    Definition::new(SCOPE, "channel_id", Kind::Channel, "Where the panel stands");
/// The model that looks at pictures; the operator's own choice when unset.
pub const VISION_MODEL: Definition = Definition::new(
    SCOPE,
    "vision_model",
    Kind::Model,
    "The model that looks at pictures",
);
/// What the model should know; untrusted like any text.
pub const PROMPT_CONTEXT: Definition = Definition::new(
    SCOPE,
    "ai_prompt_context",
    Kind::Text { max: 1000 },
    "What the model should know",
);
/// The role that is pinged when a person has to decide.
pub const REVIEWER_ROLE: Definition = Definition::new(
    SCOPE,
    "reviewer_role_id",
    Kind::Role,
    "The role that decides by hand",
);
/// How old a payment may be, in days.
pub const MAX_PAYMENT_AGE: Definition = Definition::new(
    SCOPE,
    "max_payment_age_days",
    Kind::Int { min: 1, max: 365 },
    "How old a payment may be, in days",
)
.or(DefaultValue::Int(35));
/// Where the reference picture is kept.
pub const REFERENCE_CHANNEL: Definition = Definition::new(
    SCOPE,
    "reference_image_channel_id",
    Kind::Channel,
    "Where the reference picture is kept",
)
.by(Who::Managed);
/// The message that holds the reference picture.
pub const REFERENCE_MESSAGE: Definition = Definition::new(
    SCOPE,
    "reference_image_message_id",
    Kind::Message,
    "The reference picture",
)
.by(Who::Managed);

/// What verification needs.
pub const CAPABILITY: Capability = Capability {
    settings: &[&VERIFIED_ROLE, &CATEGORY],
    ..Capability::of(SCOPE, Since::SetUp)
};

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[
    ENABLED,
    VERIFIED_ROLE,
    CATEGORY,
    CHANNEL,
    VISION_MODEL,
    PROMPT_CONTEXT,
    REVIEWER_ROLE,
    MAX_PAYMENT_AGE,
    REFERENCE_CHANNEL,
    REFERENCE_MESSAGE,
];

/// The scope, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationSettings {
    /// Whether members can prove their membership.
    pub enabled: bool,
    /// The role of those who proved it.
    pub verified_role_id: Option<RoleId>,
    /// The category of verification channels.
    pub category_id: Option<ChannelId>,
    /// Where the panel stands.
    pub channel_id: Option<ChannelId>,
    /// The model that looks at pictures; the operator's own choice when unset.
    pub vision_model: Option<String>,
    /// What the model should know; untrusted like any text.
    pub ai_prompt_context: Option<String>,
    /// The role that is pinged when a person has to decide.
    pub reviewer_role_id: Option<RoleId>,
    /// How old a payment may be, in days.
    pub max_payment_age_days: i64,
    /// Where the reference picture is kept.
    pub reference_image_channel_id: Option<ChannelId>,
    /// The message that holds the reference picture.
    pub reference_image_message_id: Option<MessageId>,
}

impl VerificationSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            verified_role_id: snapshot.role(&VERIFIED_ROLE),
            category_id: snapshot.channel(&CATEGORY),
            channel_id: snapshot.channel(&CHANNEL),
            vision_model: snapshot.text(&VISION_MODEL).map(str::to_owned),
            ai_prompt_context: snapshot.text(&PROMPT_CONTEXT).map(str::to_owned),
            reviewer_role_id: snapshot.role(&REVIEWER_ROLE),
            max_payment_age_days: snapshot.int(&MAX_PAYMENT_AGE),
            reference_image_channel_id: snapshot.channel(&REFERENCE_CHANNEL),
            reference_image_message_id: snapshot.message(&REFERENCE_MESSAGE),
        }
    }
}
