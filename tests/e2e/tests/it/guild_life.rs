//! Channels that close and open again, servers that are left and returned to, outages: what rests, what goes on, and who
//! is told.

use chrono::{DateTime, Utc};
use discord_simulator::{Channel, Permissions, Target};
use e2e_tests::{PATIENCE, Town, brussels, eventually};

/// The town with Alice's reminder of an event at 20:00 today, whose notice is due at 19:00.
async fn town_with_reminder(name: &str) -> Town {
    let town = Town::start().await;
    town.set_up().await;
    let command = format!("/add_reminder name:{name} time:20:00 date:4/2");
    let reply = town.says("alice", &command).await;
    assert!(reply.contains("✅"), "{reply}");
    town
}

fn deny_posting(town: &Town) {
    let denied = Permissions::SEND_MESSAGES;
    town.guild.overwrite(
        &town.channel("general"),
        Target::Bot,
        Permissions::NONE,
        denied,
    );
}

fn allow_posting(town: &Town) {
    let general = town.channel("general");
    let bot = Target::Bot;
    town.guild
        .overwrite(&general, bot, Permissions::SEND_MESSAGES, Permissions::NONE);
}

/// What a member reads from the bot in their direct messages, once something is there.
async fn told_directly(town: &Town, name: &str) -> String {
    let direct = town.member(name).direct();
    let found = town.simulator.wait_for_message(&direct, |_| true).await;
    let message = found.unwrap_or_else(|| panic!("{name} was told nothing"));
    town.simulator.rendered(&message)
}

async fn status_says(town: &Town, words: &str) -> String {
    town.says_at_last("sara", "/reminder_status", words).await
}

async fn came_since(town: &Town, channel: &Channel, since: DateTime<Utc>) -> String {
    let found = town
        .simulator
        .wait_for_message(channel, |it| it.sent_at >= since)
        .await;
    let message = found.unwrap_or_else(|| panic!("nothing came:\n{}", town.reads(channel)));
    town.simulator.rendered(&message)
}

#[tokio::test]
async fn who_takes_a_permission_away_is_told_which_and_what_was_due_comes_late_when_it_is_back() {
    let town = town_with_reminder("Raid").await;
    deny_posting(&town);
    let log = town.titled("bot-log", "Reminders rest").await;
    let log = town.simulator.rendered(&log);
    let direct = told_directly(&town, "alice").await;
    for text in [&log, &direct] {
        for part in ["*Send Messages*", "Raid", "I go on by myself"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }
    assert!(direct.contains("**Town**"), "{direct}");
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("rests: I may not post there"), "{list}");
    let status = status_says(&town, "1 resting").await;
    assert!(status.contains("*Send Messages*"), "{status}");
    town.clock.set(brussels(2, 4, 19, 30));
    assert_eq!(town.count_titled("general", "Raid"), 0);
    allow_posting(&town);
    let late = town.titled("general", "Raid").await;
    let late = town.simulator.rendered(&late);
    assert!(late.contains("Late"), "{late}");
    town.titled("bot-log", "Reminders go on").await;
    town.clock.set(brussels(2, 4, 20, 0));
    let start = came_since(&town, &town.channel("general"), brussels(2, 4, 20, 0)).await;
    assert!(start.contains("Raid"), "{start}");
    town.leave().await;
}

