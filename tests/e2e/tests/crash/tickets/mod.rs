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

/// Kills at each request of a flow until it ends without coming so far.
async fn each_step(flow: Flow, processes: u32, point: HoldPoint, lane: &str) {
    let mut desk = Desk::open(processes).await;
    let mut seen = Vec::new();
    for number in 0.. {
        let case = desk.begins(flow).await;
        let died_at = desk.dies(&case, flow, number, point).await;
        let is_over = died_at.is_none();
        seen.extend(died_at);
        desk.recovers(&case, flow).await;
        desk.is_whole(&case, flow, seen.last().map_or("", String::as_str))
            .await;
        if is_over {
            break;
        }
    }
    for step in steps(flow) {
        assert!(
            seen.iter().any(|it| it == step),
            "{step} is not in {seen:?}"
        );
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
