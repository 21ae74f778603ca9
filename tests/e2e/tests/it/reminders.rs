//! `/add_reminder`, `/reminder_list`, `/reminder_delete`.

use e2e_tests::{Town, brussels};
use discord_simulator::{Permissions, ReplyState, Target};

/// The number in "(ID 12)".
fn id_in(reply: &str) -> u64 {
    let id = reply.split_once("(ID ").and_then(|it| it.1.split_once(')')).map(|it| it.0);
    id.unwrap_or_else(|| panic!("no ID in {reply}")).parse().unwrap()
}

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
    let today = town.says("alice", "/add_reminder name:Tea time:16:00").await;
    assert!(today.contains("Wednesday 4 February 2026 at 16:00"), "{today}");
    let tomorrow = town.says("alice", "/add_reminder name:Coffee time:9:00").await;
    assert!(tomorrow.contains("Thursday 5 February 2026 at 09:00"), "{tomorrow}");
    let dated = town.says("alice", "/add_reminder name:Party time:8pm date:14/2").await;
    assert!(dated.contains("Saturday 14 February 2026 at 20:00"), "{dated}");
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
        ("/add_reminder name:A time:20:00 days:\"mon, blursday\"", "blursday"),
        ("/add_reminder name:A time:20:00 date:31/2", "no such date"),
        ("/add_reminder name:A time:20:00 date:whenever", "did not understand that date"),
        ("/add_reminder name:A time:9:00 date:today", "has passed"),
        ("/add_reminder name:A time:20:00 days:mon date:14/2", "not both"),
        ("/add_reminder name:\"   \" time:20:00", "empty"),
        ("/add_reminder name:A link:https://example.com/x", "no link to a message"),
        ("/add_reminder name:A time:20:00 image_url:https://example.com/x.png", "Premium"),
    ] {
        town.clock.advance(chrono::TimeDelta::seconds(20));
        let reply = town.says("alice", command).await;
        assert!(reply.contains(says), "{command} was answered: {reply}");
        assert!(reply.contains("only alice sees this"), "{command} was answered in public: {reply}");
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
    assert!(!reply.contains("@everyone") && !reply.contains("https://evil"), "{reply}");
    town.clock.set(brussels(2, 9, 19, 0));
    let post = town.titled("general", "Reminder").await;
    assert!(!post.mention_everyone && post.pinged.is_empty(), "somebody was pinged");
    town.leave().await;
}

#[tokio::test]
async fn without_a_channel_and_a_default_it_asks_for_one() {
    let town = Town::start().await;
    let reply = town.says("alice", "/add_reminder name:A time:20:00").await;
    assert!(reply.contains("Where should I post it?") && reply.contains("set_default_channel"), "{reply}");
    let given = town.says("alice", "/add_reminder name:A time:20:00 channel:#general").await;
    assert!(given.contains("#general"), "{given}");
    town.leave().await;
}

#[tokio::test]
async fn nobody_speaks_through_the_bot_where_they_may_not_speak_themselves() {
    let town = Town::start().await;
    let staff = town.channel("staff");
    town.guild.overwrite(&staff, Target::Everyone, Permissions::NONE, Permissions::SEND_MESSAGES);
    let mine = town.says("alice", "/add_reminder name:A time:20:00 channel:#staff").await;
    assert!(mine.contains("You need *Send Messages*"), "{mine}");
    town.leave().await;
}

