//! A server's invites, as Discord lists them.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invites_core::{Invite, InviteSource, Seen, Vanity};
use kernel::{GuildId, PortFailure, UserId};
use serde::Deserialize;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;
use twilight_model::util::Timestamp;

use crate::GuildDirectory;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::{Rest, RestError};

const ATTEMPT: &str = "list a server's invites";

/// [`InviteSource`] over Discord's REST API.
pub struct ServerInvites {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

/// All that is read of an invite: what else Discord may say of it cannot keep us from knowing it.
#[derive(Debug, Deserialize)]
struct Listed {
    code: String,
    #[serde(default)]
    inviter: Option<Account>,
    #[serde(default)]
    uses: u32,
    #[serde(default)]
    max_uses: u32,
    #[serde(default)]
    expires_at: Option<Timestamp>,
    #[serde(default)]
    created_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct Account {
    id: Id<UserMarker>,
}

#[derive(Debug, Deserialize)]
struct ListedVanity {
    code: Option<String>,
    #[serde(default)]
    uses: u32,
}

impl ServerInvites {
    /// The invites of the guilds in `directory`, asked for over `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }

    async fn invites(&self, guild: GuildId) -> Result<Vec<Invite>, RestError> {
        let request = self.rest.requests().guild_invites(guild.to_twilight());
        let listed: Vec<Listed> = self.rest.model(request).await?;
        Ok(listed.into_iter().filter_map(Listed::read).collect())
    }

    /// The address of the guild's own choice. Only guilds are asked that have one.
    async fn vanity(&self, guild: GuildId) -> Result<Option<Vanity>, RestError> {
        if !self.directory.has_vanity(guild) {
            return Ok(None);
        }
        let request = self.rest.requests().guild_vanity_url(guild.to_twilight());
        match self.rest.model::<ListedVanity>(request).await {
            Ok(ListedVanity { code, uses }) => {
                let code = code.and_then(|it| it.parse().ok());
                Ok(code.map(|code| Vanity { code, uses }))
            }
            // The guild has lost it meanwhile.
            Err(RestError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the bot may see them, as far as is known. What is refused counts against every guild, so it is not tried.
    fn may_look(&self, guild: GuildId) -> bool {
        let given = self.directory.given_everywhere(guild);
        let enough = Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR;
        given.is_none_or(|it| it.intersects(enough))
    }
}

#[async_trait]
impl InviteSource for ServerInvites {
    async fn read(&self, guild: GuildId) -> Result<Seen, PortFailure> {
        if !self.may_look(guild) {
            return Ok(Seen::Forbidden);
        }
        let (invites, vanity) = futures_util::join!(self.invites(guild), self.vanity(guild));
        match invites {
            Ok(invites) => {
                let vanity = vanity.map_err(|it| it.failure(ATTEMPT))?;
                Ok(Seen::Invites(invites, vanity))
            }
            Err(RestError::Refused { status: 403, .. }) => Ok(Seen::Forbidden),
            Err(error) => Err(error.failure(ATTEMPT)),
        }
    }
}

impl Listed {
    /// None for a code that is none.
    fn read(self) -> Option<Invite> {
        let inviter = self.inviter.map(|it| UserId::from_twilight(it.id));
        Some(Invite {
            code: self.code.parse().ok()?,
            inviter: inviter.and_then(Result::ok),
            uses: self.uses,
            max_uses: self.max_uses,
            expires_at: self.expires_at.and_then(moment),
            created_at: self.created_at.and_then(moment),
        })
    }
}

/// The moment that Discord writes.
pub(super) fn moment(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(at.as_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Invite> {
        serde_json::from_str::<Listed>(json).unwrap().read()
    }

    #[test]
    fn an_invite_is_read_as_discord_documents_it() {
        let invite = read(
            r#"{ "type": 0, "code": "0vCdhLbwjZZTWZLD", "inviter": { "id": "115590097100865541", "username": "speed" },
                 "uses": 3, "max_uses": 5, "max_age": 3600, "temporary": false,
                 "created_at": "2016-03-31T19:15:39.954000+00:00", "expires_at": null }"#,
        );
        let invite = invite.unwrap();
        assert_eq!(invite.code.as_str(), "0vCdhLbwjZZTWZLD");
        assert_eq!((invite.uses, invite.max_uses), (3, 5));
        let made = "2016-03-31T19:15:39.954Z".parse::<DateTime<Utc>>().unwrap();
        assert_eq!((invite.created_at, invite.expires_at), (Some(made), None));
        assert_eq!(
            invite.inviter.map(UserId::get),
            Some(115_590_097_100_865_541)
        );
    }

    #[test]
    fn what_a_widget_or_a_later_discord_leaves_out_is_not_there() {
        let invite = read(r#"{ "code": "abc", "surprise": [] }"#).unwrap();
        assert_eq!(
            (invite.inviter, invite.uses, invite.created_at),
            (None, 0, None)
        );
        assert_eq!(read(r#"{ "code": "a b" }"#), None);
    }
}
