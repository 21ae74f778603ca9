//! The steps of the way, as a member sees them.

use onboarding_core::flow::{AnswerRefusal, Screen};
use onboarding_core::{
    Answer, AnswerForm, FollowUp, Language, MOST_TEXT, Nonce, OptIn, Question, QuestionKind,
    Reader, Rule, Session, fields, packed_within,
};
use sanitizer::{admin_embed_markdown, autocomplete_label};
use twilight_model::channel::message::component::{
    Button, ButtonStyle, SelectMenu, SelectMenuOption, SelectMenuType,
};

use super::press::{
    ACCEPT_ALL, BUTTON, CONFIRM, EDIT, FOLLOW_UP_FORM, LANGUAGE, LANGUAGE_FORM, OPT_IN, OTHER,
    RULE, SELECT, SEND, SKIP, TEXT_FORM, TYPE, WISHES,
};
use crate::custom_id::encode;
use crate::form_inputs::{answered, label, line};
use crate::reply::{Body, Form, Reply, button};
use crate::text::{Card, Colour, Rich};

/// Options that fit on a row of buttons.
const ROW: usize = 5;
/// Discord's limits, in characters.
const BUTTON_LABEL: usize = 80;
const OPTION_LABEL: usize = 100;
const INPUT_LABEL: usize = 45;
const INPUT_DESCRIPTION: usize = 100;
const TITLE: usize = 256;
const DESCRIPTION: usize = 4000;
/// The longest e-mail address.
const ADDRESS: u16 = 254;

/// What is shown of a session.
pub(super) fn step(session: &Session, screen: &Screen) -> Body {
    match screen {
        Screen::Rule { rule, place, total } => rule_to_accept(session, rule, *place, *total),
        Screen::AllRules {
            last,
            total,
            questions_follow,
        } => all_rules(session, last, *total, *questions_follow),
        Screen::Question => question(session, None),
        Screen::OptIn => opt_in(session),
        Screen::Language => language(session),
        Screen::Review => review(session),
    }
}

fn rule_to_accept(session: &Session, rule: &Rule, place: u16, total: u16) -> Body {
    let footer = Rich::own("Rule ")
        .number(place + 1)
        .and(" of ")
        .number(total);
    let id = encode(RULE, &[&place, &session.nonce]);
    let accept = button("✅ I Accept", id);
    Body::card(rule_card(rule).footer(footer)).buttons(vec![green(accept)])
}

fn all_rules(session: &Session, last: &Rule, total: u16, questions_follow: bool) -> Body {
    let id = encode(ACCEPT_ALL, &[&session.nonce]);
    let accept = if questions_follow {
        button("Accept all & start", id)
    } else {
        button("Accept all & get role", id)
    };
    let footer = match total {
        1 => Rich::own("You have read it"),
        _ => Rich::own("You have read all ").number(total).and(" rules"),
    };
    let card = rule_card(last).footer(footer);
    Body::card(card).buttons(vec![green(accept)])
}

fn rule_card(rule: &Rule) -> Card {
    let title = admin_embed_markdown(rule.title.as_str(), TITLE);
    let text = admin_embed_markdown(rule.description.as_str(), DESCRIPTION);
    let card = Card::new(Colour::Green, Rich::default().body(&title));
    let card = card.description(Rich::default().body(&text));
    let card = match &rule.thumbnail {
        Some(picture) => card.thumbnail(picture.as_str()),
        None => card,
    };
    match &rule.image {
        Some(picture) => card.image(picture.as_str()),
        None => card,
    }
}

