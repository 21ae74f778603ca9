//! The table of routes, and how a path finds its line.

use axum::http::Method;

use super::{
    answer::Answer,
    applications,
    call::{Call, Params},
    channels, commands, guilds, interactions, invites, members, message_list, messages, pins,
    threads, webhooks,
};
use crate::{refusal::Refusal, world::snowflakes::Id};

pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Answer, Refusal>;

pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// As Discord's description writes it, so that it finds the schema of its body.
    pub(crate) pattern: &'static str,
    pub(crate) handler: Handler,
    /// Interactions' routes carry a token in their path instead.
    pub(crate) needs_token: bool,
}

pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) params: Params,
}

impl Found {
    /// An id from the path.
    pub(crate) fn id(&self, name: &str) -> Option<Id> {
        self.params.get(name)?.parse().ok()
    }

    /// What the rate-limit bucket belongs to.
    pub(crate) fn resource(&self) -> &str {
        let major = [
            "channel_id",
            "guild_id",
            "webhook_token",
            "interaction_token",
        ];
        major
            .iter()
            .find_map(|name| self.params.get(name))
            .map_or("", String::as_str)
    }

    /// The interaction that this request gives its first answer.
    pub(crate) fn first_answer(&self) -> Option<Id> {
        let first = self.route.pattern.ends_with("/callback");
        first.then(|| self.params.get("interaction_id")?.parse().ok())?
    }
}

/// The route of a request; fixed parts win over parameters because they stand first in the table.
pub(crate) fn find(method: &Method, path: &str) -> Option<Found> {
    ROUTES
        .iter()
        .filter(|route| route.method == method.as_str())
        .find_map(|route| {
            let params = matched(route.pattern, path)?;
            Some(Found { route, params })
        })
}

