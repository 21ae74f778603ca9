//! The cases for reminders over HTTP.

use super::Case;
use super::Try::Asked;

/// A try of every address, by Sara, who made the town's reminders and is admin of the other server as well.
pub(super) const CASES: &[Case] = &[
    Case(
        Asked(
            "GET /api/reminders/{user_id}",
            "GET /api/reminders/{zoe}",
            "",
        ),
        "\"forbidden\"",
    ),
    Case(
        Asked(
            "POST /api/reminders",
            "POST /api/reminders",
            r#"{"guild_id":"{abroad}","name":"A","message":"B","channel_id":"{channel}","call_time":"20:00","days":["0"]}"#,
        ),
        "\"wrong_guild\"",
    ),
    Case(
        Asked(
            "PUT /api/reminders",
            "PUT /api/reminders",
            r#"{"guild_id":"{abroad}","id":{reminder},"name":"A"}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "DELETE /api/reminders/{reminder_id}/{created_by}",
            "DELETE /api/reminders/{reminder}/{zoe}",
            "",
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/reminders",
            "GET /api/dashboard/{abroad}/reminders?include_completed=true",
            "",
        ),
        "\"reminders\":",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/reminders",
            "POST /api/dashboard/{abroad}/reminders",
            r#"{"message":"B","channel_id":"{channel}","time":"20:00","days":["0"]}"#,
        ),
        "\"wrong_guild\"",
    ),
    Case(
        Asked(
            "POST /api/dashboard/{guild_id}/reminders/live-sessions",
            "POST /api/dashboard/{abroad}/reminders/live-sessions",
            r#"{"channel_id":"{channel}","time":"20:00"}"#,
        ),
        "\"wrong_guild\"",
    ),
    Case(
        Asked(
            "PUT /api/dashboard/{guild_id}/reminders/{id}",
            "PUT /api/dashboard/{abroad}/reminders/{reminder}",
            r#"{"name":"A"}"#,
        ),
        "\"not_found\"",
    ),
    Case(
        Asked(
            "DELETE /api/dashboard/{guild_id}/reminders/{id}",
            "DELETE /api/dashboard/{abroad}/reminders/{reminder}",
            "",
        ),
        "\"not_found\"",
    ),
];
