//! Which sends are due, without a database.

use std::collections::{BTreeMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure, Retry};

use super::{InMemoryReminders, Progress, Recorded, State};
use crate::{
    After, Backlog, ClaimWish, Claimed, Finished, Holding, Kind, Occurrence, OccurrenceId,
    OccurrenceResult, OccurrenceStore, Reminder, ReminderId, Schedule, Wanted, comes_to,
    next_occurrence,
};

/// What a claim may take on: an occurrence that was claimed before, or a reminder's next.
#[derive(Clone, Copy)]
enum Candidate {
    Expired(OccurrenceId),
    Due(ReminderId, Occurrence),
}

/// Whether it was claimed before, its guild and kind, since when it is due, its number, and what it is.
type Found = (bool, GuildId, Kind, DateTime<Utc>, i64, Candidate);

impl State {
    /// What is due and fits the wish, in the order in which it is claimed: urgent ones first, of these what was claimed
    /// before first, of these the guilds in turns.
    fn candidates(&self, wish: &ClaimWish<'_>) -> Vec<Candidate> {
        let mut found: Vec<_> = self.expired(wish.now).chain(self.due(wish.now)).collect();
        found.retain(|(_, guild, kind, ..)| {
            let fits = wish.wanted == Wanted::All || kind.is_urgent();
            fits && !wish.pass_over.contains(guild)
        });
        found.sort_by_key(|(again, _, kind, at, number, _)| {
            (!kind.is_urgent(), !again, *at, *number)
        });
        let mut turns: BTreeMap<_, u32> = BTreeMap::new();
        let mut in_turns: Vec<_> = found
            .into_iter()
            .map(|(again, guild, kind, at, number, candidate)| {
                let turn = turns.entry((kind.is_urgent(), again, guild)).or_default();
                *turn += 1;
                let order = (!kind.is_urgent(), !again, *turn, at, number);
                (order, candidate)
            })
            .collect();
        in_turns.sort_by_key(|(order, ..)| *order);
        in_turns.retain(|((_, _, turn, ..), ..)| *turn <= wish.per_guild);
        let wanted = in_turns.into_iter().take(wish.limit as usize);
        wanted.map(|(.., candidate)| candidate).collect()
    }

    /// What nobody finished in time.
    fn expired(&self, now: DateTime<Utc>) -> impl Iterator<Item = Found> {
        self.occurrences.iter().filter_map(move |(id, it)| {
            let Progress::Leased(until) = it.progress else {
                return None;
            };
            let guild = self.reminders.get(&it.reminder)?.what.guild;
            let candidate = Candidate::Expired(*id);
            (until <= now).then_some((true, guild, it.occurrence.kind, until, id.0, candidate))
        })
    }

    /// What is due for the first time.
    fn due(&self, now: DateTime<Utc>) -> impl Iterator<Item = Found> {
        let found = self.reminders.values().filter(|it| !it.completed);
        found.filter_map(move |it| {
            let next = it.next.filter(|next| next.fires_at <= now)?;
            let candidate = Candidate::Due(it.id, next);
            let number = it.id.as_i64();
            Some((
                false,
                it.what.guild,
                next.kind,
                next.fires_at,
                number,
                candidate,
            ))
        })
    }

    fn take_on_again(&mut self, id: OccurrenceId, until: DateTime<Utc>) -> OccurrenceId {
        let recorded = self.occurrences.get_mut(&id).unwrap();
        recorded.attempt += 1;
        recorded.progress = Progress::Leased(until);
        id
    }

