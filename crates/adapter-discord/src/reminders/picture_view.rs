//! What people read about pictures.

use reminders_core::{PictureOutcome, PictureProblem, PictureRefusal};

use super::wording::duration;
use crate::text::Rich;

/// What wants a picture, in the words of a refusal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Feature {
    Reminder,
    LiveSession,
}

pub(super) fn refusal(refusal: PictureRefusal, feature: Feature) -> Rich {
    match refusal {
        PictureRefusal::NeedsPremium => Rich::own(match feature {
            Feature::Reminder => "Reminders with images need Premium",
            Feature::LiveSession => "Live session presets with images need Premium",
        })
        .and(", which this bot does not offer yet. Leave `image` and `image_url` out."),
        PictureRefusal::LinkInvalid => Rich::own(
            "❌ That picture's address does not work. Give one that starts with `https://`, of at most 512 characters.",
        ),
        PictureRefusal::NoPicture => {
            Rich::own("❌ That `image` is no picture that I can show. ").and(KINDS)
        }
        PictureRefusal::TooLarge => Rich::own("❌ That `image` is too large. ").and(KINDS),
        PictureRefusal::TooMany(wait) => {
            Rich::too_soon("⏳ You can add at most 3 images an hour. The next one goes in ")
                .rich(&duration(wait))
                .and(", or leave `image` and `image_url` out.")
        }
    }
}

/// A line about a file; nothing when there was none.
pub(super) fn outcome(outcome: PictureOutcome, feature: Feature) -> Rich {
    let problem = match outcome {
        PictureOutcome::NotAttached => return Rich::default(),
        PictureOutcome::Kept => return Rich::own("\n🖼️ With your image."),
        PictureOutcome::NotKept(problem) => problem,
    };
    let again = match feature {
        Feature::Reminder => " Add another one with `/reminder_edit` and `image`.",
        Feature::LiveSession => " Add another one with `/edit_live_session` and `image`.",
    };
    let text = Rich::own("\n⚠️ The rest is saved, but without your image: ");
    match problem {
        PictureProblem::NoPicture => text.and("it is no picture, whatever its name. ").and(KINDS),
        PictureProblem::TooLarge => text.and("it is too large. ").and(KINDS),
        PictureProblem::Failed => text.and("I could not fetch or keep it."),
    }
    .and(again)
}

const KINDS: &str = "I take PNG, JPEG, GIF and WebP of at most 8 MiB.";

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn every_refusal_says_what_helps() {
        for (it, words) in [
            (PictureRefusal::NeedsPremium, "Leave `image`"),
            (PictureRefusal::LinkInvalid, "https://"),
            (PictureRefusal::NoPicture, "PNG"),
            (PictureRefusal::TooLarge, "8 MiB"),
            (
                PictureRefusal::TooMany(TimeDelta::seconds(61)),
                "1 minute and 1 second",
            ),
        ] {
            for feature in [Feature::Reminder, Feature::LiveSession] {
                let text = refusal(it, feature);
                assert!(text.as_str().contains(words), "{text}");
                assert!(!text.as_str().contains("/premium"), "{text}");
            }
        }
        let live = refusal(PictureRefusal::NeedsPremium, Feature::LiveSession);
        assert!(
            live.as_str()
                .starts_with("Live session presets with images")
        );
    }

    #[test]
    fn a_file_that_was_not_kept_can_be_tried_again() {
        for problem in [
            PictureProblem::NoPicture,
            PictureProblem::TooLarge,
            PictureProblem::Failed,
        ] {
            let text = outcome(PictureOutcome::NotKept(problem), Feature::Reminder);
            assert!(text.as_str().contains("/reminder_edit"), "{text}");
        }
        let text = outcome(PictureOutcome::NotAttached, Feature::Reminder);
        assert!(text.is_empty());
    }
}
