//! The role that members have until they have completed the onboarding.

use discord_simulator::Permissions;
use e2e_tests::{PATIENCE, Town, eventually};

use super::{answers, has_role, panel_of};

/// A server whose newcomers are guests until they have completed the onboarding.
async fn with_guests() -> Town {
    let town = Town::start().await;
    town.set_up().await;
    town.guild.add_role("Guests", Permissions::NONE);
    town.guild.add_role("Members", Permissions::SEND_MESSAGES);
    let bot = town
        .guild
        .add_role("Alphapy itself", Permissions::MANAGE_ROLES);
    town.guild.set_bot_roles(&[bot]);
    for command in [
        "/config onboarding set_role role:@Members",
        "/config onboarding set_join_role role:@Guests",
    ] {
        let reply = town.says_at_last("sara", command, "✅").await;
        assert!(reply.contains("✅"), "{command}: {reply}");
    }
    town
}

#[tokio::test]
async fn who_joins_is_a_guest_once_the_screening_is_answered_and_a_restart_forgets_nobody() {
    let mut town = with_guests().await;
    let dave = town.guild.joins_pending("dave");
    town.guild.joins("carol", &[]);
    has_role(&town, "carol", "Guests").await;
    assert!(town.guild.is_pending(&dave), "no role let him past it");
    town.stop_app().await;
    town.start_app().await;
    town.guild.passes_screening(&dave);
    has_role(&town, "dave", "Guests").await;
    town.guild.set_roles(&dave, &[]);
    town.guild.joins("erin", &[]);
    has_role(&town, "erin", "Guests").await;
    assert_eq!(
        town.guild.roles_of(&dave),
        [""; 0],
        "whose role was taken by hand does not get it back"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_guest_who_completes_the_onboarding_is_one_no_more_and_coming_back_brings_the_role_back()
{
    let town = with_guests().await;
    let on = "/config onboarding toggle_restore enabled:true";
    assert!(town.says("sara", on).await.contains("✅"));
    let rules = "/config system set_rules_channel channel:#general";
    assert!(town.says("sara", rules).await.contains("✅"));
    let panel = panel_of(&town, &town.guild).await;
    let carol = town.guild.joins("carol", &[]);
    has_role(&town, "carol", "Guests").await;
    let place = carol.in_channel(&town.channel("general"));
    let first = place
        .clicks_on(&panel, "🚀 Start Onboarding")
        .await
        .unwrap();
    let review = answers(first, "carol@example.com").await;
    review.clicks("✅ Send").await.unwrap();
    let is_member = async || town.guild.roles_of(&carol) == ["Members"];
    assert!(
        eventually(PATIENCE, is_member).await,
        "{:?}",
        town.guild.roles_of(&carol)
    );
    town.guild.leaves(&carol);
    town.guild.joins("carol", &[]);
    assert!(
        eventually(PATIENCE, is_member).await,
        "{:?}",
        town.guild.roles_of(&carol)
    );
    town.leave().await;
}

#[tokio::test]
async fn a_join_role_above_the_bot_is_told_once_however_many_join_and_mending_it_helps_whoever_joins_next()
 {
    let town = with_guests().await;
    town.guild.set_bot_roles(&[]);
    let names = ["carol", "dave", "erin"];
    for name in names {
        town.guild.joins(name, &[]);
    }
    town.titled("bot-log", "Onboarding: join role").await;
    let bot = town.guild.add_role("Higher", Permissions::MANAGE_ROLES);
    town.guild.set_bot_roles(&[bot]);
    town.guild.joins("frank", &[]);
    has_role(&town, "frank", "Guests").await;
    assert_eq!(town.count_titled("bot-log", "Onboarding: join role"), 1);
    town.leave().await;
}

#[tokio::test]
async fn who_answers_the_screening_while_the_bot_is_down_is_a_guest_once_it_is_back() {
    let mut town = with_guests().await;
    let dave = town.guild.joins_pending("dave");
    let noted = "SELECT count(*) FROM alphapy.onboarding_screening";
    let is_noted = async || {
        let noted = sqlx::query_scalar::<_, i64>(noted).fetch_one(town.database.pool());
        noted.await.unwrap() == 1
    };
    assert!(eventually(PATIENCE, is_noted).await);
    town.stop_app().await;
    town.guild.passes_screening(&dave);
    town.start_app().await;
    let is_guest = eventually(PATIENCE, async || {
        town.clock.advance(chrono::TimeDelta::seconds(20));
        town.guild.roles_of(&dave) == ["Guests"]
    });
    assert!(is_guest.await, "{:?}", town.guild.roles_of(&dave));
    town.leave().await;
}
