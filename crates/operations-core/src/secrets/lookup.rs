//! Looking a secret up: in the cache, then in the manager, then in the environment.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use kernel::{Clock, PortFailure, Retry};
use secrecy::SecretString;

use super::cache::{Cache, Remembered};
use super::{ManagedSecret, SecretFallback, SecretManager, SecretName};

/// How often a manager is asked before it counts as away: once, and twice more.
const TRIES: usize = 3;

/// Where a secret was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretSource {
    /// The manager.
    SecretManager,
    /// The environment.
    Env,
    /// It was remembered.
    Cache,
}

impl SecretSource {
    /// Its word for the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::SecretManager => "secret_manager",
            Self::Env => "env",
            Self::Cache => "cache",
        }
    }
}

/// What happened on the way, for the log.
#[derive(Debug, Clone)]
pub enum SecretNote {
    /// The manager has no such secret.
    NotFound,
    /// The manager does not let us see it.
    Denied,
    /// The manager could not be asked.
    Away(Arc<PortFailure>),
    /// What is used was learned before the manager went away.
    Stale,
}

/// What a look-up ends with.
#[derive(Debug, Clone)]
pub struct SecretLookup {
    /// The secret, if it was found.
    pub value: Option<SecretString>,
    /// Where it was found, or where it was last looked for.
    pub source: SecretSource,
    /// What happened on the way.
    pub notes: Vec<SecretNote>,
}

type Flight = Shared<BoxFuture<'static, SecretLookup>>;
type WeakFlight = WeakShared<BoxFuture<'static, SecretLookup>>;

struct Places {
    manager: Option<Arc<dyn SecretManager>>,
    fallback: Arc<dyn SecretFallback>,
    clock: Arc<dyn Clock>,
    cache: Mutex<Cache>,
    flights: Mutex<HashMap<SecretName, WeakFlight>>,
}

/// Secrets by name. Clones share what they remember.
#[derive(Clone)]
pub struct Secrets(Arc<Places>);

impl Secrets {
    /// Secrets of a manager, if there is one, and of the environment.
    pub fn new(
        manager: Option<Arc<dyn SecretManager>>,
        fallback: Arc<dyn SecretFallback>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(Arc::new(Places {
            manager,
            fallback,
            clock,
            cache: Mutex::default(),
            flights: Mutex::default(),
        }))
    }

    /// Looks a secret up. Those who ask for the same one at the same time share one question to the manager, and its
    /// outcome.
    pub async fn get(&self, name: &SecretName) -> SecretLookup {
        let remembered = lock(&self.0.cache).fresh(name, self.0.clock.now());
        if let Some(remembered) = remembered {
            return SecretLookup {
                value: remembered.value(),
                source: SecretSource::Cache,
                notes: Vec::new(),
            };
        }
        let flight = self.flight(name);
        flight.await
    }

    /// Forgets one secret: the next who asks learns what it is now.
    pub fn forget(&self, name: &SecretName) {
        lock(&self.0.cache).forget(name);
        lock(&self.0.flights).remove(name);
    }

    /// How many secrets are remembered, at most [`MOST_SECRETS`](super::MOST_SECRETS).
    pub fn remembered(&self) -> usize {
        lock(&self.0.cache).len()
    }

    /// The look-up that is under way, or a new one.
    fn flight(&self, name: &SecretName) -> Flight {
        let mut flights = lock(&self.0.flights);
        if let Some(flight) = flights.get(name).and_then(WeakFlight::upgrade) {
            return flight;
        }
        // What has landed, or was given up by everybody, leaves here: there are never more than are under way.
        flights.retain(|_, it| it.upgrade().is_some());
        let (places, owned) = (self.0.clone(), name.clone());
        let flight = async move { places.look_up(owned).await }.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            flights.insert(name.clone(), weak);
        }
        flight
    }
}

