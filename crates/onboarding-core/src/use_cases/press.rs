//! Every other button, menu and form of the way.

use kernel::PortFailure;

use super::show::Scene;
use super::{Newcomer, Newcomers, Shown};
use crate::flow::{
    AcceptRefusal, Accepted, AnswerRefusal, Given, StartDecision, Taken, accept_all, accept_rule,
    answer, asks_followup, choose_language, edit_question, edit_wishes, opt_in, pass_rules_over,
};
use crate::ports::RunEvent;
use crate::{FunnelEvent, Language, Nonce, OptIn, Phase, Session};

/// What was pressed, picked or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// The rule in this place, from 0, is accepted.
    Rule(u16),
    /// All rules are.
    AcceptAll,
    /// An answer to the question at this step.
    Answer(u16, Given),
    /// How much they would like to hear of.
    OptIn(OptIn),
    /// In which language.
    Language(Language),
    /// The answer to the question at this step is to be changed.
    EditQuestion(u16),
    /// What they would like to hear of is to be changed.
    EditWishes,
    /// All answers are sent; also when it is tried again.
    Send,
    /// They go on where they stood.
    Resume,
    /// They begin anew, or once more.
    StartOver,
}

/// What is done about a press.
enum Move {
    /// The session is written as this.
    To(Box<Session>),
    /// Nothing is written.
    Stay,
    /// Something else is shown, and nothing is written.
    Show(Shown),
    /// The session is completed as this.
    Finish(Box<Session>),
}

