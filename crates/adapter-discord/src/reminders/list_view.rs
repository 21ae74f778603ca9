//! What people see of `/reminder_list`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use reminders_core::{ListRefusal, Listed, Reminder, Schedule};
use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::Button;

use super::list::Shown;
use super::{view, wording};
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// The longest name in a line of a list.
const LISTED_NAME_MAX: usize = 60;
/// The longest place in a line of a list.
const LISTED_PLACE_MAX: usize = 40;

pub(super) fn not_listed(refusal: ListRefusal) -> Body {
    Body::text(match refusal {
        ListRefusal::Disabled => view::disabled(),
        ListRefusal::AdminsOnly => Rich::denied(
            "Only admins can look at somebody else's reminders. Leave `user` out to see yours.",
        ),
    })
}

pub(super) fn not_your_list() -> Reply {
    Reply::text(Rich::denied(
        "These buttons belong to whoever ran the command. Run `/reminder_list` for your own.",
    ))
}

pub(super) fn list_expired() -> Reply {
    Reply::Update(Body::text(
        "This list is more than five minutes old. Run `/reminder_list` again.",
    ))
}

pub(super) fn listed(listed: &Listed, shown: &Shown, now: DateTime<Utc>) -> Body {
    let page = &listed.page;
    let total = page.recurring + page.one_off;
    if total == 0 {
        let card = Card::new(Colour::Orange, "📋 Active Reminders")
            .description("Nothing found. Add one with `/add_reminder`.");
        return Body::card(card);
    }
    let count = Rich::default().number(total).and(if total == 1 {
        " reminder"
    } else {
        " reminders"
    });
    let mut card = Card::new(Colour::Blue, "📋 Active Reminders").description(count);
    let (recurring, one_off): (Vec<_>, Vec<_>) = page
        .reminders
        .iter()
        .partition(|it| it.what.schedule.is_recurring());
    card = section(
        card,
        Rich::own("🔄 Recurring (").number(page.recurring).and(")"),
        &recurring,
        listed.zone,
    );
    card = section(
        card,
        Rich::own("📌 One-off (").number(page.one_off).and(")"),
        &one_off,
        listed.zone,
    );
    let footer = Rich::own("Page ")
        .number(listed.number + 1)
        .and("/")
        .number(listed.pages);
    let card = card
        .footer(footer.and(" · /reminder_edit changes one, /reminder_delete removes one"))
        .at(now);
    let body = Body::card(card);
    if listed.pages == 1 {
        body
    } else {
        body.buttons(turners(listed, shown))
    }
}

/// The reminders as fields: as many as it takes to keep each within Discord's 1,024 characters.
fn section(mut card: Card, heading: Rich, reminders: &[&Reminder], zone: Tz) -> Card {
    let mut heading = heading;
    let mut lines = Rich::default();
    for reminder in reminders {
        let line = line(reminder, zone);
        if lines.chars() + line.chars() + 1 > sanitizer::FIELD_VALUE_MAX {
            card = card.field(heading, lines);
            heading = Rich::own("\u{2026}");
            lines = Rich::default();
        }
        lines = if lines.is_empty() {
            line
        } else {
            lines.and("\n").rich(&line)
        };
    }
    if lines.is_empty() {
        card
    } else {
        card.field(heading, lines)
    }
}

fn line(reminder: &Reminder, zone: Tz) -> Rich {
    let what = &reminder.what;
    let name = safe_embed_text(what.name.as_str(), LISTED_NAME_MAX);
    let mut line = Rich::own("**").text(&name).and("**\n⏰ ");
    line = match &what.schedule {
        Schedule::Recurring { recurrence, clock } => {
            line.clock(*clock).and(" • 📅 ").recurrence(recurrence)
        }
        Schedule::OneOff { at } => {
            let local = parsers::local(*at, zone);
            line.clock(local.time()).and(" • 📅 ").date(local)
        }
    };
    if let Some(location) = &what.location {
        line = line
            .and(" • 📍 ")
            .text(&safe_embed_text(location.as_str(), LISTED_PLACE_MAX));
    }
    if reminder.completed {
        line = line.and(" • ✔️ done");
    }
    if let Some(pause) = reminder.paused {
        line = line.and(" • ⏸️ ").and(wording::pause_reason(pause.reason));
    }
    line.and("\n📺 in ")
        .channel(what.channel)
        .and(" • ID: ")
        .number(reminder.id.get())
}

