//! The start button, and every button, menu and form of the way that it begins.

use kernel::PortFailure;
use onboarding_core::flow::{AnswerRefusal, Given};
use onboarding_core::{
    Language, Newcomer, Nonce, OptIn, Phase, Press, QuestionKind, Session, Shown,
};
use twilight_model::application::interaction::modal::ModalInteractionData;

use super::{shown_view, step_view};
use crate::answering;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::form_inputs::first_text;
use crate::reply::Reply;
use crate::routes::Handled;

/// The button of every panel there ever was: a panel is known by it.
pub(crate) const START: &str = "start_onboarding";
/// A rule is accepted; all are.
pub(crate) const RULE: &str = "rule";
pub(crate) const ACCEPT_ALL: &str = "final_accept";
/// An option by a button or a menu, confirmed, or skipped.
pub(crate) const BUTTON: &str = "onboarding_btn";
pub(crate) const SELECT: &str = "onboarding_select";
pub(crate) const CONFIRM: &str = "onboarding_confirm";
pub(crate) const SKIP: &str = "onboarding_skip";
/// Opens the form of a text, and the forms.
pub(crate) const TYPE: &str = "onboarding_type";
pub(crate) const TEXT_FORM: &str = "onboarding_text";
pub(crate) const FOLLOW_UP_FORM: &str = "onboarding_followup";
/// What they would like to hear of.
pub(crate) const OPT_IN: &str = "personalization_optin";
pub(crate) const LANGUAGE: &str = "personalization_language_select";
pub(crate) const LANGUAGE_FORM: &str = "onboarding_lang_other";
/// Going on, starting over, changing an answer, sending all, and trying again.
pub(crate) const RESUME: &str = "onboarding_resume";
pub(crate) const RESTART: &str = "onboarding_restart";
pub(crate) const EDIT: &str = "onboarding_edit";
pub(crate) const SEND: &str = "onboarding_send";
pub(crate) const RETRY: &str = "onboarding_retry";
pub(crate) const CLOSE: &str = "onboarding_close";

/// What is picked where the member's language is not offered, and where their wishes are to be changed.
pub(super) const OTHER: &str = "other";
pub(super) const WISHES: &str = "wishes";

/// The start button: always a new message, so that the panel stays as it is.
pub(crate) async fn start(asker: &Asker, context: &DiscordContext) -> Handled {
    let newcomers = &context.features.newcomers;
    let shown = newcomers.start(&newcomer(asker)).await?;
    Ok(shown_view::at_start(logged(shown)))
}

/// A button or menu.
pub(crate) async fn press(
    parts: Parts<'_>,
    picked: &[String],
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(pressed) = Pressed::read(parts, picked) else {
        return Ok(shown_view::out_of_date());
    };
    match pressed.wish {
        Wish::Close => Ok(shown_view::closed()),
        Wish::Press(press) => take(&pressed.nonce, press, asker, context).await,
        Wish::Type(step) => open_text(&pressed.nonce, step, asker, context).await,
        Wish::OtherLanguage => Ok(step_view::language_form(&pressed.nonce)),
    }
}

/// A form.
pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let text = first_text(data).unwrap_or_default().to_owned();
    match (submitted(&mut parts, text), parts.next::<Nonce>()) {
        (Some(press), Some(nonce)) => take(&nonce, press, asker, context).await,
        _ => Ok(shown_view::out_of_date()),
    }
}

/// What a form says; none for one that another release made.
fn submitted(parts: &mut Parts<'_>, text: String) -> Option<Press> {
    Some(match parts.route {
        TEXT_FORM => Press::Answer(parts.next()?, Given::Text(text)),
        FOLLOW_UP_FORM => Press::Answer(parts.next()?, Given::FollowUp(parts.next()?, text)),
        LANGUAGE_FORM => Press::Language(Language::typed(&text)),
        _ => return None,
    })
}

/// What was pressed, and of which run.
struct Pressed {
    nonce: Nonce,
    wish: Wish,
}

enum Wish {
    Press(Press),
    /// The form of the question at this step.
    Type(u16),
    OtherLanguage,
    Close,
}

impl Pressed {
    /// None for what another release wrote, or nobody.
    fn read(mut parts: Parts<'_>, picked: &[String]) -> Option<Self> {
        let first = || picked.first().map(String::as_str);
        let wish = match parts.route {
            RULE => Wish::Press(Press::Rule(parts.next()?)),
            ACCEPT_ALL => Wish::Press(Press::AcceptAll),
            BUTTON => Wish::Press(Press::Answer(parts.next()?, Given::Option(parts.next()?))),
            SELECT => {
                let given = Given::Values(picked.to_vec());
                Wish::Press(Press::Answer(parts.next()?, given))
            }
            CONFIRM => Wish::Press(Press::Answer(parts.next()?, Given::Confirm)),
            SKIP => Wish::Press(Press::Answer(parts.next()?, Given::Skip)),
            TYPE => Wish::Type(parts.next()?),
            OPT_IN => Wish::Press(Press::OptIn(opt_in(&mut parts)?)),
            LANGUAGE if first() == Some(OTHER) => Wish::OtherLanguage,
            LANGUAGE => Wish::Press(Press::Language(first()?.parse().ok()?)),
            RESUME => Wish::Press(Press::Resume),
            RESTART => Wish::Press(Press::StartOver),
            EDIT if first() == Some(WISHES) => Wish::Press(Press::EditWishes),
            EDIT => Wish::Press(Press::EditQuestion(first()?.parse().ok()?)),
            SEND | RETRY => Wish::Press(Press::Send),
            CLOSE => Wish::Close,
            _ => return None,
        };
        let nonce = parts.next::<Nonce>()?;
        Some(Self { nonce, wish })
    }
}

