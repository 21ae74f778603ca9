//! `/config`.

use e2e_tests::Town;

#[tokio::test]
async fn a_change_holds_at_once_is_shown_and_is_logged() {
    let town = Town::start().await;
    town.set_up().await;
    let reply = town
        .says("sara", "/config embedwatcher set_offset minutes:30")
        .await;
    assert!(reply.contains("30"), "{reply}");
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("(30 minutes before)"), "{added}");
    let shown = town.says("sara", "/config embedwatcher show").await;
    assert!(shown.contains("30"), "{shown}");
    let log = town.reads(&town.channel("bot-log"));
    assert!(
        log.contains("embedwatcher.reminder_offset_minutes"),
        "{log}"
    );
    let reset = town.says("sara", "/config embedwatcher set_offset").await;
    assert!(reset.contains("60"), "{reset}");
    town.leave().await;
}

#[tokio::test]
async fn an_offset_of_zero_is_zero() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config embedwatcher set_offset minutes:0")
        .await;
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(!added.contains("before)"), "{added}");
    town.leave().await;
}

#[tokio::test]
async fn a_zone_that_does_not_exist_is_refused() {
    let town = Town::start().await;
    let reply = town
        .says("sara", "/config system set_timezone zone:Mars/Olympus")
        .await;
    assert!(!reply.contains("✅"), "{reply}");
    let good = town
        .says("sara", "/config system set_timezone zone:Europe/Lisbon")
        .await;
    assert!(good.contains("Europe/Lisbon"), "{good}");
    town.leave().await;
}

#[tokio::test]
async fn members_cannot_configure() {
    let town = Town::start().await;
    let place = town.member("alice").in_channel(&town.channel("general"));
    // Discord hides the command from her; a client that sends it all the same is refused by the bot itself.
    assert!(
        place
            .runs("/config reminders toggle enabled:false")
            .await
            .is_err()
    );
    town.leave().await;
}

#[tokio::test]
async fn the_server_keeps_its_settings_over_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config reminders toggle enabled:false")
        .await;
    town.stop_app().await;
    town.start_app().await;
    let reply = town.says("alice", "/reminder_list").await;
    assert!(reply.contains("switched off"), "{reply}");
    town.leave().await;
}
