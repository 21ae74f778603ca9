//! Starting, and telling how it is.

use e2e_tests::{Town, brussels};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_explained() {
    let town = Town::start().await;
    let mut options = town.options();
    options.token = "wrong".to_owned().into();
    let error = alphapy_app::start(options)
        .await
        .err()
        .expect("a wrong token is refused");
    assert!(format!("{error:#}").contains("Reset Token"), "{error:#}");
    town.leave().await;
}

#[tokio::test]
async fn health_and_metrics_tell_how_it_is() {
    let town = Town::start().await;
    town.set_up().await;
    let health = e2e_tests::get(town.api(), "/health").await;
    assert!(
        health.contains("200 OK") && health.contains("\"status\":\"ok\""),
        "{health}"
    );
    assert!(
        health.contains("\"db_status\":\"ok\"") && health.contains("\"guild_count\":1"),
        "{health}"
    );
    let status = e2e_tests::get(town.api(), "/status").await;
    assert!(status.contains("\"online\":true"), "{status}");
    town.says("alice", "/add_reminder name:Counted time:20:00 days:wed")
        .await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("bot-log", "Reminder sent").await;
    let metrics = e2e_tests::get(town.api(), "/metrics").await;
    assert!(
        metrics.contains("alphapy_reminder_lateness_seconds_bucket"),
        "{metrics}"
    );
    for (structure, most) in [
        ("settings_snapshots", 500),
        ("reminder_cooldowns", 1000),
        ("image_stamps", 1000),
        ("heartbeats", 100),
        ("dashboards", 100),
        ("rate_limits", 1000),
        ("idempotency", 1000),
        ("latency_api", 2000),
        ("latency_webhooks", 2000),
        ("command_tracker_queue", 10_000),
        ("command_stats", 50),
        ("sync_cooldowns", 500),
        ("operational_events", 100),
        ("identity_links", 2000),
        ("identity_strangers", 1000),
        ("guild_admin_decisions", 1000),
        ("jwks", 20),
        ("remote_tokens", 1000),
        ("secrets", 64),
        ("command_cooldowns", 1000),
        ("discord_pickers", 100),
        ("log_posts", 1000),
        ("log_channels_refusing", 1000),
        ("countdowns", 1000),
    ] {
        let line = format!("alphapy_memory_entries_max{{structure=\"{structure}\"}} {most}");
        let shown = async || {
            let metrics = e2e_tests::get(town.api(), "/metrics").await;
            metrics.contains(&line)
        };
        assert!(
            e2e_tests::eventually(e2e_tests::PATIENCE, shown).await,
            "{line}"
        );
    }
    let other = e2e_tests::get(town.api(), "/nowhere").await;
    assert!(
        other.contains("404 Not Found") && other.contains("not_found"),
        "{other}"
    );
    town.leave().await;
}
