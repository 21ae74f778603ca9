//! What every [`ReminderStore`] together with its [`OccurrenceStore`] does, one function per clause;
//! [`reminder_store_contract!`](crate::reminder_store_contract) makes a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

pub mod claiming;
pub mod counting;
pub mod editing;
pub mod ending;
pub mod finishing;
pub mod holding;
pub mod listing;
pub mod moving;
pub mod picturing;
pub mod resting;
pub mod snoozing;
pub mod storing;
pub mod summing;
pub mod telling;
pub mod telling_all;
pub mod turns;
pub mod watching;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, MessageId};

use super::{InMemoryReminders, instant, message, occurrence_of};
use crate::WatchStore;
use crate::{
    AddOutcome, Claimed, ImageStore, NewReminder, NoticeStore, OccurrenceResult, OccurrenceStore,
    Origin, PauseStore, Punctuality, Reminder, ReminderStore, SnoozeStore, StatusStore,
};

/// Makes a test of every clause, each with a fresh fixture: `reminder_store_contract!(#[tokio::test] fn() => fixture)`.
#[macro_export]
macro_rules! reminder_store_contract {
    (#[$test:meta] fn() => $fixture:expr) => {
        $crate::reminder_store_contract! { @part [#[$test] $fixture] watching
            what_was_seen_and_made_is_recalled
            a_settlement_happens_once
            parallel_looks_settle_once
            a_settlement_changes_and_removes
            a_moved_event_begins_anew
            a_settlement_of_reminders_that_changed_meanwhile_is_overtaken
            what_is_finished_is_neither_changed_nor_removed
            a_reminder_made_by_hand_is_recalled_apart
            undoing_removes_and_closes_for_good
            what_was_never_made_cannot_be_undone
            a_deleted_message_takes_its_reminders_along_unless_they_have_begun
            a_deleted_message_of_a_watched_channel_makes_nothing_later
            messages_are_listed_and_forgotten
            another_guilds_messages_are_out_of_reach
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] storing
            what_was_stored_is_found
            every_recurrence_is_found_as_it_was_stored
            what_was_stored_lately_in_a_channel_is_found
            another_guild_finds_nothing_and_deletes_nothing
            the_quota_counts_the_active_reminders_of_one_member_in_one_guild
            a_finished_reminder_leaves_the_quota
            parallel_adds_never_exceed_the_quota
            what_nobody_made_counts_towards_no_quota
            what_the_watcher_made_counts_towards_no_quota
            one_message_makes_one_reminder_by_the_watchers_hand
            parallel_watchers_make_one_reminder
            reminders_made_by_hand_may_share_their_message
            a_deletion_keeps_to_its_scope
            a_deletion_takes_the_occurrences_along
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] listing
            recurring_ones_come_by_clock_and_name_and_then_one_offs_by_event
            a_page_shows_its_part_and_counts_all
            a_list_keeps_to_its_kinds
            a_list_keeps_to_its_scope
            finished_reminders_are_listed_only_when_asked_for
            a_suggestion_matches_a_part_of_number_or_name
            a_suggestion_takes_wildcards_literally
            suggestions_come_newest_first_up_to_their_limit
            suggestions_leave_out_finished_and_foreign_reminders
            live_sessions_are_told_by_their_texts
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] claiming
            a_due_reminder_is_claimed_once
            nothing_is_claimed_early
            concurrent_claimers_never_share
            a_claim_tells_all_and_moves_the_reminder_on
            a_one_off_is_announced_before_and_then_at_its_start
            no_more_is_claimed_than_was_asked_for
            starts_come_before_notices
            a_lease_that_ran_out_is_claimed_again
            two_sends_of_one_reminder_in_one_claim_know_the_same_next
            a_postponed_occurrence_waits_until_then
            who_lost_a_claim_cannot_postpone_it
            what_was_missed_for_weeks_is_claimed_one_by_one
            the_next_due_moment_is_the_earliest_of_all
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] turns
            a_guild_with_much_due_keeps_nobody_waiting
            who_failed_often_keeps_nobody_waiting_either
            no_more_of_a_guild_is_claimed_than_was_asked_for
            guilds_are_passed_over_when_it_is_not_their_turn
            starts_alone_can_be_claimed
            starts_come_before_notices_that_were_tried_already
            what_is_due_and_under_way_is_counted
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] holding
            a_renewed_lease_keeps_others_away
            who_lost_a_claim_cannot_renew_it
            what_has_ended_or_is_another_guilds_is_not_renewed
            what_is_given_back_is_claimed_at_once
            who_lost_a_claim_ends_nothing
            a_message_that_stands_is_recorded_whoever_sent_it
            a_message_that_stands_is_recorded_over_any_other_end
            a_notice_that_comes_after_its_start_has_to_go
            a_notice_that_was_posted_during_its_start_is_named
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] ending
            a_sent_notice_is_remembered
            a_sent_start_forgets_the_notice_and_completes_a_one_off
            a_weekly_reminder_is_never_completed
            a_recurrence_that_has_ended_is_completed
            every_ending_completes_a_one_off_with_nothing_left
            a_one_off_with_another_send_under_way_is_not_completed
            finishing_twice_changes_nothing
            finishing_after_a_deletion_is_harmless
            what_was_posted_for_a_reminder_that_is_gone_has_to_go
            a_long_reason_is_no_failure
            another_guild_finishes_and_postpones_nothing
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] editing
            a_change_is_found_as_it_was_stored
            what_is_sent_next_stays_when_no_moment_changes
            a_notice_in_the_old_channel_is_forgotten
            sends_that_begin_anew_leave_out_what_was_under_way
            sends_that_begin_anew_forget_the_notice
            a_start_claimed_just_before_its_change_is_sent_after_it
            what_is_under_way_to_the_old_channel_is_sent_to_the_new_one
            a_change_of_something_older_is_not_stored
            of_parallel_changes_one_is_stored
            a_change_keeps_to_its_guild_and_scope
            a_finished_reminder_is_not_changed
            a_resting_reminder_goes_on_when_its_sends_begin_anew
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] finishing
            what_is_marked_as_done_is_finished_and_never_sent
            what_is_under_way_when_it_is_marked_as_done_is_withdrawn
            what_rests_rests_no_longer_once_it_is_done
            what_was_done_begins_again_with_its_next_send
            what_begins_again_counts_towards_the_quota
            what_is_done_may_be_renamed_and_stays_done
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] telling_all
            a_members_list_spans_guilds_by_clock_and_name
            a_members_list_leaves_out_what_is_finished
            a_members_list_has_its_bound
            a_guilds_list_comes_by_event_with_what_comes_again_in_the_present
            a_list_tells_the_minute_of_the_last_send
            a_reminder_is_dated_in_its_own_guild_alone
            only_its_maker_is_told_the_guild_of_a_reminder
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] picturing
            a_picture_is_kept_as_its_reminders
            another_picture_takes_the_place_of_the_first
            a_picture_goes_with_a_change_to_another_or_none
            a_deletion_takes_the_picture_along
            another_guild_finds_and_attaches_no_picture
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] moving
            a_weekly_reminder_follows_its_guild_into_another_zone
            what_follows_is_computed_in_the_guilds_zone
            moving_leaves_one_offs_and_finished_reminders_alone
            moving_loses_nothing_that_is_due
            moving_twice_changes_nothing
            moving_a_guild_leaves_the_others_where_they_are
            a_change_of_zone_that_went_unheard_is_noticed
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] snoozing
            what_was_snoozed_comes_again_for_who_asked
            snoozing_again_moves_the_moment
            two_people_are_told_again_each
            what_was_snoozed_names_the_moment_to_which_its_event_was_moved
            done_completes_a_one_off_and_calls_off_what_was_snoozed
            done_leaves_out_the_rest_of_an_event_and_keeps_the_next
            done_ends_a_start_that_is_on_its_way
            done_leaves_the_send_whose_button_was_pressed_to_its_sender
            done_while_the_reminder_rests_owes_nothing_of_the_event
            done_twice_changes_nothing
            another_guild_snoozes_and_ends_nothing
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] resting
            a_failure_of_a_channel_has_all_its_reminders_rest
            a_failure_is_recorded_once_and_not_for_another_guild
            the_channels_in_use_are_named_once_without_finished_ones
            a_pause_names_what_it_stopped_and_repeating_it_changes_nothing
            going_on_owes_what_would_have_been_sent
            going_on_sends_again_what_failed_in_time
            going_on_leaves_alone_what_failed_for_another_moment
            going_on_leaves_alone_what_is_too_late_and_completes_what_is_over
            what_was_dealt_with_is_not_owed_again
            a_guild_that_was_left_rests_and_owes
            a_bot_that_returns_owes_what_is_still_worth_sending
            a_bot_that_returns_to_a_closed_channel_owes_nothing_from_before
            what_is_under_way_ends_when_its_guild_is_left
            a_send_that_fails_after_its_guild_was_left_changes_no_reason
            resting_and_going_on_keep_to_their_guild_and_channel
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] telling
            what_was_sent_or_skipped_needs_no_telling
            what_was_missed_is_told_once
            what_nobody_finished_telling_is_told_again
            a_guild_is_told_together_and_others_apart
            a_pause_is_told_with_what_is_missing_and_anew_when_that_changes
            a_reminder_that_goes_on_needs_no_telling
            a_guild_that_was_left_is_told_nothing
            telling_one_guild_marks_nothing_of_another
            makers_who_were_told_wait_for_nothing_while_the_guild_does
            what_cannot_be_told_is_tried_ever_more_rarely
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] summing
            a_guild_without_reminders_sums_up_to_nothing
            a_status_counts_what_is_active_and_what_rests
            a_status_counts_how_sends_went_and_how_late_they_were
            a_status_names_what_waits_for_another_attempt
            a_status_keeps_to_its_guild
        }
        $crate::reminder_store_contract! { @part [#[$test] $fixture] counting
            figures_count_what_is_not_completed
            figures_name_the_next_three_events
            figures_keep_to_the_guild_that_is_named
        }
    };
    (@part $setup:tt $part:ident $($clause:ident)*) => {
        $($crate::reminder_store_contract! { @test $setup $part $clause })*
    };
    (@test [#[$test:meta] $fixture:expr] $part:ident $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::testing::contract::$part::$clause($fixture).await;
        }
    };
}

