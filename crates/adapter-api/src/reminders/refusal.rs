//! Why fields did not become a reminder, in the words of the API.

use axum::http::StatusCode;
use kernel::UseCaseError;
use reminders_core::{
    DeleteRefusal, Fault, Field, FieldFault, FieldsRefusal, Permission, PictureRefusal,
    TargetRefusal,
};

use crate::error::{ApiError, FieldError};

/// The names of fields that differ from place to place.
pub(crate) type FieldName = fn(Field) -> &'static str;

/// The fields of `/api/reminders`.
pub(crate) fn field_name(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Message => "message",
        Field::Channel => "channel_id",
        Field::Time => "time",
        Field::CallTime => "call_time",
        Field::Days => "days",
        Field::EventTime => "event_time",
        Field::Location => "location",
        Field::ImageUrl => "image_url",
        Field::Completed => "completed",
    }
}

/// The refusal of a member's own reminder.
pub(crate) fn refused(error: UseCaseError<FieldsRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => of_fields(&refusal, field_name),
    }
}

/// The refusal of a deletion.
pub(crate) fn not_deleted(error: UseCaseError<DeleteRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(DeleteRefusal::Disabled) => module_disabled(),
        UseCaseError::Refused(DeleteRefusal::NotFound(_)) => ApiError::not_found(),
    }
}

/// A refusal by its fields' names.
pub(crate) fn of_fields(refusal: &FieldsRefusal, named: FieldName) -> ApiError {
    match refusal {
        FieldsRefusal::Faults(faults) => {
            ApiError::invalid(faults.iter().map(|it| field_error(it, named)).collect())
        }
        FieldsRefusal::Nothing => ApiError::invalid(vec![FieldError {
            field: "body".to_owned(),
            code: "empty".into(),
            message: "Say what is to change.".to_owned(),
        }]),
        FieldsRefusal::Disabled => module_disabled(),
        FieldsRefusal::NotFound => ApiError::not_found(),
        FieldsRefusal::QuotaReached(limit) => ApiError::new(
            StatusCode::FORBIDDEN,
            "quota_exceeded",
            format!(
                "All {limit} active reminders in this server are in use. Delete one to make room."
            ),
        ),
        FieldsRefusal::Target(refusal) => target(refusal),
        FieldsRefusal::Picture(refusal) => picture(*refusal),
        FieldsRefusal::Busy => ApiError::new(
            StatusCode::CONFLICT,
            "conflict",
            "Others are changing this reminder right now. Try again.",
        ),
    }
}

fn module_disabled() -> ApiError {
    let detail = "Reminders are switched off in this server. An admin can turn them on.";
    ApiError::new(StatusCode::FORBIDDEN, "module_disabled", detail)
}

fn picture(refusal: PictureRefusal) -> ApiError {
    match refusal {
        PictureRefusal::TooMany(wait) => {
            let detail = "You have attached three pictures within the hour. Try again later.";
            let seconds = u64::try_from(wait.num_seconds()).unwrap_or_default().max(1);
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "image_rate_limited", detail)
                .retry_after(seconds)
        }
        _ => ApiError::new(
            StatusCode::FORBIDDEN,
            "premium_required",
            "Reminders with pictures need Premium: /premium in Discord says how.",
        ),
    }
}

fn target(refusal: &TargetRefusal) -> ApiError {
    let wrong = |code: &'static str, message: String| {
        vec![FieldError {
            field: "channel_id".to_owned(),
            code: code.into(),
            message,
        }]
    };
    match refusal {
        TargetRefusal::NoChannel => ApiError::invalid(wrong(
            "missing",
            "This server has no default channel for reminders: name one.".to_owned(),
        )),
        TargetRefusal::Unknown(_) => {
            let detail = "channel_id does not belong to this guild.";
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_guild", detail)
                .with_errors(wrong("wrong_guild", detail.to_owned()))
        }
        TargetRefusal::NotText(_) => ApiError::invalid(wrong(
            "not_a_text_channel",
            "Choose a text or announcement channel.".to_owned(),
        )),
        TargetRefusal::MemberLacks(_, lacking) => ApiError::new(
            StatusCode::FORBIDDEN,
            "channel_forbidden",
            format!("In this channel you need: {}.", names(lacking)),
        ),
        TargetRefusal::BotLacks(_, lacking) => ApiError::invalid(wrong(
            "bot_lacks_permissions",
            format!("In this channel I need: {}.", names(lacking)),
        )),
    }
}

fn names(permissions: &[Permission]) -> String {
    let name = |it: &Permission| match it {
        Permission::ViewChannel => "View Channel",
        Permission::SendMessages => "Send Messages",
        Permission::EmbedLinks => "Embed Links",
        Permission::ReadMessageHistory => "Read Message History",
        Permission::ManageMessages => "Manage Messages",
        Permission::MentionEveryone => "Mention Everyone",
    };
    permissions.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn field_error(it: &FieldFault, named: FieldName) -> FieldError {
    let (code, message) = words(&it.fault);
    FieldError {
        field: named(it.field).to_owned(),
        code: code.into(),
        message,
    }
}

fn words(fault: &Fault) -> (&'static str, String) {
    let (code, message) = match fault {
        Fault::TooLong(max) => return ("too_long", format!("Use at most {max} characters.")),
        Fault::Missing => ("missing", "This is needed."),
        Fault::Empty => ("empty", "Say at least something."),
        Fault::Unprintable => ("unprintable", "U+0000 cannot be stored: leave it out."),
        Fault::NotAnId => ("not_an_id", "Give a Discord id: its digits as a text."),
        Fault::NotAClock => ("not_a_time", "Give a clock as HH:MM, such as 20:00."),
        Fault::NotADay => ("not_a_day", "Give weekdays from \"0\" (Monday) to \"6\"."),
        Fault::Duplicate => ("duplicate", "Name each day once."),
        Fault::NotAMoment => (
            "not_a_moment",
            "Give a moment in RFC 3339, such as 2026-08-05T14:30:00+02:00.",
        ),
        Fault::Past(_) => (
            "past",
            "This moment has passed: give one that is still to come.",
        ),
        Fault::Contradicts => (
            "contradicts",
            "Give either days or the moment of an event that comes once.",
        ),
        Fault::NoSchedule => (
            "missing",
            "Say when: the moment of an event that comes once, or a clock and days.",
        ),
        Fault::NoDays => ("missing", "What comes again needs at least one day."),
        Fault::ComesOnce => (
            "comes_once",
            "This comes once: clear its moment to have it come again on days.",
        ),
        Fault::ComesAgain => (
            "one_off_only",
            "Only a one-off can be marked as done, and this comes again.",
        ),
        Fault::NotALink => (
            "not_a_link",
            "Give an https address of at most 512 characters, without a password.",
        ),
        Fault::LiveSession => (
            "live_session",
            "A live session keeps its name and its message.",
        ),
    };
    (code, message.to_owned())
}
