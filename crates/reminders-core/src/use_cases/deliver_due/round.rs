//! A round: what is due is claimed and handled, until nothing is due any more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use kernel::PortFailure;

use super::in_hand::{Handled, Round};
use super::report::{Delivered, DeliveryReport, Note};
use crate::use_cases::Reminders;
use crate::{Backlog, Claimed};

/// Says that a round is under way for as long as it is, also when it is broken off.
struct UnderWay<'a>(&'a AtomicBool);

impl Reminders {
    /// Sends everything that is due until nothing is, or until [`Self::stop_delivering`].
    ///
    /// Fails when nothing could be claimed at all; a claim that fails later is among the report's failures.
    pub async fn deliver_due(&self) -> Result<DeliveryReport, PortFailure> {
        let report = Mutex::new(DeliveryReport::default());
        self.deliver_due_noting(&|note| {
            let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
            match note {
                Note::Handled(delivered) => report.delivered.push(delivered),
                Note::Failed(failure) => report.failures.push(failure),
            }
        })
        .await?;
        Ok(report.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same, and each thing is noted as soon as it is known: a round may last for as long as something is due.
    pub async fn deliver_due_noting(
        &self,
        note: &(dyn Fn(Note) + Send + Sync),
    ) -> Result<(), PortFailure> {
        let _under_way = UnderWay::begin(&self.delivering);
        Round::new(self, note).run().await
    }

    /// Claims nothing further from now on: the process is stopping. What is being sent finishes, and what waits is given
    /// back, so that another process takes it on at once.
    pub fn stop_delivering(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether a round is under way.
    pub fn delivering(&self) -> bool {
        self.delivering.load(Ordering::SeqCst)
    }

    /// How much is due, over all guilds.
    pub async fn backlog(&self) -> Result<Backlog, PortFailure> {
        let now = self.ports.clock.now();
        self.ports.occurrences.backlog(now).await
    }

    /// When to look again: the earliest moment at which something is due.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        self.ports.occurrences.next_due().await
    }

    /// Handles one occurrence. Whatever fails here leaves the claim standing, so that it is tried again when the
    /// lease ends; the message's nonce keeps a repeated send from being seen twice.
    pub(super) async fn deliver(&self, claimed: Claimed) -> Handled {
        let mut failures = Vec::new();
        let guild = claimed.reminder.what.guild;
        let ending = match self.ports.settings.snapshot(guild).await {
            Ok(snapshot) => self.settle(&claimed, &snapshot, &mut failures).await,
            Err(failure) => Err(failure),
        };
        let delivered = match ending {
            Ok(ending) => {
                let lateness = self.ports.clock.now() - claimed.occurrence.fires_at;
                Some(Delivered {
                    kind: claimed.occurrence.kind,
                    ending,
                    lateness,
                })
            }
            Err(failure) => {
                failures.push(failure);
                None
            }
        };
        (claimed.holding(), delivered, failures)
    }
}

impl<'a> UnderWay<'a> {
    fn begin(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use async_trait::async_trait;
    use chrono::TimeDelta;
    use futures_util::FutureExt as _;
    use kernel::{ChannelId, MessageId, PortFailure};

    use crate::testing::{RecordingDelivery, World, a_reminder, guild, home, instant};
    use crate::{
        Announce, Ending, Kind, LogEvent, OccurrenceStore as _, ReadBack, ReminderDelivery,
        ReminderPost, Reminders, SendOutcome,
    };

    /// Posts, and then never answers: as far as anybody knows, the process died.
    struct Dying(RecordingDelivery);

    #[async_trait]
    impl ReminderDelivery for Dying {
        async fn send(&self, post: &ReminderPost) -> SendOutcome {
            self.0.send(post).await;
            std::future::pending().await
        }

        async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
            self.0.find(post).await
        }

        async fn take_down(&self, channel: ChannelId, id: MessageId) -> Result<(), PortFailure> {
            self.0.take_down(channel, id).await
        }
    }

    #[tokio::test]
    async fn nothing_due_means_nothing_done() {
        let world = World::default();
        let reminders = world.reminders();
        assert_eq!(reminders.next_due().await.unwrap(), None);
        world.store(a_reminder().build()).await;
        let report = reminders.deliver_due().await.unwrap();
        assert!(report.delivered.is_empty() && report.failures.is_empty());
        let due = instant("2026-02-06 19:00");
        assert_eq!(reminders.next_due().await.unwrap(), Some(due));
    }

    #[tokio::test]
    async fn a_process_that_is_stopping_takes_nothing_on() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        reminders.stop_delivering();
        assert!(reminders.deliver_due().await.unwrap().delivered.is_empty());
        assert_eq!(world.delivery.calls(), 0);
    }

    #[tokio::test]
    async fn starts_go_out_before_notices() {
        let world = World::default();
        world.store(a_reminder().named("Notice").build()).await;
        let start = a_reminder()
            .named("Start")
            .once(instant("2026-02-06 19:00"))
            .announced(Announce::AtStart);
        world.store(start.build()).await;
        world.at("2026-02-06 19:00");
        world.reminders().deliver_due().await.unwrap();
        let posts = world.delivery.posts();
        let kinds: Vec<_> = posts.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [Kind::T0, Kind::Pre]);
    }

