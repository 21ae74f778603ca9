//! The database is stopped under the API, and started again.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use alphapy_app::Storage;
use discord_simulator::Permissions;
use e2e_tests::{
    Answer, OwnServer, PATIENCE, Town, TownOptions, brussels, endpoints, eventually, skip,
};
use serde_json::{Value, json};

/// What answers all the same, from memory, from Discord, or that it is down.
const WITHOUT_DATABASE: [(&str, u16); 9] = [
    ("GET /health", 503),
    ("GET /api/health", 503),
    ("GET /status", 200),
    ("GET /metrics", 200),
    ("GET /api/observability", 200),
    ("GET /api/metrics", 200),
    ("GET /api/dashboard/metrics", 200),
    ("GET /api/dashboard/{guild_id}/discord-meta", 200),
    ("GET /api/dashboard/logs", 200),
];
/// Longer than a request waits for a connection and an answer of the database together, and shorter than what a proxy takes.
const BOUND: Duration = Duration::from_secs(12);

/// A request to an address, with everything that it takes, by whoever may ask: the body is null where it takes none.
fn request(town: &Town, endpoint: &str) -> (String, Value) {
    let guild = town.guild.id().to_string();
    let channel = town.channel("general").id().to_string();
    let alice = town.member("alice").id().to_string();
    let own = json!({
        "guild_id": guild, "name": "Raid", "message": "Potions", "channel_id": channel, "call_time": "20:00", "days": ["0"],
    });
    let body = match endpoint {
        "POST /api/reminders" => own,
        "PUT /api/reminders" => json!({ "id": 1, "guild_id": guild, "name": "Quiz" }),
        "POST /api/dashboard/{guild_id}/reminders" => {
            json!({ "message": "Quiz", "channel_id": channel, "time": "20:00", "days": ["0"] })
        }
        "POST /api/dashboard/{guild_id}/reminders/live-sessions" => {
            json!({ "channel_id": channel, "time": "20:00" })
        }
        "PUT /api/dashboard/{guild_id}/reminders/{id}" => json!({ "message": "Quiz night" }),
        "POST /api/dashboard/settings/{guild_id}" => {
            json!({ "category": "embedwatcher", "settings": { "reminder_offset_minutes": 15 } })
        }
        "POST /api/dashboard/{guild_id}/settings/import" => {
            let settings = json!({ "embedwatcher": { "reminder_offset_minutes": 20 } });
            json!({ "format": "alphapy-settings", "version": 1, "settings": settings })
        }
        "PUT /api/dashboard/{guild_id}/tickets/{ticket_id}/status" => json!({ "status": "closed" }),
        "POST /api/dashboard/{guild_id}/faq" => json!({ "title": "Quiz", "summary": "At eight" }),
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}" => {
            json!({ "title": "Quiz", "summary": "At nine", "seen": "2026-02-04T09:00:00Z" })
        }
        "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/accept" => {
            json!({ "title": "Quiz", "summary": "At ten" })
        }
        "POST /api/dashboard/{guild_id}/onboarding/questions" => {
            json!({ "step_order": 1, "question": "Why?", "question_type": "text" })
        }
        "POST /api/dashboard/{guild_id}/onboarding/rules" => {
            json!({ "rule_order": 1, "title": "Be kind", "description": "Always." })
        }
        "POST /api/dashboard/{guild_id}/onboarding/reorder" => json!({ "questions": [1] }),
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}/pin" => json!({ "pinned": true }),
        _ => Value::Null,
    };
    let mut filled = endpoint.to_owned();
    for (place, value) in [
        ("{guild_id}", guild.as_str()),
        ("{user_id}", &alice),
        ("{created_by}", &alice),
        ("{reminder_id}", "1"),
        ("{history_id}", "1"),
        ("{id}", "1"),
        ("{ticket_id}", "1"),
        ("{faq_id}", "1"),
        ("{proposal_id}", "1"),
        ("{question_id}", "1"),
        ("{rule_id}", "1"),
    ] {
        filled = filled.replace(place, value);
    }
    if ["/logs", "/metrics", "/top-commands"]
        .iter()
        .any(|it| filled.ends_with(it))
    {
        filled.extend(["?guild_id=", &guild]);
    }
    if filled.ends_with("/faq/search") {
        filled.push_str("?q=quiz");
    }
    (filled, body)
}

