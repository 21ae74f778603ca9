//! An admin says by commands alone what newcomers are asked and shown.

use discord_simulator::ClientRefusal;
use e2e_tests::{PATIENCE, Town, eventually};

async fn town() -> Town {
    let town = Town::unhurried().await;
    town.set_up().await;
    town
}

/// What Sara reads when she runs `/onboarding …`.
async fn sara(town: &Town, command: &str) -> String {
    town.says("sara", &format!("/onboarding {command}")).await
}

#[tokio::test]
async fn a_bare_server_gets_five_questions_and_two_rules_by_commands_alone() {
    let town = town().await;
    let bare = sara(&town, "show").await;
    assert!(bare.contains("using the 4 defaults"), "{bare}");
    assert!(bare.contains("none; `/onboarding add_rule`"), "{bare}");
    let admin = town.member("sara").in_channel(&town.channel("general"));
    let form = admin
        .runs("/onboarding add_question step:1 question:\"How did you find us?\"")
        .await
        .unwrap();
    assert!(form.modal().is_some(), "the options are asked for: {form}");
    let refused = form.submits(&[("Options", "Only one")]).await.unwrap();
    assert!(refused.to_string().contains("at least 2"), "{refused}");
    assert!(sara(&town, "show").await.contains("4 defaults"));
    let added = form
        .submits(&[("Options", "A friend = friend\nSearch engine\n\nOther")])
        .await
        .unwrap();
    let added = added.to_string();
    assert!(
        added.contains("Added question 1. How did you find us?"),
        "{added}"
    );
    assert!(added.contains("instead of the four defaults"), "{added}");
    for (command, words) in [
        (
            "add_question step:5 question:Topics? type:multiselect options:\"Rust; SQL=sql\"",
            "Added question 5.",
        ),
        (
            "add_question step:9 question:Why? type:text",
            "Added question 9.",
        ),
        (
            "add_question step:20 question:Mail? type:email required:false",
            "Added question 20.",
        ),
        (
            "add_question step:7 question:Name? type:text",
            "Added question 7.",
        ),
        (
            "add_question step:7 question:\"Your name?\" type:text",
            "Replaced question 7.",
        ),
        (
            "set_followup step:1 value:friend question:\"Who was it?\"",
            "is asked that too",
        ),
        (
            "add_rule rule_order:1 title:\"Be kind\" description:\"To **everyone** here.\"",
            "Added rule 1. Be kind",
        ),
        (
            "add_rule rule_order:2 title:Listen description:Always. image_url:https://example.com/x.png",
            "Added rule 2. Listen",
        ),
    ] {
        let said = sara(&town, command).await;
        assert!(said.contains(words), "{command}: {said}");
    }
    let shown = sara(&town, "show").await;
    for words in [
        "1. How did you find us? (one option)",
        "5. Topics? (several options)",
        "7. Your name? (a text)",
        "20. Mail? (an e-mail address, optional)",
        "1. Be kind",
        "2. Listen",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("defaults"), "{shown}");
    for title in [
        "question added",
        "question replaced",
        "follow-up set",
        "rule added",
    ] {
        town.titled("bot-log", title).await;
    }
    town.leave().await;
}

#[tokio::test]
async fn questions_are_put_in_another_order_in_a_form_that_says_the_one_they_have() {
    let town = town().await;
    let none = sara(&town, "reorder").await;
    assert!(none.contains("cannot be reordered"), "{none}");
    for (step, text) in [(2, "A?"), (3, "B?"), (11, "C?")] {
        let add = format!("add_question step:{step} question:{text} type:text");
        assert!(sara(&town, &add).await.contains("Added"), "{add}");
    }
    let admin = town.member("sara").in_channel(&town.channel("general"));
    let form = admin.runs("/onboarding reorder").await.unwrap();
    let modal = form.modal().unwrap().json.to_string();
    assert!(modal.contains("1, 2, 3"), "{modal}");
    for (order, why) in [
        ("1, 2", "3 is missing"),
        ("1, 2, 2", "twice"),
        ("1, 2, 4", "no question 4"),
        ("1, 2, x", "`x` is no number"),
    ] {
        let refused = form.submits(&[("Order", order)]).await.unwrap().to_string();
        assert!(
            refused.contains("Nothing was changed"),
            "{order}: {refused}"
        );
        assert!(refused.contains(why), "{order}: {refused}");
    }
    let done = form
        .submits(&[("Order", "3, 1, 2")])
        .await
        .unwrap()
        .to_string();
    assert!(
        done.contains("1. C?") && done.contains("2. A?") && done.contains("3. B?"),
        "{done}"
    );
    let swapped = admin.runs("/onboarding reorder").await.unwrap();
    let swapped = swapped.submits(&[("Order", "2, 1, 3")]).await.unwrap();
    assert!(swapped.to_string().contains("1. A?"), "{swapped}");
    town.titled("bot-log", "questions reordered").await;
    town.leave().await;
}

