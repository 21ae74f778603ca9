//! Names of channels that Discord takes late: two in ten minutes, and for those that follow it asks to wait.

use std::time::Duration;

use chrono::TimeDelta;
use discord_simulator::{Channel, Fault, Limit, Options, RateLimits};
use e2e_tests::{PATIENCE, Town, TownOptions, eventually};

/// A town in which Discord takes any name, but for those that it asks to wait for.
async fn town() -> Town {
    let rate_limits = RateLimits {
        renames: Limit {
            requests: 100,
            per: Duration::from_mins(10),
        },
        ..RateLimits::default()
    };
    let simulator = Options {
        rate_limits,
        ..Options::default()
    };
    let options = TownOptions {
        simulator,
        ..TownOptions::default()
    };
    Town::with(options).await
}

/// Discord asks to wait ten minutes with the ticket's next name.
fn is_slow(town: &Town, ticket: &Channel) {
    let wait = Fault::TooManyRequests {
        retry_after: 600.0,
        global: false,
    };
    let route = format!("/channels/{}", ticket.id());
    town.simulator.inject("PATCH", &route, 1, wait);
}

async fn waits(town: &Town, pieces: i64) {
    let left = async || town.database.ticket_work_left(town.guild.id()).await;
    let parked = eventually(PATIENCE, async || left().await == pieces).await;
    assert!(parked, "{} pieces of work are left", left().await);
}

/// The ten minutes pass. The bot waits them by the machine's clock, as Discord does; one that starts knows nothing of them.
async fn ten_minutes_pass(town: &mut Town) {
    town.stop_app().await;
    town.clock.advance(TimeDelta::minutes(11));
    town.start_app().await;
    town.ticket_work_is_done(&town.guild).await;
}

#[tokio::test]
async fn a_name_that_discord_takes_late_is_that_of_the_state_the_ticket_has_by_then() {
    let mut town = town().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    let name = ticket.name();
    let closes = async |town: &Town| {
        let said = town.says("karim", "/ticket_close id:1").await;
        assert!(said.contains("closed"), "{said}");
        town.shows_at_last(&ticket, "🔒 Closed").await;
    };
    let reopens = async |town: &Town| {
        let said = town.says("sara", "/ticket_status id:1 status:open").await;
        assert!(said.contains("🔒 Closed → 🟢 Open"), "{said}");
        town.shows_at_last(&ticket, "🟢 Open").await;
    };

    is_slow(&town, &ticket);
    closes(&town).await;
    waits(&town, 1).await;
    assert_eq!(ticket.name(), name, "nothing else waits for it");
    ten_minutes_pass(&mut town).await;
    assert_eq!(ticket.name(), format!("{name}-closed"));

    is_slow(&town, &ticket);
    reopens(&town).await;
    waits(&town, 1).await;
    closes(&town).await;
    waits(&town, 2).await;
    reopens(&town).await;
    waits(&town, 3).await;
    assert_eq!(ticket.name(), format!("{name}-closed"));
    ten_minutes_pass(&mut town).await;
    assert_eq!(ticket.name(), name, "it is open, and not closed");
    let alice = town.member("alice").in_channel(&ticket);
    assert!(alice.says("Thank you").is_ok(), "alice can write");
    town.leave().await;
}
