//! From a close to a proposal.

use std::pin::Pin;
use std::sync::Mutex;

use chrono::TimeDelta;
use kernel::{ChannelId, MessageId, Retry};
use language_model::testing::FakeModel;

use super::*;
use crate::faq::testing::FaqWorld;
use crate::summary::testing::{InMemorySummaries, PostedSummaries};
use crate::summary::{EveryGuild, SummaryPorts};
use crate::testing::{InMemoryMessages, InMemoryTickets, a_ticket, at_most, guild, user};
use crate::topics::{Posted, ProposalPorts};
use crate::{Action, OpenOutcome, Outcome, Permissions, decide, testing};

/// What happens before a message is changed.
type Meanwhile = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A log channel in memory.
#[derive(Default)]
struct Board {
    shown: Mutex<Vec<(u64, Vec<u32>)>>,
    has_channel: Mutex<bool>,
    fails_once: Mutex<bool>,
    loses_once: Mutex<bool>,
    is_unreadable: Mutex<bool>,
    is_crowded: Mutex<bool>,
    is_closed: Mutex<bool>,
    meanwhile: Mutex<Option<Meanwhile>>,
}

impl Board {
    /// How often each message was shown, and with which tickets.
    fn shown(&self) -> Vec<(u64, Vec<u32>)> {
        self.shown.lock().unwrap().clone()
    }

    fn show(&self, message: u64, tickets: &[TicketNumber]) {
        let numbers = tickets.iter().map(|it| it.get()).collect();
        self.shown.lock().unwrap().push((message, numbers));
    }
}

#[async_trait]
impl ProposalBoard for Board {
    async fn post(
        &self,
        _: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<Option<Posted>, RoomError> {
        if std::mem::take(&mut *self.fails_once.lock().unwrap()) {
            let failure = PortFailure::new("post a proposal", Retry::Later, "told to fail");
            return Err(failure.into());
        }
        if !*self.has_channel.lock().unwrap() {
            return Ok(None);
        }
        if *self.is_closed.lock().unwrap() {
            return Err(RoomError::Forbidden(Permissions::SEND_MESSAGES));
        }
        let message = 100 + u64::try_from(self.shown().len()).unwrap();
        self.show(message, tickets);
        if std::mem::take(&mut *self.loses_once.lock().unwrap()) {
            let failure = PortFailure::new("post a proposal", Retry::Later, "the answer was lost");
            return Err(failure.into());
        }
        Ok(Some(Posted {
            channel: ChannelId::new(9).unwrap(),
            message: MessageId::new(message).unwrap(),
        }))
    }

    async fn find(&self, _: &Proposal) -> Result<Option<Posted>, RoomError> {
        if *self.is_unreadable.lock().unwrap() {
            return Err(RoomError::Forbidden(Permissions::READ_MESSAGE_HISTORY));
        }
        if *self.is_crowded.lock().unwrap() {
            let failure = PortFailure::new("read a channel back", Retry::Useless, "too much");
            return Err(RoomError::Failed(failure));
        }
        let first = self.shown().first().map(|it| it.0);
        Ok(first.map(|message| Posted {
            channel: ChannelId::new(9).unwrap(),
            message: MessageId::new(message).unwrap(),
        }))
    }

    async fn refresh(
        &self,
        posted: Posted,
        _: &Proposal,
        tickets: &[TicketNumber],
    ) -> Result<(), RoomError> {
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(meanwhile) = meanwhile {
            meanwhile.await;
        }
        self.show(posted.message.get(), tickets);
        Ok(())
    }
}

struct Scene {
    world: FaqWorld,
    tickets: Arc<InMemoryTickets>,
    summaries: InMemorySummaries,
    model: Arc<FakeModel>,
    board: Arc<Board>,
}

impl Scene {
    fn new() -> Self {
        let board = Board::default();
        *board.has_channel.lock().unwrap() = true;
        Self {
            world: FaqWorld::default(),
            tickets: Arc::default(),
            summaries: InMemorySummaries::default(),
            model: Arc::default(),
            board: Arc::new(board),
        }
    }