#[tokio::test]
async fn what_cannot_be_is_named_and_nothing_is_stored() {
    let town = town().await;
    let many = (1..=26).map(|it| format!("O{it}")).collect::<Vec<_>>();
    let many = many.join(";");
    let long = "x".repeat(81);
    for (command, words) in [
        (
            "add_question step:1 question:Q type:select options:Alone".to_owned(),
            "at least 2",
        ),
        (
            "add_question step:1 question:Q type:select options:\"Yes!;Yes?\"".to_owned(),
            "have the value `yes`",
        ),
        (
            format!("add_question step:1 question:Q type:multiselect options:{many}"),
            "26 options",
        ),
        (
            format!("add_question step:1 question:Q type:multiselect options:{long}"),
            "label of option 1 has more than 80",
        ),
        (
            "add_question step:1 question:Q type:multiselect options:\"=a\"".to_owned(),
            "label of option 1 has nothing",
        ),
        (
            "add_question step:1 question:Q type:text options:\"A;B\"".to_owned(),
            "takes no `options`",
        ),
        (
            "add_rule rule_order:1 title:T description:D image_url:http://example.com/x".to_owned(),
            "`https://`",
        ),
        (
            "set_followup step:1 value:a question:Why".to_owned(),
            "no question of yours at 1",
        ),
        ("delete_question step:4".to_owned(), "nothing was deleted"),
        ("delete_rule rule_order:4".to_owned(), "nothing was deleted"),
    ] {
        let said = sara(&town, &command).await;
        assert!(
            said.contains('❌') && said.contains(words),
            "{command}: {said}"
        );
    }
    let shown = sara(&town, "show").await;
    assert!(
        shown.contains("4 defaults") && shown.contains("none; "),
        "{shown}"
    );
    assert_eq!(town.count_titled("bot-log", "Onboarding:"), 0);
    town.leave().await;
}

#[tokio::test]
async fn all_of_it_is_deleted_only_after_a_second_press() {
    let town = town().await;
    for command in [
        "add_question step:1 question:Why? type:text",
        "add_rule rule_order:1 title:Be description:Kind",
    ] {
        assert!(sara(&town, command).await.contains("Added"));
    }
    let admin = town.member("sara").in_channel(&town.channel("general"));
    for (command, button, words) in [
        (
            "reset_questions",
            "Delete all questions",
            "four defaults now",
        ),
        (
            "reset_rules",
            "Delete all rules",
            "Deleted 1 rule. There are none now.",
        ),
    ] {
        let asked = admin.runs(&format!("/onboarding {command}")).await.unwrap();
        let still = sara(&town, "show").await;
        assert!(still.contains("1. Be"), "nothing is gone yet: {still}");
        let done = admin
            .clicks_on(asked.message().unwrap(), button)
            .await
            .unwrap();
        assert!(done.to_string().contains(words), "{command}: {done}");
    }
    let shown = sara(&town, "show").await;
    assert!(
        shown.contains("4 defaults") && shown.contains("none; "),
        "{shown}"
    );
    town.leave().await;
}

#[tokio::test]
async fn modes_roles_and_switches_are_the_settings_and_members_change_none() {
    let town = town().await;
    let alice = town.member("alice").in_channel(&town.channel("general"));
    for command in ["show", "toggle enabled:false", "reset_rules", "reorder"] {
        let command = format!("/onboarding {command}");
        let refused = alice.runs(&command).await;
        assert!(
            matches!(refused, Err(ClientRefusal::NotPermitted(_))),
            "{refused:?}"
        );
    }
    let warned = sara(&town, "set_mode mode:rules_only").await;
    assert!(warned.contains("✅"), "{warned}");
    let everyone = sara(&town, &format!("set_role role:<@&{}>", town.guild.id())).await;
    assert!(everyone.contains("❌"), "{everyone}");
    let off = sara(&town, "toggle enabled:false").await;
    assert!(off.contains("✅"), "{off}");
    let shown = eventually(PATIENCE, async || {
        let shown = sara(&town, "show").await;
        shown.contains("rules only") && shown.contains("off")
    });
    assert!(shown.await);
    town.leave().await;
}