/// One of the words has the sign in it that stands between parts.
fn opt_in(parts: &mut Parts<'_>) -> Option<OptIn> {
    let word = parts.next::<String>()?;
    if let Ok(wish) = word.parse() {
        return Some(wish);
    }
    let rest = parts.next::<String>()?;
    format!("{word}_{rest}").parse().ok()
}

async fn take(nonce: &Nonce, press: Press, asker: &Asker, context: &DiscordContext) -> Handled {
    let newcomers = &context.features.newcomers;
    let outcome = newcomers.press(&newcomer(asker), nonce, press).await?;
    match outcome.map(logged) {
        Ok(Shown::Done(done)) => {
            let token = &asker.way_back.token;
            // It was acknowledged before the work began, so that this is the answer. The member reads it before staff does.
            let told = answering::give(context, token, shown_view::done(&done)).await;
            if let Err(error) = told {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a member could not be shown what they answered"
                );
                // Whatever Discord has against the long answer, nobody is left with a button that seems to do nothing.
                let short = shown_view::done_in_short(&done);
                if let Err(error) = answering::give(context, token, short).await {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "a member could not be told that they are done");
                }
            }
            for failure in newcomers.tell_staff(&done).await {
                tell(&failure, "a completed onboarding is told of later");
            }
            Ok(Reply::Given)
        }
        Ok(shown) => Ok(shown_view::after_press(shown)),
        Err((refusal, session)) => Ok(again(refusal, &session)),
    }
}

/// The same question once more, with what was wrong.
fn again(refusal: AnswerRefusal, session: &Session) -> Reply {
    Reply::Update(step_view::question(session, Some(refusal)))
}

async fn open_text(nonce: &Nonce, step: u16, asker: &Asker, context: &DiscordContext) -> Handled {
    let newcomers = &context.features.newcomers;
    let session = newcomers.standing(&newcomer(asker), nonce).await?;
    let session = session.filter(|it| it.phase == Phase::Questions && it.step == step);
    let is_written = |it: &Session| {
        let kind = it.question().map(onboarding_core::Question::kind);
        matches!(kind, Some(QuestionKind::Text | QuestionKind::Email))
    };
    Ok(match session.filter(is_written) {
        Some(session) => step_view::text_form(&session),
        None => shown_view::out_of_date(),
    })
}

fn newcomer(asker: &Asker) -> Newcomer {
    Newcomer {
        guild: asker.guild,
        member: asker.member.user,
        roles: asker.roles.clone(),
    }
}

/// The same, with what went wrong told to the operator.
fn logged(shown: Shown) -> Shown {
    match &shown {
        Shown::Unavailable(failure) => tell(failure, "a newcomer's settings cannot be read"),
        Shown::NotSaved(_, failure) => tell(failure, "an onboarding could not be saved"),
        Shown::CompletedBefore { failures, .. } => {
            for failure in failures {
                tell(failure, "a newcomer's roles could not be seen to");
            }
        }
        Shown::Done(done) => {
            for failure in &done.failures {
                tell(failure, "a newcomer's roles could not be seen to yet");
            }
        }
        _ => {}
    }
    shown
}

fn tell(failure: &PortFailure, what: &str) {
    tracing::warn!(error = failure as &dyn std::error::Error, "{what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(id: &str, picked: &[&str]) -> Option<Wish> {
        let picked: Vec<_> = picked.iter().map(|it| (*it).to_owned()).collect();
        Pressed::read(Parts::of(id), &picked).map(|it| it.wish)
    }

    fn press(id: &str, picked: &[&str]) -> Press {
        match read(id, picked) {
            Some(Wish::Press(press)) => press,
            _ => panic!("{id} is no press"),
        }
    }

    #[test]
    fn every_button_says_what_is_pressed_and_of_which_run() {
        assert_eq!(press("rule_2:abcdefgh12", &[]), Press::Rule(2));
        assert_eq!(press("final_accept:abcdefgh12", &[]), Press::AcceptAll);
        let option = Press::Answer(1, Given::Option(3));
        assert_eq!(press("onboarding_btn_1_3_abcdefgh12", &[]), option);
        let values = Press::Answer(1, Given::Values(vec!["a".to_owned()]));
        assert_eq!(press("onboarding_select_1_abcdefgh12", &["a"]), values);
        let wish = Press::OptIn(OptIn::EventsOnly);
        for id in [
            "personalization_optin_events_only_abcdefgh12",
            "personalization_optin:events_only:abcdefgh12",
        ] {
            assert_eq!(press(id, &[]), wish);
        }
        let nothing = Press::OptIn(OptIn::No);
        assert_eq!(press("personalization_optin_no_abcdefgh12", &[]), nothing);
        assert_eq!(
            press("onboarding_edit:abcdefgh12", &["2"]),
            Press::EditQuestion(2)
        );
        assert_eq!(
            press("onboarding_edit:abcdefgh12", &[WISHES]),
            Press::EditWishes
        );
        assert_eq!(press("onboarding_retry_abcdefgh12", &[]), Press::Send);
    }

    #[test]
    fn what_nobody_wrote_is_out_of_date() {
        for id in [
            "rule_1",
            "rule_x:abcdefgh12",
            "rule:1",
            "rule:x:abcdefgh12",
            "final_accept",
            "onboarding_btn:1:abcdefgh12",
            "onboarding_send:!",
            "personalization_optin_maybe_abcdefgh12",
            "personalization_optin_events_abcdefgh12",
        ] {
            assert!(read(id, &[]).is_none(), "{id}");
        }
    }
}
