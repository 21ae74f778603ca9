//! What admins write for newcomers, as newcomers see it.

use e2e_tests::{PATIENCE, eventually};

use super::Door;

#[tokio::test]
async fn rules_are_shown_as_they_were_written_and_the_panel_is_named_to_admins() {
    let door = Door::open().await;
    let channel = door.town.channel("staff").id();
    let rule = format!(
        "/onboarding add_rule rule_order:1 title:\"Be *kind*\" \
         description:\"Say hello in <#{channel}>, not to @everyone. [The map](https://map.example/a_b)\""
    );
    let added = door.town.says_at_last("sara", &rule, "✅").await;
    assert!(added.contains("Added rule 1"), "{added}");
    let first = door.starts("alice").await;
    let embed = &first.message().expect("a rule").embeds[0];
    assert_eq!(embed["title"], "Be *kind*");
    let text = embed["description"].as_str().expect("the rule");
    assert_eq!(
        text,
        format!(
            "Say hello in <#{channel}>, not to @\u{200b}everyone. [The map](https://map.example/a_b)"
        )
    );
    let named = eventually(PATIENCE, async || {
        let shown = door.town.says("sara", "/onboarding show").await;
        shown.contains(&door.panel.id.to_string())
    });
    assert!(named.await, "nobody is told where the panel stands");
    door.town.leave().await;
}
