//! Looking first: what may have been posted by a process that died, or by a request whose answer was lost, is not posted
//! a second time.
//!
//! Within [`NONCE_WINDOW`] Discord itself tells a repeated message from a new one. After that only the channel can.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{MessageId, PortFailure};

use super::attempt::post;
use super::in_hand::{LEASE, RENEWAL};
use super::report::Ending;
use crate::occurrence::punctuality;
use crate::ports::Ping;
use crate::use_cases::Reminders;
use crate::{Claimed, Kind, LogEvent, Punctuality, ReadBack, ReminderPost};

/// For how long Discord is trusted to remember a nonce: it says "the past few minutes".
const NONCE_WINDOW: TimeDelta = TimeDelta::minutes(2);
/// The first millisecond of Discord's ids: that of the year 2015.
const DISCORD_EPOCH: u64 = 1_420_070_400_000;

impl Reminders {
    /// Sends, unless it has been sent before or is in somebody else's hands by now.
    pub(super) async fn send(
        &self,
        claimed: &Claimed,
        post: &ReminderPost,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        if !self.still_holds(claimed, post.now).await? {
            return Ok(Ending::Deduplicated);
        }
        let remembered = post.now - claimed.first_claimed_at <= NONCE_WINDOW;
        // A first claim this old was stalled: somebody may have taken it on meanwhile. What was snoozed counts from when
        // somebody asked for it.
        let stalled = claimed.occurrence.kind != Kind::Snoozed;
        let mut unchecked = false;
        if !remembered && (stalled || may_stand(claimed)) {
            match self.ports.delivery.find(post).await {
                Ok(ReadBack::Found(message)) => {
                    return self.note_found(claimed, message, failures).await;
                }
                Ok(ReadBack::NotThere) => {}
                Ok(ReadBack::Unreadable) => unchecked = true,
                Err(failure) => return self.retry(claimed, None, failure, failures).await,
            }
        }
        let outcome = self.ports.delivery.send(post).await;
        let ending = self
            .conclude(claimed, post.punctuality, outcome, failures)
            .await?;
        if unchecked && matches!(ending, Ending::Sent | Ending::SentLate) {
            self.tell_unchecked(claimed).await;
        }
        Ok(ending)
    }

    /// Whether nobody else has taken this on meanwhile. A process whose machine was suspended wakes up with claims in its
    /// hands that were another's long ago; what was claimed just now need not be asked for.
    async fn still_holds(
        &self,
        claimed: &Claimed,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        if now - claimed.first_claimed_at <= RENEWAL {
            return Ok(true);
        }
        let held = [claimed.holding()];
        let still = self.ports.occurrences.renew(&held, now + LEASE).await?;
        Ok(still.contains(&claimed.id))
    }

    /// The message, if it was posted by an earlier attempt and can be seen.
    pub(super) async fn find_posted(
        &self,
        claimed: &Claimed,
    ) -> Result<Option<MessageId>, PortFailure> {
        if !may_stand(claimed) {
            return Ok(None);
        }
        let now = self.ports.clock.now();
        let looked_for = post(claimed, Ping::Nobody, Punctuality::Late, now);
        Ok(match self.ports.delivery.find(&looked_for).await? {
            ReadBack::Found(message) => Some(message),
            ReadBack::NotThere | ReadBack::Unreadable => None,
        })
    }

    /// Records what was found as sent, when it was.
    pub(super) async fn note_found(
        &self,
        claimed: &Claimed,
        message: MessageId,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let punctuality =
            posted_at(message).map_or(Punctuality::Late, |at| punctuality(claimed.occurrence, at));
        self.note_sent(claimed, message, punctuality, failures)
            .await?;
        Ok(Ending::Deduplicated)
    }

    /// Takes an advance notice down that an earlier attempt posted, perhaps, now that the start takes its place.
    pub(super) async fn clear_away(
        &self,
        claimed: &Claimed,
        failures: &mut Vec<PortFailure>,
    ) -> Result<(), PortFailure> {
        let found = self.find_posted(claimed).await;
        let Some(message) = found.unwrap_or_else(|failure| {
            failures.push(failure);
            None
        }) else {
            return Ok(());
        };
        let channel = claimed.reminder.what.channel;
        self.ports.delivery.take_down(channel, message).await
    }

    async fn tell_unchecked(&self, claimed: &Claimed) {
        let event = LogEvent::SentUnchecked {
            reminder: claimed.reminder.clone(),
            occurrence: claimed.occurrence,
            zone: claimed.zone,
        };
        let guild = claimed.reminder.what.guild;
        self.ports.log.record(guild, &event).await;
    }
}

/// Whether somebody may have posted it before.
fn may_stand(claimed: &Claimed) -> bool {
    claimed.attempt > 1
}

