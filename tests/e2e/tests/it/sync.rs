//! What Discord is told of the bot's commands, and when.

use chrono::TimeDelta;
use discord_simulator::Permissions;
use e2e_tests::{Town, TownOptions};
use kernel::Clock as _;

const OVERWRITE: &str = "PUT /applications/{application_id}/commands";

fn told(town: &Town) -> u64 {
    town.simulator.counters().requests_to(OVERWRITE)
}

/// Discord was told other commands, so many minutes ago.
async fn was_told_others(town: &Town, minutes: i64) {
    sqlx::query("UPDATE alphapy.command_sync_state SET definition_hash = 'others', synced_at = $1")
        .bind(town.clock.now() - TimeDelta::minutes(minutes))
        .execute(town.database.pool())
        .await
        .expect("the database answers");
}

#[tokio::test]
async fn discord_is_told_of_changed_commands_once_and_a_restart_tells_it_nothing() {
    let mut town = Town::start().await;
    assert_eq!(told(&town), 1);
    town.stop_app().await;
    town.start_app().await;
    assert_eq!(told(&town), 1, "nothing has changed");
    town.stop_app().await;
    was_told_others(&town, 59).await;
    town.start_app().await;
    assert_eq!(told(&town), 1, "it was told less than an hour ago");
    town.stop_app().await;
    was_told_others(&town, 60).await;
    town.start_app().await;
    assert_eq!(told(&town), 2);
    let count = town.simulator.commands(None).len();
    assert_eq!(count, adapter_discord::commands().len());
    town.leave().await;
}

#[tokio::test]
async fn an_owner_has_discord_told_by_a_message_and_nobody_else_does() {
    let town = Town::with(TownOptions {
        owner: Some("sara"),
        ..TownOptions::default()
    })
    .await;
    let general = town.channel("general");
    let says = |name: &str, text: &str| {
        let said = town.member(name).in_channel(&general).says(text);
        said.expect("the member may write there");
    };
    says("alice", "!sync global --force");
    says("sara", "!sync global --force");
    let answered = |count| town.simulator.wait_for_messages(&general, count);
    let read = answered(3).await.expect("Sara is answered");
    let reply = town.simulator.rendered(&read[2]);
    assert!(reply.contains("now, for all servers"), "{reply}");
    says("sara", "!sync");
    let read = answered(5).await.expect("Sara is answered again");
    let reply = town.simulator.rendered(&read[4]);
    assert!(
        reply.contains("already") && reply.contains("1h 0m"),
        "{reply}"
    );
    let stewards = town.guild.add_role("stewards", Permissions::ADMINISTRATOR);
    town.guild.joins("mara", &[stewards]);
    let refused = town.says("mara", "/sync force:true").await;
    assert!(refused.contains("Only owners of the bot"), "{refused}");
    let again = town.says("sara", "/sync").await;
    assert!(again.contains("already"), "{again}");
    assert_eq!(told(&town), 2, "at the start, and when Sara forced it");
    let seen = general.as_seen_by(&town.member("bob"));
    assert_eq!(seen.matches("Discord knows").count(), 2, "{seen}");
    town.leave().await;
}
