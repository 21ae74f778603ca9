//! Which Discord user an account signed in with, as Supabase's admin interface knows it.

use access_core::{AccountId, DiscordIdentities};
use async_trait::async_trait;
use kernel::{PortFailure, Retry, UserId};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::http::{self, Http};
use crate::{OptionsError, SupabaseOptions, claims};

const ATTEMPT: &str = "ask Supabase which Discord user an account signed in with";
/// The longest answer, in bytes.
const MOST_BYTES: usize = 256 * 1024;
const PROVIDER: &str = "discord";

/// Supabase's admin interface, of which nothing but identities is read.
#[derive(Debug, Clone)]
pub struct SupabaseIdentities {
    http: Http,
    users: Url,
    api_key: HeaderValue,
    bearer: HeaderValue,
}

/// An account. The objects of metadata, which its holder can change, are not read.
#[derive(Deserialize)]
struct UserBody {
    id: String,
    #[serde(default)]
    identities: Option<Vec<IdentityBody>>,
}

#[derive(Deserialize)]
struct IdentityBody {
    provider: String,
    /// The user's id at the provider.
    id: Option<String>,
    user_id: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("the answer was {0}")]
    Status(StatusCode),
    #[error("SUPABASE_SERVICE_ROLE_KEY does not count there")]
    KeyRefused,
    #[error("the answer is about no account, or another one")]
    Unreadable,
}

impl SupabaseIdentities {
    /// The project's admin interface; none without a project or its service-role key.
    pub fn new(options: &SupabaseOptions) -> Result<Option<Self>, OptionsError> {
        let users = options.below("auth/v1/admin/users/")?;
        let (Some(users), Some(key)) = (users, &options.service_role_key) else {
            return Ok(None);
        };
        let bearer = SecretString::from(format!("Bearer {}", key.expose_secret()));
        let headers = (http::secret_header(key), http::secret_header(&bearer));
        let (Some(api_key), Some(bearer)) = headers else {
            return Err(OptionsError {
                variable: "SUPABASE_SERVICE_ROLE_KEY",
                problem: "has characters that no key has",
            });
        };
        Ok(Some(Self {
            http: Http::new(),
            users,
            api_key,
            bearer,
        }))
    }
}

#[async_trait]
impl DiscordIdentities for SupabaseIdentities {
    async fn signed_in_as(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        let address = self.users.join(&account.0.to_string());
        let address = address.map_err(|error| PortFailure::new(ATTEMPT, Retry::Useless, error))?;
        let request = self
            .http
            .get(&address)
            .header(http::API_KEY, self.api_key.clone())
            .header(AUTHORIZATION, self.bearer.clone());
        let answer = http::answer(request, MOST_BYTES, ATTEMPT).await?;
        match answer.status {
            StatusCode::OK => discord_user(&answer.body, account)
                .map_err(|error| PortFailure::new(ATTEMPT, Retry::Later, error)),
            StatusCode::NOT_FOUND => Ok(None),
            // Trying again helps once the operator has mended the key: nothing is wrong with the request.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(http::later(ATTEMPT, Unanswered::KeyRefused))
            }
            status => Err(http::later(ATTEMPT, Unanswered::Status(status))),
        }
    }
}

fn discord_user(body: &[u8], account: AccountId) -> Result<Option<UserId>, Unanswered> {
    let user: UserBody = serde_json::from_slice(body).map_err(|_| Unanswered::Unreadable)?;
    if claims::account_id(&user.id) != Some(account) {
        return Err(Unanswered::Unreadable);
    }
    let is_theirs = |it: &IdentityBody| {
        let owner = it.user_id.as_deref();
        owner.is_none_or(|it| claims::account_id(it) == Some(account))
    };
    let identities = user.identities.unwrap_or_default();
    let discord = identities.iter().filter(|it| it.provider == PROVIDER);
    Ok(discord
        .filter(|it| is_theirs(it))
        .find_map(|it| it.id.as_deref()?.parse().ok()))
}
