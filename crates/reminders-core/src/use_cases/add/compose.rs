//! The new reminder, put together from what was typed and what a link told.

use kernel::ChannelId;

use super::linked::Linked;
use super::perform::Context;
use super::refusal::{Refused, invalid};
use super::request::AddReminder;
use crate::use_cases::watch::cut;
use crate::{Announce, Location, Message, Name, NewReminder, Origin, Schedule, Source};

/// The reminder that `request` asks for, filled in by what it links to.
pub(super) fn compose(
    request: &AddReminder,
    origin: Option<Origin>,
    context: &Context,
    linked: Option<Linked>,
    schedule: Schedule,
    channel: ChannelId,
) -> Result<NewReminder, Refused> {
    let typed_location = request.location.as_deref().unwrap_or_default();
    let read_location = if request.when.exactly.is_some() {
        Location::new
    } else {
        Location::typed
    };
    let mut location = read_location(typed_location).map_err(invalid)?;
    let mut name = Name::new(&request.name).map_err(invalid)?;
    let mut message =
        Message::new(request.message.as_deref().unwrap_or_default()).map_err(invalid)?;
    let mut origin = origin;
    if let Some(linked) = linked {
        origin = Some(linked.origin);
        // Without a title the name that was typed says more than the first line of a text.
        if let Some(title) = linked.title.as_deref() {
            let title = parsers::short_title(Some(title), &linked.text.body);
            name = Name::new(&title).unwrap_or(name);
        }
        if !linked.text.body.trim().is_empty() {
            message = Message::new(&cut(&linked.text.body, Message::MAX)).map_err(invalid)?;
        }
        if location.is_none() {
            location = linked
                .location
                .and_then(|it| Location::new(&it).ok().flatten());
        }
    }
    Ok(NewReminder {
        guild: request.guild,
        name,
        channel,
        schedule,
        lead: context.watcher.reminder_offset,
        announce: request
            .announce
            .unwrap_or_else(|| Announce::default_for(&schedule)),
        message,
        location,
        image_url: request
            .picture
            .as_ref()
            .and_then(|it| it.link().map(str::to_owned)),
        mention_everyone: request.mention_everyone,
        origin,
        origin_part: 0,
        created_by: Some(request.member.user),
        source: Source::Manual,
    })
}

#[cfg(test)]
mod tests {
    use kernel::UseCaseError;
    use settings_core::SettingValue;

    use crate::settings::OFFSET;
    use crate::testing::{World, announcement, embed, link_to, message, user, wish};
    use crate::{
        AddRefusal, AddReminder, Added, InvalidReminder, NewReminder, Origin, Source, SourceText,
        WhenInput,
    };

    fn at_eight() -> AddReminder {
        AddReminder {
            when: WhenInput {
                time: Some("20:00".to_owned()),
                ..WhenInput::default()
            },
            ..wish("Raid night")
        }
    }

    async fn add(asked: AddReminder) -> Result<Added, UseCaseError<AddRefusal>> {
        World::default().reminders().add(asked).await
    }

    /// What a link to a message with this embed makes of a wish.
    async fn linked(embed: SourceText, asked: AddReminder) -> NewReminder {
        let posted = announcement(vec![embed]);
        let asked = AddReminder {
            link: Some(link_to(posted.origin)),
            ..asked
        };
        let world = World::default().with_message(posted);
        world.reminders().add(asked).await.unwrap().reminder.what
    }

    fn with_fields(fields: &[(&str, &str)]) -> SourceText {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        SourceText::Embed {
            text: parsers::AnnouncementText {
                fields: fields.collect(),
                ..parsers::AnnouncementText::default()
            },
            image_url: None,
        }
    }

