//! What every [`ProposalStore`] together with its [`FaqStore`] does, one function per clause;
//! [`proposal_store_contract!`](crate::proposal_store_contract) makes a test of each.
#![expect(missing_docs, reason = "a clause's name is its sentence")]

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, MessageId};

use crate::faq::testing::{a_draft, guild, instant, ticket, user};
use crate::faq::{AddOutcome, FaqStore};
use crate::topics::{
    AddedFromProposal, DismissOutcome, NewProposal, Posted, Proposal, ProposalState, ProposalStore,
    ProposeOutcome, Topic,
};

/// Makes a test of every clause, each with a fresh store: `proposal_store_contract!(#[tokio::test] fn() => store)`.
/// Guilds 1 and 2 must be there, and tickets 1 to 9 of guild 1.
#[macro_export]
macro_rules! proposal_store_contract {
    (#[$test:meta] fn() => $store:expr) => {
        $crate::proposal_store_contract! { @each [#[$test] $store]
            what_was_proposed_is_found_in_its_guild_only
            a_topic_is_proposed_once_and_grows
            parallel_proposals_of_one_topic_make_one
            a_ticket_counts_towards_an_open_proposal_once
            what_was_decided_rests_for_30_days
            where_a_proposal_stands_is_remembered
            that_a_proposal_is_being_posted_is_remembered_until_it_is_refused
            an_answer_is_added_together_with_its_decision
            of_two_who_decide_the_first_wins
            what_cannot_be_added_stays_open
            what_is_answered_is_not_proposed
            another_guild_decides_nothing
        }
    };
    (@each $setup:tt $($clause:ident)*) => { $($crate::proposal_store_contract! { @test $setup $clause })* };
    (@test [#[$test:meta] $store:expr] $clause:ident) => {
        #[$test]
        async fn $clause() {
            $crate::topics::testing::contract::$clause(&*$store).await;
        }
    };
}

fn now() -> DateTime<Utc> {
    instant("2026-02-04 12:00")
}

fn topic(terms: &[&str]) -> Topic {
    Topic::of_terms(terms.iter().map(|it| (*it).to_owned()))
}

fn calendar(newest: u64) -> NewProposal {
    NewProposal {
        topic: topic(&["calendar", "event", "hour"]),
        sample: "The hour of an event was wrong.".to_owned(),
        tickets: vec![ticket(1), ticket(2), ticket(newest)],
        newest: ticket(newest),
    }
}

async fn propose(it: &impl ProposalStore, what: &NewProposal, at: DateTime<Utc>) -> ProposeOutcome {
    it.propose(guild(1), what, at).await.unwrap()
}

async fn proposed(it: &impl ProposalStore) -> Proposal {
    match propose(it, &calendar(3), now()).await {
        ProposeOutcome::Stored(proposal) => *proposal,
        other => panic!("not stored: {other:?}"),
    }
}

async fn find(it: &impl ProposalStore, proposal: &Proposal) -> Proposal {
    it.find(guild(1), proposal.id).await.unwrap().unwrap()
}

pub async fn what_was_proposed_is_found_in_its_guild_only(it: &impl ProposalStore) {
    let proposal = proposed(it).await;
    assert_eq!(proposal.topic, calendar(3).topic);
    assert_eq!(proposal.sample, calendar(3).sample);
    assert_eq!(proposal.tickets, [ticket(1), ticket(2), ticket(3)]);
    assert_eq!((proposal.guild, proposal.created_at), (guild(1), now()));
    assert_eq!(
        (proposal.state, proposal.posted),
        (ProposalState::Open, None)
    );
    assert_eq!(find(it, &proposal).await, proposal);
    assert_eq!(
        it.open(guild(1)).await.unwrap(),
        std::slice::from_ref(&proposal)
    );
    assert_eq!(it.find(guild(2), proposal.id).await.unwrap(), None);
    assert_eq!(it.open(guild(2)).await.unwrap(), []);
}

pub async fn a_topic_is_proposed_once_and_grows(it: &impl ProposalStore) {
    let first = proposed(it).await;
    let again = NewProposal {
        topic: topic(&["calendar", "event", "hour", "zone"]),
        ..calendar(4)
    };
    let ProposeOutcome::Grown(grown) = propose(it, &again, now()).await else {
        panic!("not grown")
    };
    assert_eq!(grown.id, first.id);
    assert_eq!(grown.tickets, [ticket(1), ticket(2), ticket(3), ticket(4)]);
    assert_eq!(grown.topic, first.topic, "the topic stays");
    let other = NewProposal {
        topic: topic(&["invoice", "vat", "year"]),
        ..calendar(5)
    };
    let other = propose(it, &other, now()).await;
    assert!(matches!(other, ProposeOutcome::Stored(_)), "{other:?}");
    assert_eq!(it.open(guild(1)).await.unwrap().len(), 2);
}

pub async fn parallel_proposals_of_one_topic_make_one(it: &impl ProposalStore) {
    // Not the same key, but the same topic.
    let whats: Vec<_> = (3..9)
        .map(|newest| NewProposal {
            topic: topic(&["calendar", "event", "hour", &format!("word{newest}")]),
            ..calendar(newest)
        })
        .collect();
    let proposals = whats.iter().map(|what| propose(it, what, now()));
    let outcomes = futures_util::future::join_all(proposals).await;
    let stored = outcomes
        .iter()
        .filter(|it| matches!(it, ProposeOutcome::Stored(_)));
    assert_eq!(stored.count(), 1, "{outcomes:?}");
    let open = it.open(guild(1)).await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].tickets.len(), 8, "every ticket counts: {open:?}");
}

