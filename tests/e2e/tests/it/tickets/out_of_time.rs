//! Presses that Discord has given up on before it has the bot's first answer: the person reads that nothing came, so
//! nothing happens.

use chrono::TimeDelta;
use discord_simulator::{ClientRefusal, HoldPoint, Reply};
use e2e_tests::{PATIENCE, Town, eventually};

const FIRST_ANSWER: &str = "/interactions/{interaction_id}/{interaction_token}/callback";

/// Does what a person does, of which the bot's first answer reaches Discord too late.
async fn too_late(town: &Town, done: impl Future<Output = Result<Reply, ClientRefusal>>) {
    let before = town.simulator.counters().late_answers;
    let hold = (town.simulator).hold("POST", FIRST_ANSWER, HoldPoint::BeforeCommit);
    let passes = async {
        assert!(hold.reached().await, "the bot answers");
        town.clock.advance(TimeDelta::seconds(4));
        hold.release();
    };
    let (done, ()) = tokio::join!(done, passes);
    done.expect("the client lets it through");
    let late = async || town.simulator.counters().late_answers == before + 1;
    assert!(eventually(PATIENCE, late).await, "Discord took the answer");
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    let counted = sqlx::query_scalar::<_, i64>(sql).fetch_one(town.database.pool());
    counted.await.expect("the database counts")
}

#[tokio::test]
async fn whoever_reads_that_the_bot_did_not_answer_has_opened_and_claimed_nothing() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let alice = town.member("alice").in_channel(&town.channel("general"));
    too_late(
        &town,
        alice.runs("/ticket description:\"My invoice is missing\""),
    )
    .await;
    // It costs no turn either: this one is the first.
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    assert_eq!(ticket.name(), "ticket-1");
    town.ticket_work_is_done(&town.guild).await;

    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    too_late(&town, karim.clicks_on(&control, "🎟️ Claim ticket")).await;
    // It is still there for whoever presses next.
    let helper = town.member("sara").in_channel(&ticket);
    helper
        .clicks_on(&control, "🎟️ Claim ticket")
        .await
        .expect("it is enabled");
    town.reads_at_last(&ticket, "Claimed by @sara").await;
    town.ticket_work_is_done(&town.guild).await;
    assert!(
        !town.reads(&ticket).contains("@karim"),
        "{}",
        town.reads(&ticket)
    );
    let claims = "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'claimed'";
    assert_eq!(count(&town, claims).await, 1);
    assert_eq!(
        count(&town, "SELECT count(*) FROM alphapy.support_tickets").await,
        1
    );
    town.leave().await;
}
