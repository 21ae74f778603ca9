//! Copies of pictures without a database.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};

use super::InMemoryReminders;
use crate::{Image, ImageStore, ReminderId};

#[async_trait]
impl ImageStore for InMemoryReminders {
    async fn attach(
        &self,
        guild: GuildId,
        id: ReminderId,
        image: &Image,
    ) -> Result<bool, PortFailure> {
        let mut state = self.reach("keep a picture")?;
        let found = state.reminders.get_mut(&id);
        let Some(reminder) = found.filter(|it| it.what.guild == guild) else {
            return Ok(false);
        };
        reminder.what.image_url = Some(image.address());
        state.images.insert(id, image.clone());
        Ok(true)
    }

    async fn image(&self, guild: GuildId, id: ReminderId) -> Result<Option<Image>, PortFailure> {
        let state = self.reach("find a picture")?;
        // A copy that is not its reminder's any more is gone.
        let address = state
            .get(guild, id)
            .and_then(|it| it.what.image_url.clone());
        let image = state.images.get(&id).cloned();
        Ok(image.filter(|it| Some(it.address()) == address))
    }
}
