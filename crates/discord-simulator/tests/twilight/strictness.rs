//! Refusals: what Discord does not let a bot do, with Discord's codes.

use discord_simulator::{Options, PRIVILEGED_INTENTS, Permissions, Target, ValidationState};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bot::{quick, world},
    raw::Raw,
};

#[tokio::test]
async fn a_wrong_token_is_refused_and_counted() {
    let (sim, guild) = world(quick()).await;
    let raw = Raw::new(&sim).with_token("Bot wrong");
    assert_eq!(
        raw.send(guild.channel("general").id(), "x").await.error(),
        (401, 0)
    );
    assert_eq!(sim.counters().invalid_requests, 1);
}

#[tokio::test]
async fn an_unknown_route_is_refused_and_noted() {
    let (sim, _) = world(quick()).await;
    let answer = Raw::new(&sim).get("/nothing/here").await;
    assert_eq!(answer.json, json!({"message": "404: Not Found", "code": 0}));
    assert_eq!(sim.counters().unknown_routes, ["GET /nothing/here"]);
}

#[tokio::test]
async fn a_channel_must_exist_and_be_visible_and_writable() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    assert_eq!(raw.send(12, "x").await.error(), (404, 10_003));
    assert_eq!(raw.send(general.id(), "x").await.status, 200);
    guild.overwrite(
        &general,
        Target::Bot,
        Permissions::NONE,
        Permissions::SEND_MESSAGES,
    );
    assert_eq!(raw.send(general.id(), "x").await.error(), (403, 50_013));
    guild.overwrite(
        &general,
        Target::Everyone,
        Permissions::NONE,
        Permissions::VIEW_CHANNEL,
    );
    assert_eq!(raw.send(general.id(), "x").await.error(), (403, 50_001));
    sim.remove_bot(&guild);
    assert_eq!(
        raw.get(&format!("/guilds/{}", guild.id())).await.error(),
        (403, 50_001)
    );
    assert_eq!(raw.get("/guilds/12").await.error(), (404, 10_004));
}

#[tokio::test]
async fn embeds_need_their_permission() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    guild.overwrite(
        &general,
        Target::Everyone,
        Permissions::NONE,
        Permissions::EMBED_LINKS,
    );
    let path = format!("/channels/{}/messages", general.id());
    assert_eq!(
        raw.post(&path, json!({"embeds": [{"title": "x"}]}))
            .await
            .error(),
        (403, 50_013)
    );
    assert_eq!(raw.post(&path, json!({"content": "x"})).await.status, 200);
}

#[tokio::test]
async fn overwrites_apply_to_everyone_then_roles_then_the_member() {
    let (sim, guild) = world(quick()).await;
    let (alice, bob, general) = (
        guild.member("alice"),
        guild.member("bob"),
        guild.channel("general"),
    );
    guild.overwrite(
        &general,
        Target::Everyone,
        Permissions::NONE,
        Permissions::SEND_MESSAGES,
    );
    assert!(alice.says(&general, "x").is_err());
    guild.overwrite(
        &general,
        Target::Role(guild.role("Staff")),
        Permissions::SEND_MESSAGES,
        Permissions::NONE,
    );
    assert!(alice.says(&general, "x").is_ok());
    assert!(bob.says(&general, "x").is_err());
    guild.overwrite(
        &general,
        Target::Member(&alice),
        Permissions::NONE,
        Permissions::SEND_MESSAGES,
    );
    assert!(alice.says(&general, "x").is_err());
    assert!(guild.owner().says(&general, "x").is_ok());
    drop(sim);
}

#[tokio::test]
async fn what_is_too_long_or_empty_is_refused_with_its_place() {
    let (sim, guild) = world(quick()).await;
    let raw = Raw::new(&sim);
    let path = format!("/channels/{}/messages", guild.channel("general").id());
    assert_eq!(
        raw.post(&path, json!({"content": " "})).await.error(),
        (400, 50_006)
    );
    let answer = raw.post(&path, json!({"content": "x".repeat(2_001)})).await;
    assert_eq!(answer.error(), (400, 50_035));
    assert!(
        answer.json["errors"]["content"]["_errors"][0]["code"].is_string(),
        "{}",
        answer.json
    );
    let heavy = json!({"description": "x".repeat(3_001)});
    let answer = raw.post(&path, json!({"embeds": [heavy, heavy]})).await;
    assert_eq!(
        answer.json["errors"]["embeds"]["_errors"][0]["code"],
        "MAX_EMBED_SIZE_EXCEEDED"
    );
}

