//! Why the FAQ is not shown or not changed, over HTTP.

use axum::http::StatusCode;
use kernel::UseCaseError;
use tickets_core::faq::{
    AddFaqRefusal, EditFaqRefusal, FaqId, FaqRefusal, InvalidEntry, MOST_ENTRIES, MOST_PINNED,
    PinFaqRefusal, SearchFaqRefusal,
};

use crate::error::{ApiError, FieldError};

/// The entry with this number; what is none is an entry that does not exist.
pub(super) fn entry_id(text: &str) -> Result<FaqId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

pub(super) fn refused(error: UseCaseError<FaqRefusal>) -> ApiError {
    of(error, &|refusal| faq(*refusal))
}

pub(crate) fn not_added(error: UseCaseError<AddFaqRefusal>) -> ApiError {
    of(error, &|refusal| match refusal {
        AddFaqRefusal::Faq(refusal) => faq(*refusal),
        AddFaqRefusal::Invalid(what) => invalid(what),
        AddFaqRefusal::TitleTaken(id) => title_taken(*id),
        AddFaqRefusal::Full => ApiError::new(
            StatusCode::FORBIDDEN,
            "quota_exceeded",
            format!(
                "All {MOST_ENTRIES} answers of this server are in use. Remove one to make room."
            ),
        ),
    })
}

pub(super) fn not_edited(error: UseCaseError<EditFaqRefusal>) -> ApiError {
    of(error, &|refusal| match refusal {
        EditFaqRefusal::Faq(refusal) => faq(*refusal),
        EditFaqRefusal::Invalid(what) => invalid(what),
        EditFaqRefusal::TitleTaken(id) => title_taken(*id),
        EditFaqRefusal::ChangedMeanwhile { .. } => ApiError::new(
            StatusCode::CONFLICT,
            "changed_meanwhile",
            "Somebody else changed this answer since you read it. Read it again, and bring your change in.",
        ),
    })
}

pub(super) fn not_pinned(error: UseCaseError<PinFaqRefusal>) -> ApiError {
    of(error, &|refusal| match refusal {
        PinFaqRefusal::Faq(refusal) => faq(*refusal),
        PinFaqRefusal::Full => ApiError::new(
            StatusCode::FORBIDDEN,
            "quota_exceeded",
            format!("{MOST_PINNED} answers are pinned already. Unpin one to make room."),
        ),
    })
}

pub(super) fn not_searched(error: UseCaseError<SearchFaqRefusal>) -> ApiError {
    of(error, &|refusal| match refusal {
        SearchFaqRefusal::Faq(refusal) => faq(*refusal),
        SearchFaqRefusal::CoolingDown(wait) => {
            let seconds = wait.num_seconds().unsigned_abs() + 1;
            ApiError::of_status(StatusCode::TOO_MANY_REQUESTS).retry_after(seconds)
        }
        SearchFaqRefusal::NoWords => field("q", "empty", "Ask with a word at least."),
    })
}

fn of<R>(error: UseCaseError<R>, word: &dyn Fn(&R) -> ApiError) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => word(&refusal),
    }
}

pub(crate) fn faq(refusal: FaqRefusal) -> ApiError {
    match refusal {
        FaqRefusal::Disabled => ApiError::new(
            StatusCode::FORBIDDEN,
            "module_disabled",
            "The FAQ is switched off in this server. An admin can turn it on.",
        ),
        FaqRefusal::NotAdmin | FaqRefusal::NotStaff => ApiError::of_status(StatusCode::FORBIDDEN),
        FaqRefusal::NotFound => ApiError::not_found(),
    }
}

fn title_taken(id: FaqId) -> ApiError {
    ApiError::new(
        StatusCode::CONFLICT,
        "title_taken",
        format!("Answer {id} has this title already. Change that one, or choose another title."),
    )
}

fn invalid(what: &InvalidEntry) -> ApiError {
    let (name, code) = match what {
        InvalidEntry::TitleBlank => ("title", "empty"),
        InvalidEntry::TitleTooLong => ("title", "too_long"),
        InvalidEntry::AnswerBlank => ("summary", "empty"),
        InvalidEntry::AnswerTooLong => ("summary", "too_long"),
        InvalidEntry::TooManyKeywords => ("keywords", "too_many"),
        InvalidEntry::KeywordTooLong(_) => ("keywords", "too_long"),
    };
    field(name, code, &format!("Please mend this: {what}."))
}

fn field(name: &str, code: &'static str, message: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: name.to_owned(),
        code: code.into(),
        message: message.to_owned(),
    }])
}
