//! Two admins who set the same server up at once.

use discord_simulator::Permissions;
use e2e_tests::Town;

use super::SetUp;

#[tokio::test]
async fn two_admins_at_once_each_go_their_own_way_and_the_last_word_holds() {
    let town = Town::start().await;
    let role = town.guild.add_role("Admins", Permissions::ADMINISTRATOR);
    town.guild.set_roles(&town.member("bob"), &[role]);
    let mut sara = SetUp::begins(&town, "sara").await;
    let mut bob = SetUp::begins(&town, "bob").await;
    let (hers, his) = tokio::join!(
        sara.picks("channel", "#bot-log"),
        bob.picks("channel", "#staff")
    );
    assert!(hers.contains("✅ Log channel: #bot-log"), "{hers}");
    assert!(his.contains("✅ Log channel: #staff"), "{his}");
    let history = town.says("sara", "/config history").await;
    assert!(
        history.contains("@sara") && history.contains("@bob"),
        "{history}"
    );
    let log = "set_log_channel channel:#bot-log";
    town.says("bob", &format!("/config system {log}")).await;
    // Each card shows what holds, by whomever it was set.
    let back = sara.presses("Back").await;
    assert!(back.contains("Now #bot-log"), "{back}");
    let again = bob.presses("Back").await;
    assert!(again.contains("Now #bot-log"), "{again}");
    bob.picks("channel", "#general").await;
    sara.presses("Skip").await;
    let summary = sara.presses("Finish now").await;
    assert!(summary.contains("Log channel: #general"), "{summary}");
    town.leave().await;
}
