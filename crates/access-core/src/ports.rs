//! What access needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Authority, GuildId, PortFailure, RoleId, UseCaseError, UserId};

use crate::{AccountId, Asked, Begun, KeptAnswer, Reservation, Scope};

/// Why a token does not count. All but the last two look the same from outside; the log says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// It is malformed, forged, outdated, or for somebody else.
    #[error("the token does not count: {0}")]
    Invalid(&'static str),
    /// It was genuine and is over, which happens to everybody.
    #[error("the token has expired")]
    Expired,
    /// It is a valid token of a session without an account.
    #[error("the session has no account")]
    AnonymousSession,
    /// Nothing is configured that could check it.
    #[error("tokens cannot be checked here")]
    NotConfigured,
}

/// Checks the tokens of the identity provider.
#[async_trait]
pub trait TokenVerifier: Send + Sync {
    /// Whose token it is.
    async fn verify(&self, token: &str) -> Result<AccountId, UseCaseError<TokenRefusal>>;
}

/// Which Discord user an account belongs to.
#[async_trait]
pub trait AccountLinks: Send + Sync {
    /// The Discord user that the account is linked to.
    async fn discord_user(&self, account: AccountId) -> Result<Option<UserId>, PortFailure>;
}

/// Which Discord user the holder of an account signed in with, as the identity provider knows it: what the provider was
/// told by Discord, never what the holder can write about themselves.
#[async_trait]
pub trait DiscordIdentities: Send + Sync {
    /// The Discord user; none when they signed in by other means, or there is no such account. Answers within five
    /// seconds, or fails.
    async fn signed_in_as(&self, account: AccountId) -> Result<Option<UserId>, PortFailure>;
}

/// The members of guilds, as Discord has them right now.
#[async_trait]
pub trait GuildMembers: Send + Sync {
    /// How far the user's word reaches in the guild; none when they are no member of it, or the bot is not.
    async fn authority(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Authority>, PortFailure>;

    /// The member's roles in the guild, which say what they may do in its channels; none when they are no member of it,
    /// or the bot is not.
    async fn roles(&self, guild: GuildId, user: UserId)
    -> Result<Option<Vec<RoleId>>, PortFailure>;
}

/// What was asked under which key, and how it was answered. Survives a restart.
///
/// Holds at most [`MOST_KEYS`](crate::Idempotency::MOST_KEYS): whoever reserves one more makes the oldest go that is
/// done, and the oldest of all when none is.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Lets exactly one of those through who ask in the same scope, until `lease_until`; whoever comes after that is let
    /// through as if they were the first, as are those who come after a kept answer has been forgotten.
    async fn reserve(
        &self,
        scope: Scope,
        asked: Asked,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Begun, PortFailure>;

    /// Keeps the answer `until` then, unless the reservation has passed to somebody else.
    async fn keep(
        &self,
        scope: Scope,
        reservation: Reservation,
        answer: &KeptAnswer,
        until: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Lets the next one through, unless the reservation has passed to somebody else.
    async fn free(&self, scope: Scope, reservation: Reservation) -> Result<(), PortFailure>;

    /// Forgets what is over at `now`; returns how many keys are left.
    async fn forget(&self, now: DateTime<Utc>) -> Result<usize, PortFailure>;
}
