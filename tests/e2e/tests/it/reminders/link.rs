//! `/add_reminder` with a link to an announcement.

use discord_simulator::{Permissions, Target};
use e2e_tests::{Town, brussels};

#[tokio::test]
async fn a_link_to_an_announcement_fills_in_the_reminder() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = serde_json::json!({
        "title": "Spellenavond", "description": "Breng je eigen spel mee!\nhttps://spel.example/avond",
        "fields": [{ "name": "Wanneer", "value": "do 12/2 om 19u15" }, { "name": "Waar", "value": "bib Tielt" }],
    });
    let general = town.channel("general");
    let message = town
        .member("bob")
        .says_with_embed(&general, "", embed)
        .unwrap();
    let link = format!(
        "https://discord.com/channels/{}/{}/{}",
        town.guild.id(),
        general.id(),
        message.id
    );
    let reply = town
        .says("alice", &format!("/add_reminder name:X link:{link}"))
        .await;
    assert!(
        reply.contains("Spellenavond") && reply.contains("Thursday 12 February 2026 at 19:15"),
        "{reply}"
    );
    town.clock.set(brussels(2, 12, 18, 15));
    let post = town
        .simulator
        .rendered(&town.titled("general", "Reminder: Spellenavond").await);
    assert!(
        post.contains("https://spel.example/avond") && post.contains("bib Tielt"),
        "{post}"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_link_into_a_channel_that_the_member_cannot_see_is_not_followed() {
    let town = Town::start().await;
    town.set_up().await;
    let staff = town.channel("staff");
    town.guild.overwrite(
        &staff,
        Target::Everyone,
        Permissions::NONE,
        Permissions::VIEW_CHANNEL,
    );
    town.guild.overwrite(
        &staff,
        Target::Bot,
        Permissions::VIEW_CHANNEL,
        Permissions::NONE,
    );
    let embed = serde_json::json!({ "title": "Secret raise", "description": "14/2 20:00" });
    let message = town
        .member("sara")
        .says_with_embed(&staff, "", embed)
        .unwrap();
    let link = format!(
        "https://discord.com/channels/{}/{}/{}",
        town.guild.id(),
        staff.id(),
        message.id
    );
    let reply = town
        .says("alice", &format!("/add_reminder name:X link:{link}"))
        .await;
    assert!(
        reply.contains("could not read the message") && !reply.contains("Secret"),
        "{reply}"
    );
    town.leave().await;
}
