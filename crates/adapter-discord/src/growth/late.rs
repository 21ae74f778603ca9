//! Answers that come minutes after they were asked for.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use growth_core::{LateAnswers, ReplyTo, Told};
use kernel::{Clock, PortFailure};
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use super::answer_view;
use crate::answering::follow_up;
use crate::reply::Body;
use crate::rest::{Rest, RestError};

/// The waits before a message is sent again that Discord has not taken.
const WAITS: [TimeDelta; 2] = [TimeDelta::seconds(1), TimeDelta::seconds(3)];

/// [`LateAnswers`] as follow-ups that only whoever asked reads.
pub struct FollowUps {
    rest: Rest,
    application: Id<ApplicationMarker>,
    clock: Arc<dyn Clock>,
}

impl FollowUps {
    /// Speaks through `rest`.
    pub fn new(rest: Rest, application: Id<ApplicationMarker>, clock: Arc<dyn Clock>) -> Self {
        Self {
            rest,
            application,
            clock,
        }
    }

    /// Sends a message, and again where Discord says that it has not taken it. Where nobody knows whether it has, it is
    /// left at that: nobody is told the same twice.
    async fn send(&self, to: &ReplyTo, message: Body) -> Result<(), RestError> {
        for wait in WAITS {
            let sent = follow_up(&self.rest, self.application, &to.token, message.clone()).await;
            match sent {
                Err(error) if is_not_taken(&error) => {}
                ended => return ended,
            }
            let next = self.clock.now() + wait;
            if next >= to.until {
                break;
            }
            self.clock.sleep_until(next).await;
        }
        follow_up(&self.rest, self.application, &to.token, message).await
    }
}

/// Whether a message has certainly not arrived, and may do so later.
fn is_not_taken(error: &RestError) -> bool {
    match error {
        RestError::RateLimited { .. } | RestError::BudgetExhausted => true,
        RestError::Unavailable { status, .. } => status.is_some(),
        RestError::Refused { .. } | RestError::Unauthorized | RestError::Invalid(_) => false,
    }
}

#[async_trait]
impl LateAnswers for FollowUps {
    async fn tell(&self, to: &ReplyTo, told: &Told) -> Result<(), PortFailure> {
        for message in answer_view::messages(told, &to.reference) {
            let sent = self.send(to, message).await;
            sent.map_err(|it| it.failure("tell somebody what they asked for earlier"))?;
        }
        Ok(())
    }
}
