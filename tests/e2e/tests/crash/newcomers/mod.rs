//! Processes that die over a newcomer: before and after every request of the whole way, whatever requests those are, and
//! inside what is written. Whoever was on their way presses once more, or begins again and goes on, and ends as if nothing
//! had happened.

mod door;

use discord_simulator::HoldPoint::{self, BeforeAnswer, BeforeCommit};

use crate::stalls::{Fate, Place};
use crate::steps::Step;
use crate::tickets::At;
use door::Door;

/// What the way must have asked Discord for, or the rows below try less than they say.
const STEPS: [&str; 6] = [
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
    "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    "POST /webhooks/{webhook_id}/{webhook_token}",
    "POST /channels/{channel_id}/messages",
];

/// Kills at each request of the way until it ends without coming so far.
async fn each_request(processes: u32, point: HoldPoint, lane: &str) {
    let mut door = Door::open(processes).await;
    let mut seen = Vec::new();
    for number in 0.. {
        let died_at = door.lives_on(At::Number(number), point).await;
        let is_over = died_at.is_none();
        seen.extend(died_at);
        if is_over {
            break;
        }
    }
    // Staff is told while the member still is, so counting may pass one by.
    for step in STEPS {
        if seen.iter().all(|it| it != step) {
            let died_at = door.lives_on(At::Step(step), point).await;
            assert_eq!(died_at.as_deref(), Some(step), "beside {seen:?}");
        }
    }
    door.close(lane).await;
}

#[tokio::test]
async fn a_process_dies_before_each_request_of_a_newcomers_way() {
    each_request(1, BeforeCommit, "newcomers, before").await;
}

#[tokio::test]
async fn a_process_dies_after_each_request_of_a_newcomers_way() {
    each_request(1, BeforeAnswer, "newcomers, after").await;
}

#[tokio::test]
async fn another_process_goes_on_where_one_died_over_a_newcomer() {
    each_request(2, BeforeAnswer, "newcomers, two processes").await;
}

#[tokio::test]
async fn a_process_dies_inside_what_is_written_of_a_newcomer() {
    let mut door = Door::open(1).await;
    for (place, fate) in [
        (Place::Advance, Fate::GoesOn),
        (Place::AdvanceCommit, Fate::Lost),
        (Place::AdvanceCommit, Fate::GoesOn),
        (Place::Save, Fate::GoesOn),
        (Place::SaveCommit, Fate::Lost),
        (Place::SaveCommit, Fate::GoesOn),
    ] {
        door.lives_on_past(Step::Database(place, fate)).await;
    }
    door.close("newcomers, in the database").await;
}
