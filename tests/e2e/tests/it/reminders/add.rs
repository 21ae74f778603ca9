//! `/add_reminder`: what it takes, what it refuses, and to whom.

use discord_simulator::{Permissions, Target};
use e2e_tests::{Town, brussels};

use super::id_in;

#[tokio::test]
async fn a_weekly_reminder_is_confirmed_with_its_id_days_and_next_moment() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town.says("alice", "/add_reminder name:\"Raid night\" time:20u30 days:\"ma, vr\" message:\"Bring *potions*\"").await;
    assert!(reply.contains("Raid night"), "{reply}");
    assert!(reply.contains("Monday, Friday at 20:30"), "{reply}");
    assert!(reply.contains("only alice sees this"), "{reply}");
    // Friday 6 February, an hour before 20:30 in Brussels.
    let next = brussels(2, 6, 19, 30).timestamp();
    assert!(reply.contains(&format!("<t:{next}:F>")), "{reply}");
    assert!(reply.contains("(1 hour before)"), "{reply}");
    assert!(id_in(&reply) >= 1);
    let log = town.titled("bot-log", "Reminder created").await;
    assert!(town.simulator.rendered(&log).contains("Raid night"));
    town.leave().await;
}

#[tokio::test]
async fn a_clock_alone_means_its_next_time_and_a_date_means_that_day() {
    let town = Town::start().await;
    town.set_up().await;
    let today = town
        .says("alice", "/add_reminder name:Tea time:16:00")
        .await;
    assert!(
        today.contains("Wednesday 4 February 2026 at 16:00"),
        "{today}"
    );
    let tomorrow = town
        .says("alice", "/add_reminder name:Coffee time:9:00")
        .await;
    assert!(
        tomorrow.contains("Thursday 5 February 2026 at 09:00"),
        "{tomorrow}"
    );
    let dated = town
        .says("alice", "/add_reminder name:Party time:8pm date:14/2")
        .await;
    assert!(
        dated.contains("Saturday 14 February 2026 at 20:00"),
        "{dated}"
    );
    town.leave().await;
}

#[tokio::test]
async fn each_options_wrong_form_gets_an_answer_and_changes_nothing() {
    let town = Town::start().await;
    town.set_up().await;
    // Each from somebody else or after a pause, so that the cooldown stays out of it.
    for (command, says) in [
        ("/add_reminder name:A", "Give `time`"),
        ("/add_reminder name:A time:25:00", "no such time"),
        ("/add_reminder name:A time:later", "HH:MM"),
        ("/add_reminder name:A time:7:5", "HH:MM"),
        ("/add_reminder name:A time:21:00-22:30", "one time"),
        (
            "/add_reminder name:A time:20:00 days:\"mon, blursday\"",
            "blursday",
        ),
        ("/add_reminder name:A time:20:00 date:31/2", "no such date"),
        (
            "/add_reminder name:A time:20:00 date:whenever",
            "did not understand that date",
        ),
        ("/add_reminder name:A time:9:00 date:today", "has passed"),
        (
            "/add_reminder name:A time:20:00 days:mon date:14/2",
            "not both",
        ),
        ("/add_reminder name:\"   \" time:20:00", "empty"),
        (
            "/add_reminder name:A link:https://example.com/x",
            "no link to a message",
        ),
        (
            "/add_reminder name:A time:20:00 image_url:https://example.com/x.png",
            "Premium",
        ),
    ] {
        town.clock.advance(chrono::TimeDelta::seconds(20));
        let reply = town.says("alice", command).await;
        assert!(reply.contains(says), "{command} was answered: {reply}");
        assert!(
            reply.contains("only alice sees this"),
            "{command} was answered in public: {reply}"
        );
    }
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn what_a_member_types_is_shown_and_does_nothing() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says("alice", "/add_reminder name:\"**@everyone** <@1> [x](https://evil.example)\" time:20:00 days:mon message:\"@here # hi\"")
        .await;
    assert!(
        !reply.contains("@everyone") && !reply.contains("https://evil"),
        "{reply}"
    );
    town.clock.set(brussels(2, 9, 19, 0));
    let post = town.titled("general", "Reminder").await;
    assert!(
        !post.mention_everyone && post.pinged.is_empty(),
        "somebody was pinged"
    );
    town.leave().await;
}

#[tokio::test]
async fn without_a_channel_and_a_default_it_asks_for_one() {
    let town = Town::start().await;
    let reply = town.says("alice", "/add_reminder name:A time:20:00").await;
    assert!(
        reply.contains("Where should I post it?") && reply.contains("set_default_channel"),
        "{reply}"
    );
    let given = town
        .says("alice", "/add_reminder name:A time:20:00 channel:#general")
        .await;
    assert!(given.contains("#general"), "{given}");
    town.leave().await;
}

#[tokio::test]
async fn nobody_speaks_through_the_bot_where_they_may_not_speak_themselves() {
    let town = Town::start().await;
    let staff = town.channel("staff");
    town.guild.overwrite(
        &staff,
        Target::Everyone,
        Permissions::NONE,
        Permissions::SEND_MESSAGES,
    );
    let mine = town
        .says("alice", "/add_reminder name:A time:20:00 channel:#staff")
        .await;
    assert!(mine.contains("You need *Send Messages*"), "{mine}");
    town.leave().await;
}

