//! What becomes of questions that come again.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock as _, UseCaseError};

use super::*;
use crate::faq::testing::{FaqWorld, admin, entry, guild, member, ticket};
use crate::faq::{AddFaq, AddFaqRefusal, Answered, SearchFaq};
use crate::settings::faq::ENABLED;
use crate::topics::{ProposalState, SummarizedTicket, Topic};

const CALENDAR: [&[&str]; 4] = [
    &["calendar", "event", "hour", "shift", "summer"],
    &["calendar", "event", "hour", "timezone"],
    &["calendar", "hour", "shift", "wrong"],
    &["calendar", "event", "hour"],
];

/// A ticket of the guild is summed up, as the use case of its close would have it.
async fn close(world: &FaqWorld, of: u64, number: u64, terms: &[&str]) -> Noted {
    let at: DateTime<Utc> = world.clock.now();
    let ticket = SummarizedTicket {
        ticket: ticket(number),
        topic: Topic::of_terms(terms.iter().map(|it| (*it).to_owned())),
        at,
    };
    world.store.summarize(guild(of), ticket.clone());
    let summary = format!(
        "Mail an.peeters@voorbeeld.be {}",
        "about the hour ".repeat(20)
    );
    let closed = Closed { ticket, summary };
    let proposals = world.proposals(&world.faq());
    proposals.note(guild(of), &closed).await.unwrap()
}

fn numbers(proposal: &Proposal) -> Vec<u64> {
    proposal.tickets.iter().map(|it| it.get()).collect()
}

