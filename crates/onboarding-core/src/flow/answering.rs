//! Answering a question: chosen, confirmed, written, skipped, changed later.

use chrono::{DateTime, Utc};

use crate::answers::MOST_TEXT;
use crate::session::OPT_IN_STEP;
use crate::{
    Answer, AnswerForm, EmailAddress, FollowUp, FollowUpKind, Phase, Question, QuestionKind,
    Session,
};

/// What comes after the last question: `onboarding.personalization_enabled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The confirmation.
    Short,
    /// Two more steps, then the confirmation.
    Personal,
}

impl Way {
    pub(crate) fn after_questions(self) -> (Phase, u16) {
        match self {
            Self::Short => (Phase::Confirming, 0),
            Self::Personal => (Phase::Personalisation, OPT_IN_STEP),
        }
    }
}

/// What a member gives as an answer. It comes from their client and is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// The option in this place, from 0, by a button.
    Option(u16),
    /// The options with these values, by a menu.
    Values(Vec<String>),
    /// A text.
    Text(String),
    /// The option in this place, and the answer to what it asks further.
    FollowUp(u16, String),
    /// The option that was chosen before.
    Confirm,
    /// None: the question is not required.
    Skip,
}

/// What came of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// An option is chosen, and can be chosen otherwise until it is confirmed.
    Chosen(Box<Session>),
    /// The question is answered; the session stands at the next step.
    Advanced(Box<Session>),
    /// The option in this place asks something further before anything is recorded.
    AsksFollowUp(u16),
}

/// Why an answer is not taken. The session stays where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerRefusal {
    /// It is no answer to where the session stands.
    OutOfDate,
    /// The question must be answered.
    AnswerRequired,
    /// It is no e-mail address.
    NotAnEmail,
    /// It has more than [`MOST_TEXT`] characters.
    TooLong,
    /// Nothing is chosen that could be confirmed.
    NothingChosen,
}

/// Answers the question at `step`.
pub fn answer(
    session: &Session,
    step: u16,
    given: Given,
    way: Way,
    now: DateTime<Utc>,
) -> Result<Taken, AnswerRefusal> {
    let question = session.question().filter(|_| session.step == step);
    let question = question.ok_or(AnswerRefusal::OutOfDate)?;
    match given {
        Given::Option(place) => choose(session, question, place, now),
        Given::Values(values) => match &question.form {
            AnswerForm::Select(_) => {
                let place = one_of(question, &values)?;
                choose(session, question, place, now)
            }
            AnswerForm::Multiselect(_) => {
                let values = in_order(question, &values)?;
                Ok(advanced(session, Some(Answer::Many(values)), way, now))
            }
            AnswerForm::Text | AnswerForm::Email => Err(AnswerRefusal::OutOfDate),
        },
        Given::Text(text) => {
            let kind = match question.kind() {
                QuestionKind::Text => FollowUpKind::Text,
                QuestionKind::Email => FollowUpKind::Email,
                QuestionKind::Select | QuestionKind::Multiselect => {
                    return Err(AnswerRefusal::OutOfDate);
                }
            };
            let text = written(&text, kind, question.required)?;
            Ok(advanced(session, text.map(Answer::One), way, now))
        }
        Given::FollowUp(place, text) => {
            let follow_up = follow_up_at(question, place).ok_or(AnswerRefusal::OutOfDate)?;
            let choice = value_at(question, place)?;
            let answer = match written(&text, follow_up.kind, follow_up.required)? {
                None => Answer::One(choice),
                Some(text) => Answer::Followed {
                    choice,
                    followup: text,
                    label: follow_up.question.as_str().to_owned(),
                },
            };
            Ok(advanced(session, Some(answer), way, now))
        }
        Given::Confirm => match (question.kind(), session.chosen()) {
            (QuestionKind::Select, Some(chosen)) => {
                Ok(advanced(session, Some(chosen.clone()), way, now))
            }
            (QuestionKind::Select, None) => Err(AnswerRefusal::NothingChosen),
            _ => Err(AnswerRefusal::OutOfDate),
        },
        Given::Skip if question.required => Err(AnswerRefusal::AnswerRequired),
        Given::Skip => Ok(advanced(session, None, way, now)),
    }
}

/// What the option in this place asks further, of the question at `step`; none when it asks nothing, or the session stands
/// elsewhere.
pub fn asks_followup(session: &Session, step: u16, place: u16) -> Option<&FollowUp> {
    let question = session.question().filter(|_| session.step == step)?;
    follow_up_at(question, place)
}

