//! Never lost, never doubled, in fair order: also when answers are lost for long, when Discord is slow, refuses
//! everything, or has much to take.

use std::time::Duration;

use chrono::TimeDelta;
use discord_simulator::{Fault, HoldPoint, Limit, Options, Permissions, RateLimits, Target};
use e2e_tests::{PATIENCE, Town, TownOptions, brussels, eventually};

const CREATE_MESSAGE: &str = "POST /channels/{channel_id}/messages";
const READ_MESSAGES: &str = "GET /channels/{channel_id}/messages";

/// Waits until a question to the bot's database has this answer.
async fn until(town: &Town, question: &str, answer: &str) {
    let so = eventually(PATIENCE, async || ask(town, question).await == answer);
    assert!(
        so.await,
        "{question} is {} and not {answer}",
        ask(town, question).await
    );
}

async fn ask(town: &Town, question: &str) -> String {
    let sql = format!("SELECT coalesce(({question})::text, 'none')");
    let answer = sqlx::query_scalar(sqlx::AssertSqlSafe(sql));
    answer
        .fetch_one(town.database.pool())
        .await
        .expect("the question makes sense")
}

/// `count` weekly reminders of which each is due on Wednesday at 19:00 in `#general`.
async fn many(town: &Town, count: usize) {
    for number in 0..count {
        town.clock.advance(TimeDelta::seconds(20));
        let who = ["alice", "bob", "karim"][number % 3];
        let add = format!("/add_reminder name:R{number:02} time:20:00 days:wed channel:#general");
        let reply = town.says(who, &add).await;
        assert!(reply.contains("✅"), "{reply}");
    }
}

#[tokio::test]
async fn what_was_posted_without_an_answer_is_found_long_after_discord_has_forgotten_its_nonce() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Once time:20:00 days:wed")
        .await;
    town.simulator
        .inject("POST", "/channels/*/messages", 4, Fault::LostAnswer);
    town.clock.set(brussels(2, 4, 19, 0));
    let postponed = "SELECT count(*) FROM alphapy.reminder_occurrences WHERE state = 'claimed' AND error IS NOT NULL";
    until(&town, postponed, "1").await;
    assert_eq!(town.count_titled("general", "Once"), 1);
    let before = town.simulator.counters();
    town.clock.advance(TimeDelta::minutes(10));
    town.titled("bot-log", "Reminder sent").await;
    let after = town.simulator.counters();
    assert_eq!(town.count_titled("general", "Once"), 1);
    assert_eq!(
        after.requests_to(READ_MESSAGES) - before.requests_to(READ_MESSAGES),
        1
    );
    assert_eq!(after.deduplicated, before.deduplicated);
    // It came on time, whenever that was noticed.
    let late = "SELECT late FROM alphapy.reminder_occurrences";
    assert_eq!(ask(&town, late).await, "false");
    town.leave().await;
}

#[tokio::test]
async fn where_the_channel_cannot_be_read_it_is_posted_and_the_server_told() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Blind time:20:00 days:wed")
        .await;
    town.guild.overwrite(
        &town.channel("general"),
        Target::Bot,
        Permissions::NONE,
        Permissions::READ_MESSAGE_HISTORY,
    );
    town.simulator
        .inject("POST", "/channels/*/messages", 4, Fault::ErrorBefore(503));
    town.clock.set(brussels(2, 4, 19, 0));
    let postponed = "SELECT count(*) FROM alphapy.reminder_occurrences WHERE state = 'claimed' AND error IS NOT NULL";
    until(&town, postponed, "1").await;
    town.clock.advance(TimeDelta::minutes(10));
    town.titled("general", "Blind").await;
    let log = town.titled("bot-log", "may stand there twice").await;
    let text = town.simulator.rendered(&log);
    assert!(text.contains("*Read Message History*"), "{text}");
    town.leave().await;
}

