//! Pictures: who may give a reminder one, and the copy that is kept of a file.

use chrono::{DateTime, Utc};
use kernel::{GuildId, Member, PortFailure, UserId};

use super::Reminders;
use crate::allowance::Place;
use crate::{
    AttachedFile, Fetched, Image, Picture, PictureOutcome, PictureProblem, PictureRefusal,
    Reminder, ReminderId, Tier,
};

/// A picture that was admitted, and its place in the member's allowance.
#[derive(Debug)]
pub(super) struct Admitted {
    picture: Picture,
    place: Place,
}

impl Reminders {
    /// The member's tier; nobody loses a reminder because the question could not be answered.
    pub(super) async fn tier_of(&self, guild: GuildId, user: UserId) -> Tier {
        let tier = self.ports.premium.tier(guild, user).await;
        tier.unwrap_or(Tier::Free)
    }

    /// Whether the member may have this picture; nothing is fetched or counted for good yet.
    pub(super) fn admit_picture(
        &self,
        guild: GuildId,
        member: Member,
        tier: Tier,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Result<Admitted, PictureRefusal> {
        if tier == Tier::Free {
            return Err(PictureRefusal::NeedsPremium);
        }
        picture.check()?;
        let place = self.allowance.take(guild, member.user, now);
        Ok(Admitted {
            picture: picture.clone(),
            place: place.map_err(PictureRefusal::TooMany)?,
        })
    }

    /// What is left to do once the reminder is stored: a link stands in it already, of a file a copy is kept. Whatever
    /// happens to the picture, the reminder stays.
    pub(super) async fn keep_picture(
        &self,
        admitted: Option<Admitted>,
        reminder: &mut Reminder,
    ) -> PictureOutcome {
        let Some(Admitted { picture, place }) = admitted else {
            return PictureOutcome::NotAttached;
        };
        let Picture::File(file) = picture else {
            place.keep();
            return PictureOutcome::NotAttached;
        };
        match self.attach(reminder.what.guild, reminder.id, &file).await {
            Ok(image) => {
                reminder.what.image_url = Some(image.address());
                place.keep();
                PictureOutcome::Kept
            }
            Err(problem) => PictureOutcome::NotKept(problem),
        }
    }

    async fn attach(
        &self,
        guild: GuildId,
        id: ReminderId,
        file: &AttachedFile,
    ) -> Result<Image, PictureProblem> {
        let failed = |_: PortFailure| PictureProblem::Failed;
        let fetched = self.ports.image_source.fetch(file, Image::MAX).await;
        let image = match fetched.map_err(failed)? {
            Fetched::Content(content) => Image::new(content)?,
            Fetched::TooLarge => return Err(PictureProblem::TooLarge),
        };
        match self.ports.images.attach(guild, id, &image).await {
            Ok(true) => Ok(image),
            Ok(false) | Err(_) => Err(PictureProblem::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::UseCaseError;

    use super::*;
    use crate::testing::{World, a_reminder, home, member, user, wish};
    use crate::{
        AddRefusal, AddReminder, Added, EditRefusal, EditReminder, Edited, ImageStore as _,
        LogEvent, PictureChange, ReminderPatch, ReminderStore as _, WhenInput,
    };

    const GIF: &[u8] = b"GIF89a one";
    const ADDRESS: &str = "https://cdn.discordapp.com/1/x.gif";

    fn customers() -> World {
        World {
            tier: Tier::Premium,
            ..World::default()
        }
    }

    fn file(world: &World, content: &[u8]) -> Picture {
        Picture::File(world.files.attached(ADDRESS, "image/gif", content))
    }

    fn link(number: u32) -> Picture {
        Picture::Link(format!("https://example.com/{number}.png"))
    }

    async fn add(reminders: &Reminders, picture: Picture) -> Result<Added, AddRefusal> {
        let asked = AddReminder {
            when: WhenInput {
                time: Some("20:00".to_owned()),
                ..WhenInput::default()
            },
            picture: Some(picture),
            ..wish("Raid")
        };
        match reminders.add(asked).await {
            Ok(added) => Ok(added),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        }
    }

    async fn edit(
        reminders: &Reminders,
        id: ReminderId,
        picture: PictureChange,
    ) -> Result<Edited, EditRefusal> {
        let request = EditReminder {
            guild: home(),
            member: member(7),
            roles: Vec::new(),
            id,
            patch: ReminderPatch {
                picture: Some(picture),
                ..ReminderPatch::default()
            },
        };
        match reminders.edit(request).await {
            Ok(edited) => Ok(edited),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        }
    }

    async fn kept(world: &World, id: ReminderId) -> Option<Image> {
        world.store.image(home(), id).await.unwrap()
    }

    #[tokio::test]
    async fn a_copy_of_a_file_is_kept_whose_address_may_expire() {
        let world = customers();
        let picture = file(&world, GIF);
        let added = add(&world.reminders(), picture).await.unwrap();
        assert_eq!(added.picture, PictureOutcome::Kept);
        world.files.expire(ADDRESS);
        let id = added.reminder.id;
        assert_eq!(kept(&world, id).await.unwrap().content(), GIF);
        let stored = world.store.find(home(), id).await.unwrap().unwrap();
        assert_eq!(stored, added.reminder);
    }

    #[tokio::test]
    async fn a_reminder_stays_without_a_file_that_cannot_be_had() {
        let world = customers();
        for (content, problem) in [
            (GIF, PictureProblem::Failed),
            (b"<svg>", PictureProblem::NoPicture),
        ] {
            let picture = file(&world, content);
            if problem == PictureProblem::Failed {
                world.files.expire(ADDRESS);
            }
            let added = add(&world.reminders(), picture).await.unwrap();
            assert_eq!(added.picture, PictureOutcome::NotKept(problem));
            assert_eq!(added.reminder.what.image_url, None);
            let id = added.reminder.id;
            assert!(world.store.find(home(), id).await.unwrap().is_some());
            assert_eq!(kept(&world, id).await, None);
        }
        let mut lies = world
            .files
            .attached(ADDRESS, "image/gif", &vec![0; Image::MAX + 1]);
        lies.size = 10;
        let added = add(&world.reminders(), Picture::File(lies)).await.unwrap();
        let large = PictureOutcome::NotKept(PictureProblem::TooLarge);
        assert_eq!(added.picture, large);
    }

    #[tokio::test]
    async fn what_is_no_picture_by_its_own_words_is_refused_before_anything_is_stored() {
        let world = customers();
        let text = Picture::File(world.files.attached(ADDRESS, "text/plain", GIF));
        let large = world
            .files
            .attached(ADDRESS, "image/gif", &vec![0; Image::MAX + 1]);
        for (picture, refusal) in [
            (text, PictureRefusal::NoPicture),
            (Picture::File(large), PictureRefusal::TooLarge),
        ] {
            let refused = add(&world.reminders(), picture).await.unwrap_err();
            assert_eq!(refused, AddRefusal::Picture(refusal));
        }
        let free = World::default();
        let refused = add(&free.reminders(), file(&free, GIF)).await.unwrap_err();
        assert_eq!(refused, AddRefusal::Picture(PictureRefusal::NeedsPremium));
        assert!(world.told().is_empty() && free.told().is_empty());
    }

    #[tokio::test]
    async fn three_an_hour_are_enough_and_what_failed_did_not_count() {
        let world = customers();
        let reminders = world.reminders();
        let broken = file(&world, b"<svg>");
        add(&reminders, broken).await.unwrap();
        for number in 0..3 {
            world.clock.advance(TimeDelta::minutes(1));
            add(&reminders, link(number)).await.unwrap();
        }
        world.clock.advance(TimeDelta::minutes(1));
        let fourth = add(&reminders, link(3)).await.unwrap_err();
        let wait = PictureRefusal::TooMany(TimeDelta::minutes(57));
        assert_eq!(fourth, AddRefusal::Picture(wait));
        world.clock.advance(TimeDelta::minutes(57));
        add(&reminders, link(3)).await.unwrap();
    }

    #[tokio::test]
    async fn a_change_of_picture_counts_and_the_same_or_none_does_not() {
        let world = customers();
        let reminders = world.reminders();
        let id = world.store(a_reminder().by(user(7)).build()).await.id;
        let to = |picture| edit(&reminders, id, PictureChange::To(picture));
        to(link(1)).await.unwrap();
        for _ in 0..5 {
            assert_eq!(to(link(1)).await, Err(EditRefusal::Unchanged(id)));
        }
        let edited = to(file(&world, GIF)).await.unwrap();
        assert_eq!(edited.picture, PictureOutcome::Kept);
        assert!(kept(&world, id).await.is_some());
        let edited = edit(&reminders, id, PictureChange::Clear).await.unwrap();
        assert_eq!(edited.reminder.what.image_url, None);
        assert_eq!(kept(&world, id).await, None);
        to(link(2)).await.unwrap();
        let refused = to(link(3)).await.unwrap_err();
        assert!(
            matches!(refused, EditRefusal::Picture(PictureRefusal::TooMany(_))),
            "{refused:?}"
        );
        let told = world.told();
        assert_eq!(told.len(), 4);
        assert!(matches!(told[1], LogEvent::Edited { ref reminder, .. }
            if reminder.what.image_url.as_deref().is_some_and(Image::is_address)));
    }

    #[tokio::test]
    async fn without_premium_a_picture_is_only_taken_away() {
        let world = World::default();
        let pictured = a_reminder().with_image("https://example.com/1.png").build();
        let id = world.store(pictured).await.id;
        let reminders = world.reminders();
        let refused = edit(&reminders, id, PictureChange::To(link(2))).await;
        let expected = EditRefusal::Picture(PictureRefusal::NeedsPremium);
        assert_eq!(refused, Err(expected));
        edit(&reminders, id, PictureChange::Clear).await.unwrap();
    }
}
