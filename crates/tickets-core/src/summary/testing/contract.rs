//! What every [`SummaryStore`] that is a [`TopicStore`] does, one function per clause;
//! [`summary_store_contract!`](crate::summary_store_contract) makes a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use kernel::MessageId;

use crate::summary::{NewSummary, Summary, SummaryStore};
use crate::testing::{guild, instant};
use crate::topics::{SummarizedTicket, Topic, TopicStore};
use crate::{TicketId, testing};

/// Makes a test of every clause, each with a fresh store: `summary_store_contract!(#[tokio::test] fn() => store)`. Guilds
/// 1 and 2 must be there, and tickets 1 to 9 of guild 1.
#[macro_export]
macro_rules! summary_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::summary_store_contract! { @each [#[$test] $store]
            a_summary_is_found_by_its_closing_in_its_guild_only
            of_many_who_sum_one_closing_up_the_first_wins
            a_ticket_that_was_closed_twice_has_two_and_the_newer_is_its_latest
            where_a_summary_is_shown_is_remembered
            what_tickets_were_about_is_told_since_a_moment
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::summary_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::summary::testing::contract::$clause(&*$store).await;
        }
    };
}

fn ticket(id: u64) -> TicketId {
    TicketId::new(id).unwrap()
}

fn topic() -> Topic {
    Topic::of_terms(["calendar", "hour"].map(str::to_owned))
}

/// A summary of the first closing of a ticket of guild 1.
pub fn written(of: u64) -> NewSummary {
    summing_up(of, instant(0), "So it was.")
}

fn summing_up(of: u64, closed_at: DateTime<Utc>, text: &str) -> NewSummary {
    NewSummary {
        guild: guild(1),
        ticket: ticket(of),
        closed_at,
        text: text.to_owned(),
        topic: topic(),
        model: Some("small".to_owned()),
    }
}

async fn kept(it: &impl SummaryStore, what: &NewSummary, at: DateTime<Utc>) -> Summary {
    it.add(what, at).await.unwrap().unwrap()
}

pub async fn a_summary_is_found_by_its_closing_in_its_guild_only(it: &impl SummaryStore) {
    let what = summing_up(1, instant(0), "It \"works\".\nNow.");
    let summary = kept(it, &what, instant(1)).await;
    assert_eq!(summary.what, what);
    assert_eq!((summary.posted, summary.at), (None, instant(1)));
    let find = |of, closed_at| it.of_closing(guild(of), ticket(1), closed_at);
    assert_eq!(find(1, instant(0)).await.unwrap(), Some(summary.clone()));
    assert_eq!(find(1, instant(1)).await.unwrap(), None);
    assert_eq!(find(2, instant(0)).await.unwrap(), None);
    let latest = it.latest(guild(1), ticket(1)).await.unwrap();
    assert_eq!(latest, Some(summary));
    assert_eq!(it.latest(guild(2), ticket(1)).await.unwrap(), None);
}

pub async fn of_many_who_sum_one_closing_up_the_first_wins(it: &(impl SummaryStore + TopicStore)) {
    let whats: Vec<_> = (0..6)
        .map(|at| summing_up(1, instant(0), &format!("Version {at}")))
        .collect();
    let all = join_all(whats.iter().map(|what| kept(it, what, instant(1)))).await;
    let stored = it
        .of_closing(guild(1), ticket(1), instant(0))
        .await
        .unwrap();
    let stored = stored.unwrap();
    assert!(all.iter().all(|it| *it == stored), "{all:?}");
    let told = it.summarized_since(guild(1), instant(0)).await.unwrap();
    assert_eq!(told.len(), 1);
}

pub async fn a_ticket_that_was_closed_twice_has_two_and_the_newer_is_its_latest(
    it: &impl SummaryStore,
) {
    kept(it, &summing_up(1, instant(0), "First."), instant(1)).await;
    let second = kept(it, &summing_up(1, instant(5), "Second."), instant(6)).await;
    let latest = it.latest(guild(1), ticket(1)).await.unwrap();
    assert_eq!(latest, Some(second));
}

pub async fn where_a_summary_is_shown_is_remembered(it: &impl SummaryStore) {
    let message = MessageId::new(50).unwrap();
    let note = |of| it.note_posted(guild(of), ticket(1), instant(0), message);
    assert!(!note(1).await.unwrap());
    kept(it, &summing_up(1, instant(0), "So."), instant(1)).await;
    assert!(!note(2).await.unwrap());
    assert!(note(1).await.unwrap());
    let now = it.latest(guild(1), ticket(1)).await.unwrap().unwrap();
    assert_eq!(now.posted, Some(message));
}

pub async fn what_tickets_were_about_is_told_since_a_moment(it: &(impl SummaryStore + TopicStore)) {
    kept(it, &summing_up(1, instant(0), "Old."), instant(1)).await;
    kept(it, &summing_up(2, instant(0), "New."), instant(2)).await;
    let nothing = NewSummary {
        topic: Topic::default(),
        model: None,
        ..summing_up(3, instant(0), "hi")
    };
    kept(it, &nothing, instant(3)).await;
    let told = it.summarized_since(guild(1), instant(2)).await.unwrap();
    let expected = SummarizedTicket {
        ticket: ticket(2),
        topic: topic(),
        at: instant(2),
    };
    assert_eq!(told, [expected], "and nothing of what said nothing");
    let abroad = it.summarized_since(testing::guild(2), instant(0)).await;
    assert_eq!(abroad.unwrap(), []);
}
