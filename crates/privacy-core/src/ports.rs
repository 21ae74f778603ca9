//! What privacy needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};

use crate::{Accepted, Erased, Origin, RequestId, RowCounts, Sheet, Withdrawal};

/// Everything that is stored of people, as the [map](crate::map) says, and their requests.
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// What is stored of `user`, over all guilds and at one moment: whole rows that are about them or that they wrote, and
    /// of rows in which they did something all but the words. Other people's ids are `other`. Tables without such a row are
    /// left out.
    async fn gather(&self, user: UserId) -> Result<Vec<Sheet>, PortFailure>;

    /// Notes that `user` was given their data: how many rows, never what is in them.
    async fn note_export(
        &self,
        user: UserId,
        rows: &RowCounts,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Notes that `user` wants to be erased. While a request of theirs has not been carried out, it is this one again.
    async fn request_erasure(
        &self,
        user: UserId,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<RequestId, PortFailure>;

    /// Carries a request out, all of it or nothing: rows that are about the person are deleted, their id is taken out of
    /// all others. Of a request that was carried out before, what came of it then; none when there is no such request.
    async fn erase(
        &self,
        request: RequestId,
        at: DateTime<Utc>,
    ) -> Result<Option<Erased>, PortFailure>;

    /// Takes back what `user` asked for by a command and what has not been carried out; what is being carried out is waited
    /// for. Where one was carried out since `since`, that is what is said.
    async fn withdraw_erasure(
        &self,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Withdrawal, PortFailure>;

    /// Notes that a request could not be carried out, so that it is tried again after those that are younger.
    async fn note_failure(
        &self,
        request: RequestId,
        failure: &PortFailure,
    ) -> Result<(), PortFailure>;

    /// Requests from before `before` that have not been carried out: those that failed least often first.
    async fn unfinished(
        &self,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Vec<RequestId>, PortFailure>;

    /// Ends requests that were carried out before `before`: erases what was written of the person since but is from before,
    /// as other processes hold some of it back for a while, and forgets who they were. How many were ended.
    async fn settle(&self, before: DateTime<Utc>, at_most: u32) -> Result<u32, PortFailure>;
}

/// Who accepted the agreement.
#[async_trait]
pub trait AcceptanceStore: Send + Sync {
    /// Notes that `user` accepted `version` in `guild`. Of several at once, one is the first.
    async fn accept(
        &self,
        guild: GuildId,
        user: UserId,
        version: &str,
        at: DateTime<Utc>,
    ) -> Result<Accepted, PortFailure>;

    /// How many members of `guild` accepted it.
    async fn count(&self, guild: GuildId) -> Result<u64, PortFailure>;
}

/// What came of giving a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// They have it.
    Given,
    /// There is no such role any more.
    NoRole,
    /// The bot may not give it: it lacks Manage Roles, or its own highest role is not above.
    Forbidden,
    /// They are not in the server any more.
    NoMember,
}

/// Gives members the role of those who accepted.
#[async_trait]
pub trait AcceptanceRoles: Send + Sync {
    /// Gives `user` the `role`; one who has it keeps it.
    async fn grant(
        &self,
        guild: GuildId,
        user: UserId,
        role: RoleId,
    ) -> Result<Granted, PortFailure>;
}

/// What a guild's log is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementNews {
    /// Somebody accepted the agreement.
    Accepted(UserId),
    /// Somebody accepted it and did not get the role.
    NoRole(UserId, RoleId, Granted),
    /// An admin had it posted in this channel.
    Posted(UserId, ChannelId),
}

/// The guild's log channel.
#[async_trait]
pub trait PrivacyLog: Send + Sync {
    /// Tells it. What cannot be told is lost; the program's log says so.
    async fn tell(&self, guild: GuildId, news: AgreementNews);
}
