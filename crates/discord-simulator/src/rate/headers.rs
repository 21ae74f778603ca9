//! What an answer tells of the limits.

use serde_json::{Value, json};

use super::{
    bucket::{Refused, Standing},
    limiter::RateLimitManner,
};

const NAMES_OF_A_BUCKET: [&str; 5] = [
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-reset-after",
    "x-ratelimit-bucket",
];

/// The headers of an answer.
pub(crate) fn headers(standing: &Standing, manner: RateLimitManner) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("x-ratelimit-limit", standing.limit.to_string()),
        ("x-ratelimit-remaining", standing.remaining.to_string()),
        ("x-ratelimit-reset", format!("{:.3}", standing.reset)),
        (
            "x-ratelimit-reset-after",
            format!("{:.3}", standing.reset_after),
        ),
        ("x-ratelimit-bucket", standing.bucket.clone()),
    ];
    let Some(refused) = standing.refused else {
        if manner == RateLimitManner::ScopeAlways {
            headers.push(("x-ratelimit-scope", "user".to_owned()));
        }
        return headers;
    };
    let global = refused.global || manner == RateLimitManner::Global429;
    // Whole seconds, rounded up, as Discord sends them.
    headers.push(("retry-after", format!("{:.0}", refused.retry_after.ceil())));
    if global {
        headers.retain(|(name, _)| *name == "retry-after");
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    if matches!(
        manner,
        RateLimitManner::ScopeAlways | RateLimitManner::ScopeOn429
    ) {
        headers.push((
            "x-ratelimit-scope",
            if global { "global" } else { "user" }.to_owned(),
        ));
    }
    headers
}

/// The headers of a 429 that comes from nowhere, told as a limit of the bot's own.
pub(crate) fn own_429(retry_after: f64, manner: RateLimitManner) -> Vec<(&'static str, String)> {
    let standing = Standing {
        limit: 1,
        remaining: 0,
        reset: 0.0,
        reset_after: retry_after,
        bucket: String::new(),
        refused: Some(Refused {
            retry_after,
            global: false,
        }),
    };
    let mut headers = headers(&standing, manner);
    // Without a place in a bucket there is nothing to tell of it.
    headers.retain(|(name, _)| !NAMES_OF_A_BUCKET.contains(name));
    headers
}

/// The headers of a 429 for a limit that is shared with others, or for the limit of everything.
pub(crate) fn shared_429(retry_after: f64, global: bool) -> Vec<(&'static str, String)> {
    let scope = if global { "global" } else { "shared" };
    let mut headers = vec![
        ("retry-after", format!("{:.0}", retry_after.ceil())),
        ("x-ratelimit-scope", scope.to_owned()),
    ];
    if global {
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    headers
}

/// The body of a 429.
pub(crate) fn too_many_requests(retry_after: f64, global: bool) -> Value {
    json!({"message": "You are being rate limited.", "retry_after": retry_after, "global": global})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(refused: Option<Refused>, manner: RateLimitManner) -> Vec<&'static str> {
        let standing = Standing {
            limit: 5,
            remaining: 0,
            reset: 1.0,
            reset_after: 1.0,
            bucket: String::new(),
            refused,
        };
        headers(&standing, manner)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn the_scope_is_told_in_four_manners() {
        let refused = Some(Refused {
            retry_after: 1.2,
            global: false,
        });
        assert!(names(None, RateLimitManner::ScopeAlways).contains(&"x-ratelimit-scope"));
        assert!(!names(None, RateLimitManner::ScopeOn429).contains(&"x-ratelimit-scope"));
        assert!(names(refused, RateLimitManner::ScopeOn429).contains(&"x-ratelimit-scope"));
        assert!(!names(refused, RateLimitManner::NoScope).contains(&"x-ratelimit-scope"));
        assert!(names(refused, RateLimitManner::Global429).contains(&"x-ratelimit-global"));
    }
}
