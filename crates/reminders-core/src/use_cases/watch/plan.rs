//! What an announcement's events mean for the reminders that it has: which are new, changed or superfluous.
//!
//! An edit of the announcement wins only where the announcement itself says something else than before, so that what
//! staff changed by hand since stays; and an event whose reminder staff deleted stays deleted while the announcement
//! still names the same moment.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::understood::MOST_EVENTS;
use crate::{
    Announce, Fingerprint, NewReminder, Occurrence, Recalled, Reminder, Revision, Schedule,
    Settlement, Sight, Version, first_occurrence,
};

/// What is to be done, and what it touches.
#[derive(Debug)]
pub(super) struct Plan {
    /// The change as a whole.
    pub(super) settlement: Settlement,
    /// Reminders as they were and as they will be.
    pub(super) changed: Vec<(Reminder, Reminder)>,
    /// Reminders that will be removed.
    pub(super) removed: Vec<Reminder>,
}

impl Plan {
    /// Nothing but that the message was looked at.
    pub(super) fn only_seen(recalled: &Recalled, version: Version) -> Self {
        let mut sight = recalled
            .seen
            .as_ref()
            .map_or_else(|| Sight::without_event(version), |it| it.sight.clone());
        sight.version = version;
        Self::from(expectation(recalled), sight)
    }

    /// The removal of everything that is still to come.
    pub(super) fn cancelled(recalled: &Recalled, version: Version, now: DateTime<Utc>) -> Self {
        let mut plan = Self::only_seen(recalled, version);
        for reminder in recalled.live(now) {
            let part = usize::from(reminder.what.origin_part);
            // Should the event be on again, it is not one that staff deleted.
            if let Some(moment) = plan.settlement.sight.moments.get_mut(part) {
                *moment = None;
            }
            plan.remove(reminder);
        }
        plan
    }

    /// Whether anything happens that people should know.
    pub(super) fn changes_anything(&self) -> bool {
        !self.settlement.add.is_empty() || !self.changed.is_empty() || !self.removed.is_empty()
    }

    fn from(expected: Option<Fingerprint>, sight: Sight) -> Self {
        let settlement = Settlement {
            expected,
            sight,
            add: Vec::new(),
            change: Vec::new(),
            remove: Vec::new(),
        };
        Self {
            settlement,
            changed: Vec::new(),
            removed: Vec::new(),
        }
    }

    fn remove(&mut self, reminder: &Reminder) {
        self.settlement.remove.push(reminder.clone());
        self.removed.push(reminder.clone());
    }

    fn change(&mut self, before: &Reminder, revised: Revised) {
        let Revised { after, anew } = revised;
        self.settlement.change.push(Revision {
            before: before.clone(),
            what: after.what.clone(),
            anew,
        });
        self.changed.push((before.clone(), after));
    }
}

/// A reminder as it will be.
struct Revised {
    after: Reminder,
    /// Its first send, when its event has moved.
    anew: Option<Occurrence>,
}

