//! Images: who may give a reminder one, and that it is shown for as long as the reminder lives.

use discord_simulator::{Fault, InChannel, Message};
use e2e_tests::{Town, brussels};

use super::id_in;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02rest";
const GIF: &[u8] = b"GIF89a and more";
const LARGEST: usize = 8 << 20;

/// Somebody in `#general` with a file at hand.
fn with(town: &Town, who: &str, name: &str, content_type: &str, bytes: &[u8]) -> InChannel {
    let place = town.member(who).in_channel(&town.channel("general"));
    place.with_file(name, content_type, bytes.to_vec())
}

async fn runs(place: &InChannel, command: &str) -> String {
    let reply = place.runs(command).await;
    reply.expect("the client lets it through").to_string()
}

async fn picture(town: &Town, title: &str) -> Option<Vec<u8>> {
    let message: Message = town.titled("general", title).await;
    town.simulator.picture(&message)
}

#[tokio::test]
async fn an_image_is_shown_days_after_its_own_address_has_expired() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    let add = "/add_reminder name:Raid time:20:00 date:14/2 image:poster.png";
    let reply = runs(&place, add).await;
    assert!(
        reply.contains("✅") && reply.contains("With your image"),
        "{reply}"
    );
    town.clock.set(brussels(2, 14, 19, 0));
    let notice = town.titled("general", "Raid").await;
    assert_eq!(town.simulator.picture(&notice).as_deref(), Some(PNG));
    town.clock.set(brussels(2, 14, 20, 0));
    let general = town.channel("general");
    let another = |it: &Message| {
        it.id != notice.id
            && it
                .embeds
                .iter()
                .any(|it| it["title"].as_str().is_some_and(|it| it.contains("Raid")))
    };
    let start = town.simulator.wait_for_message(&general, another).await;
    let start = start.expect("the start is announced");
    assert_eq!(town.simulator.picture(&start).as_deref(), Some(PNG));
    town.leave().await;
}

#[tokio::test]
async fn a_live_session_shows_its_image_each_time_until_it_is_taken_away() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let place = with(&town, "alice", "live.gif", "image/gif", GIF);
    let reply = runs(
        &place,
        "/add_live_session days:wed time:19:30 image:live.gif",
    )
    .await;
    assert!(reply.contains("With your image"), "{reply}");
    let id = id_in(&reply);
    town.clock.set(brussels(2, 4, 18, 30));
    assert_eq!(picture(&town, "Live session").await.as_deref(), Some(GIF));
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    let edit = format!("/edit_live_session live_session_id:{id}");
    let reply = runs(&place, &format!("{edit} image:poster.png")).await;
    assert!(reply.contains("With your image"), "{reply}");
    let log = town.titled("bot-log", "Live session edited").await;
    assert!(town.simulator.rendered(&log).contains("Picture"));
    let reply = runs(&place, &format!("{edit} image:poster.png clear_image:true")).await;
    assert!(reply.contains("Picture: removed"), "{reply}");
    town.clock.set(brussels(2, 4, 19, 30));
    let general = town.channel("general");
    let starts = |it: &Message| {
        it.embeds
            .iter()
            .any(|it| it["description"] == "Live session starting now!")
    };
    let start = town.simulator.wait_for_message(&general, starts).await;
    let start = start.expect("the start is announced");
    assert_eq!(town.simulator.picture(&start), None);
    town.leave().await;
}

#[tokio::test]
async fn what_is_no_image_or_too_large_is_refused_and_what_lies_is_left_out() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let add = "/add_reminder name:Raid time:20:00 date:14/2 image:x";
    for (content_type, bytes, says) in [
        (
            "text/plain",
            b"hello".to_vec(),
            "no picture that I can show",
        ),
        (
            "image/svg+xml",
            b"<svg/>".to_vec(),
            "no picture that I can show",
        ),
        ("image/png", vec![0; LARGEST + 1], "too large"),
    ] {
        let reply = runs(&with(&town, "alice", "x", content_type, &bytes), add).await;
        assert!(
            reply.contains(says) && !reply.contains("✅"),
            "{content_type}: {reply}"
        );
    }
    let liar = with(&town, "alice", "x", "image/png", b"<script>");
    let reply = runs(&liar, add).await;
    for part in [
        "✅",
        "without your image",
        "whatever its name",
        "/reminder_edit",
    ] {
        assert!(reply.contains(part), "no {part} in {reply}");
    }
    let id = id_in(&reply);
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    let edit = format!("/reminder_edit reminder_id:{id} image:poster.png");
    let reply = runs(&place, &edit).await;
    assert!(reply.contains("With your image"), "{reply}");
    town.clock.set(brussels(2, 14, 19, 0));
    assert_eq!(picture(&town, "Raid").await.as_deref(), Some(PNG));
    town.leave().await;
}

