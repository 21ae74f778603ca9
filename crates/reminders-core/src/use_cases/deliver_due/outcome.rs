//! What follows from how a send ended.

use kernel::{MessageId, PortFailure};

use super::report::Ending;
use crate::use_cases::Reminders;
use crate::{ChannelTrouble, Claimed, Finished, Kind, OccurrenceResult, Punctuality, SendOutcome};

impl Reminders {
    pub(super) async fn conclude(
        &self,
        claimed: &Claimed,
        punctuality: Punctuality,
        outcome: SendOutcome,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let guild = claimed.reminder.what.guild;
        match outcome {
            SendOutcome::Sent(message) => {
                self.breakers.succeeded(guild);
                self.note_sent(claimed, message, punctuality, failures)
                    .await
            }
            SendOutcome::ChannelGone => self.pause(claimed, &ChannelTrouble::Gone).await,
            SendOutcome::Forbidden(missing) => {
                // Discord counts these against the bot's address; a channel that is gone it does not.
                self.breakers.refused(guild, self.ports.clock.now());
                self.pause(claimed, &ChannelTrouble::Forbidden(missing))
                    .await
            }
            SendOutcome::Rejected(cause) => self.fail(claimed, cause, failures).await,
            SendOutcome::TryLater { after, cause } => {
                self.retry(claimed, after, cause, failures).await
            }
        }
    }

    /// Records that a message stands, and makes what it replaces go. Before the end is recorded, so that a crash in
    /// between repeats it.
    pub(super) async fn note_sent(
        &self,
        claimed: &Claimed,
        message: MessageId,
        punctuality: Punctuality,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let result = OccurrenceResult::Sent {
            message,
            punctuality,
        };
        // Spec W34: the notice goes once the start stands, never the other way round.
        if let Some(notice) = claimed.reminder.pre_message
            && claimed.occurrence.kind == Kind::T0
        {
            self.take_down(claimed, notice, failures).await;
        }
        let mut finished = self.record(claimed, &result).await?;
        if let Finished::NoticeStands(notice) = finished {
            self.take_down(claimed, notice, failures).await;
            let mut claimed = claimed.clone();
            claimed.reminder.pre_message = Some(notice);
            finished = self.record(&claimed, &result).await?;
        }
        match finished {
            Finished::Recorded => {
                self.tell_sent(claimed, punctuality).await;
                Ok(if punctuality == Punctuality::Late {
                    Ending::SentLate
                } else {
                    Ending::Sent
                })
            }
            Finished::StartStands => {
                self.take_down(claimed, message, failures).await;
                self.end(claimed, OccurrenceResult::Skipped).await?;
                Ok(Ending::Skipped)
            }
            Finished::Withdrawn | Finished::Gone => {
                self.take_down(claimed, message, failures).await;
                Ok(Ending::Skipped)
            }
            Finished::Overtaken | Finished::NoticeStands(_) => Ok(Ending::Deduplicated),
        }
    }

    async fn take_down(
        &self,
        claimed: &Claimed,
        message: MessageId,
        failures: &mut Vec<PortFailure>,
    ) {
        let channel = claimed.reminder.what.channel;
        let taken_down = self.ports.delivery.take_down(channel, message).await;
        failures.extend(taken_down.err());
    }

    /// Records that Discord will not take it. Whoever is concerned hears of it from [`Self::tell_pending`].
    async fn fail(
        &self,
        claimed: &Claimed,
        cause: PortFailure,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let reason = cause.to_string();
        failures.push(cause);
        self.end(claimed, OccurrenceResult::Failed { reason })
            .await?;
        Ok(Ending::Failed)
    }

