//! The figures over fakes.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use kernel::GuildId;
use operations_core::testing::executions;
use operations_core::{
    BotSnapshot, CommandFacts, CommandLog as _, DbStatus, Execution, GatewayLatency, GuildFacts,
};
use reminders_core::testing::{a_reminder, guild, user};
use serde_json::{Value, json};
use settings_core::SettingValue;
use settings_core::testing::CHOICE;
use tickets_core::testing::World as TicketsWorld;

use crate::testing::Scene;

const PATH: &str = "/api/dashboard/metrics";

/// A bot in guilds 1, 2 and 3, of which user 1 owns the third.
fn scene() -> Scene {
    let mut scene = Scene::default();
    let named = |id: u64, owner: u64| GuildFacts {
        id: guild(id),
        name: format!("Guild {id}").into(),
        member_count: Some(10 * id),
        owner: user(owner),
    };
    scene.set_bot(|it| {
        it.guilds = vec![named(1, 50), named(2, 51), named(3, 1)];
        it.commands = (0..60)
            .map(|number| CommandFacts {
                qualified_name: format!("config number{number}"),
                description: "Sets a number.".to_owned(),
                kind: "slash",
            })
            .collect();
        it.snapshot = BotSnapshot {
            shards_connected: 1,
            shards_total: 1,
            guild_count: 3,
            commands_loaded: 60,
            latency: GatewayLatency {
                last: Some(41.5),
                ..GatewayLatency::default()
            },
        };
    });
    scene
}

fn keys(block: &Value) -> BTreeSet<&str> {
    let object = block
        .as_object()
        .unwrap_or_else(|| panic!("no block: {block}"));
    object.keys().map(String::as_str).collect()
}

