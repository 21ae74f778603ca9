//! A picture as the options of a command give it.

use reminders_core::{AttachedFile, Picture};
use twilight_model::channel::Attachment;

/// The file, else the address.
pub(super) fn picture(image: Option<Attachment>, image_url: Option<String>) -> Option<Picture> {
    match image {
        Some(image) => Some(Picture::File(AttachedFile {
            address: image.url,
            content_type: image.content_type,
            size: image.size,
        })),
        None => image_url.map(Picture::Link),
    }
}
