//! Who we are, in Discord's eyes.

use chrono::{DateTime, Utc};
use kernel::UserId;
use settings_core::Intent;
use twilight_model::gateway::connection_info::BotConnectionInfo;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, UserMarker};
use twilight_model::oauth::{Application, ApplicationFlags};
use twilight_model::user::CurrentUser;

use crate::IdentifyPace;
use crate::convert::FromTwilight as _;
use crate::rest::{Rest, RestError};

/// The account and the application behind a token.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// The bot's user.
    pub user: Id<UserMarker>,
    /// Its application.
    pub application: Id<ApplicationMarker>,
    /// The application's owner, where it belongs to one person.
    pub owner: Option<UserId>,
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
    let owner = application
        .owner
        .and_then(|it| UserId::from_twilight(it.id).ok());
    Ok(Identity {
        user: user.id,
        application: application.id,
        owner,
    })
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
    Ok(Examined {
        name: sanitizer::safe_log_message(&user.name, 100).into_string(),
        intents: intents_of(&application),
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
