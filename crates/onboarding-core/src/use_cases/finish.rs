//! Completing the onboarding, in strict order: saved, roles, told.

use kernel::PortFailure;

use super::{Done, Newcomer, Newcomers, Press, Shown};
use crate::completion::HELD;
use crate::ports::{RunEvent, Saved};
use crate::{Reader, RoleOutcomes, Session, Undone, fields};

impl Newcomers {
    /// Completes a session as it stands. From the moment it is saved nothing is lost: whoever ends before the roles are seen
    /// to leaves them to [`finish_left_undone`](Self::finish_left_undone).
    pub(super) async fn finish(
        &self,
        who: &Newcomer,
        session: &Session,
    ) -> Result<Shown, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let undone = match ports.runs.complete(session, now, now + HELD).await {
            Ok(Saved::Now(undone)) => undone,
            Ok(Saved::Stale) => {
                return self
                    .without_session(who, &session.nonce, &Press::Send)
                    .await;
            }
            Err(failure) => return Ok(Shown::NotSaved(session.nonce.clone(), failure)),
        };
        let (roles, failures) = self.roles_of(&undone, Some(who)).await;
        Ok(Shown::Done(Box::new(Done {
            member: who.member,
            fields: fields(&undone.questions, &undone.answers, Reader::Member),
            roles: roles.unwrap_or(RoleOutcomes::NONE),
            is_rerun: undone.is_rerun,
            failures,
            left: Left { undone, roles },
        })))
    }

    /// Tells staff of a completion, after its member has been told. Whoever ends before it leaves it to
    /// [`finish_left_undone`](Self::finish_left_undone). What went wrong is returned.
    pub async fn tell_staff(&self, done: &Done) -> Vec<PortFailure> {
        self.tell_and_settle(&done.left).await
    }

    /// Sees to the roles of a completion that is saved, and tells staff. What cannot be done now waits; what went wrong is
    /// returned.
    pub(super) async fn wind_up(&self, undone: &Undone) -> Vec<PortFailure> {
        let (roles, mut failures) = self.roles_of(undone, None).await;
        let left = Left {
            undone: Box::new(undone.clone()),
            roles,
        };
        failures.extend(self.tell_and_settle(&left).await);
        failures
    }

    /// What became of the roles of a completion; none where not even the settings could be read.
    async fn roles_of(
        &self,
        undone: &Undone,
        who: Option<&Newcomer>,
    ) -> (Option<RoleOutcomes>, Vec<PortFailure>) {
        let held = who.map(|it| it.roles.as_slice());
        match self.see_to_roles(undone.guild, undone.member, held).await {
            Ok(seen) => {
                let is_over = undone.is_given_up();
                let outcomes = if is_over {
                    seen.outcomes.given_up()
                } else {
                    seen.outcomes
                };
                (Some(outcomes), seen.failures)
            }
            Err(failure) => (None, vec![failure]),
        }
    }

    async fn tell_and_settle(&self, left: &Left) -> Vec<PortFailure> {
        let ports = self.ports();
        let undone = &left.undone;
        let is_over = match left.roles {
            Some(roles) => !roles.are_unfinished(),
            // For hours the settings could not be read; whoever presses the start button gets their role.
            None => undone.is_given_up(),
        };
        let mut told = undone.told;
        let is_news = if told {
            is_over && left.roles.is_some()
        } else {
            is_over || left.roles.is_some()
        };
        if is_news {
            // Roles may have taken long: what somebody else has in hand by now, they tell.
            let held_until = ports.clock.now() + HELD;
            match ports.undone.put_back(undone, held_until).await {
                Ok(true) => ports.log.record(undone.guild, &left.event()).await,
                Ok(false) => return Vec::new(),
                Err(failure) => return vec![failure],
            }
            told = true;
        }
        let noted = if is_over {
            ports.undone.settle(undone).await
        } else {
            let waits = Undone {
                told,
                ..Undone::clone(undone)
            };
            let due = undone.next_try(ports.clock.now());
            ports.undone.put_back(&waits, due).await
        };
        noted.err().into_iter().collect()
    }
}

/// What is left to do of a completion that is saved.
#[derive(Debug, Clone)]
pub struct Left {
    undone: Box<Undone>,
    roles: Option<RoleOutcomes>,
}

impl Left {
    fn event(&self) -> RunEvent {
        let undone = &self.undone;
        let roles = self.roles.unwrap_or(RoleOutcomes::NONE);
        if undone.told {
            RunEvent::RolesSettled {
                member: undone.member,
                roles,
            }
        } else {
            RunEvent::Completed {
                member: undone.member,
                fields: fields(&undone.questions, &undone.answers, Reader::Staff),
                roles,
                is_rerun: undone.is_rerun,
            }
        }
    }
}
