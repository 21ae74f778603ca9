//! Questions that wait for the service to come back, and their answers.

use chrono::{DateTime, Utc};
use kernel::PortFailure;
use language_model::{DeferredAsk, ModelError, Retried};

use super::{Ask, Growth, Reply, Told, lock};
use crate::CheckinForm;

/// What becomes of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is told.
    Text,
    /// It is cut to a caption.
    Caption,
    /// It is kept with a check-in.
    Checkin(CheckinForm),
}

/// Who waits, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) ask: Ask,
    pub(super) purpose: Purpose,
}

impl Growth {
    /// How many questions wait.
    pub fn waiting(&self) -> usize {
        lock(&self.0.waiting).len()
    }

    /// When the next one is tried again.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        lock(&self.0.waiting).next_due()
    }

    /// Tries a question that is due, and tells whoever asked what came of it; false when none is due. The failure is that
    /// they could not be told.
    pub async fn answer_late(&self) -> Result<bool, PortFailure> {
        let Some(retried) = self.0.ports.model.retry_due(&self.0.waiting).await else {
            return Ok(false);
        };
        match retried {
            Retried::Waits => {}
            Retried::Answered(waiting, completion) => {
                let Waiting { ask, purpose } = &waiting.delivery;
                let answered = self.answered(ask, purpose, completion).await;
                self.tell(&waiting.delivery, Reply::Answered(answered))
                    .await?;
            }
            Retried::GivenUp(waiting, error) => {
                self.tell(&waiting.delivery, Reply::None(error)).await?;
            }
        }
        Ok(true)
    }

    /// Tells whoever asked that no answer comes, and takes back what was counted. That they cannot be told harms nobody.
    pub(super) async fn give_up(&self, waiting: DeferredAsk<Waiting>, error: ModelError) {
        self.0.ports.model.give_back(waiting.charge.as_ref()).await;
        // They were told that it may take a while.
        let _ = self.tell(&waiting.delivery, Reply::None(error)).await;
    }

    async fn tell(&self, waiting: &Waiting, reply: Reply) -> Result<(), PortFailure> {
        let help = match &waiting.purpose {
            Purpose::Checkin(form) => self.help(waiting.ask.guild, form).await,
            Purpose::Text | Purpose::Caption => None,
        };
        let told = Told { help, reply };
        self.0.ports.late.tell(&waiting.ask.reply_to, &told).await
    }
}
