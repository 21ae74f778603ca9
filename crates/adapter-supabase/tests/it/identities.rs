//! Which Discord user an account signed in with.

use access_core::{AccountId, DiscordIdentities as _};
use adapter_supabase::{SupabaseIdentities, SupabaseOptions};
use kernel::Retry;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::project::{Project, SUB};

/// What is known of the account when the admin interface gives this answer.
async fn asked(answer: ResponseTemplate) -> Result<Option<u64>, kernel::PortFailure> {
    let project = Project::start().await;
    project
        .answer_at(&format!("/auth/v1/admin/users/{SUB}"), answer)
        .await;
    let options = SupabaseOptions {
        service_role_key: Some("the-service-role-key".into()),
        ..project.options()
    };
    let identities = SupabaseIdentities::new(&options).unwrap().unwrap();
    let user = identities.signed_in_as(AccountId(SUB.parse().unwrap()));
    let user = user.await?;
    let asked = project.server.received_requests().await.unwrap();
    assert_eq!(asked[0].headers["apikey"], "the-service-role-key");
    assert_eq!(
        asked[0].headers["authorization"],
        "Bearer the-service-role-key"
    );
    assert!(!format!("{identities:?}").contains("the-service-role-key"));
    Ok(user.map(kernel::UserId::get))
}

async fn of_account(account: Value) -> Result<Option<u64>, kernel::PortFailure> {
    asked(ResponseTemplate::new(200).set_body_json(account)).await
}

#[tokio::test]
async fn the_identity_at_discord_counts_and_nothing_that_the_holder_can_write() {
    let identity =
        |provider: &str, id: &str| json!({ "provider": provider, "id": id, "user_id": SUB });
    let both =
        json!({ "id": SUB, "identities": [identity("google", "11"), identity("discord", "4242")] });
    assert_eq!(of_account(both).await.unwrap(), Some(4242));
    let metadata = json!({
        "id": SUB, "identities": [identity("email", SUB)],
        "user_metadata": { "provider_id": "666", "identities": [identity("discord", "666")] },
        "raw_user_meta_data": { "provider_id": "666" }, "app_metadata": { "provider": "discord" },
    });
    assert_eq!(of_account(metadata).await.unwrap(), None);
    for id in ["", "0", "-1", "me", "4242 "] {
        let odd = json!({ "id": SUB, "identities": [identity("discord", id)] });
        assert_eq!(of_account(odd).await.unwrap(), None, "{id:?}");
    }
    let nobodys = json!({ "id": SUB, "identities": null });
    assert_eq!(of_account(nobodys).await.unwrap(), None);
}

#[tokio::test]
async fn an_identity_of_another_account_is_not_used() {
    let other = "00000000-0000-4000-8000-000000000000";
    let identity = json!({ "provider": "discord", "id": "4242", "user_id": other });
    let mixed = json!({ "id": SUB, "identities": [identity] });
    assert_eq!(of_account(mixed).await.unwrap(), None);
    let another = json!({ "id": other, "identities": [] });
    assert!(of_account(another).await.is_err());
}

#[tokio::test]
async fn an_account_that_is_not_there_has_none_and_everything_else_is_a_failure() {
    assert_eq!(asked(ResponseTemplate::new(404)).await.unwrap(), None);
    for status in [302, 401, 403, 429, 500] {
        let failure = asked(ResponseTemplate::new(status)).await.unwrap_err();
        assert_eq!(failure.retry(), Retry::Later, "{status}");
    }
    let page = ResponseTemplate::new(200).set_body_string("<html>");
    assert!(asked(page).await.is_err());
}

#[tokio::test]
async fn without_the_key_nobody_is_asked() {
    let project = Project::start().await;
    assert!(
        SupabaseIdentities::new(&project.options())
            .unwrap()
            .is_none()
    );
}
