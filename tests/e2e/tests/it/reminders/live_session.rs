//! Live sessions: announced when they start, told ahead in words of their own, and changed by whoever may.

use discord_simulator::{Permissions, Target};
use e2e_tests::{Town, brussels};

use super::id_in;

async fn set(town: &Town, options: &str) -> u64 {
    id_in(
        &town
            .says("alice", &format!("/add_live_session {options}"))
            .await,
    )
}

#[tokio::test]
async fn what_was_read_is_confirmed_and_the_log_tells() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says("alice", "/add_live_session days:\"vr, ma\" time:19u30")
        .await;
    for part in [
        "Live session (ID ",
        "#general at 19:30 (Monday, Friday)",
        "Announced 1 hour before and at the start",
        &format!("<t:{}:F>", brussels(2, 6, 18, 30).timestamp()),
        "only alice sees this",
    ] {
        assert!(reply.contains(part), "no {part} in {reply}");
    }
    let log = town.titled("bot-log", "Live session created").await;
    let log = town.simulator.rendered(&log);
    assert!(
        log.contains("Every Monday, Friday at 19:30") && log.contains("@alice"),
        "{log}"
    );
    town.leave().await;
}

#[tokio::test]
async fn it_is_announced_ahead_in_its_own_words_and_starting_now_only_when_it_does() {
    let town = Town::start().await;
    town.set_up().await;
    set(&town, "days:wed time:19:30").await;
    town.clock.set(brussels(2, 4, 18, 30));
    let notice = town.titled("general", "Live session").await;
    let text = town.simulator.rendered(&notice);
    assert!(text.contains("Live session at 19:30"), "{text}");
    assert!(!text.contains("starting now"), "{text}");
    town.clock.set(brussels(2, 4, 19, 30));
    let starts = |it: &discord_simulator::Message| {
        it.embeds
            .iter()
            .any(|it| it["description"] == "Live session starting now!")
    };
    let general = town.channel("general");
    let start = town.simulator.wait_for_message(&general, starts).await;
    assert!(start.is_some(), "{}", town.reads(&general));
    let gone = |it: Option<&discord_simulator::Message>| it.is_none();
    let taken_down = town.simulator.wait_for_change(&notice, gone).await;
    assert!(taken_down, "the notice stands: {}", town.reads(&general));
    // A week later it comes again.
    town.clock.set(brussels(2, 11, 18, 30));
    let again = |it: &discord_simulator::Message| {
        it.embeds
            .iter()
            .any(|it| it["description"] == "Live session at 19:30")
    };
    let again = town.simulator.wait_for_message(&general, again).await;
    assert!(again.is_some(), "{}", town.reads(&general));
    town.leave().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_its_reason() {
    let town = Town::start().await;
    town.set_up().await;
    let staff = town.channel("staff");
    let send = Permissions::SEND_MESSAGES;
    town.guild
        .overwrite(&staff, Target::Everyone, Permissions::NONE, send);
    for (options, says) in [
        ("days:mon time:25:00", "no such time"),
        ("days:blursday time:20:00", "blursday"),
        ("days:\" \" time:20:00", "at least one day"),
        (
            "days:mon time:20:00 channel:#staff",
            "You need *Send Messages*",
        ),
    ] {
        let reply = town
            .says("alice", &format!("/add_live_session {options}"))
            .await;
        assert!(
            reply.contains(says) && reply.contains("only alice sees this"),
            "{options}: {reply}"
        );
    }
    // Those four were uses too, and other reminders share the bucket.
    let fifth = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(fifth.contains("✅"), "{fifth}");
    let sixth = town
        .says("alice", "/add_live_session days:mon time:20:00")
        .await;
    assert!(sixth.contains("That was quick!"), "{sixth}");
    town.leave().await;
}

#[tokio::test]
async fn its_maker_and_admins_change_it_and_everything_else_looks_missing() {
    let town = Town::start().await;
    town.set_up().await;
    let id = set(&town, "days:mon time:19:30").await;
    let ordinary = id_in(
        &town
            .says("alice", "/add_reminder name:Raid time:20:00 days:mon")
            .await,
    );
    let edit =
        |id: u64, options: &str| format!("/edit_live_session live_session_id:{id} {options}");
    let done = town
        .says("alice", &edit(id, "time:20u15 days:\"di, do\""))
        .await;
    for part in [
        format!("Live session (ID {id}) updated: #general at 20:15 (Tuesday, Thursday)"),
        "Every Monday at 19:30 → Every Tuesday, Thursday at 20:15".to_owned(),
        "Next post".to_owned(),
    ] {
        assert!(done.contains(&part), "no {part} in {done}");
    }
    town.titled("bot-log", "Live session edited").await;
    for (who, id, options, says) in [
        ("alice", id, "", "nothing to change"),
        ("alice", id, "time:soon", "did not understand that time"),
        ("alice", id, "days:blursday", "blursday"),
        (
            "sara",
            id,
            "channel:#announcements",
            "#announcements at 20:15",
        ),
        ("bob", id, "time:20:30", "There is no live session with ID"),
        (
            "bob",
            999_999,
            "time:20:30",
            "There is no live session with ID",
        ),
        (
            "alice",
            ordinary,
            "time:20:30",
            "There is no live session with ID",
        ),
    ] {
        let reply = town.says(who, &edit(id, options)).await;
        assert!(reply.contains(says), "{who} {options}: {reply}");
    }
    let referred = town
        .says("alice", &format!("/reminder_edit reminder_id:{id}"))
        .await;
    assert!(referred.contains("/edit_live_session"), "{referred}");
    town.leave().await;
}

#[tokio::test]
async fn it_is_deleted_by_whoever_may_and_suggested_by_days_and_clock() {
    let town = Town::start().await;
    town.set_up().await;
    let id = set(&town, "days:mon time:19:30").await;
    set(&town, "days:fri time:9:00").await;
    for (who, text, expected) in [
        ("alice", "", 2),
        ("alice", "19:30", 1),
        ("bob", "", 0),
        ("sara", "fri", 1),
    ] {
        let place = town.member(who).in_channel(&town.channel("general"));
        for command in ["/edit_live_session", "/delete_live_session"] {
            let typed = place
                .types(&format!("{command} live_session_id:"), text)
                .await
                .unwrap();
            assert_eq!(typed.choices().len(), expected, "{who} {text}");
        }
    }
    let delete = |id: u64| format!("/delete_live_session live_session_id:{id}");
    let others = town.says("bob", &delete(id)).await;
    assert!(
        others.contains(&format!("no live session with ID {id}")),
        "{others}"
    );
    let done = town.says("alice", &delete(id)).await;
    assert!(
        done.contains(&format!("Live session (ID {id}) removed")),
        "{done}"
    );
    town.titled("bot-log", "Live session deleted").await;
    let again = town.says("alice", &delete(id)).await;
    assert!(
        again.contains(&format!("no live session with ID {id}")),
        "{again}"
    );
    town.leave().await;
}
