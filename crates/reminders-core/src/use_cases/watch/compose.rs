//! The reminder that an announcement becomes.

use parsers::{AnnouncementText, Kind, ParsedAnnouncement};

use super::understood::Understood;
use crate::settings::EmbedWatcherSettings;
use crate::{Announce, Announcement, Location, Message, Name, NewReminder, Schedule, Source};

/// The reminders of the events that were understood in `announcement`, the earliest first; none when they are impossible.
pub(super) fn compose(
    announcement: &Announcement,
    understood: &Understood<'_>,
    watcher: &EmbedWatcherSettings,
    image_url: Option<&str>,
) -> Vec<NewReminder> {
    let text = understood.source.text();
    let title = parsers::short_title(understood.title.as_deref(), &text.body);
    let name = Name::new(&cut(&title, Name::MAX)).unwrap_or_else(|_| Name::fallback());
    let message = with_link(&message_of(text), understood.how.link.as_deref());
    let location = understood.location.as_deref();
    let location =
        location.and_then(|it| Location::new(&cut(it, Location::TYPED_MAX)).ok().flatten());
    let target = watcher.target_channel_id;
    let reminder = |schedule: &Schedule| NewReminder {
        guild: announcement.guild,
        name: name.clone(),
        channel: target.unwrap_or(announcement.origin.channel),
        schedule: *schedule,
        lead: watcher.reminder_offset,
        announce: Announce::default_for(schedule),
        message: Message::new(&message).unwrap_or_default(),
        location: location.clone(),
        image_url: image_url.map(str::to_owned),
        mention_everyone: false,
        origin: Some(announcement.origin),
        origin_part: 0,
        created_by: Some(announcement.author.user()),
        source: Source::Watcher,
    };
    understood.schedules.iter().map(reminder).collect()
}

/// The message with the announcement's link in it, which may come from a place that the message leaves out (spec W35).
fn with_link(message: &str, link: Option<&str>) -> String {
    let Some(link) = link.filter(|it| !message.contains(it)) else {
        return cut(message, Message::MAX);
    };
    let room = Message::MAX.saturating_sub(link.chars().count() + 2);
    let mut message = cut(message, room);
    if !message.is_empty() {
        message.push_str("\n\n");
    }
    message + link
}

/// The schedule that an announcement names; none when no date lies between its bounds.
pub(crate) fn schedule_of(parsed: &ParsedAnnouncement) -> Option<Schedule> {
    match parsed.kind {
        Kind::OneOff { start, .. } => Some(Schedule::one_off(start)),
        Kind::Recurring {
            recurrence, clock, ..
        } => recurrence
            .starts_on()
            .is_none_or(|start| recurrence.dates_from(start).next().is_some())
            .then(|| Schedule::recurring(recurrence, clock)),
    }
}

/// What an announcement says, as the body of a reminder.
pub(crate) fn message_of(text: &AnnouncementText) -> String {
    let body = parsers::message_text(text.title.as_deref(), &text.body, text.footer.as_deref());
    parsers::format_paragraphs(&body)
}

