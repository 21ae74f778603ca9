//! Being given what is stored of oneself, wherever one is.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, UseCaseError, UserId};

use super::Privacy;
use crate::{Export, RowCounts};

/// Why somebody is given nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExportRefusal {
    /// They were given it twice within an hour; so long they have to wait.
    #[error("twice within an hour")]
    TooSoon(TimeDelta),
    /// Nothing is stored of them.
    #[error("nothing is stored")]
    Nothing,
}

impl Privacy {
    /// All that is stored of `user`. What fails, or finds nothing, does not count towards the two in an hour.
    pub async fn export(&self, user: UserId) -> Result<Export, UseCaseError<ExportRefusal>> {
        let at = self.0.ports.clock.now();
        let admitted = self.0.exporting.admit(user, at);
        admitted.map_err(|wait| UseCaseError::Refused(ExportRefusal::TooSoon(wait)))?;
        let gathered = self.0.ports.data.gather(user).await;
        if gathered.as_ref().map_or(true, Vec::is_empty) {
            self.export_failed(user, at);
        }
        let sheets = gathered?;
        if sheets.is_empty() {
            return Err(UseCaseError::Refused(ExportRefusal::Nothing));
        }
        Ok(Export { user, at, sheets })
    }

    /// What was gathered at `at` has reached `user`: that is noted, and how many rows it was.
    pub async fn export_given(
        &self,
        user: UserId,
        rows: &RowCounts,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.0.ports.data.note_export(user, rows, at).await
    }

    /// An export that was gathered at `at` did not reach `user`: it does not count towards the two in an hour.
    pub fn export_failed(&self, user: UserId, at: DateTime<Utc>) {
        self.0.exporting.give_back(user, at);
    }
}
