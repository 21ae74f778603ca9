//! Secrets by name: where each is looked for, how long it is kept, and what happens when the place is away.

mod cache;
mod lookup;
mod name;
mod ports;

pub use cache::MOST_SECRETS;
pub use lookup::{SecretLookup, SecretNote, SecretSource, Secrets};
pub use name::{InvalidSecretName, SecretName};
pub use ports::{ManagedSecret, SecretFallback, SecretManager};