    #[tokio::test]
    async fn more_than_a_batch_goes_out_in_one_round() {
        let world = World::default();
        for _ in 0..230 {
            world.store(a_reminder().build()).await;
        }
        world.at("2026-02-06 19:00");
        let report = world.reminders().deliver_due().await.unwrap();
        assert_eq!(report.delivered.len(), 230);
        assert_eq!(world.delivery.posts().len(), 230);
    }

    #[tokio::test]
    async fn how_late_it_was_is_reported() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world
            .clock
            .set(instant("2026-02-06 19:00") + TimeDelta::seconds(7));
        let report = world.reminders().deliver_due().await.unwrap();
        assert_eq!(report.delivered[0].lateness, TimeDelta::seconds(7));
        assert_eq!(report.delivered[0].ending, Ending::Sent);
    }

    #[tokio::test]
    async fn a_guild_whose_settings_cannot_be_read_waits_for_the_lease_and_no_one_else_does() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.store(a_reminder().in_guild(guild(2)).build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        world.lose_settings_once();
        let report = reminders.deliver_due().await.unwrap();
        assert_eq!((report.delivered.len(), report.failures.len()), (1, 1));
        assert_eq!(world.delivery.posts()[0].reminder.what.guild, guild(2));
        let again = world.now() + TimeDelta::seconds(30);
        assert_eq!(reminders.next_due().await.unwrap(), Some(again));
        world.clock.set(again - TimeDelta::seconds(1));
        assert!(reminders.deliver_due().await.unwrap().delivered.is_empty());
        world.clock.set(again);
        let report = reminders.deliver_due().await.unwrap();
        assert_eq!(report.delivered[0].ending, Ending::Sent);
        assert_eq!(world.delivery.posts().len(), 2);
    }

    #[tokio::test]
    async fn a_process_that_dies_after_the_send_leaves_one_message() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        let mut ports = world.ports();
        ports.delivery = Arc::new(Dying(world.delivery.clone()));
        let died = Reminders::new(ports).deliver_due().now_or_never();
        assert!(died.is_none(), "it should hang in the send");
        assert_eq!(world.store.endings(stored.id), []);
        world.clock.advance(TimeDelta::seconds(30));
        let report = world.reminders().deliver_due().await.unwrap();
        assert_eq!(report.delivered[0].ending, Ending::Sent);
        assert_eq!(
            (world.delivery.calls(), world.delivery.posts().len()),
            (2, 1)
        );
        assert_eq!(world.store.endings(stored.id).len(), 1);
    }

    #[tokio::test]
    async fn an_end_that_cannot_be_recorded_is_repeated_by_the_lease_with_one_message_and_one_line()
    {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        world.store.fail_next_finishes(1);
        let report = reminders.deliver_due().await.unwrap();
        assert_eq!((report.delivered.len(), report.failures.len()), (0, 1));
        assert!(world.told().is_empty(), "it is not over yet");
        world.clock.advance(TimeDelta::seconds(30));
        let report = reminders.deliver_due().await.unwrap();
        assert_eq!(report.delivered[0].ending, Ending::Sent);
        assert_eq!(
            (world.delivery.calls(), world.delivery.posts().len()),
            (2, 1)
        );
        assert_eq!(world.store.endings(stored.id).len(), 1);
        let told = world.told();
        assert!(
            matches!(told.as_slice(), [LogEvent::Sent { .. }]),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn when_nothing_can_be_claimed_the_round_fails() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        world.store.fail_next_calls(1);
        assert!(world.reminders().deliver_due().await.is_err());
        assert_eq!(world.delivery.calls(), 0);
    }

    /// Each send takes three seconds; meanwhile another process looks for what it may take on.
    struct Slow {
        world: World,
        taken_by_another: Arc<AtomicUsize>,
    }

    #[async_trait]
    impl ReminderDelivery for Slow {
        async fn send(&self, post: &ReminderPost) -> SendOutcome {
            self.world.clock.advance(TimeDelta::seconds(3));
            let lease = TimeDelta::seconds(30);
            let now = self.world.now();
            let taken = self.world.store.claim_due(now, lease, 100).await.unwrap();
            self.taken_by_another
                .fetch_add(taken.len(), Ordering::Relaxed);
            self.world.delivery.send(post).await
        }

        async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
            self.world.delivery.find(post).await
        }

        async fn take_down(&self, channel: ChannelId, id: MessageId) -> Result<(), PortFailure> {
            self.world.delivery.take_down(channel, id).await
        }
    }

    fn slow(world: &World) -> (Reminders, Arc<AtomicUsize>) {
        let taken_by_another = Arc::new(AtomicUsize::new(0));
        let mut ports = world.ports();
        ports.delivery = Arc::new(Slow {
            world: world.clone(),
            taken_by_another: taken_by_another.clone(),
        });
        (Reminders::new(ports), taken_by_another)
    }

    #[tokio::test]
    async fn what_waits_for_its_turn_stays_claimed_for_as_long_as_it_takes() {
        let world = World::default();
        for _ in 0..25 {
            world
                .store(a_reminder().announced(Announce::AtStart).build())
                .await;
        }
        world.at("2026-02-06 20:00");
        let (reminders, taken_by_another) = slow(&world);
        reminders.deliver_due().await.unwrap();
        assert!(world.now() >= instant("2026-02-06 20:01"));
        assert_eq!(world.delivery.posts().len(), 25);
        assert_eq!(world.delivery.calls(), 25);
        assert_eq!(taken_by_another.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_start_that_becomes_due_meanwhile_does_not_wait_for_all_the_notices() {
        let world = World::default();
        for number in 0..60 {
            let notice = a_reminder().in_guild(guild(number % 6 + 1));
            world
                .store(notice.announced(Announce::Before).build())
                .await;
        }
        let start = a_reminder().in_guild(guild(9)).lead(0);
        let start = start.once(instant("2026-02-06 19:01"));
        world
            .store(start.announced(Announce::AtStart).build())
            .await;
        world.at("2026-02-06 19:00");
        let mut ports = world.ports();
        let clock = world.clock.clone();
        ports.delivery = Arc::new(Ticking(world.delivery.clone(), clock));
        Reminders::new(ports).deliver_due().await.unwrap();
        let posted = world.delivery.posts();
        assert_eq!(posted.len(), 61);
        let place = posted.iter().position(|it| it.kind == Kind::T0).unwrap();
        assert!((15..60).contains(&place), "it came as number {place}");
    }

    /// Each send takes three seconds.
    struct Ticking(RecordingDelivery, kernel::ManualClock);

    #[async_trait]
    impl ReminderDelivery for Ticking {
        async fn send(&self, post: &ReminderPost) -> SendOutcome {
            self.1.advance(TimeDelta::seconds(3));
            self.0.send(post).await
        }

        async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
            self.0.find(post).await
        }

        async fn take_down(&self, channel: ChannelId, id: MessageId) -> Result<(), PortFailure> {
            self.0.take_down(channel, id).await
        }
    }

    #[tokio::test]
    async fn what_waits_is_given_back_when_the_process_stops() {
        let world = World::default();
        for _ in 0..10 {
            world.store(a_reminder().build()).await;
        }
        world.at("2026-02-06 19:00");
        let reminders = world.reminders();
        let stopping = reminders.clone();
        let note = move |_| stopping.stop_delivering();
        reminders.deliver_due_noting(&note).await.unwrap();
        let sent = world.delivery.posts().len();
        assert!(sent < 10, "{sent} were sent");
        // Nobody has to wait for a lease.
        let report = world.reminders().deliver_due().await.unwrap();
        assert_eq!(report.delivered.len(), 10 - sent);
        assert_eq!(world.delivery.posts().len(), 10);
    }

    #[tokio::test]
    async fn after_three_refusals_a_guilds_sends_wait_and_one_is_tried_later() {
        let world = World::default();
        for _ in 0..12 {
            world
                .store(a_reminder().announced(Announce::Before).build())
                .await;
        }
        world.store(a_reminder().in_guild(guild(2)).build()).await;
        world.delivery.refuse_in(home());
        world.at("2026-02-06 19:00");
        let reminders = world.reminders();
        reminders.deliver_due().await.unwrap();
        let asked = world.delivery.calls();
        assert!((4..=7).contains(&asked), "{asked} requests");
        assert_eq!(world.delivery.posts().len(), 1, "the other guild's");
        assert_eq!(reminders.open_breakers(), 1);
        world.delivery.accept_all();
        world.at("2026-02-06 19:10");
        reminders.deliver_due().await.unwrap();
        world.at("2026-02-06 19:14");
        reminders.deliver_due().await.unwrap();
        assert_eq!(reminders.open_breakers(), 0);
        let refused = asked as usize - 1;
        assert_eq!(world.delivery.posts().len(), 13 - refused);
    }
}