    fn take_on(
        &mut self,
        reminder: ReminderId,
        occurrence: Occurrence,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Option<OccurrenceId> {
        let zone = self.zone(self.reminders.get(&reminder)?.what.guild);
        let stored = self.reminders.get_mut(&reminder)?;
        stored.next = following(stored, zone, After::Occurrence(occurrence));
        let same = |it: &Recorded| {
            it.reminder == reminder
                && it.occurrence.fires_at == occurrence.fires_at
                && it.occurrence.kind == occurrence.kind
        };
        if self.occurrences.values().any(same) {
            let open = self.has_open(reminder);
            let stored = self.reminders.get_mut(&reminder)?;
            stored.completed |= !open && stored.next.is_none() && stored.paused.is_none();
            return None;
        }
        self.last_occurrence += 1;
        let id = OccurrenceId(self.last_occurrence);
        let progress = Progress::Leased(until);
        self.occurrences.insert(
            id,
            Recorded {
                reminder,
                occurrence,
                attempt: 1,
                first_claimed_at: now,
                asked_by: None,
                postponed: false,
                progress,
            },
        );
        Some(id)
    }

    fn claimed(&self, id: OccurrenceId) -> Claimed {
        let recorded = &self.occurrences[&id];
        let reminder = self.reminders[&recorded.reminder].clone();
        Claimed {
            id,
            occurrence: recorded.occurrence,
            zone: self.zone(reminder.what.guild),
            reminder,
            attempt: recorded.attempt,
            first_claimed_at: recorded.first_claimed_at,
            asked_by: recorded.asked_by,
        }
    }

    pub(super) fn zone(&self, guild: GuildId) -> Tz {
        self.zones
            .get(&guild)
            .copied()
            .unwrap_or(Tz::Europe__Brussels)
    }

    /// The record behind a claim, whatever became of it.
    pub(super) fn recorded(&mut self, claimed: &Claimed) -> Option<&mut Recorded> {
        self.get(claimed.reminder.what.guild, claimed.reminder.id)?;
        let recorded = self.occurrences.get_mut(&claimed.id)?;
        (recorded.reminder == claimed.reminder.id).then_some(recorded)
    }

    /// Whether the end may be recorded: by whoever holds the claim, and a message that stands by anybody.
    fn may_end(&mut self, claimed: &Claimed, result: &OccurrenceResult) -> bool {
        let Some(recorded) = self.recorded(claimed) else {
            return false;
        };
        match (result, &recorded.progress) {
            (_, Progress::Ended(OccurrenceResult::Sent { .. })) => false,
            (OccurrenceResult::Sent { .. }, _) => true,
            (_, Progress::Leased(_)) => recorded.attempt == claimed.attempt,
            (_, Progress::Ended(_)) => false,
        }
    }

    fn start_stands(&self, reminder: ReminderId, event_at: DateTime<Utc>) -> bool {
        self.occurrences.values().any(|it| {
            let sent = matches!(it.progress, Progress::Ended(OccurrenceResult::Sent { .. }));
            let start = it.occurrence.kind == Kind::T0 && it.occurrence.event_at == event_at;
            it.reminder == reminder && start && sent
        })
    }

    /// What has to be taken down before a message can be recorded as sent.
    fn in_the_way(&self, claimed: &Claimed) -> Option<Finished> {
        if self.withdrawn.contains(&claimed.id) {
            return Some(Finished::Withdrawn);
        }
        let event_at = claimed.occurrence.event_at;
        match claimed.occurrence.kind {
            Kind::Pre => self
                .start_stands(claimed.reminder.id, event_at)
                .then_some(Finished::StartStands),
            Kind::T0 => {
                let notice = self.reminders.get(&claimed.reminder.id)?.pre_message?;
                let known = claimed.reminder.pre_message == Some(notice);
                (!known).then_some(Finished::NoticeStands(notice))
            }
            Kind::Snoozed => None,
        }
    }

    /// Forgets what is under way for moments that are no longer a reminder's.
    pub(super) fn leave_out(&mut self, reminder: ReminderId) {
        self.occurrences.retain(|_, it| {
            it.reminder != reminder
                || it.occurrence.kind == Kind::Snoozed
                || matches!(it.progress, Progress::Ended(_))
        });
    }

    /// Has what is under way to the old channel sent to the new one, under another number.
    pub(super) fn send_again(&mut self, reminder: ReminderId, now: DateTime<Utc>) {
        let mut under_way = self.occurrences.extract_if(.., |_, it| {
            let open = matches!(it.progress, Progress::Leased(_));
            it.reminder == reminder && it.attempt > 0 && open
        });
        let again: Vec<_> = under_way.by_ref().map(|(_, it)| it).collect();
        drop(under_way);
        for mut it in again {
            self.last_occurrence += 1;
            (it.attempt, it.first_claimed_at) = (0, now);
            it.progress = Progress::Leased(now);
            self.occurrences
                .insert(OccurrenceId(self.last_occurrence), it);
        }
    }

    /// Ends what is under way for an event, or failed because of its channel, but for the send whose button was pressed.
    pub(super) fn withdraw(
        &mut self,
        reminder: ReminderId,
        event_at: DateTime<Utc>,
        pressed: OccurrenceId,
    ) {
        for (id, it) in &mut self.occurrences {
            let of_event = it.reminder == reminder && it.occurrence.event_at == event_at;
            let troubled = self.ended.get(id).is_some_and(|end| end.trouble.is_some());
            let open = matches!(it.progress, Progress::Leased(_));
            if of_event && *id != pressed && (open || troubled) {
                it.progress = Progress::Ended(OccurrenceResult::Skipped);
                self.ended.remove(id);
                self.withdrawn.insert(*id);
            }
        }
    }

    pub(super) fn has_open(&self, reminder: ReminderId) -> bool {
        let mut recorded = self
            .occurrences
            .values()
            .filter(|it| it.reminder == reminder);
        recorded.any(|it| matches!(it.progress, Progress::Leased(_)))
    }
}

#[async_trait]
impl OccurrenceStore for InMemoryReminders {
    async fn claim(&self, wish: &ClaimWish<'_>) -> Result<Vec<Claimed>, PortFailure> {
        let mut state = self.reach("claim due reminders")?;
        let until = wish.now + wish.lease;
        let mut ids = Vec::new();
        for candidate in state.candidates(wish) {
            ids.extend(match candidate {
                Candidate::Expired(id) => Some(state.take_on_again(id, until)),
                Candidate::Due(reminder, next) => state.take_on(reminder, next, wish.now, until),
            });
        }
        let mut claimed: Vec<_> = ids.into_iter().map(|id| state.claimed(id)).collect();
        claimed.sort_by_key(|it| (it.occurrence.kind, it.occurrence.fires_at, it.id));
        Ok(claimed)
    }

