//! What people do with a reminder that stands in its channel.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId, PortFailure, UserId};

use crate::{Occurrence, OccurrenceId, Reminder};

/// A send that was recorded, and its reminder as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The send.
    pub occurrence: Occurrence,
    /// Its message, where it is known to stand.
    pub message: Option<MessageId>,
    /// The reminder.
    pub reminder: Reminder,
}

/// Keeps what people ask for below a reminder. Another guild's send is never seen and never changed: it looks like a
/// missing one.
#[async_trait]
pub trait SnoozeStore: Send + Sync {
    /// The send with this number.
    async fn recorded(
        &self,
        guild: GuildId,
        id: OccurrenceId,
    ) -> Result<Option<Recorded>, PortFailure>;

    /// Has the reminder of a send posted again at `until`, for `by`; false when the send is gone.
    ///
    /// Asking again before that moves the moment, so that one event is never posted again twice for one person.
    async fn snooze(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        by: UserId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Ends the event of a send: a reminder that comes once is completed, of one that comes again the rest of this event
    /// is left out, also when it is being sent, waits for another try or is owed by a channel that rests; only the send
    /// whose button was pressed is left to whoever sends it. What anybody had asked to be told again about this event is
    /// called off, and its notice is no longer remembered.
    ///
    /// Returns the reminder as it is then; none when the send is gone. Repeating it changes nothing.
    async fn done(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        now: DateTime<Utc>,
    ) -> Result<Option<Reminder>, PortFailure>;
}
