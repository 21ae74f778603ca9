//! Files: uploaded by users and by the bot, shown in embeds, served for a while.

use std::{sync::Arc, time::Duration};

use discord_simulator::{DrivenTime, Options};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bot::{quick, start, world},
    raw::Raw,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02rest";

fn driven() -> (Arc<DrivenTime>, Options) {
    let start = chrono::DateTime::from_timestamp(1_770_000_000, 0).unwrap();
    let time = Arc::new(DrivenTime::at(start));
    let options = Options {
        time: Arc::clone(&time) as _,
        ..quick()
    };
    (time, options)
}

fn picture_of(name: &str) -> Value {
    json!({"embeds": [{"title": "Raid", "image": {"url": format!("attachment://{name}")}}],
        "attachments": [{"id": 0, "filename": name, "description": "a poster"}]})
}

#[tokio::test]
async fn an_embed_shows_a_file_of_its_message_as_long_as_it_stands() {
    let (time, options) = driven();
    let (sim, guild) = world(options).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let path = format!("/channels/{}/messages", general.id());
    let sent = raw
        .send_form(
            Method::POST,
            &path,
            picture_of("poster.png"),
            &[("files[0]", "x.png", PNG)],
        )
        .await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let file = &sent.json["attachments"][0];
    assert_eq!(
        (&file["filename"], &file["width"], &file["description"]),
        (&json!("poster.png"), &json!(3), &json!("a poster"))
    );
    let shown = &sent.json["embeds"][0]["image"];
    assert_eq!((&shown["url"], &shown["height"]), (&file["url"], &json!(2)));
    let (status, kind, bytes) = raw.download(&file["url"]).await;
    assert_eq!(
        (status, kind.as_str(), bytes.as_slice()),
        (200, "image/png", PNG)
    );
    assert_eq!(sim.picture(&general.messages()[0]).unwrap(), PNG);
    assert_eq!(
        general.as_seen_by(&guild.member("alice")),
        "TestBot:\n  | **Raid**\n  | [picture: poster.png]"
    );

    // The address expires, and reading the message again brings a new one.
    time.advance(Duration::from_hours(24));
    assert_eq!(raw.download(&file["url"]).await.0, 404);
    let again = raw.get(&format!("{path}/{}", sent.id())).await.json;
    assert_eq!(
        raw.download(&again["embeds"][0]["image"]["url"]).await.0,
        200
    );
    // An edit that shows it again by its signed address keeps it.
    let image = json!({"url": again["embeds"][0]["image"]["url"]});
    let edited = json!({"embeds": [{"title": "Raid, moved", "image": image}]});
    let edited = raw
        .call(Method::PATCH, &format!("{path}/{}", sent.id()), edited)
        .await;
    assert_eq!(edited.status, 200, "{}", edited.json);
    time.advance(Duration::from_hours(48));
    assert_eq!(sim.picture(&general.messages()[0]).unwrap(), PNG);
    let deleted = &general.messages()[0];
    guild.owner().deletes(deleted).unwrap();
    assert_eq!(sim.picture(deleted), None);
}

#[tokio::test]
async fn files_that_do_not_fit_are_refused() {
    let (sim, _) = world(quick()).await;
    let guild = sim
        .guild("Small")
        .channel("general")
        .file_limit(100)
        .create();
    sim.install_bot(&guild);
    let raw = Raw::new(&sim);
    let path = format!("/channels/{}/messages", guild.channel("general").id());
    let send = |payload: Value, field: &'static str, bytes: Vec<u8>| {
        let (raw, path) = (&raw, &path);
        async move {
            let files = [(field, "a.png", bytes.as_slice())];
            raw.send_form(Method::POST, path, payload, &files).await
        }
    };
    let text = json!({"content": "x"});
    assert_eq!(
        send(text.clone(), "files[0]", vec![0; 100]).await.status,
        200
    );
    let large = send(text.clone(), "files[0]", vec![0; 101]).await;
    assert_eq!(large.error(), (413, 40_005));
    let bytes = [0; 100];
    let all = [
        ("files[0]", "a.png", bytes.as_slice()),
        ("files[1]", "b.png", &bytes),
        ("files[2]", "c.png", &bytes),
    ];
    let two = raw
        .send_form(Method::POST, &path, text.clone(), &all[..2])
        .await;
    assert_eq!(two.status, 200);
    let three = raw.send_form(Method::POST, &path, text.clone(), &all).await;
    assert_eq!(
        three.error(),
        (413, 40_005),
        "each fits, all of them do not"
    );
    let unnumbered = send(text, "file", vec![0; 3]).await;
    assert_eq!(unnumbered.error(), (400, 50_035));
    let missing = json!({"content": "x", "attachments": [{"id": 1, "filename": "b.png"}]});
    assert_eq!(
        send(missing, "files[0]", vec![0; 3]).await.error(),
        (400, 50_035)
    );
    let other = send(picture_of("b.png"), "files[1]", vec![0; 3]).await;
    assert_eq!(other.error(), (400, 50_035));
    let elsewhere = json!({"embeds": [{"image": {"url": "attachment://other.png"}}]});
    let elsewhere = send(elsewhere, "files[0]", vec![0; 3]).await;
    let place = &elsewhere.json["errors"]["embeds"]["0"]["image"]["url"]["_errors"][0];
    assert_eq!(place["code"], "URL_TYPE_INVALID_SCHEME");
    let script = raw
        .post(&path, json!({"embeds": [{"url": "javascript:x"}]}))
        .await;
    assert_eq!(script.error(), (400, 50_035));
}

#[tokio::test]
async fn a_large_file_comes_through() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let path = format!("/channels/{}/messages", general.id());
    let bytes = vec![7; 9 << 20];
    let files = [("files[0]", "big.png", bytes.as_slice())];
    let sent = raw.send_form(Method::POST, &path, json!({}), &files).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let kept = sim.file(&general.messages()[0], "big.png").unwrap();
    assert_eq!(kept.len(), bytes.len());
}

#[tokio::test]
async fn a_file_that_a_user_gives_to_a_command_can_be_fetched_for_a_while() {
    let (time, options) = driven();
    let (sim, guild) = world(options).await;
    start(&sim).await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    let without = place.runs("/echo text:file file:poster.png").await;
    assert!(without.is_err(), "no such file is at hand");
    let place = place.with_file("poster.png", "image/png", PNG);
    let reply = place.runs("/echo text:file file:poster.png").await.unwrap();
    let url = json!(reply.content().rsplit(' ').next().unwrap());
    let raw = Raw::new(&sim);
    let (status, kind, bytes) = raw.download(&url).await;
    assert_eq!(
        (status, kind.as_str(), bytes.as_slice()),
        (200, "image/png", PNG),
        "{url}"
    );
    let unsigned = json!(url.as_str().unwrap().split_once('?').unwrap().0);
    assert_eq!(raw.download(&unsigned).await.0, 404);
    time.advance(Duration::from_hours(24));
    assert_eq!(raw.download(&url).await.0, 404);
    assert_eq!(sim.counters().downloads, 3);
}

#[tokio::test]
async fn a_user_posts_a_file_and_the_bot_reads_its_address() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    let place = guild.member("alice").in_channel(&general);
    let posted = place
        .with_file("my map.png", "image/png", PNG)
        .says("look")
        .unwrap();
    let read = raw
        .get(&format!(
            "/channels/{}/messages/{}",
            general.id(),
            posted.id
        ))
        .await
        .json;
    assert_eq!(read["attachments"][0]["filename"], "my_map.png");
    assert_eq!(raw.download(&read["attachments"][0]["url"]).await.2, PNG);
}