impl Recalled {
    /// The reminders whose event has not begun.
    pub(super) fn live(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Reminder> {
        self.reminders.iter().filter(move |it| is_live(it, now))
    }
}

fn is_live(reminder: &Reminder, now: DateTime<Utc>) -> bool {
    let ahead = match reminder.what.schedule {
        Schedule::OneOff { at } => at > now,
        Schedule::Recurring { .. } => true,
    };
    !reminder.completed && ahead
}

fn expectation(recalled: &Recalled) -> Option<Fingerprint> {
    recalled.seen.as_ref().map(|it| it.sight.version.content)
}

/// What `wanted`, the reminders that the announcement makes now (never empty, the earliest first), mean for those that
/// it has.
pub(super) fn plan(
    wanted: &[NewReminder],
    recalled: &Recalled,
    version: Version,
    zone: Tz,
    now: DateTime<Utc>,
) -> Plan {
    let Some(first) = wanted.first() else {
        return Plan::only_seen(recalled, version);
    };
    let mut sight = Sight::of_event(version, first);
    let assigned = assign(wanted, recalled, now);
    sight.moments = moments(wanted, &assigned, recalled, now);
    let mut plan = Plan::from(expectation(recalled), sight);
    for (what, part) in wanted.iter().zip(&assigned) {
        let Some(part) = *part else { continue };
        let held = recalled
            .reminders
            .iter()
            .find(|it| it.what.origin_part == part);
        match held {
            Some(reminder) if is_live(reminder, now) => {
                if let Some(revised) = revised(reminder, what, recalled, zone, now) {
                    plan.change(reminder, revised);
                }
            }
            Some(_) => {}
            None if moment_of(recalled, part) == Some(Fingerprint::of_moment(&what.schedule)) => {}
            None => {
                let what = NewReminder {
                    origin_part: part,
                    ..what.clone()
                };
                if let Some(next) = first_occurrence(&what, zone, now) {
                    plan.settlement.add.push((what, next));
                }
            }
        }
    }
    for reminder in recalled.live(now) {
        if !assigned.contains(&Some(reminder.what.origin_part)) {
            plan.remove(reminder);
        }
    }
    plan
}

/// Which number each wanted reminder has: the one that had the same moment, else those of the remaining reminders in
/// the order of their events, else a free one, else none.
fn assign(wanted: &[NewReminder], recalled: &Recalled, now: DateTime<Utc>) -> Vec<Option<u8>> {
    let mut free: BTreeSet<u8> = (0..).take(MOST_EVENTS).collect();
    let known: BTreeMap<u8, Fingerprint> = free
        .iter()
        .filter_map(|part| Some((*part, moment_of(recalled, *part)?)))
        .collect();
    let mut assigned: Vec<Option<u8>> = Vec::with_capacity(wanted.len());
    for what in wanted {
        let moment = Fingerprint::of_moment(&what.schedule);
        let mut same = known
            .iter()
            .filter(|(part, it)| **it == moment && free.contains(part));
        let part = same.next().map(|(part, _)| *part);
        if let Some(part) = &part {
            free.remove(part);
        }
        assigned.push(part);
    }
    let mut left: Vec<&Reminder> = recalled.live(now).collect();
    left.retain(|it| free.contains(&it.what.origin_part));
    left.sort_by_key(|it| (begins(&it.what.schedule), it.what.origin_part));
    let mut moved = left.into_iter().map(|it| it.what.origin_part);
    let taken: BTreeSet<u8> = recalled
        .reminders
        .iter()
        .map(|it| it.what.origin_part)
        .collect();
    for part in assigned.iter_mut().filter(|it| it.is_none()) {
        *part = moved
            .next()
            .or_else(|| free.difference(&taken).next().copied());
        if let Some(part) = part {
            free.remove(part);
        }
    }
    assigned
}

fn begins(schedule: &Schedule) -> Option<DateTime<Utc>> {
    match schedule {
        Schedule::OneOff { at } => Some(*at),
        Schedule::Recurring { .. } => None,
    }
}

/// The moment that the announcement named for this number when it was last read; for reminders of which that is not
/// known, their own.
fn moment_of(recalled: &Recalled, part: u8) -> Option<Fingerprint> {
    let seen = recalled.seen.as_ref();
    let noted = seen.and_then(|it| it.sight.moments.get(usize::from(part)).copied().flatten());
    noted.or_else(|| {
        let mut held = recalled
            .reminders
            .iter()
            .filter(|it| it.what.origin_part == part);
        held.next()
            .map(|it| Fingerprint::of_moment(&it.what.schedule))
    })
}

/// The moments to be remembered: those of now, and those of events that have begun.
fn moments(
    wanted: &[NewReminder],
    assigned: &[Option<u8>],
    recalled: &Recalled,
    now: DateTime<Utc>,
) -> Vec<Option<Fingerprint>> {
    let mut moments = BTreeMap::new();
    for reminder in recalled.reminders.iter().filter(|it| !is_live(it, now)) {
        let part = reminder.what.origin_part;
        moments.insert(part, moment_of(recalled, part));
    }
    for (what, part) in wanted.iter().zip(assigned) {
        if let Some(part) = part {
            moments.insert(*part, Some(Fingerprint::of_moment(&what.schedule)));
        }
    }
    let length = moments.keys().next_back().map_or(0, |it| *it + 1);
    (0..length)
        .map(|part| moments.get(&part).copied().flatten())
        .collect()
}

/// The reminder as the announcement wants it now; none when nothing changes.
fn revised(
    reminder: &Reminder,
    wanted: &NewReminder,
    recalled: &Recalled,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<Revised> {
    let before = recalled.seen.as_ref().map(|it| &it.sight);
    let now_seen = Sight::of_event(Version::unknown(), wanted);
    let (mut after, mut anew) = (reminder.clone(), None);
    if before.is_none_or(|it| it.title != now_seen.title) {
        after.what.name = wanted.name.clone();
    }
    if before.is_none_or(|it| it.place != now_seen.place) {
        after.what.location.clone_from(&wanted.location);
    }
    if before.is_none_or(|it| it.text != now_seen.text) {
        after.what.message = wanted.message.clone();
        after.what.image_url.clone_from(&wanted.image_url);
    }
    let noted = moment_of(recalled, reminder.what.origin_part);
    if noted != Some(Fingerprint::of_moment(&wanted.schedule))
        && reminder.what.schedule != wanted.schedule
    {
        let mut moved = NewReminder {
            schedule: wanted.schedule,
            ..after.what.clone()
        };
        if moved.announce == Announce::default_for(&reminder.what.schedule) {
            moved.announce = Announce::default_for(&wanted.schedule);
        }
        anew = first_send(&mut moved, zone, now);
        // Without an event to come nothing moves, and the rest follows all the same.
        if anew.is_some() {
            after.what = moved;
            after.next = anew.filter(|_| reminder.paused.is_none());
            after.pre_message = None;
        }
    }
    (after != *reminder).then_some(Revised { after, anew })
}

/// The first send of an event that has moved. One that is too close for its notice has its start announced as well,
/// else nobody would hear of it; none when no event is to come.
fn first_send(what: &mut NewReminder, zone: Tz, now: DateTime<Utc>) -> Option<Occurrence> {
    first_occurrence(what, zone, now).or_else(|| {
        what.announce = Announce::Both;
        first_occurrence(what, zone, now)
    })
}