#[tokio::test]
async fn what_the_bot_lacks_is_named() {
    let town = Town::start().await;
    town.guild.set_bot_permissions(Permissions::VIEW_CHANNEL);
    town.guild.set_bot_permissions(Permissions::DEFAULT_EVERYONE);
    let general = town.channel("general");
    town.guild.overwrite(&general, Target::Bot, Permissions::NONE, Permissions::EMBED_LINKS);
    let reply = town.says("alice", "/add_reminder name:A time:20:00 channel:#general").await;
    assert!(reply.contains("I need *Embed Links*"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn the_sixth_in_a_minute_waits_and_is_told_how_long() {
    let town = Town::start().await;
    town.set_up().await;
    for number in 1..=5 {
        let reply = town.says("alice", &format!("/add_reminder name:R{number} time:20:00 days:mon")).await;
        assert!(reply.contains("✅"), "{reply}");
    }
    let sixth = town.says("alice", "/add_reminder name:R6 time:20:00 days:mon").await;
    assert!(sixth.contains("in 1 minute."), "{sixth}");
    let other = town.says("bob", "/add_reminder name:R1 time:20:00 days:mon").await;
    assert!(other.contains("✅"), "{other}");
    town.leave().await;
}

#[tokio::test]
async fn ten_active_reminders_are_enough_for_nothing() {
    let town = Town::start().await;
    town.set_up().await;
    for number in 1..=10 {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let reply = town.says("alice", &format!("/add_reminder name:R{number} time:20:00 days:mon")).await;
        assert!(reply.contains("✅"), "{reply}");
    }
    town.clock.advance(chrono::TimeDelta::seconds(30));
    let eleventh = town.says("alice", "/add_reminder name:R11 time:20:00 days:mon").await;
    assert!(eleventh.contains("all of your 10 active reminders") && eleventh.contains("/premium"), "{eleventh}");
    town.leave().await;
}

#[tokio::test]
async fn a_list_shows_members_their_own_and_the_channels_and_admins_everything() {
    let town = Town::start().await;
    town.says("alice", "/add_reminder name:AliceHere time:20:00 days:mon channel:#general").await;
    town.says("alice", "/add_reminder name:AliceThere time:20:00 date:14/2 channel:#staff location:\"bib Tielt\"").await;
    town.says("sara", "/add_reminder name:SaraThere time:21:00 days:tue channel:#staff").await;
    let bobs = town.says("bob", "/reminder_list").await;
    assert!(bobs.contains("AliceHere") && !bobs.contains("AliceThere"), "{bobs}");
    let alices = town.says("alice", "/reminder_list").await;
    assert!(alices.contains("2 reminders") && alices.contains("Saturday 14 February 2026"), "{alices}");
    assert!(alices.contains("bib Tielt") && alices.contains("🔄 Recurring (1)") && alices.contains("📌 One-off (1)"), "{alices}");
    let saras = town.says("sara", "/reminder_list").await;
    assert!(saras.contains("3 reminders"), "{saras}");
    let only = town.says("sara", "/reminder_list user:@alice kind:one-off").await;
    assert!(only.contains("AliceThere") && !only.contains("AliceHere") && !only.contains("SaraThere"), "{only}");
    let nosy = town.says("bob", "/reminder_list user:@alice").await;
    assert!(nosy.contains("Only admins"), "{nosy}");
    town.leave().await;
}

#[tokio::test]
async fn a_long_list_has_pages_that_only_its_owner_turns() {
    let town = Town::start().await;
    for number in 0..23 {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let who = ["alice", "bob", "karim"][number % 3];
        let name = format!("R{number:02} {}", "long name ".repeat(8));
        town.says(who, &format!("/add_reminder name:\"{name}\" time:20:{number:02} days:mon channel:#general")).await;
    }
    let place = town.member("sara").in_channel(&town.channel("general"));
    let first = place.runs("/reminder_list").await.unwrap();
    let text = first.to_string();
    assert!(text.contains("23 reminders") && text.contains("Page 1/3") && text.contains("R00") && !text.contains("R10"), "{text}");
    let second = first.clicks("Next").await.unwrap();
    let text = second.to_string();
    assert!(text.contains("Page 2/3") && text.contains("R10") && !text.contains("R00"), "{text}");
    let back = second.clicks("Prev").await.unwrap();
    assert!(back.to_string().contains("Page 1/3"));
    town.clock.advance(chrono::TimeDelta::minutes(6));
    let late = back.clicks("Next").await.unwrap();
    assert!(late.to_string().contains("more than five minutes old"), "{late}");
    town.leave().await;
}

#[tokio::test]
async fn only_the_owner_and_admins_delete_and_both_others_and_missing_look_the_same() {
    let town = Town::start().await;
    town.set_up().await;
    let id = id_in(&town.says("alice", "/add_reminder name:Raid time:20:00 days:mon").await);
    let other = town.says("bob", &format!("/reminder_delete reminder_id:{id}")).await;
    let missing = town.says("bob", "/reminder_delete reminder_id:999999").await;
    assert_eq!(other.replace(&id.to_string(), "N"), missing.replace("999999", "N"));
    let own = town.says("alice", &format!("/reminder_delete reminder_id:{id}")).await;
    assert!(own.contains("Raid") && own.contains("deleted"), "{own}");
    let log = town.titled("bot-log", "Reminder deleted").await;
    assert!(town.simulator.rendered(&log).contains("@alice"));
    let id = id_in(&town.says("alice", "/add_reminder name:Raid2 time:20:00 days:mon").await);
    let admin = town.says("sara", &format!("/reminder_delete reminder_id:{id}")).await;
    assert!(admin.contains("deleted"), "{admin}");
    town.leave().await;
}

#[tokio::test]
async fn while_typing_a_member_is_offered_what_they_may_delete() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:\"Raid night\" time:20:00 days:mon").await;
    town.says("bob", "/add_reminder name:\"Bake sale\" time:20:00 days:mon").await;
    let place = town.member("alice").in_channel(&town.channel("general"));
    let typed = place.types("/reminder_delete reminder_id:", "").await.unwrap();
    let names: Vec<_> = typed.choices().iter().map(|it| it.name.clone()).collect();
    assert!(names.len() == 1 && names[0].ends_with("– Raid night"), "{names:?}");
    let admin = town.member("sara").in_channel(&town.channel("general"));
    let typed = admin.types("/reminder_delete reminder_id:", "bake").await.unwrap();
    assert_eq!(typed.state(), ReplyState::Choices);
    assert!(typed.choices().len() == 1 && typed.choices()[0].name.contains("Bake sale"), "{:?}", typed.choices());
    town.leave().await;
}

#[tokio::test]
async fn switched_off_the_commands_say_so_and_nothing_is_sent() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Raid time:20:00 days:wed").await;
    let off = town.says("sara", "/config reminders toggle enabled:false").await;
    assert!(off.contains("✅"), "{off}");
    for command in ["/add_reminder name:A time:20:00", "/reminder_list", "/reminder_delete reminder_id:1"] {
        let reply = town.says("alice", command).await;
        assert!(reply.contains("switched off here"), "{command}: {reply}");
    }
    town.clock.set(brussels(2, 4, 19, 0));
    town.says("sara", "/config reminders toggle enabled:true").await;
    // The next one comes a week later; the one that was suppressed is not caught up.
    town.clock.set(brussels(2, 11, 19, 0));
    town.titled("general", "Raid").await;
    assert_eq!(town.count_titled("general", "Raid"), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_link_to_an_announcement_fills_in_the_reminder() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = serde_json::json!({
        "title": "Spellenavond", "description": "Breng je eigen spel mee!\nhttps://spel.example/avond",
        "fields": [{ "name": "Wanneer", "value": "do 12/2 om 19u15" }, { "name": "Waar", "value": "bib Tielt" }],
    });
    let general = town.channel("general");
    let message = town.member("bob").says_with_embed(&general, "", embed).unwrap();
    let link = format!("https://discord.com/channels/{}/{}/{}", town.guild.id(), general.id(), message.id);
    let reply = town.says("alice", &format!("/add_reminder name:X link:{link}")).await;
    assert!(reply.contains("Spellenavond") && reply.contains("Thursday 12 February 2026 at 19:15"), "{reply}");
    town.clock.set(brussels(2, 12, 18, 15));
    let post = town.simulator.rendered(&town.titled("general", "Reminder: Spellenavond").await);
    assert!(post.contains("https://spel.example/avond") && post.contains("bib Tielt"), "{post}");
    town.leave().await;
}

#[tokio::test]
async fn a_link_into_a_channel_that_the_member_cannot_see_is_not_followed() {
    let town = Town::start().await;
    town.set_up().await;
    let staff = town.channel("staff");
    town.guild.overwrite(&staff, Target::Everyone, Permissions::NONE, Permissions::VIEW_CHANNEL);
    town.guild.overwrite(&staff, Target::Bot, Permissions::VIEW_CHANNEL, Permissions::NONE);
    let embed = serde_json::json!({ "title": "Secret raise", "description": "14/2 20:00" });
    let message = town.member("sara").says_with_embed(&staff, "", embed).unwrap();
    let link = format!("https://discord.com/channels/{}/{}/{}", town.guild.id(), staff.id(), message.id);
    let reply = town.says("alice", &format!("/add_reminder name:X link:{link}")).await;
    assert!(reply.contains("could not read the message") && !reply.contains("Secret"), "{reply}");
    town.leave().await;
}