    #[tokio::test]
    async fn what_was_typed_is_kept() {
        let origin = Origin {
            channel: World::OTHER,
            message: message(5),
        };
        let asked = AddReminder {
            message: Some(" Bring *potions* ".to_owned()),
            location: Some("The\nkeep".to_owned()),
            origin: Some(origin),
            ..at_eight()
        };
        let world = World::default();
        world.set(&OFFSET, SettingValue::Int(15));
        let what = world.reminders().add(asked).await.unwrap().reminder.what;
        assert_eq!(what.name.as_str(), "Raid night");
        assert_eq!(what.message.as_str(), "Bring *potions*");
        assert_eq!(what.location.unwrap().as_str(), "The keep");
        assert_eq!(what.lead.as_minutes(), 15);
        assert_eq!(
            (what.created_by, what.source),
            (Some(user(7)), Source::Manual)
        );
        assert_eq!(what.origin, Some(origin));
    }

    #[tokio::test]
    async fn a_message_of_another_guild_is_no_origin() {
        let origin = Origin {
            channel: crate::testing::channel(404),
            message: message(5),
        };
        let asked = AddReminder {
            origin: Some(origin),
            ..at_eight()
        };
        let world = World::default();
        let what = world.reminders().add(asked).await.unwrap().reminder.what;
        assert_eq!(what.origin, None);
    }

    #[tokio::test]
    async fn texts_that_are_too_long_are_refused() {
        let message = AddReminder {
            message: Some("é".repeat(2001)),
            ..at_eight()
        };
        let location = AddReminder {
            location: Some("é".repeat(201)),
            ..at_eight()
        };
        for (asked, expected) in [
            (message, InvalidReminder::MessageTooLong),
            (location, InvalidReminder::LocationTooLong),
        ] {
            match add(asked).await {
                Err(UseCaseError::Refused(refusal)) => {
                    assert_eq!(refusal, AddRefusal::Invalid(expected));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[tokio::test]
    async fn a_links_title_text_and_origin_take_the_place_of_what_was_typed() {
        let asked = AddReminder {
            message: Some("typed".to_owned()),
            origin: Some(Origin {
                channel: World::OTHER,
                message: message(5),
            }),
            ..wish("Typed")
        };
        let what = linked(embed("Party", "Come on 14/2 at 20:00!"), asked).await;
        assert_eq!(what.name.as_str(), "Party");
        assert_eq!(what.message.as_str(), "Come on 14/2 at 20:00!");
        assert_eq!(what.origin, Some(announcement(vec![]).origin));
        assert_eq!(what.source, Source::Manual);
    }

    #[tokio::test]
    async fn what_a_link_does_not_tell_stays_as_it_was_typed() {
        let asked = AddReminder {
            message: Some("typed".to_owned()),
            ..wish("Typed")
        };
        let what = linked(with_fields(&[("When", "14/2 20:00")]), asked).await;
        assert_eq!(what.name.as_str(), "Typed");
        assert_eq!(what.message.as_str(), "typed");
    }

    #[tokio::test]
    async fn a_text_without_a_title_does_not_take_the_names_place() {
        let what = linked(embed("", "14/2 20:00"), wish("Typed")).await;
        assert_eq!(what.name.as_str(), "Typed");
    }

    #[tokio::test]
    async fn a_typed_location_stands_and_a_links_fills_the_gap() {
        let fields = [("When", "14/2 20:00"), ("Where", "bib Tielt")];
        let what = linked(with_fields(&fields), wish("A")).await;
        assert_eq!(what.location.unwrap().as_str(), "bib Tielt");
        let typed = AddReminder {
            location: Some("at home".to_owned()),
            ..wish("A")
        };
        let what = linked(with_fields(&fields), typed).await;
        assert_eq!(what.location.unwrap().as_str(), "at home");
    }

    #[tokio::test]
    async fn what_a_link_tells_at_too_great_a_length_is_cut() {
        let place = "lang ".repeat(60);
        let what = linked(
            with_fields(&[("When", "14/2 20:00"), ("Where", &place)]),
            wish("A"),
        );
        let length = what.await.location.unwrap().as_str().chars().count();
        assert!((190..=200).contains(&length), "{length}");
        let body = format!("14/2 20:00\n\n{}", "zo lang ".repeat(400));
        let what = linked(embed("Party", &body), wish("A")).await;
        let length = what.message.as_str().chars().count();
        assert!((1990..=2000).contains(&length), "{length}");
    }
}
