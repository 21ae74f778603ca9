//! How long a run lasts: over restarts, five minutes from the last press, and no longer.

use chrono::TimeDelta;
use e2e_tests::Town;

use super::SetUp;

#[tokio::test]
async fn a_restart_of_the_bot_is_not_noticed() {
    let mut town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#bot-log").await;
    town.stop_app().await;
    town.start_app().await;
    let told = sara.picks("channel", "#general").await;
    assert!(told.contains("step 3 of 7"), "{told}");
    let summary = sara.presses("Finish now").await;
    assert!(summary.contains("Log channel: #bot-log"), "{summary}");
    assert!(summary.contains("Rules channel: #general"), "{summary}");
    town.leave().await;
}

#[tokio::test]
async fn a_press_after_five_idle_minutes_and_a_restart_is_answered_with_what_to_do() {
    let mut town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#bot-log").await;
    town.stop_app().await;
    town.clock.advance(TimeDelta::seconds(300));
    town.start_app().await;
    let told = sara.picks("channel", "#general").await;
    assert!(
        told.contains("Timed out") && told.contains("/config start"),
        "{told}"
    );
    assert!(sara.card.components.is_empty());
    let shown = town.says("sara", "/config system show").await;
    assert!(
        shown.contains("Log channel: #bot-log"),
        "what was chosen stays: {shown}"
    );
    assert!(shown.contains("Rules channel: Not set"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn a_card_that_nobody_touches_says_so_by_itself() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#bot-log").await;
    town.clock.advance(TimeDelta::seconds(300));
    let told = sara.waits_until(&town, |it| it.components.is_empty()).await;
    assert!(
        told.contains("Timed out") && told.contains("/config start"),
        "{told}"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_card_is_left_alone_while_it_is_used() {
    const LOOKS: &str = "GET /webhooks/{webhook_id}/{webhook_token}/messages/@original";
    const CHANGES: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    town.clock.advance(TimeDelta::seconds(299));
    sara.presses("Skip").await;
    let changes = town.simulator.counters().requests_to(CHANGES);
    town.clock.advance(TimeDelta::seconds(1));
    let looked = |times| {
        town.simulator
            .wait_for_counters(move |it| it.requests_to(LOOKS) == times)
    };
    assert!(looked(1).await, "the first step's time is over");
    town.clock.advance(TimeDelta::seconds(299));
    sara.waits_until(&town, |it| it.components.is_empty()).await;
    assert!(looked(2).await);
    assert_eq!(town.simulator.counters().requests_to(CHANGES), changes + 1);
    town.leave().await;
}

#[tokio::test]
async fn the_summary_stays_and_only_its_menu_goes() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.presses("Finish now").await;
    assert!(!sara.card.components.is_empty());
    town.clock.advance(TimeDelta::seconds(300));
    let summary = sara.waits_until(&town, |it| it.components.is_empty()).await;
    assert!(summary.contains("Setup complete"), "{summary}");
    assert!(
        summary.contains("/config reminders set_default_channel"),
        "{summary}"
    );
    town.leave().await;
}

#[tokio::test]
async fn each_press_gives_five_more_minutes() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    for step in 2..=4 {
        town.clock.advance(TimeDelta::seconds(299));
        let told = sara.presses("Skip").await;
        assert!(told.contains(&format!("step {step} of 7")), "{told}");
    }
    town.leave().await;
}

#[tokio::test]
async fn while_the_database_is_away_the_step_stays_and_then_goes_on() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    town.database.refuse_connections().await;
    let menu = sara.menu();
    let reply = sara
        .place
        .selects_on(&sara.card, &menu, &["#bot-log"])
        .await;
    let reply = reply.expect("the menu is there");
    assert!(reply.to_string().contains("Please retry"), "{reply}");
    assert!(reply.is_ephemeral());
    town.database.accept_connections().await;
    let told = sara.picks("channel", "#bot-log").await;
    assert!(told.contains("step 2 of 7"), "{told}");
    town.leave().await;
}

#[tokio::test]
async fn an_outdated_button_leads_where_it_led_and_a_foreign_one_is_answered_kindly() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    let old = sara.ids();
    let skip = &old
        .iter()
        .find(|it| it.1.contains(":skip:"))
        .expect("a button")
        .1;
    sara.presses("Skip").await;
    let reply = sara.place.presses_forged(&sara.card, skip).await;
    let told = sara.reads(&reply);
    assert!(
        told.contains("step 2 of 7"),
        "a second press skips nothing more: {told}"
    );
    for id in [
        "wizard_move:dance:0:0:1:1",
        "wizard_move",
        "wizard_pick:99:0:1:1",
    ] {
        let reply = sara.place.presses_forged(&sara.card, id).await;
        assert!(reply.to_string().contains("/config start"), "{id}: {reply}");
        assert!(reply.is_ephemeral());
    }
    town.leave().await;
}
