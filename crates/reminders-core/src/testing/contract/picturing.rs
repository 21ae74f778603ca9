//! Clauses about copies of pictures.

use super::{Fixture, add, found, stored_at};
use crate::testing::{a_reminder, guild, user};
use crate::{EditOutcome, Image, NewReminder, Reminder, ReminderEdit, ReminderId, Scope, Sends};

pub async fn a_picture_is_kept_as_its_reminders(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let other = add(&it, &a_reminder().build()).await;
    let image = image(b"GIF89a first");
    assert!(attach(&it, &stored, &image).await);
    assert_eq!(kept(&it, &stored).await, Some(image.clone()));
    assert_eq!(kept(&it, &other).await, None);
    let expected = NewReminder {
        image_url: Some(image.address()),
        ..stored.what.clone()
    };
    assert_eq!(found(&it, &stored).await.what, expected);
}

pub async fn another_picture_takes_the_place_of_the_first(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let (first, second) = (image(b"GIF89a first"), image(b"\x89PNG\r\n\x1a\nsecond"));
    assert!(attach(&it, &stored, &first).await);
    assert!(attach(&it, &stored, &second).await);
    assert_eq!(kept(&it, &stored).await, Some(second.clone()));
    let address = found(&it, &stored).await.what.image_url;
    assert_eq!(address, Some(second.address()));
}

pub async fn a_picture_goes_with_a_change_to_another_or_none(it: impl Fixture) {
    for instead in [None, Some("https://example.com/x.png".to_owned())] {
        let stored = add(&it, &a_reminder().build()).await;
        assert!(attach(&it, &stored, &image(b"GIF89a")).await);
        let before = found(&it, &stored).await.what;
        let renamed = NewReminder {
            location: None,
            mention_everyone: true,
            ..before.clone()
        };
        edit(&it, stored.id, &before, &renamed).await;
        assert!(kept(&it, &stored).await.is_some(), "lost by another change");
        let without = NewReminder {
            image_url: instead.clone(),
            ..renamed.clone()
        };
        edit(&it, stored.id, &renamed, &without).await;
        assert_eq!(kept(&it, &stored).await, None);
        assert_eq!(found(&it, &stored).await.what.image_url, instead);
    }
}

pub async fn a_deletion_takes_the_picture_along(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    assert!(attach(&it, &stored, &image(b"GIF89a")).await);
    let scope = Scope::CreatedBy(user(7));
    let deleted = it.reminders().delete(guild(1), stored.id, scope).await;
    assert!(deleted.unwrap().is_some());
    assert_eq!(kept(&it, &stored).await, None);
    assert!(!attach(&it, &stored, &image(b"GIF89a")).await);
}

pub async fn another_guild_finds_and_attaches_no_picture(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let mine = image(b"GIF89a mine");
    assert!(attach(&it, &stored, &mine).await);
    let abroad = it.images().image(guild(2), stored.id).await.unwrap();
    assert_eq!(abroad, None);
    let foreign = image(b"GIF89a theirs");
    let taken = it.images().attach(guild(2), stored.id, &foreign).await;
    assert!(!taken.unwrap());
    assert_eq!(kept(&it, &stored).await, Some(mine));
}

fn image(content: &[u8]) -> Image {
    Image::new(content.to_vec()).unwrap()
}

async fn attach(it: &impl Fixture, reminder: &Reminder, image: &Image) -> bool {
    let images = it.images();
    images.attach(guild(1), reminder.id, image).await.unwrap()
}

async fn kept(it: &impl Fixture, reminder: &Reminder) -> Option<Image> {
    it.images().image(guild(1), reminder.id).await.unwrap()
}

async fn edit(it: &impl Fixture, id: ReminderId, before: &NewReminder, after: &NewReminder) {
    let change = ReminderEdit {
        before: before.clone(),
        completed: false,
        after: after.clone(),
        sends: Sends::Kept,
        quota: None,
    };
    let edited = it
        .reminders()
        .edit(guild(1), id, Scope::Guild, &change, stored_at())
        .await;
    assert!(matches!(edited.unwrap(), EditOutcome::Stored { .. }));
}
