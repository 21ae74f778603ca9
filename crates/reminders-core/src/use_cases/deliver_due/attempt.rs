//! One attempt: whether the occurrence is still to be sent, and how.

use std::sync::PoisonError;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, PortFailure};
use settings_core::Snapshot;

use super::report::Ending;
use crate::ports::{EveryonePolicy, Ping};
use crate::settings::RemindersSettings;
use crate::use_cases::Reminders;
use crate::{
    Claimed, Finished, Kind, OccurrenceResult, Permission, Punctuality, ReminderPost, Verdict, Who,
    judge,
};

/// How many channels are remembered in which the bot may not ping; past that the guilds are told again.
const MUTED_REMEMBERED: usize = 1000;

impl Reminders {
    /// Decides what becomes of an occurrence, and does it. A failure leaves the claim standing.
    pub(super) async fn settle(
        &self,
        claimed: &Claimed,
        snapshot: &Snapshot,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let settings = RemindersSettings::read(snapshot);
        let now = self.ports.clock.now();
        let announce = claimed.reminder.what.announce;
        match judge(claimed.occurrence, announce, settings.late_window, now) {
            _ if !settings.enabled => self.leave_out(claimed).await,
            Verdict::Superseded => {
                self.clear_away(claimed, failures).await?;
                self.leave_out(claimed).await
            }
            Verdict::Missed => self.miss(claimed, settings.late_window, failures).await,
            Verdict::Send(punctuality) => {
                if let Some(until) = self.held_back(claimed, now) {
                    return self.postpone(claimed, until, "the breaker is open").await;
                }
                let ping = self.ping(claimed, &settings).await;
                let post = post(claimed, ping, punctuality, now);
                self.send(claimed, &post, failures).await
            }
        }
    }

    /// Whom a reminder pings: everyone where it asks for that, the guild allows it, the operator lets it, and the bot may.
    /// Where the bot may not, the guild is told once.
    async fn ping(&self, claimed: &Claimed, settings: &RemindersSettings) -> Ping {
        if claimed.occurrence.kind == Kind::Snoozed {
            // It is for the one who asked, not for the channel.
            return claimed.asked_by.map_or(Ping::Nobody, Ping::Member);
        }
        let let_by_operator = self.everyone_policy() == EveryonePolicy::AsGuildsChoose;
        let what = &claimed.reminder.what;
        if !what.mention_everyone || !settings.allow_everyone_mentions || !let_by_operator {
            return Ping::Nobody;
        }
        let directory = &self.ports.directory;
        let access = directory.access(what.guild, what.channel, &Who::Bot).await;
        // What is not known is left to Discord.
        let may_not =
            matches!(access, Ok(Some(it)) if !it.granted.contains(&Permission::MentionEveryone));
        if !may_not {
            return Ping::Everyone;
        }
        if self.first_muted(what.guild, what.channel) {
            self.tell_muted(claimed).await;
        }
        Ping::Nobody
    }

    /// Whether this is the first time that the bot may not ping in a channel, as far as it remembers.
    fn first_muted(&self, guild: GuildId, channel: ChannelId) -> bool {
        let mut muted = self.muted.lock().unwrap_or_else(PoisonError::into_inner);
        if muted.len() >= MUTED_REMEMBERED {
            muted.clear();
        }
        muted.insert((guild, channel))
    }

    /// Leaves an occurrence out for good. When it was a reminder's last, the guild hears that the reminder is gone.
    async fn leave_out(&self, claimed: &Claimed) -> Result<Ending, PortFailure> {
        self.end(claimed, OccurrenceResult::Skipped).await?;
        self.tell_if_finished(claimed).await;
        Ok(Ending::Skipped)
    }