pub async fn a_ticket_counts_towards_an_open_proposal_once(it: &impl ProposalStore) {
    let about = topic(&["calendar", "hour", "wrong"]);
    let grow = |of: u64| it.grow(guild(of), &about, ticket(4), now());
    assert_eq!(grow(1).await.unwrap(), None, "nothing is proposed");
    let proposal = proposed(it).await;
    assert_eq!(grow(2).await.unwrap(), None, "another guild's");
    for _ in 0..2 {
        let grown = grow(1).await.unwrap().unwrap();
        assert_eq!(grown.tickets, [ticket(1), ticket(2), ticket(3), ticket(4)]);
    }
    let other = topic(&["invoice", "vat"]);
    let grown = it.grow(guild(1), &other, ticket(5), now()).await.unwrap();
    assert_eq!(grown, None, "another topic");
    it.dismiss(guild(1), proposal.id, user(7), now())
        .await
        .unwrap();
    assert_eq!(grow(1).await.unwrap(), None, "decided");
}

pub async fn what_was_decided_rests_for_30_days(it: &impl ProposalStore) {
    let first = proposed(it).await;
    it.dismiss(guild(1), first.id, user(7), now())
        .await
        .unwrap();
    let at_last = now() + TimeDelta::days(30);
    assert_eq!(
        propose(it, &calendar(4), at_last).await,
        ProposeOutcome::Quiet
    );
    let abroad = it
        .propose(
            guild(2),
            &NewProposal {
                tickets: vec![],
                ..calendar(4)
            },
            now(),
        )
        .await;
    assert!(
        matches!(abroad.unwrap(), ProposeOutcome::Stored(_)),
        "another guild's decision"
    );
    let later = at_last + TimeDelta::seconds(1);
    let again = propose(it, &calendar(4), later).await;
    assert!(matches!(again, ProposeOutcome::Stored(_)), "{again:?}");
}

pub async fn where_a_proposal_stands_is_remembered(it: &impl ProposalStore) {
    let proposal = proposed(it).await;
    let posted = Posted {
        channel: ChannelId::new(50).unwrap(),
        message: MessageId::new(60).unwrap(),
    };
    assert!(!it.set_posted(guild(2), proposal.id, posted).await.unwrap());
    assert_eq!(find(it, &proposal).await.posted, None);
    assert!(it.set_posted(guild(1), proposal.id, posted).await.unwrap());
    assert_eq!(find(it, &proposal).await.posted, Some(posted));
}

pub async fn that_a_proposal_is_being_posted_is_remembered_until_it_is_refused(
    it: &impl ProposalStore,
) {
    let proposal = proposed(it).await;
    assert!(!proposal.is_posting_begun);
    assert!(!it.begin_posting(guild(2), proposal.id).await.unwrap());
    assert!(!find(it, &proposal).await.is_posting_begun);
    assert!(it.begin_posting(guild(1), proposal.id).await.unwrap());
    assert!(!it.posting_refused(guild(2), proposal.id).await.unwrap());
    assert!(find(it, &proposal).await.is_posting_begun);
    assert!(it.posting_refused(guild(1), proposal.id).await.unwrap());
    assert_eq!(find(it, &proposal).await, proposal);
}

