//! What access needs from outside.

use async_trait::async_trait;
use kernel::{Authority, GuildId, PortFailure, RoleId, UseCaseError, UserId};

use crate::AccountId;

/// Why a token does not count. All but the last two look the same from outside; the log says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// It is malformed, forged, outdated, or for somebody else.
    #[error("the token does not count: {0}")]
    Invalid(&'static str),
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
