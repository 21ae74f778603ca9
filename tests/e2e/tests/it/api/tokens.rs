//! People who sign in at Supabase: whose token counts, and what it lets them do.

use adapter_supabase::testing::Signer;
use chrono::TimeDelta;
use discord_simulator::Permissions;
use e2e_tests::{Answer, Asking, Program, Town, TownOptions};
use kernel::Clock as _;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "a-secret-of-tests-that-has-forty-bytes!!";
const ALICES: &str = "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f";
const KARIMS: &str = "4a3c9d2f-0e5b-4a7c-9f8d-2b3c4d5e6f70";

/// What an account's token says at the moment.
fn claims(town: &Town, issuer: &str, account: &str) -> Value {
    let now = town.clock.now().timestamp();
    json!({
        "exp": now + 3600, "iat": now, "aud": "authenticated", "iss": format!("{issuer}/auth/v1"), "sub": account,
        "role": "authenticated",
    })
}

/// `METHOD /path` by whoever holds the token.
async fn asks(town: &Town, request: &str, token: &str) -> Answer {
    Asking::new(town.api(), request).bearer(token).send().await
}

/// Links an account to a member, as an operator does beside the running bot.
async fn links(town: &Town, account: &str, name: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let id = town.member(name).id().to_string();
    let arguments = ["links", "add", account, &id];
    let file = env!("CARGO_BIN_EXE_whole");
    let mut program = Program::start(file, folder.path(), &arguments, town.environment());
    let status = program.ends().await;
    assert!(status.success(), "{}", program.said());
}

#[tokio::test]
async fn whoever_signs_in_and_is_linked_asks_for_their_own_and_no_other_token_counts() {
    let issuer = "http://127.0.0.1:9";
    let town = Town::with(TownOptions {
        adjust: Some(Box::new(move |it| {
            it.supabase.url = Some(issuer.to_owned());
            it.supabase.jwt_secret = Some(SECRET.into());
        })),
        ..TownOptions::default()
    })
    .await;
    town.set_up().await;
    let signer = Signer::secret(SECRET);
    let token = signer.token(None, &claims(&town, issuer, ALICES));
    let own = format!("GET /api/reminders/{}", town.member("alice").id());
    asks(&town, &own, &token)
        .await
        .assert_refused(403, "discord_not_linked");
    links(&town, ALICES, "alice").await;

    let wish = json!({
        "guild_id": town.guild.id().to_string(), "name": "Raid", "message": "Potions",
        "channel_id": town.channel("general").id().to_string(), "call_time": "20:00", "days": ["0"],
    });
    let made = Asking::new(town.api(), "POST /api/reminders").bearer(&token);
    let made = made.json(&wish).send().await;
    assert_eq!(made.status, 201, "{made:?}");
    let listed = town.says("alice", "/reminder_list").await;
    assert!(listed.contains("Raid"), "{listed}");
    let listed = asks(&town, &own, &token).await;
    assert_eq!(
        (listed.status, &listed.body[0]["name"]),
        (200, &json!("Raid")),
        "{listed:?}"
    );
    // She is what her token says, also when a service's key and another name come with it.
    let bobs = format!("GET /api/reminders/{}", town.member("bob").id());
    let others = town.asking("bob", &bobs).bearer(&token).send().await;
    others.assert_refused(403, "forbidden");

    let mut old = claims(&town, issuer, ALICES);
    old["exp"] = json!(town.clock.now().timestamp() - 31);
    let payload = claims(&town, issuer, ALICES).to_string();
    let unsigned = signer.sign(r#"{"alg":"none","typ":"JWT"}"#, &payload);
    let stripped = unsigned
        .rsplit_once('.')
        .map(|(signed, _)| format!("{signed}."));
    for wrong in [
        signer.token(None, &old),
        unsigned,
        stripped.expect("three parts"),
        Signer::secret("another-secret-that-has-forty-bytes-too!")
            .token(None, &claims(&town, issuer, ALICES)),
        Signer::rsa().token(Some("r"), &claims(&town, issuer, ALICES)),
        signer.token(None, &claims(&town, "http://127.0.0.1:10", ALICES)),
    ] {
        let refused = asks(&town, &own, &wrong).await;
        refused.assert_refused(401, "unauthorized");
        assert_eq!(refused.header("WWW-Authenticate"), Some("Bearer"));
        let with_key = town.asking("alice", &own).bearer(&wrong).send().await;
        with_key.assert_refused(401, "unauthorized");
    }
    // The token's own hour passes.
    town.clock.advance(TimeDelta::seconds(3631));
    asks(&town, &own, &token)
        .await
        .assert_refused(401, "unauthorized");
    town.leave().await;
}

/// From now on the project has this key.
async fn publishes(project: &MockServer, signer: &Signer, kid: &str) {
    project.reset().await;
    let keys = json!({ "keys": [signer.public_key(kid)] });
    Mock::given(method("GET"))
        .and(path("/auth/v1/.well-known/jwks.json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(keys))
        .mount(project)
        .await;
}

#[tokio::test]
async fn keys_change_without_a_restart_and_an_admins_access_follows_discord() {
    let project = MockServer::start().await;
    let url = project.uri();
    let (first, second) = (Signer::p256(), Signer::rsa());
    publishes(&project, &first, "first").await;
    let told = url.clone();
    let town = Town::with(TownOptions {
        adjust: Some(Box::new(move |it| {
            let keys = format!("{told}/auth/v1/.well-known/jwks.json");
            it.supabase.url = Some(told.clone());
            it.supabase.jwks_url = Some(keys);
        })),
        ..TownOptions::default()
    })
    .await;
    links(&town, KARIMS, "karim").await;
    let settings = format!("GET /api/dashboard/settings/{}", town.guild.id());
    let token = |signer: &Signer, kid| signer.token(Some(kid), &claims(&town, &url, KARIMS));
    let (old, new) = (token(&first, "first"), token(&second, "second"));
    asks(&town, &settings, &old)
        .await
        .assert_refused(403, "forbidden");

    let (karim, crew) = (town.member("karim"), town.guild.role("Crew"));
    let stewards = town.guild.add_role("Stewards", Permissions::ADMINISTRATOR);
    // Discord tells of things in order: who is answered has been told after them.
    let answers = async |token: &str, status| {
        town.says("alice", "/version").await;
        let answer = asks(&town, &settings, token).await;
        assert_eq!(answer.status, status, "{answer:?}");
    };
    town.guild.set_roles(&karim, &[crew, stewards]);
    answers(&old, 200).await;
    town.guild.set_roles(&karim, &[crew]);
    // Discord tells bots of members only where they have asked for it; for a minute the last answer holds.
    town.clock.advance(TimeDelta::minutes(1));
    answers(&old, 403).await;
    town.guild.set_permissions(crew, Permissions::ADMINISTRATOR);
    answers(&old, 200).await;

    // The key of old tokens is not looked up again, and the one of new tokens is, once.
    publishes(&project, &second, "second").await;
    assert_eq!(asks(&town, &settings, &new).await.status, 200);
    asks(&town, &settings, &old)
        .await
        .assert_refused(401, "unauthorized");
    let by_secret = Signer::secret(second.public_key("second").to_string());
    let confused = by_secret.token(Some("second"), &claims(&town, &url, KARIMS));
    asks(&town, &settings, &confused)
        .await
        .assert_refused(401, "unauthorized");
    let looked = project.received_requests().await.map(|it| it.len());
    assert_eq!(looked, Some(1));
    town.guild.leaves(&karim);
    town.clock.advance(TimeDelta::minutes(1));
    answers(&new, 403).await;
    town.leave().await;
}
