//! Which requests share a rate limit, as far as the path tells.

use twilight_http::request::Request;

/// A route with its major parameter: Discord limits each channel, server and webhook on its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RouteKey {
    /// `POST channels/:id/messages`: no ids, no tokens, so it can be shown and counted.
    pub(super) route: String,
    /// `channels/123`, or a webhook's id and token: never shown.
    pub(super) major: String,
}

/// What a request is besides its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// A request that counts for the limit of everything.
    Ordinary,
    /// The first answer to an interaction: exempt, and Discord gives three seconds for it.
    Callback,
    /// What is done with a webhook's or an interaction's own token: exempt too.
    ByToken,
}

/// The key and the lane of a request.
pub(super) fn classify(request: &Request) -> (RouteKey, Lane) {
    let path = request
        .path()
        .split('?')
        .next()
        .unwrap_or_default()
        .trim_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    let lane = match segments.as_slice() {
        ["interactions", _, _, "callback"] => Lane::Callback,
        ["webhooks", _, _, ..] if !request.use_authorization_token() => Lane::ByToken,
        _ => Lane::Ordinary,
    };
    let route = format!("{} {}", request.method().name(), template(&segments));
    (
        RouteKey {
            route,
            major: major(&segments),
        },
        lane,
    )
}

fn major(segments: &[&str]) -> String {
    match segments {
        [kind @ ("channels" | "guilds"), id, ..] => format!("{kind}/{id}"),
        [kind @ ("webhooks" | "interactions"), id, token, ..] => format!("{kind}/{id}/{token}"),
        ["webhooks", id] => format!("webhooks/{id}"),
        _ => String::new(),
    }
}

fn template(segments: &[&str]) -> String {
    let mut shown: Vec<&str> = Vec::with_capacity(segments.len());
    for (index, segment) in segments.iter().enumerate() {
        // All reactions of a message share one limit, whatever the emoji and whose it is.
        if index > 0 && segments[index - 1] == "reactions" {
            shown.push(":emoji");
            break;
        }
        let named = index > 0 && matches!(segments[index - 1], "invites" | "templates");
        let token = index == 2 && matches!(segments[0], "webhooks" | "interactions");
        let id = !segment.is_empty() && segment.bytes().all(|it| it.is_ascii_digit());
        shown.push(match segment {
            _ if token => ":token",
            _ if named => ":code",
            _ if id => ":id",
            segment => segment,
        });
    }
    shown.join("/")
}

#[cfg(test)]
mod tests {
    use twilight_http::request::{Method, RequestBuilder};

    use super::*;

    fn check(method: Method, path: &str, token: bool) -> (String, String, Lane) {
        let request = RequestBuilder::raw(method, path.to_owned())
            .use_authorization_token(token)
            .build()
            .unwrap();
        let (key, lane) = classify(&request);
        (key.route, key.major, lane)
    }

    fn is(route: &str, major: &str, lane: Lane) -> (String, String, Lane) {
        (route.to_owned(), major.to_owned(), lane)
    }

    #[test]
    fn keeps_major_parameters_and_drops_other_ids() {
        assert_eq!(
            check(Method::Delete, "channels/1/messages/2", true),
            is(
                "DELETE channels/:id/messages/:id",
                "channels/1",
                Lane::Ordinary
            )
        );
        assert_eq!(
            check(Method::Get, "guilds/1/members?limit=5", true),
            is("GET guilds/:id/members", "guilds/1", Lane::Ordinary)
        );
        assert_eq!(
            check(
                Method::Put,
                "channels/1/messages/2/reactions/%F0%9F%91%8D/@me",
                true
            ),
            is(
                "PUT channels/:id/messages/:id/reactions/:emoji",
                "channels/1",
                Lane::Ordinary
            )
        );
        assert_eq!(
            check(Method::Get, "users/@me", true),
            is("GET users/@me", "", Lane::Ordinary)
        );
    }

    #[test]
    fn interactions_have_lanes_of_their_own_and_their_tokens_are_not_shown() {
        assert_eq!(
            check(Method::Post, "interactions/1/secret/callback", false),
            is(
                "POST interactions/:id/:token/callback",
                "interactions/1/secret",
                Lane::Callback
            )
        );
        assert_eq!(
            check(Method::Patch, "webhooks/1/secret/messages/@original", false),
            is(
                "PATCH webhooks/:id/:token/messages/@original",
                "webhooks/1/secret",
                Lane::ByToken
            )
        );
        assert_eq!(
            check(Method::Get, "webhooks/1", true),
            is("GET webhooks/:id", "webhooks/1", Lane::Ordinary)
        );
    }
}