    fn after_close(&self) -> ClosedTickets {
        let clock = Arc::new(self.world.clock.clone());
        let summaries = Summaries::new(SummaryPorts {
            store: Arc::new(self.summaries.clone()),
            tickets: self.tickets.clone(),
            messages: Arc::<InMemoryMessages>::default(),
            roster: Arc::new(testing::StaffOf::role(guild(1), &[])),
            model: self.model.clone(),
            rooms: Arc::<PostedSummaries>::default(),
            rights: Arc::new(EveryGuild),
            log: Arc::<testing::RecordingLog>::default(),
            clock: clock.clone(),
            chance: || 0.5,
        });
        let ports = ProposalPorts {
            store: Arc::new(self.world.store.clone()),
            topics: Arc::new(self.summaries.clone()),
            clock,
        };
        let proposals = Proposals::new(ports, self.world.faq());
        ClosedTickets::new(
            summaries,
            proposals,
            self.board.clone(),
            self.tickets.clone(),
        )
    }

    /// A ticket that was closed now.
    async fn closed(&self) -> Ticket {
        use kernel::Clock as _;
        let now = self.world.clock.now();
        let what = a_ticket(guild(1), user(11));
        let opened = self.tickets.open(&what, at_most(50), now).await;
        let OpenOutcome::Opened(ticket) = opened.unwrap() else {
            panic!("no room")
        };
        let close = decide(&ticket, &Action::Close(None), testing::admin_of(21), now);
        let Ok(Outcome::Changed(transition)) = close else {
            panic!("not closed")
        };
        self.tickets.apply(&transition).await.unwrap();
        let found = self.tickets.find(guild(1), ticket.id).await.unwrap();
        found.unwrap()
    }

    /// Closes a ticket about these words, at the first try.
    async fn closes(&self, keywords: &str) -> Result<(), NotYet> {
        self.model
            .answers(&format!("It was solved.\nKEYWORDS: {keywords}"));
        let ticket = self.closed().await;
        self.world.clock.advance(TimeDelta::days(1));
        self.after_close().closed(&ticket, 1).await
    }
}

#[tokio::test]
async fn the_third_similar_ticket_is_proposed_and_the_fourth_counts_on_the_same_message() {
    let scene = Scene::new();
    scene
        .closes("calendar, event, hour, shift, summer")
        .await
        .unwrap();
    scene
        .closes("calendar, event, hour, timezone")
        .await
        .unwrap();
    assert_eq!(scene.board.shown(), []);
    scene.closes("calendar, hour, shift, wrong").await.unwrap();
    assert_eq!(scene.board.shown(), [(100, vec![1, 2, 3])]);
    scene.closes("calendar, event, hour").await.unwrap();
    assert_eq!(scene.board.shown()[1..], [(100, vec![1, 2, 3, 4])]);
}

#[tokio::test]
async fn a_proposal_that_was_stored_and_not_posted_is_posted_at_the_next_try() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    *scene.board.fails_once.lock().unwrap() = true;
    scene
        .model
        .answers("It was solved.\nKEYWORDS: invoice, vat, year");
    let third = scene.closed().await;
    let first_try = scene.after_close().closed(&third, 1).await;
    assert!(matches!(first_try, Err(NotYet::Failed(_))));
    for attempt in 2..=3 {
        scene.after_close().closed(&third, attempt).await.unwrap();
    }
    let shown = scene.board.shown();
    assert!(
        shown.iter().all(|it| *it == (100, vec![1, 2, 3])),
        "{shown:?}"
    );
    assert_eq!(scene.model.asked().len(), 3, "nobody is asked twice");
}

