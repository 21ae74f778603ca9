//! Messages over REST: pages, mentions, nonces, pins, threads, direct conversations.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use discord_simulator::{DrivenTime, Options, Permissions};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bot::{quick, world},
    raw::Raw,
};

fn ids(page: &Value) -> Vec<u64> {
    page.as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn a_page_is_newest_first_and_cut_where_it_was_asked() {
    let (sim, guild) = world(quick()).await;
    let (raw, general, alice) = (
        Raw::new(&sim),
        guild.channel("general"),
        guild.member("alice"),
    );
    let all: Vec<u64> = (0..6)
        .map(|it| alice.says(&general, &it.to_string()).unwrap().id)
        .collect();
    let page = async |query: &str| {
        ids(&raw
            .get(&format!("/channels/{}/messages?{query}", general.id()))
            .await
            .json)
    };
    assert_eq!(page("limit=2").await, [all[5], all[4]]);
    assert_eq!(
        page(&format!("limit=2&before={}", all[3])).await,
        [all[2], all[1]]
    );
    assert_eq!(
        page(&format!("limit=2&after={}", all[1])).await,
        [all[3], all[2]]
    );
    assert_eq!(
        page(&format!("limit=3&around={}", all[3])).await,
        [all[4], all[3], all[2]]
    );
    let refused = raw
        .get(&format!("/channels/{}/messages?limit=101", general.id()))
        .await;
    assert_eq!(refused.error(), (400, 50_035));
}

#[tokio::test]
async fn mentions_count_only_with_the_right_and_the_wish() {
    let (sim, guild) = world(quick()).await;
    let (raw, general, alice) = (
        Raw::new(&sim),
        guild.channel("general"),
        guild.member("alice"),
    );
    let path = format!("/channels/{}/messages", general.id());
    let text = format!("@everyone <@{}>", alice.id());
    let sent = raw.post(&path, json!({"content": text})).await;
    assert_eq!(sent.json["mention_everyone"], false, "the bot may not");
    guild.set_bot_permissions(Permissions::MENTION_EVERYONE);
    raw.post(&path, json!({"content": text})).await;
    raw.post(
        &path,
        json!({"content": text, "allowed_mentions": {"parse": []}}),
    )
    .await;
    raw.post(
        &path,
        json!({"content": text, "allowed_mentions": {"users": [alice.id().to_string()]}}),
    )
    .await;
    let seen: Vec<_> = general
        .messages()
        .iter()
        .map(|it| (it.mention_everyone, it.pinged.len()))
        .collect();
    assert_eq!(seen, [(false, 1), (true, 3), (false, 0), (false, 1)]);
}

#[tokio::test]
async fn a_nonce_makes_one_message_within_its_window() {
    let clock = Arc::new(DrivenTime::at(
        DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
    ));
    let (sim, guild) = world(Options {
        time: clock.clone(),
        ..quick()
    })
    .await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let path = format!("/channels/{}/messages", general.id());
    let body = json!({"content": "x", "nonce": "n1", "enforce_nonce": true});
    let first = raw.post(&path, body.clone()).await;
    let second = raw.post(&path, body.clone()).await;
    assert_eq!((first.id(), second.status), (second.id(), 200));
    assert_eq!(
        (general.messages().len(), sim.counters().deduplicated),
        (1, 1)
    );
    clock.advance(Duration::from_mins(6));
    assert_ne!(raw.post(&path, body.clone()).await.id(), first.id());
    let last = general.messages().pop().unwrap();
    raw.call(Method::DELETE, &format!("{path}/{}", last.id), Value::Null)
        .await;
    assert_eq!(raw.post(&path, body).await.error(), (404, 10_008));
    raw.post(&path, json!({"content": "x", "nonce": "n2"}))
        .await;
    raw.post(&path, json!({"content": "x", "nonce": "n2"}))
        .await;
    assert_eq!(general.messages().len(), 3);
}

#[tokio::test]
async fn only_own_messages_are_edited_and_others_need_a_right_to_be_deleted() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let others = guild.member("alice").says(&general, "mine").unwrap();
    let path = |id: u64| format!("/channels/{}/messages/{id}", general.id());
    let own = raw.send(general.id(), "own").await.id();
    assert_eq!(
        raw.call(Method::PATCH, &path(own), json!({"content": "new"}))
            .await
            .json["content"],
        "new"
    );
    assert_eq!(
        raw.call(Method::PATCH, &path(others.id), json!({"content": "new"}))
            .await
            .error(),
        (403, 50_005)
    );
    assert_eq!(
        raw.call(Method::DELETE, &path(others.id), Value::Null)
            .await
            .error(),
        (403, 50_013)
    );
    assert_eq!(
        raw.call(Method::DELETE, &path(own), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(raw.get(&path(own)).await.error(), (404, 10_008));
}

#[tokio::test]
async fn announcements_are_published_once() {
    let (sim, guild) = world(quick()).await;
    let (raw, news) = (Raw::new(&sim), guild.channel("news"));
    let path = format!(
        "/channels/{}/messages/{}/crosspost",
        news.id(),
        raw.send(news.id(), "x").await.id()
    );
    assert_eq!(raw.post(&path, Value::Null).await.status, 200);
    assert!(news.messages()[0].is_crossposted());
    assert_eq!(raw.post(&path, Value::Null).await.error(), (400, 40_033));
}

#[tokio::test]
async fn messages_are_pinned_and_deleted_in_bulk_with_their_rights() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let first = raw.send(general.id(), "a").await.id();
    let second = raw.send(general.id(), "b").await.id();
    let pin = format!("/channels/{}/messages/pins/{first}", general.id());
    assert_eq!(
        raw.call(Method::PUT, &pin, Value::Null).await.error(),
        (403, 50_013)
    );
    guild.set_bot_permissions(Permissions::PIN_MESSAGES | Permissions::MANAGE_MESSAGES);
    assert_eq!(raw.call(Method::PUT, &pin, Value::Null).await.status, 204);
    let pins = raw
        .get(&format!("/channels/{}/messages/pins", general.id()))
        .await;
    assert_eq!(pins.json["items"][0]["message"]["id"], first.to_string());
    let bulk = format!("/channels/{}/messages/bulk-delete", general.id());
    assert_eq!(
        raw.post(&bulk, json!({"messages": [first.to_string()]}))
            .await
            .status,
        400
    );
    assert_eq!(
        raw.post(
            &bulk,
            json!({"messages": [first.to_string(), second.to_string()]})
        )
        .await
        .status,
        204
    );
    assert_eq!(general.messages(), []);
}

#[tokio::test]
async fn a_thread_is_opened_and_written_in() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let body = json!({"name": "Plans", "type": 11});
    let thread = raw
        .post(&format!("/channels/{}/threads", general.id()), body)
        .await;
    assert_eq!(thread.json["thread_metadata"]["archived"], false);
    assert_eq!(raw.send(thread.id(), "inside").await.status, 200);
    assert_eq!(general.threads()[0].messages()[0].content, "inside");
}