#[tokio::test]
async fn bodies_are_checked_against_the_description() {
    let (sim, guild) = world(quick()).await;
    if let ValidationState::Absent(why) = sim.validation() {
        println!("left out: {why}");
        return;
    }
    let path = format!("/channels/{}/messages", guild.channel("general").id());
    let answer = Raw::new(&sim).post(&path, json!({"content": 5})).await;
    assert_eq!(answer.error(), (400, 50_035));
    let misspelt = Raw::new(&sim)
        .post(&path, json!({"content": "x", "embed": []}))
        .await;
    assert_eq!(misspelt.error(), (400, 50_035));
    let button = json!({"type": 2, "style": 9, "label": "x", "custom_id": "x"});
    let row = json!([{"type": 1, "components": [button]}]);
    assert_eq!(
        Raw::new(&sim)
            .post(&path, json!({"content": "x", "components": row}))
            .await
            .error(),
        (400, 50_035)
    );
    insta::assert_json_snapshot!(sim.violations().iter().map(|it| &it.problems).collect::<Vec<_>>(), @r#"
    [
      [
        "/content: 5 is not of types \"null\", \"string\""
      ],
      [
        "the body: Unevaluated properties are not allowed ('embed' was unexpected)"
      ],
      [
        "/components/0/components/0/style: 9 is not valid under any of the schemas listed in the 'oneOf' keyword"
      ]
    ]
    "#);
}

#[tokio::test]
async fn commands_must_keep_discords_rules() {
    let (sim, _) = world(quick()).await;
    let raw = Raw::new(&sim);
    let path = format!("/applications/{}/commands", sim.application_id());
    let put = async |body: Value| raw.call(Method::PUT, &path, body).await.error();
    let command = |name: &str| json!({"name": name, "description": "d"});
    assert_eq!(
        put(json!([command("a"), command("a")])).await,
        (400, 50_035)
    );
    assert_eq!(put(json!([command("Upper")])).await, (400, 50_035));
    assert_eq!(
        put((0..101).map(|it| command(&format!("c{it}"))).collect()).await,
        (400, 30_032)
    );
    assert_eq!(put(json!([command("a"), command("b")])).await, (200, 0));
    assert_eq!(sim.commands(None).len(), 2);
    assert_eq!(raw.post(&path, command("c")).await.status, 201);
    let again = raw.post(&path, command("c")).await;
    assert_eq!((again.status, sim.commands(None).len()), (200, 3));
    let one = format!("{path}/{}", again.id());
    let edited = raw
        .call(Method::PATCH, &one, json!({"description": "new"}))
        .await;
    assert_eq!(edited.json["description"], "new");
    assert_eq!(
        raw.call(Method::DELETE, &one, Value::Null).await.status,
        204
    );
    assert_eq!(raw.get(&one).await.error(), (404, 10_063));
    assert_eq!(
        raw.get("/applications/12/commands").await.error(),
        (403, 20_012)
    );
}

#[tokio::test]
async fn a_bot_gives_only_roles_below_its_own() {
    let (sim, guild) = world(quick()).await;
    let (raw, alice) = (Raw::new(&sim), guild.member("alice"));
    let low = guild.role("Staff");
    let path = |role: u64| format!("/guilds/{}/members/{}/roles/{role}", guild.id(), alice.id());
    assert_eq!(
        raw.call(Method::DELETE, &path(low.id), Value::Null)
            .await
            .error(),
        (403, 50_013)
    );
    guild.set_bot_permissions(Permissions::MANAGE_ROLES);
    assert_eq!(
        raw.call(Method::DELETE, &path(low.id), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(guild.roles_of(&alice), Vec::<String>::new());
    let high = guild.add_role("High", Permissions::NONE);
    assert_eq!(
        raw.call(Method::PUT, &path(high.id), Value::Null)
            .await
            .error(),
        (403, 50_013)
    );
    assert_eq!(
        raw.call(Method::PUT, &path(12), Value::Null).await.error(),
        (404, 10_011)
    );
}

#[tokio::test]
async fn an_application_without_message_content_does_not_read_it_over_rest() {
    let allowed = PRIVILEGED_INTENTS & !(1 << 15);
    let (sim, guild) = world(Options {
        allowed_intents: allowed,
        ..quick()
    })
    .await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general"));
    guild.member("alice").says(&general, "secret").unwrap();
    raw.send(general.id(), "own").await;
    let page = raw
        .get(&format!("/channels/{}/messages", general.id()))
        .await;
    assert_eq!(
        (&page.json[0]["content"], &page.json[1]["content"]),
        (&json!("own"), &json!(""))
    );
}

#[tokio::test]
async fn a_full_category_takes_no_more_channels() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::MANAGE_CHANNELS);
    let (raw, path) = (Raw::new(&sim), format!("/guilds/{}/channels", guild.id()));
    let body = |name: &str| json!({"name": name, "type": 0, "parent_id": guild.channel("Lobby").id().to_string()});
    for number in 0..50 {
        assert_eq!(
            raw.post(&path, body(&format!("room {number}")))
                .await
                .status,
            201
        );
    }
    assert_eq!(
        raw.post(&path, body("one more")).await.error(),
        (400, 50_035)
    );
    assert_eq!(guild.channel("room-49").name(), "room-49");
}