#[tokio::test]
async fn what_the_bot_lacks_is_named() {
    let town = Town::start().await;
    town.guild.set_bot_permissions(Permissions::VIEW_CHANNEL);
    town.guild
        .set_bot_permissions(Permissions::DEFAULT_EVERYONE);
    let general = town.channel("general");
    town.guild.overwrite(
        &general,
        Target::Bot,
        Permissions::NONE,
        Permissions::EMBED_LINKS,
    );
    let reply = town
        .says("alice", "/add_reminder name:A time:20:00 channel:#general")
        .await;
    assert!(reply.contains("I need *Embed Links*"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn the_sixth_in_a_minute_waits_and_is_told_how_long() {
    let town = Town::start().await;
    town.set_up().await;
    for number in 1..=5 {
        let reply = town
            .says(
                "alice",
                &format!("/add_reminder name:R{number} time:20:00 days:mon"),
            )
            .await;
        assert!(reply.contains("✅"), "{reply}");
    }
    let sixth = town
        .says("alice", "/add_reminder name:R6 time:20:00 days:mon")
        .await;
    assert!(sixth.contains("in 1 minute."), "{sixth}");
    let other = town
        .says("bob", "/add_reminder name:R1 time:20:00 days:mon")
        .await;
    assert!(other.contains("✅"), "{other}");
    town.leave().await;
}

#[tokio::test]
async fn ten_active_reminders_are_enough_for_nothing() {
    let town = Town::start().await;
    town.set_up().await;
    for number in 1..=10 {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let reply = town
            .says(
                "alice",
                &format!("/add_reminder name:R{number} time:20:00 days:mon"),
            )
            .await;
        assert!(reply.contains("✅"), "{reply}");
    }
    town.clock.advance(chrono::TimeDelta::seconds(30));
    let eleventh = town
        .says("alice", "/add_reminder name:R11 time:20:00 days:mon")
        .await;
    assert!(
        eleventh.contains("all of your 10 active reminders")
            && eleventh.contains("/reminder_delete"),
        "{eleventh}"
    );
    town.leave().await;
}

#[tokio::test]
async fn announcing_first_and_last_days_are_confirmed_in_words() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says(
            "alice",
            "/add_reminder name:Choir time:20:00 days:mon starts_on:1/3 ends_on:30/6 announce:both",
        )
        .await;
    for part in [
        "from 1 March 2026",
        "until 30 June 2026",
        "Announced 1 hour before and at the start",
    ] {
        assert!(reply.contains(part), "no {part} in {reply}");
    }
    town.clock.advance(chrono::TimeDelta::seconds(60));
    for (options, says) in [
        (
            "days:mon starts_on:1/6 ends_on:1/5",
            "contradict each other",
        ),
        ("days:mon ends_on:7/2", "No such day comes"),
        (
            "date:14/2 ends_on:1/6",
            "`starts_on` and `ends_on` are for what comes again",
        ),
        ("days:mon starts_on:later", "“later”"),
    ] {
        let reply = town
            .says(
                "alice",
                &format!("/add_reminder name:A time:20:00 {options}"),
            )
            .await;
        assert!(reply.contains(says), "{options}: {reply}");
    }
    town.leave().await;
}

#[tokio::test]
async fn a_clock_change_that_moves_it_is_told_ahead_and_on_the_day() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says(
            "alice",
            "/add_reminder name:Watch time:2:30 days:sun announce:\"at start\"",
        )
        .await;
    assert!(
        reply.contains(
            "On Sunday 29 March 2026 the clock jumps over 02:30, so that day it starts at 03:30"
        ),
        "{reply}"
    );
    assert!(
        reply.contains("On Sunday 25 October 2026 the clock shows 02:30 twice"),
        "{reply}"
    );
    town.says("alice", "/reminder_delete reminder_id:1").await;
    town.clock.set(brussels(3, 28, 12, 0));
    town.says(
        "alice",
        "/add_reminder name:Guard time:2:30 days:sun announce:\"at start\"",
    )
    .await;
    town.clock.set(brussels(3, 29, 3, 30));
    let post = town.titled("general", "Guard").await;
    let post = town.simulator.rendered(&post);
    assert!(post.contains("the clock jumps over 02:30"), "{post}");
    town.leave().await;
}

#[tokio::test]
async fn a_zone_that_is_not_the_usual_one_is_named() {
    let town = Town::start().await;
    town.set_up().await;
    let usual = town.says("alice", "/add_reminder name:A time:20:00").await;
    assert!(!usual.contains("Brussels"), "{usual}");
    town.says("sara", "/config system set_timezone zone:Europe/Lisbon")
        .await;
    let reply = town.says("alice", "/add_reminder name:A time:20:00").await;
    assert!(reply.contains("at 20:00 (Europe/Lisbon)"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn what_comes_again_in_other_ways_than_weekly_is_confirmed_in_words() {
    let town = Town::start().await;
    town.set_up().await;
    for (days, says) in [
        (
            "first monday of the month",
            "the first Monday of every month at 20:00",
        ),
        (
            "om de week op vrijdag",
            "every 2 weeks on Friday, from 6 February 2026 at 20:00",
        ),
        ("elke 15e", "the 15th of every month at 20:00"),
        ("daily", "at 20:00"),
        ("every 2 weeks", "on which day of the week?"),
    ] {
        town.clock.advance(chrono::TimeDelta::seconds(20));
        let reply = town
            .says(
                "alice",
                &format!("/add_reminder name:A time:20:00 days:\"{days}\""),
            )
            .await;
        assert!(reply.contains(says), "{days}: {reply}");
    }
    town.clock.set(brussels(2, 6, 19, 0));
    town.titled("general", "A").await;
    town.leave().await;
}
