//! Refusals of settings in the API's own words.

use axum::http::StatusCode;
use settings_core::{
    ChangeRefusal, CoercionError, Constraint, Definition, Kind, Objection, Registry, RejectedLine,
    ScopeRefusal, WhyRejected,
};

use crate::error::{ApiError, FieldError};

const OWNER_ONLY: &str = "Only whoever runs this bot can change this setting.";

/// Why a scope is not changed.
pub(super) fn of_scope(refusal: &ScopeRefusal<Objection>, registry: &Registry) -> ApiError {
    match refusal {
        ScopeRefusal::UnknownScope => ApiError::new(
            StatusCode::BAD_REQUEST,
            "unknown_category",
            "There is no such category of settings.",
        ),
        ScopeRefusal::TooMany => ApiError::invalid(vec![FieldError {
            field: "settings".to_owned(),
            code: "too_many".into(),
            message: "Send at most 100 settings at once.".to_owned(),
        }]),
        refusal if refusal.is_forbidden() => forbidden(ChangeRefusal::OwnerOnly),
        ScopeRefusal::Rejected(lines) => {
            let errors = lines.iter().map(|it| of_line(it, registry));
            ApiError::invalid(errors.collect())
        }
        ScopeRefusal::Violates(constraint) => violated(constraint, "settings"),
    }
}

/// The caller may not set this.
pub(super) fn forbidden(why: ChangeRefusal) -> ApiError {
    let detail = of_change(why, None);
    ApiError::new(StatusCode::FORBIDDEN, "forbidden_setting", detail)
}

/// What several settings must keep to together.
pub(super) fn violated(constraint: &Constraint, field: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: "conflicting_settings".into(),
        message: constraint.demand.to_owned(),
    }])
}

/// Why one wish cannot be fulfilled: its code and sentence.
pub(super) fn words(line: &RejectedLine<Objection>, registry: &Registry) -> (&'static str, String) {
    match &line.why {
        WhyRejected::Repeated => ("repeated", "It is there more than once.".to_owned()),
        WhyRejected::Objection(it) => (it.why.code(), it.message.clone()),
        WhyRejected::Refused(why) => {
            let definition = registry.find(&line.scope, &line.key);
            (why.code(), of_change(*why, definition))
        }
    }
}

/// Why a change is refused.
pub(super) fn of_change(why: ChangeRefusal, definition: Option<&Definition>) -> String {
    match why {
        ChangeRefusal::NotAdmin => "Only admins of this server change settings.".to_owned(),
        ChangeRefusal::OwnerOnly => OWNER_ONLY.to_owned(),
        ChangeRefusal::Managed => "The bot keeps this setting by itself.".to_owned(),
        ChangeRefusal::UnknownSetting => "There is no such setting.".to_owned(),
        ChangeRefusal::Violates(constraint) => constraint.demand.to_owned(),
        ChangeRefusal::Invalid(why) => misfit(why, definition.map(|it| &it.kind)),
    }
}

fn of_line(line: &RejectedLine<Objection>, registry: &Registry) -> FieldError {
    let (code, message) = words(line, registry);
    FieldError {
        field: format!("settings.{}", line.key),
        code: code.into(),
        message,
    }
}

fn misfit(why: CoercionError, kind: Option<&Kind>) -> String {
    match (why, kind) {
        (CoercionError::OutOfRange, Some(Kind::Int { min, max })) => {
            format!("It must be from {min} to {max}.")
        }
        (CoercionError::OutOfRange, Some(Kind::Float { min, max })) => {
            format!("It must be from {min} to {max}.")
        }
        (CoercionError::NotAChoice, Some(Kind::Choice(choices))) => {
            format!("It must be one of: {}.", choices.join(", "))
        }
        (CoercionError::TooLong, Some(Kind::Text { max })) => {
            format!("It may have at most {max} characters.")
        }
        (CoercionError::Empty, _) => "It is empty. Send null to reset it.".to_owned(),
        (CoercionError::InvalidSnowflake, _) => {
            "It must be a Discord id: a text of digits.".to_owned()
        }
        (_, Some(kind)) => format!("It must be {}.", wanted(kind)),
        (why, None) => why.to_string(),
    }
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Bool => "true or false",
        Kind::Int { .. } => "a whole number",
        Kind::Float { .. } => "a number",
        Kind::Channel => "the id of a channel",
        Kind::Category => "the id of a category",
        Kind::Role => "the id of a role",
        Kind::Message => "the id of a message",
        Kind::Choice(_) => "one of the choices",
        Kind::Text { .. } => "a text without the character U+0000",
        Kind::Model => "the name of a model: up to 100 letters, digits, and . _ : / -",
        Kind::TimeZone => "the name of a time zone, such as Europe/Brussels",
    }
}
