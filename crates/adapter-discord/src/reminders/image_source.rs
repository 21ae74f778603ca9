//! Fetching what members attach.

use async_trait::async_trait;
use kernel::{PortFailure, Retry};
use reminders_core::{AttachedFile, Fetched, ImageSource};

use crate::rest::Rest;

/// [`ImageSource`] over Discord's own file servers.
pub struct AttachedFiles {
    rest: Rest,
}

impl AttachedFiles {
    /// Files fetched through `rest`.
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl ImageSource for AttachedFiles {
    async fn fetch(&self, file: &AttachedFile, max: usize) -> Result<Fetched, PortFailure> {
        let fetched = self.rest.download(&file.address, max).await;
        let fetched = fetched
            .map_err(|error| PortFailure::new("fetch an attached file", Retry::Useless, error))?;
        Ok(fetched.map_or(Fetched::TooLarge, Fetched::Content))
    }
}