/// When a message was posted, which its id tells.
fn posted_at(message: MessageId) -> Option<DateTime<Utc>> {
    let milliseconds = (message.get() >> 22) + DISCORD_EPOCH;
    DateTime::from_timestamp_millis(i64::try_from(milliseconds).ok()?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::settings::LATE_WINDOW;
    use crate::testing::{World, a_reminder};
    use crate::{
        Announce, Ending, LogEvent, OccurrenceResult, OccurrenceStore as _, ReadBack, SendOutcome,
    };
    use kernel::{Clock as _, PortFailure, Retry};
    use settings_core::SettingValue;

    async fn endings(world: &World) -> Vec<Ending> {
        let report = world.reminders().deliver_due().await.unwrap();
        report.delivered.iter().map(|it| it.ending).collect()
    }

    /// A start that was posted at 20:00, and whose answer was lost.
    async fn lost() -> World {
        let world = World::default();
        world
            .store(a_reminder().announced(Announce::AtStart).build())
            .await;
        world.at("2026-02-06 20:00");
        world.delivery.lose_next_answer();
        assert_eq!(endings(&world).await, [Ending::Postponed]);
        world
    }

    #[tokio::test]
    async fn within_the_nonces_window_discord_is_trusted_to_know() {
        let world = lost().await;
        world.clock.advance(TimeDelta::seconds(120));
        assert_eq!(endings(&world).await, [Ending::SentLate]);
        assert_eq!((world.delivery.looks(), world.delivery.calls()), (0, 2));
        assert_eq!(world.delivery.posts().len(), 1);
    }

    #[tokio::test]
    async fn after_it_the_channel_is_looked_at_first_and_nothing_is_sent_twice() {
        let world = lost().await;
        world.at("2026-02-06 20:10");
        world.delivery.forget_nonces();
        assert_eq!(endings(&world).await, [Ending::Deduplicated]);
        assert_eq!((world.delivery.looks(), world.delivery.calls()), (1, 1));
        let told = world.told();
        assert!(
            matches!(
                told.as_slice(),
                [LogEvent::Sent { .. }, LogEvent::Finished { .. }]
            ),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn a_process_that_slept_leaves_alone_what_somebody_else_has_sent_meanwhile() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        let (now, lease) = (world.clock.now(), TimeDelta::seconds(30));
        let claimed = world.store.claim_due(now, lease, 1).await.unwrap();
        let sleeper = world.reminders();
        world.clock.advance(TimeDelta::seconds(31));
        assert_eq!(endings(&world).await, [Ending::Sent]);
        world.at("2026-02-06 19:10");
        world.delivery.forget_nonces();
        let (_, delivered, failures) = sleeper.deliver(claimed[0].clone()).await;
        assert_eq!(delivered.map(|it| it.ending), Some(Ending::Deduplicated));
        assert_eq!((failures.len(), world.delivery.calls()), (0, 1));
    }

    #[tokio::test]
    async fn what_does_not_stand_there_is_sent() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        let cause = PortFailure::new("post a reminder", Retry::Later, "no answer");
        let after = None;
        world
            .delivery
            .answer_next(SendOutcome::TryLater { after, cause });
        assert_eq!(endings(&world).await, [Ending::Postponed]);
        world.at("2026-02-06 19:10");
        assert_eq!(endings(&world).await, [Ending::SentLate]);
        assert_eq!(
            (world.delivery.looks(), world.delivery.posts().len()),
            (1, 1)
        );
    }

    #[tokio::test]
    async fn where_the_channel_cannot_be_read_it_is_sent_and_said_so() {
        let world = lost().await;
        world.at("2026-02-06 20:10");
        world.delivery.look_brings(Ok(ReadBack::Unreadable));
        assert_eq!(endings(&world).await, [Ending::SentLate]);
        let told = world.told();
        assert!(
            told.iter()
                .any(|it| matches!(it, LogEvent::SentUnchecked { .. })),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn a_look_that_fails_is_taken_again() {
        let world = lost().await;
        world.at("2026-02-06 20:10");
        let failure = PortFailure::new("read a channel", Retry::Later, "no answer");
        world.delivery.look_brings(Err(failure));
        assert_eq!(endings(&world).await, [Ending::Postponed]);
        world.at("2026-02-06 20:20");
        assert_eq!(endings(&world).await, [Ending::Deduplicated]);
        assert_eq!(world.delivery.calls(), 1);
    }

    #[tokio::test]
    async fn what_stands_there_was_not_missed() {
        let world = lost().await;
        world.set(&LATE_WINDOW, SettingValue::Int(5));
        world.at("2026-02-06 20:10");
        assert_eq!(endings(&world).await, [Ending::Deduplicated]);
        world.reminders().tell_pending().await.unwrap();
        assert_eq!(world.bulletins.to_owners(), []);
    }

    #[tokio::test]
    async fn nothing_is_said_to_be_missed_while_nobody_can_say_for_another_window() {
        let failure = || PortFailure::new("read a channel", Retry::Later, "no answer");
        for (later, ending) in [
            ("2026-02-06 20:09", Ending::Deduplicated),
            ("2026-02-06 20:11", Ending::Missed),
        ] {
            let world = lost().await;
            world.set(&LATE_WINDOW, SettingValue::Int(5));
            world.at("2026-02-06 20:08");
            world.delivery.look_brings(Err(failure()));
            assert_eq!(endings(&world).await, [Ending::Postponed]);
            world.at(later);
            if ending == Ending::Missed {
                world.delivery.look_brings(Err(failure()));
            }
            assert_eq!(endings(&world).await, [ending]);
        }
    }

    #[tokio::test]
    async fn a_notice_whose_answer_was_lost_makes_way_for_the_start() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world
            .clock
            .set(crate::testing::instant("2026-02-06 20:00") - TimeDelta::seconds(2));
        world.delivery.lose_next_answer();
        assert_eq!(endings(&world).await, [Ending::Postponed]);
        world
            .clock
            .set(crate::testing::instant("2026-02-06 20:00") + TimeDelta::seconds(30));
        let mut both = endings(&world).await;
        both.sort_by_key(|it| format!("{it:?}"));
        assert_eq!(both, [Ending::Sent, Ending::Skipped]);
        assert_eq!(world.delivery.taken_down().len(), 1);
        let ended = world.store.endings(stored.id);
        assert!(ended.iter().any(|it| it.1 == OccurrenceResult::Skipped));
    }
}