#[tokio::test]
async fn a_channel_that_is_deleted_is_told_of_at_once_and_another_one_may_be_chosen() {
    let town = town_with_reminder("Homeless").await;
    town.guild.delete_channel(&town.channel("general"));
    let log = town.titled("bot-log", "Reminders rest").await;
    let log = town.simulator.rendered(&log);
    let direct = told_directly(&town, "alice").await;
    for text in [&log, &direct] {
        for part in [
            "channel is gone",
            "Homeless",
            "/reminder_edit",
            "/reminder_delete",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }
    assert_eq!(town.member("alice").direct_messages().len(), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_send_that_fails_is_told_once_also_over_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Morning time:12:00 date:4/2")
        .await;
    town.stop_app().await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.start_app().await;
    town.titled("bot-log", "Reminders were not posted").await;
    let direct = told_directly(&town, "alice").await;
    assert!(
        direct.contains("Morning") && direct.contains("Missed"),
        "{direct}"
    );
    for _ in 0..2 {
        town.stop_app().await;
        town.start_app().await;
        let status = status_says(&town, "missed").await;
        assert!(status.contains("1 missed"), "{status}");
    }
    assert_eq!(town.count_titled("bot-log", "were not posted"), 1);
    assert_eq!(town.member("alice").direct_messages().len(), 1);
    town.leave().await;
}

#[tokio::test]
async fn who_takes_no_direct_messages_is_named_in_the_log() {
    let town = town_with_reminder("Raid").await;
    town.member("alice").closes_dms();
    deny_posting(&town);
    let log = town.titled("bot-log", "Reminders rest").await;
    let log = town.simulator.rendered(&log);
    assert!(
        log.contains("no direct messages") && log.contains("@alice"),
        "{log}"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_server_that_is_left_rests_untold_and_goes_on_when_the_bot_is_back() {
    let town = town_with_reminder("Raid").await;
    town.simulator.remove_bot(&town.guild);
    wait_for(&town, "paused_reason = 'guild_left'").await;
    town.clock.set(brussels(2, 4, 19, 30));
    town.simulator.install_bot(&town.guild);
    let late = town.titled("general", "Raid").await;
    assert!(town.simulator.rendered(&late).contains("Late"));
    assert_eq!(town.count_titled("bot-log", "Reminders rest"), 0);
    assert_eq!(town.member("alice").direct_messages().len(), 0);
    assert_eq!(town.count_titled("general", "Raid"), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_server_that_is_left_while_the_bot_is_down_rests_from_the_next_start_on() {
    let mut town = town_with_reminder("Raid").await;
    let other = town.second_guild("Other");
    town.stop_app().await;
    town.simulator.remove_bot(&town.guild);
    town.clock.set(brussels(2, 4, 19, 0));
    town.start_app().await;
    wait_for(&town, "paused_reason = 'guild_left'").await;
    wait_for(&town, "purge_after IS NOT NULL").await;
    let left = "SELECT left_at IS NOT NULL FROM alphapy.guilds ORDER BY guild_id";
    let left: Vec<bool> = sqlx::query_scalar(left)
        .fetch_all(town.database.pool())
        .await
        .unwrap();
    assert_eq!(left, [true, false], "only one of the two was left");
    assert_eq!(town.member("alice").direct_messages().len(), 0);
    assert_eq!(other.channel("bot-log").messages().len(), 0);
    town.leave().await;
}

#[tokio::test]
async fn an_outage_pauses_nothing() {
    let town = town_with_reminder("Raid").await;
    town.simulator.begin_outage(&town.guild);
    town.simulator.end_outage(&town.guild);
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Raid").await;
    assert_eq!(town.count_titled("bot-log", "Reminders rest"), 0);
    let status = status_says(&town, "All is well").await;
    assert!(status.contains("0 resting"), "{status}");
    town.leave().await;
}

#[tokio::test]
async fn another_servers_admins_and_members_hear_and_see_nothing_of_it() {
    let town = town_with_reminder("Secret").await;
    let other = town.second_guild("Other");
    deny_posting(&town);
    town.titled("bot-log", "Reminders rest").await;
    assert_eq!(other.channel("bot-log").messages().len(), 0);
    let place = other.member("sara").in_channel(&other.channel("general"));
    let status = place.runs("/reminder_status").await.unwrap().to_string();
    assert!(
        status.contains("All is well") && !status.contains("Secret"),
        "{status}"
    );
    town.leave().await;
}

#[tokio::test]
async fn members_do_not_see_the_status() {
    let town = town_with_reminder("Raid").await;
    let reply = town.says("alice", "/reminder_status").await;
    assert!(reply.contains("Only admins"), "{reply}");
    town.leave().await;
}

/// Waits until the town's reminder and its server are so, by the database.
async fn wait_for(town: &Town, condition: &str) {
    let sql = format!(
        "SELECT EXISTS (SELECT FROM alphapy.reminders JOIN alphapy.guilds USING (guild_id) WHERE {condition})"
    );
    let so = eventually(PATIENCE, async || {
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone()));
        query
            .fetch_one(town.database.pool())
            .await
            .expect("the database answers")
    });
    if so.await {
        return;
    }
    let rows = town.database.dump(town.guild.id()).await;
    panic!("it never became so: {condition}\n{rows}");
}