    /// Its time is over. One that was tried may stand there all the same, and is not said to be missed then. While nobody
    /// can say whether it does, it is looked for again until another window has passed.
    async fn miss(
        &self,
        claimed: &Claimed,
        late_window: TimeDelta,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        match self.find_posted(claimed).await {
            Ok(Some(message)) => return self.note_found(claimed, message, failures).await,
            Ok(None) => {}
            Err(failure) => {
                let now = self.ports.clock.now();
                if now - claimed.occurrence.fires_at <= late_window * 2 {
                    return self.retry(claimed, None, failure, failures).await;
                }
                failures.push(failure);
            }
        }
        self.end(claimed, OccurrenceResult::Missed).await?;
        Ok(Ending::Missed)
    }

    /// Records how an occurrence ended; whether that was recorded.
    pub(super) async fn end(
        &self,
        claimed: &Claimed,
        result: OccurrenceResult,
    ) -> Result<bool, PortFailure> {
        let finished = self.record(claimed, &result).await?;
        Ok(finished == Finished::Recorded)
    }

    pub(super) async fn record(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
    ) -> Result<Finished, PortFailure> {
        let now = self.ports.clock.now();
        self.ports.occurrences.finish(claimed, result, now).await
    }
}

pub(super) fn post(
    claimed: &Claimed,
    ping: Ping,
    punctuality: Punctuality,
    now: DateTime<Utc>,
) -> ReminderPost {
    ReminderPost {
        id: claimed.id,
        kind: claimed.occurrence.kind,
        fires_at: claimed.occurrence.fires_at,
        event_at: claimed.occurrence.event_at,
        reminder: claimed.reminder.clone(),
        zone: claimed.zone,
        punctuality,
        ping,
        now,
        first_claimed_at: claimed.first_claimed_at,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use crate::settings::{ALLOW_EVERYONE, ENABLED};
    use crate::testing::{World, a_reminder, home, instant};
    use crate::{
        Ending, EveryonePolicy, Kind, LogEvent, OccurrenceResult, Permission, Ping, Punctuality,
        Reminders, SendProblem,
    };

    async fn round(world: &World) -> Vec<(Kind, Ending)> {
        let report = world.reminders().deliver_due().await.unwrap();
        let handled = report.delivered.iter();
        handled.map(|it| (it.kind, it.ending)).collect()
    }

    #[tokio::test]
    async fn a_notice_goes_out_at_its_moment_with_all_that_it_says() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 18:59");
        assert_eq!(round(&world).await, []);
        world.at("2026-02-06 19:00");
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::Sent)]);
        let posts = world.delivery.posts();
        let [post] = posts.as_slice() else {
            panic!("{posts:?}")
        };
        assert_eq!(post.reminder.what, stored.what);
        assert_eq!(
            (post.kind, post.event_at),
            (Kind::Pre, instant("2026-02-06 20:00"))
        );
        assert_eq!(post.now, instant("2026-02-06 19:00"));
        assert_eq!(post.zone, chrono_tz::Tz::Europe__Brussels);
        assert_eq!(
            (post.punctuality, post.ping),
            (Punctuality::OnTime, Ping::Nobody)
        );
    }

    #[tokio::test]
    async fn what_comes_a_minute_late_is_marked_so() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:01");
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::SentLate)]);
        assert_eq!(world.delivery.posts()[0].punctuality, Punctuality::Late);
        let told = world.told();
        assert!(
            matches!(
                told.as_slice(),
                [LogEvent::Sent {
                    punctuality: Punctuality::Late,
                    ..
                }]
            ),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn the_start_takes_the_place_of_a_notice_that_did_not_come_in_time() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 20:00");
        let expected = [(Kind::Pre, Ending::Skipped), (Kind::T0, Ending::Sent)];
        assert_eq!(round(&world).await, expected);
        assert_eq!(world.delivery.posts().len(), 1);
        let endings = world.store.endings(stored.id);
        assert_eq!(endings[0].1, OccurrenceResult::Skipped);
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
    async fn what_is_too_late_is_recorded_and_told_and_not_sent() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 22:01");
        let expected = [(Kind::Pre, Ending::Skipped), (Kind::T0, Ending::Missed)];
        assert_eq!(round(&world).await, expected);
        assert_eq!(world.delivery.calls(), 0);
        assert_eq!(
            world.store.endings(stored.id)[1].1,
            OccurrenceResult::Missed
        );
        assert!(world.told().is_empty());
        world.reminders().tell_pending().await.unwrap();
        assert_eq!(world.bulletins.problems(), [SendProblem::Missed]);
    }

    #[tokio::test]
    async fn nothing_is_sent_while_reminders_are_off_and_a_one_offs_end_is_told() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.switch(&ENABLED, false);
        world.at("2026-02-06 19:00");
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::Skipped)]);
        assert!(world.told().is_empty());
        world.at("2026-02-06 20:00");
        assert_eq!(round(&world).await, [(Kind::T0, Ending::Skipped)]);
        let told = world.told();
        assert!(
            matches!(told.as_slice(), [LogEvent::Finished { .. }]),
            "{told:?}"
        );
        world.switch(&ENABLED, true);
        world.at("2026-02-06 20:01");
        assert_eq!(round(&world).await, []);
        assert_eq!(world.delivery.calls(), 0);
    }

    #[tokio::test]
    async fn a_weekly_reminder_resumes_when_reminders_are_on_again_and_catches_nothing_up() {
        let world = World::default();
        let weekly = a_reminder().weekly([Weekday::Fri], 21, 0).build();
        world.store(weekly).await;
        world.switch(&ENABLED, false);
        world.at("2026-02-06 19:00");
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::Skipped)]);
        world.switch(&ENABLED, true);
        world.at("2026-02-06 19:30");
        assert_eq!(round(&world).await, []);
        world.at("2026-02-13 19:00");
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::Sent)]);
        let told = world.told();
        assert!(
            matches!(told.as_slice(), [LogEvent::Sent { .. }]),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn everyone_is_pinged_where_reminder_guild_and_operator_agree() {
        use EveryonePolicy::{AsGuildsChoose, Never};
        for (policy, allowed, asked, expected) in [
            (AsGuildsChoose, true, true, Ping::Everyone),
            (AsGuildsChoose, true, false, Ping::Nobody),
            (AsGuildsChoose, false, true, Ping::Nobody),
            (Never, true, true, Ping::Nobody),
        ] {
            let world = World::default();
            world.switch(&ALLOW_EVERYONE, allowed);
            let what = if asked {
                a_reminder().pinging()
            } else {
                a_reminder()
            };
            world.store(what.build()).await;
            world.at("2026-02-06 19:00");
            let mut ports = world.ports();
            ports.everyone = policy;
            Reminders::new(ports).deliver_due().await.unwrap();
            let post = &world.delivery.posts()[0];
            assert_eq!(
                post.ping, expected,
                "{policy:?}, allowed: {allowed}, asked: {asked}"
            );
        }
    }

    #[tokio::test]
    async fn where_the_bot_may_not_ping_it_does_not_and_the_guild_is_told_once() {
        let world = World::default();
        world.switch(&ALLOW_EVERYONE, true);
        let may_not = Permission::MentionEveryone;
        world
            .directory
            .take_from_bot(home(), World::GENERAL, may_not);
        world
            .store(a_reminder().named("One").pinging().build())
            .await;
        world
            .store(a_reminder().named("Two").pinging().build())
            .await;
        world.at("2026-02-06 19:00");
        world.reminders().deliver_due().await.unwrap();
        let posts = world.delivery.posts();
        assert!(posts.len() == 2 && posts.iter().all(|it| it.ping == Ping::Nobody));
        let told = world.told();
        let told = told
            .iter()
            .filter(|it| matches!(it, LogEvent::CannotPing { .. }));
        assert_eq!(told.count(), 1);
    }
}
