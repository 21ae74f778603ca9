//! A ticket as it is stored, and who somebody is to it.

mod ids;
mod standing;
mod status;

use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, RoleId, UserId};

pub use ids::{InvalidTicketId, TicketId, TicketNumber};
pub use standing::Standing;
pub use status::TicketStatus;

/// Somebody's question to staff, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The row's number.
    pub id: TicketId,
    /// The number that people say.
    pub number: TicketNumber,
    /// Where it was asked.
    pub guild: GuildId,
    /// Who asked. They stay the requester when they leave and come back.
    pub requester: UserId,
    /// What they were called then, for display only; at most 100 characters.
    pub username: String,
    /// What they asked, as they wrote it; 1 to 4,000 characters.
    pub description: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// Whether people talk about it in a channel of its own, or in a thread.
    pub room: RoomKind,
    /// Its channel or thread; none until it is made.
    pub channel: Option<ChannelId>,
    /// The message with its buttons; none until it is posted.
    pub control_message: Option<MessageId>,
    /// Who has taken it on. It stays while the ticket waits, is escalated or closed.
    pub claim: Option<Claim>,
    /// To whom it was passed on. It stays until an admin sets the ticket back to open.
    pub escalation: Option<Escalation>,
    /// When and by whom it was closed; set if and only if it is closed or archived.
    pub closing: Option<Closing>,
    /// How often it was changed: a change that was decided on another revision is not stored.
    pub revision: u32,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When a person last wrote in its channel or it was last changed.
    pub last_activity_at: DateTime<Utc>,
    /// When its requester was asked whether it is still needed; none since the last activity.
    pub idle_notified_at: Option<DateTime<Utc>>,
    /// Whether that question did not reach them, because they take no messages from the bot.
    pub is_unreachable: bool,
}

/// Where people talk about a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RoomKind {
    /// In a channel of its own, whose overwrites say who reads and writes.
    #[default]
    Channel,
    /// In a private thread, whose members read it, and which is locked for all of them.
    Thread,
}

/// Who has taken a ticket on, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// That a ticket was passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    /// To whom; nobody in particular where no target is configured.
    pub to: Option<Target>,
}

/// To whom a ticket is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// To whoever holds this role.
    Role(RoleId),
    /// To this person.
    User(UserId),
}

/// How a ticket was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// By whom; none if nobody wrote any more.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in the closer's words; at most 300 characters.
    pub reason: Option<String>,
}

impl Ticket {
    /// Whether its requester has not been told of it yet, and nobody has worked on it.
    pub fn is_being_opened(&self) -> bool {
        self.control_message.is_none() && self.revision == 0
    }

    /// The target that it is passed on to now, which may work on it.
    pub fn target(&self) -> Option<Target> {
        self.escalation.and_then(|it| it.to)
    }

    /// How it was closed; of one that is not closed, as if that had happened by itself with its last change.
    pub fn closing_or_now(&self) -> Closing {
        self.closing.clone().unwrap_or(Closing {
            by: None,
            at: self.updated_at,
            reason: None,
        })
    }
}