/// An empty store of reminders, both its sides, and the guilds around it.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// What the watcher remembers.
    fn watching(&self) -> Arc<dyn WatchStore>;

    /// Where reminders are kept.
    fn reminders(&self) -> Arc<dyn ReminderStore>;

    /// Which of their sends are due.
    fn occurrences(&self) -> Arc<dyn OccurrenceStore>;

    /// What people ask for below a reminder.
    fn snoozes(&self) -> Arc<dyn SnoozeStore>;

    /// Copies of pictures.
    fn images(&self) -> Arc<dyn ImageStore>;
    /// Which reminders rest.
    fn pauses(&self) -> Arc<dyn PauseStore>;

    /// What people have yet to be told.
    fn notices(&self) -> Arc<dyn NoticeStore>;

    /// How reminders are doing.
    fn status(&self) -> Arc<dyn StatusStore>;

    /// Has the bot leave a guild, or be in it again.
    async fn set_left(&self, guild: GuildId, left: bool);

    /// Moves a guild into a zone, as its setting would. Until then it lives in Brussels.
    async fn set_zone(&self, guild: GuildId, zone: Tz);
}

#[async_trait]
impl Fixture for InMemoryReminders {
    fn watching(&self) -> Arc<dyn WatchStore> {
        Arc::new(self.clone())
    }

