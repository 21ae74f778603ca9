//! What every [`TicketStore`] together with its [`WorkStore`] does, one function per clause;
//! [`ticket_store_contract!`](crate::ticket_store_contract) makes a test of each.
//!
//! A store under test is handed over as what leads to it, such as a `Box`, which can hold its database as well. It is
//! empty.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

pub mod archiving;
pub mod changing;
pub mod counting;
pub mod idling;
pub mod listing;
pub mod opening;
pub mod working;

use std::future::Future;
use std::sync::Arc;

use kernel::GuildId;

use crate::export::TicketArchive;
use crate::stats::StatsStore;
use crate::testing::{admin_of, at_most, instant};
use crate::{
    Action, ApplyOutcome, ArchiveStore, NewTicket, OpenOutcome, Outcome, Ticket, TicketStore,
    Transition, WorkStore, decide,
};

/// A store under test, and whatever it needs for as long as the test lasts.
pub trait Fixture: Send + Sync {
    /// Where tickets are kept.
    fn tickets(&self) -> Arc<dyn TicketStore>;
    /// Where their work waits.
    fn work(&self) -> Arc<dyn WorkStore>;
    /// Who archives which ticket.
    fn archive(&self) -> Arc<dyn ArchiveStore>;
    /// Where figures come from.
    fn stats(&self) -> Arc<dyn StatsStore>;
    /// The tickets of exports.
    fn exported(&self) -> Arc<dyn TicketArchive>;
    /// How many figures are kept of a guild.
    fn kept_figures(&self, guild: GuildId) -> impl Future<Output = usize> + Send;
}

/// Makes a test of every clause, each with a fresh fixture: `ticket_store_contract!(#[tokio::test] fn() => fixture)`.
#[macro_export]
macro_rules! ticket_store_contract {
    (#[$test:meta] fn() => $fixture:expr) => {
        $crate::ticket_store_contract! { @part [#[$test] $fixture] opening
            a_ticket_that_was_opened_is_found_by_each_of_its_numbers
            numbers_count_from_one_in_every_guild_and_none_is_given_twice
            parallel_openings_never_exceed_what_one_member_may_have
            of_parallel_openings_one_passes_and_no_other_follows_for_a_while
            an_opening_that_failed_costs_no_turn
            a_closed_ticket_makes_room_for_another
            a_ticket_gets_one_channel
            only_a_ticket_that_nobody_has_changed_is_taken_back
            what_was_left_half_open_is_found
            closed_tickets_that_have_a_channel_can_make_room
            another_guild_finds_no_ticket_and_changes_none
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] changing
            every_change_is_read_as_it_was_stored
            of_many_who_claim_at_once_one_wins
            of_many_who_close_at_once_one_wins_and_its_work_is_stored_once
            what_was_decided_on_an_old_ticket_is_not_stored
            what_is_noted_meanwhile_is_not_overwritten
            activity_is_noted_on_live_tickets_and_never_goes_back
            the_history_tells_every_change_in_order
            a_ticket_of_nowhere_is_not_changed
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] idling
            whoever_writes_in_a_channel_is_heard_in_its_ticket
            what_is_no_ticket_is_not_heard_and_a_closed_one_stays_as_it_is
            silent_tickets_of_all_guilds_come_in_pages
            a_requester_is_asked_once_for_each_silence
            work_is_added_behind_what_waits_and_only_to_a_ticket
            a_ticket_knows_whether_it_is_a_thread
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] listing
            a_list_shows_first_what_has_been_silent_for_longest
            a_list_keeps_to_states_and_requester
            a_suggestion_matches_number_name_and_description
            a_suggestion_of_what_can_be_claimed_looks_past_all_that_cannot
            a_suggestion_takes_wildcards_literally
            tickets_are_known_by_their_numbers_in_their_own_guild_only
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] archiving
            of_many_who_archive_at_once_one_begins
            whoever_died_over_it_is_found_and_taken_over
            whoever_says_that_they_are_at_it_is_left_to_it
            what_is_given_up_is_anybodys between_two_tries_anybody_may_take_over
            a_try_that_was_broken_off_is_not_counted
            the_transcript_of_an_archived_ticket_is_known a_ticket_that_was_opened_again_forgets_its_transcript
            another_guilds_ticket_is_not_archived
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] counting
            figures_are_of_one_guild_and_archived_tickets_count_towards_the_average
            a_window_counts_what_was_opened_in_it
            at_most_ten_live_tickets_are_named
            totals_are_those_of_one_guild_or_of_all_which_name_no_ticket
            what_was_looked_at_is_kept_once_a_minute_and_a_closing_once
            an_export_has_the_tickets_of_one_guild_newest_first
        }
        $crate::ticket_store_contract! { @part [#[$test] $fixture] working
            work_is_done_in_order_and_once
            answers_are_offered_once_the_buttons_are_there
            what_is_put_off_holds_nothing_up
            the_same_piece_waits_once_and_not_again_right_after_it_was_done
            a_lease_that_ran_out_gives_the_work_to_another
            what_is_slow_comes_last_and_holds_nothing_up
            parallel_claims_share_the_work
        }
    };
    (@part $setup:tt $part:ident $($clause:ident)*) => {
        $($crate::ticket_store_contract! { @test $setup $part $clause })*
    };
    (@test [#[$test:meta] $fixture:expr] $part:ident $clause:ident) => {
        #[$test]
        async fn $clause() {
            let fixture = $fixture;
            $crate::testing::contract::$part::$clause(&fixture).await;
        }
    };
}

/// Opens a ticket that has to find room.
pub(super) async fn opened(store: &dyn TicketStore, what: &NewTicket, minute: i64) -> Ticket {
    let opened = store.open(what, at_most(100), instant(minute)).await;
    match opened.unwrap() {
        OpenOutcome::Opened(ticket) => *ticket,
        other => panic!("{other:?}"),
    }
}

/// What an admin's action makes of a ticket.
pub(super) fn decided(ticket: &Ticket, action: &Action, by: u64, minute: i64) -> Transition {
    match decide(ticket, action, admin_of(by), instant(minute)).unwrap() {
        Outcome::Changed(transition) => *transition,
        Outcome::Nothing => panic!("{action:?} changes nothing"),
    }
}

/// Has an admin change a ticket, and reads it back.
pub(super) async fn changed(
    store: &dyn TicketStore,
    ticket: &Ticket,
    action: &Action,
    minute: i64,
) -> Ticket {
    let transition = decided(ticket, action, 21, minute);
    let outcome = store.apply(&transition).await.unwrap();
    assert_eq!(outcome, ApplyOutcome::Stored);
    read(store, ticket).await
}

/// The ticket as it is stored now.
pub(super) async fn read(store: &dyn TicketStore, ticket: &Ticket) -> Ticket {
    store.find(ticket.guild, ticket.id).await.unwrap().unwrap()
}