    async fn renew(
        &self,
        held: &[Holding],
        until: DateTime<Utc>,
    ) -> Result<HashSet<OccurrenceId>, PortFailure> {
        let mut state = self.reach("renew leases")?;
        let mut renewed = HashSet::new();
        for one in held {
            let guild = state
                .occurrences
                .get(&one.id)
                .and_then(|it| state.reminders.get(&it.reminder))
                .map(|it| it.what.guild);
            let Some(recorded) = state.occurrences.get_mut(&one.id) else {
                continue;
            };
            let theirs = guild == Some(one.guild) && recorded.attempt == one.attempt;
            if theirs && matches!(recorded.progress, Progress::Leased(_)) {
                recorded.progress = Progress::Leased(until);
                renewed.insert(one.id);
            }
        }
        Ok(renewed)
    }

    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<Finished, PortFailure> {
        const ATTEMPTED: &str = "record how a reminder ended";
        let mut state = self.reach(ATTEMPTED)?;
        if state.finishes_to_fail > 0 {
            state.finishes_to_fail -= 1;
            return Err(PortFailure::new(ATTEMPTED, Retry::Later, "told to fail"));
        }
        let sent = matches!(result, OccurrenceResult::Sent { .. });
        let what = &claimed.reminder.what;
        if state.get(what.guild, claimed.reminder.id).is_none() {
            return Ok(Finished::Gone);
        }
        if sent && !state.occurrences.contains_key(&claimed.id) {
            return Ok(Finished::Withdrawn);
        }
        if !state.may_end(claimed, result) {
            return Ok(Finished::Overtaken);
        }
        if let Some(obstacle) = state.in_the_way(claimed).filter(|_| sent) {
            return Ok(obstacle);
        }
        let Some(recorded) = state.recorded(claimed) else {
            return Ok(Finished::Overtaken);
        };
        recorded.progress = Progress::Ended(result.clone());
        let kind = recorded.occurrence.kind;
        state.ended.insert(claimed.id, super::End::new(now, None));
        let last = !state.has_open(claimed.reminder.id);
        let Some(reminder) = state.reminders.get_mut(&claimed.reminder.id) else {
            return Ok(Finished::Overtaken);
        };
        if let OccurrenceResult::Sent { message, .. } = result {
            match kind {
                Kind::Pre => reminder.pre_message = Some(*message),
                Kind::T0 => reminder.pre_message = None,
                Kind::Snoozed => {}
            }
        }
        reminder.completed |= last && reminder.next.is_none() && reminder.paused.is_none();
        Ok(Finished::Recorded)
    }

    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        _reason: &str,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("postpone a reminder")?;
        let recorded = state
            .recorded(claimed)
            .filter(|it| it.attempt == claimed.attempt);
        if let Some(recorded) = recorded
            && matches!(recorded.progress, Progress::Leased(_))
        {
            recorded.postponed = true;
            recorded.progress = Progress::Leased(until);
        }
        Ok(())
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        let state = self.reach("find out when the next reminder is due")?;
        let due = state
            .reminders
            .values()
            .filter(|it| !it.completed)
            .filter_map(|it| it.next);
        let again = state
            .occurrences
            .values()
            .filter_map(|it| match it.progress {
                Progress::Leased(until) => Some(until),
                Progress::Ended(_) => None,
            });
        Ok(due.map(|it| it.fires_at).chain(again).min())
    }

    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortFailure> {
        let state = self.reach("count what is due")?;
        let open = state.occurrences.values();
        let open = open.filter(|it| matches!(it.progress, Progress::Leased(_)));
        Ok(Backlog {
            due: u32::try_from(state.due(now).count()).unwrap(),
            under_way: u32::try_from(open.count()).unwrap(),
        })
    }