    fn reminders(&self) -> Arc<dyn ReminderStore> {
        Arc::new(self.clone())
    }

    fn occurrences(&self) -> Arc<dyn OccurrenceStore> {
        Arc::new(self.clone())
    }

    fn snoozes(&self) -> Arc<dyn SnoozeStore> {
        Arc::new(self.clone())
    }

    fn images(&self) -> Arc<dyn ImageStore> {
        Arc::new(self.clone())
    }

    fn pauses(&self) -> Arc<dyn PauseStore> {
        Arc::new(self.clone())
    }

    fn notices(&self) -> Arc<dyn NoticeStore> {
        Arc::new(self.clone())
    }

    fn status(&self) -> Arc<dyn StatusStore> {
        Arc::new(self.clone())
    }

    async fn set_left(&self, guild: GuildId, left: bool) {
        self.set_left(guild, left);
    }

    async fn set_zone(&self, guild: GuildId, zone: Tz) {
        self.set_zone(guild, zone);
    }
}

const LEASE: TimeDelta = TimeDelta::seconds(30);

/// When every reminder of the contract is stored: a Wednesday at noon in Greenwich, 13:00 in Brussels.
fn stored_at() -> DateTime<Utc> {
    instant("2026-02-04 12:00")
}

fn origin(number: u64) -> Origin {
    Origin {
        channel: super::channel(50),
        message: message(number),
    }
}

async fn try_add(it: &impl Fixture, what: &NewReminder, quota: Option<u32>) -> AddOutcome {
    let next = occurrence_of(what, Tz::Europe__Brussels, stored_at());
    it.reminders()
        .add(what, next, quota, stored_at())
        .await
        .unwrap()
}

async fn add(it: &impl Fixture, what: &NewReminder) -> Reminder {
    match try_add(it, what, None).await {
        AddOutcome::Stored(reminder) => *reminder,
        other => panic!("not stored: {other:?}"),
    }
}

async fn found(it: &impl Fixture, reminder: &Reminder) -> Reminder {
    let found = it
        .reminders()
        .find(reminder.what.guild, reminder.id)
        .await
        .unwrap();
    found.unwrap()
}

async fn claim(it: &impl Fixture, now: DateTime<Utc>) -> Vec<Claimed> {
    claim_some(it, now, 100).await
}

async fn claim_some(it: &impl Fixture, now: DateTime<Utc>, limit: u32) -> Vec<Claimed> {
    it.occurrences().claim_due(now, LEASE, limit).await.unwrap()
}

/// The one occurrence that is due at `now`.
async fn claim_one(it: &impl Fixture, now: DateTime<Utc>) -> Claimed {
    let mut claimed = claim(it, now).await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    claimed.remove(0)
}

async fn finish(it: &impl Fixture, claimed: &Claimed, result: OccurrenceResult) {
    let now = claimed.occurrence.fires_at;
    it.occurrences()
        .finish(claimed, &result, now)
        .await
        .unwrap();
}

/// Claims all that the reminders owe until `now` and has it sent.
async fn send_all(it: &impl Fixture, now: DateTime<Utc>) {
    loop {
        let claimed = claim(it, now).await;
        if claimed.is_empty() {
            return;
        }
        for one in claimed {
            finish(it, &one, sent(message(900))).await;
        }
    }
}

fn sent(message: MessageId) -> OccurrenceResult {
    OccurrenceResult::Sent {
        message,
        punctuality: Punctuality::OnTime,
    }
}
