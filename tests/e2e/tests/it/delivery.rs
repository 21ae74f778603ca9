//! A reminder's way to its channel.

use discord_simulator::{Fault, Permissions, Target};
use e2e_tests::{Town, brussels};

#[tokio::test]
async fn a_one_off_is_announced_before_and_at_its_start_and_the_notice_gives_way() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:\"Raid night\" time:20:00 date:4/2 message:\"Bring potions\nand friends\" location:Kroon").await;
    town.clock.set(brussels(2, 4, 19, 0));
    let notice = town.titled("general", "Reminder: Raid night").await;
    let text = town.simulator.rendered(&notice);
    for part in [
        "Bring potions",
        "and friends",
        "Wednesday 4 February 2026",
        "20:00",
        "Kroon",
        "🤖 Auto-reminder",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    town.clock.set(brussels(2, 4, 20, 0));
    assert!(
        town.simulator
            .wait_for_change(&notice, |it| it.is_none())
            .await,
        "the notice still stands"
    );
    assert_eq!(town.count_titled("general", "Raid night"), 1);
    town.titled("bot-log", "Reminder finished").await;
    // The notice's own end may be recorded a moment after the start's.
    town.says_at_last("alice", "/reminder_list", "Nothing found")
        .await;
    let all = town
        .says("alice", "/reminder_list include_completed:true")
        .await;
    assert!(all.contains("Raid night") && all.contains("done"), "{all}");
    town.leave().await;
}

#[tokio::test]
async fn a_weekly_one_comes_every_week_across_the_clock_change() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Sunday time:3:15 days:sun")
        .await;
    // 29 March 2026 has no 02:15: the notice of 03:15 is due at 01:15 by the old clock.
    let due = [
        brussels(3, 22, 2, 15),
        brussels(3, 29, 1, 15),
        brussels(4, 5, 2, 15),
    ];
    town.clock.set(brussels(3, 21, 12, 0));
    let before = town.count_titled("general", "Sunday");
    for (index, moment) in due.into_iter().enumerate() {
        town.clock.set(moment - chrono::TimeDelta::seconds(1));
        assert_eq!(town.count_titled("general", "Sunday"), before + index);
        town.clock.set(moment);
        let general = town.channel("general");
        let came = town
            .simulator
            .wait_for_message(&general, |it| it.sent_at >= moment)
            .await;
        assert!(came.is_some(), "nothing came at {moment}");
    }
    town.leave().await;
}

#[tokio::test]
async fn the_guilds_offset_and_zone_are_its_own() {
    let town = Town::start().await;
    town.set_up().await;
    let zone = town
        .says("sara", "/config system set_timezone zone:America/New_York")
        .await;
    assert!(zone.contains("✅"), "{zone}");
    town.says("sara", "/config embedwatcher set_offset minutes:0")
        .await;
    let reply = town
        .says("alice", "/add_reminder name:Brunch time:11:00 days:thu")
        .await;
    // Thursday 11:00 in New York is 17:00 in Brussels, and with no offset there is no notice.
    assert!(
        reply.contains(&format!("<t:{}:F>", brussels(2, 5, 17, 0).timestamp())),
        "{reply}"
    );
    town.clock.set(brussels(2, 5, 17, 0));
    town.titled("general", "Brunch").await;
    town.leave().await;
}

#[tokio::test]
async fn a_weekly_reminder_follows_its_guild_into_another_zone() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config embedwatcher set_offset minutes:0")
        .await;
    town.says("alice", "/add_reminder name:Standup time:9:00 days:thu")
        .await;
    town.says("sara", "/config system set_timezone zone:Asia/Tokyo")
        .await;
    // 09:00 in Tokyo is 01:00 in Brussels.
    town.clock.set(brussels(2, 5, 1, 0));
    town.titled("general", "Standup").await;
    town.leave().await;
}

#[tokio::test]
async fn everyone_is_pinged_only_where_server_and_reminder_want_it() {
    let town = Town::start().await;
    town.set_up().await;
    town.guild
        .set_bot_permissions(Permissions::DEFAULT_EVERYONE | Permissions::MENTION_EVERYONE);
    town.says("alice", "/add_reminder name:Quiet time:20:00 date:4/2")
        .await;
    town.clock.set(brussels(2, 4, 19, 0));
    let quiet = town.titled("general", "Quiet").await;
    assert!(!quiet.mention_everyone && quiet.content.is_empty());
    town.says("sara", "/config reminders set_everyone allow:true")
        .await;
    let denied = town
        .says(
            "alice",
            "/add_reminder name:Loud time:22:00 date:4/2 mention_everyone:true",
        )
        .await;
    assert!(
        denied.contains("You need *Mention Everyone* in #general"),
        "{denied}"
    );
    town.says("alice", "/add_reminder name:Still time:22:00 date:4/2")
        .await;
    let allowed = town
        .says(
            "sara",
            "/add_reminder name:Loud time:22:00 date:4/2 mention_everyone:true",
        )
        .await;
    assert!(allowed.contains("pinging everyone"), "{allowed}");
    town.clock.set(brussels(2, 4, 21, 0));
    let loud = town.titled("general", "Loud").await;
    assert!(loud.mention_everyone, "nobody was pinged");
    let still = town.titled("general", "Still").await;
    assert!(!still.mention_everyone, "everyone was pinged unasked");
    town.leave().await;
}

