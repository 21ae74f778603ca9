//! `/reminder_edit`: the form, the options, and who may use them.

use discord_simulator::ReplyState;
use e2e_tests::{Town, brussels};

use super::id_in;

/// The form of a reminder, opened by its owner.
async fn form(town: &Town, name: &str, id: u64) -> discord_simulator::Reply {
    let place = town.member(name).in_channel(&town.channel("general"));
    place
        .runs(&format!("/reminder_edit reminder_id:{id}"))
        .await
        .expect("the client lets the command through")
}

async fn added(town: &Town, command: &str) -> u64 {
    id_in(&town.says("alice", command).await)
}

#[tokio::test]
async fn a_form_with_the_reminder_as_it_is_changes_what_was_typed_and_nothing_else() {
    let town = Town::start().await;
    town.set_up().await;
    let text = "First paragraph, long enough to be one.\\n\\nA short last one";
    let id = added(
        &town,
        &format!("/add_reminder name:Raid time:20:00 date:14/2 message:\"{text}\""),
    )
    .await;
    let open = form(&town, "alice", id).await;
    assert_eq!(open.state(), ReplyState::Modal);
    let shown = open.to_string();
    for part in ["Raid", "14/02/2026", "20:00", "A short last one"] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    let done = open
        .submits(&[
            ("Name", "Quiz"),
            ("Time", "21u30"),
            ("Channel", "announcements"),
        ])
        .await
        .unwrap()
        .to_string();
    for part in [
        "**Quiz**",
        &format!("(ID {id}) updated"),
        "“Raid” → “Quiz”",
        "Saturday 14 February 2026 at 21:30",
        "#announcements",
        "only alice sees this",
    ] {
        assert!(done.contains(part), "no {part} in {done}");
    }
    assert!(!done.contains("Message"), "{done}");
    let log = town.titled("bot-log", "Reminder edited").await;
    let log = town.simulator.rendered(&log);
    assert!(
        log.contains("@alice") && log.contains("“Raid” → “Quiz”"),
        "{log}"
    );
    town.clock.set(brussels(2, 14, 20, 30));
    let post = town.titled("announcements", "Quiz").await;
    assert!(town.simulator.rendered(&post).contains("A short last one"));
    assert_eq!(town.count_titled("general", "Raid"), 0);
    town.leave().await;
}

#[tokio::test]
async fn moving_an_event_takes_its_notice_down_and_announces_it_anew() {
    let town = Town::start().await;
    town.set_up().await;
    let id = added(&town, "/add_reminder name:Raid time:12:00 date:today").await;
    town.clock.set(brussels(2, 4, 11, 0));
    town.titled("general", "Raid").await;
    let open = form(&town, "alice", id).await;
    let done = open
        .submits(&[("Time", "14:00")])
        .await
        .unwrap()
        .to_string();
    assert!(done.contains("at 14:00"), "{done}");
    assert_eq!(
        town.count_titled("general", "Raid"),
        0,
        "the old notice stands"
    );
    // At the old start nothing is posted; the new notice is the next thing to come.
    town.clock.set(brussels(2, 4, 13, 0));
    let notice = town.titled("general", "Raid").await;
    assert!(town.simulator.rendered(&notice).contains("14:00"));
    assert_eq!(town.count_titled("general", "Raid"), 1);
    town.leave().await;
}

#[tokio::test]
async fn days_and_dates_are_not_mixed_up() {
    let town = Town::start().await;
    town.set_up().await;
    let once = added(&town, "/add_reminder name:Once time:20:00 date:14/2").await;
    let weekly = added(
        &town,
        "/add_reminder name:Weekly time:20:00 days:\"ma, wo\"",
    )
    .await;
    let open = form(&town, "alice", weekly).await;
    assert!(open.to_string().contains("Monday, Wednesday"), "{open}");
    let empty = open.submits(&[("Days", "")]).await.unwrap().to_string();
    assert!(empty.contains("at least one day"), "{empty}");
    let open = form(&town, "alice", weekly).await;
    let wrong = open.submits(&[("Days", "mon, blursday")]).await.unwrap();
    assert!(wrong.to_string().contains("blursday"), "{wrong}");
    let open = form(&town, "alice", once).await;
    let days = open
        .submits(&[("Date", "mon, wed")])
        .await
        .unwrap()
        .to_string();
    let advice = format!("/reminder_edit reminder_id:{once} days:");
    assert!(
        days.contains("comes once") && days.contains(&advice),
        "{days}"
    );
    let plainly = town
        .says(
            "alice",
            &format!("/reminder_edit reminder_id:{once} days:\"mon, wed\""),
        )
        .await;
    assert!(
        plainly.contains("→ Every Monday, Wednesday at 20:00"),
        "{plainly}"
    );
    town.leave().await;
}

