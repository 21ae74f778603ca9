//! Why nothing was changed, and what would help.

use onboarding_core::set_up::{
    AddQuestionRefusal, AddRuleRefusal, RemoveRefusal, ReorderQuestionsRefusal, SetFollowUpRefusal,
    SetUpRefusal,
};
use onboarding_core::{
    Choices, InvalidFollowUp, InvalidOptions, InvalidOrder, InvalidPicture, InvalidQuestion,
    InvalidRule, InvalidText, OptionValue, Options, PictureUrl, Position,
};
use twilight_model::http::attachment::Attachment;

use crate::reply::{Body, Reply};
use crate::text::Rich;

/// What was typed and not stored, for whoever typed it.
const KEPT_FILE: &str = "your_question.txt";
/// How options are written.
const OPTIONS_FORMAT: &str =
    " Write them like `By a friend = friend; Search engine; Other`, or a line for each.";
/// The most characters of somebody's word in a refusal.
const WORD_MAX: usize = 60;

pub(super) fn unreadable() -> Reply {
    Reply::text("This command or form is from another version of me. Please run the command again.")
}

pub(super) fn not_admin() -> Reply {
    Reply::text(Rich::denied(
        "🚫 Administrator access is required for this.",
    ))
}

pub(super) fn no_such_place() -> Reply {
    Reply::text(place())
}

pub(super) fn refused(refusal: SetUpRefusal) -> Reply {
    match refusal {
        SetUpRefusal::NotAdmin => not_admin(),
    }
}

pub(super) fn question_not_added(
    refusal: &AddQuestionRefusal,
    question: &str,
    options: &str,
) -> Reply {
    let words = match refusal {
        AddQuestionRefusal::NotAdmin => return not_admin(),
        AddQuestionRefusal::Position => place(),
        AddQuestionRefusal::Invalid(why) => invalid_question(why),
    };
    let text = format!("{question}\n\n{options}\n");
    let file = Attachment::from_bytes(KEPT_FILE.to_owned(), text.into_bytes(), 0);
    let words = words.and("\nNothing was saved; what you typed is in the file.");
    Reply::Message(Body::text(words).file(file))
}

fn invalid_question(why: &InvalidQuestion) -> Rich {
    match why {
        InvalidQuestion::Text(why) => Rich::own("❌ The question ").rich(&text(*why)),
        InvalidQuestion::OptionsMissing => {
            Rich::own("❌ There is nothing to choose from.").and(OPTIONS_FORMAT)
        }
        InvalidQuestion::OptionsNotTaken => Rich::own(
            "❌ This kind of question is answered by typing and takes no `options`. \
             Leave them out, or choose the type `select` or `multiselect`.",
        ),
        InvalidQuestion::Options(why) => invalid_options(why),
        InvalidQuestion::FollowUp(why) => invalid_follow_up(why, &[]),
        InvalidQuestion::Unreadable => Rich::own(
            "❌ This question is stored in a way that I do not know. Write it again with `/onboarding add_question`.",
        ),
    }
}

fn invalid_options(why: &InvalidOptions) -> Rich {
    match why {
        InvalidOptions::Nothing => Rich::own("❌ There is no option.").and(OPTIONS_FORMAT),
        InvalidOptions::TooMany(count) => Rich::own("❌ These are ")
            .number(number(*count))
            .and(" options; there can be ")
            .number(number(Options::MOST))
            .and(" at most."),
        InvalidOptions::TooFew => Rich::own("❌ To choose one, there have to be at least ")
            .number(number(Choices::LEAST))
            .and(" options.")
            .and(OPTIONS_FORMAT),
        InvalidOptions::Label(at, why) => Rich::own("❌ The label of option ")
            .number(number(*at))
            .and(" ")
            .rich(&text(*why))
            .and(OPTIONS_FORMAT),
        InvalidOptions::Value(at, why) => Rich::own("❌ The value of option ")
            .number(number(*at))
            .and(" ")
            .rich(&text(*why))
            .and(OPTIONS_FORMAT),
        InvalidOptions::SameValue(value) => Rich::own("❌ Two options have the value ")
            .code(value.as_str(), OptionValue::MAX)
            .and(". Give one of them another, like `Label = other_value`."),
    }
}

pub(super) fn follow_up_not_set(refusal: &SetFollowUpRefusal, step: i64) -> Reply {
    Reply::text(match refusal {
        SetFollowUpRefusal::NotAdmin => return not_admin(),
        SetFollowUpRefusal::NoQuestion => Rich::own("❌ There is no question of yours at ")
            .number(u64::try_from(step).unwrap_or_default())
            .and(". `/onboarding show` lists them; the defaults cannot be changed."),
        SetFollowUpRefusal::Broken => Rich::own(
            "❌ That question cannot be asked as it is stored. Write it again with `/onboarding add_question`.",
        ),
        SetFollowUpRefusal::Invalid(why, values) => invalid_follow_up(why, values),
        SetFollowUpRefusal::ChangedMeanwhile => {
            Rich::own("✋ Somebody has just changed that question. Look at it, and try again.")
        }
    })
}