    /// Records that nothing can be posted in this channel, and has all its reminders rest until that is mended.
    async fn pause(
        &self,
        claimed: &Claimed,
        trouble: &ChannelTrouble,
    ) -> Result<Ending, PortFailure> {
        let now = self.ports.clock.now();
        let pauses = &self.ports.pauses;
        pauses.fail_and_pause(claimed, trouble, now).await?;
        Ok(Ending::Failed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use chrono::TimeDelta;
    use kernel::{ChannelId, MessageId, PortFailure, Retry};

    use crate::testing::{RecordingDelivery, World, a_reminder, home, instant};
    use crate::{
        Announce, Ending, OccurrenceResult, Permission, Punctuality, ReadBack, ReminderDelivery,
        ReminderPost, ReminderStore as _, Reminders, SendOutcome, SendProblem,
    };

    fn failure() -> PortFailure {
        PortFailure::new("post a reminder", Retry::Later, "no answer")
    }

    fn later(after: Option<TimeDelta>) -> SendOutcome {
        let cause = failure();
        SendOutcome::TryLater { after, cause }
    }

    async fn endings(reminders: &Reminders) -> Vec<Ending> {
        let report = reminders.deliver_due().await.unwrap();
        report.delivered.iter().map(|it| it.ending).collect()
    }

    /// Writes down in which order it is asked for what.
    #[derive(Clone, Default)]
    struct Journal {
        inner: RecordingDelivery,
        lines: Arc<Mutex<Vec<String>>>,
    }

    #[async_trait]
    impl ReminderDelivery for Journal {
        async fn send(&self, post: &ReminderPost) -> SendOutcome {
            self.lines
                .lock()
                .unwrap()
                .push(format!("send {:?}", post.kind));
            self.inner.send(post).await
        }

        async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
            self.inner.find(post).await
        }

        async fn take_down(&self, channel: ChannelId, id: MessageId) -> Result<(), PortFailure> {
            self.lines.lock().unwrap().push("take down".to_owned());
            self.inner.take_down(channel, id).await
        }
    }

    #[tokio::test]
    async fn the_start_takes_the_notice_down_once_it_stands_itself() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        let journal = Journal::default();
        let mut ports = world.ports();
        ports.delivery = Arc::new(journal.clone());
        let reminders = Reminders::new(ports);
        world.at("2026-02-06 19:00");
        reminders.deliver_due().await.unwrap();
        let found = world.store.find(home(), stored.id).await.unwrap().unwrap();
        let notice = found.pre_message.unwrap();
        world.at("2026-02-06 20:00");
        reminders.deliver_due().await.unwrap();
        let lines = journal.lines.lock().unwrap().clone();
        assert_eq!(lines, ["send Pre", "send T0", "take down"]);
        assert_eq!(journal.inner.taken_down(), [(World::GENERAL, notice)]);
        let found = world.store.find(home(), stored.id).await.unwrap().unwrap();
        assert!(found.completed && found.pre_message.is_none(), "{found:?}");
    }

    #[tokio::test]
    async fn next_weeks_notice_leaves_last_weeks_standing() {
        let world = World::default();
        let weekly = a_reminder().weekly([chrono::Weekday::Fri], 21, 0);
        world.store(weekly.build()).await;
        let reminders = world.reminders();
        for week in ["2026-02-06 19:00", "2026-02-13 19:00"] {
            world.at(week);
            assert_eq!(endings(&reminders).await, [Ending::Sent]);
        }
        assert_eq!(world.delivery.posts().len(), 2);
        assert_eq!(world.delivery.taken_down(), []);
    }

    #[tokio::test]
    async fn a_notice_stays_while_the_start_does_not_get_through() {
        for outcome in [
            later(None),
            SendOutcome::ChannelGone,
            SendOutcome::Forbidden(vec![]),
        ] {
            let world = World::default();
            world.store(a_reminder().build()).await;
            let reminders = world.reminders();
            world.at("2026-02-06 19:00");
            assert_eq!(endings(&reminders).await, [Ending::Sent]);
            world.at("2026-02-06 20:00");
            let asked = format!("{outcome:?}");
            world.delivery.answer_next(outcome);
            reminders.deliver_due().await.unwrap();
            assert_eq!(world.delivery.taken_down(), [], "{asked}");
        }
    }

