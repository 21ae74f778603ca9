//! A manager of secrets in memory, and what every manager does.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use futures_util::lock::{Mutex as AsyncMutex, OwnedMutexGuard};
use kernel::{PortFailure, Retry};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{ManagedSecret, SecretFallback, SecretManager, SecretName};

/// A manager that remembers what it was told. Clones are the same manager.
#[derive(Clone, Default)]
pub struct InMemorySecretManager(Arc<State>);

#[derive(Default)]
struct State {
    secrets: Mutex<HashMap<String, ManagedSecret>>,
    failures: AtomicUsize,
    asked: AtomicUsize,
    gate: Arc<AsyncMutex<()>>,
}

/// Keeps a manager from answering until it is opened.
pub struct Gate(OwnedMutexGuard<()>);

impl Gate {
    /// Lets it answer.
    pub fn open(self) {
        drop(self.0);
    }
}

impl InMemorySecretManager {
    /// It has a new version of a secret.
    pub fn put(&self, name: &str, value: &str) {
        self.set(name, ManagedSecret::Value(SecretString::from(value)));
    }

    /// It does not let us see a secret.
    pub fn deny(&self, name: &str) {
        self.set(name, ManagedSecret::Denied);
    }

    /// The next so many questions fail.
    pub fn fail(&self, times: usize) {
        self.0.failures.store(times, Ordering::SeqCst);
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// It does not answer until the gate is open.
    pub async fn closes(&self) -> Gate {
        Gate(self.0.gate.clone().lock_owned().await)
    }

    fn set(&self, name: &str, secret: ManagedSecret) {
        self.secrets().insert(name.to_owned(), secret);
    }

    fn secrets(&self) -> MutexGuard<'_, HashMap<String, ManagedSecret>> {
        let secrets = self.0.secrets.lock();
        secrets.unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SecretManager for InMemorySecretManager {
    async fn newest(&self, name: &SecretName) -> Result<ManagedSecret, PortFailure> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        drop(self.0.gate.lock().await);
        let fails = |left: usize| left.checked_sub(1);
        let failing = self
            .0
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, fails);
        if failing.is_ok() {
            return Err(PortFailure::new("look up a secret", Retry::Later, "away"));
        }
        let secret = self.secrets().get(name.as_str()).cloned();
        Ok(secret.unwrap_or(ManagedSecret::NotFound))
    }
}

/// An environment with these variables.
pub fn fallback_of(variables: &[(&str, &str)]) -> Arc<dyn SecretFallback> {
    let owned = |it: &(&str, &str)| (it.0.to_owned(), SecretString::from(it.1));
    Arc::new(Variables(variables.iter().map(owned).collect()))
}

struct Variables(HashMap<String, SecretString>);

impl SecretFallback for Variables {
    fn secret(&self, name: &SecretName) -> Option<SecretString> {
        self.0.get(&name.variable()).cloned()
    }
}

/// What every [`SecretManager`] does. It has `known` with the value `first line\nsecond`, does not let us see `denied`,
/// has nothing else, and cannot answer about `broken`, of which a failure speaks that may pass.
pub async fn secret_manager_contract(manager: &dyn SecretManager) {
    let ask = async |name: &str| {
        let name = name.parse().expect("a name");
        manager.newest(&name).await
    };
    for _ in 0..2 {
        match ask("known").await {
            Ok(ManagedSecret::Value(it)) => assert_eq!(it.expose_secret(), "first line\nsecond"),
            other => panic!("known: {other:?}"),
        }
    }
    let denied = ask("denied").await;
    assert!(matches!(denied, Ok(ManagedSecret::Denied)), "{denied:?}");
    let nothing = ask("nothing").await;
    assert!(
        matches!(nothing, Ok(ManagedSecret::NotFound)),
        "{nothing:?}"
    );
    let broken = ask("broken").await.expect_err("it cannot answer");
    assert_eq!(broken.retry(), Retry::Later);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_fake_keeps_the_contract() {
        struct Breaks(InMemorySecretManager);

        #[async_trait]
        impl SecretManager for Breaks {
            async fn newest(&self, name: &SecretName) -> Result<ManagedSecret, PortFailure> {
                if name.as_str() == "broken" {
                    self.0.fail(1);
                }
                self.0.newest(name).await
            }
        }
        let manager = InMemorySecretManager::default();
        manager.put("known", "first line\nsecond");
        manager.deny("denied");
        secret_manager_contract(&Breaks(manager)).await;
    }
}
