//! Menus that Discord fills by itself: channels, categories, roles.

use discord_simulator::{ChannelKind, Guild, Message, Permissions, Simulator, Target};
use serde_json::{Value, json};

use crate::{
    bot::{quick, start, world},
    raw::Raw,
};

const ROLE: u64 = 6;
const CHANNEL: u64 = 8;

/// A world whose bot tells what was picked in its menus.
async fn scene() -> (Simulator, Guild, Raw) {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let raw = Raw::new(&sim);
    (sim, guild, raw)
}

fn rows(menus: &[Value]) -> Value {
    let rows = menus
        .iter()
        .map(|it| json!({"type": 1, "components": [it]}));
    rows.collect()
}

/// A message of the bot with these menus.
async fn posted(raw: &Raw, guild: &Guild, menus: &[Value]) -> Message {
    let general = guild.channel("general");
    let path = format!("/channels/{}/messages", general.id());
    let body = json!({"content": "pick", "components": rows(menus)});
    let answer = raw.post(&path, body).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let id = answer.id();
    let messages = general.messages();
    messages.into_iter().find(|it| it.id == id).unwrap()
}

#[tokio::test]
async fn a_channel_is_picked_by_its_name_and_comes_with_what_it_is() {
    let (sim, guild, raw) = scene().await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    for (kinds, name) in [
        (json!([0, 5]), "news"),
        (json!([4]), "Lobby"),
        (json!([]), "general"),
    ] {
        let menu = json!({"type": CHANNEL, "custom_id": "where", "placeholder": "Where?", "channel_types": kinds});
        let message = posted(&raw, &guild, &[menu]).await;
        let wanted = format!("#{name}");
        let told = place
            .selects_on(&message, "Where?", &[&wanted])
            .await
            .unwrap();
        let id = guild.channel(name).id();
        assert_eq!(
            told.content(),
            format!(r#"pressed where ["{id}"] (1 channels, 0 roles)"#)
        );
    }
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn a_channel_of_another_kind_and_one_that_is_hidden_are_not_offered() {
    let (_sim, guild, raw) = scene().await;
    let bob = guild.member("bob");
    let place = bob.in_channel(&guild.channel("general"));
    let menu = json!({"type": CHANNEL, "custom_id": "where", "channel_types": [0]});
    let message = posted(&raw, &guild, &[menu]).await;
    let hidden = guild.add_channel("hidden", ChannelKind::Text);
    let (none, view) = (Permissions::NONE, Permissions::VIEW_CHANNEL);
    guild.overwrite(&hidden, Target::Member(&bob), none, view);
    for name in ["#news", "#hidden", "#nowhere"] {
        let refused = place.selects_on(&message, "where", &[name]).await;
        assert!(refused.is_err(), "{name}");
    }
    let two = place
        .selects_on(&message, "where", &["#general", "#general"])
        .await;
    assert!(two.is_err(), "one is to be picked");
}

#[tokio::test]
async fn a_role_is_picked_by_its_name() {
    let (sim, guild, raw) = scene().await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    let message = posted(&raw, &guild, &[json!({"type": ROLE, "custom_id": "who"})]).await;
    let told = place
        .selects_on(&message, "who", &["@Staff"])
        .await
        .unwrap();
    let id = guild.role("Staff").id;
    assert_eq!(
        told.content(),
        format!(r#"pressed who ["{id}"] (0 channels, 1 roles)"#)
    );
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn a_client_of_its_own_sends_what_no_menu_offers() {
    let (_sim, guild, raw) = scene().await;
    let place = guild.member("bob").in_channel(&guild.channel("general"));
    let message = posted(&raw, &guild, &[json!({"type": ROLE, "custom_id": "who"})]).await;
    let told = place.picks_forged(&message, CHANNEL, "else", &["7"]).await;
    assert_eq!(
        told.content(),
        r#"pressed else ["7"] (0 channels, 0 roles)"#
    );
}

#[tokio::test]
async fn a_menu_begins_with_what_it_may_hold_and_of_its_own_kind() {
    let (_sim, guild, raw) = scene().await;
    let general = guild.channel("general").id().to_string();
    let channel = json!({"type": "channel", "id": general});
    let menu = |defaults: &[&Value]| json!({"type": CHANNEL, "custom_id": "where", "default_values": defaults});
    posted(&raw, &guild, &[menu(&[&channel])]).await;
    let path = format!("/channels/{general}/messages");
    let role = json!({"type": "role", "id": guild.role("Staff").id.to_string()});
    for wrong in [menu(&[&channel, &channel]), menu(&[&role])] {
        let body = json!({"components": rows(&[wrong])});
        assert_eq!(raw.post(&path, body).await.error(), (400, 50_035));
    }
}
