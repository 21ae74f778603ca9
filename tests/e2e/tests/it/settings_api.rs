//! Settings over HTTP, as a dashboard changes them.

use std::net::SocketAddr;

use discord_simulator::Guild;
use e2e_tests::{Asking, PATIENCE, Town, eventually};
use serde_json::{Value, json};

/// The status and the body of an answer to a member of the town, whom a service speaks for.
async fn asks(town: &Town, who: &str, request: &str, body: Option<Value>) -> (u16, Value) {
    asks_at(town.api(), town, who, request, body).await
}

/// The same, of the process whose API is there.
async fn asks_at(
    api: SocketAddr,
    town: &Town,
    who: &str,
    request: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let asking = Asking::new(api, request).by_service_for(town.member(who).id());
    let answer = asking.json(&body.unwrap_or_default()).send().await;
    (answer.status, answer.body)
}

/// Changes settings of one category as Sara, who may.
async fn writes(town: &Town, category: &str, settings: Value) {
    let request = format!("POST /api/dashboard/settings/{}", town.guild.id());
    let body = json!({"category": category, "settings": settings});
    let (status, answer) = asks(town, "sara", &request, Some(body)).await;
    assert_eq!(status, 200, "{answer}");
}

/// What the town has set.
async fn set(town: &Town) -> Value {
    let request = format!("GET /api/dashboard/settings/{}", town.guild.id());
    let (status, answer) = asks(town, "sara", &request, None).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// A server of Zed's with the bot in it.
async fn elsewhere(town: &Town) -> Guild {
    let guild = town.simulator.guild("Elsewhere").owner("zed");
    let guild = guild.channel("general").create();
    town.simulator.install_bot(&guild);
    let zed = guild.member("zed").in_channel(&guild.channel("general"));
    // The bot has heard of the server once it answers there.
    let answers = async || zed.runs("/config scopes").await.is_ok();
    assert!(eventually(PATIENCE, answers).await);
    guild
}

#[tokio::test]
async fn what_a_dashboard_changes_holds_at_once_is_told_and_can_be_taken_back() {
    let town = Town::start().await;
    town.set_up().await;
    let settings = json!({"reminder_offset_minutes": 30});
    writes(&town, "embedwatcher", settings).await;
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("(30 minutes before)"), "{added}");
    let log = town.channel("bot-log");
    let told = async || {
        let log = town.reads(&log);
        log.contains("embedwatcher.reminder_offset_minutes") && log.contains("Source: api")
    };
    assert!(eventually(PATIENCE, told).await, "{}", town.reads(&log));

    let guild = town.guild.id();
    let history = format!("GET /api/dashboard/{guild}/settings/history?limit=1");
    let (_, changes) = asks(&town, "sara", &history, None).await;
    let change = &changes[0];
    assert_eq!(
        (&change["source"], &change["new_value"]),
        (&json!("api"), &json!(30))
    );
    assert_eq!(change["changed_by"], town.member("sara").id().to_string());

    let undo = format!(
        "POST /api/dashboard/{guild}/settings/rollback/{}",
        change["id"]
    );
    let (status, undone) = asks(&town, "sara", &undo, None).await;
    assert_eq!((status, &undone["value"]), (200, &json!(60)), "{undone}");
    let added = town
        .says("alice", "/add_reminder name:B time:20:00 days:mon")
        .await;
    assert!(!added.contains("(30 minutes before)"), "{added}");
    let (status, again) = asks(&town, "sara", &undo, None).await;
    assert_eq!(
        (status, &again["code"]),
        (409, &json!("nothing_to_rollback"))
    );
    town.leave().await;
}

#[tokio::test]
async fn neither_members_nor_admins_of_another_server_touch_settings() {
    let town = Town::start().await;
    town.set_up().await;
    let before = set(&town).await;
    let abroad = elsewhere(&town).await.id();
    let guild = town.guild.id();
    let (here, there) = (
        format!("/api/dashboard/settings/{guild}"),
        format!("/api/dashboard/settings/{abroad}"),
    );
    let channel = town.channel("bot-log").id().to_string();
    let wish = |value: Value| {
        let settings = json!({"log_channel_id": value});
        Some(json!({"category": "system", "settings": settings}))
    };
    for who in ["alice", "zed"] {
        let (status, seen) = asks(&town, who, &format!("GET {here}"), None).await;
        assert_eq!((status, &seen["code"]), (403, &json!("forbidden")));
        let (status, _) = asks(&town, who, &format!("POST {here}"), wish(Value::Null)).await;
        assert_eq!(status, 403);
        let undo = format!("POST /api/dashboard/{guild}/settings/rollback/1");
        assert_eq!(asks(&town, who, &undo, None).await.0, 403);
    }
    let (status, refused) =
        asks(&town, "zed", &format!("POST {there}"), wish(channel.into())).await;
    let error = &refused["errors"][0];
    assert_eq!(
        (status, &error["field"], &error["code"]),
        (
            422,
            &json!("settings.log_channel_id"),
            &json!("wrong_guild")
        )
    );
    let undo = format!("POST /api/dashboard/{abroad}/settings/rollback/1");
    let (status, _) = asks(&town, "zed", &undo, None).await;
    assert_eq!(status, 404, "it is a change of the town");
    let history = format!("GET /api/dashboard/{abroad}/settings/history");
    assert_eq!(asks(&town, "zed", &history, None).await.1, json!([]));
    assert_eq!(set(&town).await, before);
    town.leave().await;
}