fn invalid_follow_up(why: &InvalidFollowUp, values: &[String]) -> Rich {
    match why {
        InvalidFollowUp::NotTaken => Rich::own(
            "❌ Only a question with one answer out of several can ask something further.",
        ),
        InvalidFollowUp::UnknownValue(value) => {
            let words = Rich::own("❌ No option has the value ").code(value, WORD_MAX);
            let values = values.iter().take(Options::MOST);
            values.fold(words.and(". There are:"), |words, it| {
                words.and(" ").code(it, WORD_MAX)
            })
        }
        InvalidFollowUp::Text(value, why) => Rich::own("❌ What ")
            .code(value, WORD_MAX)
            .and(" asks further ")
            .rich(&text(*why)),
    }
}

pub(super) fn question_not_deleted(refusal: RemoveRefusal, position: Position) -> Reply {
    match refusal {
        RemoveRefusal::NotAdmin => not_admin(),
        RemoveRefusal::NotFound => Reply::text(
            Rich::own("❌ There is no question of yours at ")
                .number(position.get())
                .and(", so nothing was deleted."),
        ),
    }
}

pub(super) fn rule_not_deleted(refusal: RemoveRefusal, position: Position) -> Reply {
    match refusal {
        RemoveRefusal::NotAdmin => not_admin(),
        RemoveRefusal::NotFound => Reply::text(
            Rich::own("❌ There is no rule at ")
                .number(position.get())
                .and(", so nothing was deleted."),
        ),
    }
}

pub(super) fn only_defaults() -> Reply {
    Reply::text(
        "❌ There are no questions of yours, and the four defaults cannot be reordered. \
         `/onboarding add_question` writes one.",
    )
}

pub(super) fn not_reordered(refusal: &ReorderQuestionsRefusal) -> Reply {
    let (why, count) = match refusal {
        ReorderQuestionsRefusal::NotAdmin => return not_admin(),
        ReorderQuestionsRefusal::OnlyDefaults => return only_defaults(),
        ReorderQuestionsRefusal::ChangedMeanwhile => {
            return Reply::text(
                "✋ Somebody has just added or deleted a question. Nothing was changed; try again.",
            );
        }
        ReorderQuestionsRefusal::Invalid(why, count) => (why, number(*count)),
    };
    let words = match why {
        InvalidOrder::NotANumber(word) => Rich::default().code(word, WORD_MAX).and(" is no number"),
        InvalidOrder::OutOfRange(odd, _) => Rich::own("there is no question ").number(number(*odd)),
        InvalidOrder::Twice(twice) => Rich::default()
            .number(number(*twice))
            .and(" is there twice"),
        InvalidOrder::Missing(missing) => {
            Rich::default().number(number(*missing)).and(" is missing")
        }
    };
    let words = Rich::own("❌ That is no order: ").rich(&words);
    let words = words.and(". Each number from 1 to ").number(count);
    Reply::text(words.and(" has to be there once. Nothing was changed."))
}

pub(super) fn rule_not_added(refusal: AddRuleRefusal) -> Reply {
    Reply::text(match refusal {
        AddRuleRefusal::NotAdmin => return not_admin(),
        AddRuleRefusal::Position => place(),
        AddRuleRefusal::Invalid(InvalidRule::Title(why)) => {
            Rich::own("❌ The title ").rich(&text(why))
        }
        AddRuleRefusal::Invalid(InvalidRule::Description(why)) => {
            Rich::own("❌ The description ").rich(&text(why))
        }
        AddRuleRefusal::Invalid(InvalidRule::Thumbnail(why)) => {
            Rich::own("❌ `thumbnail_url` ").rich(&picture(why))
        }
        AddRuleRefusal::Invalid(InvalidRule::Image(why)) => {
            Rich::own("❌ `image_url` ").rich(&picture(why))
        }
    })
}

fn picture(why: InvalidPicture) -> Rich {
    match why {
        InvalidPicture::NotHttps => Rich::own("has to be an address that starts with `https://`."),
        InvalidPicture::TooLong => Rich::own("has more than ")
            .number(number(PictureUrl::MAX))
            .and(" characters."),
    }
}

fn text(why: InvalidText) -> Rich {
    match why {
        InvalidText::Blank => Rich::own("has nothing to read in it."),
        InvalidText::TooLong(max) => Rich::own("has more than ")
            .number(number(max))
            .and(" characters."),
    }
}

fn place() -> Rich {
    Rich::own("❌ There are places from 1 to ")
        .number(Position::MAX)
        .and(".")
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
