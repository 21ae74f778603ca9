//! The start button.

use kernel::PortFailure;

use super::show::Scene;
use super::{Newcomer, Newcomers, Shown};
use crate::flow::{Known, Standing, StartDecision, StartFacts, decide_start};
use crate::ports::RunEvent;
use crate::{AskedQuestion, Completed, FunnelEvent, Nonce, Phase, RoleOutcome, Session};

impl Newcomers {
    /// Takes a press of the start button.
    pub async fn start(&self, who: &Newcomer) -> Result<Shown, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let snapshot = match ports.settings.snapshot(who.guild).await {
            Ok(snapshot) => snapshot,
            Err(failure) => return Ok(Shown::Unavailable(failure)),
        };
        let scene = self.scene(who, &snapshot).await?;
        if !scene.ahead.is_on() {
            return Ok(Shown::TurnedOff);
        }
        let session = ports.runs.session(who.guild, who.member, now).await?;
        let completed = ports.runs.completed(who.guild, who.member).await?;
        let role = scene.ahead.completion_role;
        let decision = decide_start(&StartFacts {
            known: Known::Guild(scene.ahead),
            standing: Standing {
                has_session: session.is_some(),
                has_completed: completed.is_some(),
                has_completion_role: role.is_some_and(|it| who.roles.contains(&it)),
            },
        });
        let is_repeated = ports_pressed(self, who, now);
        match (decision, session, completed) {
            (StartDecision::Resume, Some(session), _) if is_repeated => Ok(scene.shows(session)),
            (StartDecision::Resume, Some(session), _) => Ok(Shown::Resume(Box::new(session))),
            (StartDecision::CompletedBefore { missing_role }, _, Some(completed)) => {
                let left = scene.onboarding.join_role_id;
                let has_left = left.is_some_and(|it| who.roles.contains(&it));
                let lacks = (missing_role.is_some() || has_left) && !is_repeated;
                self.completed_before(who, &completed, lacks).await
            }
            (decision, ..) => {
                // Nobody is turned away because something could not be counted.
                let counted = ports.funnel.count(who.guild, FunnelEvent::Shown, now).await;
                drop(counted);
                self.begin(who, &scene, decision, None).await
            }
        }
    }

    /// Begins at the first step, instead of the session with this nonce if there is one.
    pub(super) async fn begin(
        &self,
        who: &Newcomer,
        scene: &Scene,
        decision: StartDecision,
        instead_of: Option<&Nonce>,
    ) -> Result<Shown, PortFailure> {
        match decision {
            StartDecision::RulesTurnedOff => return Ok(Shown::RulesTurnedOff),
            StartDecision::NoRules => {
                let event = RunEvent::NoRules;
                self.warn(who.guild, event, |it| &it.no_rules).await;
                return Ok(Shown::NoRules);
            }
            StartDecision::Questions {
                rules_are_missing: true,
            } => {
                let event = RunEvent::RulesSkipped;
                self.warn(who.guild, event, |it| &it.rules_skipped).await;
            }
            StartDecision::Rules | StartDecision::Questions { .. } => {}
            StartDecision::ServerOnly
            | StartDecision::Unavailable
            | StartDecision::TurnedOff
            | StartDecision::Resume
            | StartDecision::CompletedBefore { .. } => return Ok(Shown::TurnedOff),
        }
        let questions = if scene.onboarding.mode.asks_questions() {
            self.questions(who).await?
        } else {
            Vec::new()
        };
        let (phase, step) = match decision {
            StartDecision::Rules => (Phase::Rules, 0),
            _ if questions.is_empty() => scene.way().after_questions(),
            _ => (Phase::Questions, 0),
        };
        let now = self.ports().clock.now();
        let place = (who.guild, who.member);
        let rules = match phase {
            Phase::Rules => scene.rules.clone(),
            Phase::Questions | Phase::Personalisation | Phase::Confirming => Vec::new(),
        };
        let session = Session {
            step,
            rules,
            ..Session::begin(place, phase, questions, now)
        };
        let runs = &self.ports().runs;
        let session = runs.begin(&session, instead_of, now).await?;
        Ok(scene.shows(session))
    }

    /// The questions in force; staff is told of those that are left out.
    pub(super) async fn questions(
        &self,
        who: &Newcomer,
    ) -> Result<Vec<AskedQuestion>, PortFailure> {
        let in_force = self.ports().sheet.questions(who.guild).await?;
        if !in_force.broken.is_empty() {
            let left_out = in_force.broken.into_iter();
            let left_out = left_out.map(|(place, it)| (place.get(), it.text)).collect();
            let event = RunEvent::QuestionsLeftOut(left_out);
            self.warn(who.guild, event, |it| &it.questions).await;
        }
        Ok(in_force.asked)
    }

    /// Somebody has completed it before. Whoever `lacks` a role, or has kept one too many because of that, is seen to.
    async fn completed_before(
        &self,
        who: &Newcomer,
        completed: &Completed,
        lacks: bool,
    ) -> Result<Shown, PortFailure> {
        let shown = |role, failures| Shown::CompletedBefore {
            at: completed.at,
            nonce: completed.nonce.clone(),
            role,
            failures,
        };
        if !lacks {
            return Ok(shown(None, Vec::new()));
        }
        let seen = self
            .see_to_roles(who.guild, who.member, Some(&who.roles))
            .await?;
        let outcome = seen.outcomes.completion;
        if let RoleOutcome::Impossible(role, obstacle) = outcome {
            let event = RunEvent::RoleMissing {
                member: who.member,
                role,
                obstacle,
            };
            let place = (who.guild, who.member);
            let now = self.ports().clock.now();
            // Whoever presses it again and again tells nobody anything new.
            if self.0.warned.missing_role.admit(place, now).is_ok() {
                self.ports().log.record(who.guild, &event).await;
            }
        }
        let is_news = !matches!(outcome, RoleOutcome::None | RoleOutcome::AsItWas);
        Ok(shown(is_news.then_some(outcome), seen.failures))
    }
}

/// Whether the member has pressed the button within the last seconds: they see where they stand, and are asked nothing.
fn ports_pressed(
    newcomers: &Newcomers,
    who: &Newcomer,
    now: chrono::DateTime<chrono::Utc>,
) -> bool {
    let presses = &newcomers.0.presses;
    presses.admit((who.guild, who.member), now).is_err()
}
