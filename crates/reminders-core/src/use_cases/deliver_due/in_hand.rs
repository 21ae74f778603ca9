//! What a round has in hand: it claims in small batches and has some of it sent side by side.
//!
//! What is in hand stays claimed for as long as it takes: its leases are renewed, also while it waits for its turn. Starts
//! of events that become due meanwhile are claimed at once and go first.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::atomic::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{BoxFuture, Either, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use kernel::{GuildId, PortFailure};

use super::queue::Queue;
use super::report::{Delivered, Note};
use crate::use_cases::Reminders;
use crate::{ClaimWish, Claimed, Holding, Wanted};

/// For how long a claim keeps others away, if it is not renewed.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often the leases of what is in hand are renewed.
pub(super) const RENEWAL: TimeDelta = TimeDelta::seconds(10);
/// How many occurrences are claimed at once.
const BATCH: u32 = 200;
/// When fewer than this wait for their turn, more are claimed.
const REFILL: usize = 100;
/// How often to look for starts that have become due while enough waits already, and again where nothing was found.
const LOOK: TimeDelta = TimeDelta::seconds(2);
/// How many sends are under way at once …
const CONCURRENT: usize = 32;
/// … and how many of one guild: a slow channel holds up its own guild only.
const CONCURRENT_IN_GUILD: usize = 4;
/// How many of one guild are in hand at once; the rest of what it is due stays for its later turns.
const IN_HAND_OF_GUILD: u32 = 25;

/// How a send was handled: what the metrics learn, and what went wrong.
pub(super) type Handled = (Holding, Option<Delivered>, Vec<PortFailure>);

/// What one round has in hand.
pub(super) struct Round<'a> {
    reminders: &'a Reminders,
    note: &'a (dyn Fn(Note) + Send + Sync),
    queue: Queue,
    sending: FuturesUnordered<BoxFuture<'a, Handled>>,
    /// What is being sent.
    sent_now: HashMap<GuildId, Vec<Holding>>,
    renew_at: DateTime<Utc>,
    look_at: DateTime<Utc>,
    /// The guilds that the last claim passed over, since enough of theirs was in hand.
    passed_over: HashSet<GuildId>,
    /// The guilds that have had their turn at claims of starts, and of everything, since all others had theirs.
    had_turn: [HashSet<GuildId>; 2],
    /// The last claim found less than it was asked for.
    dry: bool,
}

impl<'a> Round<'a> {
    pub(super) fn new(reminders: &'a Reminders, note: &'a (dyn Fn(Note) + Send + Sync)) -> Self {
        let now = reminders.ports.clock.now();
        Self {
            reminders,
            note,
            queue: Queue::default(),
            sending: FuturesUnordered::new(),
            sent_now: HashMap::new(),
            renew_at: now + RENEWAL,
            look_at: now,
            passed_over: HashSet::new(),
            had_turn: Default::default(),
            dry: false,
        }
    }

    /// Claims and sends until nothing is due, or the process is stopping.
    pub(super) async fn run(mut self) -> Result<(), PortFailure> {
        let mut claimed_once = false;
        loop {
            if self.stopping() {
                self.give_back().await;
            } else if let Some(wanted) = self.wants() {
                match self.claim(wanted).await {
                    Ok(()) => claimed_once = true,
                    Err(failure) if !claimed_once => return Err(failure),
                    // What is in hand is seen to; the next round claims again.
                    Err(failure) => {
                        (self.note)(Note::Failed(failure));
                        self.dry = true;
                        if self.in_hand() == 0 {
                            return Ok(());
                        }
                    }
                }
            }
            if self.now() >= self.renew_at {
                self.renew().await;
            }
            self.begin_sends();
            if self.sending.is_empty() {
                if self.stopping() || self.dry {
                    return Ok(());
                }
                continue;
            }
            self.wait().await;
        }
    }

    fn stopping(&self) -> bool {
        self.reminders.stopping.load(Ordering::Relaxed)
    }

    fn now(&self) -> DateTime<Utc> {
        self.reminders.ports.clock.now()
    }

    fn in_hand(&self) -> usize {
        self.queue.len() + self.sending.len()
    }

    /// What to claim now, if anything.
    fn wants(&self) -> Option<Wanted> {
        let freed = || self.passed_over.iter().any(|it| !self.is_busy(*it));
        let look = self.now() >= self.look_at;
        if self.queue.len() < REFILL && (!self.dry || look || freed()) {
            return Some(Wanted::All);
        }
        (self.queue.urgent() < REFILL && look).then_some(Wanted::Urgent)
    }

    /// Claims starts, and where none wait that could be taken on, whatever else is wanted.
    async fn claim(&mut self, wanted: Wanted) -> Result<(), PortFailure> {
        self.look_at = self.now() + LOOK;
        self.passed_over = self.busy();
        let empty_handed = self.in_hand() == 0;
        let mut found = self.claim_in_turn(Wanted::Urgent).await?;
        if wanted == Wanted::All {
            found = found || self.claim_in_turn(Wanted::All).await?;
            // Only a claim made with empty hands has the last word.
            self.dry = !found && (empty_handed || self.in_hand() > 0);
        }
        Ok(())
    }

