//! What admins take out and look at: answers as a file, figures, and starting a member anew.

use serde_json::Value;

use super::{Door, answers, has_role};

impl Door {
    /// The file of this name that an export brings.
    async fn exported(&self, command: &str, name: &str) -> String {
        let sara = self.town.member("sara");
        let place = sara.in_channel(&self.town.channel("general"));
        let exported = place.runs(command).await.expect("Discord lets it through");
        let message = exported.message().expect("a message");
        assert!(message.is_ephemeral(), "only Sara has it");
        let file = self.town.simulator.file(message, name);
        String::from_utf8(file.expect("the file")).expect("text")
    }
}

#[tokio::test]
async fn admins_take_out_what_members_answered_in_full_and_runs_nothing() {
    let door = Door::open().await;
    let none = door.town.says("sara", "/export_onboarding").await;
    assert!(none.contains("No data"), "{none}");
    let first = door.starts("alice").await;
    let form = first
        .clicks("Invited by a member")
        .await
        .expect("Discord lets it through");
    let second = form
        .submits(&[("Who invited you?", "=1+1")])
        .await
        .expect("Discord lets it through");
    let pick = "Choose one or more";
    let third = second
        .selects(pick, &["Learn skills"])
        .await
        .expect("Discord lets it through");
    let fourth = third
        .selects(pick, &["Events"])
        .await
        .expect("Discord lets it through");
    let form = fourth
        .clicks("✏️ Type answer")
        .await
        .expect("Discord lets it through");
    let label = "What is your e-mail address? (optional)";
    let review = form
        .submits(&[(label, "ann@example.com")])
        .await
        .expect("Discord lets it through");
    review
        .clicks("✅ Send")
        .await
        .expect("Discord lets it through");
    has_role(&door.town, "alice", "Members").await;
    let alice = door.town.member("alice").id().to_string();
    let csv = door.exported("/export_onboarding", "onboarding.csv").await;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[0].contains("user_id,timestamp,"), "{csv}");
    assert!(lines[1].starts_with(&alice), "{csv}");
    assert!(lines[1].contains("friend: =1+1"), "{csv}");
    assert!(lines[1].contains("ann@example.com"), "{csv}");
    let json = door
        .exported("/export_onboarding format:json", "onboarding.json")
        .await;
    let json: Value = serde_json::from_str(&json).expect("Discord lets it through");
    assert_eq!(json[0]["user_id"], alice);
    assert_eq!(json[0]["answers"][0]["answer"]["followup"], "=1+1");
    let member = door.town.member("alice");
    let place = member.in_channel(&door.town.channel("general"));
    let offered = place.runs("/export_onboarding").await;
    assert!(offered.is_err(), "members are not even offered it");
    door.town.leave().await;
}

#[tokio::test]
async fn figures_count_who_gets_how_far_and_a_member_who_is_reset_starts_anew() {
    let door = Door::open().await;
    door.starts("bob").await.clicks("Search engine").await.ok();
    let review = answers(door.starts("alice").await, "ann@example.com").await;
    review
        .clicks("✅ Send")
        .await
        .expect("Discord lets it through");
    has_role(&door.town, "alice", "Members").await;
    let stats = door.town.says("sara", "/onboarding stats").await;
    assert!(stats.contains("How far newcomers get"), "{stats}");
    assert!(stats.contains("Completed: 1 (50 %"), "{stats}");
    let alice = door.town.member("alice").id();
    let command = format!("/onboarding reset_user member:<@{alice}>");
    let reset = door.town.says("sara", &command).await;
    assert!(reset.contains("is removed"), "{reset}");
    door.town.titled("bot-log", "a member was reset").await;
    let again = door.town.says("sara", &command).await;
    assert!(again.contains("Nothing is stored"), "{again}");
    door.town.clock.advance(chrono::TimeDelta::seconds(10));
    let first = door.starts("alice").await.to_string();
    assert!(first.contains("How did you find"), "{first}");
    door.town.leave().await;
}
