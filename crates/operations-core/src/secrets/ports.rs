//! Where secrets come from.

use async_trait::async_trait;
use kernel::PortFailure;
use secrecy::SecretString;

use super::SecretName;

/// What a manager knows of a secret.
#[derive(Debug, Clone)]
pub enum ManagedSecret {
    /// Its newest version.
    Value(SecretString),
    /// It has none of this name, or no version of it.
    NotFound,
    /// It does not let us see it: whoever runs the bot has to give it the right.
    Denied,
}

/// A service that keeps secrets.
#[async_trait]
pub trait SecretManager: Send + Sync {
    /// The newest version of a secret. Asks once, and ends within five seconds; a failure never holds a value.
    async fn newest(&self, name: &SecretName) -> Result<ManagedSecret, PortFailure>;
}

/// What is known of secrets without asking anybody: the environment.
pub trait SecretFallback: Send + Sync {
    /// The secret, if the environment has it.
    fn secret(&self, name: &SecretName) -> Option<SecretString>;
}
