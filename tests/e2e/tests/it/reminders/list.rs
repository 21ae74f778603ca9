//! `/reminder_list`: whose reminders, and page by page.

use e2e_tests::Town;

#[tokio::test]
async fn a_list_shows_members_their_own_and_the_channels_and_admins_everything() {
    let town = Town::start().await;
    town.says(
        "alice",
        "/add_reminder name:AliceHere time:20:00 days:mon channel:#general",
    )
    .await;
    town.says(
        "alice",
        "/add_reminder name:AliceThere time:20:00 date:14/2 channel:#staff location:\"bib Tielt\"",
    )
    .await;
    town.says(
        "sara",
        "/add_reminder name:SaraThere time:21:00 days:tue channel:#staff",
    )
    .await;
    let bobs = town.says("bob", "/reminder_list").await;
    assert!(
        bobs.contains("AliceHere") && !bobs.contains("AliceThere"),
        "{bobs}"
    );
    let alices = town.says("alice", "/reminder_list").await;
    assert!(
        alices.contains("2 reminders") && alices.contains("Saturday 14 February 2026"),
        "{alices}"
    );
    assert!(
        alices.contains("bib Tielt")
            && alices.contains("🔄 Recurring (1)")
            && alices.contains("📌 One-off (1)"),
        "{alices}"
    );
    let saras = town.says("sara", "/reminder_list").await;
    assert!(saras.contains("3 reminders"), "{saras}");
    let only = town
        .says("sara", "/reminder_list user:@alice kind:one-off")
        .await;
    assert!(
        only.contains("AliceThere") && !only.contains("AliceHere") && !only.contains("SaraThere"),
        "{only}"
    );
    let nosy = town.says("bob", "/reminder_list user:@alice").await;
    assert!(nosy.contains("Only admins"), "{nosy}");
    town.leave().await;
}

#[tokio::test]
async fn a_long_list_has_pages_that_only_its_owner_turns() {
    let town = Town::start().await;
    for number in 0..23 {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let who = ["alice", "bob", "karim"][number % 3];
        let name = format!("R{number:02} {}", "long name ".repeat(8));
        town.says(
            who,
            &format!("/add_reminder name:\"{name}\" time:20:{number:02} days:mon channel:#general"),
        )
        .await;
    }
    let place = town.member("sara").in_channel(&town.channel("general"));
    let first = place.runs("/reminder_list").await.unwrap();
    let text = first.to_string();
    assert!(
        text.contains("23 reminders")
            && text.contains("Page 1/3")
            && text.contains("R00")
            && !text.contains("R10"),
        "{text}"
    );
    let second = first.clicks("Next").await.unwrap();
    let text = second.to_string();
    assert!(
        text.contains("Page 2/3") && text.contains("R10") && !text.contains("R00"),
        "{text}"
    );
    let back = second.clicks("Prev").await.unwrap();
    assert!(back.to_string().contains("Page 1/3"));
    town.clock.advance(chrono::TimeDelta::minutes(6));
    let late = back.clicks("Next").await.unwrap();
    assert!(
        late.to_string().contains("more than five minutes old"),
        "{late}"
    );
    town.leave().await;
}
