//! What is read of a channel or message that was made: its id, and nothing else that could keep us from knowing it.

use kernel::InvalidId;
use serde::Deserialize;
use twilight_model::id::Id;

use crate::convert::FromTwilight;
use crate::rest::RestError;

/// A channel or message that Discord has just made.
#[derive(Deserialize)]
#[serde(bound(deserialize = ""))]
pub(super) struct Made<T> {
    pub(super) id: Id<T>,
}

impl<T> Made<T> {
    /// Our id of it.
    pub(super) fn id<I: FromTwilight<Id<T>>>(self) -> Result<I, RestError> {
        let id = I::from_twilight(self.id);
        id.map_err(|it: InvalidId| RestError::Invalid(Box::new(it)))
    }
}
