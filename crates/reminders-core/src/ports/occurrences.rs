//! Which sends are due, and how they ended.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, MessageId, PortFailure};

use crate::{Claimed, Holding, OccurrenceId, OccurrenceResult};

/// What is to be claimed.
#[derive(Debug, Clone, Copy)]
pub struct ClaimWish<'a> {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// For how long others keep away.
    pub lease: TimeDelta,
    /// How many at most.
    pub limit: u32,
    /// How many of one guild at most: among the urgent and among the others, first tries and repetitions apart.
    pub per_guild: u32,
    /// Which kinds.
    pub wanted: Wanted,
    /// Guilds whose turn it is not.
    pub pass_over: &'a [GuildId],
}

/// Which kinds of occurrences are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All, the urgent ones first.
    All,
    /// Only those that are [urgent](crate::Kind::is_urgent).
    Urgent,
}

/// Whether an end was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// It was.
    Recorded,
    /// It was not: it ended before, or somebody else has taken it on.
    Overtaken,
    /// It was not, since its reminder was deleted meanwhile: what was posted is to be taken down.
    Gone,
    /// It was not, since the start of the event stands in the channel already: this notice is to be taken down, and
    /// finished as skipped.
    StartStands,
    /// It was not, since meanwhile the reminder was moved to other moments or to another channel, or somebody was done with
    /// the event: what was posted is to be taken down where it was posted.
    Withdrawn,
    /// It was not, since this advance notice of the event was posted meanwhile: it is to be taken down first, and known
    /// as the reminder's `pre_message` in the next call.
    NoticeStands(MessageId),
}

/// How much is due, over all guilds; counted up to [`Backlog::MAX`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Occurrences whose moment has come and that nobody has taken on.
    pub due: u32,
    /// Occurrences that were taken on and have not ended: being sent, waiting for their turn or for another try.
    pub under_way: u32,
}

impl Backlog {
    /// How far is counted: more than this is much too much anyway.
    pub const MAX: u32 = 100_000;
}

impl ClaimWish<'static> {
    /// At most `limit` of all kinds and guilds.
    pub fn up_to(now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Self {
        Self {
            now,
            lease,
            limit,
            per_guild: limit,
            wanted: Wanted::All,
            pass_over: &[],
        }
    }
}

/// Which sends are due, who has taken them on, and how they ended.
#[async_trait]
pub trait OccurrenceStore: Send + Sync {
    /// Takes on occurrences that are due.
    ///
    /// In one transaction the occurrence is recorded and its reminder moves on to the next one, so that no two
    /// processes ever take on the same. An occurrence whose lease ran out without an end is taken on again, with a
    /// higher `attempt`. Urgent ones come before advance notices; among either the guilds take turns, so that one with
    /// thousands due keeps nobody waiting. Nothing is returned only when nothing that fits the wish is due, whoever else
    /// claims at the same time.
    async fn claim(&self, wish: &ClaimWish<'_>) -> Result<Vec<Claimed>, PortFailure>;

    /// Takes on at most `limit` occurrences of all kinds that are due at `now`, for as long as `lease`.
    async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Claimed>, PortFailure> {
        self.claim(&ClaimWish::up_to(now, lease, limit)).await
    }

    /// Keeps others away from what is held until `until`, and says what is still held: what somebody else has taken on
    /// meanwhile, or what has ended, is not, and stays as it is. An `until` that has come gives everything back.
    async fn renew(
        &self,
        held: &[Holding],
        until: DateTime<Utc>,
    ) -> Result<HashSet<OccurrenceId>, PortFailure>;

    /// Records how an occurrence ended.
    ///
    /// A sent advance notice is remembered on its reminder and a sent start forgets it; a reminder with nothing left to
    /// send is completed. Who has lost the claim changes nothing, with one exception: a message that was sent stands,
    /// whoever sent it, and is recorded over any other end. Repeating the call, or making it for a reminder that was
    /// deleted meanwhile, changes nothing.
    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<Finished, PortFailure>;

    /// Gives an occurrence back: it is taken on again at `until`, not before.
    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<(), PortFailure>;

    /// When the next occurrence is due, or taken on again; none when there is nothing to wait for.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure>;

    /// How much is due, for the operator's eyes.
    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortFailure>;

    /// Computes the next occurrence of each of the guild's weekly reminders anew, since its zone is now `zone`.
    async fn rezone(&self, guild: GuildId, zone: Tz, now: DateTime<Utc>)
    -> Result<(), PortFailure>;

    /// The guilds with reminders to come whose clocks were written in another zone than the one that the guild has now:
    /// those for which a change went unheard.
    async fn out_of_zone(&self, now: DateTime<Utc>) -> Result<Vec<GuildId>, PortFailure>;
}