fn matched(pattern: &'static str, path: &str) -> Option<Params> {
    let mut params = Params::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(params),
            (Some(part), Some(text)) => {
                let text = text.replace("%40", "@");
                match part.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                    Some(name) if !text.is_empty() => drop(params.insert(name, text)),
                    None if part == text => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

const fn with_bot_token(method: &'static str, pattern: &'static str, handler: Handler) -> Route {
    Route {
        method,
        pattern,
        handler,
        needs_token: true,
    }
}

const fn with_path_token(method: &'static str, pattern: &'static str, handler: Handler) -> Route {
    Route {
        method,
        pattern,
        handler,
        needs_token: false,
    }
}

static ROUTES: &[Route] = &[
    with_path_token("GET", "/gateway", applications::gateway),
    with_bot_token("GET", "/gateway/bot", applications::gateway_bot),
    with_bot_token("GET", "/users/@me", applications::current_user),
    with_bot_token("GET", "/users/@me/guilds", applications::current_guilds),
    with_bot_token("DELETE", "/users/@me/guilds/{guild_id}", guilds::leave),
    with_bot_token("GET", "/users/@me/guilds/{guild_id}/member", members::own),
    with_bot_token("POST", "/users/@me/channels", channels::open_direct),
    with_bot_token("GET", "/users/{user_id}", applications::user),
    with_bot_token(
        "GET",
        "/applications/@me",
        applications::current_application,
    ),
    with_bot_token(
        "GET",
        "/oauth2/applications/@me",
        applications::current_application,
    ),
    with_bot_token(
        "GET",
        "/applications/{application_id}/commands",
        commands::list,
    ),
    with_bot_token(
        "PUT",
        "/applications/{application_id}/commands",
        commands::overwrite,
    ),
    with_bot_token(
        "POST",
        "/applications/{application_id}/commands",
        commands::create,
    ),
    with_bot_token(
        "GET",
        "/applications/{application_id}/commands/{command_id}",
        commands::get,
    ),
    with_bot_token(
        "PATCH",
        "/applications/{application_id}/commands/{command_id}",
        commands::edit,
    ),
    with_bot_token(
        "DELETE",
        "/applications/{application_id}/commands/{command_id}",
        commands::delete,
    ),
    with_bot_token(
        "GET",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        commands::list,
    ),
    with_bot_token(
        "PUT",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        commands::overwrite,
    ),
    with_bot_token(
        "POST",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        commands::create,
    ),
    with_bot_token(
        "GET",
        "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        commands::get,
    ),
    with_bot_token(
        "PATCH",
        "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        commands::edit,
    ),
    with_bot_token(
        "DELETE",
        "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        commands::delete,
    ),
    with_path_token(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        interactions::callback,
    ),
    with_path_token(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        webhooks::follow_up,
    ),
    with_path_token(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::get,
    ),
    with_path_token(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::edit,
    ),
    with_path_token(
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::delete,
    ),
    with_path_token(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::get,
    ),
    with_path_token(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::edit,
    ),
    with_path_token(
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::delete,
    ),
    with_bot_token("GET", "/channels/{channel_id}", channels::get),
    with_bot_token("PATCH", "/channels/{channel_id}", channels::edit),
    with_bot_token("DELETE", "/channels/{channel_id}", channels::delete),
    with_bot_token(
        "PUT",
        "/channels/{channel_id}/permissions/{overwrite_id}",
        channels::overwrite,
    ),
    with_bot_token(
        "DELETE",
        "/channels/{channel_id}/permissions/{overwrite_id}",
        channels::remove_overwrite,
    ),
    with_bot_token("POST", "/channels/{channel_id}/typing", channels::typing),
    with_bot_token("GET", "/channels/{channel_id}/messages", message_list::list),
    with_bot_token("POST", "/channels/{channel_id}/messages", messages::create),
    with_bot_token(
        "POST",
        "/channels/{channel_id}/messages/bulk-delete",
        messages::bulk_delete,
    ),
    with_bot_token("GET", "/channels/{channel_id}/messages/pins", pins::list),
    with_bot_token(
        "PUT",
        "/channels/{channel_id}/messages/pins/{message_id}",
        pins::pin,
    ),
    with_bot_token(
        "DELETE",
        "/channels/{channel_id}/messages/pins/{message_id}",
        pins::unpin,
    ),
    with_bot_token(
        "GET",
        "/channels/{channel_id}/messages/{message_id}",
        message_list::get,
    ),
    with_bot_token(
        "PATCH",
        "/channels/{channel_id}/messages/{message_id}",
        messages::edit,
    ),
    with_bot_token(
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}",
        messages::delete,
    ),
    with_bot_token(
        "POST",
        "/channels/{channel_id}/messages/{message_id}/crosspost",
        messages::crosspost,
    ),
    with_bot_token(
        "POST",
        "/channels/{channel_id}/messages/{message_id}/threads",
        threads::create_from_message,
    ),
    with_bot_token("POST", "/channels/{channel_id}/threads", threads::create),
    with_bot_token(
        "PUT",
        "/channels/{channel_id}/thread-members/{user_id}",
        threads::add_member,
    ),
    with_bot_token("GET", "/channels/{channel_id}/pins", pins::list_plain),
    with_bot_token("PUT", "/channels/{channel_id}/pins/{message_id}", pins::pin),
    with_bot_token(
        "DELETE",
        "/channels/{channel_id}/pins/{message_id}",
        pins::unpin,
    ),
    with_bot_token("GET", "/guilds/{guild_id}", guilds::get),
    with_bot_token("GET", "/guilds/{guild_id}/channels", guilds::channels),
    with_bot_token(
        "POST",
        "/guilds/{guild_id}/channels",
        guilds::create_channel,
    ),
    with_bot_token("GET", "/guilds/{guild_id}/threads/active", threads::active),
    with_bot_token("GET", "/guilds/{guild_id}/roles", guilds::roles),
    with_bot_token("GET", "/guilds/{guild_id}/invites", invites::list),
    with_bot_token("GET", "/guilds/{guild_id}/vanity-url", invites::vanity),
    with_bot_token("GET", "/guilds/{guild_id}/members", members::list),
    with_bot_token("GET", "/guilds/{guild_id}/members/search", members::search),
    with_bot_token("PATCH", "/guilds/{guild_id}/members/@me", members::edit_own),
    with_bot_token("GET", "/guilds/{guild_id}/members/{user_id}", members::get),
    with_bot_token(
        "PUT",
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        members::add_role,
    ),
    with_bot_token(
        "DELETE",
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        members::remove_role,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_parts_win_over_parameters() {
        let found = find(&Method::GET, "/webhooks/1/token/messages/@original").unwrap();
        assert!(found.route.pattern.ends_with("@original"));
        assert_eq!(found.params["webhook_token"], "token");
        assert!(find(&Method::GET, "/channels/1/nothing").is_none());
        assert!(find(&Method::GET, "/channels/").is_none());
    }
}
