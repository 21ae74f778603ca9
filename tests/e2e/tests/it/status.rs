//! What the bot says of itself: `/help`, `/commands`, `/version`, `/release`, `/health`, `/innersync`.

use chrono::TimeDelta;
use e2e_tests::{Town, TownOptions};

#[tokio::test]
async fn members_find_out_what_the_bot_can_do_and_how_it_is() {
    let town = Town::start().await;
    let help = town.says("alice", "/help").await;
    assert!(
        help.contains("/add_reminder") && help.contains("/commands"),
        "{help}"
    );
    assert!(!help.contains("/config"), "a member cannot use it: {help}");
    let admins_help = town.says("sara", "/help").await;
    assert!(admins_help.contains("/config start"), "{admins_help}");

    let version = town.says("alice", "/version").await;
    assert!(
        version.contains("Alphapy") && version.contains(env!("CARGO_PKG_VERSION")),
        "{version}"
    );
    let innersync = town.says("alice", "/innersync").await;
    assert!(innersync.contains("Link your account"), "{innersync}");

    let health = town.says("alice", "/health").await;
    assert!(
        health.contains("answers in") && health.contains("✅ Reminders"),
        "{health}"
    );
    assert!(
        !health.contains("Memory"),
        "figures are for admins: {health}"
    );
    town.says("sara", "/config reminders toggle enabled:false")
        .await;
    let health = town.says("sara", "/health").await;
    assert!(
        health.contains("⏹️ Reminders") && health.contains("✅ Invitations"),
        "{health}"
    );
    assert!(
        health.contains("Memory") && health.contains("settings_snapshots"),
        "{health}"
    );
    let help = town.says("alice", "/help").await;
    assert!(
        !help.contains("/add_reminder") && help.contains("switched off"),
        "{help}"
    );

    // The other server has not switched anything off.
    let abroad = town.second_guild("Abroad");
    let there = town.member("sara").in_channel(&abroad.channel("general"));
    let health = there.runs("/health").await.expect("an answer").to_string();
    assert!(health.contains("✅ Reminders"), "{health}");
    town.leave().await;
}

/// All that a member reads of the commands, who asks for those of admins and leafs through the pages.
async fn every_page(town: &Town, name: &str) -> String {
    let member = town.member(name).in_channel(&town.channel("general"));
    let mut page = member.runs("/commands include_admin:true").await;
    let mut read = String::new();
    // Whatever has no further page has its button switched off.
    while let Ok(shown) = page {
        read.push_str(&shown.to_string());
        let message = shown.message().cloned().expect("a list");
        page = member.clicks_on(&message, "Next").await;
    }
    read
}

#[tokio::test]
async fn the_list_of_commands_is_for_whoever_asks_and_can_be_shown_to_all() {
    let town = Town::with(TownOptions {
        owner: Some("sara"),
        ..TownOptions::default()
    })
    .await;
    let members = every_page(&town, "alice").await;
    assert!(
        members.contains("/add_reminder")
            && members.contains("/ticket")
            && members.contains("/help"),
        "{members}"
    );
    assert!(!members.contains("/config"), "{members}");
    let owners = every_page(&town, "sara").await;
    for command in ["/config", "/migrate", "/add_reminder", "/version"] {
        assert!(owners.contains(command), "{command} in {owners}");
    }
    let general = town.channel("general");
    let refused = town.says("alice", "/commands public:true").await;
    assert!(refused.contains("manage messages"), "{refused}");
    let bob = town.member("bob");
    let bobs = || general.as_seen_by(&bob);
    assert!(!bobs().contains("Commands that you can use"));
    town.says("karim", "/commands public:true").await;
    assert!(bobs().contains("Commands that you can use"));
    town.leave().await;
}

#[tokio::test]
async fn the_release_notes_come_once_in_ten_seconds() {
    let town = Town::start().await;
    let notes = town.says("alice", "/release").await;
    assert!(notes.contains("**Added**"), "{notes}");
    let again = town.says("alice", "/release").await;
    assert!(again.contains("try again in 10 seconds"), "{again}");
    let other = town.says("bob", "/release").await;
    assert!(other.contains("**Added**"), "{other}");
    town.clock.advance(TimeDelta::seconds(10));
    let later = town.says("alice", "/release").await;
    assert!(later.contains("**Added**"), "{later}");
    town.leave().await;
}
