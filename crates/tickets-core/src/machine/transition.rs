//! What a ticket becomes, and the work that follows.

use chrono::{DateTime, Utc};
use kernel::UserId;

use super::{Action, Actor};
use crate::{Claim, Closing, Escalation, Permissions, Target, Ticket, TicketStatus, Unarchived};

/// What follows from an action that is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The ticket stays as it is; only that it is not idle is noted.
    Nothing,
    /// The ticket changes.
    Changed(Box<Transition>),
}

/// A change of a ticket, to be stored whole and only on the revision that it was decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The state it had.
    pub from: TicketStatus,
    /// The ticket as it is to be; its revision is one more than the one it was decided on.
    pub after: Ticket,
    /// What is written into its history.
    pub event: Event,
    /// Who did it; none for Alphapy by itself.
    pub by: Option<UserId>,
    /// What is to be done outside the database, in this order; stored with the change, and done at least once each.
    pub work: Vec<Work>,
}

/// What happened, in a ticket's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was opened.
    Created,
    /// Somebody took it on.
    Claimed,
    /// It was set back to open.
    Unclaimed,
    /// It waits for its requester.
    Waiting,
    /// Its requester answered.
    Answered,
    /// It was passed on.
    Escalated,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// It was put away, with its channel.
    Archived,
    /// Somebody else deleted its channel.
    Deleted,
}

/// Something to do outside the database after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Show the change on the message with the buttons.
    RefreshControl,
    /// Say it in the ticket's channel.
    Tell(Line),
    /// Let the target see and answer it.
    Admit(Target),
    /// Let the requester read it and no longer write.
    Lock,
    /// Let the requester write again.
    Unlock,
    /// Name the channel after the state, open or closed; Discord may let this wait for ten minutes.
    Rename,
    /// Write down what it was about, look whether others asked the same, and take the figures of the guild.
    Summarise,
    /// Delete the channel.
    DeleteChannel,
    /// Ask the requester whether a silent ticket is still needed.
    Ask,
    /// Say answers of the FAQ in a new ticket's channel, where some may help.
    OfferAnswers,
    /// Tell it in the guild's log channel.
    Log,
}

impl Work {
    /// Whether it decides who reads and writes in the channel, which staff has to know of where it fails.
    pub fn is_of_access(&self) -> bool {
        matches!(
            self,
            Self::Lock | Self::Unlock | Self::Admit(_) | Self::DeleteChannel
        )
    }
}

/// A line in a ticket's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// This person has taken it on, at this moment.
    Claimed(Claim),
    /// The requester is asked to answer; they are pinged where the guild has it so.
    Waiting,
    /// It was passed on; the target is pinged where the guild has it so.
    Escalated(Option<Target>),
    /// It was closed by this person, or because nobody wrote any more.
    Closed {
        /// By whom.
        by: Option<UserId>,
        /// Why.
        reason: Option<String>,
    },
    /// It was closed, and this admin opened it again.
    Reopened(Option<UserId>),
    /// This admin set it back to open, for anybody to take on.
    Unclaimed(Option<UserId>),
    /// It is closed and yet not locked, which its closer is told: the bot lacks these permissions.
    NotLocked {
        /// Who closed it.
        by: UserId,
        /// What the bot lacks, as far as one knows.
        lacking: Permissions,
    },
    /// It stays closed although this admin wants it archived: they were told of nothing else.
    NotArchived {
        /// Who wants it archived.
        by: UserId,
        /// Why it is not.
        why: Unarchived,
    },
    /// Its requester has left the server.
    Left,
    /// Nobody has written for a while; staff is pinged.
    Idle,
}

/// What a ticket becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing else than it is.
    Nothing,
    /// This.
    State {
        /// Where it stands.
        status: TicketStatus,
        /// Who has it.
        claim: Option<Claim>,
        /// That it was passed on.
        escalation: Option<Escalation>,
        /// How it was closed.
        closing: Option<Closing>,
    },
}

