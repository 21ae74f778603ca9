//! The cases for tickets and the FAQ over HTTP.

use super::Case;
use super::Try::Asked;

/// A try of every address with the number of the other server's ticket or answer.
pub(super) const CASES: &[Case] = &[
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/tickets",
            "GET /api/dashboard/{abroad}/tickets?status=all",
            "",
        ),
        "\"tickets\":",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/tickets/export",
            "GET /api/dashboard/{abroad}/tickets/export",
            "",
        ),
        "id,user_id,username",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/tickets/stats",
            "GET /api/dashboard/{abroad}/tickets/stats",
            "",
        ),
        "\"open_ticket_ids\":",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/tickets/{ticket_id}",
            "GET /api/dashboard/{abroad}/tickets/{ticket}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "PUT /api/dashboard/{guild_id}/tickets/{ticket_id}/status",
            "PUT /api/dashboard/{abroad}/tickets/{ticket}/status",
            r#"{"status":"claimed"}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq",
            "GET /api/dashboard/{abroad}/faq",
            "",
        ),
        "\"entries\":",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq/search",
            "GET /api/dashboard/{abroad}/faq/search?q=cellar",
            "",
        ),
        "\"hits\":",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq/unanswered",
            "GET /api/dashboard/{abroad}/faq/unanswered",
            "",
        ),
        "\"questions\":",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq/export",
            "GET /api/dashboard/{abroad}/faq/export",
            "",
        ),
        "id,title,summary",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq/proposals",
            "GET /api/dashboard/{abroad}/faq/proposals",
            "",
        ),
        "\"proposals\":[]",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/accept",
            "POST /api/dashboard/{abroad}/faq/proposals/{proposal}/accept",
            r#"{"title":"Mine","summary":"Mine"}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/faq/proposals/{proposal_id}/dismiss",
            "POST /api/dashboard/{abroad}/faq/proposals/{proposal}/dismiss",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/faq/{faq_id}",
            "GET /api/dashboard/{abroad}/faq/{faq}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "PUT /api/dashboard/{guild_id}/faq/{faq_id}",
            "PUT /api/dashboard/{abroad}/faq/{faq}",
            r#"{"title":"Mine","summary":"Mine","seen":"2026-02-04T09:00:00Z"}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "PUT /api/dashboard/{guild_id}/faq/{faq_id}/pin",
            "PUT /api/dashboard/{abroad}/faq/{faq}/pin",
            r#"{"pinned":true}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "DELETE /api/dashboard/{guild_id}/faq/{faq_id}",
            "DELETE /api/dashboard/{abroad}/faq/{faq}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/faq",
            "POST /api/dashboard/{abroad}/faq",
            r#"{"title":"Another","summary":"Mine"}"#,
        ),
        "\"success\":true",
    ),
];
