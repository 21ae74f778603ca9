//! What access needs from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Authority, GuildId, PortFailure, RoleId, UseCaseError, UserId};

use crate::{AccountId, Asked, Begun, KeptAnswer, LinkAccount, LinkRefusal, Reservation, Scope};

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

/// Who says that an account and a Discord user are the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProof {
    /// A service of the platform, by a signed request.
    Webhook,
    /// The identity provider, where they have signed in with Discord.
    OAuth,
    /// An operator.
    Admin,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOutcome {
    /// It is there now.
    Linked,
    /// It was there before.
    AlreadyLinked,
    /// The account is linked to another user, and stays so.
    AccountTaken,
    /// The user is linked to another account, and stays so.
    UserTaken,
}

/// The links that are stored: an account has one user at most, and a user one account.
#[async_trait]
pub trait LinkStore: AccountLinks {
    /// The account that the Discord user is linked to.
    async fn account(&self, user: UserId) -> Result<Option<AccountId>, PortFailure>;

    /// Stores a link, if neither side is linked to another.
    async fn link(&self, link: LinkAccount) -> Result<LinkOutcome, PortFailure>;

    /// Takes the link between these two away; whether there was one.
    async fn unlink(&self, account: AccountId, user: UserId) -> Result<bool, PortFailure>;
}

/// Notes what becomes of links, for operators.
pub trait LinkLog: Send + Sync {
    /// A link was made.
    fn linked(&self, link: LinkAccount);

    /// A link was not made, because an earlier one stays.
    fn kept_apart(&self, link: LinkAccount, why: LinkRefusal);
}

/// A member of a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildMember {
    /// How far their word reaches there.
    pub authority: Authority,
    /// Their roles, which say what they may do in the guild's channels.
    pub roles: Vec<RoleId>,
}

/// The members of guilds, as Discord has them right now.
#[async_trait]
pub trait GuildMembers: Send + Sync {
    /// The member; none when they are no member of the guild, or the bot is not. Answers within five seconds, or fails.
    async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<GuildMember>, PortFailure>;
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