pub async fn an_answer_is_added_together_with_its_decision(it: &(impl ProposalStore + FaqStore)) {
    let proposal = proposed(it).await;
    let draft = a_draft("The hour of events");
    let added = ProposalStore::add(it, guild(1), proposal.id, &draft, user(7), now());
    let AddedFromProposal::Added { entry, proposal } = added.await.unwrap() else {
        panic!("not added")
    };
    assert_eq!(entry.draft(), draft);
    assert_eq!(entry.similarity_key.as_deref(), Some("calendar-event-hour"));
    assert_eq!(entry.source_ticket, Some(ticket(3)));
    assert_eq!(entry.created_by, Some(user(7)));
    let expected = ProposalState::Added {
        entry: Some(entry.id),
        by: Some(user(7)),
        at: now(),
    };
    assert_eq!(proposal.state, expected);
    assert_eq!(find(it, &proposal).await, *proposal);
    let found = FaqStore::find(it, guild(1), entry.id).await.unwrap();
    assert_eq!(found, Some(*entry));
    assert_eq!(it.open(guild(1)).await.unwrap(), []);
}

pub async fn of_two_who_decide_the_first_wins(it: &(impl ProposalStore + FaqStore)) {
    let proposal = proposed(it).await;
    let titles: Vec<_> = (0..6).map(|it| a_draft(&format!("Answer {it}"))).collect();
    let adds = titles
        .iter()
        .map(|draft| ProposalStore::add(it, guild(1), proposal.id, draft, user(7), now()));
    let outcomes = futures_util::future::join_all(adds).await;
    let added = outcomes.iter().flatten();
    let added = added.filter(|it| matches!(it, AddedFromProposal::Added { .. }));
    assert_eq!(added.count(), 1, "{outcomes:?}");
    assert_eq!(it.all(guild(1)).await.unwrap().len(), 1);
    let decided = Box::new(find(it, &proposal).await);
    let dismissed = it.dismiss(guild(1), proposal.id, user(8), now()).await;
    assert_eq!(dismissed.unwrap(), DismissOutcome::Decided(decided));
}

pub async fn what_cannot_be_added_stays_open(it: &(impl ProposalStore + FaqStore)) {
    let draft = a_draft("Taken");
    let taken = FaqStore::add(it, guild(1), &draft, user(7), now())
        .await
        .unwrap();
    let AddOutcome::Stored(entry) = taken else {
        panic!("{taken:?}")
    };
    let proposal = proposed(it).await;
    let added = ProposalStore::add(it, guild(1), proposal.id, &draft, user(7), now());
    assert_eq!(
        added.await.unwrap(),
        AddedFromProposal::TitleTaken(entry.id)
    );
    assert_eq!(find(it, &proposal).await, proposal);
    let other = a_draft("Free");
    let added = ProposalStore::add(it, guild(1), proposal.id, &other, user(7), now());
    let added = added.await.unwrap();
    assert!(
        matches!(added, AddedFromProposal::Added { .. }),
        "{added:?}"
    );
}

pub async fn what_is_answered_is_not_proposed(it: &(impl ProposalStore + FaqStore)) {
    let proposal = proposed(it).await;
    let draft = a_draft("Another title");
    let added = ProposalStore::add(it, guild(1), proposal.id, &draft, user(7), now());
    let added = added.await.unwrap();
    assert!(
        matches!(added, AddedFromProposal::Added { .. }),
        "{added:?}"
    );
    // The topic comes again after a month; the answer that was made for it is still there.
    let later = now() + TimeDelta::days(40);
    let again = propose(it, &calendar(4), later).await;
    assert_eq!(again, ProposeOutcome::Answered);
    // One that an admin wrote says so by its title.
    let invoices = NewProposal {
        topic: topic(&["invoice", "vat", "year"]),
        ..calendar(5)
    };
    let title = a_draft("VAT on the invoices of a year");
    let stored = FaqStore::add(it, guild(1), &title, user(7), later).await;
    assert!(matches!(stored, Ok(AddOutcome::Stored(_))), "{stored:?}");
    assert_eq!(
        propose(it, &invoices, later).await,
        ProposeOutcome::Answered
    );
    let abroad = it.propose(guild(2), &invoices, later).await.unwrap();
    assert!(matches!(abroad, ProposeOutcome::Stored(_)), "{abroad:?}");
}

pub async fn another_guild_decides_nothing(it: &(impl ProposalStore + FaqStore)) {
    let proposal = proposed(it).await;
    let draft = a_draft("Theirs");
    let added = ProposalStore::add(it, guild(2), proposal.id, &draft, user(9), now());
    assert_eq!(added.await.unwrap(), AddedFromProposal::NotFound);
    let dismissed = it.dismiss(guild(2), proposal.id, user(9), now()).await;
    assert_eq!(dismissed.unwrap(), DismissOutcome::NotFound);
    assert_eq!(find(it, &proposal).await, proposal);
    assert_eq!(it.all(guild(2)).await.unwrap(), []);
}