#[tokio::test]
async fn a_lost_answer_does_not_make_a_second_message() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Once time:20:00 days:wed")
        .await;
    town.simulator
        .inject("POST", "/channels/*/messages", 1, Fault::LostAnswer);
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("bot-log", "Reminder sent").await;
    assert_eq!(town.count_titled("general", "Once"), 1);
    assert_eq!(town.simulator.counters().deduplicated, 1);
    town.leave().await;
}

#[tokio::test]
async fn server_errors_delay_a_reminder_and_do_not_lose_it() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Stubborn time:20:00 days:wed")
        .await;
    town.simulator
        .inject("POST", "/channels/*/messages", 3, Fault::ErrorBefore(503));
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Stubborn").await;
    assert_eq!(town.count_titled("general", "Stubborn"), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_channel_that_is_gone_is_told_of_and_nothing_else_suffers() {
    let town = Town::start().await;
    town.set_up().await;
    town.says(
        "alice",
        "/add_reminder name:Homeless time:20:00 days:wed channel:#staff",
    )
    .await;
    town.says("alice", "/add_reminder name:Housed time:20:00 days:wed")
        .await;
    town.guild.delete_channel(&town.channel("staff"));
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Housed").await;
    let log = town.titled("bot-log", "Reminders rest").await;
    let text = town.simulator.rendered(&log);
    assert!(
        text.contains("channel is gone") && text.contains("Homeless"),
        "{text}"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_channel_where_the_bot_may_not_post_is_named_with_what_to_do() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Muted time:20:00 days:wed")
        .await;
    town.guild.overwrite(
        &town.channel("general"),
        Target::Bot,
        Permissions::NONE,
        Permissions::SEND_MESSAGES,
    );
    town.clock.set(brussels(2, 4, 19, 0));
    let log = town.titled("bot-log", "Reminders rest").await;
    let text = town.simulator.rendered(&log);
    assert!(
        text.contains("I may not post there") && text.contains("*Send Messages*"),
        "{}",
        town.simulator.rendered(&log)
    );
    town.leave().await;
}

#[tokio::test]
async fn after_a_night_off_what_is_still_useful_is_sent_late_and_the_rest_is_told() {
    let mut town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Morning time:12:00 date:4/2")
        .await;
    town.says("alice", "/add_reminder name:Evening time:20:00 date:4/2")
        .await;
    town.stop_app().await;
    // Evening's notice was due half an hour ago and its event is still to come; Morning's event is seven hours past.
    town.clock.set(brussels(2, 4, 19, 30));
    town.start_app().await;
    let late = town.titled("general", "Evening").await;
    assert!(
        town.simulator.rendered(&late).contains("Late"),
        "{}",
        town.simulator.rendered(&late)
    );
    let missed = town.titled("bot-log", "Reminders were not posted").await;
    assert!(town.simulator.rendered(&missed).contains("Morning"));
    assert_eq!(town.count_titled("general", "Morning"), 0);
    town.leave().await;
}

#[tokio::test]
async fn two_processes_share_the_work_and_nobody_reads_a_message_twice() {
    let town = Town::start().await;
    town.set_up().await;
    for (number, who) in (0..12).zip(["alice", "bob", "karim"].into_iter().cycle()) {
        town.clock.advance(chrono::TimeDelta::seconds(20));
        town.says(
            who,
            &format!("/add_reminder name:R{number:02} time:20:00 days:wed"),
        )
        .await;
    }
    let second = alphapy_app::start(town.options())
        .await
        .expect("a second process starts");
    second.ready().await.expect("it is ready");
    town.clock.set(brussels(2, 4, 19, 0));
    for number in 0..12 {
        town.titled("general", &format!("R{number:02}")).await;
    }
    second.stop().await;
    for number in 0..12 {
        assert_eq!(town.count_titled("general", &format!("R{number:02}")), 1);
    }
    town.leave().await;
}

#[tokio::test]
async fn a_ping_that_the_bot_may_not_make_is_left_out_and_told_of() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config reminders set_everyone allow:true")
        .await;
    let told = town
        .says(
            "sara",
            "/add_reminder name:Hushed time:20:00 date:4/2 mention_everyone:true",
        )
        .await;
    assert!(
        told.contains("until I have *Mention Everyone* in #general"),
        "{told}"
    );
    town.clock.set(brussels(2, 4, 19, 0));
    let post = town.titled("general", "Hushed").await;
    assert!(!post.mention_everyone && post.content.is_empty());
    let log = town.titled("bot-log", "may not ping everyone").await;
    assert!(town.simulator.rendered(&log).contains("*Mention Everyone*"));
    town.leave().await;
}
