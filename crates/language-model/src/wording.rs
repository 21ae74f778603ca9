//! What members read instead of an answer. Nothing here tells of keys, money, services or their words.

use crate::{FailureClass, QuotaReached};

/// There is no answer now, and nobody knows when there will be.
pub const OFFLINE: &str =
    "💤 The assistant is not available at the moment. Please try again later.";
/// There is no answer now, but soon.
pub const BUSY: &str = "⏳ The assistant is busy at the moment. Please try again in a few minutes.";
/// There will be no answer to this.
pub const CANNOT_ANSWER: &str =
    "🙏 The assistant cannot answer that. Perhaps you can ask it in another way.";
/// The topic is not for here.
pub const OFF_TOPIC: &str = "🧭 That is not something the assistant talks about. Ask it about mindset, leadership or \
    trading instead.";

/// Something went wrong. `reference` is also in the log.
pub fn failed(reference: &str) -> String {
    format!(
        "⚠️ Something went wrong, and there is no answer. Please try again; if it happens again, tell an admin this \
         reference: `{reference}`."
    )
}

/// All answers of the day were given.
pub fn quota(reached: &QuotaReached) -> String {
    let had = match reached.limit {
        0 => "There are no answers for you today".to_owned(),
        1 => "You have had your answer for today".to_owned(),
        many => format!("You have had your {many} answers for today"),
    };
    let resets_at = reached.resets_at.timestamp();
    format!("📅 {had}. You can ask again <t:{resets_at}:R>.")
}

/// What a member reads when a question ends like this.
///
/// ```
/// use language_model::{FailureClass, wording};
///
/// assert_eq!(wording::told(FailureClass::Credits, "7f3a9c21"), wording::OFFLINE);
/// assert_eq!(wording::told(FailureClass::RateLimited, "7f3a9c21"), wording::BUSY);
/// assert!(wording::told(FailureClass::Malformed, "7f3a9c21").contains("7f3a9c21"));
/// ```
pub fn told(class: FailureClass, reference: &str) -> String {
    match class {
        FailureClass::MissingKey
        | FailureClass::Unauthorized
        | FailureClass::Credits
        | FailureClass::Upstream5xx
        | FailureClass::Timeout
        | FailureClass::Network
        | FailureClass::CircuitOpen
        | FailureClass::QuotaUncounted => OFFLINE.to_owned(),
        FailureClass::RateLimited => BUSY.to_owned(),
        FailureClass::BadRequest
        | FailureClass::ContextLength
        | FailureClass::Empty
        | FailureClass::Malformed => failed(reference),
        FailureClass::ContentFilter => CANNOT_ANSWER.to_owned(),
        FailureClass::UserQuota(reached) => quota(&reached),
        FailureClass::BlockedPrompt => OFF_TOPIC.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn a_used_up_quota_says_how_much_it_was_and_when_there_is_more() {
        let reached = |limit| QuotaReached {
            limit,
            resets_at: DateTime::UNIX_EPOCH + TimeDelta::days(1),
        };
        let five = quota(&reached(5));
        assert!(
            five.contains("your 5 answers") && five.contains("<t:86400:R>"),
            "{five}"
        );
        assert!(quota(&reached(1)).contains("your answer for today"));
    }

    #[test]
    fn no_text_tells_how_the_assistant_is_run() {
        let texts = [OFFLINE, BUSY, CANNOT_ANSWER, OFF_TOPIC].map(str::to_owned);
        for text in texts.into_iter().chain([failed("12345678")]) {
            let text = text.to_lowercase();
            for word in [
                "key", "credit", "billing", "openai", "gpt", "model", "token", "http", "error",
            ] {
                assert!(!text.contains(word), "{word:?} in {text:?}");
            }
        }
    }
}
