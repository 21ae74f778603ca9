//! Sessions and completions in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{
    Arrivals, AskedText, Completed, Figures, FunnelEvent, FunnelStore, Nonce, OpenArrival, Panel,
    PanelMemory, Phase, RunStore, Saved, Session, Undone, UndoneStore,
};

type Place = (GuildId, UserId);

/// Keeps everything that running the onboarding keeps.
#[derive(Debug, Default)]
pub struct InMemoryRuns(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    sessions: HashMap<Place, Session>,
    completed: HashMap<Place, Completed>,
    undone: HashMap<Place, (Undone, DateTime<Utc>)>,
    panels: HashMap<GuildId, Panel>,
    arrivals: HashMap<Place, Noted>,
    counts: HashMap<(GuildId, NaiveDate, &'static str, u16), (u64, i64)>,
    is_away: bool,
}

/// A member who joined: since when that is noted, and from when on somebody is to see to them; those without wait for the
/// screening.
#[derive(Debug, Clone, Copy)]
struct Noted {
    since: DateTime<Utc>,
    due: Option<DateTime<Utc>>,
    tries: u32,
}

impl InMemoryRuns {
    /// From now on nothing can be reached, or everything.
    pub fn is_away(&self, is_away: bool) {
        self.lock().is_away = is_away;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.lock();
        if state.is_away {
            return Err(PortFailure::new(
                "reach the store",
                Retry::Later,
                "told to be away",
            ));
        }
        Ok(state)
    }
}

impl State {
    fn count(&mut self, guild: GuildId, event: FunnelEvent, at: DateTime<Utc>) {
        let key = (guild, at.date_naive(), event.word(), event.step());
        let (count, seconds) = self.counts.entry(key).or_default();
        *count += 1;
        *seconds += event.seconds();
    }

    fn is_kept(&self, seen: &Session) -> bool {
        let kept = self.sessions.get(&(seen.guild, seen.member));
        kept.is_some_and(|it| {
            let same = (&it.nonce, it.revision) == (&seen.nonce, seen.revision);
            same && (it.phase, it.step) == (seen.phase, seen.step)
        })
    }
}

#[async_trait]
impl RunStore for InMemoryRuns {
    async fn session(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Session>, PortFailure> {
        let state = self.reach()?;
        let session = state.sessions.get(&(guild, member));
        Ok(session.filter(|it| it.is_live(now)).cloned())
    }

    async fn begin(
        &self,
        session: &Session,
        instead_of: Option<&Nonce>,
        now: DateTime<Utc>,
    ) -> Result<Session, PortFailure> {
        let mut state = self.reach()?;
        let place = (session.guild, session.member);
        let kept = state.sessions.get(&place).filter(|it| it.is_live(now));
        if let Some(other) = kept.filter(|it| Some(&it.nonce) != instead_of) {
            return Ok(other.clone());
        }
        state.sessions.insert(place, session.clone());
        state.count(session.guild, FunnelEvent::Started, session.started_at);
        Ok(session.clone())
    }

    async fn advance(
        &self,
        before: &Session,
        after: &Session,
        passed: Option<FunnelEvent>,
    ) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        if !state.is_kept(before) {
            return Ok(false);
        }
        state
            .sessions
            .insert((after.guild, after.member), after.clone());
        if let Some(event) = passed {
            state.count(after.guild, event, after.expires_at - crate::SESSION_LIFE);
        }
        Ok(true)
    }

    async fn completed(
        &self,
        guild: GuildId,
        member: UserId,
    ) -> Result<Option<Completed>, PortFailure> {
        Ok(self.reach()?.completed.get(&(guild, member)).cloned())
    }

    async fn all_completed(&self, guild: GuildId) -> Result<Vec<Completed>, PortFailure> {
        let state = self.reach()?;
        let here = state.completed.iter().filter(|((it, _), _)| *it == guild);
        let mut all: Vec<_> = here.map(|(_, it)| it.clone()).collect();
        all.sort_by_key(|it| (it.at, it.member));
        Ok(all)
    }

    async fn complete(
        &self,
        finished: &Session,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<Saved, PortFailure> {
        let mut state = self.reach()?;
        if !state.is_kept(finished) {
            return Ok(Saved::Stale);
        }
        let place = (finished.guild, finished.member);
        state.sessions.remove(&place);
        let completed = Completed {
            member: finished.member,
            at,
            nonce: Some(finished.nonce.clone()),
            answers: finished.answers.clone(),
            asked: finished.questions.iter().map(AskedText::of).collect(),
        };
        let is_rerun = state.completed.insert(place, completed).is_some();
        let undone = Undone {
            guild: finished.guild,
            member: finished.member,
            nonce: finished.nonce.clone(),
            at,
            answers: finished.answers.clone(),
            questions: finished.questions.clone(),
            tries: 1,
            told: false,
            is_rerun,
        };
        state.undone.insert(place, (undone.clone(), held_until));
        if finished.phase == Phase::Confirming {
            let confirmed = FunnelEvent::Passed(Phase::Confirming, 0);
            state.count(finished.guild, confirmed, at);
        }
        state.count(
            finished.guild,
            FunnelEvent::Completed(at - finished.started_at),
            at,
        );
        Ok(Saved::Now(Box::new(undone)))
    }

    async fn forget(&self, guild: GuildId, member: UserId) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        let place = (guild, member);
        let session = state.sessions.remove(&place).is_some();
        let completed = state.completed.remove(&place).is_some();
        state.undone.remove(&place);
        Ok(session || completed)
    }

    async fn remove_expired(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure> {
        let mut state = self.reach()?;
        let expired = state
            .sessions
            .iter()
            .filter(|(_, it)| it.expires_at <= before);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let places: Vec<_> = expired.map(|(place, _)| *place).take(most).collect();
        for place in &places {
            state.sessions.remove(place);
        }
        Ok(u64::try_from(places.len()).unwrap_or(u64::MAX))
    }
}

#[async_trait]
impl UndoneStore for InMemoryRuns {
    async fn claim_undone(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Undone>, PortFailure> {
        let mut state = self.reach()?;
        let mut due: Vec<_> = state
            .undone
            .values_mut()
            .filter(|(_, at)| *at <= now)
            .collect();
        due.sort_by_key(|(it, at)| (*at, it.guild, it.member));
        due.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let claimed = due.into_iter().map(|(undone, held)| {
            undone.tries += 1;
            *held = until;
            undone.clone()
        });
        Ok(claimed.collect())
    }

    async fn settle(&self, undone: &Undone) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        let place = (undone.guild, undone.member);
        let is_mine = state
            .undone
            .get(&place)
            .is_some_and(|it| is_same(&it.0, undone));
        if is_mine {
            state.undone.remove(&place);
        }
        Ok(is_mine)
    }

    async fn put_back(&self, undone: &Undone, due: DateTime<Utc>) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        let kept = state.undone.get_mut(&(undone.guild, undone.member));
        let Some(kept) = kept.filter(|it| is_same(&it.0, undone)) else {
            return Ok(false);
        };
        kept.0.told = undone.told;
        kept.1 = due;
        Ok(true)
    }
}

fn is_same(kept: &Undone, undone: &Undone) -> bool {
    (&kept.nonce, kept.tries) == (&undone.nonce, undone.tries)
}

#[async_trait]
impl PanelMemory for InMemoryRuns {
    async fn panel(&self, guild: GuildId) -> Result<Option<Panel>, PortFailure> {
        Ok(self.reach()?.panels.get(&guild).copied())
    }

    async fn remember_panel(
        &self,
        guild: GuildId,
        panel: Panel,
        _by: Option<UserId>,
        _at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.reach()?.panels.insert(guild, panel);
        Ok(())
    }
}

#[async_trait]
impl Arrivals for InMemoryRuns {
    async fn awaits(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let noted = Noted {
            since: at,
            due: None,
            tries: 0,
        };
        self.reach()?.arrivals.insert((guild, member), noted);
        Ok(())
    }

    async fn passed(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        let Some(noted) = state.arrivals.get_mut(&(guild, member)) else {
            return Ok(false);
        };
        let is_free = noted.due.is_none_or(|it| it <= now);
        if is_free {
            noted.due = Some(held_until);
        }
        noted.tries += 1;
        Ok(is_free)
    }

    async fn takes(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach()?;
        let noted = state.arrivals.entry((guild, member)).or_insert(Noted {
            since: at,
            due: None,
            tries: 0,
        });
        noted.due = Some(held_until);
        noted.tries += 1;
        Ok(())
    }

    async fn arrived(&self, guild: GuildId, member: UserId) -> Result<(), PortFailure> {
        self.reach()?.arrivals.remove(&(guild, member));
        Ok(())
    }

    async fn waits_again(&self, open: &OpenArrival) -> Result<bool, PortFailure> {
        let mut state = self.reach()?;
        let noted = state.arrivals.get_mut(&(open.guild, open.member));
        let Some(noted) = noted.filter(|it| it.tries == open.tries) else {
            return Ok(false);
        };
        noted.due = None;
        noted.tries = 0;
        Ok(true)
    }

    async fn try_again(
        &self,
        guild: GuildId,
        member: UserId,
        due: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach()?;
        if let Some(noted) = state.arrivals.get_mut(&(guild, member)) {
            noted.due = Some(due);
        }
        Ok(())
    }

    async fn recall(&self, guild: GuildId, now: DateTime<Utc>) -> Result<(), PortFailure> {
        let mut state = self.reach()?;
        let here = state.arrivals.iter_mut();
        let here = here.filter(|((it, _), noted)| *it == guild && noted.due.is_none());
        here.for_each(|(_, noted)| noted.due = Some(now));
        Ok(())
    }

    async fn claim_arrivals(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<OpenArrival>, PortFailure> {
        let mut state = self.reach()?;
        let due = state.arrivals.iter_mut();
        let mut due: Vec<_> = due
            .filter(|(_, noted)| noted.due.is_some_and(|it| it <= now))
            .collect();
        due.sort_by_key(|(place, noted)| (noted.due, **place));
        due.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let claimed = due.into_iter().map(|((guild, member), noted)| {
            noted.due = Some(until);
            noted.tries += 1;
            OpenArrival {
                guild: *guild,
                member: *member,
                tries: noted.tries,
            }
        });
        Ok(claimed.collect())
    }

    async fn remove_arrivals(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure> {
        let mut state = self.reach()?;
        let old = state.arrivals.iter().filter(|(_, it)| it.since < before);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let places: Vec<_> = old.map(|(place, _)| *place).take(most).collect();
        for place in &places {
            state.arrivals.remove(place);
        }
        Ok(u64::try_from(places.len()).unwrap_or(u64::MAX))
    }
}

#[async_trait]
impl FunnelStore for InMemoryRuns {
    async fn count(
        &self,
        guild: GuildId,
        event: FunnelEvent,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.reach()?.count(guild, event, at);
        Ok(())
    }

    async fn figures(&self, guild: GuildId, since: NaiveDate) -> Result<Figures, PortFailure> {
        let state = self.reach()?;
        let here = state.counts.iter();
        let here = here.filter(|((of, day, ..), _)| *of == guild && *day >= since);
        let counts = here.map(|((_, _, word, step), (count, seconds))| {
            ((*word).to_owned(), *step, *count, *seconds)
        });
        Ok(Figures::of_counts(counts))
    }
}

#[cfg(test)]
mod tests {
    use super::InMemoryRuns;

    crate::runs_contract!(#[tokio::test] fn() => std::sync::Arc::new(InMemoryRuns::default()));
}