#[tokio::test]
async fn nobody_else_sends_what_discord_takes_a_minute_for() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Slow time:20:00 days:wed")
        .await;
    let second = alphapy_app::start(town.options())
        .await
        .expect("a second process starts");
    second.ready().await.expect("it is ready");
    let before = town.simulator.counters().requests_to(CREATE_MESSAGE);
    let general = town.channel("general");
    let route = "/channels/{channel_id}/messages";
    let hold = town
        .simulator
        .hold_in(&general, "POST", route, HoldPoint::BeforeAnswer);
    let due = brussels(2, 4, 19, 0);
    town.clock.set(due);
    assert!(hold.reached().await, "nobody sends");
    for tens in 1..=6 {
        town.clock.advance(TimeDelta::seconds(10));
        let lease =
            "SELECT extract(epoch FROM lease_until)::bigint FROM alphapy.reminder_occurrences";
        let renewed = due + TimeDelta::seconds(30 + 10 * tens);
        until(&town, lease, &renewed.timestamp().to_string()).await;
    }
    hold.release();
    town.titled("bot-log", "Reminder sent").await;
    assert_eq!(town.count_titled("general", "Slow"), 1);
    assert_eq!(
        ask(&town, "SELECT attempts FROM alphapy.reminder_occurrences").await,
        "1"
    );
    // The reminder, and the line in the log.
    let asked = town.simulator.counters().requests_to(CREATE_MESSAGE) - before;
    assert_eq!(asked, 2);
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn how_late_is_still_worth_sending_is_the_servers_own_choice() {
    let mut town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says("sara", "/config reminders set_late_window minutes:10")
        .await;
    assert!(reply.contains("✅"), "{reply}");
    town.says("alice", "/add_reminder name:Begun time:20:00 days:wed")
        .await;
    town.says("alice", "/add_reminder name:Ahead time:22:00 days:wed")
        .await;
    town.stop_app().await;
    // Begun's notice is an hour late and its event has begun; Ahead's is five minutes late.
    town.clock.set(brussels(2, 4, 21, 5));
    town.start_app().await;
    town.titled("general", "Ahead").await;
    let missed = town.titled("bot-log", "were not posted").await;
    assert!(town.simulator.rendered(&missed).contains("Begun"));
    assert_eq!(town.count_titled("general", "Begun"), 0);
    town.leave().await;
}

#[tokio::test]
async fn a_server_that_refuses_everything_is_soon_left_alone_and_tried_again_later() {
    let town = Town::start().await;
    many(&town, 15).await;
    let general = town.channel("general");
    let lock = |deny| {
        let (nothing, bot) = (Permissions::NONE, Target::Bot);
        town.guild.overwrite(&general, bot, nothing, deny);
    };
    lock(Permissions::SEND_MESSAGES);
    let before = town.simulator.counters();
    town.clock.set(brussels(2, 4, 19, 0));
    let handled = "SELECT count(*) FROM alphapy.reminder_occurrences WHERE state = 'failed' OR error IS NOT NULL";
    until(&town, handled, "15").await;
    let after = town.simulator.counters();
    let refused = after.invalid_requests - before.invalid_requests;
    assert!((3..=6).contains(&refused), "{refused} requests in vain");
    lock(Permissions::NONE);
    let open = "SELECT count(*) FROM alphapy.reminder_occurrences WHERE state = 'claimed'";
    for minutes in [10, 14, 18, 22] {
        let now = brussels(2, 4, 19, minutes);
        town.clock.set(now);
        let left = format!(
            "{open} AND lease_until <= to_timestamp({})",
            now.timestamp()
        );
        until(&town, &left, "0").await;
    }
    until(&town, open, "0").await;
    // Those that were refused rested until the bot could post again, and came too.
    let all = town.simulator.wait_for_messages(&general, 15).await;
    assert!(all.is_some(), "{}", town.reads(&general));
    for number in 0..15 {
        assert_eq!(town.count_titled("general", &format!("R{number:02}")), 1);
    }
    town.leave().await;
}

#[tokio::test]
async fn a_server_with_much_to_say_keeps_no_other_waiting() {
    let small = Limit {
        requests: 3,
        per: Duration::from_secs(2),
    };
    let rate_limits = RateLimits {
        routes: vec![(CREATE_MESSAGE.to_owned(), small)],
        ..RateLimits::default()
    };
    let simulator = Options {
        rate_limits,
        patience: Duration::from_secs(40),
        ..Options::default()
    };
    let town = Town::with(TownOptions {
        simulator,
        ..TownOptions::default()
    })
    .await;
    many(&town, 24).await;
    let other = town.second_guild("Village");
    let square = other.channel("general");
    let place = other.member("alice").in_channel(&square);
    let reply = place
        .runs("/add_reminder name:Fair time:20:00 days:wed channel:#general")
        .await
        .expect("the client lets the command through");
    assert!(reply.to_string().contains("✅"), "{reply}");
    town.clock.set(brussels(2, 4, 19, 0));
    let came = town.simulator.wait_for_message(&square, |_| true).await;
    assert!(came.is_some(), "nothing came");
    let ahead = town.channel("general").messages().len();
    assert!(ahead <= 9, "{ahead} of the other server's came first");
    for number in 0..24 {
        town.titled("general", &format!("R{number:02}")).await;
    }
    assert_eq!(town.channel("general").messages().len(), 24);
    town.leave().await;
}
