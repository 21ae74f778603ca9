//! Why nothing was shown or changed, over HTTP.

use axum::http::StatusCode;
use kernel::UseCaseError;
use onboarding_core::set_up::{
    AddQuestionRefusal, AddRuleRefusal, RemoveRefusal, ReorderContentRefusal, SetUpRefusal,
};
use onboarding_core::{
    InvalidFollowUp, InvalidOptions, InvalidPicture, InvalidQuestion, InvalidRule, InvalidText,
};

use crate::error::{ApiError, FieldError};

pub(super) fn refused(error: UseCaseError<SetUpRefusal>) -> ApiError {
    of(error, |refusal| match refusal {
        SetUpRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
    })
}

pub(super) fn not_removed(error: UseCaseError<RemoveRefusal>) -> ApiError {
    of(error, |refusal| match refusal {
        RemoveRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
        RemoveRefusal::NotFound => ApiError::not_found(),
    })
}

pub(super) fn question_not_added(error: UseCaseError<AddQuestionRefusal>) -> ApiError {
    of(error, |refusal| match refusal {
        AddQuestionRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
        AddQuestionRefusal::Position => out_of_range("step_order"),
        AddQuestionRefusal::Invalid(why) => {
            let (name, code) = of_question(&why);
            field(name, code, &format!("Please mend this: {why}."))
        }
    })
}

pub(super) fn rule_not_added(error: UseCaseError<AddRuleRefusal>) -> ApiError {
    of(error, |refusal| match refusal {
        AddRuleRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
        AddRuleRefusal::Position => out_of_range("rule_order"),
        AddRuleRefusal::Invalid(why) => {
            let (name, code) = match why {
                InvalidRule::Title(why) => ("title", of_text(why)),
                InvalidRule::Description(why) => ("description", of_text(why)),
                InvalidRule::Thumbnail(why) => ("thumbnail_url", of_picture(why)),
                InvalidRule::Image(why) => ("image_url", of_picture(why)),
            };
            field(name, code, &format!("Please mend this: {why}."))
        }
    })
}

pub(super) fn not_reordered(error: UseCaseError<ReorderContentRefusal>) -> ApiError {
    of(error, |refusal| match refusal {
        ReorderContentRefusal::NotAdmin => ApiError::of_status(StatusCode::FORBIDDEN),
        ReorderContentRefusal::NotItsQuestions => no_permutation("questions"),
        ReorderContentRefusal::NotItsRules => no_permutation("rules"),
    })
}

/// The numbers are not those that there are, each once.
pub(super) fn no_permutation(name: &str) -> ApiError {
    field(
        name,
        "not_a_permutation",
        "Name each of the server's own once, by its number.",
    )
}

/// What a query asks for with `true` or `false`; none if it does not ask.
pub(super) fn switch(name: &str, shown: Option<&str>) -> Result<Option<bool>, ApiError> {
    let invalid = || field(name, "invalid", "Ask for `true` or `false`.");
    let read = |it: &str| it.parse().map_err(|_| invalid());
    shown.map(read).transpose()
}

fn of<R>(error: UseCaseError<R>, word: impl FnOnce(R) -> ApiError) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => word(refusal),
    }
}

fn of_question(why: &InvalidQuestion) -> (&'static str, &'static str) {
    match why {
        InvalidQuestion::Text(why) => ("question", of_text(*why)),
        InvalidQuestion::OptionsMissing => ("options", "required"),
        InvalidQuestion::OptionsNotTaken => ("options", "not_taken"),
        InvalidQuestion::Options(why) => ("options", of_options(why)),
        InvalidQuestion::FollowUp(why) => {
            let code = match why {
                InvalidFollowUp::NotTaken => "not_taken",
                InvalidFollowUp::UnknownValue(_) => "unknown_value",
                InvalidFollowUp::Text(_, why) => of_text(*why),
            };
            ("followup", code)
        }
        InvalidQuestion::Unreadable => ("question_type", "invalid"),
    }
}

fn of_options(why: &InvalidOptions) -> &'static str {
    match why {
        InvalidOptions::Nothing => "required",
        InvalidOptions::TooMany(_) => "too_many",
        InvalidOptions::TooFew => "too_few",
        InvalidOptions::Label(_, why) | InvalidOptions::Value(_, why) => of_text(*why),
        InvalidOptions::SameValue(_) => "duplicate",
    }
}

fn of_text(why: InvalidText) -> &'static str {
    match why {
        InvalidText::Blank => "empty",
        InvalidText::TooLong(_) => "too_long",
    }
}

fn of_picture(why: InvalidPicture) -> &'static str {
    match why {
        InvalidPicture::NotHttps => "not_https",
        InvalidPicture::TooLong => "too_long",
    }
}

fn out_of_range(name: &str) -> ApiError {
    field(name, "out_of_range", "Choose a place from 1 to 20.")
}

fn field(name: &str, code: &'static str, message: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: name.to_owned(),
        code: code.into(),
        message: message.to_owned(),
    }])
}
