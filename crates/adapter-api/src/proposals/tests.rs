//! What admins decide about proposals over HTTP, and every answer that is no success.

use axum::http::Method;
use kernel::{ChannelId, MessageId};
use serde_json::{Value, json};
use tickets_core::TicketId;
use tickets_core::settings::faq::ENABLED;
use tickets_core::testing::World;
use tickets_core::topics::{
    NewProposal, Posted, Proposal, ProposalState, ProposalStore as _, ProposeOutcome, Topic,
};

use crate::testing::{Answer, Scene, guild_id};

const THEIRS: &str = "/api/dashboard/1/faq/proposals";

/// A proposal in guild 1 that stands in its log channel, made of a ticket that exists and of one that does not.
async fn proposed(scene: &Scene, terms: &[&str]) -> Proposal {
    let ticket = scene.tickets.tickets().open(World::wish(11)).await.unwrap();
    scene.tickets.clock.advance(chrono::TimeDelta::minutes(1));
    let what = NewProposal {
        topic: Topic::of_terms(terms.iter().map(|it| (*it).to_owned())),
        sample: "Her clock was an hour late.".to_owned(),
        tickets: vec![TicketId::new(999).unwrap(), ticket.id],
        newest: ticket.id,
    };
    let (store, now) = (&scene.faq.store, ticket.created_at);
    let stored = store.propose(guild_id(1), &what, now).await.unwrap();
    let ProposeOutcome::Stored(proposal) = stored else {
        panic!("{stored:?}")
    };
    let posted = Posted {
        channel: ChannelId::new(9).unwrap(),
        message: MessageId::new(100).unwrap(),
    };
    let known = store.set_posted(guild_id(1), proposal.id, posted).await;
    assert!(known.unwrap());
    *proposal
}

async fn decide(scene: &Scene, path: &str, body: &Value) -> Answer {
    let asked = scene.ask(Method::POST, &format!("{THEIRS}{path}"));
    asked.by_user(1).json(body).send().await
}

async fn listed(scene: &Scene) -> Value {
    scene.get(THEIRS).by_user(1).send().await.json()
}

#[tokio::test]
async fn a_proposal_is_shown_with_what_to_write_from_and_accepted_once() {
    let scene = Scene::default();
    let proposal = proposed(&scene, &["hour", "calendar"]).await;
    let shown = listed(&scene).await;
    let expected = json!({ "proposals": [{
        "id": 1, "guild_id": "1", "topic_terms": ["calendar", "hour"], "occurrences": 2, "ticket_ids": [1],
        "sample": "Her clock was an hour late.",
        "suggested": {
            "title": "Calendar hour", "summary": "Her clock was an hour late.", "keywords": ["calendar", "hour"],
        },
        "created_at": shown["proposals"][0]["created_at"],
    }] });
    assert_eq!(shown, expected);
    let body = json!({ "summary": "Choose your zone." });
    let added = decide(&scene, "/1/accept", &body).await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.body);
    let entry = &added.json()["entry"];
    assert_eq!(
        (&entry["title"], &entry["summary"], &entry["keywords"]),
        (
            &json!("Calendar hour"),
            &json!("Choose your zone."),
            &json!(["calendar", "hour"])
        )
    );
    let read = scene.get(&format!("/api/dashboard/1/faq/{}", entry["id"]));
    assert_eq!(&read.by_user(1).send().await.json(), entry);
    let settled = scene.settled.lock().unwrap().clone();
    assert_eq!((settled.len(), settled[0].id), (1, proposal.id));
    assert!(matches!(settled[0].state, ProposalState::Added { .. }));
    assert_eq!(listed(&scene).await, json!({ "proposals": [] }));
    for path in ["/1/accept", "/1/dismiss"] {
        let again = decide(&scene, path, &body).await;
        again.assert_refused(409, "decided_already");
        assert_eq!(again.json()["detail"], "It was added as answer 1 by 1.");
    }
}

#[tokio::test]
async fn what_an_admin_writes_takes_the_place_of_what_is_suggested() {
    let scene = Scene::default();
    proposed(&scene, &["hour", "calendar"]).await;
    let body = json!({ "title": "De kalender", "summary": "Kies je zone.", "keywords": ["uur"] });
    let added = decide(&scene, "/1/accept", &body).await.json();
    assert_eq!(
        (&added["entry"]["title"], &added["entry"]["keywords"]),
        (&json!("De kalender"), &json!(["uur"]))
    );
    proposed(&scene, &["invoice", "late"]).await;
    for (body, status, code) in [
        (
            json!({ "title": "DE KALENDER", "summary": "x" }),
            409,
            "title_taken",
        ),
        (json!({ "summary": " " }), 422, "validation_failed"),
        (json!({}), 422, "validation_failed"),
    ] {
        let answer = decide(&scene, "/2/accept", &body).await;
        answer.assert_refused(status, code);
    }
    assert_eq!(listed(&scene).await["proposals"][0]["id"], 2, "still open");
}

#[tokio::test]
async fn a_proposal_is_dismissed_once_and_shown_so() {
    let scene = Scene::default();
    proposed(&scene, &["hour", "calendar"]).await;
    let dismissed = decide(&scene, "/1/dismiss", &json!({})).await;
    assert_eq!(dismissed.json(), json!({ "success": true, "id": 1 }));
    let settled = scene.settled.lock().unwrap().clone();
    assert!(matches!(settled[0].state, ProposalState::Dismissed { .. }));
    let late = decide(&scene, "/1/accept", &json!({ "summary": "x" })).await;
    late.assert_refused(409, "decided_already");
    assert_eq!(late.json()["detail"], "It was dismissed by 1.");
    for path in ["/9/dismiss", "/x/dismiss", "/0/accept"] {
        let missing = decide(&scene, path, &json!({ "summary": "x" })).await;
        missing.assert_refused(404, "not_found");
    }
}

#[tokio::test]
async fn proposals_of_other_servers_look_missing_and_none_is_shown_where_the_faq_is_off() {
    let scene = Scene::default();
    proposed(&scene, &["hour", "calendar"]).await;
    let there = "/api/dashboard/2/faq/proposals";
    let elsewhere = scene.get(there).by_user(3).send().await.json();
    assert_eq!(elsewhere, json!({ "proposals": [] }));
    for path in ["accept", "dismiss"] {
        let asked = scene.ask(Method::POST, &format!("{there}/1/{path}"));
        let answer = asked.by_user(3).json(&json!({ "summary": "x" })).send();
        answer.await.assert_refused(404, "not_found");
    }
    scene.faq.switch(&ENABLED, false);
    scene
        .get(THEIRS)
        .by_user(1)
        .send()
        .await
        .assert_refused(403, "module_disabled");
    let answer = decide(&scene, "/1/dismiss", &json!({})).await;
    answer.assert_refused(403, "module_disabled");
}