/// The question at which the session stands, with what was wrong with the last answer.
pub(super) fn question(session: &Session, problem: Option<AnswerRefusal>) -> Body {
    let Some(question) = session.question() else {
        return review(session);
    };
    let text = admin_embed_markdown(question.text.as_str(), DESCRIPTION);
    let total = u64::try_from(session.questions.len()).unwrap_or(u64::MAX);
    let footer = Rich::own("Step ")
        .number(u64::from(session.step) + 1)
        .and(" of ")
        .number(total);
    let card = Card::new(Colour::Blue, "Onboarding");
    let card = card.description(Rich::default().body(&text)).footer(footer);
    let body = Body::card(card);
    let body = match problem {
        Some(problem) => body.above(&wrong(problem)),
        None => body,
    };
    let (step, nonce) = (session.step, &session.nonce);
    let skip = (!question.required).then(|| button("Skip", encode(SKIP, &[&step, nonce])));
    match &question.form {
        AnswerForm::Select(_) => {
            let body = if question.options().len() <= ROW {
                body.buttons(option_buttons(session, question))
            } else {
                body.menu(option_menu(session, question, 1))
            };
            let confirm = Button {
                disabled: session.chosen().is_none(),
                ..green(button("Confirm", encode(CONFIRM, &[&step, nonce])))
            };
            body.buttons([Some(confirm), skip].into_iter().flatten().collect())
        }
        AnswerForm::Multiselect(_) => {
            let most = question.options().len();
            body.menu(option_menu(session, question, most))
                .buttons(skip.into_iter().collect())
        }
        AnswerForm::Text | AnswerForm::Email => {
            let words = if problem.is_some() {
                "✏️ Re-enter"
            } else {
                "✏️ Type answer"
            };
            let open = button(words, encode(TYPE, &[&step, nonce]));
            let open = Button {
                style: ButtonStyle::Primary,
                ..open
            };
            body.buttons([Some(open), skip].into_iter().flatten().collect())
        }
    }
}

fn wrong(problem: AnswerRefusal) -> Rich {
    Rich::own(match problem {
        AnswerRefusal::OutOfDate => "⚠️ This form is out of date.",
        AnswerRefusal::AnswerRequired => "⚠️ An answer is required here.",
        AnswerRefusal::NotAnEmail => {
            "⚠️ That doesn't look like an e-mail address. Please check it and enter it again."
        }
        AnswerRefusal::TooLong => "⚠️ That is longer than 1000 characters. Please shorten it.",
        AnswerRefusal::NothingChosen => "⚠️ Choose something first.",
    })
}

fn option_buttons(session: &Session, question: &Question) -> Vec<Button> {
    let options = question.options().iter().zip(0_u16..);
    let made = options.map(|(option, place)| {
        let id = encode(BUTTON, &[&session.step, &place, &session.nonce]);
        let is_chosen = session
            .chosen()
            .is_some_and(|it| it.chooses(option.value.as_str()));
        Button {
            label: Some(autocomplete_label(option.label.as_str(), BUTTON_LABEL)),
            style: if is_chosen {
                ButtonStyle::Primary
            } else {
                ButtonStyle::Secondary
            },
            ..button("", id)
        }
    });
    made.collect()
}

fn option_menu(session: &Session, question: &Question, most: usize) -> SelectMenu {
    let options = question.options().iter().map(|option| {
        let value = option.value.as_str();
        let is_chosen = session.chosen().is_some_and(|it| it.chooses(value));
        SelectMenuOption {
            // What a menu of many had chosen is picked anew, since sending it goes on at once.
            default: is_chosen && question.kind() == QuestionKind::Select,
            ..choice(
                autocomplete_label(option.label.as_str(), OPTION_LABEL),
                value.to_owned(),
            )
        }
    });
    SelectMenu {
        max_values: u8::try_from(most).ok(),
        ..menu(
            encode(SELECT, &[&session.step, &session.nonce]),
            if most > 1 {
                "Choose one or more"
            } else {
                "Choose one"
            },
            options.collect(),
        )
    }
}

fn opt_in(session: &Session) -> Body {
    let card = Card::new(Colour::Blue, "Onboarding")
        .description("Would you like reminders and tips that are made for you?");
    let buttons = OptIn::ALL.map(|wish| {
        let id = encode(OPT_IN, &[&wish.as_str(), &session.nonce]);
        button(wish.label(), id)
    });
    Body::card(card).buttons(buttons.to_vec())
}

fn language(session: &Session) -> Body {
    let card = Card::new(Colour::Blue, "Onboarding").description("In which language?");
    let offered = Language::OFFERED.iter();
    let offered = offered.map(|it| choice(it.own_name().to_owned(), it.code()));
    let other = choice("Other…".to_owned(), OTHER.to_owned());
    let options = offered.chain([other]).collect();
    let id = encode(LANGUAGE, &[&session.nonce]);
    Body::card(card).menu(menu(id, "Language", options))
}

