//! Projects of which nothing but the public key is known.

use adapter_supabase::SupabaseOptions;
use chrono::TimeDelta;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::project::{Outcome, Project, SUB, Signer, outcome};

const USER: &str = "/auth/v1/user";

fn remote(project: &Project) -> SupabaseOptions {
    SupabaseOptions {
        anon_key: Some("the-public-key".into()),
        ..project.options()
    }
}

fn somebody() -> ResponseTemplate {
    let user = json!({ "id": SUB, "aud": "authenticated", "role": "authenticated", "is_anonymous": false });
    ResponseTemplate::new(200).set_body_json(user)
}

/// A token that only Supabase can judge.
fn token(project: &Project, lifetime: i64) -> String {
    let mut claims = project.claims();
    claims["exp"] = json!(project.now().timestamp() + lifetime);
    Signer::secret("a secret that is not told to us, but long enough").token(None, &claims)
}

#[tokio::test]
async fn supabase_is_shown_the_token_and_the_public_key() {
    let project = Project::start().await;
    project.answer_at(USER, somebody()).await;
    let tokens = project.tokens(&remote(&project));
    let token = token(&project, 3600);
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    let asked = project.server.received_requests().await.unwrap();
    assert_eq!(asked[0].headers["apikey"], "the-public-key");
    assert_eq!(asked[0].headers["authorization"], format!("Bearer {token}"));
}

#[tokio::test]
async fn what_supabase_vouches_for_is_remembered_for_thirty_seconds() {
    let project = Project::start().await;
    project.answer_at(USER, somebody()).await;
    let tokens = project.tokens(&remote(&project));
    let token = token(&project, 3600);
    for _ in 0..3 {
        assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    }
    project.clock.advance(TimeDelta::seconds(29));
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    assert_eq!(project.asked().await, 1);
    project.answer_at(USER, ResponseTemplate::new(401)).await;
    project.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
}

#[tokio::test]
async fn a_token_is_not_remembered_beyond_its_own_time() {
    let project = Project::start().await;
    project.answer_at(USER, somebody()).await;
    let tokens = project.tokens(&remote(&project));
    let token = token(&project, 10);
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    project.answer_at(USER, ResponseTemplate::new(403)).await;
    project.clock.advance(TimeDelta::seconds(9));
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    project.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
    project.clock.advance(TimeDelta::seconds(31));
    assert_eq!(outcome(&tokens, &token).await, Outcome::Expired);
    assert_eq!(
        project.asked().await,
        1,
        "what is over is not shown to anybody"
    );
}

#[tokio::test]
async fn an_answer_that_is_neither_yes_nor_no_is_a_failure() {
    let project = Project::start().await;
    let tokens = project.tokens(&remote(&project));
    for (answer, expected) in [
        (ResponseTemplate::new(401), Outcome::Invalid),
        (ResponseTemplate::new(403), Outcome::Invalid),
        (ResponseTemplate::new(404), Outcome::Failed),
        (ResponseTemplate::new(429), Outcome::Failed),
        (ResponseTemplate::new(500), Outcome::Failed),
        (
            ResponseTemplate::new(302).insert_header("location", USER),
            Outcome::Failed,
        ),
        (
            ResponseTemplate::new(200).set_body_string("<html>"),
            Outcome::Failed,
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({ "id": "7" })),
            Outcome::Failed,
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({ "id": SUB, "is_anonymous": true })),
            Outcome::Anonymous,
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({ "id": SUB, "role": "service_role" })),
            Outcome::Invalid,
        ),
    ] {
        project.answer_at(USER, answer).await;
        assert_eq!(outcome(&tokens, &token(&project, 3600)).await, expected);
    }
    assert_eq!(tokens.remembered_tokens(), 0);
}

#[tokio::test]
async fn what_is_no_token_is_not_shown_to_supabase() {
    let project = Project::start().await;
    project.answer_at(USER, somebody()).await;
    let tokens = project.tokens(&remote(&project));
    let none = Signer::secret("x").sign(r#"{"alg":"none"}"#, &project.claims().to_string());
    for token in ["", "opaque", none.as_str()] {
        assert_eq!(outcome(&tokens, token).await, Outcome::Invalid, "{token}");
    }
    assert_eq!(project.asked().await, 0);
}

#[tokio::test]
async fn ten_times_as_many_tokens_as_there_is_room_for_leave_a_thousand() {
    let project = Project::start().await;
    project.answer_at(USER, somebody()).await;
    let tokens = project.tokens(&remote(&project));
    for lifetime in 0..10_000 {
        let token = token(&project, 3600 + lifetime);
        assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    }
    assert_eq!(tokens.remembered_tokens(), 1000);
}
