//! Who we are, in Discord's eyes.

use chrono::{DateTime, Utc};
use kernel::UserId;
use settings_core::Intent;
use twilight_model::gateway::connection_info::BotConnectionInfo;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, UserMarker};
use twilight_model::oauth::team::{TeamMember, TeamMembershipState};
use twilight_model::oauth::{Application, ApplicationFlags};
use twilight_model::user::CurrentUser;

use crate::IdentifyPace;
use crate::convert::FromTwilight as _;
use crate::rest::{Rest, RestError};

/// The account and the application behind a token.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The bot's user.
    pub user: Id<UserMarker>,
    /// Its application.
    pub application: Id<ApplicationMarker>,
    /// Who owns the application: one person, or the accepted members of its team.
    pub owners: Vec<UserId>,
    /// Which privileged intents are switched on for it.
    pub intents: Vec<Intent>,
}

/// Why nobody knows who we are. The texts say what to do.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Discord does not know the token.
    #[error(
        "Discord refuses BOT_TOKEN: copy it anew from the Developer Portal (your application, Bot, Reset Token)"
    )]
    WrongToken(#[source] RestError),
    /// Discord does not answer.
    #[error(
        "Discord does not answer: check this machine's connection, and DISCORD_PROXY if it is set"
    )]
    Unreachable(#[source] RestError),
}

/// Asks Discord who we are.
pub async fn identify(rest: &Rest) -> Result<Identity, IdentityError> {
    let user: CurrentUser = rest
        .model(rest.requests().current_user())
        .await
        .map_err(judge)?;
    let application: Application = rest
        .model(rest.requests().current_user_application())
        .await
        .map_err(judge)?;
    Ok(Identity {
        user: user.id,
        application: application.id,
        owners: owners_of(&application),
        intents: intents_of(&application),
    })
}

/// Who owns the application at this moment.
pub(crate) async fn owners(rest: &Rest) -> Result<Vec<UserId>, RestError> {
    let asked = rest.model(rest.requests().current_user_application());
    let application: Application = asked.await?;
    Ok(owners_of(&application))
}

/// A team's application names a user that stands for the team as its owner, whom nobody is.
fn owners_of(application: &Application) -> Vec<UserId> {
    let users: Vec<_> = match &application.team {
        Some(team) => {
            let accepted = |it: &&TeamMember| it.membership_state == TeamMembershipState::Accepted;
            team.members
                .iter()
                .filter(accepted)
                .map(|it| it.user.id)
                .collect()
        }
        None => application.owner.iter().map(|it| it.id).collect(),
    };
    let known = users.into_iter().map(UserId::from_twilight);
    known.filter_map(Result::ok).collect()
}

/// Which privileged intents are switched on for the application; none when Discord does not say.
pub(crate) async fn intents(rest: &Rest) -> Option<Vec<Intent>> {
    let asked = rest.model(rest.requests().current_user_application());
    let application: Result<Application, RestError> = asked.await;
    match application {
        Ok(application) => Some(intents_of(&application)),
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "nobody knows which intents are switched on"
            );
            None
        }
    }
}

/// Smaller bots have the flags that end in "limited", larger ones those that Discord grants after a review.
fn intents_of(application: &Application) -> Vec<Intent> {
    let flags = application.flags.unwrap_or(ApplicationFlags::empty());
    let content = ApplicationFlags::GATEWAY_MESSAGE_CONTENT
        | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
    let members =
        ApplicationFlags::GATEWAY_GUILD_MEMBERS | ApplicationFlags::GATEWAY_GUILD_MEMBERS_LIMITED;
    let intents = [
        (Intent::MessageContent, content),
        (Intent::ServerMembers, members),
    ];
    let on = intents.into_iter().filter(|it| flags.intersects(it.1));
    on.map(|it| it.0).collect()
}

/// What a look at the bot's account shows.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What the bot is called.
    pub name: String,
    /// The privileged intents that are switched on.
    pub intents: Vec<Intent>,
    /// What the application is called.
    pub application: String,
    /// How many people own it.
    pub owners: usize,
    /// How many shards Discord recommends.
    pub recommended_shards: u32,
    /// How many times the bot may still identify today.
    pub sessions_left: u32,
    /// What time it is by Discord's clock, to the second; none when it did not say.
    pub discord_time: Option<DateTime<Utc>>,
}

/// Looks at the bot's account, for `alphapy doctor`.
pub async fn examine(rest: &Rest) -> Result<Examined, IdentityError> {
    let user: CurrentUser = rest
        .model(rest.requests().current_user())
        .await
        .map_err(judge)?;
    let application: Application = rest
        .model(rest.requests().current_user_application())
        .await
        .map_err(judge)?;
    let gateway: BotConnectionInfo = rest
        .model(rest.requests().gateway().authed())
        .await
        .map_err(judge)?;
    Ok(Examined {
        name: sanitizer::safe_log_message(&user.name, 100).into_string(),
        intents: intents_of(&application),
        application: sanitizer::safe_log_message(&application.name, 100).into_string(),
        owners: owners_of(&application).len(),
        recommended_shards: gateway.shards,
        sessions_left: gateway.session_start_limit.remaining,
        discord_time: rest.server_time(),
    })
}

/// How fast Discord lets us identify shards.
pub async fn identify_pace(rest: &Rest) -> Result<IdentifyPace, IdentityError> {
    let info: BotConnectionInfo = rest
        .model(rest.requests().gateway().authed())
        .await
        .map_err(judge)?;
    Ok(IdentifyPace::Discord {
        max_concurrency: info.session_start_limit.max_concurrency,
    })
}

fn judge(error: RestError) -> IdentityError {
    match error {
        RestError::Unauthorized => IdentityError::WrongToken(error),
        error => IdentityError::Unreachable(error),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn person(id: u64) -> Value {
        json!({ "id": id.to_string(), "username": "somebody", "discriminator": "0", "avatar": null })
    }

    fn application(flags: u64, team: &Value) -> Application {
        let json = json!({
            "id": "5", "name": "Alphapy", "icon": null, "description": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": flags,
            "owner": person(7), "team": team, "rpc_origins": [], "redirect_uris": [],
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn one_person_owns_an_application_or_the_accepted_members_of_its_team_do() {
        let ids = |team: &Value| -> Vec<_> {
            let owners = owners_of(&application(0, team));
            owners.into_iter().map(UserId::get).collect()
        };
        assert_eq!(ids(&Value::Null), [7]);
        let member = |id, state| json!({ "membership_state": state, "permissions": ["*"], "team_id": "9", "user": person(id) });
        let (invited, accepted) = (1, 2);
        let members = [
            member(11, accepted),
            member(12, invited),
            member(13, accepted),
        ];
        let team = json!({ "icon": null, "id": "9", "name": "Crew", "owner_user_id": "11", "members": members });
        assert_eq!(
            ids(&team),
            [11, 13],
            "nobody is the user that stands for the team"
        );
    }

    #[test]
    fn either_kind_of_flag_switches_an_intent_on() {
        let intents = |flags| intents_of(&application(flags, &Value::Null));
        assert_eq!(intents(0), []);
        assert_eq!(intents(1 << 18), [Intent::MessageContent]);
        assert_eq!(intents(1 << 19), [Intent::MessageContent]);
        assert_eq!(intents(1 << 14 | 1 << 15 | 1 << 19).len(), 2);
    }
}