/// The proposal after the first three tickets, two days apart.
async fn proposed(world: &FaqWorld) -> Proposal {
    for (number, terms) in (1..).zip(&CALENDAR[..2]) {
        assert_eq!(close(world, 1, number, terms).await, Noted::Nothing);
        world.clock.advance(TimeDelta::days(2));
    }
    match close(world, 1, 3, CALENDAR[2]).await {
        Noted::Proposed(proposal) => *proposal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_third_ticket_about_one_topic_proposes_and_the_fourth_counts() {
    let world = FaqWorld::default();
    let proposal = proposed(&world).await;
    assert_eq!(numbers(&proposal), [1, 2, 3]);
    let Noted::Grown(grown) = close(&world, 1, 4, CALENDAR[3]).await else {
        panic!("not grown")
    };
    assert_eq!((grown.id, numbers(&grown)), (proposal.id, vec![1, 2, 3, 4]));
    let Noted::Grown(same) = close(&world, 1, 4, CALENDAR[3]).await else {
        panic!("not grown")
    };
    assert_eq!(same, grown, "the same ticket closed again");
}

#[tokio::test]
async fn three_tickets_over_two_guilds_or_too_many_days_propose_nothing() {
    let world = FaqWorld::default();
    for (of, number) in [(1, 1), (2, 2), (1, 3)] {
        assert_eq!(close(&world, of, number, CALENDAR[0]).await, Noted::Nothing);
    }
    world.clock.advance(TimeDelta::days(8));
    assert_eq!(close(&world, 1, 4, CALENDAR[0]).await, Noted::Nothing);
}

#[tokio::test]
async fn after_a_dismissal_the_topic_rests_for_30_days() {
    let world = FaqWorld::default();
    let proposal = proposed(&world).await;
    let proposals = world.proposals(&world.faq());
    let dismissed = proposals
        .dismiss(guild(1), admin(7), proposal.id)
        .await
        .unwrap();
    assert!(matches!(dismissed.state, ProposalState::Dismissed { .. }));
    for number in 4..8 {
        assert_eq!(close(&world, 1, number, CALENDAR[0]).await, Noted::Nothing);
    }
    world.clock.advance(TimeDelta::days(31));
    for number in 8..10 {
        assert_eq!(close(&world, 1, number, CALENDAR[0]).await, Noted::Nothing);
    }
    let again = close(&world, 1, 10, CALENDAR[0]).await;
    assert!(matches!(again, Noted::Proposed(_)), "{again:?}");
}

#[tokio::test]
async fn what_has_an_answer_is_not_proposed() {
    let world = FaqWorld::default();
    let answer = entry(
        "The hour in the calendar is wrong",
        "It is your zone.",
        "event",
    );
    world.faq().add(answer).await.unwrap();
    for number in 1..5 {
        assert_eq!(close(&world, 1, number, CALENDAR[0]).await, Noted::Nothing);
    }
    let switched_off = FaqWorld::default();
    switched_off.switch(&ENABLED, false);
    for number in 1..5 {
        let noted = close(&switched_off, 1, number, CALENDAR[0]).await;
        assert_eq!(noted, Noted::Nothing);
    }
}

#[tokio::test]
async fn a_proposal_shows_a_short_sample_without_personal_data_and_fills_the_form() {
    let world = FaqWorld::default();
    let proposal = proposed(&world).await;
    assert!(
        !proposal.sample.contains("an.peeters"),
        "{}",
        proposal.sample
    );
    assert_eq!(proposal.sample.chars().count(), 180);
    let proposals = world.proposals(&world.faq());
    let form = proposals
        .form(guild(1), admin(7), proposal.id)
        .await
        .unwrap();
    assert_eq!(form.title, "Calendar hour shift wrong");
    assert_eq!(form.keywords, "calendar, hour, shift, wrong");
    assert_eq!(form.answer, proposal.sample);
}

#[tokio::test]
async fn the_answer_that_an_admin_writes_is_found_at_once_and_decides() {
    let world = FaqWorld::default();
    let proposal = proposed(&world).await;
    let faq = world.faq();
    let proposals = world.proposals(&faq);
    let query = || SearchFaq {
        guild: guild(1),
        asker: crate::testing::user(9),
        query: "kalendr uur verkeerd".to_owned(),
    };
    let before = faq.search(query()).await.unwrap().answered;
    assert!(matches!(before, Answered::Found(it) if it.hits.is_empty()));
    let wish = || {
        entry(
            "De kalender toont een ander uur",
            "Kies je zone.",
            "kalender, uur",
        )
    };
    let (added, decided) = proposals.add(proposal.id, wish()).await.unwrap();
    assert_eq!(added.source_ticket, Some(ticket(3)));
    assert_eq!(
        added.similarity_key.as_deref(),
        Some("calendar-hour-shift-wrong")
    );
    assert!(matches!(decided.state, ProposalState::Added { entry, .. } if entry == Some(added.id)));
    let after = faq.search(query()).await.unwrap().answered;
    assert!(matches!(after, Answered::Found(it) if it.hits[0].entry.id == added.id));
    let second = AddFaq {
        title: "Anders".to_owned(),
        ..wish()
    };
    match proposals.add(proposal.id, second).await {
        Err(UseCaseError::Refused(AddProposed::Proposal(ProposalRefusal::Decided(it)))) => {
            assert_eq!(it, Box::new(decided));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn only_admins_of_the_guild_decide() {
    let world = FaqWorld::default();
    let proposal = proposed(&world).await;
    let proposals = world.proposals(&world.faq());
    for (of, who, why) in [
        (1, member(9), FaqRefusal::NotAdmin),
        (2, admin(7), FaqRefusal::NotFound),
    ] {
        let dismissed = proposals.dismiss(guild(of), who, proposal.id).await;
        let Err(UseCaseError::Refused(refusal)) = dismissed else {
            panic!("{dismissed:?}")
        };
        assert_eq!(refusal, ProposalRefusal::Faq(why));
        let form = proposals.form(guild(of), who, proposal.id).await;
        assert!(matches!(form, Err(UseCaseError::Refused(it)) if it == refusal));
        let wish = AddFaq {
            guild: guild(of),
            member: who,
            ..entry("Title", "Answer.", "")
        };
        let added = proposals.add(proposal.id, wish).await;
        let Err(UseCaseError::Refused(refused)) = added else {
            panic!("{added:?}")
        };
        assert_eq!(refused, AddProposed::Proposal(refusal));
    }
    let open = proposals.open(guild(1), admin(7)).await.unwrap();
    assert_eq!(open, [proposal]);
    assert_eq!(proposals.open(guild(2), admin(7)).await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_an_entry_leaves_the_proposal_open() {
    let world = FaqWorld::default();
    let faq = world.faq();
    let taken = faq.add(entry("Taken", "So.", "")).await.unwrap();
    let proposal = proposed(&world).await;
    let proposals = world.proposals(&faq);
    let added = proposals.add(proposal.id, entry("TAKEN", "So.", "")).await;
    let expected = AddProposed::Entry(AddFaqRefusal::TitleTaken(taken.id));
    assert!(matches!(added, Err(UseCaseError::Refused(it)) if it == expected));
    assert_eq!(
        proposals.open(guild(1), admin(7)).await.unwrap(),
        [proposal]
    );
}
