//! From what a service answered to why it did not answer the question.
//!
//! By status and code first; by wording only where those leave it open, because words change.

use super::FailureClass;

/// What a service answered instead of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refusal<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The error's code, such as `insufficient_quota`.
    pub code: Option<&'a str>,
    /// The error's type, which some services have where others have a code.
    pub kind: Option<&'a str>,
    /// The error's wording.
    pub message: &'a str,
}

const OF_CREDITS: [&str; 7] = [
    "insufficient_quota",
    "insufficient_credits",
    "insufficient_balance",
    "billing_hard_limit_reached",
    "billing_not_active",
    "billing_error",
    "access_terminated",
];
const OF_RATES: [&str; 5] = [
    "rate_limit_exceeded",
    "rate_limit_error",
    "rate_limit_reached",
    "requests",
    "tokens",
];
const OF_LENGTH: [&str; 3] = [
    "context_length_exceeded",
    "string_above_max_length",
    "request_too_large",
];
const OF_FILTER: [&str; 4] = [
    "content_filter",
    "content_policy_violation",
    "moderation_blocked",
    "responsibleaipolicyviolation",
];
const OF_KEYS: [&str; 2] = ["invalid_api_key", "authentication_error"];
const OF_LOAD: [&str; 2] = ["overloaded_error", "engine_overloaded"];

/// Words about money; addresses of pages about it do not count, since advice on rate limits ends in them.
const ABOUT_CREDITS: [&str; 7] = [
    "credit balance",
    "credits",
    "insufficient balance",
    "insufficient funds",
    "billing",
    "current quota",
    "payment required",
];
const ABOUT_LENGTH: [&str; 6] = [
    "context length",
    "context window",
    "context size",
    "prompt is too long",
    "too many tokens",
    "reduce the length",
];
const ABOUT_FILTER: [&str; 3] = [
    "content policy",
    "content filter",
    "content management policy",
];

/// Why the service did not answer.
///
/// ```
/// use language_model::{FailureClass, Refusal, classify};
///
/// let refusal = Refusal { status: 429, code: Some("insufficient_quota"), ..Refusal::default() };
/// assert_eq!(classify(&refusal), FailureClass::Credits);
/// assert_eq!(classify(&Refusal { status: 429, ..Refusal::default() }), FailureClass::RateLimited);
/// ```
pub fn classify(refusal: &Refusal<'_>) -> FailureClass {
    if let Some(class) = by_code(refusal) {
        return class;
    }
    let words = Words::of(refusal.message);
    match refusal.status {
        402 => FailureClass::Credits,
        408 => FailureClass::Timeout,
        500.. => FailureClass::Upstream5xx,
        _ if words.have(&ABOUT_CREDITS) => FailureClass::Credits,
        401 | 403 => FailureClass::Unauthorized,
        429 => FailureClass::RateLimited,
        413 => FailureClass::ContextLength,
        400 | 422 if words.have(&ABOUT_LENGTH) => FailureClass::ContextLength,
        400 | 422 if words.have(&ABOUT_FILTER) => FailureClass::ContentFilter,
        // Also pages that moved, models that are not there, and whatever else nobody expects.
        _ => FailureClass::BadRequest,
    }
}

fn by_code(refusal: &Refusal<'_>) -> Option<FailureClass> {
    let codes = [refusal.code, refusal.kind];
    let is_any = |known: &[&str]| {
        let mut codes = codes.iter().flatten();
        codes.any(|code| known.iter().any(|it| it.eq_ignore_ascii_case(code)))
    };
    match () {
        () if is_any(&OF_CREDITS) => Some(FailureClass::Credits),
        () if refusal.status == 429 && is_any(&OF_RATES) => Some(FailureClass::RateLimited),
        () if is_any(&OF_LENGTH) => Some(FailureClass::ContextLength),
        () if is_any(&OF_FILTER) => Some(FailureClass::ContentFilter),
        () if is_any(&OF_KEYS) => Some(FailureClass::Unauthorized),
        () if is_any(&OF_LOAD) => Some(FailureClass::Upstream5xx),
        () => None,
    }
}

/// A wording in small letters, without addresses.
struct Words(String);

impl Words {
    fn of(message: &str) -> Self {
        let words = message.split_whitespace();
        let kept: Vec<_> = words.filter(|it| !it.contains("://")).collect();
        Self(kept.join(" ").to_lowercase())
    }

    fn have(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|it| self.0.contains(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FailureClass::{
        BadRequest, ContentFilter, ContextLength, Credits, RateLimited, Timeout, Unauthorized,
        Upstream5xx,
    };

    fn check(status: u16, code: &str, message: &str, expected: FailureClass) {
        let refusal = Refusal {
            status,
            code: Some(code).filter(|it| !it.is_empty()),
            kind: None,
            message,
        };
        assert_eq!(classify(&refusal), expected, "{refusal:?}");
    }

    #[test]
    fn the_status_says_it_where_there_is_no_code() {
        for (status, expected) in [
            (400, BadRequest),
            (401, Unauthorized),
            (402, Credits),
            (403, Unauthorized),
            (404, BadRequest),
            (408, Timeout),
            (413, ContextLength),
            (422, BadRequest),
            (429, RateLimited),
            (500, Upstream5xx),
            (502, Upstream5xx),
            (503, Upstream5xx),
            (504, Upstream5xx),
            (520, Upstream5xx),
            (529, Upstream5xx),
            (302, BadRequest),
        ] {
            check(status, "", "", expected);
            check(
                status,
                "a_code_nobody_knows",
                "Something happened.",
                expected,
            );
        }
    }

    #[test]
    fn a_code_says_more_than_the_status() {
        check(429, "insufficient_quota", "", Credits);
        check(403, "insufficient_quota", "", Credits);
        check(429, "billing_hard_limit_reached", "", Credits);
        check(400, "context_length_exceeded", "", ContextLength);
        check(400, "content_filter", "", ContentFilter);
        check(400, "invalid_api_key", "", Unauthorized);
        check(400, "overloaded_error", "", Upstream5xx);
    }

    #[test]
    fn a_type_counts_like_a_code() {
        let refusal = Refusal {
            status: 429,
            kind: Some("insufficient_quota"),
            ..Refusal::default()
        };
        assert_eq!(classify(&refusal), Credits);
    }

    #[test]
    fn wording_decides_only_where_nothing_else_does() {
        let plan = "You exceeded your current quota, please check your plan and billing details.";
        check(429, "", plan, Credits);
        check(403, "", "You have run out of credits.", Credits);
        check(401, "", "Your credit balance is too low.", Credits);
        check(
            400,
            "",
            "Your credit balance is too low to access the API.",
            Credits,
        );
        check(
            400,
            "",
            "This model's maximum context length is 8192 tokens.",
            ContextLength,
        );
        check(
            400,
            "",
            "Refused by Azure's content management policy.",
            ContentFilter,
        );
        check(429, "rate_limit_exceeded", plan, RateLimited);
        check(500, "", "billing is down", Upstream5xx);
    }

    #[test]
    fn advice_on_rate_limits_that_ends_in_an_address_about_billing_is_not_about_credits() {
        let advice = "Rate limit reached for requests per min. Limit: 3. You can raise it at \
            https://platform.example.com/account/billing.";
        check(429, "", advice, RateLimited);
    }
}