    /// Claims for guilds that have not had their turn; when there is nothing for them, everybody's turn begins anew.
    /// Whether anything was found.
    async fn claim_in_turn(&mut self, wanted: Wanted) -> Result<bool, PortFailure> {
        let lap = usize::from(wanted == Wanted::All);
        let busy = self.busy();
        for anew in [false, true] {
            if anew {
                if self.had_turn[lap].is_empty() {
                    break;
                }
                self.had_turn[lap].clear();
            }
            let pass_over: Vec<_> = busy.union(&self.had_turn[lap]).copied().collect();
            let wish = ClaimWish {
                now: self.now(),
                lease: LEASE,
                limit: BATCH,
                per_guild: IN_HAND_OF_GUILD,
                wanted,
                pass_over: &pass_over,
            };
            let reminders = self.reminders;
            let claim = reminders.ports.occurrences.claim(&wish);
            let claimed = self.meanwhile(claim).await?;
            if !claimed.is_empty() {
                let guilds = claimed.iter().map(|it| it.reminder.what.guild);
                self.had_turn[lap].extend(guilds);
                self.queue.line_up(claimed);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The guilds of which enough is in hand.
    fn busy(&self) -> HashSet<GuildId> {
        let mut counts: HashMap<GuildId, usize> = HashMap::new();
        let waiting = self.queue.iter().map(|it| it.reminder.what.guild);
        let sending = self.sent_now.values().flatten().map(|it| it.guild);
        waiting
            .chain(sending)
            .for_each(|it| *counts.entry(it).or_default() += 1);
        let enough = IN_HAND_OF_GUILD as usize;
        counts
            .into_iter()
            .filter(|(_, count)| *count >= enough)
            .map(|(guild, _)| guild)
            .collect()
    }

    fn is_busy(&self, guild: GuildId) -> bool {
        let sending = self.sent_now.get(&guild).map_or(0, Vec::len);
        sending + self.queue.of(guild) >= IN_HAND_OF_GUILD as usize
    }

    fn begin_sends(&mut self) {
        while self.sending.len() < CONCURRENT {
            let sent_now = &self.sent_now;
            let free = |guild| sent_now.get(&guild).map_or(0, Vec::len) < CONCURRENT_IN_GUILD;
            let Some(claimed) = self.queue.next(free) else {
                return;
            };
            let (reminders, holding) = (self.reminders, claimed.holding());
            let of_guild = self.sent_now.entry(holding.guild).or_default();
            of_guild.push(holding);
            self.sending.push(reminders.deliver(claimed).boxed());
        }
    }

    /// Waits for the next send to end, and no longer than until leases are to be renewed or it is time to look again.
    async fn wait(&mut self) {
        let (reminders, now) = (self.reminders, self.now());
        let until = if self.look_at > now {
            self.look_at.min(self.renew_at)
        } else {
            self.renew_at
        };
        let tick = reminders.ports.clock.sleep_until(until);
        let ended = match select(self.sending.next(), tick).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => None,
        };
        self.note_end(ended);
    }

    /// Does `work` and goes on with what is being sent: a send may hold the very connection that the work waits for, and
    /// lets go of it only while it is attended to.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        while !self.sending.is_empty() {
            match select(work.as_mut(), self.sending.next()).await {
                Either::Left((done, _)) => return done,
                Either::Right((ended, _)) => self.note_end(ended),
            }
        }
        work.await
    }

    fn note_end(&mut self, ended: Option<Handled>) {
        let Some((holding, delivered, failures)) = ended else {
            return;
        };
        self.forget(holding);
        if let Some(one) = delivered {
            (self.note)(Note::Handled(one));
        }
        for failure in failures {
            (self.note)(Note::Failed(failure));
        }
    }

    fn forget(&mut self, ended: Holding) {
        if let Some(of_guild) = self.sent_now.get_mut(&ended.guild) {
            of_guild.retain(|it| *it != ended);
            if of_guild.is_empty() {
                self.sent_now.remove(&ended.guild);
            }
        }
        if self.in_hand() == 0 {
            // Only a claim made with empty hands has the last word.
            self.dry = false;
        }
    }

    /// Keeps others away from what is in hand. What somebody else has taken on all the same is not sent by us, too.
    async fn renew(&mut self) {
        let now = self.now();
        self.renew_at = now + RENEWAL;
        let waiting = self.queue.iter().map(Claimed::holding);
        let held: Vec<_> = waiting
            .chain(self.sent_now.values().flatten().copied())
            .collect();
        let reminders = self.reminders;
        let renewal = reminders.ports.occurrences.renew(&held, now + LEASE);
        match self.meanwhile(renewal).await {
            Ok(still) => self.queue.retain(|it| still.contains(&it)),
            Err(failure) => (self.note)(Note::Failed(failure)),
        }
    }

    /// Gives back what waits, for other processes to take on at once.
    async fn give_back(&mut self) {
        let waiting: Vec<_> = self.queue.iter().map(Claimed::holding).collect();
        if waiting.is_empty() {
            return;
        }
        self.queue.retain(|_| false);
        let reminders = self.reminders;
        let given_back = reminders.ports.occurrences.renew(&waiting, self.now());
        if let Err(failure) = self.meanwhile(given_back).await {
            (self.note)(Note::Failed(failure));
        }
    }
}