/// Asks as Alice for what is her own, as Tess about tickets and answers, as Omar about newcomers, and as Sara for what else is the server's: each
/// may write only so often a minute.
async fn asks(town: &Town, endpoint: &str) -> Answer {
    let who = if endpoint.contains("/api/reminders") {
        "alice"
    } else if endpoint.contains("/onboarding") {
        "omar"
    } else if endpoint.contains("/tickets") || endpoint.contains("/faq") {
        "tess"
    } else {
        "sara"
    };
    let (request, body) = request(town, endpoint);
    town.asking(who, &request).json(&body).send().await
}

async fn on(server: &OwnServer) -> Town {
    let options = server.options();
    let storage = move || Storage::Given(Box::new(options.clone()));
    let town = Town::with(TownOptions {
        adjust: Some(Box::new(move |it| it.storage = storage())),
        ..TownOptions::default()
    });
    let town = town.await;
    let stewards = town.guild.add_role("stewards", Permissions::ADMINISTRATOR);
    town.guild.joins("tess", &[stewards]);
    town.guild.joins("omar", &[stewards]);
    town
}

/// Every use of a command that was written down, and why it failed.
async fn uses(server: &OwnServer) -> Vec<String> {
    let pool = sqlx::PgPool::connect_lazy_with(server.options());
    let rows = sqlx::query_scalar(
        "SELECT command_name || coalesce(' | ' || error_message, '') FROM alphapy.audit_logs ORDER BY id",
    );
    rows.fetch_all(&pool).await.expect("the rows are read")
}

async fn refuses_what_needs_the_database(town: &Town) {
    let without: BTreeSet<_> = WITHOUT_DATABASE.iter().map(|it| it.0).collect();
    for endpoint in endpoints() {
        let endpoint = format!("{} {}", endpoint.method, endpoint.path);
        if without.contains(endpoint.as_str()) {
            continue;
        }
        let begun = Instant::now();
        let answer = asks(town, &endpoint).await;

        assert!(
            begun.elapsed() < BOUND,
            "{endpoint} took {:?}",
            begun.elapsed()
        );
        assert_eq!(answer.status, 503, "{endpoint}: {answer:?}");
        answer.assert_unavailable();
    }
    for (endpoint, status) in WITHOUT_DATABASE {
        let answer = asks(town, endpoint).await;
        assert_eq!(answer.status, status, "{endpoint}: {answer:?}");
    }
}

#[tokio::test]
async fn while_the_database_is_stopped_requests_are_told_so_and_afterwards_everything_goes_on() {
    let mut server = OwnServer::start().await;
    let town = on(&server).await;
    let configured = town
        .says(
            "sara",
            "/config reminders set_default_channel channel:#general",
        )
        .await;
    assert!(configured.contains("✅"), "{configured}");
    let added = town
        .says("alice", "/add_reminder name:Kept time:20:00 days:wed")
        .await;
    assert!(added.contains("✅"), "{added}");

    server.stop().await;
    refuses_what_needs_the_database(&town).await;
    let health = asks(&town, "GET /api/health").await.body;
    assert_eq!(
        (&health["status"], &health["db_status"]),
        (&json!("down"), &json!("error:connection"))
    );
    let alive = asks(&town, "GET /status").await.body;
    assert_eq!(alive["online"], true, "{alive}");
    let listed = town.says("alice", "/reminder_list").await;
    assert!(listed.contains("can't reach my database"), "{listed}");
    // What was used is written now, in vain.
    skip(Duration::from_secs(31)).await;

    server.start_again().await;
    let begun = Instant::now();
    let healthy = async || asks(&town, "GET /api/health").await.status == 200;
    assert!(eventually(PATIENCE, healthy).await, "it does not recover");
    let listed = asks(&town, "GET /api/reminders/{user_id}").await;
    assert_eq!(
        (listed.status, &listed.body[0]["name"]),
        (200, &json!("Kept"))
    );
    let made = asks(&town, "POST /api/reminders").await;
    assert_eq!(made.status, 201, "{made:?}");
    let changed = asks(&town, "POST /api/dashboard/settings/{guild_id}").await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Kept").await;

    let written = eventually(PATIENCE, async || {
        // As long as the pause after a failure can be by now.
        skip(Duration::from_secs(4)).await;
        uses(&server).await.len() >= 3
    });
    let lasting = written.await;
    let uses = uses(&server).await;
    assert!(lasting, "{uses:?}");
    assert_eq!(uses[1], "add_reminder");
    assert!(uses[2].starts_with("reminder_list | "), "{uses:?}");
    let size = asks(&town, "GET /api/health").await.body["database_pool_size"].clone();
    assert!(
        // What its pool may have at most: none was left behind by the outage.
        size.as_u64().is_some_and(|it| it <= 14),
        "{size} connections"
    );
    town.leave().await;
}
