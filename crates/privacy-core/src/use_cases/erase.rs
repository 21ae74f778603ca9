//! Being erased: the question, the erasure, and carrying on with those that something came in the way of.

use chrono::TimeDelta;
use kernel::{PortFailure, UseCaseError, UserId};

use super::Privacy;
use crate::{Erasure, Origin, Question, Withdrawal};

/// What somebody asked for is carried out there and then; whoever carries on leaves them so long.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
/// For so long after an erasure something may still be written of the person that is from before: uses of commands are
/// written down after half a minute, and some minutes later where the database was away.
const AFTERMATH: TimeDelta = TimeDelta::minutes(10);
/// So many requests are carried on with at once.
const AT_ONCE: u32 = 20;

/// Why nothing was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErasureRefusal {
    /// Somebody else was asked.
    #[error("somebody else was asked")]
    NotAsked,
    /// The answer came too late.
    #[error("the answer came too late")]
    TooLate,
}

/// What came of carrying on.
#[derive(Debug, Default)]
pub struct CarriedOn {
    /// So many people were erased.
    pub erased: u32,
    /// So many requests were ended, and with them the last trace of who had asked.
    pub settled: u32,
    /// What could not be carried out.
    pub failures: Vec<PortFailure>,
}

impl Privacy {
    /// Asks `user` whether they really want to be erased.
    pub fn ask_erasure(&self, user: UserId) -> Question {
        Question::to(user, self.0.ports.clock.now())
    }

    /// Whether the `question` may still be answered by `user`.
    pub fn answers(&self, user: UserId, question: Question) -> Result<(), ErasureRefusal> {
        if question.asked != user {
            Err(ErasureRefusal::NotAsked)
        } else if self.0.ports.clock.now() >= question.until {
            Err(ErasureRefusal::TooLate)
        } else {
            Ok(())
        }
    }

    /// Erases `user`, who was asked this `question`. The wish is stored before anything is done about it, so it outlives
    /// whatever comes in the way: then [`carry_on`](Self::carry_on) tries again, and they are told so. After a failure nobody
    /// knows whether it was stored; to repeat it is harmless.
    pub async fn erase(
        &self,
        user: UserId,
        question: Question,
    ) -> Result<Erasure, UseCaseError<ErasureRefusal>> {
        self.answers(user, question)
            .map_err(UseCaseError::Refused)?;
        let (data, now) = (&self.0.ports.data, self.0.ports.clock.now());
        let request = data.request_erasure(user, Origin::Command, now).await?;
        let erased = match data.erase(request, now).await {
            Ok(erased) => erased,
            Err(failure) => return Ok(Erasure::Noted(failure)),
        };
        Ok(erased.map_or(Erasure::Settled, Erasure::Done))
    }

    /// Leaves `user` as they are, who was asked this `question`: an earlier wish of theirs that could not be carried out yet
    /// is taken back, too.
    pub async fn withdraw(
        &self,
        user: UserId,
        question: Question,
    ) -> Result<Withdrawal, UseCaseError<ErasureRefusal>> {
        self.answers(user, question)
            .map_err(UseCaseError::Refused)?;
        let data = &self.0.ports.data;
        Ok(data.withdraw_erasure(user, question.since()).await?)
    }

    /// Carries out what something came in the way of, and ends what was carried out some minutes ago.
    pub async fn carry_on(&self) -> Result<CarriedOn, PortFailure> {
        let (data, now) = (&self.0.ports.data, self.0.ports.clock.now());
        let mut carried_on = CarriedOn::default();
        for request in data.unfinished(now - PATIENCE, AT_ONCE).await? {
            match data.erase(request, now).await {
                Ok(_) => carried_on.erased += 1,
                Err(failure) => {
                    data.note_failure(request, &failure).await?;
                    carried_on.failures.push(failure);
                }
            }
        }
        carried_on.settled = data.settle(now - AFTERMATH, AT_ONCE).await?;
        Ok(carried_on)
    }
}