impl Newcomers {
    /// Takes a press of what belongs to the run with this nonce. An answer that is refused is told apart: the session stays
    /// where it is.
    pub async fn press(
        &self,
        who: &Newcomer,
        nonce: &Nonce,
        press: Press,
    ) -> Result<Result<Shown, (AnswerRefusal, Box<Session>)>, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let snapshot = match ports.settings.snapshot(who.guild).await {
            Ok(snapshot) => snapshot,
            Err(failure) => return Ok(Ok(Shown::Unavailable(failure))),
        };
        let session = match ports.runs.session(who.guild, who.member, now).await {
            Err(failure) if press == Press::Send => {
                return Ok(Ok(Shown::NotSaved(nonce.clone(), failure)));
            }
            session => session?,
        };
        let scene = self.scene(who, &snapshot).await?;
        if !scene.ahead.is_on() {
            return Ok(Ok(Shown::TurnedOff));
        }
        if press == Press::StartOver {
            return self.start_over(who, nonce, &scene, session).await.map(Ok);
        }
        let Some(session) = session.filter(|it| it.nonce == *nonce) else {
            return self.without_session(who, nonce, &press).await.map(Ok);
        };
        let taken = self.take(who, &scene, &session, press).await?;
        match taken {
            Err(AnswerRefusal::OutOfDate) => Ok(Ok(Shown::OutOfDate)),
            Err(refusal) => Ok(Err((refusal, Box::new(session)))),
            Ok(Move::Show(shown)) => Ok(Ok(shown)),
            Ok(Move::Stay) => Ok(Ok(scene.shows(session))),
            Ok(Move::Finish(finished)) => self.finish(who, &finished).await.map(Ok),
            Ok(Move::To(next)) => self.advance(who, &scene, &session, *next).await.map(Ok),
        }
    }

    /// The session that a member has with this nonce, for a form that is opened on it.
    pub async fn standing(
        &self,
        who: &Newcomer,
        nonce: &Nonce,
    ) -> Result<Option<Session>, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let session = ports.runs.session(who.guild, who.member, now).await?;
        Ok(session.filter(|it| it.nonce == *nonce))
    }

    async fn take(
        &self,
        who: &Newcomer,
        scene: &Scene,
        session: &Session,
        press: Press,
    ) -> Result<Result<Move, AnswerRefusal>, PortFailure> {
        let now = self.ports().clock.now();
        let to = |next: Session| Move::To(Box::new(next));
        let out_of_date = Err(AnswerRefusal::OutOfDate);
        Ok(match press {
            Press::Rule(_) | Press::AcceptAll | Press::Send if session.phase == Phase::Rules => {
                return self.at_rules(who, scene, session, &press).await.map(Ok);
            }
            Press::Rule(_) => Ok(Move::Stay),
            Press::Answer(step, given) => match answer(session, step, given, scene.way(), now) {
                Ok(Taken::Chosen(next) | Taken::Advanced(next)) => Ok(Move::To(next)),
                Ok(Taken::AsksFollowUp(place)) => {
                    let asks = asks_followup(session, step, place).cloned();
                    let session = Box::new(session.clone());
                    asks.ok_or(AnswerRefusal::OutOfDate).map(|asks| {
                        Move::Show(Shown::FollowUp {
                            session,
                            place,
                            asks,
                        })
                    })
                }
                Err(refusal) => Err(refusal),
            },
            Press::OptIn(wish) => opt_in(session, wish, now).map(to).or(out_of_date),
            Press::Language(language) => choose_language(session, language, now)
                .map(to)
                .or(out_of_date),
            Press::EditQuestion(place) => edit_question(session, place, now)
                .map(to)
                .ok_or(AnswerRefusal::OutOfDate),
            Press::EditWishes => edit_wishes(session, now)
                .map(to)
                .ok_or(AnswerRefusal::OutOfDate),
            Press::Send if session.phase == Phase::Confirming => {
                Ok(Move::Finish(Box::new(session.clone())))
            }
            Press::Resume => Ok(to(session.touched(now))),
            Press::AcceptAll | Press::Send | Press::StartOver => out_of_date,
        })
    }

    /// Rules are accepted where the guild still has some to accept: the start button's table says so, as it is now. Where
    /// there are no questions, accepting all of them is sending, and is tried again as that.
    async fn at_rules(
        &self,
        who: &Newcomer,
        scene: &Scene,
        session: &Session,
        press: &Press,
    ) -> Result<Move, PortFailure> {
        let now = self.ports().clock.now();
        match scene.ahead.first_step() {
            StartDecision::Rules => {}
            StartDecision::Questions { .. } => {
                let session = self.with_questions(who, scene, session).await?;
                let over = pass_rules_over(&session, scene.way(), now);
                return Ok(Move::To(Box::new(over)));
            }
            StartDecision::RulesTurnedOff => return Ok(Move::Show(Shown::RulesTurnedOff)),
            StartDecision::NoRules => {
                let event = RunEvent::NoRules;
                self.warn(who.guild, event, |it| &it.no_rules).await;
                return Ok(Move::Show(Shown::NoRules));
            }
            StartDecision::ServerOnly
            | StartDecision::Unavailable
            | StartDecision::TurnedOff
            | StartDecision::Resume
            | StartDecision::CompletedBefore { .. } => return Ok(Move::Show(Shown::TurnedOff)),
        }
        if let Press::Rule(place) = press {
            return Ok(match accept_rule(session, *place, now) {
                Accepted::Next(next) => Move::To(next),
                Accepted::AsItWas => Move::Stay,
            });
        }
        let session = self.with_questions(who, scene, session).await?;
        Ok(match accept_all(&session, scene.way(), now) {
            Err(AcceptRefusal::OutOfDate) => Move::Show(Shown::OutOfDate),
            Err(AcceptRefusal::RulesLeft) => Move::Show(Shown::AcceptRulesFirst),
            Ok(next) if scene.onboarding.mode.asks_questions() => Move::To(Box::new(next)),
            Ok(next) => Move::Finish(Box::new(Session {
                answers: next.answers,
                ..session
            })),
        })
    }

    /// The same with the questions that are to be asked: the mode may have changed since the session began.
    async fn with_questions(
        &self,
        who: &Newcomer,
        scene: &Scene,
        session: &Session,
    ) -> Result<Session, PortFailure> {
        let asks = scene.onboarding.mode.asks_questions();
        let questions = match (asks, session.questions.is_empty()) {
            (false, _) => Vec::new(),
            (true, true) => self.questions(who).await?,
            (true, false) => session.questions.clone(),
        };
        Ok(Session {
            questions,
            ..session.clone()
        })
    }

    async fn advance(
        &self,
        who: &Newcomer,
        scene: &Scene,
        before: &Session,
        after: Session,
    ) -> Result<Shown, PortFailure> {
        let runs = &self.ports().runs;
        if runs.advance(before, &after, passed(before, &after)).await? {
            return Ok(scene.shows(after));
        }
        // Somebody was faster: the same member, by a second click or another device. They see where they stand.
        let now = self.ports().clock.now();
        let session = runs.session(who.guild, who.member, now).await?;
        Ok(match session.filter(|it| it.nonce == before.nonce) {
            Some(session) => scene.shows(session),
            None => Shown::OutOfDate,
        })
    }

    async fn start_over(
        &self,
        who: &Newcomer,
        nonce: &Nonce,
        scene: &Scene,
        session: Option<Session>,
    ) -> Result<Shown, PortFailure> {
        match session {
            Some(other) if other.nonce != *nonce => Ok(Shown::Resume(Box::new(other))),
            _ => {
                let decision: StartDecision = scene.ahead.first_step();
                self.begin(who, scene, decision, Some(nonce)).await
            }
        }
    }

    /// A press without its session: what was sent twice is told again, all else is out of date.
    pub(super) async fn without_session(
        &self,
        who: &Newcomer,
        nonce: &Nonce,
        press: &Press,
    ) -> Result<Shown, PortFailure> {
        if !matches!(press, Press::Send | Press::AcceptAll) {
            return Ok(Shown::OutOfDate);
        }
        let runs = &self.ports().runs;
        let completed = runs.completed(who.guild, who.member).await?;
        let same = completed.filter(|it| it.nonce.as_ref() == Some(nonce));
        Ok(same.map_or(Shown::OutOfDate, |it| Shown::CompletedBefore {
            at: it.at,
            nonce: it.nonce,
            role: None,
            failures: Vec::new(),
        }))
    }
}

/// What is counted of a step: it is passed for the first time.
fn passed(before: &Session, after: &Session) -> Option<FunnelEvent> {
    let place = |it: &Session| (it.phase, it.step);
    let is_passed = !before.editing && !after.editing && place(before) != place(after);
    // Accepting all rules is no rule.
    let is_counted = before.phase != Phase::Rules || after.phase == Phase::Rules;
    let is_forward = before.phase != Phase::Confirming;
    (is_passed && is_counted && is_forward)
        .then_some(FunnelEvent::Passed(before.phase, before.step))
}