    #[tokio::test]
    async fn a_notice_that_cannot_be_taken_down_does_not_hold_up_the_end() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        reminders.deliver_due().await.unwrap();
        world.at("2026-02-06 20:00");
        world.delivery.fail_next_take_downs(1);
        let report = reminders.deliver_due().await.unwrap();
        assert_eq!(report.delivered[0].ending, Ending::Sent);
        assert_eq!(report.failures.len(), 1);
        assert_eq!(world.store.endings(stored.id).len(), 2);
        let found = world.store.find(home(), stored.id).await.unwrap().unwrap();
        assert!(found.completed);
    }

    #[tokio::test]
    async fn each_wait_doubles_up_to_two_minutes_until_the_time_is_over() {
        let world = World::default();
        let start = a_reminder().announced(Announce::AtStart).build();
        let stored = world.store(start).await;
        let reminders = world.reminders();
        world.at("2026-02-06 20:00");
        for wait in [5, 10, 20, 40, 80, 120, 120] {
            world.delivery.answer_next(later(None));
            let report = reminders.deliver_due().await.unwrap();
            assert_eq!(report.delivered[0].ending, Ending::Postponed);
            assert_eq!(report.failures.len(), 1);
            let again = reminders.next_due().await.unwrap().unwrap();
            let waited = (again - world.now()).as_seconds_f64() / f64::from(wait);
            assert!((1.0..=1.25).contains(&waited), "{waited} times {wait}");
            world.clock.set(again - TimeDelta::seconds(1));
            assert_eq!(endings(&reminders).await, [], "{wait}");
            world.clock.set(again);
        }
        assert!(world.told().is_empty(), "nothing is final yet");
        world.at("2026-02-06 22:01");
        assert_eq!(endings(&reminders).await, [Ending::Missed]);
        assert_eq!(
            world.store.endings(stored.id)[0].1,
            OccurrenceResult::Missed
        );
        reminders.tell_pending().await.unwrap();
        assert_eq!(world.bulletins.problems(), [SendProblem::Missed]);
    }

    #[tokio::test]
    async fn a_wait_that_discord_asks_for_is_kept() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        let wait = TimeDelta::seconds(90);
        world.delivery.answer_next(later(Some(wait)));
        assert_eq!(endings(&reminders).await, [Ending::Postponed]);
        let again = reminders.next_due().await.unwrap().unwrap();
        assert!(again >= world.now() + wait && again <= world.now() + wait * 5 / 4);
        world.clock.set(again);
        assert_eq!(endings(&reminders).await, [Ending::SentLate]);
    }

    #[tokio::test]
    async fn a_lost_answer_is_asked_for_again_and_gives_one_message() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        world.delivery.lose_next_answer();
        assert_eq!(endings(&reminders).await, [Ending::Postponed]);
        world.clock.advance(TimeDelta::seconds(7));
        assert_eq!(endings(&reminders).await, [Ending::Sent]);
        assert_eq!(
            (world.delivery.calls(), world.delivery.posts().len()),
            (2, 1)
        );
    }

    #[tokio::test]
    async fn what_discord_will_not_take_is_recorded_and_told_and_not_repeated() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        world.at("2026-02-06 19:00");
        world.delivery.answer_next(SendOutcome::Rejected(failure()));
        assert_eq!(endings(&reminders).await, [Ending::Failed]);
        world.at("2026-02-06 19:10");
        assert_eq!(endings(&reminders).await, []);
        assert_eq!(world.delivery.calls(), 1);
        let reason = "could not post a reminder".to_owned();
        let ended = world.store.endings(stored.id);
        let expected = OccurrenceResult::Failed {
            reason: reason.clone(),
        };
        assert_eq!(ended[0].1, expected);
        reminders.tell_pending().await.unwrap();
        assert_eq!(world.bulletins.problems(), [SendProblem::Refused(reason)]);
        world.at("2026-02-06 20:00");
        assert_eq!(
            endings(&reminders).await,
            [Ending::Sent],
            "its start is tried"
        );
    }

    #[tokio::test]
    async fn a_channel_that_takes_nothing_has_all_its_reminders_rest() {
        for outcome in [
            SendOutcome::ChannelGone,
            SendOutcome::Forbidden(vec![Permission::EmbedLinks]),
        ] {
            let world = World::default();
            let due = world.store(a_reminder().build()).await;
            let at = instant("2026-03-06 20:00");
            let beside = world.store(a_reminder().once(at).build()).await;
            let elsewhere = world
                .store(a_reminder().in_channel(World::OTHER).once(at).build())
                .await;
            let reminders = world.reminders();
            world.at("2026-02-06 19:00");
            world.delivery.answer_next(outcome);
            assert_eq!(endings(&reminders).await, [Ending::Failed]);
            for (stored, rests) in [(&due, true), (&beside, true), (&elsewhere, false)] {
                let found = world.store.find(home(), stored.id).await.unwrap().unwrap();
                let state = (found.paused.is_some(), found.next.is_none());
                assert_eq!(state, (rests, rests), "{}", stored.id);
                assert!(!found.completed);
            }
            world.at("2026-02-06 20:00");
            assert_eq!(endings(&reminders).await, []);
            assert_eq!(world.delivery.calls(), 1);
        }
    }

    #[tokio::test]
    async fn what_was_posted_while_its_reminder_was_moved_is_taken_down() {
        use crate::testing::{instant, member, message};
        use crate::{EditReminder, OccurrenceStore as _, ReminderPatch};
        let world = World::default();
        let id = world.store(a_reminder().build()).await.id;
        world.at("2026-02-06 19:00");
        let lease = TimeDelta::seconds(30);
        let mut claimed = world.store.claim_due(world.now(), lease, 1).await.unwrap();
        let claimed = claimed.remove(0);
        let edit = EditReminder {
            guild: home(),
            member: member(7),
            roles: Vec::new(),
            id,
            patch: ReminderPatch {
                time: Some("22:30".to_owned()),
                ..ReminderPatch::default()
            },
        };
        let reminders = world.reminders();
        reminders.edit(edit).await.unwrap();
        let ending = reminders
            .note_sent(&claimed, message(5), Punctuality::OnTime, &mut Vec::new())
            .await
            .unwrap();
        assert_eq!(ending, Ending::Skipped);
        assert_eq!(world.delivery.taken_down(), [(World::GENERAL, message(5))]);
        let reminder = world.store.find(home(), id).await.unwrap().unwrap();
        assert_eq!(reminder.pre_message, None);
        assert_eq!(reminder.next.unwrap().fires_at, instant("2026-02-06 20:30"));
    }

    #[tokio::test]
    async fn what_was_posted_while_its_reminder_was_deleted_is_taken_down() {
        use crate::testing::message;
        use crate::{OccurrenceStore as _, Scope};
        let world = World::default();
        let id = world.store(a_reminder().build()).await.id;
        world.at("2026-02-06 19:00");
        let lease = TimeDelta::seconds(30);
        let mut claimed = world.store.claim_due(world.now(), lease, 1).await.unwrap();
        let claimed = claimed.remove(0);
        let deleted = world.store.delete(home(), id, Scope::Guild).await.unwrap();
        assert!(deleted.is_some());
        let ending = world
            .reminders()
            .note_sent(&claimed, message(5), Punctuality::OnTime, &mut Vec::new())
            .await
            .unwrap();
        assert_eq!(ending, Ending::Skipped);
        assert_eq!(world.delivery.taken_down(), [(World::GENERAL, message(5))]);
    }
}
