//! Being given what is stored of oneself, wherever one is.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, UseCaseError, UserId};

use super::Privacy;
use crate::Export;

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
    /// All that is stored of `user`. It is noted that they were given it, and how many rows it was. What fails does not
    /// count towards the two in an hour.
    pub async fn export(&self, user: UserId) -> Result<Export, UseCaseError<ExportRefusal>> {
        let at = self.0.ports.clock.now();
        let admitted = self.0.exporting.admit(user, at);
        admitted.map_err(|wait| UseCaseError::Refused(ExportRefusal::TooSoon(wait)))?;
        let gathered = self.gather(user, at).await;
        if gathered.is_err() {
            self.export_failed(user, at);
        }
        let export = gathered?;
        if export.sheets.is_empty() {
            return Err(UseCaseError::Refused(ExportRefusal::Nothing));
        }
        Ok(export)
    }

    /// An export that was gathered at `at` did not reach `user`: it does not count towards the two in an hour.
    pub fn export_failed(&self, user: UserId, at: DateTime<Utc>) {
        self.0.exporting.give_back(user, at);
    }

    async fn gather(&self, user: UserId, at: DateTime<Utc>) -> Result<Export, PortFailure> {
        let data = &self.0.ports.data;
        let sheets = data.gather(user).await?;
        let export = Export { user, at, sheets };
        if !export.sheets.is_empty() {
            data.note_export(user, &export.counts(), at).await?;
        }
        Ok(export)
    }
}