#[tokio::test]
async fn a_server_takes_a_thousand_active_threads() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    for number in 0..1000 {
        guild.add_thread(&general, &format!("talk-{number}"), &guild.owner());
    }
    let opens = async || {
        let path = format!("/channels/{}/threads", general.id());
        raw.post(&path, json!({"name": "Plans", "type": 11})).await
    };
    assert_eq!(opens().await.error(), (400, 160_006));
    guild.delete_channel(&guild.channel("talk-1"));
    assert_eq!(opens().await.status, 201);
}

#[tokio::test]
async fn a_direct_conversation_is_opened_once() {
    let (sim, guild) = world(quick()).await;
    let (raw, alice) = (Raw::new(&sim), guild.member("alice"));
    let body = json!({"recipient_id": alice.id().to_string()});
    let first = raw.post("/users/@me/channels", body.clone()).await;
    assert_eq!(raw.post("/users/@me/channels", body).await.id(), first.id());
    raw.send(first.id(), "psst").await;
    assert_eq!(alice.direct().as_seen_by(&alice), "TestBot: psst");
}

#[tokio::test]
async fn a_multipart_message_carries_its_payload_and_file() {
    let (sim, guild) = world(quick()).await;
    let sent = Raw::new(&sim)
        .send_file(
            guild.channel("general").id(),
            json!({"content": "look"}),
            "a.txt",
        )
        .await;
    assert_eq!((sent.status, &sent.json["content"]), (200, &json!("look")));
    assert_eq!(sent.json["attachments"][0]["filename"], "a.txt");
    assert_eq!(sent.json["attachments"][0]["size"], 5);
}

#[tokio::test]
async fn a_webhook_and_another_bot_are_seen_as_such() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    sim.webhook_posts(
        &general,
        "Calendar",
        "new event",
        vec![json!({"title": "Raid"})],
    );
    sim.other_bot_posts(&general, "Helper", "beep", vec![]);
    let page = raw
        .get(&format!("/channels/{}/messages", general.id()))
        .await
        .json;
    assert!(page[1]["webhook_id"].is_string());
    assert_eq!(
        (&page[0]["author"]["bot"], &page[0]["webhook_id"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        general.as_seen_by(&guild.member("bob")),
        "Calendar: new event\n  | **Raid**\nHelper: beep"
    );
}
