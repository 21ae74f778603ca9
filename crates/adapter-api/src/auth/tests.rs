//! Who is let in, and who is not.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use access_core::{AccountId, TokenRefusal, TokenVerifier};
use async_trait::async_trait;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use kernel::{PortFailure, Retry, UseCaseError};
use secrecy::SecretString;

use super::ApiKeys;
use crate::layers::{Limits, Peer};
use crate::testing::{Answer, Asked, KEY, Scene};
use crate::{ApiState, router};

/// What admins of guild 1 may see, and services.
const ADDRESS: &str = "/top-commands?guild_id=1";
const SECOND_KEY: &str = "another-key-with-more-than-32-characters";

async fn ask(headers: &[(&str, &str)]) -> Answer {
    showing(&Scene::default(), headers).send().await
}

fn showing(scene: &Scene, headers: &[(&str, &str)]) -> Asked {
    let asked = scene.get(ADDRESS);
    let headers = headers.iter();
    headers.fold(asked, |asked, (name, value)| asked.header(name, value))
}

/// Says the same of every token, and counts how often it is asked.
struct Says(fn() -> UseCaseError<TokenRefusal>, AtomicUsize);

#[async_trait]
impl TokenVerifier for Says {
    async fn verify(&self, _: &str) -> Result<AccountId, UseCaseError<TokenRefusal>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Err((self.0)())
    }
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_made_up_tokens_where_requests_are_not_counted_costs_nothing() {
    let scene = Scene {
        limits: Some(Limits::default()),
        ..Scene::default()
    };
    let forged = || UseCaseError::Refused(TokenRefusal::Invalid("forged"));
    let verifier = Arc::new(Says(forged, AtomicUsize::new(0)));
    let mut parts = scene.parts();
    parts.authenticator.tokens = Some(verifier.clone());
    let app = router(&ApiState::new(parts));
    let probe = || scene.get("/api/metrics?guild_id=1");
    for _ in 0..20 {
        let answer = probe().by_user(1).send_to(app.clone()).await;
        answer.assert_refused(401, "unauthorized");
    }
    for _ in 0..50 {
        let answer = probe().by_user(1).send_to(app.clone()).await;
        answer.assert_refused(429, "rate_limited");
        assert_eq!(answer.headers[RETRY_AFTER], "60");
        assert_eq!(answer.headers["x-ratelimit-remaining"], "0");
    }
    assert_eq!(verifier.1.load(Ordering::Relaxed), 20);
    let service = probe().by_service().send_to(app.clone()).await;
    assert_eq!(service.status, 200, "a key costs nothing to look at");
    tokio::time::advance(std::time::Duration::from_mins(1)).await;
    let again = probe().by_user(1).send_to(app).await;
    again.assert_refused(401, "unauthorized");
}

/// The answer to a token of which the verifier says this.
async fn judged(says: fn() -> UseCaseError<TokenRefusal>) -> Answer {
    let scene = Scene::default();
    let verifier = Arc::new(Says(says, AtomicUsize::new(0)));
    let mut parts = scene.parts();
    parts.authenticator.tokens = Some(verifier.clone());
    let asked = showing(&scene, &[("Authorization", "Bearer a.b.c")]);
    let answer = asked.send_to(router(&ApiState::new(parts))).await;
    assert_eq!(
        verifier.1.load(Ordering::Relaxed),
        1,
        "asked once a request"
    );
    answer
}

#[tokio::test]
async fn a_token_and_a_key_each_let_in_whoever_may_see_it() {
    let key = ("X-API-Key", KEY);
    for headers in [
        vec![("Authorization", "Bearer user-1")],
        vec![("Authorization", "bEARER   user-1")],
        vec![key],
        vec![key, ("X-User-Id", "1")],
        vec![key, ("X-Discord-User-Id", "1")],
        vec![key, ("X-User-Id", "1"), ("X-Discord-User-Id", "1")],
    ] {
        let answer = ask(&headers).await;
        assert_eq!(answer.status, 200, "{headers:?} {}", answer.body);
    }
}