#[tokio::test]
async fn options_apply_without_a_form() {
    let town = Town::start().await;
    town.set_up().await;
    let id = added(
        &town,
        "/add_reminder name:Raid time:20:00 days:mon location:Keep",
    )
    .await;
    let edit = |options: &str| format!("/reminder_edit reminder_id:{id} {options}");
    for (options, says) in [
        (
            "announce:both",
            "Announced: 1 hour before → 1 hour before and at the start",
        ),
        ("location:\"bib Tielt\"", "Location: “Keep” → “bib Tielt”"),
        ("clear:location", "Location: “bib Tielt” → —"),
        ("ends_on:30/6/2026", "until 30 June 2026"),
        ("starts_on:1/3/2026", "from 1 March 2026"),
        ("starts_on:1/8/2026", "contradict each other"),
        ("clear:\"last day\"", "from 1 March 2026 at 20:00"),
        ("clear:\"last day\"", "nothing to change"),
        ("starts_on:soon", "did not understand that date: “soon”"),
        (
            "mention_everyone:true",
            "You need *Mention Everyone* in #general",
        ),
    ] {
        let reply = town.says("alice", &edit(options)).await;
        assert!(reply.contains(says), "{options} was answered: {reply}");
        assert!(reply.contains("only alice sees this"), "{options}: {reply}");
    }
    let loud = town.says("sara", &edit("mention_everyone:true")).await;
    assert!(
        loud.contains("Pings everyone: no → yes") && loud.contains("set_everyone"),
        "{loud}"
    );
    town.leave().await;
}

#[tokio::test]
async fn only_the_owner_and_admins_edit_and_both_others_and_missing_look_the_same() {
    let town = Town::start().await;
    town.set_up().await;
    let id = added(&town, "/add_reminder name:Raid time:20:00 days:mon").await;
    for options in ["", " location:there"] {
        let other = town
            .says("bob", &format!("/reminder_edit reminder_id:{id}{options}"))
            .await;
        let missing = town
            .says(
                "bob",
                &format!("/reminder_edit reminder_id:999999{options}"),
            )
            .await;
        assert!(
            other.contains(&format!("no reminder with ID {id}")),
            "{other}"
        );
        assert_eq!(
            other.replace(&id.to_string(), "N"),
            missing.replace("999999", "N")
        );
    }
    assert_eq!(form(&town, "sara", id).await.state(), ReplyState::Modal);
    // Who had the form open when the reminder went away is told so.
    let open = form(&town, "alice", id).await;
    town.says("sara", &format!("/reminder_delete reminder_id:{id}"))
        .await;
    let late = open.submits(&[("Name", "Quiz")]).await.unwrap().to_string();
    assert!(
        late.contains(&format!("no reminder with ID {id}")),
        "{late}"
    );
    town.leave().await;
}

#[tokio::test]
async fn two_forms_open_at_once_do_not_undo_each_other() {
    let town = Town::start().await;
    town.set_up().await;
    let id = added(
        &town,
        "/add_reminder name:Raid time:20:00 days:mon message:Old",
    )
    .await;
    let alices = form(&town, "alice", id).await;
    let saras = form(&town, "sara", id).await;
    alices.submits(&[("Message", "New")]).await.unwrap();
    let done = saras
        .submits(&[("Name", "Quiz")])
        .await
        .unwrap()
        .to_string();
    assert!(
        done.contains("“Raid” → “Quiz”") && !done.contains("Message"),
        "{done}"
    );
    let unchanged = form(&town, "alice", id).await;
    let shown = unchanged.to_string();
    assert!(shown.contains("Quiz") && shown.contains("New"), "{shown}");
    let same = unchanged.submits(&[]).await.unwrap().to_string();
    assert!(
        same.contains("nothing to change") && same.contains(&format!("ID {id}")),
        "{same}"
    );
    town.leave().await;
}

#[tokio::test]
async fn while_typing_a_member_is_offered_what_they_may_edit() {
    let town = Town::start().await;
    town.set_up().await;
    added(
        &town,
        "/add_reminder name:\"Raid night\" time:20:00 days:mon",
    )
    .await;
    for (who, expected) in [("alice", 1), ("bob", 0), ("sara", 1)] {
        let place = town.member(who).in_channel(&town.channel("general"));
        let typed = place
            .types("/reminder_edit reminder_id:", "raid")
            .await
            .unwrap();
        assert_eq!(typed.choices().len(), expected, "{who}");
    }
    town.leave().await;
}
