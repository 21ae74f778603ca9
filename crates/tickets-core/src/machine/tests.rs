//! Every state with every action by everybody.

use kernel::{Authority, Member, RoleId};

use super::testing::{ME, OTHER, REQUESTER, SECOND_LINE, STAFF_ROLE, now, role, ticket, user};
use super::*;
use crate::{Escalation, Standing, Target, TicketStatus};

fn person(id: u64, authority: Authority, roles: &[u64], ticket: &Ticket) -> Actor {
    let roles: Vec<RoleId> = roles.iter().map(|it| role(*it)).collect();
    let member = Member {
        user: user(id),
        authority,
    };
    Actor::Person {
        user: user(id),
        standing: Standing::of(member, &roles, Some(role(STAFF_ROLE)), ticket),
    }
}

fn admin(ticket: &Ticket) -> Actor {
    person(ME, Authority::Admin, &[], ticket)
}

fn requester(ticket: &Ticket) -> Actor {
    person(REQUESTER, Authority::Member, &[], ticket)
}

fn close() -> Action {
    Action::Close(Some("solved".to_owned()))
}

fn second_line() -> Action {
    Action::Escalate(Some(Target::Role(role(SECOND_LINE))))
}

/// The state after it and who has it then, or the refusal, in a word.
fn told(ticket: &Ticket, result: Result<Outcome, Refusal>) -> String {
    match result {
        Ok(Outcome::Nothing) => "nothing".to_owned(),
        Ok(Outcome::Changed(it)) => {
            assert_eq!(it.from, ticket.status);
            assert_eq!(it.after.revision, ticket.revision + 1);
            assert_eq!(
                (it.after.updated_at, it.after.last_activity_at),
                (now(), now())
            );
            assert_eq!(it.after.idle_notified_at, None);
            assert_eq!(it.after.closing.is_some(), !it.after.status.is_live());
            let whose = it.after.claim.map_or("", |it| match it.by.get() {
                ME => "/me",
                OTHER => "/other",
                _ => "/somebody",
            });
            format!("{}{whose}", it.after.status.as_str())
        }
        Err(refusal) => format!("{refusal:?}")
            .split(['(', ' ', '{'])
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

#[test]
fn an_admin_meets_every_state_with_every_action() {
    let actions = [
        Action::Claim,
        Action::SetClaimed,
        Action::Wait,
        second_line(),
        Action::Escalate(None),
        close(),
        Action::Reopen,
        Action::Archive,
    ];
    // claim, set claimed, wait, escalate to the second line, escalate to nobody, close, set open, archive
    let table = "
        open             -     | claimed/me claimed/me waiting_for_user escalated escalated closed Already NotClosed
        claimed          me    | AlreadyYours Already waiting_for_user/me escalated/me escalated/me closed/me open NotClosed
        claimed          other | Claimed Already waiting_for_user/other escalated/other escalated/other closed/other open NotClosed
        waiting_for_user -     | claimed/me claimed/me Already escalated escalated closed open NotClosed
        waiting_for_user me    | AlreadyYours claimed/me Already escalated/me escalated/me closed/me open NotClosed
        waiting_for_user other | Claimed claimed/other Already escalated/other escalated/other closed/other open NotClosed
        escalated        -     | claimed/me claimed/me waiting_for_user AlreadyEscalated escalated closed open NotClosed
        escalated        me    | claimed/me claimed/me waiting_for_user/me AlreadyEscalated escalated/me closed/me open NotClosed
        escalated        other | claimed/me claimed/other waiting_for_user/other AlreadyEscalated escalated/other closed/other open NotClosed
        closed           -     | Closed Closed Closed Closed Closed AlreadyClosed open archived
        closed           other | Closed Closed Closed Closed Closed AlreadyClosed open archived/other
        archived         -     | Archived Archived Archived Archived Archived Archived Archived Archived
        archived         other | Archived Archived Archived Archived Archived Archived Archived Archived
    ";
    let rows: Vec<&str> = table.lines().filter(|it| it.contains('|')).collect();
    assert_eq!(rows.len(), 13);
    for row in rows {
        let (state, expected) = row.split_once('|').unwrap();
        let state: Vec<&str> = state.split_whitespace().collect();
        let claimer = match state[1] {
            "me" => Some(ME),
            "other" => Some(OTHER),
            _ => None,
        };
        let ticket = ticket(TicketStatus::named(state[0]).unwrap(), claimer);
        let seen: Vec<String> = actions
            .iter()
            .map(|it| told(&ticket, decide(&ticket, it, admin(&ticket), now())))
            .collect();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(seen, expected, "{state:?}");
    }
}

#[test]
fn what_the_requester_writes_ends_the_waiting_and_nothing_else() {
    for (status, claimer, expected) in [
        (TicketStatus::Open, None, "nothing"),
        (TicketStatus::Claimed, Some(OTHER), "nothing"),
        (TicketStatus::WaitingForUser, None, "open"),
        (TicketStatus::WaitingForUser, Some(OTHER), "claimed/other"),
        (TicketStatus::Escalated, None, "nothing"),
        (TicketStatus::Closed, None, "nothing"),
        (TicketStatus::Archived, None, "nothing"),
    ] {
        let ticket = ticket(status, claimer);
        let seen = decide(&ticket, &Action::Answer, requester(&ticket), now());
        assert_eq!(told(&ticket, seen), expected, "{status:?}");
    }
}

#[test]
fn a_channel_that_is_gone_takes_its_ticket_along() {
    for status in TicketStatus::ALL {
        let ticket = ticket(status, None);
        let seen = decide(&ticket, &Action::LoseChannel, Actor::System, now());
        let expected = if status == TicketStatus::Archived {
            "nothing"
        } else {
            "archived"
        };
        assert_eq!(told(&ticket, seen), expected, "{status:?}");
    }
}

/// Everybody, and which of the actions below they may do: `x` if so.
#[test]
fn everybody_may_do_what_their_level_allows_in_every_state() {
    let actions = [
        Action::Claim,
        Action::SetClaimed,
        Action::Wait,
        second_line(),
        close(),
        Action::Reopen,
        Action::Archive,
        Action::Answer,
        Action::LoseChannel,
    ];
    for status in TicketStatus::ALL {
        let ticket = ticket(status, None);
        let is_escalated = status == TicketStatus::Escalated;
        let target = if is_escalated {
            "x.xxx...."
        } else {
            "........."
        };
        for (who, actor, allowed) in [
            (
                "a member",
                person(31, Authority::Member, &[], &ticket),
                ".........",
            ),
            ("the requester", requester(&ticket), "....x..x."),
            (
                "staff",
                person(32, Authority::Member, &[STAFF_ROLE], &ticket),
                "x.xxx....",
            ),
            (
                "the target",
                person(33, Authority::Member, &[SECOND_LINE], &ticket),
                target,
            ),
            ("an admin", admin(&ticket), "xxxxxxx.."),
            (
                "an owner",
                person(34, Authority::Owner, &[], &ticket),
                "xxxxxxx..",
            ),
            (
                "a requester who is staff",
                person(REQUESTER, Authority::Member, &[STAFF_ROLE], &ticket),
                "x.xxx..x.",
            ),
            ("Alphapy", Actor::System, "....x...x"),
        ] {
            for (action, expected) in actions.iter().zip(allowed.chars()) {
                let is_refused = matches!(
                    decide(&ticket, action, actor, now()),
                    Err(Refusal::NotStaff | Refusal::NotAdmin | Refusal::NotYours)
                );
                assert_eq!(
                    !is_refused,
                    expected == 'x',
                    "{who}, {action:?}, {status:?}"
                );
            }
        }
    }
}

#[test]
fn the_person_it_was_passed_on_to_may_work_on_that_ticket_only() {
    let mut ticket = ticket(TicketStatus::Escalated, None);
    ticket.escalation = Some(Escalation {
        to: Some(Target::User(user(33))),
    });
    let actor = person(33, Authority::Member, &[], &ticket);
    assert!(decide(&ticket, &Action::Claim, actor, now()).is_ok());
    let theirs = Ticket {
        escalation: None,
        ..ticket
    };
    let actor = person(33, Authority::Member, &[], &theirs);
    assert_eq!(
        decide(&theirs, &Action::Claim, actor, now()),
        Err(Refusal::NotStaff)
    );
}

fn transition(status: TicketStatus, action: &Action) -> Transition {
    let ticket = ticket(status, None);
    match decide(&ticket, action, admin(&ticket), now()) {
        Ok(Outcome::Changed(it)) => *it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_close_shows_says_locks_renames_and_sums_up_in_this_order() {
    let transition = transition(TicketStatus::Open, &close());
    assert_eq!(transition.event, Event::Closed);
    let closing = transition.after.closing.unwrap();
    assert_eq!((closing.by, closing.at), (Some(user(ME)), now()));
    let said = Work::Tell(Line::Closed {
        by: Some(user(ME)),
        reason: Some("solved".to_owned()),
    });
    assert_eq!(
        transition.work,
        [
            Work::RefreshControl,
            said,
            Work::Log,
            Work::Lock,
            Work::Rename,
            Work::Summarise
        ]
    );
}

#[test]
fn a_ticket_that_is_opened_again_can_be_written_in_before_it_says_so() {
    let transition = transition(TicketStatus::Closed, &Action::Reopen);
    assert_eq!(transition.event, Event::Reopened);
    assert_eq!(transition.after.closing, None);
    assert_eq!(transition.work.first(), Some(&Work::Unlock));
    assert_eq!(transition.work.last(), Some(&Work::Rename));
    let told = Work::Tell(Line::Reopened(Some(user(ME))));
    assert!(transition.work.contains(&told));
}

#[test]
fn a_ticket_that_was_never_closed_is_not_said_to_be_opened_again() {
    let transition = transition(TicketStatus::WaitingForUser, &Action::Reopen);
    assert_eq!(transition.event, Event::Unclaimed);
    let told = Work::Tell(Line::Unclaimed(Some(user(ME))));
    assert!(transition.work.contains(&told));
}

#[test]
fn whom_a_ticket_is_passed_on_to_is_let_in_before_they_are_called() {
    let target = Target::Role(role(SECOND_LINE));
    let transition = transition(TicketStatus::Open, &second_line());
    assert_eq!(transition.work[0], Work::Admit(target));
    let told = Work::Tell(Line::Escalated(Some(target)));
    assert!(transition.work.contains(&told));
    let nobody = self::transition(TicketStatus::Open, &Action::Escalate(None));
    assert!(!nobody.work.iter().any(|it| matches!(it, Work::Admit(_))));
}

#[test]
fn every_change_but_a_lost_channel_is_shown_and_none_leaves_the_archive() {
    for status in TicketStatus::ALL {
        let ticket = ticket(status, Some(OTHER));
        for action in [
            Action::Claim,
            Action::SetClaimed,
            Action::Wait,
            second_line(),
            close(),
            Action::Reopen,
        ] {
            let Ok(Outcome::Changed(it)) = decide(&ticket, &action, admin(&ticket), now()) else {
                continue;
            };
            assert_ne!(status, TicketStatus::Archived);
            assert!(it.work.contains(&Work::RefreshControl), "{action:?}");
            assert!(it.work.contains(&Work::Log), "{action:?}");
        }
    }
}
