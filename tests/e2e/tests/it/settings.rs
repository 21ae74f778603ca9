//! `/config`.

use discord_simulator::{Options, Permissions};
use e2e_tests::{Town, TownOptions};

#[tokio::test]
async fn a_change_holds_at_once_is_shown_and_is_logged() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says("sara", "/config embedwatcher set_offset minutes:30")
        .await;
    assert!(reply.contains("30"), "{reply}");
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("(30 minutes before)"), "{added}");
    let shown = town.says("sara", "/config embedwatcher show").await;
    assert!(shown.contains("30"), "{shown}");
    let log = town.reads(&town.channel("bot-log"));
    assert!(
        log.contains("embedwatcher.reminder_offset_minutes"),
        "{log}"
    );
    let reset = town.says("sara", "/config embedwatcher set_offset").await;
    assert!(reset.contains("60"), "{reset}");
    town.leave().await;
}

#[tokio::test]
async fn an_offset_of_zero_is_zero() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config embedwatcher set_offset minutes:0")
        .await;
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(!added.contains("before)"), "{added}");
    town.leave().await;
}

#[tokio::test]
async fn a_zone_that_does_not_exist_is_refused() {
    let town = Town::start().await;
    let reply = town
        .says("sara", "/config system set_timezone zone:Mars/Olympus")
        .await;
    assert!(!reply.contains("✅"), "{reply}");
    let good = town
        .says("sara", "/config system set_timezone zone:Europe/Lisbon")
        .await;
    assert!(good.contains("Europe/Lisbon"), "{good}");
    town.leave().await;
}

#[tokio::test]
async fn members_cannot_configure() {
    let town = Town::start().await;
    let place = town.member("alice").in_channel(&town.channel("general"));
    // Discord hides the command from her; a client that sends it all the same is refused by the bot itself.
    assert!(
        place
            .runs("/config reminders toggle enabled:false")
            .await
            .is_err()
    );
    town.leave().await;
}

