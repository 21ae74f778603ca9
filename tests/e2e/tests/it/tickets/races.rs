//! Two processes on one Postgres, both of which hear everything: whatever happens at once happens once.

use discord_simulator::{Channel, User};
use e2e_tests::Town;
use tokio::task::JoinSet;

/// Has all of them press a button at once.
async fn all_press(town: &Town, ticket: &Channel, members: &[User], label: &'static str) {
    let control = town.control_of(ticket);
    let mut presses = JoinSet::new();
    for member in members {
        let (place, control) = (member.in_channel(ticket), control.clone());
        presses.spawn(async move { place.clicks_on(&control, label).await.map(drop) });
    }
    while let Some(pressed) = presses.join_next().await {
        let done = pressed.expect("nobody panicked");
        done.expect("the client lets the press through");
    }
}

fn helpers(town: &Town, count: usize) -> Vec<User> {
    let role = town.guild.role("Helpers");
    let names = (0..count).map(|number| format!("helper{number}"));
    names.map(|it| town.guild.joins(&it, &[role])).collect()
}

fn lines(ticket: &Channel, words: &str) -> usize {
    let all = ticket.history().into_iter();
    all.filter(|it| it.message.content.contains(words)).count()
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    let counted = sqlx::query_scalar(sql).fetch_one(town.database.pool());
    counted.await.expect("the database counts")
}

#[tokio::test]
async fn twenty_claims_have_one_winner_and_two_closes_one_end() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let helpers = helpers(&town, 20);
    all_press(&town, &ticket, &helpers, "🎟️ Claim ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(lines(&ticket, "Claimed by"), 1, "{}", town.reads(&ticket));
    let claims = "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'claimed'";
    assert_eq!(count(&town, claims).await, 1);
    all_press(&town, &ticket, &helpers[..4], "🔒 Close ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(lines(&ticket, "🔒 Closed"), 1, "{}", town.reads(&ticket));
    for (sql, expected) in [
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'closed'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'summary'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'lock'",
            1,
        ),
    ] {
        assert_eq!(count(&town, sql).await, expected, "{sql}");
    }
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn a_panel_that_is_mashed_opens_one_ticket() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.says("sara", "/ticket_panel_post").await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let panel = town.titled("general", "Need help").await;
    let alice = town.member("alice");
    let mut submits = JoinSet::new();
    for _ in 0..5 {
        let form = alice.clicks(&panel, "📨 Create ticket").await.unwrap();
        submits.spawn(async move {
            let filled = [("What is it about?", "Where do I find the roadmap?")];
            form.submits(&filled).await.map(|it| it.to_string())
        });
    }
    let mut opened = 0;
    while let Some(answer) = submits.join_next().await {
        opened += usize::from(answer.unwrap().unwrap().contains("is open: "));
    }
    // Each process counts for itself how often somebody opens one, so there are as many as processes at most.
    assert!((1..=2).contains(&opened), "{opened} were opened");
    let rows = count(&town, "SELECT count(*) FROM alphapy.support_tickets").await;
    assert_eq!(rows, i64::try_from(opened).unwrap(), "rows");
    second.stop().await;
    town.leave().await;
}
