//! The requests, as a dashboard's server sends them: with its user's token, or with its own key and the user's id.

use alphapy_app::SystemClock;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use kernel::Clock as _;
use ring::hmac;
use serde_json::json;

use super::town::{LINKED, NEW, Town, account, readers};
use crate::bots::API_KEY;
use crate::client::FRESH_ADDRESS;

/// The shared secret of tokens.
pub(super) const SECRET: &str = "a secret of a load test, which is long enough";

/// The same thing asked of both servers.
pub(super) struct Kind {
    /// What it is called in figures.
    pub(super) name: &'static str,
    /// What the program is asked.
    pub(super) ours: Vec<String>,
    /// What the bare server is asked.
    pub(super) bare: Vec<String>,
    /// So many in each round.
    pub(super) count: usize,
    /// The status of every answer.
    pub(super) status: u16,
}

impl Kind {
    /// Everything that is asked.
    pub(super) fn all(town: &Town) -> Vec<Self> {
        vec![
            Self {
                name: "health",
                ours: vec![get("/api/health", "")],
                bare: vec![get("/health", "")],
                count: 6000,
                status: 200,
            },
            Self {
                name: "health_against_memory",
                ours: vec![get("/api/health", "")],
                bare: vec![get("/still", "")],
                count: 12_000,
                status: 200,
            },
            Self::list_by_token(),
            Self::list_by_key(),
            Self::create(town),
            Self::top(town),
        ]
    }

    /// Whether what it makes has to be taken away again.
    pub(super) fn writes(&self) -> bool {
        self.status == 201
    }

    fn list_by_token() -> Self {
        let ours = readers().take(LINKED);
        Self {
            name: "list",
            ours: ours
                .map(|user| get(&format!("/api/reminders/{user}"), &of_user(user)))
                .collect(),
            bare: bare_lists(),
            count: 3200,
            status: 200,
        }
    }

    fn list_by_key() -> Self {
        let ours = readers().map(|user| {
            let who = format!("X-API-Key: {API_KEY}\r\nX-User-Id: {user}\r\n");
            get(&format!("/api/reminders/{user}"), &who)
        });
        Self {
            name: "list_by_key",
            ours: ours.collect(),
            bare: bare_lists(),
            count: 3200,
            status: 200,
        }
    }

    fn create(town: &Town) -> Self {
        let new = |user: u64| {
            json!({
                "guild_id": town.guild.to_string(),
                "user_id": user.to_string(),
                "channel_id": town.channel.to_string(),
                "name": NEW,
                "message": "Bring potions and friends",
                "location": "Voice 1",
                "call_time": "20:00",
                "days": ["0", "4"],
            })
        };
        let writers = || town.writers.iter().copied();
        Self {
            name: "create",
            ours: writers()
                .map(|user| post("/api/reminders", &of_user(user), &new(user)))
                .collect(),
            bare: writers()
                .map(|user| post("/reminders", "", &new(user)))
                .collect(),
            count: 1600,
            status: 201,
        }
    }

    fn top(town: &Town) -> Self {
        let query = format!("top-commands?guild_id={}&days=7&limit=10", town.guild);
        Self {
            name: "top_commands",
            ours: vec![get(&format!("/api/{query}"), &of_user(town.owner))],
            bare: vec![get(&format!("/{query}"), "")],
            count: 1600,
            status: 200,
        }
    }
}

fn bare_lists() -> Vec<String> {
    readers()
        .map(|user| get(&format!("/reminders/{user}"), ""))
        .collect()
}

fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n{headers}\r\n")
}

fn post(path: &str, headers: &str, body: &serde_json::Value) -> String {
    let body = body.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

/// How a user's browser asks by way of a proxy: every request from another address, because one may not ask so often.
fn of_user(user: u64) -> String {
    format!(
        "Authorization: Bearer {}\r\nX-Forwarded-For: {FRESH_ADDRESS}\r\n",
        token(user)
    )
}

/// A token as Supabase issues it.
fn token(user: u64) -> String {
    let now = SystemClock.now();
    let sub = account(user).to_string();
    let claims = json!({
        "iss": "https://example.supabase.co/auth/v1",
        "sub": sub,
        "aud": "authenticated",
        "exp": (now + TimeDelta::hours(1)).timestamp(),
        "iat": now.timestamp(),
        "email": format!("{user}@example.com"),
        "phone": "",
        "app_metadata": {"provider": "discord", "providers": ["discord"]},
        "user_metadata": {
            "avatar_url": "https://cdn.discordapp.com/embed/avatars/0.png",
            "email": format!("{user}@example.com"),
            "email_verified": true,
            "full_name": "somebody",
            "iss": "https://discord.com/api",
            "provider_id": user.to_string(),
            "sub": user.to_string(),
        },
        "role": "authenticated",
        "aal": "aal1",
        "amr": [{"method": "oauth", "timestamp": now.timestamp()}],
        "session_id": sub,
        "is_anonymous": false,
    });
    let part = |it: &serde_json::Value| URL_SAFE_NO_PAD.encode(it.to_string());
    let signed = format!(
        "{}.{}",
        part(&json!({"alg": "HS256", "kid": "load", "typ": "JWT"})),
        part(&claims)
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
    format!("{signed}.{signature}")
}
