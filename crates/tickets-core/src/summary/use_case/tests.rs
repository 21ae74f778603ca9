//! Summaries, and a model that does not always answer.

use chrono::TimeDelta;
use kernel::{ChannelId, Clock as _, ManualClock};
use language_model::testing::FakeModel;

use super::*;
use crate::TicketStatus;
use crate::machine::testing::{now, ticket as a_ticket};
use crate::summary::EveryGuild;
use crate::summary::testing::{InMemorySummaries, PostedSummaries};
use crate::testing::{InMemoryMessages, InMemoryTickets, RecordingLog, StaffOf, a_message};

struct Scene {
    store: InMemorySummaries,
    model: Arc<FakeModel>,
    rooms: Arc<PostedSummaries>,
    messages: Arc<InMemoryMessages>,
    log: Arc<RecordingLog>,
    clock: ManualClock,
    ticket: Ticket,
}

impl Scene {
    /// A closed ticket in whose channel its requester wrote.
    fn new() -> Self {
        let mut ticket = a_ticket(TicketStatus::Closed, Some(21));
        let channel = ChannelId::new(5).unwrap();
        ticket.channel = Some(channel);
        let messages = Arc::<InMemoryMessages>::default();
        messages.write(channel, a_message(1, 11, "my role is gone"));
        Self {
            store: InMemorySummaries::default(),
            model: Arc::default(),
            rooms: Arc::default(),
            messages,
            log: Arc::default(),
            clock: ManualClock::at(now()),
            ticket,
        }
    }

    /// A process with nothing in memory.
    fn summaries(&self) -> Summaries {
        Summaries::new(SummaryPorts {
            store: Arc::new(self.store.clone()),
            tickets: Arc::<InMemoryTickets>::default(),
            messages: self.messages.clone(),
            roster: Arc::new(StaffOf::role(self.ticket.guild, &[])),
            model: self.model.clone(),
            rooms: self.rooms.clone(),
            rights: Arc::new(EveryGuild),
            log: self.log.clone(),
            clock: Arc::new(self.clock.clone()),
            chance: || 0.5,
        })
    }

    async fn tries(&self, attempt: u32) -> Result<Option<Summary>, NotYet> {
        self.summaries().sum_up(&self.ticket, attempt).await
    }

    /// Whether staff was told of a summary, each time.
    fn told(&self) -> Vec<bool> {
        let told = self.log.told().into_iter();
        told.filter_map(|it| match it {
            LogEvent::Summed { is_stored, .. } => Some(is_stored),
            _ => None,
        })
        .collect()
    }
}

#[tokio::test]
async fn a_closed_ticket_is_summed_up_once_however_often_it_is_tried() {
    let scene = Scene::new();
    scene
        .model
        .answers("The role was given back.\nKEYWORDS: role, permission");
    for attempt in 1..=3 {
        let summary = scene.tries(attempt).await.unwrap().unwrap();
        assert_eq!(summary.what.text, "The role was given back.");
        assert_eq!(summary.what.topic, Topic::of("role, permission"));
        assert_eq!(summary.what.model.as_deref(), Some("small"));
    }
    assert_eq!(scene.model.asked().len(), 1);
    assert_eq!(scene.rooms.all(), ["The role was given back."]);
    assert_eq!(scene.store.all().len(), 1);
    assert_eq!(scene.told(), [true]);
}

#[tokio::test]
async fn a_summary_that_could_not_be_posted_is_posted_later_and_not_written_again() {
    let scene = Scene::new();
    scene.model.answers("Solved.");
    scene.rooms.fails(1);
    assert!(matches!(scene.tries(1).await, Err(NotYet::Failed(_))));
    assert!(scene.tries(2).await.unwrap().is_some());
    assert_eq!(scene.model.asked().len(), 1);
    assert_eq!(scene.rooms.all(), ["Solved."]);
}

#[tokio::test]
async fn a_summary_that_was_posted_without_an_answer_is_found_and_not_posted_again() {
    let scene = Scene::new();
    scene.model.answers("Solved.");
    scene.rooms.loses_answers(1);
    assert!(matches!(scene.tries(1).await, Err(NotYet::Failed(_))));
    for attempt in 2..=3 {
        assert!(scene.tries(attempt).await.unwrap().is_some());
    }
    assert_eq!(scene.rooms.all(), ["Solved."]);
    assert!(scene.store.all()[0].posted.is_some());
}

#[tokio::test]
async fn a_model_that_is_away_is_asked_again_after_growing_pauses_and_then_staff_is_told() {
    let scene = Scene::new();
    let mut waits = Vec::new();
    for attempt in 1..=5 {
        scene.model.fails(FailureClass::RateLimited);
        match scene.tries(attempt).await {
            Err(NotYet::After { wait, .. }) => waits.push(wait.num_seconds()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waits, [30, 60, 120, 240, 300]);
    assert_eq!(scene.told(), [false; 0]);
    scene.model.fails(FailureClass::Timeout);
    assert_eq!(scene.tries(6).await.unwrap(), None);
    assert_eq!(scene.told(), [false]);
    assert!(scene.store.all().is_empty() && scene.rooms.all().is_empty());
}

#[tokio::test]
async fn a_model_that_comes_back_sums_up_once() {
    let scene = Scene::new();
    scene.model.fails(FailureClass::Upstream5xx);
    assert!(scene.tries(1).await.is_err());
    scene.clock.advance(TimeDelta::seconds(30));
    scene.model.answers("Solved.");
    let summary = scene.tries(2).await.unwrap().unwrap();
    assert_eq!(summary.at, scene.clock.now());
    assert_eq!(scene.rooms.all(), ["Solved."]);
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    for (class, told) in [
        (FailureClass::Unauthorized, &[false][..]),
        (FailureClass::ContentFilter, &[false]),
        (FailureClass::MissingKey, &[]),
    ] {
        let scene = Scene::new();
        scene.model.fails(class);
        assert_eq!(scene.tries(1).await.unwrap(), None, "{class}");
        assert_eq!(scene.told(), told, "{class}");
        assert!(scene.store.all().is_empty());
    }
}

#[tokio::test]
async fn too_little_to_sum_up_is_kept_as_it_was_asked_and_nobody_is_asked() {
    let mut scene = Scene::new();
    scene.ticket.description = "help".to_owned();
    scene.messages = Arc::default();
    let summary = scene.tries(1).await.unwrap().unwrap();
    assert_eq!((&*summary.what.text, summary.what.model), ("help", None));
    assert_eq!(summary.what.topic, Topic::default());
    assert!(scene.model.asked().is_empty() && scene.rooms.all().is_empty());
}

#[tokio::test]
async fn the_question_is_summed_up_where_the_channel_is_gone() {
    let mut scene = Scene::new();
    scene.messages = Arc::default();
    scene.model.answers("A role was gone.");
    assert!(scene.tries(1).await.unwrap().is_some());
    let asked = scene.model.asked().remove(0).messages[0].text();
    assert!(asked.contains("[Requester] My role is gone"), "{asked}");
}

#[tokio::test]
async fn a_second_closing_has_a_summary_of_its_own() {
    let mut scene = Scene::new();
    scene.model.answers("First.");
    scene.tries(1).await.unwrap();
    scene.ticket.closing.as_mut().unwrap().at = now();
    scene.model.answers("Second.");
    scene.tries(1).await.unwrap();
    assert_eq!(scene.rooms.all(), ["First.", "Second."]);
}