fn turners(listed: &Listed, shown: &Shown) -> Vec<Button> {
    let turner = |label: &'static str, page: Option<u32>, other: u32| Button {
        disabled: page.is_none(),
        ..button(label, shown.button(page.unwrap_or(other)))
    };
    // Two buttons of one message may not share an id: at either end the dead one names a page that does not exist.
    let next = (listed.number + 1 < listed.pages).then_some(listed.number + 1);
    vec![
        turner("Prev", listed.number.checked_sub(1), listed.pages + 1),
        turner("Next", next, listed.pages + 2),
    ]
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono_tz::Tz::Europe__Brussels;
    use kernel::{ChannelId, UserId};
    use parsers::{Recurrence, WeekdaySet};
    use reminders_core::testing::{a_reminder, channel, instant};
    use reminders_core::{
        Completed, NewReminder, Page, Pause, PauseReason, ReminderId, ReminderKinds,
    };

    use super::*;

    /// A reminder whose line is as long as any can be.
    fn longest(number: u64) -> Reminder {
        let day = |year| NaiveDate::from_ymd_opt(year, 9, 30);
        let often = Recurrence::weekly(WeekdaySet::ALL).unwrap();
        let often = often.every(99, day(2026).unwrap()).unwrap();
        let often = often.ending_on(day(2030)).unwrap();
        let what = a_reminder()
            .named(&"*".repeat(100))
            .in_channel(channel(u64::MAX / 2))
            .at_location(&"_".repeat(200))
            .recurring(often, 20, 0)
            .build();
        Reminder {
            paused: Some(Pause {
                reason: PauseReason::ChannelGone,
                since: instant("2026-02-04 09:00"),
            }),
            ..stored(number, what)
        }
    }

    fn stored(number: u64, what: NewReminder) -> Reminder {
        Reminder {
            id: ReminderId::new(number).unwrap(),
            what,
            next: None,
            pre_message: None,
            completed: true,
            paused: None,
            created_at: instant("2026-02-04 09:00"),
        }
    }

    fn embed(reminders: Vec<Reminder>) -> twilight_model::channel::message::Embed {
        let recurring = reminders
            .iter()
            .filter(|it| it.what.schedule.is_recurring())
            .count();
        let one_off = u32::try_from(reminders.len() - recurring).unwrap();
        let shown = Shown {
            asker: UserId::new(1).unwrap(),
            channel: ChannelId::new(1).unwrap(),
            of: None,
            kinds: ReminderKinds::All,
            completed: Completed::Included,
            until: instant("2026-02-04 09:05"),
        };
        let list = Listed {
            page: Page {
                reminders,
                recurring: u32::try_from(recurring).unwrap(),
                one_off,
            },
            number: 0,
            pages: 1,
            zone: Europe__Brussels,
        };
        let body = listed(&list, &shown, instant("2026-02-04 09:00"));
        body.into_data().embeds.unwrap().remove(0)
    }

    #[test]
    fn ten_of_the_longest_lines_fit_into_what_discord_takes() {
        let first = u64::MAX / 2 - 10;
        let embed = embed((first..first + 10).map(longest).collect());
        let fields: Vec<_> = embed
            .fields
            .iter()
            .map(|it| it.value.chars().count())
            .collect();
        assert!(fields.iter().all(|it| *it <= 1024), "{fields:?}");
        let lines: usize = embed
            .fields
            .iter()
            .map(|it| it.value.matches("ID: ").count())
            .sum();
        assert_eq!(lines, 10, "a reminder is missing");
        let total: usize = fields.iter().sum();
        assert!(total + 500 <= 6000 && fields.len() <= 25, "{total}");
    }

    #[test]
    fn recurrences_stand_in_words_and_what_rests_is_marked() {
        let value = embed(vec![longest(12)]).fields.remove(0).value;
        for part in [
            "every 99 weeks on Monday",
            "until 30 September 2030",
            "⏸️ rests",
            "ID: 12",
        ] {
            assert!(value.contains(part), "no {part} in {value}");
        }
    }

    #[test]
    fn what_comes_once_stands_among_the_one_offs() {
        let once = stored(1, a_reminder().build());
        let field = embed(vec![once]).fields.remove(0);
        assert_eq!(field.name, "📌 One-off (1)");
        assert!(
            field.value.contains("Friday 6 February 2026"),
            "{}",
            field.value
        );
    }
}
