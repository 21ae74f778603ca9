//! Interactions without a library: one answer, in time, and follow-ups for a while.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use discord_simulator::{DrivenTime, Guild, Options, Reply, ReplyState, Simulator};
use reqwest::Method;
use serde_json::{Value, json};
use twilight_gateway::{Event, EventTypeFlags, Intents, StreamExt};

use crate::{
    bot::{quick, shard, world},
    raw::{Answer, Raw},
};

/// A world on a driven clock with one command, and what the bot needs to answer it.
struct Scene {
    clock: Arc<DrivenTime>,
    sim: Simulator,
    guild: Guild,
    raw: Raw,
}

impl Scene {
    async fn new() -> Self {
        let clock = Arc::new(DrivenTime::at(
            DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        ));
        let patience = Duration::from_secs(5);
        let (sim, guild) = world(Options {
            time: clock.clone(),
            patience,
            ..quick()
        })
        .await;
        let raw = Raw::new(&sim);
        let path = format!("/applications/{}/commands", sim.application_id());
        raw.call(
            Method::PUT,
            &path,
            json!([{"name": "go", "description": "d"}]),
        )
        .await;
        Self {
            clock,
            sim,
            guild,
            raw,
        }
    }

    /// Alice runs the command; `answer` is called with the interaction's id and token.
    async fn run(&self, answer: impl AsyncFn(&str, &str)) -> Reply {
        let mut shard = shard(&self.sim, self.sim.token(), Intents::empty());
        while !matches!(
            shard.next_event(EventTypeFlags::READY).await,
            Some(Ok(Event::Ready(_)))
        ) {}
        let place = self
            .guild
            .member("alice")
            .in_channel(&self.guild.channel("general"));
        let bot = async {
            loop {
                if let Some(Ok(Event::InteractionCreate(it))) =
                    shard.next_event(EventTypeFlags::all()).await
                {
                    return answer(&it.id.to_string(), &it.token).await;
                }
            }
        };
        let (reply, ()) = tokio::join!(place.runs("/go"), bot);
        reply.unwrap()
    }

    async fn respond(&self, id: &str, token: &str, body: Value) -> Answer {
        self.raw
            .post(&format!("/interactions/{id}/{token}/callback"), body)
            .await
    }

    fn webhook(&self, token: &str) -> String {
        format!("/webhooks/{}/{token}", self.sim.application_id())
    }
}

#[tokio::test]
async fn an_interaction_is_answered_once() {
    let scene = Scene::new().await;
    let reply = scene
        .run(async |id, token| {
            let body = json!({"type": 4, "data": {"content": "first"}});
            assert_eq!(
                scene.respond(id, "wrong", body.clone()).await.error(),
                (404, 10_062)
            );
            assert_eq!(scene.respond(id, token, body.clone()).await.status, 204);
            assert_eq!(scene.respond(id, token, body).await.error(), (400, 40_060));
        })
        .await;
    assert_eq!(reply.content(), "first");
}

#[tokio::test]
async fn after_three_seconds_the_interaction_is_unknown() {
    let scene = Scene::new().await;
    let reply = scene
        .run(async |id, token| {
            scene.clock.advance(Duration::from_millis(3_001));
            let body = json!({"type": 4, "data": {"content": "late"}});
            assert_eq!(scene.respond(id, token, body).await.error(), (404, 10_062));
        })
        .await;
    assert_eq!(reply.state(), ReplyState::NoAnswer);
    assert_eq!(scene.sim.counters().late_answers, 1);
}

#[tokio::test]
async fn follow_ups_work_for_fifteen_minutes() {
    let scene = Scene::new().await;
    let reply = scene
        .run(async |id, token| {
            let webhook = scene.webhook(token);
            let more = json!({"content": "more", "flags": 64});
            assert_eq!(
                scene.raw.post(&webhook, more.clone()).await.error(),
                (404, 10_015),
                "not yet answered"
            );
            scene
                .respond(id, token, json!({"type": 4, "data": {"content": "first"}}))
                .await;
            let sent = scene.raw.post(&webhook, more.clone()).await;
            let path = format!("{webhook}/messages/{}", sent.id());
            scene
                .raw
                .call(Method::PATCH, &path, json!({"content": "changed"}))
                .await;
            scene.clock.advance(Duration::from_mins(16));
            assert_eq!(scene.raw.post(&webhook, more).await.error(), (401, 50_027));
        })
        .await;
    let follow_ups = reply.follow_ups();
    assert_eq!(
        (follow_ups.len(), follow_ups[0].content.as_str()),
        (1, "changed")
    );
    assert!(follow_ups[0].is_ephemeral());
}

#[tokio::test]
async fn the_first_follow_up_takes_the_place_of_thinking() {
    let scene = Scene::new().await;
    let reply = scene
        .run(async |id, token| {
            let deferred = scene
                .respond(id, token, json!({"type": 5, "data": {"flags": 64}}))
                .await;
            assert_eq!(deferred.status, 204);
            let thinking = scene
                .raw
                .get(&format!("{}/messages/@original", scene.webhook(token)))
                .await;
            assert_eq!(thinking.json["flags"], 64 + 128);
            scene
                .raw
                .post(&scene.webhook(token), json!({"content": "thought"}))
                .await;
        })
        .await;
    assert_eq!((reply.content(), reply.is_ephemeral()), ("thought", true));
    assert_eq!(reply.follow_ups(), []);
}

#[tokio::test]
async fn answers_must_fit_their_interaction_and_their_limits() {
    let scene = Scene::new().await;
    let reply = scene
        .run(async |id, token| {
            let refused = async |body: Value| scene.respond(id, token, body).await.error();
            assert_eq!(refused(json!({"type": 7, "data": {"content": "x"}})).await, (400, 50_035));
            assert_eq!(refused(json!({"type": 8, "data": {"choices": []}})).await, (400, 50_035));
            assert_eq!(refused(json!({"type": 4, "data": {}})).await, (400, 50_006));
            let inputs: Vec<_> = (0..6)
                .map(|it| json!({"type": 1, "components": [{"type": 4, "custom_id": it.to_string(), "style": 1, "label": "l"}]}))
                .collect();
            let modal = json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": inputs}});
            assert_eq!(refused(modal).await, (400, 50_035));
            scene.clock.advance(Duration::from_secs(4));
        })
        .await;
    assert_eq!(reply.to_string(), "The application did not respond");
}

#[tokio::test]
async fn the_answer_comes_back_when_it_is_wished() {
    let scene = Scene::new().await;
    scene
        .run(async |id, token| {
            let path = format!("/interactions/{id}/{token}/callback?with_response=true");
            let answer = scene
                .raw
                .post(&path, json!({"type": 4, "data": {"content": "x"}}))
                .await;
            assert_eq!(
                (
                    answer.status,
                    &answer.json["resource"]["message"]["content"]
                ),
                (200, &json!("x"))
            );
        })
        .await;
}

#[tokio::test]
async fn a_mention_in_a_deferred_answer_notifies() {
    let scene = Scene::new().await;
    let bob = scene.guild.member("bob");
    let reply = scene
        .run(async |id, token| {
            scene.respond(id, token, json!({"type": 5})).await;
            let path = format!("{}/messages/@original", scene.webhook(token));
            let done = scene
                .raw
                .call(Method::PATCH, &path, json!({"content": bob.mention()}))
                .await;
            assert_eq!(done.json["mentions"][0]["username"], "bob");
        })
        .await;
    assert!(reply.message().unwrap().pinged.contains(&bob.id()));
    assert_eq!(reply.to_string(), "TestBot: @bob");
}