impl Places {
    async fn look_up(&self, name: SecretName) -> SecretLookup {
        let mut notes = Vec::new();
        match self.ask(&name).await {
            None => {}
            Some(Ok(ManagedSecret::Value(value))) => {
                self.remember(name, Remembered::Managed(value.clone()));
                return SecretLookup {
                    value: Some(value),
                    source: SecretSource::SecretManager,
                    notes,
                };
            }
            Some(Ok(ManagedSecret::NotFound)) => notes.push(SecretNote::NotFound),
            Some(Ok(ManagedSecret::Denied)) => notes.push(SecretNote::Denied),
            Some(Err(failure)) => {
                notes.push(SecretNote::Away(Arc::new(failure)));
                let stale = lock(&self.cache).stale(&name, self.clock.now());
                if stale.is_some() {
                    notes.push(SecretNote::Stale);
                    return SecretLookup {
                        value: stale,
                        source: SecretSource::Cache,
                        notes,
                    };
                }
            }
        }
        let value = self.fallback.secret(&name);
        let is_away = notes.iter().any(|it| matches!(it, SecretNote::Away(_)));
        match &value {
            Some(value) => self.remember(name, Remembered::Fallback(value.clone())),
            // Nobody has said that there is none.
            None if is_away => {}
            None => self.remember(name, Remembered::Nothing),
        }
        SecretLookup {
            value,
            source: SecretSource::Env,
            notes,
        }
    }

    /// What the manager says, if there is one; a failure that may pass is tried again.
    async fn ask(&self, name: &SecretName) -> Option<Result<ManagedSecret, PortFailure>> {
        let manager = self.manager.as_ref()?;
        let mut outcome = manager.newest(name).await;
        for _ in 1..TRIES {
            match &outcome {
                Err(failure) if failure.retry() == Retry::Later => {
                    outcome = manager.newest(name).await;
                }
                _ => break,
            }
        }
        Some(outcome)
    }

    fn remember(&self, name: SecretName, what: Remembered) {
        lock(&self.cache).remember(name, what, self.clock.now());
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("remembered", &self.remembered())
            .finish_non_exhaustive()
    }
}