/// Goes from the confirmation back to one question, to answer it anew. None when the session stands elsewhere or has no
/// such question.
pub fn edit_question(session: &Session, place: u16, now: DateTime<Utc>) -> Option<Session> {
    let is_there = usize::from(place) < session.questions.len();
    (session.phase == Phase::Confirming && is_there).then(|| Session {
        editing: true,
        ..session.moved(Phase::Questions, place, now)
    })
}

/// Goes from the confirmation back to what the member would like to hear of. None when the session stands elsewhere.
pub fn edit_wishes(session: &Session, now: DateTime<Utc>) -> Option<Session> {
    let is_there = session.phase == Phase::Confirming && session.answers.wishes.opt_in.is_some();
    is_there.then(|| Session {
        editing: true,
        ..session.moved(Phase::Personalisation, OPT_IN_STEP, now)
    })
}

fn choose(
    session: &Session,
    question: &Question,
    place: u16,
    now: DateTime<Utc>,
) -> Result<Taken, AnswerRefusal> {
    if question.kind() != QuestionKind::Select {
        return Err(AnswerRefusal::OutOfDate);
    }
    let value = value_at(question, place)?;
    if question.follow_up(&value).is_some() {
        return Ok(Taken::AsksFollowUp(place));
    }
    let mut chosen = session.touched(now);
    chosen
        .answers
        .given
        .insert(session.step, Answer::One(value));
    Ok(Taken::Chosen(Box::new(chosen)))
}

fn advanced(session: &Session, answer: Option<Answer>, way: Way, now: DateTime<Utc>) -> Taken {
    let next = usize::from(session.step) + 1;
    let (phase, step) = if session.editing {
        (Phase::Confirming, 0)
    } else if next < session.questions.len() {
        (Phase::Questions, session.step + 1)
    } else {
        way.after_questions()
    };
    let mut advanced = session.moved(phase, step, now);
    match answer {
        Some(answer) => advanced.answers.given.insert(session.step, answer),
        None => advanced.answers.given.remove(&session.step),
    };
    Taken::Advanced(Box::new(advanced))
}

/// What was written, without blanks around it; none when nothing was and nothing must be.
fn written(
    text: &str,
    kind: FollowUpKind,
    required: bool,
) -> Result<Option<String>, AnswerRefusal> {
    let text = text.trim();
    if text.is_empty() {
        return if required {
            Err(AnswerRefusal::AnswerRequired)
        } else {
            Ok(None)
        };
    }
    match kind {
        FollowUpKind::Email => match EmailAddress::read(text) {
            Ok(address) => Ok(Some(address.as_str().to_owned())),
            Err(_) => Err(AnswerRefusal::NotAnEmail),
        },
        FollowUpKind::Text if text.chars().count() > MOST_TEXT => Err(AnswerRefusal::TooLong),
        // Postgres keeps no such character.
        FollowUpKind::Text => Ok(Some(text.replace('\0', ""))),
    }
}

fn value_at(question: &Question, place: u16) -> Result<String, AnswerRefusal> {
    let option = question.options().get(usize::from(place));
    let value = option.map(|it| it.value.as_str().to_owned());
    value.ok_or(AnswerRefusal::OutOfDate)
}

fn follow_up_at(question: &Question, place: u16) -> Option<&FollowUp> {
    let option = question.options().get(usize::from(place))?;
    question.follow_up(option.value.as_str())
}

/// The place of the only option that was picked.
fn one_of(question: &Question, values: &[String]) -> Result<u16, AnswerRefusal> {
    let [value] = values else {
        return Err(AnswerRefusal::OutOfDate);
    };
    let mut options = question.options().iter();
    let place = options.position(|it| it.value.as_str() == value);
    place
        .and_then(|it| u16::try_from(it).ok())
        .ok_or(AnswerRefusal::OutOfDate)
}

/// What was picked, in the options' order and each once.
fn in_order(question: &Question, values: &[String]) -> Result<Vec<String>, AnswerRefusal> {
    if values.is_empty() || values.iter().any(|it| question.option(it).is_none()) {
        return Err(AnswerRefusal::OutOfDate);
    }
    let options = question.options().iter().map(|it| it.value.as_str());
    let picked = options.filter(|it| values.iter().any(|value| value == it));
    Ok(picked.map(str::to_owned).collect())
}
