//! `/reminder_delete`, and all commands of a guild that has switched reminders off.

use discord_simulator::ReplyState;
use e2e_tests::{Town, brussels};

use super::id_in;

#[tokio::test]
async fn only_the_owner_and_admins_delete_and_both_others_and_missing_look_the_same() {
    let town = Town::start().await;
    town.set_up().await;
    let id = id_in(
        &town
            .says("alice", "/add_reminder name:Raid time:20:00 days:mon")
            .await,
    );
    let other = town
        .says("bob", &format!("/reminder_delete reminder_id:{id}"))
        .await;
    let missing = town
        .says("bob", "/reminder_delete reminder_id:999999")
        .await;
    assert_eq!(
        other.replace(&id.to_string(), "N"),
        missing.replace("999999", "N")
    );
    let own = town
        .says("alice", &format!("/reminder_delete reminder_id:{id}"))
        .await;
    assert!(own.contains("Raid") && own.contains("deleted"), "{own}");
    let log = town.titled("bot-log", "Reminder deleted").await;
    assert!(town.simulator.rendered(&log).contains("@alice"));
    let id = id_in(
        &town
            .says("alice", "/add_reminder name:Raid2 time:20:00 days:mon")
            .await,
    );
    let admin = town
        .says("sara", &format!("/reminder_delete reminder_id:{id}"))
        .await;
    assert!(admin.contains("deleted"), "{admin}");
    town.leave().await;
}

#[tokio::test]
async fn while_typing_a_member_is_offered_what_they_may_delete() {
    let town = Town::start().await;
    town.set_up().await;
    town.says(
        "alice",
        "/add_reminder name:\"Raid night\" time:20:00 days:mon",
    )
    .await;
    town.says(
        "bob",
        "/add_reminder name:\"Bake sale\" time:20:00 days:mon",
    )
    .await;
    let place = town.member("alice").in_channel(&town.channel("general"));
    let typed = place
        .types("/reminder_delete reminder_id:", "")
        .await
        .unwrap();
    let names: Vec<_> = typed.choices().iter().map(|it| it.name.clone()).collect();
    assert!(
        names.len() == 1 && names[0].ends_with("– Raid night"),
        "{names:?}"
    );
    let admin = town.member("sara").in_channel(&town.channel("general"));
    let typed = admin
        .types("/reminder_delete reminder_id:", "bake")
        .await
        .unwrap();
    assert_eq!(typed.state(), ReplyState::Choices);
    assert!(
        typed.choices().len() == 1 && typed.choices()[0].name.contains("Bake sale"),
        "{:?}",
        typed.choices()
    );
    town.leave().await;
}

#[tokio::test]
async fn switched_off_the_commands_say_so_and_nothing_is_sent() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Raid time:20:00 days:wed")
        .await;
    let off = town
        .says("sara", "/config reminders toggle enabled:false")
        .await;
    assert!(off.contains("✅"), "{off}");
    for command in [
        "/add_reminder name:A time:20:00",
        "/reminder_list",
        "/reminder_delete reminder_id:1",
    ] {
        let reply = town.says("alice", command).await;
        assert!(reply.contains("switched off here"), "{command}: {reply}");
    }
    town.clock.set(brussels(2, 4, 19, 0));
    town.says("sara", "/config reminders toggle enabled:true")
        .await;
    // The next one comes a week later; the one that was suppressed is not caught up.
    town.clock.set(brussels(2, 11, 19, 0));
    town.titled("general", "Raid").await;
    assert_eq!(town.count_titled("general", "Raid"), 1);
    town.leave().await;
}
