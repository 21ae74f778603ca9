//! Who asks, once their proof has been checked.

use kernel::UserId;
use uuid::Uuid;

/// An account at the identity provider: the `sub` of its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub Uuid);

/// Who stands behind a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody who has signed in at the identity provider.
    User(AccountId),
    /// A service that knows the API key, asking for itself.
    Service,
    /// A service that knows the API key, asking for a Discord user.
    ServiceFor(UserId),
}
