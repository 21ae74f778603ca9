//! The limits that are known, and which routes share them.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::time::Instant;

use super::queue::Queue;
use super::route_key::RouteKey;

/// Above so many limits the idle ones are forgotten; every interaction brings one of its own.
const MANY: usize = 2_000;

/// The limits that are known, by route and by the name that Discord gave them.
#[derive(Debug, Default)]
pub(super) struct Limits {
    by_route: HashMap<RouteKey, Arc<Queue>>,
    by_name: HashMap<String, Arc<Queue>>,
}

impl Limits {
    /// The queue before a route's limit.
    pub(super) fn of(&mut self, key: &RouteKey) -> Arc<Queue> {
        if let Some(queue) = self.by_route.get(key) {
            return Arc::clone(queue);
        }
        if self.by_route.len() >= MANY {
            self.forget_idle();
        }
        let queue = Queue::new();
        self.by_route.insert(key.clone(), Arc::clone(&queue));
        queue
    }

    /// Notes Discord's name for a route's limit; returns the limit of that name if it is another one.
    pub(super) fn learn(
        &mut self,
        key: &RouteKey,
        name: &str,
        queue: &Arc<Queue>,
    ) -> Option<Arc<Queue>> {
        let known = self
            .by_name
            .entry(format!("{name}/{}", key.major))
            .or_insert_with(|| Arc::clone(queue));
        if Arc::ptr_eq(known, queue) {
            return None;
        }
        let known = Arc::clone(known);
        self.by_route.insert(key.clone(), Arc::clone(&known));
        Some(known)
    }

    fn forget_idle(&mut self) {
        let now = Instant::now();
        // Whoever is about to wait in one of them sees afterwards that it is no longer the route's.
        self.by_name.retain(|_, queue| !queue.idle(now));
        self.by_route.retain(|_, queue| !queue.idle(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_nobody_needs_are_forgotten() {
        let mut limits = Limits::default();
        let key = |index: usize| RouteKey {
            route: "POST interactions/:id/:token/callback".to_owned(),
            major: index.to_string(),
        };
        let closed = limits.of(&key(0));
        closed.change(|window| window.close(Instant::now() + std::time::Duration::from_mins(1)));
        for index in 1..=MANY {
            limits.of(&key(index));
        }
        assert!(limits.by_route.len() < MANY);
        assert!(Arc::ptr_eq(&closed, &limits.of(&key(0))));
    }
}
