//! What `/gptstatus` shows.

use chrono::TimeDelta;
use kernel::UserId;
use language_model::{FailureClass, Health, LastError, ModelStatus, Spent};
use sanitizer::safe_embed_text;

use super::status::{Inside, Shown};
use crate::reply::Reply;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// Of what a service said so much is shown, in characters.
const DETAIL_MAX: usize = 120;

pub(super) fn status(shown: &Shown) -> Reply {
    let status = &shown.status;
    let card = Card::new(colour(status.health), "🤖 The assistant")
        .inline("Health", health(status.health))
        .inline("Model", Rich::default().code(shown.model.as_str(), 100))
        .inline("Your answers today", quota(shown.quota));
    let card = match &shown.inside {
        Some(inside) => within(card, status, inside),
        None => card,
    };
    Reply::card(card.footer(concat!("Alphapy ", env!("CARGO_PKG_VERSION"))))
}

fn within(card: Card, status: &ModelStatus, inside: &Inside) -> Card {
    let card = card
        .inline("Uptime", span(inside.uptime))
        .inline(
            "Last success",
            match &status.last_success {
                Some(call) => Rich::default().moment(call.at, TimeStyle::Relative),
                None => none(),
            },
        )
        .inline(
            "Avg latency",
            match status.average_latency {
                Some(latency) => Rich::default().seconds(latency),
                None => none(),
            },
        )
        .inline(
            "Last user",
            user(status.last_success.and_then(|it| it.user)),
        )
        .inline("Last error", error(status.last_error.as_ref()))
        .inline(
            "Error time",
            match &status.last_error {
                Some(error) => Rich::default().moment(error.at, TimeStyle::Relative),
                None => none(),
            },
        )
        .inline(
            "Interactions",
            Rich::own("✅ ")
                .number(status.counts.answered)
                .and(" ❌ ")
                .number(status.counts.failed),
        );
    let limits = Rich::default().number(status.rate_limits);
    let limits = match status.last_rate_limit {
        Some(at) => limits.and(", last ").moment(at, TimeStyle::Relative),
        None => limits,
    };
    let waiting = match inside.waiting {
        Some(waiting) => Rich::default().number(waiting).and(" pending"),
        None => Rich::own("unknown"),
    };
    card.inline("Rate limits", limits)
        .inline("Retry queue", waiting)
        .inline("Tokens today", spent(status.today))
        .inline("Tokens since start", spent(status.since_start))
}

fn colour(health: Health) -> Colour {
    match health {
        Health::Operational => Colour::Green,
        Health::Degraded => Colour::Orange,
        Health::Offline(_) => Colour::Red,
        Health::Idle | Health::NoActivity => Colour::Blue,
    }
}

fn health(health: Health) -> Rich {
    match health {
        Health::Offline(class) => Rich::own("🔴 Offline (").and(class.as_str()).and(")"),
        Health::Degraded => Rich::own("🟠 Degraded"),
        Health::Operational => Rich::own("🟢 Operational"),
        Health::Idle => Rich::own("🔵 Idle"),
        Health::NoActivity => Rich::own("🔵 No activity yet"),
    }
}

fn quota((used, limit): (Option<u32>, Option<u32>)) -> Rich {
    let used = used.map_or_else(|| Rich::own("?"), |it| Rich::default().number(it));
    match limit {
        Some(limit) => used.and(" / ").number(limit),
        None => used.and(" / no limit"),
    }
}

fn user(user: Option<UserId>) -> Rich {
    user.map_or_else(none, |it| Rich::default().user(it))
}

/// A class is a word of ours; what the service said is a stranger's.
fn error(error: Option<&LastError>) -> Rich {
    let Some(LastError { class, detail, .. }) = error else {
        return none();
    };
    let class: FailureClass = *class;
    let words = Rich::own(class.as_str());
    let detail = safe_embed_text(detail.as_str(), DETAIL_MAX);
    if detail.is_empty() {
        words
    } else {
        words.and(": ").text(&detail)
    }
}

fn spent(spent: Spent) -> Rich {
    let words = Rich::default().number(spent.tokens.total());
    if spent.cost == 0 {
        return words;
    }
    // Millionths, to a hundredth and rounded up, so that it is never nothing.
    let hundredths = spent.cost.div_ceil(10_000);
    let part = hundredths % 100;
    let zero = if part < 10 { "0" } else { "" };
    words
        .and(" (≈ ")
        .number(hundredths / 100)
        .and(".")
        .and(zero)
        .number(part)
        .and(")")
}

fn span(span: TimeDelta) -> Rich {
    let count = |it: i64| u64::try_from(it).unwrap_or(0);
    Rich::default()
        .number(count(span.num_days()))
        .and(" d ")
        .number(count(span.num_hours() % 24))
        .and(" h ")
        .number(count(span.num_minutes() % 60))
        .and(" min")
}

fn none() -> Rich {
    Rich::own("none")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use language_model::{Counts, LastCall, ModelError, Tokens};

    use super::*;

    fn shown(inside: bool) -> String {
        let at = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let error = ModelError::new(FailureClass::Unauthorized, "HTTP 401 **bold** @everyone");
        let spent = Spent {
            tokens: Tokens {
                prompt: 1200,
                completion: 300,
            },
            cost: 50_001,
        };
        let status = ModelStatus {
            health: Health::Offline(FailureClass::Unauthorized),
            since: at,
            last_success: Some(LastCall {
                at,
                user: UserId::new(7).ok(),
            }),
            average_latency: Some(TimeDelta::milliseconds(1250)),
            last_error: Some(LastError {
                at,
                class: error.class,
                detail: error.detail,
            }),
            counts: Counts {
                answered: 4,
                failed: 1,
            },
            rate_limits: 2,
            last_rate_limit: Some(at),
            today: spent,
            since_start: spent,
        };
        let reply = super::status(&Shown {
            status,
            model: "small-1".parse().unwrap(),
            quota: (Some(2), Some(5)),
            inside: inside.then(|| Inside {
                uptime: TimeDelta::minutes(1501),
                waiting: Some(3),
            }),
        });
        match reply {
            Reply::Message(body) => format!("{:?}", body.into_data().embeds),
            _ => panic!("no message"),
        }
    }

    #[test]
    fn members_see_health_model_and_their_own_quota_and_nothing_else() {
        let card = shown(false);
        for part in ["Offline (unauthorized)", "`small-1`", "2 / 5"] {
            assert!(card.contains(part), "{part}: {card}");
        }
        for part in ["401", "<@7>", "Retry queue", "Tokens", "Uptime"] {
            assert!(!card.contains(part), "{part}: {card}");
        }
    }

    #[test]
    fn admins_see_the_rest_and_what_a_service_says_calls_nobody() {
        let card = shown(true);
        for part in [
            "1 d 1 h 1 min",
            "1.2 s",
            "<@7>",
            "unauthorized: HTTP 401",
            "✅ 4 ❌ 1",
            "2, last <t:",
            "3 pending",
            "1500 (≈ 0.06)",
        ] {
            assert!(card.contains(part), "{part}: {card}");
        }
        assert!(
            !card.contains("@everyone") && !card.contains("**bold**"),
            "{card}"
        );
    }
}