#[tokio::test]
async fn the_largest_image_comes_through() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let mut bytes = PNG.to_vec();
    bytes.resize(LARGEST, 7);
    let place = with(&town, "alice", "big.png", "image/png", &bytes);
    let reply = runs(&place, "/add_reminder name:Raid time:12:00 image:big.png").await;
    assert!(reply.contains("With your image"), "{reply}");
    town.clock.set(brussels(2, 4, 11, 0));
    assert_eq!(
        picture(&town, "Raid").await.map(|it| it.len()),
        Some(LARGEST)
    );
    town.leave().await;
}

#[tokio::test]
async fn nobody_has_premium_by_default_and_so_nobody_an_image() {
    let town = Town::start().await;
    town.set_up().await;
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    let plain = runs(&place, "/add_reminder name:Raid time:20:00").await;
    let id = id_in(&plain);
    for command in [
        "/add_reminder name:Raid time:20:00 image:poster.png",
        "/add_reminder name:Raid time:20:00 image_url:https://example.com/x.png",
        "/add_live_session days:mon time:20:00 image:poster.png",
        "/add_live_session days:mon time:20:00 image_url:https://example.com/x.png",
        &format!("/reminder_edit reminder_id:{id} image:poster.png"),
        &format!("/reminder_edit reminder_id:{id} image_url:https://example.com/x.png"),
    ] {
        let reply = runs(&place, command).await;
        let says = "need Premium, which this bot does not offer yet";
        assert!(
            reply.contains(says) && !reply.contains("/premium"),
            "{command}: {reply}"
        );
    }
    town.leave().await;
}

#[tokio::test]
async fn three_images_an_hour_are_enough_for_each_member() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let add = "/add_reminder name:Raid time:20:00 date:14/2 image:poster.png";
    let alice = with(&town, "alice", "poster.png", "image/png", PNG);
    for _ in 0..3 {
        town.clock.advance(chrono::TimeDelta::minutes(1));
        let reply = runs(&alice, add).await;
        assert!(reply.contains("With your image"), "{reply}");
    }
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let fourth = runs(&alice, add).await;
    assert!(
        fourth.contains("at most 3 images an hour") && fourth.contains("57 minutes"),
        "{fourth}"
    );
    let bob = with(&town, "bob", "poster.png", "image/png", PNG);
    let reply = runs(&bob, add).await;
    assert!(reply.contains("With your image"), "{reply}");
    town.clock.advance(chrono::TimeDelta::minutes(58));
    let reply = runs(&alice, add).await;
    assert!(reply.contains("With your image"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn an_image_that_fails_blocks_nothing() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let fault = Fault::ErrorBefore(500);
    town.simulator
        .inject("GET", "/ephemeral-attachments/*", 1, fault);
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    let reply = runs(
        &place,
        "/add_reminder name:First time:12:00 image:poster.png",
    )
    .await;
    assert!(
        reply.contains("✅") && reply.contains("could not fetch or keep it"),
        "{reply}"
    );
    let lost = "/add_reminder name:Second time:12:00 image:poster.png";
    let reply = runs(&place, lost).await;
    assert!(reply.contains("With your image"), "{reply}");
    sqlx::query("UPDATE alphapy.reminder_images SET file_name = 'lost.png'")
        .execute(town.database.pool())
        .await
        .expect("the copy is lost");
    let refused = "/add_reminder name:Third time:12:00 image:poster.png";
    let reply = runs(&place, refused).await;
    assert!(reply.contains("With your image"), "{reply}");
    town.guild.takes_files_up_to(10);
    town.clock.set(brussels(2, 4, 11, 0));
    for name in ["First", "Second", "Third"] {
        assert_eq!(picture(&town, name).await, None, "{name}");
    }
    town.leave().await;
}

#[tokio::test]
async fn a_message_with_an_image_is_posted_once_however_often_its_answer_is_lost() {
    let town = Town::of_customers().await;
    town.set_up().await;
    let place = with(&town, "alice", "poster.png", "image/png", PNG);
    runs(
        &place,
        "/add_reminder name:Raid time:12:00 image:poster.png",
    )
    .await;
    let path = format!("/channels/{}/messages", town.channel("general").id());
    town.simulator.inject("POST", &path, 2, Fault::LostAnswer);
    town.clock.set(brussels(2, 4, 11, 0));
    assert_eq!(picture(&town, "Raid").await.as_deref(), Some(PNG));
    town.titled("bot-log", "Reminder sent").await;
    assert_eq!(town.count_titled("general", "Raid"), 1);
    town.leave().await;
}
