//! Answers that come minutes after they were asked for.

use async_trait::async_trait;
use growth_core::{LateAnswers, ReplyTo, Told};
use kernel::PortFailure;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use super::answer_view;
use crate::answering::follow_up;
use crate::rest::Rest;

/// [`LateAnswers`] as follow-ups that only whoever asked reads.
pub struct FollowUps {
    rest: Rest,
    application: Id<ApplicationMarker>,
}

impl FollowUps {
    /// Speaks through `rest`.
    pub fn new(rest: Rest, application: Id<ApplicationMarker>) -> Self {
        Self { rest, application }
    }
}

#[async_trait]
impl LateAnswers for FollowUps {
    async fn tell(&self, to: &ReplyTo, told: &Told) -> Result<(), PortFailure> {
        for message in answer_view::messages(told, &to.reference) {
            let sent = follow_up(&self.rest, self.application, &to.token, message).await;
            sent.map_err(|it| it.failure("tell somebody what they asked for earlier"))?;
        }
        Ok(())
    }
}
