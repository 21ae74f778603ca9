//! The scope `ticketbot`.

use kernel::{ChannelId, RoleId};
use settings_core::{
    Capability, Constraint, DefaultValue, Definition, Intent, Kind, Need, Since, Snapshot,
};

use crate::Place;

/// The scope's name.
pub const SCOPE: &str = "ticketbot";

/// Whether tickets can be opened and worked on.
pub const ENABLED: Definition = Definition::switch(SCOPE, "enabled", true, "Support tickets");
/// The category that ticket channels are made in.
pub const CATEGORY: Definition = Definition::new(
    SCOPE,
    "category_id",
    Kind::Category,
    "The category of ticket channels",
);
/// The channel whose private threads tickets are, in place of channels of their own.
pub const THREAD_CHANNEL: Definition = Definition::new(
    SCOPE,
    "thread_channel_id",
    Kind::Channel,
    "The channel in which tickets are private threads, in place of channels of their own",
);
/// The role of those who answer.
pub const STAFF_ROLE: Definition = Definition::new(
    SCOPE,
    "staff_role_id",
    Kind::Role,
    "The role that answers tickets",
);
/// The role that escalated tickets go to.
pub const ESCALATION_ROLE: Definition = Definition::new(
    SCOPE,
    "escalation_role_id",
    Kind::Role,
    "The role for escalated tickets",
);
/// After how many days without a message a ticket is asked about.
pub const IDLE_DAYS: Definition = Definition::new(
    SCOPE,
    "idle_days_threshold",
    Kind::Int { min: 1, max: 30 },
    "Days until a silent ticket is asked about",
)
.or(DefaultValue::Int(5));
/// After how many days without a message a ticket is closed.
pub const AUTO_CLOSE_DAYS: Definition = Definition::new(
    SCOPE,
    "auto_close_days_threshold",
    Kind::Int { min: 1, max: 90 },
    "Days until a silent ticket is closed",
)
.or(DefaultValue::Int(14));
/// Whether people are pinged when a ticket waits for them or is escalated.
pub const NOTIFY_ON_STATUS: Definition = Definition::switch(
    SCOPE,
    "notify_on_status",
    true,
    "Ping people when it is their turn",
);
/// How many tickets that are neither closed nor archived one member may have.
pub const MAX_OPEN: Definition = Definition::new(
    SCOPE,
    "max_open_per_user",
    Kind::Int { min: 1, max: 20 },
    "Open tickets that a member may have",
)
.or(DefaultValue::Int(3));

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[
    ENABLED,
    CATEGORY,
    THREAD_CHANNEL,
    STAFF_ROLE,
    ESCALATION_ROLE,
    IDLE_DAYS,
    AUTO_CLOSE_DAYS,
    NOTIFY_ON_STATUS,
    MAX_OPEN,
];

/// What tickets need.
pub const CAPABILITY: Capability = Capability {
    settings: &[&CATEGORY],
    intents: &[
        Need {
            of: Intent::MessageContent,
            to: "keep what is said in tickets",
        },
        Need {
            of: Intent::ServerMembers,
            to: "tell staff when a requester leaves",
        },
    ],
    ..Capability::of(SCOPE, Since::SetUp)
};

/// What its settings must keep to together.
pub const CONSTRAINTS: &[Constraint] = &[Constraint {
    scope: SCOPE,
    demand: "A silent ticket is asked about before it is closed: the idle days must be fewer than the auto-close days.",
    holds: |snapshot| snapshot.int(&IDLE_DAYS) < snapshot.int(&AUTO_CLOSE_DAYS),
}];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketbotSettings {
    /// Whether tickets can be opened and worked on.
    pub enabled: bool,
    /// The category that ticket channels are made in.
    pub category_id: Option<ChannelId>,
    /// The channel whose private threads tickets are, in place of channels in a category.
    pub thread_channel_id: Option<ChannelId>,
    /// The role of those who answer.
    pub staff_role_id: Option<RoleId>,
    /// The role that escalated tickets go to.
    pub escalation_role_id: Option<RoleId>,
    /// After how many days without a message a ticket is asked about; less than `auto_close_days`.
    pub idle_days: i64,
    /// After how many days without a message a ticket is closed.
    pub auto_close_days: i64,
    /// Whether people are pinged when a ticket waits for them or is escalated.
    pub notify_on_status: bool,
    /// How many tickets that are neither closed nor archived one member may have.
    pub max_open_per_user: i64,
}

impl TicketbotSettings {
    /// Where tickets are made: as threads where a channel was chosen for them.
    pub fn place(&self) -> Option<Place> {
        let threads = self.thread_channel_id.map(Place::Threads);
        threads.or(self.category_id.map(Place::Category))
    }

    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            category_id: snapshot.channel(&CATEGORY),
            thread_channel_id: snapshot.channel(&THREAD_CHANNEL),
            staff_role_id: snapshot.role(&STAFF_ROLE),
            escalation_role_id: snapshot.role(&ESCALATION_ROLE),
            idle_days: snapshot.int(&IDLE_DAYS),
            auto_close_days: snapshot.int(&AUTO_CLOSE_DAYS),
            notify_on_status: snapshot.bool(&NOTIFY_ON_STATUS),
            max_open_per_user: snapshot.int(&MAX_OPEN),
        }
    }
}

#[cfg(test)]
mod tests {
    use settings_core::SettingValue;

    use super::*;

    #[test]
    fn a_ticket_is_asked_about_before_it_is_closed() {
        let holds = |idle, close| {
            let snapshot = Snapshot::default()
                .with(&IDLE_DAYS, SettingValue::Int(idle))
                .with(&AUTO_CLOSE_DAYS, SettingValue::Int(close));
            (CONSTRAINTS[0].holds)(&snapshot)
        };
        assert!((CONSTRAINTS[0].holds)(&Snapshot::default()));
        assert!(holds(6, 7));
        assert!(!holds(7, 7));
        assert!(!holds(20, 14));
    }
}
