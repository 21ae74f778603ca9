//! What members are called, as Discord says when it is asked.

use std::time::Duration;

use async_trait::async_trait;
use invites_core::People;
use kernel::{GuildId, PortFailure, Retry, UserId};
use serde::Deserialize;

use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

const ATTEMPT: &str = "ask what a member is called";
/// A name is not worth a longer wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// [`People`] over Discord's REST API.
pub struct MemberNames {
    rest: Rest,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    nick: Option<String>,
    user: Account,
}

#[derive(Debug, Deserialize)]
struct Account {
    #[serde(default)]
    global_name: Option<String>,
    username: String,
}

impl MemberNames {
    /// Names that are asked for over `rest`.
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl People for MemberNames {
    async fn name(&self, guild: GuildId, user: UserId) -> Result<Option<String>, PortFailure> {
        let requests = self.rest.requests();
        let request = requests.guild_member(guild.to_twilight(), user.to_twilight());
        let asked = tokio::time::timeout(PATIENCE, self.rest.model::<Named>(request)).await;
        let member = asked.map_err(|it| PortFailure::new(ATTEMPT, Retry::Later, it))?;
        match member {
            Ok(Named { nick, user }) => Ok(nick.or(user.global_name).or(Some(user.username))),
            Err(RestError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error.failure(ATTEMPT)),
        }
    }
}