fn ids(body: &Value) -> Vec<&str> {
    let guilds = body["bot"]["guilds"].as_array().unwrap();
    guilds.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_block_has_every_field_also_of_what_is_to_come() {
    let body = scene().get(PATH).by_service().send().await.json();
    for (block, fields) in [
        (
            "bot",
            "online latency_ms uptime_seconds uptime_human commands_loaded version codename guilds commands",
        ),
        (
            "gpt",
            "last_success_time last_error_type last_error_time average_latency_ms total_tokens_session current_model \
             last_user_id success_count error_count rate_limit_hits last_rate_limit_time last_success_latency_ms \
             recent_successes recent_errors",
        ),
        (
            "reminders",
            "total recurring one_off next_event_time per_channel upcoming",
        ),
        (
            "tickets",
            "total per_status open_count last_ticket_created_at average_close_seconds average_close_human open_items \
             open_ticket_ids",
        ),
        ("infrastructure", "database_up pool_size checked_at"),
        (
            "command_usage",
            "top_commands total_commands_24h period_days",
        ),
        (
            "cache_metrics",
            "command_tracker_queue_size command_stats_cache_size settings_cache_size ip_rate_limits_size \
             sync_cooldowns_size ticket_cooldowns_size idempotency_cache_size identity_cache_size secrets_cache_size",
        ),
        (
            "premium_metrics",
            "premium_checks_total premium_checks_core_api premium_checks_local premium_cache_hits \
             premium_transfers_count premium_cache_size premium_guild_cache_size premium_guild_cache_hits \
             premium_guild_cache_misses",
        ),
    ] {
        let expected: BTreeSet<_> = fields.split_whitespace().collect();
        assert_eq!(keys(&body[block]), expected, "{block}");
    }
    assert_eq!(body["settings_overrides"], json!([]));
    assert_eq!(keys(&body).len(), 9);
}

#[tokio::test]
async fn the_bot_is_told_of_as_the_gateway_left_it() {
    let scene = scene();
    scene.world.clock.advance(TimeDelta::seconds(93_784));
    for path in [PATH, "/api/metrics"] {
        let bot = scene.get(path).by_service().send().await.json()["bot"].clone();
        assert_eq!(
            (&bot["online"], &bot["latency_ms"]),
            (&json!(true), &json!(41.5))
        );
        assert_eq!(bot["uptime_seconds"], 93_784);
        assert_eq!(bot["uptime_human"], "1d 2h 3m 4s");
        assert_eq!(bot["commands_loaded"], 60, "the true total");
        assert_eq!(bot["commands"].as_array().map(Vec::len), Some(50));
        let first = json!({
            "qualified_name": "config number0", "description": "Sets a number.", "type": "slash",
        });
        assert_eq!(bot["commands"][0], first);
        let last = json!({ "id": "3", "name": "Guild 3", "member_count": 30, "owner_id": "1" });
        assert_eq!(bot["guilds"][2], last);
    }
}

#[tokio::test]
async fn a_service_sees_all_guilds_and_an_admin_theirs() {
    let scene = scene();
    let all = scene.get(PATH).by_service().send().await.json();
    assert_eq!(ids(&all), ["1", "2", "3"]);
    let path = format!("{PATH}?guild_id=1");
    for asked in [
        scene.get(&path).by_user(1),
        scene.get(&path).by_service_for(1),
    ] {
        let theirs = asked.send().await.json();
        assert_eq!(ids(&theirs), ["1", "3"], "asked about, and owned");
    }
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    let scene = scene();
    let of = |guild: u64| format!("{PATH}?guild_id={guild}");
    let anonymous = scene.get(PATH).send().await;
    anonymous.assert_refused(401, "unauthorized");
    let without_guild = scene.get(PATH).by_user(1).send().await;
    without_guild.assert_refused(400, "guild_id_required");
    for (user, guild) in [(2, 1), (1, 2), (3, 1), (1, 999)] {
        let answer = scene.get(&of(guild)).by_user(user).send().await;
        answer.assert_refused(403, "forbidden");
    }
    let unreadable = scene.get(&format!("{PATH}?guild_id=x")).by_service().send();
    unreadable.await.assert_refused(422, "validation_failed");
}

#[tokio::test]
async fn reminders_and_settings_are_those_of_the_guild_and_settings_of_no_other() {
    let scene = scene();
    for number in [1, 2, 2] {
        let what = a_reminder().in_guild(guild(number)).named("Raid").build();
        scene.world.store(what).await;
    }
    scene
        .world
        .set(&CHOICE, SettingValue::Text("quiet".to_owned()));
    let of = async |query: &str| {
        let path = format!("{PATH}{query}");
        scene.get(&path).by_service().send().await.json()
    };
    let (one, two, all) = (
        of("?guild_id=1").await,
        of("?guild_id=2").await,
        of("").await,
    );
    let totals = [&one, &two, &all].map(|it| it["reminders"]["total"].as_u64().unwrap());
    assert_eq!(totals, [1, 2, 3]);
    let upcoming = &one["reminders"]["upcoming"][0];
    assert_eq!(upcoming["name"], "Raid");
    assert_eq!(
        upcoming["scheduled_time"],
        one["reminders"]["next_event_time"]
    );
    let expected = json!([{ "scope": "contract", "key": "volume", "value": "quiet" }]);
    assert_eq!(one["settings_overrides"], expected);
    assert_eq!(two["settings_overrides"], json!([]));
    assert_eq!(all["settings_overrides"], json!([]));
}

#[tokio::test]
async fn tickets_are_those_of_the_guild_and_named_to_its_admins_only() {
    let scene = scene();
    let wish = TicketsWorld::wish(11);
    let opened = scene.tickets.tickets().open(wish).await.unwrap();
    let created = opened.created_at;
    let of = async |query: &str| {
        let path = format!("{PATH}{query}");
        scene.get(&path).by_service().send().await.json()["tickets"].clone()
    };
    let one = of("?guild_id=1").await;
    let counts = json!({
        "open": 1, "claimed": 0, "waiting_for_user": 0, "escalated": 0, "closed": 0, "archived": 0,
    });
    let expected = json!({
        "total": 1, "per_status": counts, "open_count": 1, "last_ticket_created_at": created,
        "average_close_seconds": null, "average_close_human": null, "open_ticket_ids": [1],
        "open_items": [{
            "id": 1, "username": "Alice", "status": "open", "created_at": created,
            "channel_id": opened.channel.unwrap().to_string(),
        }],
    });
    assert_eq!(one, expected);
    assert_eq!(of("?guild_id=2").await["total"], 0);
    let all = of("").await;
    assert_eq!((&all["total"], &all["open_count"]), (&json!(1), &json!(1)));
    let none = json!([]);
    assert_eq!(
        (&all["open_items"], &all["open_ticket_ids"]),
        (&none, &none)
    );
}

#[tokio::test]
async fn what_was_used_is_counted_for_the_guild() {
    let scene = scene();
    for (number, uses) in [(1, 1), (2, 5)] {
        let used = executions(uses).into_iter().map(|it| Execution {
            guild: Some(guild(number)),
            at: scene.world.now(),
            ..it
        });
        let used: Vec<_> = used.collect();
        scene.commands.write(&used).await.unwrap();
    }
    let path = format!("{PATH}?guild_id=1");
    let usage = scene.get(&path).by_user(1).send().await.json()["command_usage"].clone();
    let expected = json!({
        "top_commands": [{ "command_name": "command 0", "usage_count": 1 }],
        "total_commands_24h": 1, "period_days": 7,
    });
    assert_eq!(usage, expected);
}

#[tokio::test]
async fn without_the_database_what_it_knows_is_null_and_the_rest_is_told() {
    let scene = scene();
    scene.set_health(|it| it.record.db_status = DbStatus::Connection);
    let answer = scene.get(PATH).by_service().send().await;
    let body = answer.json();
    assert_eq!(answer.status, 200);
    assert_eq!(body["infrastructure"]["database_up"], false);
    for block in ["reminders", "tickets", "command_usage"] {
        assert_eq!(body[block], Value::Null, "{block}");
    }
    assert_eq!(body["bot"]["online"], true);
}

#[tokio::test(start_paused = true)]
async fn figures_hold_for_five_seconds_and_those_of_another_guild_are_others() {
    let scene = scene();
    let total = async |number: u64| {
        let path = format!("{PATH}?guild_id={number}");
        let body = scene.get(&path).by_service().send().await.json();
        body["reminders"]["total"].as_u64().unwrap()
    };
    let add = async |guild: GuildId| {
        scene
            .world
            .store(a_reminder().in_guild(guild).build())
            .await
    };
    assert_eq!(total(1).await, 0);
    add(guild(1)).await;
    add(guild(2)).await;
    assert_eq!((total(1).await, total(2).await), (0, 1));
    tokio::time::advance(std::time::Duration::from_secs(5)).await;
    assert_eq!(total(1).await, 1);
}
