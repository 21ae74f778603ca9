//! Clauses about the lists that programs read.

use chrono::Weekday::{Fri, Mon};
use chrono::{DateTime, Utc};

use super::{Fixture, add, claim_one, finish, send_all, sent, stored_at};
use crate::testing::{a_reminder, guild, instant, message, occurrence_of, user};
use crate::{Completed, Dated, MOST_LISTED, ReminderEdit, ReminderId, Scope, Sends};

pub async fn a_members_list_spans_guilds_by_clock_and_name(it: impl Fixture) {
    let weekly = |text: &str, hour| a_reminder().named(text).weekly([Fri], hour, 0);
    // A one-off stands among the others by the clock that Brussels shows.
    let once = a_reminder().named("once").once(instant("2026-03-01 08:30"));
    for what in [
        weekly("b", 9).build(),
        weekly("Z", 9).in_guild(guild(2)).build(),
        weekly("late", 20).in_guild(guild(3)).build(),
        once.build(),
        weekly("early", 7).build(),
        weekly("theirs", 9).by(user(8)).build(),
        weekly("nobody's", 9).by_nobody().build(),
    ] {
        add(&it, &what).await;
    }
    let all = it.reminders().of_maker(user(7), None).await.unwrap();
    assert_eq!(names(&all), ["early", "Z", "b", "once", "late"]);
    let here = it.reminders().of_maker(user(7), Some(guild(1))).await;
    assert_eq!(names(&here.unwrap()), ["early", "b", "once"]);
}

pub async fn a_members_list_leaves_out_what_is_finished(it: impl Fixture) {
    add(&it, &a_reminder().named("over").build()).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    add(
        &it,
        &a_reminder().named("ahead").weekly([Fri], 9, 0).build(),
    )
    .await;
    let left = it.reminders().of_maker(user(7), None).await.unwrap();
    assert_eq!(names(&left), ["ahead"]);
}

pub async fn a_members_list_has_its_bound(it: impl Fixture) {
    for number in 0..=MOST_LISTED {
        let name = format!("R{number:03}");
        add(&it, &a_reminder().named(&name).weekly([Mon], 9, 0).build()).await;
    }
    let first = it.reminders().of_maker(user(7), None).await.unwrap();
    assert_eq!(first.len(), MOST_LISTED);
    assert_eq!(first.last().unwrap().reminder.what.name.as_str(), "R499");
}

pub async fn a_guilds_list_comes_by_event_with_what_comes_again_in_the_present(it: impl Fixture) {
    let once = |text: &str, at: &str| a_reminder().named(text).once(instant(at)).build();
    let weekly = |text: &str, hour| a_reminder().named(text).weekly([Fri], hour, 0).build();
    let abroad = a_reminder().named("abroad").in_guild(guild(2)).build();
    for what in [
        once("later", "2026-03-01 08:00"),
        weekly("evening", 20),
        once("over", "2026-02-05 21:00"),
        weekly("morning", 9),
        once("sooner", "2026-02-10 21:00"),
        abroad,
    ] {
        add(&it, &what).await;
    }
    let now = instant("2026-02-06 12:00");
    send_all(&it, instant("2026-02-05 21:00")).await;
    let all = guilds(&it, Completed::Included, now).await;
    assert_eq!(
        names(&all),
        ["over", "morning", "evening", "sooner", "later"]
    );
    let open = guilds(&it, Completed::Hidden, now).await;
    assert_eq!(names(&open), ["morning", "evening", "sooner", "later"]);
}

pub async fn a_list_tells_the_minute_of_the_last_send(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    assert_eq!(dated(&it, stored.id).await.last_sent_at, None);
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let told = dated(&it, stored.id).await;
    assert_eq!(told.last_sent_at, Some(instant("2026-02-06 19:00")));
    assert_eq!(told.reminder.pre_message, Some(message(5)));
    let listed = it.reminders().of_maker(user(7), None).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&told));
    let later = a_reminder().once(instant("2026-02-08 20:00")).build();
    let next = occurrence_of(&later, chrono_tz::Tz::Europe__Brussels, stored_at());
    let edit = ReminderEdit {
        before: told.reminder.what,
        completed: false,
        after: later,
        sends: Sends::Anew(next),
        quota: None,
    };
    let reminders = it.reminders();
    let changed = reminders.edit(guild(1), stored.id, Scope::Guild, &edit, stored_at());
    changed.await.unwrap();
    assert_eq!(dated(&it, stored.id).await.last_sent_at, None);
}

pub async fn a_reminder_is_dated_in_its_own_guild_alone(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let abroad = it.reminders().dated(guild(2), stored.id).await.unwrap();
    assert_eq!(abroad, None);
    assert_eq!(dated(&it, stored.id).await.reminder, stored);
}

pub async fn only_its_maker_is_told_the_guild_of_a_reminder(it: impl Fixture) {
    let mine = add(&it, &a_reminder().in_guild(guild(2)).build()).await;
    let nobodys = add(&it, &a_reminder().by_nobody().build()).await;
    let store = it.reminders();
    let told = store.guild_of(user(7), mine.id).await.unwrap();
    assert_eq!(told, Some(guild(2)));
    for (maker, id) in [(user(8), mine.id), (user(7), nobodys.id)] {
        assert_eq!(store.guild_of(maker, id).await.unwrap(), None);
    }
}

async fn guilds(it: &impl Fixture, completed: Completed, now: DateTime<Utc>) -> Vec<Dated> {
    let found = it.reminders().of_guild(guild(1), completed, now).await;
    found.unwrap()
}

async fn dated(it: &impl Fixture, id: ReminderId) -> Dated {
    it.reminders().dated(guild(1), id).await.unwrap().unwrap()
}

fn names(found: &[Dated]) -> Vec<&str> {
    found
        .iter()
        .map(|it| it.reminder.what.name.as_str())
        .collect()
}