    async fn rezone(
        &self,
        guild: GuildId,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("move reminders into another zone")?;
        let waiting = state
            .reminders
            .values_mut()
            .filter(|it| it.what.guild == guild);
        for reminder in waiting {
            let upcoming = !reminder.completed && reminder.next.is_some_and(|it| it.fires_at > now);
            if upcoming && reminder.what.schedule.is_recurring() {
                reminder.next = following(reminder, zone, After::Instant(now));
            }
        }
        Ok(())
    }

    async fn out_of_zone(&self, now: DateTime<Utc>) -> Result<Vec<GuildId>, PortFailure> {
        let state = self.reach("look for reminders in another zone")?;
        let mut guilds: Vec<_> = state
            .reminders
            .values()
            .filter(|it| !it.completed && it.next.is_some_and(|next| next.fires_at > now))
            .filter(|it| {
                let after = After::Instant(now);
                let zone = state.zone(it.what.guild);
                let recurring = matches!(it.what.schedule, Schedule::Recurring { .. });
                recurring && it.next != following(it, zone, after)
            })
            .map(|it| it.what.guild)
            .collect();
        guilds.sort_unstable();
        guilds.dedup();
        Ok(guilds)
    }
}

pub(super) fn following(reminder: &Reminder, zone: Tz, after: After) -> Option<Occurrence> {
    let what = &reminder.what;
    next_occurrence(&what.schedule, what.lead, what.announce, zone, after)
}

/// Whether the reminder, as it is now, has this send.
pub(super) fn has(reminder: &Reminder, zone: Tz, occurrence: Occurrence) -> bool {
    let what = &reminder.what;
    comes_to(&what.schedule, what.lead, what.announce, zone, occurrence)
}
