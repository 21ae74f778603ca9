//! The wizard is for admins, and each run for who began it: also against clients with a mind of their own.

use discord_simulator::{InChannel, Message, Permissions, Reply};
use e2e_tests::Town;

use super::SetUp;

/// Uses a component of the card as somebody else, with the id of a channel where it takes one.
async fn forges(place: &InChannel, card: &Message, kind: u64, id: &str, channel: &str) -> Reply {
    const BUTTON: u64 = 2;
    if kind == BUTTON {
        place.presses_forged(card, id).await
    } else {
        place.picks_forged(card, kind, id, &[channel]).await
    }
}

#[tokio::test]
async fn a_member_is_refused_at_every_component_of_every_step() {
    let town = Town::start().await;
    let general = town.channel("general");
    let alice = town.member("alice").in_channel(&general);
    assert!(alice.runs("/config start").await.is_err());
    let mut sara = SetUp::begins(&town, "sara").await;
    let before = town.database.dump(town.guild.id()).await;
    let (owner, member) = (town.member("sara").id(), town.member("alice").id());
    let channel = general.id().to_string();
    let mut tried = 0;
    for step in 1..=8 {
        for (kind, id) in sara.ids() {
            let taken = forges(&alice, &sara.card, kind, &id, &channel).await;
            assert!(
                taken.to_string().contains("belongs to whoever"),
                "{id}: {taken}"
            );
            // The same with herself for its owner.
            let own = id.replace(&owner.to_string(), &member.to_string());
            assert_ne!(own, id);
            let refused = forges(&alice, &sara.card, kind, &own, &channel).await;
            assert!(
                refused.to_string().contains("Only admins"),
                "{own}: {refused}"
            );
            assert!(refused.is_ephemeral());
            tried += 2;
        }
        if step < 8 {
            sara.presses("Skip").await;
        }
    }
    // Seven steps with a menu and three buttons, and the menu below the summary.
    assert_eq!(tried, 2 * (7 * 4 + 1));
    assert_eq!(town.database.dump(town.guild.id()).await, before);
    town.leave().await;
}

#[tokio::test]
async fn who_is_no_admin_any_more_gets_no_further() {
    let town = Town::start().await;
    let role = town.guild.add_role("Admins", Permissions::ADMINISTRATOR);
    let bob = town.member("bob");
    town.guild.set_roles(&bob, &[role]);
    let bobs = SetUp::begins(&town, "bob").await;
    town.guild.set_roles(&bob, &[]);
    for label in ["Skip", "Finish now"] {
        let reply = bobs
            .place
            .clicks_on(&bobs.card, label)
            .await
            .expect("the button is there");
        assert!(reply.to_string().contains("Only admins"), "{reply}");
    }
    let menu = bobs.menu();
    let reply = bobs
        .place
        .selects_on(&bobs.card, &menu, &["#general"])
        .await;
    let reply = reply.expect("the menu is there");
    assert!(reply.to_string().contains("Only admins"), "{reply}");
    let shown = town.says("sara", "/config system show").await;
    assert!(shown.contains("Log channel: Not set"), "{shown}");
    town.leave().await;
}
