//! Ways to be somebody one is not.

use adapter_supabase::SupabaseOptions;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::project::{Outcome, Project, SECRET, Signer, outcome};

/// What becomes of a token signed with the secret that claims what a user's does, but for one field.
async fn claiming(field: &str, value: Value) -> Outcome {
    let project = Project::start().await;
    let mut claims = project.claims();
    claims[field] = value;
    let token = Signer::secret(SECRET).token(None, &claims);
    outcome(&project.tokens(&project.with_secret()), &token).await
}

#[tokio::test]
async fn each_way_to_prove_who_one_is_works() {
    let project = Project::start().await;
    let (secret, rsa, p256) = (Signer::secret(SECRET), Signer::rsa(), Signer::p256());
    project
        .publish(&[rsa.public_key("r"), p256.public_key("e")])
        .await;
    let options = SupabaseOptions {
        jwt_secret: Some(SECRET.into()),
        ..project.with_named_keys()
    };
    let tokens = project.tokens(&options);
    let claims = project.claims();
    for token in [
        secret.token(None, &claims),
        secret.token(Some("whatever"), &claims),
        rsa.token(Some("r"), &claims),
        rsa.token(None, &claims),
        p256.token(Some("e"), &claims),
    ] {
        assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn, "{token}");
    }
    assert_eq!(tokens.kept_keys(), 2);
}

#[tokio::test]
async fn a_token_without_a_signature_counts_nowhere() {
    let project = Project::start().await;
    project.publish(&[Signer::rsa().public_key("r")]).await;
    let claims = project.claims().to_string();
    let encode = |it: &str| URL_SAFE_NO_PAD.encode(it);
    for options in [project.with_secret(), project.options()] {
        let tokens = project.tokens(&options);
        for alg in ["none", "None", "NONE", "nOnE", "", "HS256", "RS256"] {
            let header = json!({ "alg": alg, "kid": "r" }).to_string();
            let bare = format!("{}.{}", encode(&header), encode(&claims));
            for token in [format!("{bare}."), bare.clone(), format!("{bare}.AA")] {
                assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid, "{token}");
            }
        }
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret() {
    let project = Project::start().await;
    let rsa = Signer::rsa();
    let key = rsa.public_key("r");
    project.publish(std::slice::from_ref(&key)).await;
    let modulus = key["n"].as_str().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(modulus).unwrap();
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(&bytes)
    );
    let both = SupabaseOptions {
        jwt_secret: Some(SECRET.into()),
        ..project.with_named_keys()
    };
    for options in [project.with_named_keys(), both] {
        let tokens = project.tokens(&options);
        for secret in [
            bytes.as_slice(),
            modulus.as_bytes(),
            pem.as_bytes(),
            b"",
            key.to_string().as_bytes(),
        ] {
            let forger = Signer::secret(secret);
            for kid in [Some("r"), None] {
                let token = forger.token(kid, &project.claims());
                assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
            }
            // The same, under the name of the key's own algorithm.
            let header = json!({ "alg": "RS256", "kid": "r" }).to_string();
            let token = forger.sign(&header, &project.claims().to_string());
            assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
        }
    }
}

#[tokio::test]
async fn a_secret_among_public_keys_is_left_out() {
    let project = Project::start().await;
    let oct = Signer::secret([7; 64]);
    project
        .publish(&[oct.public_key("o"), Signer::rsa().public_key("r")])
        .await;
    let tokens = project.tokens(&project.options());
    let token = oct.token(Some("o"), &project.claims());
    assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
}

#[tokio::test]
async fn what_is_not_configured_does_not_count() {
    let project = Project::start().await;
    let (secret, rsa) = (Signer::secret(SECRET), Signer::rsa());
    let claims = project.claims();
    let by_secret = SupabaseOptions {
        url: None,
        issuer: Some(format!("{}/auth/v1", project.server.uri())),
        ..project.with_secret()
    };
    let tokens = project.tokens(&by_secret);
    assert_eq!(
        outcome(&tokens, &secret.token(None, &claims)).await,
        Outcome::LetIn
    );
    assert_eq!(
        outcome(&tokens, &rsa.token(Some("r"), &claims)).await,
        Outcome::Invalid
    );

    project.publish(&[rsa.public_key("r")]).await;
    let tokens = project.tokens(&project.options());
    assert_eq!(
        outcome(&tokens, &rsa.token(Some("r"), &claims)).await,
        Outcome::LetIn
    );
    assert_eq!(
        outcome(&tokens, &secret.token(None, &claims)).await,
        Outcome::Invalid
    );

    let nothing = project.tokens(&SupabaseOptions::default());
    assert!(!nothing.is_configured());
    let token = secret.token(None, &claims);
    assert_eq!(outcome(&nothing, &token).await, Outcome::NotConfigured);
}

#[tokio::test]
async fn beside_a_secret_a_project_need_not_have_public_keys() {
    let project = Project::start().await;
    project.answer_keys(ResponseTemplate::new(404)).await;
    let tokens = project.tokens(&project.with_secret());
    let token = Signer::rsa().token(Some("r"), &project.claims());
    assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
    let token = Signer::secret(SECRET).token(None, &project.claims());
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
}

