//! The panel, where an admin wants one.

use e2e_tests::{PATIENCE, Town, eventually};
use sqlx::AssertSqlSafe;

use super::{Door, panel_of};

#[tokio::test]
async fn an_admin_puts_a_panel_where_they_like_and_is_told_what_is_in_the_way() {
    let town = Town::start().await;
    town.set_up().await;
    let posted = town.says("sara", "/onboarding panel_post").await;
    assert!(posted.contains("The panel stands in"), "{posted}");
    let panel = panel_of(&town, &town.guild).await;
    let place = town.member("alice");
    let place = place.in_channel(&town.channel("general"));
    let first = place
        .clicks_on(&panel, "🚀 Start Onboarding")
        .await
        .unwrap();
    assert!(first.to_string().contains("Step 1 of 4"), "{first}");
    let off = "/onboarding toggle enabled:false";
    assert!(town.says("sara", off).await.contains("✅"));
    let refused = town.says("sara", "/onboarding panel_post").await;
    assert!(
        refused.contains("turned off") && refused.contains("/onboarding toggle"),
        "{refused}"
    );
    town.leave().await;
}

#[tokio::test]
async fn nobody_is_led_anywhere_while_it_cannot_be_read_where_to() {
    let door = Door::open().await;
    let town = &door.town;
    let query = format!(
        r#"INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type)
           VALUES ({}, 'onboarding', 'mode', '"everything"', 'enum')"#,
        town.guild.id()
    );
    let written = sqlx::query(AssertSqlSafe(query)).execute(town.database.pool());
    written.await.unwrap();
    let is_off = async || {
        door.starts("alice")
            .await
            .to_string()
            .contains("turned off")
    };
    assert!(eventually(PATIENCE, is_off).await, "the mode is unknown");
    door.town.leave().await;
}
