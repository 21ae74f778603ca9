//! The picture that is posted with a reminder: a link, or the copy of a file, which goes along with every message anew
//! because Discord's own address of it expires (spec W41).

use reminders_core::{Image, ReminderPost};
use twilight_model::http::attachment::Attachment;

use super::delivery::ReminderMessages;

/// A picture on its way.
pub(super) struct SentPicture {
    /// Where the embed finds it.
    pub(super) address: String,
    /// The file that goes along.
    pub(super) file: Option<Attachment>,
}

impl ReminderMessages {
    /// The reminder's picture, if it has one. A copy that cannot be read now is left out: a picture never blocks a
    /// reminder.
    pub(super) async fn picture(&self, post: &ReminderPost) -> Option<SentPicture> {
        let what = &post.reminder.what;
        let address = what.image_url.as_ref()?;
        if !Image::is_address(address) {
            return Some(SentPicture {
                address: address.clone(),
                file: None,
            });
        }
        let kept = self.images.image(what.guild, post.reminder.id).await;
        let image = kept.unwrap_or_else(|failure| {
            let error = &failure as &dyn std::error::Error;
            tracing::warn!(error, "a reminder goes without its picture");
            None
        })?;
        let file = Attachment::from_bytes(image.file_name(), image.content().to_vec(), 0);
        Some(SentPicture {
            address: image.address(),
            file: Some(file),
        })
    }
}