/// All answers on one card, shortened where they have to be: they are kept whole.
fn review(session: &Session) -> Body {
    let told = fields(&session.questions, &session.answers, Reader::Member);
    let card = Card::new(Colour::Blue, "Is this right?")
        .description("Have a look before you send it. Pick an answer below to change it.");
    let packed = packed_within(&told, 1)
        .into_iter()
        .next()
        .unwrap_or_default();
    let card = packed.iter().fold(card, |card, it| {
        card.field(
            Rich::default().text(&it.name),
            Rich::default().text(&it.value),
        )
    });
    let body = Body::card(card);
    let questions = session.questions.iter().zip(0_u16..).map(|(asked, place)| {
        let label = autocomplete_label(asked.question.text.as_str(), OPTION_LABEL);
        choice(label, place.to_string())
    });
    let wishes = session.answers.wishes.opt_in.map(|_| {
        choice(
            "What you would like to hear of".to_owned(),
            WISHES.to_owned(),
        )
    });
    let options: Vec<_> = questions.chain(wishes).collect();
    let body = if options.is_empty() {
        body
    } else {
        body.menu(menu(
            encode(EDIT, &[&session.nonce]),
            "Change an answer",
            options,
        ))
    };
    body.buttons(vec![green(button(
        "✅ Send",
        encode(SEND, &[&session.nonce]),
    ))])
}

/// The form of the question at which the session stands.
pub(super) fn text_form(session: &Session) -> Reply {
    let Some(question) = session.question() else {
        return super::shown_view::out_of_date();
    };
    let id = encode(TEXT_FORM, &[&session.step, &session.nonce]);
    let asked = Asked {
        text: question.text.as_str(),
        is_address: question.kind() == QuestionKind::Email,
        required: question.required,
        earlier: match session.chosen() {
            Some(Answer::One(text)) => text,
            _ => "",
        },
    };
    written(id, &asked)
}

/// The form of what an option asks further.
pub(super) fn follow_up_form(session: &Session, place: u16, asks: &FollowUp) -> Reply {
    let id = encode(FOLLOW_UP_FORM, &[&session.step, &place, &session.nonce]);
    let option = session.question().map(Question::options);
    let option = option.and_then(|it| it.get(usize::from(place)));
    let asked = Asked {
        text: asks.question.as_str(),
        is_address: asks.kind == onboarding_core::FollowUpKind::Email,
        required: asks.required,
        earlier: match (session.chosen(), option) {
            (
                Some(Answer::Followed {
                    choice, followup, ..
                }),
                Some(option),
            ) if choice == option.value.as_str() => followup,
            _ => "",
        },
    };
    written(id, &asked)
}

/// The form of a language that is not offered.
pub(super) fn language_form(nonce: &Nonce) -> Reply {
    let most = u16::try_from(Language::MOST_OTHER).unwrap_or(u16::MAX);
    Reply::Form(Form {
        custom_id: encode(LANGUAGE_FORM, &[nonce]),
        title: "Your language",
        components: vec![label(
            "Which language?",
            None,
            line("text", most, false, ""),
        )],
    })
}

/// What is asked for in a form.
struct Asked<'a> {
    text: &'a str,
    is_address: bool,
    required: bool,
    /// What was answered before, to be changed.
    earlier: &'a str,
}

fn written(custom_id: String, asked: &Asked<'_>) -> Reply {
    let most = u16::try_from(MOST_TEXT).unwrap_or(u16::MAX);
    let earlier = asked.earlier;
    let input = match (asked.is_address, asked.required) {
        (true, required) => line("text", ADDRESS, required, earlier),
        (false, true) => answered("text", 1, most, earlier),
        (false, false) => crate::form_inputs::paragraph("text", most, earlier),
    };
    let name = autocomplete_label(asked.text, INPUT_LABEL);
    let whole = autocomplete_label(asked.text, INPUT_DESCRIPTION);
    let description = (whole != name).then_some(whole.as_str());
    Reply::Form(Form {
        custom_id,
        title: "Onboarding",
        components: vec![label(&name, description, input)],
    })
}

fn green(button: Button) -> Button {
    Button {
        style: ButtonStyle::Success,
        ..button
    }
}

fn choice(label: String, value: String) -> SelectMenuOption {
    SelectMenuOption {
        default: false,
        description: None,
        emoji: None,
        label,
        value,
    }
}

fn menu(custom_id: String, placeholder: &str, options: Vec<SelectMenuOption>) -> SelectMenu {
    SelectMenu {
        id: None,
        channel_types: None,
        custom_id,
        default_values: None,
        disabled: false,
        kind: SelectMenuType::Text,
        max_values: Some(1),
        min_values: Some(1),
        options: Some(options),
        placeholder: Some(placeholder.to_owned()),
        required: None,
    }
}