#[tokio::test]
async fn a_proposal_is_kept_where_there_is_no_log_channel_and_shown_when_there_is() {
    let scene = Scene::new();
    *scene.board.has_channel.lock().unwrap() = false;
    for _ in 0..3 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    assert_eq!(scene.board.shown(), []);
    let proposals = scene.world.proposals(&scene.world.faq());
    let admin = crate::faq::testing::admin(7);
    assert_eq!(proposals.open(guild(1), admin).await.unwrap().len(), 1);
    *scene.board.has_channel.lock().unwrap() = true;
    scene.closes("invoice, vat, year").await.unwrap();
    assert_eq!(scene.board.shown(), [(100, vec![1, 2, 3, 4])]);
}

#[tokio::test]
async fn a_proposal_whose_posting_nobody_heard_of_stands_there_once() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    *scene.board.loses_once.lock().unwrap() = true;
    let lost = scene.closes("invoice, vat, year").await;
    assert!(matches!(lost, Err(NotYet::Failed(_))));
    scene.closes("invoice, vat, year").await.unwrap();
    let expected = [(100, vec![1, 2, 3]), (100, vec![1, 2, 3, 4])];
    assert_eq!(scene.board.shown(), expected);
}

#[tokio::test]
async fn where_nobody_can_look_whether_a_proposal_stands_it_is_not_posted_again() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    *scene.board.loses_once.lock().unwrap() = true;
    assert!(scene.closes("invoice, vat, year").await.is_err());
    *scene.board.is_unreadable.lock().unwrap() = true;
    scene.closes("invoice, vat, year").await.unwrap();
    assert_eq!(scene.board.shown(), [(100, vec![1, 2, 3])]);
    *scene.board.is_unreadable.lock().unwrap() = false;
    scene.closes("invoice, vat, year").await.unwrap();
    let last = (100, vec![1, 2, 3, 4, 5]);
    assert_eq!(scene.board.shown().last(), Some(&last), "where it stands");
}

#[tokio::test]
async fn what_was_certainly_not_posted_is_posted_also_where_nobody_can_look() {
    // There was no log channel, or it was closed to the bot.
    for refuses in [
        |board: &Board| *board.has_channel.lock().unwrap() = false,
        |board: &Board| *board.is_closed.lock().unwrap() = true,
    ] {
        for is_crowded in [false, true] {
            let scene = Scene::new();
            refuses(&scene.board);
            for _ in 0..3 {
                scene.closes("invoice, vat, year").await.unwrap();
            }
            assert_eq!(scene.board.shown(), []);
            *scene.board.has_channel.lock().unwrap() = true;
            *scene.board.is_closed.lock().unwrap() = false;
            *scene.board.is_unreadable.lock().unwrap() = !is_crowded;
            *scene.board.is_crowded.lock().unwrap() = is_crowded;
            scene.closes("invoice, vat, year").await.unwrap();
            assert_eq!(scene.board.shown(), [(100, vec![1, 2, 3, 4])]);
        }
    }
}

#[tokio::test]
async fn a_log_channel_with_more_than_is_read_ends_no_ticket_s_closing_early() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    *scene.board.loses_once.lock().unwrap() = true;
    assert!(scene.closes("invoice, vat, year").await.is_err());
    *scene.board.is_crowded.lock().unwrap() = true;
    scene.closes("invoice, vat, year").await.unwrap();
    assert_eq!(scene.board.shown(), [(100, vec![1, 2, 3])], "once");
}

#[tokio::test]
async fn a_proposal_that_was_decided_while_it_was_shown_is_shown_as_decided() {
    let scene = Scene::new();
    for _ in 0..3 {
        scene.closes("invoice, vat, year").await.unwrap();
    }
    let proposals = scene.world.proposals(&scene.world.faq());
    let admin = crate::faq::testing::admin(7);
    let open = proposals.open(guild(1), admin).await.unwrap().remove(0);
    let dismissing = async move {
        proposals.dismiss(guild(1), admin, open.id).await.unwrap();
    };
    *scene.board.meanwhile.lock().unwrap() = Some(Box::pin(dismissing));
    scene.closes("invoice, vat, year").await.unwrap();
    let shown = scene.board.shown();
    assert_eq!(
        shown.last(),
        Some(&(100, Vec::new())),
        "as decided, without its tickets"
    );
}