#[tokio::test]
async fn values_and_a_started_import_survive_a_restart_as_they_were() {
    let mut town = Town::start().await;
    town.set_up().await;
    let template = "\"Hé\" {member} 👋 مرحبا 'x' \\ \n{count}";
    writes(
        &town,
        "invites",
        json!({"with_inviter_template": template, "enabled": false}),
    )
    .await;
    let settings = json!({"reminder_offset_minutes": 0});
    writes(&town, "embedwatcher", settings).await;
    let before = set(&town).await;
    assert_eq!(before["invites"]["with_inviter_template"], template);
    assert_eq!(before["invites"]["enabled"], false);
    assert_eq!(before["embedwatcher"]["reminder_offset_minutes"], 0);

    let import = format!("POST /api/dashboard/{}/settings/import", town.guild.id());
    let file = json!({
        "format": "alphapy-settings", "version": 1, "settings": {"reminders": {"late_window_minutes": 5}},
    });
    let (status, shown) = asks(&town, "sara", &import, Some(file.clone())).await;
    assert_eq!(
        (status, &shown["changes"][0]["to"]),
        (200, &json!(5)),
        "{shown}"
    );
    town.stop_app().await;
    town.start_app().await;
    assert_eq!(set(&town).await, before);
    let confirm = shown["confirm"].as_str().expect("something to confirm");
    let confirmed = format!("{import}?confirm={confirm}");
    let (status, done) = asks(&town, "sara", &confirmed, Some(file)).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(set(&town).await["reminders"]["late_window_minutes"], 5);
    town.leave().await;
}

#[tokio::test]
async fn a_dashboard_has_the_servers_channels_and_roles_to_choose_from() {
    let town = Town::start().await;
    let request = format!("GET /api/dashboard/{}/discord-meta", town.guild.id());
    let (status, meta) = asks(&town, "sara", &request, None).await;
    assert_eq!(status, 200, "{meta}");
    let channels = meta["channels"].as_array().expect("channels").iter();
    let names: Vec<_> = channels.filter_map(|it| it["name"].as_str()).collect();
    for name in ["general", "announcements", "bot-log", "staff"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let roles = meta["roles"].to_string();
    assert!(!roles.contains("@everyone"), "{roles}");
    town.leave().await;
}

/// What a process tells of changed settings, the newest first.
async fn changes_told(api: SocketAddr, town: &Town) -> Vec<String> {
    let guild = town.guild.id();
    let request =
        format!("GET /api/dashboard/logs?guild_id={guild}&event_types=SETTINGS_CHANGED&limit=100");
    let (status, answer) = asks_at(api, town, "sara", &request, None).await;
    assert_eq!(status, 200, "{answer}");
    let logs = answer["logs"].as_array().expect("a list");
    let told = logs.iter().map(|it| {
        assert_eq!(it["details"]["source"], "api", "{it}");
        it["message"].as_str().expect("words").to_owned()
    });
    told.collect()
}

#[tokio::test]
async fn every_process_tells_once_of_what_any_of_them_changed() {
    let town = Town::start().await;
    let other = alphapy_app::start(town.options())
        .await
        .expect("a second one starts");
    other.ready().await.expect("it is ready");
    writes(
        &town,
        "embedwatcher",
        json!({"reminder_offset_minutes": 30}),
    )
    .await;
    let request = format!("POST /api/dashboard/settings/{}", town.guild.id());
    let body = json!({"category": "embedwatcher", "settings": {"reminder_offset_minutes": 45}});
    let (status, answer) = asks_at(other.api(), &town, "sara", &request, Some(body)).await;
    assert_eq!(status, 200, "{answer}");
    let name = "embedwatcher.reminder_offset_minutes";
    let expected = [
        format!("{name} changed from 30 to 45"),
        format!("{name} changed from default to 30"),
    ];
    for api in [town.api(), other.api()] {
        let told = async || changes_told(api, &town).await == expected;
        assert!(eventually(PATIENCE, told).await);
    }
    other.stop().await;
    town.leave().await;
}