#[tokio::test]
async fn the_server_keeps_its_settings_over_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config reminders toggle enabled:false")
        .await;
    town.stop_app().await;
    town.start_app().await;
    let reply = town.says("alice", "/reminder_list").await;
    assert!(reply.contains("switched off"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn a_change_is_told_and_undone_by_a_pick_and_a_button() {
    let town = Town::start().await;
    town.set_up().await;
    let general = town.channel("general");
    let sara = town.member("sara").in_channel(&general);
    for minutes in ["30", "0"] {
        let set = format!("/config embedwatcher set_offset minutes:{minutes}");
        town.says("sara", &set).await;
    }
    let history = sara.runs("/config history scope:embedwatcher").await;
    let history = history.expect("an answer");
    let shown = history.to_string();
    let history = history.message().cloned().expect("a list");
    let (newest, oldest) = (shown.find("`30` → `0`"), shown.find("default → `30`"));
    assert!(newest < oldest && newest.is_some(), "{shown}");

    let undone = history.components[0]["components"][0]["options"][0]["value"]
        .as_str()
        .expect("a choice")
        .to_owned();
    let question = sara
        .selects_on(&history, "Undo a change …", &[&undone])
        .await
        .expect("the menu is there");
    let shown = question.to_string();
    assert!(shown.contains("It becomes `30` again"), "{shown}");
    let question = question.message().cloned().expect("a question");
    let unchanged = town.says("sara", "/config embedwatcher show").await;
    assert!(unchanged.contains("`0`"), "{unchanged}");

    let answer = sara
        .clicks_on(&question, "Undo")
        .await
        .expect("the button is there");
    assert!(answer.to_string().contains("is again `30`"), "{answer}");
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("(30 minutes before)"), "{added}");
    let told = town.says("sara", "/config history limit:1").await;
    assert!(told.contains("rollback of #"), "{told}");
    // The sixth line of the log waits until Discord takes more messages in one channel.
    town.clock.advance(chrono::TimeDelta::seconds(10));
    let log = town.channel("bot-log");
    town.simulator
        .wait_for_messages(&log, 6)
        .await
        .expect("six lines");
    assert!(town.reads(&log).contains("Source: rollback"));
    town.leave().await;
}

#[tokio::test]
async fn all_changes_since_one_are_undone_together() {
    let town = Town::start().await;
    town.set_up().await;
    for command in [
        "/config embedwatcher set_offset minutes:30",
        "/config reminders set_late_window minutes:5",
        "/config embedwatcher set_offset minutes:45",
    ] {
        town.says("sara", command).await;
    }
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let offered = sara.types("/config rollback history_id:", "offset").await;
    let offered = offered.expect("choices");
    let first = offered
        .choices()
        .last()
        .expect("the first change of the offset");
    assert!(first.name.contains("default → 30"), "{}", first.name);
    let ask = format!(
        "/config rollback history_id:{} everything_since:true",
        first.value
    );
    let question = sara.runs(&ask).await.expect("an answer");
    let shown = question.to_string();
    let question = question.message().cloned().expect("a question");
    assert!(
        shown.contains("`45` → default") && shown.contains("`5` → default"),
        "{shown}"
    );
    let answer = sara
        .clicks_on(&question, "Undo")
        .await
        .expect("the button is there");
    assert_eq!(
        answer.to_string().matches("has its default again").count(),
        2,
        "{answer}"
    );
    let again = sara.runs(&ask).await.expect("an answer").to_string();
    assert!(again.contains("nothing to undo"), "{again}");
    town.leave().await;
}

#[tokio::test]
async fn an_undo_into_a_channel_that_is_gone_is_refused_with_what_to_do_next() {
    let town = Town::start().await;
    town.set_up().await;
    for channel in ["#staff", "#general"] {
        let set = format!("/config embedwatcher set_target channel:{channel}");
        let done = town.says("sara", &set).await;
        assert!(done.contains("✅"), "{done}");
    }
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let offered = sara.types("/config rollback history_id:", "target").await;
    let offered = offered.expect("choices");
    // The newest is offered first.
    let newest = offered.choices().first().expect("the second change");
    let ask = format!("/config rollback history_id:{}", newest.value);
    let question = sara.runs(&ask).await.expect("an answer");
    let question = question.message().cloned().expect("a question");
    town.guild.delete_channel(&town.channel("staff"));
    let asked_anew = town.says_at_last("sara", &ask, "cannot find").await;
    let pressed = sara
        .clicks_on(&question, "Undo")
        .await
        .expect("the button is there")
        .to_string();
    for refused in [asked_anew, pressed] {
        for part in [
            "cannot find",
            "Nothing was undone",
            "`/config embedwatcher set_target`",
        ] {
            assert!(refused.contains(part), "{part} is missing in {refused}");
        }
    }
    let shown = town.says("sara", "/config embedwatcher show").await;
    assert!(shown.contains("#general"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn a_role_that_the_bot_cannot_give_is_refused_with_the_way_to_mend_it() {
    let town = Town::start().await;
    let role = town.guild.add_role("Verified", Permissions::VIEW_CHANNEL);
    let set = "/config verification set_verified_role role:@Verified";
    // A new role stands at the bottom, but the bot's own is needed above it with the right to give it.
    town.guild.set_bot_permissions(Permissions::VIEW_CHANNEL);
    let refused = town.says("sara", set).await;
    assert!(refused.contains("Manage Roles"), "{refused}");
    town.guild
        .set_bot_permissions(Permissions::VIEW_CHANNEL | Permissions::MANAGE_ROLES);
    town.guild.set_bot_roles(&[]);
    let refused = town.says("sara", set).await;
    assert!(
        refused.contains("Manage Roles") || refused.contains("Drag my role above"),
        "{refused}"
    );
    town.guild.delete_role(role);
    let shown = town.says("sara", "/config verification show").await;
    assert!(shown.contains("Not set"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn settings_that_do_not_go_together_are_refused_with_the_reason() {
    let town = Town::start().await;
    let refused = town
        .says("sara", "/config ticketbot set_idle_days days:20")
        .await;
    assert!(
        refused.contains("fewer than the auto-close days"),
        "{refused}"
    );
    let done = town
        .says("sara", "/config ticketbot set_auto_close_days days:30")
        .await;
    assert!(done.contains("✅"), "{done}");
    let done = town
        .says("sara", "/config ticketbot set_idle_days days:20")
        .await;
    assert!(done.contains("✅"), "{done}");
    town.leave().await;
}

#[tokio::test]
async fn the_doctor_names_what_is_missing_and_is_content_once_it_is_mended() {
    let town = Town::start().await;
    let bare = town.says("sara", "/config doctor").await;
    assert!(bare.contains("/config system set_log_channel"), "{bare}");
    town.set_up().await;
    let well = town.says("sara", "/config doctor").await;
    assert!(well.contains("can work"), "{well}");
    town.guild.delete_channel(&town.channel("bot-log"));
    let ill = town.says("sara", "/config doctor").await;
    assert!(
        ill.contains("cannot find") && ill.contains("system"),
        "{ill}"
    );
    town.leave().await;
}

#[tokio::test]
async fn the_doctor_asks_for_the_intents_and_permissions_of_what_is_in_use() {
    let town = Town::with(TownOptions {
        simulator: Options {
            allowed_intents: 0,
            ..Options::default()
        },
        ..TownOptions::default()
    })
    .await;
    town.set_up().await;
    let before_the_split = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::MANAGE_MESSAGES;
    town.guild
        .set_bot_permissions(before_the_split | Permissions::PIN_MESSAGES);
    let set = "/config gdpr set_channel channel:#general";
    let done = town.says_at_last("sara", set, "✅").await;
    assert!(!done.contains("Pin Messages"), "{done}");
    let ill = town.says("sara", "/config doctor").await;
    assert!(ill.contains("Message Content Intent"), "{ill}");
    town.guild.set_bot_permissions(before_the_split);
    let ill = town
        .says_at_last("sara", "/config doctor", "I need *Pin Messages*")
        .await;
    assert!(
        ill.contains("no part of *Manage Messages* any more"),
        "{ill}"
    );
    town.leave().await;
}

#[tokio::test]
async fn an_owner_chooses_the_model_of_another_server_and_both_are_told() {
    let town = Town::with(TownOptions {
        owner: Some("sara"),
        ..TownOptions::default()
    })
    .await;
    let abroad = town.second_guild("Abroad");
    let there = town.member("sara").in_channel(&abroad.channel("general"));
    let set = "/config system set_log_channel channel:#bot-log";
    let done = there.runs(set).await.expect("an answer").to_string();
    assert!(done.contains("✅"), "{done}");
    town.set_up().await;
    let command = format!(
        "/config gpt set_model model:some/model guild_id:{}",
        abroad.id()
    );
    let done = town.says("sara", &command).await;
    assert!(
        done.contains("✅") && done.contains(&abroad.id().to_string()),
        "{done}"
    );
    let shown = there
        .runs("/config gpt show")
        .await
        .expect("an answer")
        .to_string();
    assert!(shown.contains("some/model"), "{shown}");
    let here = town.says("sara", "/config gpt show").await;
    assert!(!here.contains("some/model"), "{here}");
    for log in [town.channel("bot-log"), abroad.channel("bot-log")] {
        let told = |it: &discord_simulator::Message| {
            it.embeds
                .iter()
                .any(|it| it.to_string().contains("some/model"))
        };
        let message = town.simulator.wait_for_message(&log, told).await;
        assert!(message.is_some(), "a log was told nothing");
    }
    let nowhere = town
        .says("sara", "/config gpt set_model model:a guild_id:7")
        .await;
    assert!(nowhere.contains("no server of mine"), "{nowhere}");
    town.leave().await;
}