#[tokio::test]
async fn whoever_shows_nothing_that_counts_gets_one_answer_whatever_is_wrong() {
    let (cut, longer) = (&KEY[..KEY.len() - 1], format!("{KEY}x"));
    let mut bodies = Vec::new();
    for headers in [
        vec![],
        vec![("X-User-Id", "1")],
        vec![("X-Discord-User-Id", "1")],
        vec![("X-User-Id", "no id")],
        vec![("X-API-Key", "")],
        vec![("X-API-Key", cut)],
        vec![("X-API-Key", &longer)],
        vec![("X-API-Key", "wrong"), ("X-User-Id", "1")],
        vec![("X-API-Key", KEY), ("X-API-Key", "wrong")],
        vec![("Authorization", "")],
        vec![("Authorization", "Bearer")],
        vec![("Authorization", "Bearer ")],
        vec![("Authorization", "user-1")],
        vec![("Authorization", "Bearer user-1 user-1")],
        vec![("Authorization", "Bearer nonsense")],
        vec![("Authorization", "Basic dXNlci0xOg==")],
        vec![("Authorization", "Token user-1")],
    ] {
        let answer = ask(&headers).await;
        answer.assert_refused(401, "unauthorized");
        assert_eq!(answer.headers[WWW_AUTHENTICATE], "Bearer", "{headers:?}");
        bodies.push(answer.json()["detail"].clone());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn a_token_that_does_not_count_is_not_made_up_for_by_a_key() {
    let key = ("X-API-Key", KEY);
    for token in ["Bearer nonsense", "Basic x", ""] {
        let answer = ask(&[("Authorization", token), key, ("X-User-Id", "1")]).await;
        answer.assert_refused(401, "unauthorized");
    }
}

#[tokio::test]
async fn whom_a_token_names_is_who_asks_whatever_other_headers_say() {
    let member = ("Authorization", "Bearer user-2");
    let refused = ask(&[member, ("X-API-Key", KEY), ("X-User-Id", "1")]).await;
    refused.assert_refused(403, "forbidden");
    let admin = ("Authorization", "Bearer user-1");
    let let_in = ask(&[admin, ("X-User-Id", "no id")]).await;
    assert_eq!(let_in.status, 200);
}

#[tokio::test]
async fn two_tokens_are_one_too_many() {
    let token = ("Authorization", "Bearer user-1");
    ask(&[token, token])
        .await
        .assert_refused(400, "invalid_authorization");
}

#[tokio::test]
async fn a_service_has_to_name_one_user_that_there_can_be() {
    let key = ("X-API-Key", KEY);
    for wrong in [
        vec![("X-User-Id", "")],
        vec![("X-User-Id", "0")],
        vec![("X-User-Id", "-1")],
        vec![("X-User-Id", "me")],
        vec![("X-User-Id", "1.0")],
        vec![("X-User-Id", "9223372036854775808")],
        vec![("X-Discord-User-Id", "me")],
        vec![("X-User-Id", "1"), ("X-Discord-User-Id", "2")],
        vec![("X-User-Id", "1"), ("X-Discord-User-Id", "me")],
        vec![("X-User-Id", "1"), ("X-User-Id", "2")],
    ] {
        let headers: Vec<_> = [key].into_iter().chain(wrong).collect();
        ask(&headers).await.assert_refused(400, "invalid_user_id");
    }
}

#[tokio::test]
async fn two_keys_count_at_once_so_that_one_can_be_changed() {
    let keys = [SecretString::from(KEY), SecretString::from(SECOND_KEY)];
    let scene = Scene {
        keys: ApiKeys::new(&keys),
        ..Scene::default()
    };
    for key in [KEY, SECOND_KEY] {
        let answer = showing(&scene, &[("X-API-Key", key)]).send().await;
        assert_eq!(answer.status, 200);
    }
    let answer = showing(&scene, &[("X-API-Key", "neither")]).send().await;
    answer.assert_refused(401, "unauthorized");
}

#[tokio::test]
async fn where_no_way_to_sign_in_is_configured_nobody_is_let_in() {
    let scene = Scene {
        keys: ApiKeys::default(),
        ..Scene::default()
    };
    let mut parts = scene.parts();
    parts.authenticator.tokens = None;
    let state = ApiState::new(parts);
    for headers in [
        vec![],
        vec![("X-API-Key", "")],
        vec![("X-API-Key", KEY)],
        vec![("Authorization", "Bearer user-1")],
    ] {
        let asked = showing(&scene, &headers);
        let answer = asked.send_to(router(&state)).await;
        answer.assert_refused(503, "auth_not_configured");
        assert_eq!(answer.headers[RETRY_AFTER], "5");
    }
}

#[tokio::test]
async fn without_keys_an_empty_one_does_not_count() {
    let scene = Scene {
        keys: ApiKeys::default(),
        ..Scene::default()
    };
    let answer = showing(&scene, &[("X-API-Key", "")]).send().await;
    answer.assert_refused(401, "unauthorized");
}

#[tokio::test]
async fn what_is_wrong_with_a_token_stays_in_the_log_except_for_what_its_holder_can_mend() {
    let invalid = judged(|| UseCaseError::Refused(TokenRefusal::Invalid("forged"))).await;
    let expired = judged(|| UseCaseError::Refused(TokenRefusal::Expired)).await;
    invalid.assert_refused(401, "unauthorized");
    assert_eq!(invalid.json()["detail"], expired.json()["detail"]);
    assert!(!invalid.body.contains("forged"), "{}", invalid.body);
    judged(|| UseCaseError::Refused(TokenRefusal::AnonymousSession))
        .await
        .assert_refused(403, "anonymous_session");
    let away = judged(|| PortFailure::new("ask about it", Retry::Later, "away").into()).await;
    away.assert_refused(503, "unavailable");
    assert!(away.headers.contains_key(RETRY_AFTER));
}

#[tokio::test]
async fn an_account_without_a_discord_user_is_told_how_to_get_one() {
    let answer = ask(&[("Authorization", "Bearer user-9")]).await;
    answer.assert_refused(403, "discord_not_linked");
}

#[tokio::test]
async fn who_somebody_is_comes_before_what_they_ask_for() {
    for address in ["/api/dashboard/no-id/reminders", "/api/dashboard/logs"] {
        let service = Scene::default().get(address).by_service().send().await;
        service.assert_refused(401, "missing_user_context");
        let unlinked = Scene::default().get(address).by_user(9).send().await;
        unlinked.assert_refused(403, "discord_not_linked");
    }
}

#[tokio::test]
async fn an_unknown_server_looks_like_one_where_one_is_nobody() {
    let mut bodies = Vec::new();
    for (guild, user) in [("1", 2), ("1", 3), ("2", 1), ("777", 1)] {
        let address = format!("/top-commands?guild_id={guild}");
        for asked in [
            Scene::default().get(&address).by_user(user),
            Scene::default().get(&address).by_service_for(user),
        ] {
            let answer = asked.send().await;
            answer.assert_refused(403, "forbidden");
            bodies.push(answer.json()["detail"].clone());
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test(start_paused = true)]
async fn whoever_shows_more_than_twenty_proofs_that_do_not_count_has_to_wait() {
    let scene = Scene {
        limits: Some(Limits::default()),
        ..Scene::default()
    };
    let from = |last: u8, asked: Asked| {
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        asked.extension(Peer(address)).send()
    };
    let wrong = || showing(&scene, &[("Authorization", "Bearer nonsense")]);
    for _ in 0..20 {
        from(1, wrong()).await.assert_refused(401, "unauthorized");
    }
    let held_back = from(1, wrong()).await;
    held_back.assert_refused(429, "rate_limited");
    assert_eq!(held_back.headers[RETRY_AFTER], "60");
    let said =
        ["limit", "remaining", "reset"].map(|it| &held_back.headers[&format!("x-ratelimit-{it}")]);
    assert_eq!(said, ["20", "0", "60"], "of proofs, and not of requests");
    from(2, wrong()).await.assert_refused(401, "unauthorized");
    let right = showing(&scene, &[("Authorization", "Bearer user-1")]);
    assert_eq!(from(1, right).await.status, 200);
    tokio::time::advance(std::time::Duration::from_mins(1)).await;
    from(1, wrong()).await.assert_refused(401, "unauthorized");
}
