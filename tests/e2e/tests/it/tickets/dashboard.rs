//! What a dashboard does for an admin: looks at tickets, takes them away, and decides about answers that are proposed.

use chrono::TimeDelta;
use e2e_tests::{Answer, ModelServer, Town};
use serde_json::{Value, json};

use crate::after_close::{closes_ticket, town_with};

/// An admin's or a member's request about the town.
async fn asks(town: &Town, who: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = format!("{method} /api/dashboard/{}{path}", town.guild.id());
    town.asking(who, &request).json(body).send().await
}

async fn looks(town: &Town, path: &str) -> Answer {
    asks(town, "sara", "GET", path, &Value::Null).await
}

/// The cells of a table none of which is quoted, row by row.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let table = table.strip_prefix('\u{feff}').expect("a byte order mark");
    let table = table.strip_suffix("\r\n").expect("a line break at its end");
    assert!(!table.contains('"'), "{table}");
    let rows = table.split("\r\n");
    rows.map(|it| it.split(',').collect()).collect()
}

#[tokio::test]
async fn an_admin_sees_counts_takes_away_decides_and_archives_over_http() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    for number in 1..=3 {
        model.says("A member lost an invoice.\nKEYWORDS: invoice, download, account");
        closes_ticket(&town, number, "My invoice is missing").await;
        town.ticket_work_is_done(&town.guild).await;
    }
    let card = town.titled("bot-log", "Members keep asking this").await;

    let listed = looks(&town, "/tickets?status=closed").await.body;
    assert_eq!(listed["total"], 3, "{listed}");
    let shown = looks(&town, "/tickets/1").await.body;
    assert_eq!(shown["summary"]["text"], "A member lost an invoice.");
    let stats = looks(&town, "/tickets/stats?scope=7d").await.body;
    assert_eq!(
        (&stats["total"], &stats["per_status"]["closed"]),
        (&json!(3), &json!(3)),
        "{stats}"
    );
    let path = format!("GET /api/dashboard/metrics?guild_id={}", town.guild.id());
    let metrics = town.asking("sara", &path).send().await.body;
    assert_eq!(
        (
            &metrics["tickets"]["total"],
            &metrics["tickets"]["open_count"]
        ),
        (&json!(3), &json!(0)),
        "{metrics}"
    );

    let file = looks(&town, "/tickets/export?scope=7d").await;
    assert_eq!(file.header("Content-Type"), Some("text/csv; charset=utf-8"));
    let table = rows(&file.text);
    assert_eq!(&table[0][..4], ["id", "user_id", "username", "status"]);
    let alice = town.member("alice").id().to_string();
    let read: Vec<_> = table[1..].iter().map(|it| (it[0], it[1], it[3])).collect();
    assert_eq!(
        read,
        ["3", "2", "1"].map(|number| (number, alice.as_str(), "closed"))
    );
    town.reads_at_last(&town.channel("bot-log"), "Tickets exported")
        .await;
    let again = looks(&town, "/faq/export").await;
    again.assert_refused(429, "export_rate_limited");
    let typed = town.says("sara", "/export faq").await;
    assert!(
        typed.contains("just exported"),
        "one turn for both: {typed}"
    );

    let proposals = looks(&town, "/faq/proposals").await.body;
    let proposal = &proposals["proposals"][0];
    assert_eq!(proposal["ticket_ids"], json!([1, 2, 3]), "{proposals}");
    let accept = format!("/faq/proposals/{}/accept", proposal["id"]);
    let answer = json!({ "title": "Facturen downloaden", "summary": "Ze staan op je account." });
    let refused = asks(&town, "karim", "POST", &accept, &answer).await;
    refused.assert_refused(403, "forbidden");
    let added = asks(&town, "sara", "POST", &accept, &answer).await;
    assert_eq!(added.status, 201, "{added:?}");
    let now = town.simulator.current(&card).expect("the card");
    assert!(now.components.is_empty(), "its buttons are gone");
    let words = town.simulator.rendered(&now);
    assert!(words.contains("Added to the FAQ"), "{words}");
    let late = asks(&town, "sara", "POST", &accept, &answer).await;
    late.assert_refused(409, "decided_already");
    let found = town
        .says("bob", "/faq search query:\"waar vind ik mijn faktuur\"")
        .await;
    assert!(found.contains("Ze staan op je account."), "{found}");

    town.clock.advance(TimeDelta::minutes(1));
    let answers = looks(&town, "/faq/export").await;
    let table = rows(&answers.text);
    assert_eq!(
        (table.len(), &table[1][1..3]),
        (2, &["Facturen downloaden", "Ze staan op je account."][..])
    );

    let wish = json!({ "status": "archived" });
    let refused = asks(&town, "karim", "PUT", "/tickets/3/status", &wish).await;
    refused.assert_refused(403, "forbidden");
    let archived = asks(&town, "sara", "PUT", "/tickets/3/status", &wish).await;
    assert_eq!(
        (archived.status, &archived.body["ticket"]["status"]),
        (200, &json!("archived")),
        "{archived:?}"
    );
    town.titled("bot-log", "Ticket archived").await;
    let saved = town.channel("bot-log").messages().into_iter();
    let mut files = saved.flat_map(|it| it.attachments);
    assert!(files.any(|it| it["filename"] == "ticket-3-transcript.txt"));
    town.leave().await;
}
