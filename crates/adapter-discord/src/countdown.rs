//! Cards that give way to another when nobody touches them.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use kernel::Clock;
use tokio::task::JoinSet;
use twilight_model::channel::Message;
use twilight_model::channel::message::Component;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::answering::fill_in;
use crate::reply::Body;
use crate::rest::{Rest, RestError};

/// How many cards may be waiting; what comes on top of them stays as it is until somebody presses it.
const MOST_WAITING: usize = 1000;

/// What a card gives way to, and when.
#[derive(Debug, Clone)]
pub(crate) struct Expiry {
    /// When, unless somebody has used the card by then; at most a quarter of an hour after it was sent, since Discord
    /// lets nobody change it later.
    pub(crate) at: DateTime<Utc>,
    /// The custom id of a component that the card has only until it is used.
    pub(crate) mark: String,
    /// What takes its place.
    pub(crate) instead: Body,
}

/// The cards that are waiting. Best effort: a process that ends forgets them, and whoever presses one later is told the
/// same by the answer. Dropping the last handle stops them all.
#[derive(Clone, Default)]
pub struct Countdowns {
    tasks: Arc<Mutex<JoinSet<()>>>,
}

/// The message that an interaction was answered with.
pub(crate) struct Answered {
    pub(crate) rest: Rest,
    pub(crate) application: Id<ApplicationMarker>,
    pub(crate) token: String,
}

impl Countdowns {
    /// So many wait at most.
    pub const MOST_WAITING: usize = MOST_WAITING;

    /// How many are waiting.
    pub fn waiting(&self) -> usize {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.len()
    }

    /// Lets the message give way when its time comes.
    pub(crate) fn begin(&self, message: Answered, expiry: Expiry, clock: Arc<dyn Clock>) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        if tasks.len() >= MOST_WAITING {
            return;
        }
        tasks.spawn(async move {
            clock.sleep_until(expiry.at).await;
            if let Err(error) = message.give_way(expiry).await {
                // Whoever has thrown the message away does not miss it.
                let error = &error as &dyn std::error::Error;
                tracing::debug!(error, "a card stays as it was");
            }
        });
    }
}

impl Answered {
    /// Looks at the message as it is now, so that one which was used is left alone, by whichever process it was answered.
    async fn give_way(&self, expiry: Expiry) -> Result<(), RestError> {
        let client = self.rest.requests().interaction(self.application);
        let shown: Message = self.rest.model(client.response(&self.token)).await?;
        if !has(&shown.components, &expiry.mark) {
            return Ok(());
        }
        fill_in(&self.rest, self.application, &self.token, expiry.instead).await
    }
}

fn has(components: &[Component], custom_id: &str) -> bool {
    components.iter().any(|it| match it {
        Component::ActionRow(row) => has(&row.components, custom_id),
        // A button that is dead was pressed, and is at work.
        Component::Button(it) => !it.disabled && it.custom_id.as_deref() == Some(custom_id),
        Component::SelectMenu(it) => it.custom_id == custom_id,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use twilight_model::channel::message::component::ActionRow;

    use super::*;
    use crate::reply::button;

    #[test]
    fn a_mark_is_found_in_a_row() {
        let row = Component::ActionRow(ActionRow {
            id: None,
            components: vec![Component::Button(button("Skip", "a:1".to_owned()))],
        });
        assert!(has(std::slice::from_ref(&row), "a:1"));
        assert!(!has(std::slice::from_ref(&row), "a:2"));
        let Component::ActionRow(mut row) = row else {
            panic!("{row:?}");
        };
        let mut pressed = button("Skip", "a:1".to_owned());
        pressed.disabled = true;
        row.components = vec![Component::Button(pressed)];
        assert!(!has(&[Component::ActionRow(row)], "a:1"), "it is at work");
    }
}
