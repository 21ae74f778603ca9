//! Where sessions and completions are kept.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use crate::{Completed, FunnelEvent, Nonce, Panel, Session, Undone};

/// What came of saving a completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is saved, its session is gone, and its roles are in the hand of whoever saved it. What is left to do is returned.
    Now(Box<Undone>),
    /// The session was written or ended by somebody else meanwhile. Nothing is saved.
    Stale,
}

/// Keeps sessions and completions. At most one of each for a member of a guild.
#[async_trait]
pub trait RunStore: Send + Sync {
    /// The member's session, unless it has expired.
    async fn session(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Session>, PortFailure>;

    /// Begins a session, and counts it. Where the member has one that has not expired by `now`, and its nonce is not
    /// `instead_of`, that one stays and is returned: of two devices that begin at once, both see the same session.
    async fn begin(
        &self,
        session: &Session,
        instead_of: Option<&Nonce>,
        now: DateTime<Utc>,
    ) -> Result<Session, PortFailure>;

    /// Writes `after` over `before`, if that is still what is kept, and counts `passed` in the same transaction. False if
    /// it is not, in which case nothing is written and nothing counted.
    async fn advance(
        &self,
        before: &Session,
        after: &Session,
        passed: Option<FunnelEvent>,
    ) -> Result<bool, PortFailure>;

    /// What is kept of the member's last completion.
    async fn completed(
        &self,
        guild: GuildId,
        member: UserId,
    ) -> Result<Option<Completed>, PortFailure>;

    /// Everybody's, in the order of their last completion.
    async fn all_completed(&self, guild: GuildId) -> Result<Vec<Completed>, PortFailure>;

    /// In one transaction: saves what `finished` answers as the member's completion of `at`, ends the session, and notes
    /// that its roles are to be seen to, by the caller until `held_until`, and counts the completion. Only if the session is
    /// kept as `finished` says, by its nonce and revision.
    async fn complete(
        &self,
        finished: &Session,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<Saved, PortFailure>;

    /// Forgets the member's session, completion and whatever is left to do. Whether there was any.
    async fn forget(&self, guild: GuildId, member: UserId) -> Result<bool, PortFailure>;

    /// Removes at most `most` sessions that had expired by `before`; how many there were.
    async fn remove_expired(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure>;
}

/// Completions whose roles have not been seen to, because whoever saved them ended or could not reach Discord.
#[async_trait]
pub trait UndoneStore: Send + Sync {
    /// Takes at most `most` that nobody has in hand at `now`, until `until`, those that have waited longest first. Of two
    /// who ask at once, each gets others.
    async fn claim_undone(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Undone>, PortFailure>;

    /// Forgets one that has been seen to. False if somebody else has it by now.
    async fn settle(&self, undone: &Undone) -> Result<bool, PortFailure>;

    /// Lets one wait until `due`; staff was told of its completion if `undone` says so. False if somebody else has it by now.
    async fn put_back(&self, undone: &Undone, due: DateTime<Utc>) -> Result<bool, PortFailure>;
}

/// Remembers where a guild's panel stands.
#[async_trait]
pub trait PanelMemory: Send + Sync {
    /// The panel of a guild.
    async fn panel(&self, guild: GuildId) -> Result<Option<Panel>, PortFailure>;

    /// Remembers this one from `at` on, posted by a member if by anybody, instead of an earlier one.
    async fn remember_panel(
        &self,
        guild: GuildId,
        panel: Panel,
        by: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;
}

/// A member whose arrival somebody has in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenArrival {
    /// In which guild.
    pub guild: GuildId,
    /// Who.
    pub member: UserId,
    /// How often somebody has taken it in hand, this time included.
    pub tries: u32,
}

/// Members who joined and are not seen to yet: they have to pass the server's membership screening, or their role is in
/// somebody's hand. What is noted here outlives the process that noted it.
#[async_trait]
pub trait Arrivals: Send + Sync {
    /// Notes that a member waits for the screening since `at`.
    async fn awaits(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// The member waits no more, and whoever asks has them in hand until `held_until`. False if nothing is noted of them, or
    /// if somebody has them in hand at `now`, who looks at them again then.
    async fn passed(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Notes that whoever asks has the member in hand since `at`, until `held_until`, whoever had them before.
    async fn takes(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// The member is seen to.
    async fn arrived(&self, guild: GuildId, member: UserId) -> Result<(), PortFailure>;

    /// The screening still kept out a member who was claimed: they wait for it again. False if something was heard of them
    /// since.
    async fn waits_again(&self, open: &OpenArrival) -> Result<bool, PortFailure>;

    /// Lets a member wait until `due`, if they are noted.
    async fn try_again(
        &self,
        guild: GuildId,
        member: UserId,
        due: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Has those looked at from `now` on who wait for the screening in a guild: some may have passed it while nobody
    /// listened.
    async fn recall(&self, guild: GuildId, now: DateTime<Utc>) -> Result<(), PortFailure>;

    /// Takes at most `most` whom nobody has in hand at `now`, until `until`, those first that have waited longest. Of two
    /// who ask at once, each gets others.
    async fn claim_arrivals(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<OpenArrival>, PortFailure>;

    /// Removes at most `most` who were noted before this moment; how many there were.
    async fn remove_arrivals(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure>;
}
