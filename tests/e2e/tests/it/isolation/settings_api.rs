//! The cases for settings over HTTP.

use super::Case;
use super::Try::Asked;

/// Each address, with another server's channels, category, role and change where it takes such a thing.
pub(super) const CASES: &[Case] = &[
    Case(
        Asked(
            "GET /api/dashboard/settings/{guild_id}",
            "GET /api/dashboard/settings/{abroad}?view=effective",
            "",
        ),
        "200 OK",
    ),
    Case(
        Asked(
            "POST /api/dashboard/settings/{guild_id}",
            "POST /api/dashboard/settings/{abroad}",
            r#"{"category": "system", "settings": {"log_channel_id": "{channel}"}}"#,
        ),
        "wrong_guild",
    ),
    Case(
        Asked(
            "POST /api/dashboard/settings/{guild_id}",
            "POST /api/dashboard/settings/{abroad}",
            r#"{"category": "ticketbot", "settings": {"category_id": "{category}", "staff_role_id": "{role}"}}"#,
        ),
        "wrong_guild",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/settings/history",
            "GET /api/dashboard/{abroad}/settings/history?limit=200",
            "",
        ),
        "200 OK",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/settings/rollback/{history_id}",
            "POST /api/dashboard/{abroad}/settings/rollback/{history}",
            "",
        ),
        "not_found",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/settings/invalidate-cache",
            "POST /api/dashboard/{abroad}/settings/invalidate-cache",
            "",
        ),
        "200 OK",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/settings/export",
            "GET /api/dashboard/{abroad}/settings/export",
            "",
        ),
        "200 OK",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/settings/import",
            "POST /api/dashboard/{abroad}/settings/import",
            r#"{"format": "alphapy-settings", "version": 1, "settings": {"system": {"log_channel_id": "{channel}"}}}"#,
        ),
        "wrong_guild",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/discord-meta",
            "GET /api/dashboard/{abroad}/discord-meta",
            "",
        ),
        "200 OK",
    ),
    Case(
        Asked(
            "GET /api/dashboard/logs",
            "GET /api/dashboard/logs?guild_id={abroad}",
            "",
        ),
        "200 OK",
    ),
];
