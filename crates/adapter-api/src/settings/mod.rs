//! Settings of a server: shown, changed, undone, taken away and brought in.

mod agreement;
mod export;
mod history;
mod import;
#[cfg(test)]
mod import_tests;
mod invalidate;
mod refusal;
mod rollback;
mod show;
mod write;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use settings_core::SettingValue;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(show::get, write::post))
        .routes(routes!(history::list))
        .routes(routes!(rollback::post))
        .routes(routes!(invalidate::post))
        .routes(routes!(export::get))
        .routes(routes!(import::post))
}

/// A value as JSON; null for what is not set.
fn json_of(value: Option<&SettingValue>) -> Value {
    value.map_or(Value::Null, settings_json::write)
}

/// A moment in RFC 3339, in UTC.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