#[tokio::test]
async fn another_key_of_the_right_kind_does_not_count() {
    let project = Project::start().await;
    let (ours, theirs) = (Signer::p256(), Signer::p256());
    project
        .publish(&[ours.public_key("e"), Signer::rsa().public_key("r")])
        .await;
    let options = SupabaseOptions {
        jwt_secret: Some(SECRET.into()),
        ..project.with_named_keys()
    };
    let tokens = project.tokens(&options);
    let claims = project.claims();
    for token in [
        theirs.token(Some("e"), &claims),
        theirs.token(None, &claims),
        Signer::secret("another-secret-with-enough-bytes-in-it").token(None, &claims),
        // The right key under the name of one of another algorithm.
        ours.token(Some("r"), &claims),
        Signer::rsa().token(Some("e"), &claims),
    ] {
        assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid, "{token}");
    }
}

#[tokio::test]
async fn a_changed_token_does_not_count() {
    let project = Project::start().await;
    let tokens = project.tokens(&project.with_secret());
    let token = Signer::secret(SECRET).token(None, &project.claims());
    let mut claims = project.claims();
    claims["sub"] = json!("00000000-0000-4000-8000-000000000000");
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    let parts: Vec<_> = token.split('.').collect();
    let changed = format!("{}.{payload}.{}", parts[0], parts[2]);
    assert_eq!(outcome(&tokens, &changed).await, Outcome::Invalid);
    let cut = &token[..token.len() - 4];
    assert_eq!(outcome(&tokens, cut).await, Outcome::Invalid);
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
}

#[tokio::test]
async fn a_key_that_the_token_brings_along_is_never_fetched_nor_used() {
    let project = Project::start().await;
    project.publish(&[Signer::rsa().public_key("r")]).await;
    let forger = Signer::p256();
    let elsewhere = format!("{}/evil", project.server.uri());
    let header = json!({
        "alg": "ES256", "kid": "f", "jwk": forger.public_key("f"), "jku": elsewhere, "x5u": elsewhere, "x5c": ["AA"],
    });
    let token = forger.sign(&header.to_string(), &project.claims().to_string());
    let tokens = project.tokens(&project.options());
    assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid);
    let asked = project.server.received_requests().await.unwrap();
    assert!(asked.iter().all(|it| it.url.path() != "/evil"), "{asked:?}");
}

#[tokio::test]
async fn critical_extensions_and_headers_that_say_two_things_are_refused() {
    let project = Project::start().await;
    let tokens = project.tokens(&project.with_secret());
    let claims = project.claims().to_string();
    let signer = Signer::secret(SECRET);
    assert_eq!(
        outcome(&tokens, &signer.sign(r#"{"alg":"HS256"}"#, &claims)).await,
        Outcome::LetIn
    );
    for header in [
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        r#"{"alg":"HS256","crit":[]}"#,
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","alg":"none"}"#,
    ] {
        let token = signer.sign(header, &claims);
        assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid, "{header}");
    }
}

#[tokio::test]
async fn a_token_counts_only_in_its_time_for_its_audience_and_from_its_issuer() {
    let project = Project::start().await;
    let now = project.now().timestamp();
    for (field, value, expected) in [
        ("exp", json!(now - 30), Outcome::LetIn),
        ("exp", json!(now - 31), Outcome::Expired),
        ("exp", Value::Null, Outcome::Invalid),
        ("nbf", json!(now + 31), Outcome::Invalid),
        ("iat", json!(now + 31), Outcome::Invalid),
        ("aud", json!("others"), Outcome::Invalid),
        ("aud", json!(["others", "authenticated"]), Outcome::LetIn),
        ("aud", Value::Null, Outcome::Invalid),
        (
            "iss",
            json!("https://evil.example/auth/v1"),
            Outcome::Invalid,
        ),
        ("iss", Value::Null, Outcome::Invalid),
        ("sub", json!("somebody"), Outcome::Invalid),
        ("role", json!("anon"), Outcome::Invalid),
        ("role", json!("service_role"), Outcome::Invalid),
        ("is_anonymous", json!(true), Outcome::Anonymous),
    ] {
        let outcome = claiming(field, value.clone()).await;
        assert_eq!(outcome, expected, "{field} {value}");
    }
}

#[tokio::test]
async fn the_projects_own_keys_are_no_users() {
    let project = Project::start().await;
    let tokens = project.tokens(&project.with_secret());
    let now = project.now().timestamp();
    for role in ["anon", "service_role"] {
        // As Supabase writes them: without a sub, for no audience.
        let claims = json!({ "iss": "supabase", "ref": "project", "role": role, "iat": now, "exp": now + 1000 });
        let token = Signer::secret(SECRET).token(None, &claims);
        assert_eq!(outcome(&tokens, &token).await, Outcome::Invalid, "{role}");
    }
}

#[tokio::test]
async fn an_oversized_token_is_refused_even_if_it_is_genuine() {
    let project = Project::start().await;
    let tokens = project.tokens(&project.with_secret());
    let mut claims = project.claims();
    claims["padding"] = json!("x".repeat(3500));
    let fits = Signer::secret(SECRET).token(None, &claims);
    assert_eq!(outcome(&tokens, &fits).await, Outcome::LetIn);
    claims["padding"] = json!("x".repeat(4096));
    let too_long = Signer::secret(SECRET).token(None, &claims);
    assert_eq!(outcome(&tokens, &too_long).await, Outcome::Invalid);
    let endless = format!("{fits}{}", "A".repeat(1 << 20));
    assert_eq!(outcome(&tokens, &endless).await, Outcome::Invalid);
}