/// The first `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use settings_core::SettingValue;

    use crate::settings::{OFFSET, TARGET_CHANNEL};
    use crate::testing::{World, a_reminder, announcement, embed, instant, user};
    use crate::{Announce, Announcement, Kind, Reminder, Schedule, Source, SourceText, Watched};

    async fn made(world: &World, announcement: Announcement) -> Reminder {
        match world.reminders().watch(announcement).await.unwrap() {
            Watched::Created(mut reminders) => reminders.remove(0),
            other => panic!("{other:?}"),
        }
    }

    fn detailed() -> SourceText {
        let text = parsers::AnnouncementText {
            title: Some("🎲 Spellenavond".to_owned()),
            body: "Breng je eigen spel mee!\nhttps://spel.example".to_owned(),
            fields: [("Wanneer", "do 12/2 om 19u15"), ("Waar", "bib Tielt")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            footer: None,
            url: None,
        };
        let image_url = Some("https://spel.example/x.png".to_owned());
        SourceText::Embed { text, image_url }
    }

    #[tokio::test]
    async fn a_dated_announcement_becomes_a_one_off_with_all_it_says() {
        let world = World::default();
        let posted = announcement(vec![detailed()]);
        let stored = made(&world, posted.clone()).await;
        let what = stored.what;
        assert_eq!(what.guild, posted.guild);
        assert_eq!(what.name.as_str(), "Spellenavond");
        assert_eq!(what.channel, World::ANNOUNCEMENTS);
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-12 18:15"))
        );
        assert_eq!(
            (what.announce, what.lead.as_minutes()),
            (Announce::Both, 60)
        );
        assert!(what.message.as_str().contains("Breng je eigen spel mee!"));
        assert!(what.message.as_str().contains("https://spel.example"));
        assert_eq!(what.location.unwrap().as_str(), "bib Tielt");
        assert_eq!(what.image_url, None, "pictures are for Premium");
        assert_eq!(what.origin, Some(posted.origin));
        assert_eq!(
            (what.created_by, what.source),
            (Some(user(5)), Source::Watcher)
        );
        let next = stored.next.unwrap();
        assert_eq!(
            (next.kind, next.fires_at),
            (Kind::Pre, instant("2026-02-12 17:15"))
        );
    }

    #[tokio::test]
    async fn a_recurring_announcement_becomes_a_weekly_reminder() {
        let yoga = announcement(vec![embed("Yoga", "Each Monday & Friday, 6:45 pm")]);
        let what = made(&World::default(), yoga).await.what;
        let Schedule::Recurring { recurrence, clock } = what.schedule else {
            panic!("{what:?}")
        };
        assert_eq!(
            recurrence.plain_weekly(),
            Some([Weekday::Mon, Weekday::Fri].into_iter().collect())
        );
        assert_eq!(clock.to_string(), "18:45:00");
        assert_eq!(what.announce, Announce::Before);
    }

    #[tokio::test]
    async fn a_bounded_announcement_becomes_a_reminder_with_its_first_and_last_date() {
        let course = "Elke maandag om 19u van 2 maart t.e.m. 16 maart, niet tijdens de vakantie";
        let stored = made(&World::default(), announcement(vec![embed("EHBO", course)])).await;
        let Schedule::Recurring { recurrence, .. } = stored.what.schedule else {
            panic!("{stored:?}")
        };
        let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 3, day);
        assert_eq!(recurrence.starts_on(), day(2));
        assert_eq!(recurrence.ends_on(), day(16));
        assert_eq!(recurrence.to_rrule(), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316");
        assert_eq!(stored.next.unwrap().fires_at, instant("2026-03-02 17:00"));
    }

    #[tokio::test]
    async fn a_counted_announcement_becomes_a_reminder_that_counts() {
        let lessons = "8 lessons, every Monday at 7pm from 2 March";
        let stored = made(
            &World::default(),
            announcement(vec![embed("Spanish", lessons)]),
        )
        .await;
        let Schedule::Recurring { recurrence, .. } = stored.what.schedule else {
            panic!("{stored:?}")
        };
        assert_eq!(recurrence.count(), Some(8));
        assert_eq!(stored.next.unwrap().fires_at, instant("2026-03-02 17:00"));
    }

    #[tokio::test]
    async fn the_guilds_lead_and_target_channel_count() {
        let world = World::default();
        world.set(&OFFSET, SettingValue::Int(0));
        world.set(&TARGET_CHANNEL, SettingValue::Channel(World::OTHER));
        let stored = made(&world, announcement(vec![embed("Party", "14/2 20:00")])).await;
        assert_eq!(stored.what.channel, World::OTHER);
        assert_eq!(stored.what.lead.as_minutes(), 0);
        let next = stored.next.unwrap();
        assert_eq!(
            (next.kind, next.fires_at),
            (Kind::T0, instant("2026-02-14 19:00"))
        );
    }

    #[tokio::test]
    async fn of_several_embeds_the_surest_wins_and_words_beside_embeds_do_not_count() {
        let plain = parsers::AnnouncementText::plain("Kerstfeest 25/12 18:00");
        let posted = announcement(vec![
            embed("House rules", "Be kind"),
            detailed(),
            SourceText::Plain(plain),
        ]);
        let what = made(&World::default(), posted).await.what;
        assert_eq!(what.name.as_str(), "Spellenavond");
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-12 18:15"))
        );
    }

    #[tokio::test]
    async fn without_words_for_a_name_it_has_one_all_the_same() {
        let text = parsers::AnnouncementText {
            fields: vec![("When".to_owned(), "14/2 20:00".to_owned())],
            ..parsers::AnnouncementText::default()
        };
        let image_url = None;
        let posted = announcement(vec![SourceText::Embed { text, image_url }]);
        let what = made(&World::default(), posted).await.what;
        assert_eq!(what.name.as_str(), "Reminder");
        assert_eq!(what.message.as_str(), "");
    }

    #[tokio::test]
    async fn what_is_too_long_is_cut() {
        let body = format!("14/2 20:00\n\n{}", "zo lang ".repeat(400));
        let stored = made(&World::default(), announcement(vec![embed("Party", &body)])).await;
        let length = stored.what.message.as_str().chars().count();
        assert!((1990..=2000).contains(&length), "{length}");
    }

    #[tokio::test]
    async fn the_authors_quota_is_left_alone() {
        let world = World::default();
        for _ in 0..10 {
            world.store(a_reminder().by(user(5)).build()).await;
        }
        made(&world, announcement(vec![embed("Party", "14/2 20:00")])).await;
    }
}
