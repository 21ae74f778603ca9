//! Every address, and whose things are asked for there.

use serde_json::{Value, json};

/// An address as it is asked: the caller's own things, or those of somebody else.
pub(super) struct Row {
    /// In the words of the API's description: `GET /api/reminders/{user_id}`.
    pub(super) endpoint: &'static str,
    /// Guild 1, user 1 and what is theirs.
    pub(super) own: &'static str,
    /// Guild 2 or user 3, and what is theirs; the same as `own` where nothing is named.
    pub(super) foreign: &'static str,
    /// The body, for addresses that take one.
    pub(super) body: fn() -> Value,
}

const fn row(
    endpoint: &'static str,
    own: &'static str,
    foreign: &'static str,
    body: fn() -> Value,
) -> Row {
    Row {
        endpoint,
        own,
        foreign,
        body,
    }
}

/// No body.
fn none() -> Value {
    Value::Null
}

/// A body that says nothing.
fn empty() -> Value {
    json!({})
}

/// A body that names what does not exist.
fn a_number() -> Value {
    json!({ "id": 999 })
}

pub(super) const ROWS: &[Row] = &[
    row("GET /health", "/health", "/health", none),
    row("GET /api/health", "/api/health", "/api/health", none),
    row("GET /metrics", "/metrics", "/metrics", none),
    row(
        "GET /top-commands",
        "/top-commands?guild_id=1",
        "/top-commands?guild_id=2",
        none,
    ),
    row(
        "GET /api/observability",
        "/api/observability",
        "/api/observability",
        none,
    ),
    row(
        "GET /api/top-commands",
        "/api/top-commands?guild_id=1",
        "/api/top-commands?guild_id=2",
        none,
    ),
    row("GET /status", "/status", "/status", none),
    row(
        "GET /api/health/history",
        "/api/health/history",
        "/api/health/history",
        none,
    ),
    row(
        "GET /api/metrics",
        "/api/metrics?guild_id=1",
        "/api/metrics?guild_id=2",
        none,
    ),
    row(
        "GET /api/dashboard/metrics",
        "/api/dashboard/metrics?guild_id=1",
        "/api/dashboard/metrics?guild_id=2",
        none,
    ),
    row(
        "GET /api/reminders/{user_id}",
        "/api/reminders/1",
        "/api/reminders/3",
        none,
    ),
    row(
        "POST /api/reminders",
        "/api/reminders",
        "/api/reminders",
        empty,
    ),
    row(
        "PUT /api/reminders",
        "/api/reminders",
        "/api/reminders",
        a_number,
    ),
    row(
        "DELETE /api/reminders/{reminder_id}/{created_by}",
        "/api/reminders/999/1",
        "/api/reminders/999/3",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/reminders",
        "/api/dashboard/1/reminders",
        "/api/dashboard/2/reminders",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/reminders",
        "/api/dashboard/1/reminders",
        "/api/dashboard/2/reminders",
        empty,
    ),
    row(
        "POST /api/dashboard/{guild_id}/reminders/live-sessions",
        "/api/dashboard/1/reminders/live-sessions",
        "/api/dashboard/2/reminders/live-sessions",
        empty,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/reminders/{id}",
        "/api/dashboard/1/reminders/999",
        "/api/dashboard/2/reminders/999",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/reminders/{id}",
        "/api/dashboard/1/reminders/999",
        "/api/dashboard/2/reminders/999",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/onboarding/funnel",
        "/api/dashboard/1/onboarding/funnel",
        "/api/dashboard/2/onboarding/funnel",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets",
        "/api/dashboard/1/tickets",
        "/api/dashboard/2/tickets",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/export",
        "/api/dashboard/1/tickets/export",
        "/api/dashboard/2/tickets/export",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/stats",
        "/api/dashboard/1/tickets/stats",
        "/api/dashboard/2/tickets/stats",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/tickets/{ticket_id}",
        "/api/dashboard/1/tickets/999",
        "/api/dashboard/2/tickets/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/tickets/{ticket_id}/status",
        "/api/dashboard/1/tickets/999/status",
        "/api/dashboard/2/tickets/999/status",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/onboarding/questions",
        "/api/dashboard/1/onboarding/questions",
        "/api/dashboard/2/onboarding/questions",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/onboarding/questions",
        "/api/dashboard/1/onboarding/questions",
        "/api/dashboard/2/onboarding/questions",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/onboarding/questions/{question_id}",
        "/api/dashboard/1/onboarding/questions/999",
        "/api/dashboard/2/onboarding/questions/999",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/onboarding/rules",
        "/api/dashboard/1/onboarding/rules",
        "/api/dashboard/2/onboarding/rules",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/onboarding/rules",
        "/api/dashboard/1/onboarding/rules",
        "/api/dashboard/2/onboarding/rules",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/onboarding/rules/{rule_id}",
        "/api/dashboard/1/onboarding/rules/999",
        "/api/dashboard/2/onboarding/rules/999",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/onboarding/reorder",
        "/api/dashboard/1/onboarding/reorder",
        "/api/dashboard/2/onboarding/reorder",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/gdpr",
        "/api/dashboard/1/gdpr",
        "/api/dashboard/2/gdpr",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq",
        "/api/dashboard/1/faq",
        "/api/dashboard/2/faq",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq",
        "/api/dashboard/1/faq",
        "/api/dashboard/2/faq",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/search",
        "/api/dashboard/1/faq/search?q=invoice",
        "/api/dashboard/2/faq/search?q=invoice",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/unanswered",
        "/api/dashboard/1/faq/unanswered",
        "/api/dashboard/2/faq/unanswered",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/export",
        "/api/dashboard/1/faq/export",
        "/api/dashboard/2/faq/export",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/proposals",
        "/api/dashboard/1/faq/proposals",
        "/api/dashboard/2/faq/proposals",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/accept",
        "/api/dashboard/1/faq/proposals/999/accept",
        "/api/dashboard/2/faq/proposals/999/accept",
        empty,
    ),
    row(
        "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/dismiss",
        "/api/dashboard/1/faq/proposals/999/dismiss",
        "/api/dashboard/2/faq/proposals/999/dismiss",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        empty,
    ),
    row(
        "DELETE /api/dashboard/{guild_id}/faq/{faq_id}",
        "/api/dashboard/1/faq/999",
        "/api/dashboard/2/faq/999",
        none,
    ),
    row(
        "PUT /api/dashboard/{guild_id}/faq/{faq_id}/pin",
        "/api/dashboard/1/faq/999/pin",
        "/api/dashboard/2/faq/999/pin",
        empty,
    ),
    row(
        "GET /api/dashboard/settings/{guild_id}",
        "/api/dashboard/settings/1",
        "/api/dashboard/settings/2",
        none,
    ),
    row(
        "POST /api/dashboard/settings/{guild_id}",
        "/api/dashboard/settings/1",
        "/api/dashboard/settings/2",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/settings/history",
        "/api/dashboard/1/settings/history",
        "/api/dashboard/2/settings/history",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/rollback/{history_id}",
        "/api/dashboard/1/settings/rollback/999",
        "/api/dashboard/2/settings/rollback/999",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/invalidate-cache",
        "/api/dashboard/1/settings/invalidate-cache",
        "/api/dashboard/2/settings/invalidate-cache",
        none,
    ),
    row(
        "GET /api/dashboard/{guild_id}/settings/export",
        "/api/dashboard/1/settings/export",
        "/api/dashboard/2/settings/export",
        none,
    ),
    row(
        "POST /api/dashboard/{guild_id}/settings/import",
        "/api/dashboard/1/settings/import",
        "/api/dashboard/2/settings/import",
        empty,
    ),
    row(
        "GET /api/dashboard/{guild_id}/discord-meta",
        "/api/dashboard/1/discord-meta",
        "/api/dashboard/2/discord-meta",
        none,
    ),
    row(
        "GET /api/dashboard/logs",
        "/api/dashboard/logs?guild_id=1",
        "/api/dashboard/logs?guild_id=2",
        none,
    ),
];
