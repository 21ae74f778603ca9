//! What gets in the way of newcomers, and how they and staff hear of it.

use discord_simulator::Permissions;

use super::{Door, answers, has_role};

#[tokio::test]
async fn an_address_that_is_none_is_asked_for_again_and_onboarding_can_be_off_meanwhile() {
    let door = Door::open().await;
    let again = answers(door.starts("alice").await, "ann@localhost").await;
    let words = again.to_string();
    assert!(words.contains("doesn't look like an e-mail"), "{words}");
    let off = "/config onboarding toggle enabled:false";
    assert!(door.town.says("sara", off).await.contains("✅"));
    let skipped = again.clicks("Skip").await.unwrap().to_string();
    assert!(skipped.contains("turned off"), "{skipped}");
    let on = "/config onboarding toggle enabled:true";
    assert!(door.town.says("sara", on).await.contains("✅"));
    let review = again.clicks("Skip").await.unwrap();
    assert!(review.to_string().contains("No response"), "{review}");
    review.clicks("✅ Send").await.unwrap();
    has_role(&door.town, "alice", "Members").await;
    door.town.leave().await;
}

#[tokio::test]
async fn a_role_above_the_bot_is_told_to_member_and_staff_and_given_once_it_is_mended() {
    let door = Door::open().await;
    let role = door.town.guild.role("Members");
    let review = answers(door.starts("alice").await, "ann@example.com").await;
    door.town.guild.set_bot_roles(&[]);
    let done = review.clicks("✅ Send").await.unwrap().to_string();
    assert!(done.contains("Staff has been informed"), "{done}");
    let log = door.town.titled("bot-log", "Onboarding completed").await;
    let log = serde_json::to_string(&log.embeds).unwrap();
    assert!(log.contains("❌"), "{log}");
    let _ = role;
    let bot = door
        .town
        .guild
        .add_role("Higher", Permissions::MANAGE_ROLES);
    door.town.guild.set_bot_roles(&[bot]);
    door.town.clock.advance(chrono::TimeDelta::seconds(10));
    let words = door.starts("alice").await.to_string();
    assert!(words.contains("You completed"), "{words}");
    has_role(&door.town, "alice", "Members").await;
    door.town.leave().await;
}
