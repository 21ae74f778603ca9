//! Changing tickets.

use futures_util::future::join_all;
use kernel::{ChannelId, MessageId, RoleId};

use super::working::claimed;
use super::{Fixture, changed, decided, opened, read};
use crate::testing::{a_ticket, guild, instant, user};
use crate::{Action, ApplyOutcome, Event, Target, Ticket, TicketId, TicketStatus, Work};

pub async fn every_change_is_read_as_it_was_stored(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let mut ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let role = Target::Role(RoleId::new(78).unwrap());
    let actions = [
        Action::Claim,
        Action::Wait,
        Action::Escalate(Some(role)),
        Action::Escalate(Some(Target::User(user(33)))),
        Action::Escalate(None),
        Action::Close(Some("solved; \"really\" 'so'".to_owned())),
        Action::Reopen,
        Action::Close(None),
        Action::Archive,
    ];
    for (minute, action) in (1..).zip(&actions) {
        let transition = decided(&ticket, action, 21, minute);
        assert_eq!(
            store.apply(&transition).await.unwrap(),
            ApplyOutcome::Stored
        );
        ticket = read(&*store, &ticket).await;
        assert_eq!(ticket, transition.after, "{action:?}");
    }
    assert_eq!(ticket.status, TicketStatus::Archived);
}

pub async fn of_many_who_claim_at_once_one_wins(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let transitions: Vec<_> = (0..20)
        .map(|at| decided(&ticket, &Action::Claim, 40 + at, 1))
        .collect();
    let outcomes = join_all(transitions.iter().map(|it| store.apply(it))).await;
    let claim = read(&*store, &ticket).await.claim.unwrap();
    let mut winners = Vec::new();
    for (transition, outcome) in transitions.iter().zip(outcomes) {
        match outcome.unwrap() {
            ApplyOutcome::Stored => winners.push(transition.by.unwrap()),
            ApplyOutcome::ChangedMeanwhile(now) => assert_eq!(now.claim, Some(claim)),
            ApplyOutcome::NotFound => panic!("it is there"),
        }
    }
    assert_eq!(winners, [claim.by]);
}

pub async fn of_many_who_close_at_once_one_wins_and_its_work_is_stored_once(
    fixture: &impl Fixture,
) {
    let (store, work) = (fixture.tickets(), fixture.work());
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let transitions: Vec<_> = (0..20)
        .map(|at| decided(&ticket, &Action::Close(None), 40 + at, 1))
        .collect();
    let outcomes = join_all(transitions.iter().map(|it| store.apply(it))).await;
    let stored = outcomes
        .into_iter()
        .filter(|it| matches!(it, Ok(ApplyOutcome::Stored)));
    assert_eq!(stored.count(), 1);
    let mut summaries = 0;
    loop {
        let claimed = claimed(&*work, 2).await;
        if claimed.is_empty() {
            break;
        }
        for piece in claimed {
            summaries += usize::from(piece.work == Work::Summarise);
            assert!(work.finish(&piece, None, instant(2)).await.unwrap());
        }
    }
    assert_eq!(summaries, 1);
}

pub async fn what_was_decided_on_an_old_ticket_is_not_stored(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let wait = decided(&ticket, &Action::Wait, 22, 2);
    let closed = changed(&*store, &ticket, &Action::Close(None), 1).await;
    let outcome = store.apply(&wait).await.unwrap();
    assert_eq!(
        outcome,
        ApplyOutcome::ChangedMeanwhile(Box::new(closed.clone()))
    );
    assert_eq!(read(&*store, &ticket).await, closed);
    let history = store.history(guild(1), ticket.id).await.unwrap();
    assert_eq!(history.len(), 2);
}

pub async fn what_is_noted_meanwhile_is_not_overwritten(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let claim = decided(&ticket, &Action::Claim, 22, 1);
    let (channel, message) = (ChannelId::new(5).unwrap(), MessageId::new(6).unwrap());
    assert!(store.place(guild(1), ticket.id, channel).await.unwrap());
    store
        .note_control(guild(1), ticket.id, message)
        .await
        .unwrap();
    assert_eq!(store.apply(&claim).await.unwrap(), ApplyOutcome::Stored);
    let after = read(&*store, &ticket).await;
    assert_eq!(
        (after.channel, after.control_message),
        (Some(channel), Some(message))
    );
    assert_eq!(after.status, TicketStatus::Claimed);
}

pub async fn activity_is_noted_on_live_tickets_and_never_goes_back(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    for (noted, expected) in [(5, 5), (3, 5), (6, 6)] {
        store
            .note_activity(guild(1), ticket.id, instant(noted))
            .await
            .unwrap();
        let now = read(&*store, &ticket).await;
        assert_eq!(now.last_activity_at, instant(expected));
        assert_eq!(
            (now.revision, now.updated_at),
            (ticket.revision, ticket.updated_at)
        );
    }
    changed(&*store, &ticket, &Action::Close(None), 7).await;
    store
        .note_activity(guild(1), ticket.id, instant(8))
        .await
        .unwrap();
    assert_eq!(read(&*store, &ticket).await.last_activity_at, instant(7));
}

pub async fn the_history_tells_every_change_in_order(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let opened = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let mut ticket: Ticket = opened;
    for (minute, action) in [
        (1, Action::Claim),
        (2, Action::Close(None)),
        (3, Action::Reopen),
    ] {
        ticket = changed(&*store, &ticket, &action, minute).await;
    }
    let history = store.history(guild(1), ticket.id).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|it| (it.event, it.from, it.to, it.at))
        .collect();
    let (open, taken, closed) = (
        TicketStatus::Open,
        TicketStatus::Claimed,
        TicketStatus::Closed,
    );
    assert_eq!(
        told,
        [
            (Event::Created, None, open, instant(0)),
            (Event::Claimed, Some(open), taken, instant(1)),
            (Event::Closed, Some(taken), closed, instant(2)),
            (Event::Reopened, Some(closed), open, instant(3)),
        ]
    );
    let by: Vec<_> = history.iter().map(|it| it.by.unwrap().get()).collect();
    assert_eq!(by, [11, 21, 21, 21]);
}

pub async fn a_ticket_of_nowhere_is_not_changed(fixture: &impl Fixture) {
    let store = fixture.tickets();
    let ticket = opened(&*store, &a_ticket(guild(1), user(11)), 0).await;
    let mut elsewhere = decided(&ticket, &Action::Claim, 22, 1);
    elsewhere.after.guild = guild(2);
    assert_eq!(
        store.apply(&elsewhere).await.unwrap(),
        ApplyOutcome::NotFound
    );
    let mut unknown = decided(&ticket, &Action::Claim, 22, 1);
    unknown.after.id = TicketId::new(9_999_999).unwrap();
    assert_eq!(store.apply(&unknown).await.unwrap(), ApplyOutcome::NotFound);
    assert_eq!(read(&*store, &ticket).await, ticket);
}
