//! The adapter against what Google's REST interface answers.

use std::sync::Arc;

use adapter_gcp::{Account, GcpSecretManager};
use chrono::{TimeDelta, Utc};
use kernel::{Clock, ManualClock, Retry};
use operations_core::testing::secret_manager_contract;
use operations_core::{ManagedSecret, SecretManager as _, SecretName};
use secrecy::ExposeSecret as _;
use serde_json::json;
use wiremock::matchers::{body_string_contains, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = include_str!("data/key_for_tests.pem");
const MACHINES_TOKEN: &str = "/computeMetadata/v1/instance/service-accounts/default/token";
/// `first line` and `second`, on two lines.
const TWO_LINES: &str = "Zmlyc3QgbGluZQpzZWNvbmQ=";

/// Google, and a clock.
struct Scene {
    google: MockServer,
    clock: ManualClock,
}

impl Scene {
    async fn new() -> Self {
        let now = chrono::DateTime::<Utc>::from_timestamp(1_700_000_000, 0);
        let now = now.expect("a moment in 2023");
        Self {
            google: MockServer::start().await,
            clock: ManualClock::at(now),
        }
    }

    fn manager(&self, account: Account) -> GcpSecretManager {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        GcpSecretManager::new("project-1", account, clock).at(self.google.uri())
    }

    fn of_service(&self) -> GcpSecretManager {
        let file = json!({
            "client_email": "bot@project.example", "private_key": KEY,
            "token_uri": format!("{}/token", self.google.uri()),
        });
        let account = Account::of_service(&file.to_string().into());
        self.manager(account.expect("a service account's file"))
    }

    /// Google gives service accounts this token so many times.
    async fn gives_token(&self, token: &str, times: u64) {
        let given = json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer" });
        Mock::given(method("POST"))
            .and(path("/token"))
            .and(body_string_contains("assertion="))
            .respond_with(ResponseTemplate::new(200).set_body_json(given))
            .up_to_n_times(times)
            .mount(&self.google)
            .await;
    }

    /// Google answers whoever has this token about a secret.
    async fn answers(&self, name: &str, token: &str, answer: ResponseTemplate) {
        let asked = format!("/v1/projects/project-1/secrets/{name}/versions/latest:access");
        Mock::given(method("GET"))
            .and(path(asked))
            .and(header("Authorization", format!("Bearer {token}")))
            .respond_with(answer)
            .mount(&self.google)
            .await;
    }

    async fn asked_for_tokens(&self) -> usize {
        let requests = self.google.received_requests().await.unwrap_or_default();
        let tokens = requests.iter().filter(|it| it.url.path() == "/token");
        tokens.count()
    }
}

fn holds(data: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "payload": { "data": data } }))
}

fn name(text: &str) -> SecretName {
    text.parse().expect("the name of a secret")
}

#[tokio::test]
async fn the_adapter_keeps_the_contract() {
    let scene = Scene::new().await;
    scene.gives_token("t-1", u64::MAX).await;
    scene.answers("known", "t-1", holds(TWO_LINES)).await;
    let denied = ResponseTemplate::new(403);
    scene.answers("denied", "t-1", denied).await;
    let broken = ResponseTemplate::new(503);
    scene.answers("broken", "t-1", broken).await;
    secret_manager_contract(&scene.of_service()).await;
    assert_eq!(scene.asked_for_tokens().await, 1, "the token is kept");
}

#[tokio::test]
async fn a_token_is_replaced_shortly_before_it_ends_and_when_google_does_not_take_it() {
    let scene = Scene::new().await;
    for token in ["t-1", "t-2", "t-3"] {
        scene.gives_token(token, 1).await;
    }
    scene.answers("known", "t-1", holds(TWO_LINES)).await;
    scene
        .answers("known", "t-2", ResponseTemplate::new(401))
        .await;
    scene.answers("known", "t-3", holds(TWO_LINES)).await;
    let manager = scene.of_service();
    manager.newest(&name("known")).await.unwrap();
    scene
        .clock
        .advance(TimeDelta::minutes(59) + TimeDelta::seconds(1));
    let refused = manager.newest(&name("known")).await.unwrap_err();
    assert_eq!(refused.retry(), Retry::Later);
    let found = manager.newest(&name("known")).await.unwrap();
    assert!(matches!(found, ManagedSecret::Value(_)));
}

#[tokio::test]
async fn a_machine_of_google_cloud_needs_no_key() {
    let scene = Scene::new().await;
    Mock::given(method("GET"))
        .and(path(MACHINES_TOKEN))
        .and(header("Metadata-Flavor", "Google"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({ "access_token": "machine", "expires_in": 1800 })),
        )
        .mount(&scene.google)
        .await;
    scene.answers("known", "machine", holds(TWO_LINES)).await;
    let manager = scene.manager(Account::of_machine_at(scene.google.uri()));
    match manager.newest(&name("known")).await.unwrap() {
        ManagedSecret::Value(it) => assert_eq!(it.expose_secret(), "first line\nsecond"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_that_google_gave_stands_in_a_failure() {
    let scene = Scene::new().await;
    scene.gives_token("t-hush", u64::MAX).await;
    scene.answers("binary", "t-hush", holds("aHVzaP8=")).await;
    let odd = ResponseTemplate::new(200).set_body_string("hush hush");
    scene.answers("odd", "t-hush", odd).await;
    let sent_on = ResponseTemplate::new(302).insert_header("Location", scene.google.uri());
    scene.answers("moved", "t-hush", sent_on).await;
    let large = ResponseTemplate::new(200).set_body_string("hush".repeat(40_000));
    scene.answers("large", "t-hush", large).await;
    let manager = scene.of_service();
    for asked in ["binary", "odd", "moved", "large"] {
        let failure = manager.newest(&name(asked)).await.unwrap_err();
        let shown = format!("{failure:?} {failure}");
        assert!(!shown.contains("hush"), "{asked}: {shown}");
    }
}

#[tokio::test]
async fn credentials_that_google_does_not_know_are_not_tried_again() {
    let scene = Scene::new().await;
    let refusal = ResponseTemplate::new(400).set_body_json(json!({ "error": "invalid_grant" }));
    Mock::given(method("POST"))
        .respond_with(refusal)
        .mount(&scene.google)
        .await;
    let failure = scene.of_service().newest(&name("known")).await.unwrap_err();
    assert_eq!(failure.retry(), Retry::Useless);
}