/// No change is left half done, so a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::ManualClock;
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::testing::{InMemorySecretManager, fallback_of};

    struct Scene {
        manager: InMemorySecretManager,
        clock: ManualClock,
        secrets: Secrets,
    }

    fn scene(environment: &[(&str, &str)]) -> Scene {
        let manager = InMemorySecretManager::default();
        let clock = ManualClock::at(chrono::DateTime::UNIX_EPOCH);
        let secrets = Secrets::new(
            Some(Arc::new(manager.clone())),
            fallback_of(environment),
            Arc::new(clock.clone()),
        );
        Scene {
            manager,
            clock,
            secrets,
        }
    }

    impl Scene {
        async fn get(&self, name: &str) -> (Option<String>, SecretSource) {
            let found = self.secrets.get(&name.parse().unwrap()).await;
            let value = found.value.map(|it| it.expose_secret().to_owned());
            (value, found.source)
        }

        fn passes(&self, seconds: i64) {
            self.clock.advance(TimeDelta::seconds(seconds));
        }
    }

    fn some(text: &str, source: SecretSource) -> (Option<String>, SecretSource) {
        (Some(text.to_owned()), source)
    }

    #[tokio::test]
    async fn the_manager_goes_before_the_environment_and_is_asked_again_after_an_hour() {
        let scene = scene(&[("API_KEY", "of the environment")]);
        scene.manager.put("api-key", "first");
        let managed = SecretSource::SecretManager;
        assert_eq!(scene.get("api-key").await, some("first", managed));
        scene.manager.put("api-key", "second");
        scene.passes(3599);
        assert_eq!(
            scene.get("api-key").await,
            some("first", SecretSource::Cache)
        );
        scene.passes(1);
        assert_eq!(scene.get("api-key").await, some("second", managed));
    }

    #[tokio::test]
    async fn what_the_manager_does_not_have_comes_from_the_environment_for_a_minute() {
        let scene = scene(&[("API_KEY", "of the environment")]);
        assert_eq!(
            scene.get("api-key").await,
            some("of the environment", SecretSource::Env)
        );
        scene.manager.put("api-key", "managed");
        scene.passes(59);
        assert_eq!(
            scene.get("api-key").await,
            some("of the environment", SecretSource::Cache)
        );
        scene.passes(1);
        assert_eq!(
            scene.get("api-key").await,
            some("managed", SecretSource::SecretManager)
        );
    }

    #[tokio::test]
    async fn what_nobody_has_is_looked_for_again_after_half_a_minute() {
        let scene = scene(&[]);
        assert_eq!(scene.get("api-key").await, (None, SecretSource::Env));
        scene.manager.put("api-key", "there now");
        assert_eq!(scene.get("api-key").await, (None, SecretSource::Cache));
        scene.passes(30);
        let found = some("there now", SecretSource::SecretManager);
        assert_eq!(scene.get("api-key").await, found);
    }

    #[tokio::test]
    async fn a_manager_that_refuses_is_told_apart_from_one_that_has_nothing() {
        let scene = scene(&[]);
        scene.manager.deny("api-key");
        let denied = scene.secrets.get(&"api-key".parse().unwrap()).await;
        assert!(matches!(denied.notes[..], [SecretNote::Denied]));
        let nothing = scene.secrets.get(&"other".parse().unwrap()).await;
        assert!(matches!(nothing.notes[..], [SecretNote::NotFound]));
    }

    #[tokio::test]
    async fn a_manager_that_stumbles_twice_is_asked_a_third_time_and_no_fourth() {
        let scene = scene(&[]);
        scene.manager.put("api-key", "managed");
        scene.manager.fail(2);
        let found = some("managed", SecretSource::SecretManager);
        assert_eq!(scene.get("api-key").await, found);
        scene.passes(3600);
        scene.secrets.forget(&"api-key".parse().unwrap());
        scene.manager.fail(3);
        assert_eq!(scene.get("api-key").await.0, None);
        assert_eq!(scene.manager.asked(), 6);
        // Nobody said that there is none, so it is not remembered.
        assert_eq!(scene.get("api-key").await, found);
    }

    #[tokio::test]
    async fn an_old_value_is_used_for_a_day_while_the_manager_is_away() {
        let scene = scene(&[("API_KEY", "of the environment")]);
        scene.manager.put("api-key", "old");
        scene.get("api-key").await;
        scene.manager.fail(usize::MAX);
        scene.passes(2 * 3600);
        let stale = scene.secrets.get(&"api-key".parse().unwrap()).await;
        assert_eq!(stale.value.unwrap().expose_secret(), "old");
        assert!(matches!(
            stale.notes[..],
            [SecretNote::Away(_), SecretNote::Stale]
        ));
        let asked = scene.manager.asked();
        assert_eq!(scene.get("api-key").await, some("old", SecretSource::Cache));
        assert_eq!(
            scene.manager.asked(),
            asked,
            "not asked again within a minute"
        );
        scene.passes(23 * 3600);
        assert_eq!(
            scene.get("api-key").await,
            some("of the environment", SecretSource::Env)
        );
    }

    #[tokio::test]
    async fn those_who_ask_together_share_one_question() {
        let scene = scene(&[]);
        scene.manager.put("api-key", "managed");
        let gate = scene.manager.closes().await;
        let name: SecretName = "api-key".parse().unwrap();
        let asking: Vec<_> = (0..10).map(|_| scene.secrets.get(&name)).collect();
        let opening = async { gate.open() };
        let (found, ()) = tokio::join!(futures_util::future::join_all(asking), opening);
        assert!(found.iter().all(|it| it.value.is_some()));
        assert_eq!(scene.manager.asked(), 1);
    }

    #[tokio::test]
    async fn a_secret_can_be_forgotten_by_name() {
        let scene = scene(&[]);
        scene.manager.put("api-key", "first");
        scene.get("api-key").await;
        scene.manager.put("api-key", "second");
        scene.secrets.forget(&"api-key".parse().unwrap());
        assert_eq!(scene.secrets.remembered(), 0);
        let found = some("second", SecretSource::SecretManager);
        assert_eq!(scene.get("api-key").await, found);
    }

    #[tokio::test]
    async fn without_a_manager_only_the_environment_is_asked() {
        let clock = Arc::new(ManualClock::at(chrono::DateTime::UNIX_EPOCH));
        let secrets = Secrets::new(None, fallback_of(&[("A_B", "value")]), clock);
        let found = secrets.get(&"a-b".parse().unwrap()).await;
        assert_eq!(found.value.unwrap().expose_secret(), "value");
        assert_eq!(found.source.word(), "env");
        assert!(found.notes.is_empty() && !format!("{secrets:?}").contains("value"));
    }
}
