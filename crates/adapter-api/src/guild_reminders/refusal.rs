//! Refusals of the server's dashboard: what the earlier dashboard answered with 400 stays 400.

use axum::http::StatusCode;
use kernel::UseCaseError;
use reminders_core::{Fault, Field, FieldFault, FieldsRefusal, TargetRefusal};

use crate::error::ApiError;
use crate::reminders::refusal::{field_name, of_fields};

/// The refusal of a reminder of the server.
pub(super) fn refused(error: UseCaseError<FieldsRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => {
            bad_request(&refusal).unwrap_or_else(|| of_fields(&refusal, named))
        }
    }
}

fn named(field: Field) -> &'static str {
    match field {
        Field::EventTime => "scheduled_time",
        field => field_name(field),
    }
}

/// What the earlier dashboard's users know as 400.
fn bad_request(refusal: &FieldsRefusal) -> Option<ApiError> {
    let (code, detail) = match refusal {
        FieldsRefusal::Nothing => ("empty_update", "Say what is to change."),
        FieldsRefusal::Target(TargetRefusal::Unknown(_)) => {
            ("wrong_guild", "channel_id does not belong to this guild.")
        }
        FieldsRefusal::Faults(faults) => faults.iter().find_map(known)?,
        _ => return None,
    };
    Some(ApiError::new(StatusCode::BAD_REQUEST, code, detail))
}

fn known(it: &FieldFault) -> Option<(&'static str, &'static str)> {
    match (it.field, &it.fault) {
        (Field::Channel, Fault::Missing | Fault::NotAnId) => Some((
            "invalid_channel_id",
            "channel_id must be the id of a channel of this server.",
        )),
        (_, Fault::NoSchedule | Fault::NoDays) | (Field::Time, Fault::Missing) => Some((
            "schedule_required",
            "Say when: scheduled_time for a one-off, or a time and days for what comes again.",
        )),
        (Field::Completed, Fault::ComesAgain) => Some((
            "one_off_only",
            "Only a one-off can be marked as done, and this comes again.",
        )),
        _ => None,
    }
}
