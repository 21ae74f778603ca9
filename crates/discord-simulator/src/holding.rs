//! Requests that are stopped on their way, so that a test decides what happens while they wait.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{sync::watch, time::timeout};

use crate::{
    faults::glob,
    persona::Channel,
    rest::{Found, Route},
    shared::Shared,
    simulator::Simulator,
    world::snowflakes::Id,
};

/// Where a request is stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HoldPoint {
    /// Before anything of it is done; when its connection breaks, nothing ever is.
    BeforeCommit,
    /// When it is done and everybody sees it, before the answer.
    BeforeAnswer,
}

/// A place where the next request that fits is stopped, until it is released, this is dropped, or whoever sent it is gone.
#[derive(Debug)]
pub struct Hold {
    shared: Arc<Shared>,
    trap: Arc<Trap>,
}

impl Simulator {
    /// Stops the next request with this method (`*`: any) to this route, as Discord writes it
    /// (`/channels/{channel_id}/messages`; `*` stands for anything).
    pub fn hold(&self, method: &str, route: &str, point: HoldPoint) -> Hold {
        self.set_trap(method, route, None, point)
    }

    /// The same, for requests about one channel only.
    pub fn hold_in(&self, channel: &Channel, method: &str, route: &str, point: HoldPoint) -> Hold {
        self.set_trap(method, route, Some(channel.id()), point)
    }

    fn set_trap(&self, method: &str, route: &str, channel: Option<Id>, point: HoldPoint) -> Hold {
        let trap = Arc::new(Trap {
            method: method.to_owned(),
            route: route.to_owned(),
            channel,
            point,
            state: watch::Sender::new(State {
                room: 1,
                ..State::default()
            }),
        });
        self.shared.traps.add(&trap);
        Hold {
            shared: Arc::clone(&self.shared),
            trap,
        }
    }
}

impl Hold {
    /// Stops so many requests instead of one.
    #[must_use]
    pub fn catching(self, requests: u32) -> Self {
        self.trap.state.send_modify(|it| it.room = requests);
        self
    }

    /// Lets so many requests that fit pass first.
    #[must_use]
    pub fn after(self, requests: u32) -> Self {
        self.trap.state.send_modify(|it| it.passes = requests);
        self
    }

    /// What is held or was, as Discord writes it: `POST /channels/{channel_id}/messages`.
    pub fn caught(&self) -> Vec<String> {
        self.trap.state.borrow().caught.clone()
    }

    /// Waits until a request is held; `false` after the patience of the options.
    pub async fn reached(&self) -> bool {
        self.reached_by(1).await
    }

    /// Waits until so many requests are held at once; `false` after the patience of the options.
    pub async fn reached_by(&self, requests: u32) -> bool {
        self.wait_for(|it| it.waiting >= requests).await
    }

    /// Waits until a held request is abandoned by whoever sent it; `false` after the patience of the options.
    pub async fn abandoned(&self) -> bool {
        self.wait_for(|it| it.abandoned > 0).await
    }

    /// How many requests are held now.
    pub fn waiting(&self) -> u32 {
        self.trap.state.borrow().waiting
    }

    /// Lets what is held go on, and stops nothing more.
    pub fn release(self) {
        drop(self);
    }

    async fn wait_for(&self, condition: impl Fn(&State) -> bool) -> bool {
        let mut state = self.trap.state.subscribe();
        let found = state.wait_for(|it| condition(it));
        let found = timeout(self.shared.options.patience, found).await;
        matches!(found, Ok(Ok(_)))
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shared.traps.remove(&self.trap);
        self.trap.state.send_modify(|it| it.open = true);
    }
}

/// The places where requests are stopped.
#[derive(Debug, Default)]
pub(crate) struct Traps(Mutex<Vec<Arc<Trap>>>);

impl Traps {
    /// Stops a request here when somebody wants it stopped.
    pub(crate) async fn pass(&self, request: &Found, point: HoldPoint) {
        let trap = self.traps(|all| all.iter().find(|it| it.takes(request, point)).cloned());
        if let Some(trap) = trap {
            trap.keep().await;
        }
    }

    fn add(&self, trap: &Arc<Trap>) {
        self.traps(|all| all.push(Arc::clone(trap)));
    }

    fn remove(&self, trap: &Arc<Trap>) {
        self.traps(|all| all.retain(|it| !Arc::ptr_eq(it, trap)));
    }

    fn traps<T>(&self, work: impl FnOnce(&mut Vec<Arc<Trap>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug)]
struct Trap {
    method: String,
    route: String,
    channel: Option<Id>,
    point: HoldPoint,
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    /// So many more are stopped.
    room: u32,
    /// So many pass before.
    passes: u32,
    caught: Vec<String>,
    waiting: u32,
    abandoned: u32,
    open: bool,
}

impl Trap {
    /// Takes a place in the trap for a request that fits.
    fn takes(&self, request: &Found, point: HoldPoint) -> bool {
        let fits = self.point == point
            && (self.method == "*" || self.method == request.route.method)
            && glob(&self.route, request.route.pattern)
            && self
                .channel
                .is_none_or(|channel| request.id("channel_id") == Some(channel));
        fits && self.state.send_if_modified(|it| {
            if it.passes > 0 {
                it.passes -= 1;
                return false;
            }
            let room = it.room > 0;
            it.room = it.room.saturating_sub(1);
            it.waiting += u32::from(room);
            if room {
                let Route {
                    method, pattern, ..
                } = request.route;
                it.caught.push(format!("{method} {pattern}"));
            }
            room
        })
    }

    async fn keep(&self) {
        let mut kept = Kept {
            trap: self,
            released: false,
        };
        let mut state = self.state.subscribe();
        // The sender is in the trap, which is borrowed here.
        kept.released = state.wait_for(|it| it.open).await.is_ok();
    }
}

/// A request that is held; it is dropped with its connection.
struct Kept<'a> {
    trap: &'a Trap,
    released: bool,
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        self.trap.state.send_modify(|it| {
            it.waiting -= 1;
            it.abandoned += u32::from(!self.released);
        });
    }
}