impl Next {
    pub(super) fn closed(
        ticket: &Ticket,
        actor: Actor,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Self {
        Self::State {
            status: TicketStatus::Closed,
            claim: ticket.claim,
            escalation: ticket.escalation,
            closing: Some(Closing {
                by: actor.user(),
                at: now,
                reason,
            }),
        }
    }

    /// A live ticket whose channel is gone counts as closed at the same moment.
    pub(super) fn archived(ticket: &Ticket, actor: Actor, now: DateTime<Utc>) -> Self {
        let closed_now = || Closing {
            by: actor.user(),
            at: now,
            reason: None,
        };
        Self::State {
            status: TicketStatus::Archived,
            claim: ticket.claim,
            escalation: ticket.escalation,
            closing: Some(ticket.closing.clone().unwrap_or_else(closed_now)),
        }
    }

    /// Whom it was passed on to still sees the channel, so that stays.
    pub(super) fn reopened(ticket: &Ticket) -> Self {
        Self::State {
            status: TicketStatus::Open,
            claim: None,
            escalation: ticket.escalation,
            closing: None,
        }
    }

    pub(super) fn answered(ticket: &Ticket) -> Self {
        let status = match ticket.claim {
            Some(_) => TicketStatus::Claimed,
            None => TicketStatus::Open,
        };
        Self::State {
            status,
            claim: ticket.claim,
            escalation: ticket.escalation,
            closing: None,
        }
    }

    pub(super) fn into_outcome(
        self,
        ticket: &Ticket,
        action: &Action,
        actor: Actor,
        now: DateTime<Utc>,
    ) -> Outcome {
        let Self::State {
            status,
            claim,
            escalation,
            closing,
        } = self
        else {
            return Outcome::Nothing;
        };
        let after = Ticket {
            status,
            claim,
            escalation,
            closing,
            revision: ticket.revision.wrapping_add(1),
            updated_at: now,
            last_activity_at: now,
            idle_notified_at: None,
            is_unreachable: false,
            ..ticket.clone()
        };
        let (event, work) = consequences(ticket, &after, action, actor);
        Outcome::Changed(Box::new(Transition {
            from: ticket.status,
            after,
            event,
            by: actor.user(),
            work,
        }))
    }
}

/// What is written down about a change, and what is to be done because of it.
fn consequences(
    before: &Ticket,
    after: &Ticket,
    action: &Action,
    actor: Actor,
) -> (Event, Vec<Work>) {
    let claimed = || after.claim.map(|it| Work::Tell(Line::Claimed(it)));
    let shown = |line: Option<Work>| {
        let mut work = vec![Work::RefreshControl];
        work.extend(line);
        work.push(Work::Log);
        work
    };
    match action {
        Action::Claim | Action::SetClaimed => (Event::Claimed, shown(claimed())),
        Action::Wait => (Event::Waiting, shown(Some(Work::Tell(Line::Waiting)))),
        Action::Answer => (Event::Answered, vec![Work::RefreshControl]),
        Action::Escalate(to) => {
            let mut work: Vec<Work> = to.map(Work::Admit).into_iter().collect();
            work.extend(shown(Some(Work::Tell(Line::Escalated(*to)))));
            (Event::Escalated, work)
        }
        Action::Close(reason) => {
            let line = Line::Closed {
                by: actor.user(),
                reason: reason.clone(),
            };
            let mut work = shown(Some(Work::Tell(line)));
            work.extend([Work::Lock, Work::Rename, Work::Summarise]);
            (Event::Closed, work)
        }
        Action::Reopen => {
            let tell = |line| shown(Some(Work::Tell(line)));
            if before.status == TicketStatus::Closed {
                let mut work = vec![Work::Unlock];
                work.extend(tell(Line::Reopened(actor.user())));
                work.push(Work::Rename);
                (Event::Reopened, work)
            } else {
                (Event::Unclaimed, tell(Line::Unclaimed(actor.user())))
            }
        }
        Action::Archive => (Event::Archived, vec![Work::DeleteChannel, Work::Log]),
        Action::LoseChannel => (Event::Deleted, vec![Work::Log]),
    }
}
