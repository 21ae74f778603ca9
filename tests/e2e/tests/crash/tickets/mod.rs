//! Processes that die over tickets: before and after every request that opening, closing and archiving makes, whatever
//! requests those are. Each is found by its place in the row, so that a step that is added later is tried by itself.

mod desk;
mod whole;

use discord_simulator::HoldPoint::{self, BeforeAnswer, BeforeCommit};

use desk::{Desk, Flow};

/// What a flow must have asked Discord for, or the rows below try less than they say.
fn steps(flow: Flow) -> &'static [&'static str] {
    match flow {
        Flow::Open => &[
            "POST /guilds/{guild_id}/channels",
            "POST /channels/{channel_id}/messages",
            "PUT /channels/{channel_id}/messages/pins/{message_id}",
            "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
        ],
        Flow::Close => &[
            "PATCH /channels/{channel_id}/messages/{message_id}",
            "POST /channels/{channel_id}/messages",
            "PUT /channels/{channel_id}/permissions/{overwrite_id}",
            "PATCH /channels/{channel_id}",
        ],
        Flow::Archive => &[
            "GET /channels/{channel_id}/messages",
            "POST /channels/{channel_id}/messages",
            "DELETE /channels/{channel_id}",
        ],
    }
}

/// Where a process dies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At<'a> {
    /// At its request of this number, counted from 0.
    Number(u32),
    /// At its first request of this method and route.
    Step(&'a str),
}

impl Desk {
    /// A case in which a process dies, and everything is as it should be afterwards; at which request it died, if the flow
    /// came so far.
    async fn lives_on(&mut self, flow: Flow, at: At<'_>, point: HoldPoint) -> Option<String> {
        let case = self.begins(flow).await;
        let died_at = self.dies(&case, flow, at, point).await;
        self.recovers(&case, flow).await;
        let words = died_at.as_deref().unwrap_or("the end");
        self.is_whole(&case, flow, words).await;
        died_at
    }
}

/// Kills at each request of a flow until it ends without coming so far.
async fn each_step(flow: Flow, processes: u32, point: HoldPoint, lane: &str) {
    let mut desk = Desk::open(processes).await;
    let mut seen = Vec::new();
    for number in 0.. {
        let died_at = desk.lives_on(flow, At::Number(number), point).await;
        let is_over = died_at.is_none();
        seen.extend(died_at);
        if is_over {
            break;
        }
    }
    // Some requests are made at the same time as others, so counting may pass one by.
    for step in steps(flow) {
        if seen.iter().all(|it| it != step) {
            let died_at = desk.lives_on(flow, At::Step(step), point).await;
            assert_eq!(died_at.as_deref(), Some(*step), "beside {seen:?}");
        }
    }
    desk.close(lane).await;
}

#[tokio::test]
async fn a_process_dies_before_each_step_of_opening() {
    each_step(Flow::Open, 1, BeforeCommit, "tickets: open, before").await;
}

#[tokio::test]
async fn a_process_dies_after_each_step_of_opening() {
    each_step(Flow::Open, 1, BeforeAnswer, "tickets: open, after").await;
}

#[tokio::test]
async fn a_process_dies_before_each_step_of_closing() {
    each_step(Flow::Close, 1, BeforeCommit, "tickets: close, before").await;
}

#[tokio::test]
async fn a_process_dies_after_each_step_of_closing() {
    each_step(Flow::Close, 1, BeforeAnswer, "tickets: close, after").await;
}

#[tokio::test]
async fn a_process_dies_before_each_step_of_archiving() {
    each_step(Flow::Archive, 1, BeforeCommit, "tickets: archive, before").await;
}

#[tokio::test]
async fn a_process_dies_after_each_step_of_archiving() {
    each_step(Flow::Archive, 1, BeforeAnswer, "tickets: archive, after").await;
}

#[tokio::test]
async fn another_process_goes_on_where_one_died_over_opening() {
    each_step(Flow::Open, 2, BeforeAnswer, "tickets: open, two processes").await;
}

#[tokio::test]
async fn another_process_goes_on_where_one_died_over_closing() {
    each_step(
        Flow::Close,
        2,
        BeforeAnswer,
        "tickets: close, two processes",
    )
    .await;
}

#[tokio::test]
async fn another_process_goes_on_where_one_died_over_archiving() {
    each_step(
        Flow::Archive,
        2,
        BeforeAnswer,
        "tickets: archive, two processes",
    )
    .await;
}

/// A process dies while the model thinks about a ticket that it has closed: the summary comes, once.
async fn dies_over_a_question(processes: u32, lane: &str) {
    let mut desk = Desk::open(processes).await;
    let case = desk.begins(Flow::Close).await;
    desk.dies_while_it_asks(&case).await;
    desk.recovers(&case, Flow::Close).await;
    desk.is_whole(&case, Flow::Close, "the model's answer")
        .await;
    assert_eq!(desk.asked().await, 2, "once in vain, and once again");
    desk.close(lane).await;
}

#[tokio::test]
async fn a_process_dies_while_the_model_is_asked_for_a_summary() {
    dies_over_a_question(1, "tickets: asked").await;
}

#[tokio::test]
async fn another_process_asks_the_model_where_one_died_over_it() {
    dies_over_a_question(2, "tickets: asked, two processes").await;
}
