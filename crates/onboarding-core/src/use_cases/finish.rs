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
        let (roles, failures) = self.wind_up(&undone, Some(who)).await;
        Ok(Shown::Done(Box::new(Done {
            member: who.member,
            fields: fields(&undone.questions, &undone.answers, Reader::Member),
            roles,
            is_rerun: undone.is_rerun,
            failures,
        })))
    }

    /// Sees to the roles of a completion that is saved, and tells staff. What cannot be done now waits; what went wrong is
    /// returned.
    pub(super) async fn wind_up(
        &self,
        undone: &Undone,
        who: Option<&Newcomer>,
    ) -> (RoleOutcomes, Vec<PortFailure>) {
        let (guild, member) = (undone.guild, undone.member);
        let held = who.map(|it| it.roles.as_slice());
        let (mut outcomes, mut failures) = match self.see_to_roles(guild, member, held).await {
            Ok(seen) => (seen.outcomes, seen.failures),
            Err(failure) => {
                let waits = self.wait(undone).await;
                let failures = [Some(failure), waits.err()];
                return (RoleOutcomes::NONE, failures.into_iter().flatten().collect());
            }
        };
        let is_over = !outcomes.are_unfinished() || undone.is_given_up();
        if is_over {
            outcomes = outcomes.given_up();
        }
        let event = if undone.told {
            RunEvent::RolesSettled {
                member,
                roles: outcomes,
            }
        } else {
            RunEvent::Completed {
                member,
                fields: fields(&undone.questions, &undone.answers, Reader::Staff),
                roles: outcomes,
                is_rerun: undone.is_rerun,
            }
        };
        if is_over || !undone.told {
            self.ports().log.record(guild, &event).await;
        }
        let noted = if is_over {
            self.ports().undone.settle(undone).await
        } else {
            let told = Undone {
                told: true,
                ..undone.clone()
            };
            self.wait(&told).await
        };
        failures.extend(noted.err());
        (outcomes, failures)
    }

    async fn wait(&self, undone: &Undone) -> Result<bool, PortFailure> {
        let ports = self.ports();
        if undone.is_given_up() {
            // Not even the settings could be read for hours; whoever presses the start button gets their role.
            return ports.undone.settle(undone).await;
        }
        let due = undone.next_try(ports.clock.now());
        ports.undone.put_back(undone, due).await
    }
}
