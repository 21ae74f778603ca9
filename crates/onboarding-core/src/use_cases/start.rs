//! The start button.

use kernel::PortFailure;

use super::show::Scene;
use super::{Newcomer, Newcomers, Shown};
use crate::flow::{Known, Standing, StartDecision, StartFacts, decide_start};
use crate::ports::RunEvent;
use crate::{
    AskedQuestion, Completed, FunnelEvent, Nonce, Phase, RoleChange, RoleOutcome, RoleReason,
    Session,
};

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
                self.completed_before(who, &completed, missing_role).await
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
        let session = Session {
            step,
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

    async fn completed_before(
        &self,
        who: &Newcomer,
        completed: &Completed,
        missing_role: Option<kernel::RoleId>,
    ) -> Result<Shown, PortFailure> {
        let ports = self.ports();
        let role = match missing_role {
            None => None,
            Some(role) => {
                let reason = RoleReason::Completed;
                let given = ports.roles.give(who.guild, who.member, role, reason).await;
                Some(match given? {
                    RoleChange::Done => RoleOutcome::Changed(role),
                    RoleChange::Impossible(obstacle) => {
                        let event = RunEvent::RoleMissing {
                            member: who.member,
                            role,
                            obstacle,
                        };
                        ports.log.record(who.guild, &event).await;
                        RoleOutcome::Impossible(role, obstacle)
                    }
                })
            }
        };
        Ok(Shown::CompletedBefore {
            at: completed.at,
            nonce: completed.nonce.clone(),
            role,
        })
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
