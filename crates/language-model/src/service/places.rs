//! How many questions are asked at once: eight, of which two of one guild. The others wait in line.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use kernel::GuildId;

/// So many questions are asked at once …
const MOST: usize = 8;
/// … and of one guild so many.
const MOST_OF_GUILD: usize = 2;
/// No more wait in line.
const MOST_WAITING: usize = 100;

/// The places for those who ask.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<State>);

/// A place; others may have it once it is dropped.
#[derive(Debug)]
pub(super) struct Place<'a> {
    places: &'a Places,
    guild: Option<GuildId>,
}

/// Comes to a place in turn; to none when the line is full. Whoever drops it leaves the line.
#[derive(Debug)]
pub(super) struct Entering<'a> {
    places: &'a Places,
    guild: Option<GuildId>,
    number: Option<u64>,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    of_guilds: HashMap<GuildId, usize>,
    line: VecDeque<Waiting>,
    last_number: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    guild: Option<GuildId>,
    waker: Waker,
    has_place: bool,
}

impl Places {
    /// A place for a question of this guild; direct messages share nothing but the eight.
    pub(super) fn enter(&self, guild: Option<GuildId>) -> Entering<'_> {
        Entering {
            places: self,
            guild,
            number: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has_room(&self, guild: Option<GuildId>) -> bool {
        let of_guild = guild.and_then(|it| self.of_guilds.get(&it));
        self.taken < MOST && of_guild.is_none_or(|it| *it < MOST_OF_GUILD)
    }

    fn take(&mut self, guild: Option<GuildId>) {
        self.taken += 1;
        if let Some(guild) = guild {
            *self.of_guilds.entry(guild).or_default() += 1;
        }
    }

    /// Frees a place and gives it to the first in line who may have it.
    fn leave(&mut self, guild: Option<GuildId>) {
        self.taken = self.taken.saturating_sub(1);
        if let Some(guild) = guild
            && let Some(taken) = self.of_guilds.get_mut(&guild)
        {
            *taken = taken.saturating_sub(1);
            if *taken == 0 {
                self.of_guilds.remove(&guild);
            }
        }
        let mut line = self.line.iter();
        let next = line.position(|it| !it.has_place && self.has_room(it.guild));
        if let Some(next) = next {
            self.take(self.line[next].guild);
            self.line[next].has_place = true;
            self.line[next].waker.wake_by_ref();
        }
    }
}

impl<'a> Future for Entering<'a> {
    type Output = Option<Place<'a>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (places, guild) = (self.places, self.guild);
        let mut state = places.lock();
        let Some(number) = self.number else {
            if state.has_room(guild) {
                state.take(guild);
                return Poll::Ready(Some(Place { places, guild }));
            }
            if state.line.len() >= MOST_WAITING {
                return Poll::Ready(None);
            }
            state.last_number += 1;
            self.number = Some(state.last_number);
            let waiting = Waiting {
                number: state.last_number,
                guild,
                waker: context.waker().clone(),
                has_place: false,
            };
            state.line.push_back(waiting);
            return Poll::Pending;
        };
        let Some(at) = state.line.iter().position(|it| it.number == number) else {
            return Poll::Ready(None);
        };
        if state.line[at].has_place {
            state.line.remove(at);
            self.number = None;
            return Poll::Ready(Some(Place { places, guild }));
        }
        state.line[at].waker.clone_from(context.waker());
        Poll::Pending
    }
}

impl Drop for Entering<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else {
            return;
        };
        let mut state = self.places.lock();
        let at = state.line.iter().position(|it| it.number == number);
        let waiting = at.and_then(|at| state.line.remove(at));
        if waiting.is_some_and(|it| it.has_place) {
            state.leave(self.guild);
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.places.lock().leave(self.guild);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn guild(id: u64) -> Option<GuildId> {
        GuildId::new(id).ok()
    }

    fn at_once(places: &Places, guild: Option<GuildId>) -> Option<Place<'_>> {
        places.enter(guild).now_or_never().flatten()
    }

    #[test]
    fn two_of_a_guild_and_eight_of_all_are_asked_at_once() {
        let places = Places::default();
        let mut taken: Vec<_> = (0..2)
            .map(|_| at_once(&places, guild(1)).unwrap())
            .collect();
        assert!(at_once(&places, guild(1)).is_none(), "a third of one guild");
        taken.extend(
            (2..5)
                .flat_map(|id| (0..2).map(move |_| id))
                .map(|id| at_once(&places, guild(id)).unwrap()),
        );
        assert_eq!(taken.len(), 8);
        assert!(at_once(&places, guild(9)).is_none(), "a ninth");
        taken.pop();
        assert!(at_once(&places, guild(9)).is_some());
    }

    #[test]
    fn whoever_waits_longest_is_next_if_their_guild_has_room() {
        let places = Places::default();
        let first: Vec<_> = (0..2)
            .map(|_| at_once(&places, guild(1)).unwrap())
            .collect();
        let others: Vec<_> = (0..6).map(|_| at_once(&places, None).unwrap()).collect();
        let mut third = Box::pin(places.enter(guild(1)));
        let mut other = Box::pin(places.enter(guild(2)));
        assert!(third.as_mut().now_or_never().is_none());
        assert!(other.as_mut().now_or_never().is_none());
        drop(others);
        assert!(
            third.as_mut().now_or_never().is_none(),
            "its guild has no room"
        );
        assert!(other.as_mut().now_or_never().flatten().is_some());
        drop(first);
        assert!(third.now_or_never().flatten().is_some());
    }

    #[test]
    fn whoever_gives_up_leaves_their_place_to_the_next() {
        let places = Places::default();
        let mut taken: Vec<_> = (0..8).map(|_| at_once(&places, None).unwrap()).collect();
        let mut gives_up = Box::pin(places.enter(None));
        let mut waits = Box::pin(places.enter(None));
        assert!(gives_up.as_mut().now_or_never().is_none());
        assert!(waits.as_mut().now_or_never().is_none());
        taken.pop();
        drop(gives_up);
        assert!(waits.now_or_never().flatten().is_some());
    }

    #[test]
    fn the_line_has_an_end() {
        let places = Places::default();
        let _taken: Vec<_> = (0..8).map(|_| at_once(&places, None).unwrap()).collect();
        let mut line: Vec<_> = (0..MOST_WAITING)
            .map(|_| Box::pin(places.enter(None)))
            .collect();
        assert!(
            line.iter_mut()
                .all(|it| it.as_mut().now_or_never().is_none())
        );
        assert!(matches!(places.enter(None).now_or_never(), Some(None)));
    }
}
