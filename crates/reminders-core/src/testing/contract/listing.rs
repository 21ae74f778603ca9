//! Clauses about lists and suggestions.

use chrono::Weekday::{Fri, Mon};

use super::{Fixture, add, send_all};
use crate::testing::{a_reminder, channel, guild, instant, user};
use crate::{
    Completed, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, ListQuery, NewReminder, Page,
    ReminderKinds, Scope,
};

pub async fn recurring_ones_come_by_clock_and_name_and_then_one_offs_by_event(it: impl Fixture) {
    let once = |text: &str, at: &str| a_reminder().named(text).once(instant(at)).build();
    let weekly = |text: &str, hour| a_reminder().named(text).weekly([Fri], hour, 0).build();
    let stored = [
        once("later", "2026-03-01 08:00"),
        weekly("evening", 20),
        once("sooner", "2026-02-10 21:00"),
        weekly("b", 9),
        weekly("Z", 9),
        weekly("a", 9),
    ];
    add_all(&it, &stored).await;
    let names = names(&list(&it, all()).await);
    assert_eq!(names, ["Z", "a", "b", "evening", "sooner", "later"]);
}

pub async fn a_page_shows_its_part_and_counts_all(it: impl Fixture) {
    let weekly = |text: &str, hour| a_reminder().named(text).weekly([Mon], hour, 0).build();
    let stored = [
        weekly("1", 1),
        weekly("2", 2),
        weekly("3", 3),
        a_reminder().named("4").build(),
    ];
    add_all(&it, &stored).await;
    let page = list(
        &it,
        ListQuery {
            offset: 1,
            limit: 2,
            ..all()
        },
    )
    .await;
    assert_eq!(
        (names(&page), page.recurring, page.one_off),
        (owned(&["2", "3"]), 3, 1)
    );
    let page = list(
        &it,
        ListQuery {
            offset: 3,
            limit: 2,
            ..all()
        },
    )
    .await;
    assert_eq!(
        (names(&page), page.recurring, page.one_off),
        (owned(&["4"]), 3, 1)
    );
    let page = list(
        &it,
        ListQuery {
            offset: 4,
            limit: 2,
            ..all()
        },
    )
    .await;
    assert_eq!(
        (names(&page), page.recurring, page.one_off),
        (owned(&[]), 3, 1)
    );
}

pub async fn a_list_keeps_to_its_kinds(it: impl Fixture) {
    let weekly = a_reminder().named("weekly").weekly([Mon], 9, 0).build();
    add_all(&it, &[weekly, a_reminder().named("once").build()]).await;
    let page = list(
        &it,
        ListQuery {
            kinds: ReminderKinds::Recurring,
            ..all()
        },
    )
    .await;
    assert_eq!(
        (names(&page), page.recurring, page.one_off),
        (owned(&["weekly"]), 1, 0)
    );
    let page = list(
        &it,
        ListQuery {
            kinds: ReminderKinds::OneOff,
            ..all()
        },
    )
    .await;
    assert_eq!(
        (names(&page), page.recurring, page.one_off),
        (owned(&["once"]), 0, 1)
    );
}

pub async fn a_list_keeps_to_its_scope(it: impl Fixture) {
    let stored = [
        a_reminder().named("a: mine, here").build(),
        a_reminder()
            .named("b: mine, elsewhere")
            .in_channel(channel(11))
            .build(),
        a_reminder().named("c: theirs, here").by(user(8)).build(),
        a_reminder()
            .named("d: nobody's, elsewhere")
            .by_nobody()
            .in_channel(channel(11))
            .build(),
    ];
    add_all(&it, &stored).await;
    let cases = [
        (Scope::Guild, "abcd"),
        (Scope::CreatedBy(user(7)), "ab"),
        (Scope::CreatedByOrIn(user(7), channel(10)), "abc"),
        (Scope::CreatedByOrIn(user(9), channel(11)), "bd"),
    ];
    for (scope, expected) in cases {
        let page = list(&it, ListQuery { scope, ..all() }).await;
        let initials: String = names(&page)
            .iter()
            .filter_map(|it| it.chars().next())
            .collect();
        assert_eq!(initials, expected, "{scope:?}");
        assert_eq!(page.one_off as usize, expected.len());
    }
}

pub async fn finished_reminders_are_listed_only_when_asked_for(it: impl Fixture) {
    let later = a_reminder()
        .named("later")
        .once(instant("2026-03-01 08:00"))
        .build();
    add_all(&it, &[a_reminder().named("over").build(), later]).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    let page = list(&it, all()).await;
    assert_eq!((names(&page), page.one_off), (owned(&["later"]), 1));
    let page = list(
        &it,
        ListQuery {
            completed: Completed::Included,
            ..all()
        },
    )
    .await;
    assert_eq!((names(&page), page.one_off), (owned(&["over", "later"]), 2));
}

pub async fn a_suggestion_matches_a_part_of_number_or_name(it: impl Fixture) {
    let raid = add(&it, &a_reminder().named("Raid night").build()).await;
    let other = add(&it, &a_reminder().named("Été").build()).await;
    for fragment in ["raid", "D NI", "", &raid.id.to_string()] {
        let names = suggested(&it, fragment).await;
        assert!(
            names.contains(&"Raid night".to_owned()),
            "{fragment:?}: {names:?}"
        );
    }
    assert_eq!(suggested(&it, "éTÉ").await, ["Été"]);
    assert_eq!(suggested(&it, "raid  night").await, [""; 0]);
    let (store, number) = (it.reminders(), other.id.to_string());
    let by_number = store
        .suggest(guild(1), Scope::Guild, &number, 25)
        .await
        .unwrap();
    assert_eq!(by_number[0].id, other.id);
}

pub async fn a_suggestion_takes_wildcards_literally(it: impl Fixture) {
    let stored = ["50% off", "snake_case", r"back\slash", "plain"];
    for name in stored {
        add(&it, &a_reminder().named(name).build()).await;
    }
    assert_eq!(suggested(&it, "%").await, ["50% off"]);
    assert_eq!(suggested(&it, "_").await, ["snake_case"]);
    assert_eq!(suggested(&it, r"\").await, [r"back\slash"]);
    assert_eq!(suggested(&it, r"\%").await, [""; 0]);
    assert_eq!(suggested(&it, "'; --").await, [""; 0]);
}

pub async fn suggestions_come_newest_first_up_to_their_limit(it: impl Fixture) {
    for name in ["first", "second", "third"] {
        add(&it, &a_reminder().named(name).build()).await;
    }
    let found = it
        .reminders()
        .suggest(guild(1), Scope::Guild, "", 2)
        .await
        .unwrap();
    let names: Vec<_> = found.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["third", "second"]);
}

pub async fn suggestions_leave_out_finished_and_foreign_reminders(it: impl Fixture) {
    add(&it, &a_reminder().named("over").build()).await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    let later = a_reminder().once(instant("2026-03-01 08:00"));
    let stored = [
        later.clone().named("mine").build(),
        later.clone().named("theirs").by(user(8)).build(),
        later.named("elsewhere").in_guild(guild(2)).build(),
    ];
    add_all(&it, &stored).await;
    assert_eq!(suggested(&it, "").await, ["theirs", "mine"]);
    let mine = it
        .reminders()
        .suggest(guild(1), Scope::CreatedBy(user(7)), "", 25)
        .await
        .unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].name, "mine");
}

async fn add_all(it: &impl Fixture, stored: &[NewReminder]) {
    for what in stored {
        add(it, what).await;
    }
}

async fn list(it: &impl Fixture, query: ListQuery) -> Page {
    it.reminders().list(guild(1), query).await.unwrap()
}

async fn suggested(it: &impl Fixture, fragment: &str) -> Vec<String> {
    let found = it
        .reminders()
        .suggest(guild(1), Scope::Guild, fragment, 25)
        .await
        .unwrap();
    found.into_iter().map(|it| it.name).collect()
}

pub async fn live_sessions_are_told_by_their_texts(it: impl Fixture) {
    let live = || {
        a_reminder()
            .named(LIVE_SESSION_NAME)
            .saying(LIVE_SESSION_MESSAGE)
    };
    let (mine, over) = (live().weekly([Mon], 20, 0).build(), live().build());
    let abroad = live().in_guild(guild(2)).build();
    let theirs = live().by(user(8)).weekly([Fri], 9, 0).build();
    let other = a_reminder().named(LIVE_SESSION_NAME).build();
    let shouted = live().named("LIVE SESSION").build();
    add_all(
        &it,
        &[mine.clone(), over, abroad, theirs.clone(), other, shouted],
    )
    .await;
    send_all(&it, instant("2026-02-06 20:00")).await;
    for (scope, expected) in [
        (Scope::Guild, vec![theirs, mine.clone()]),
        (Scope::CreatedBy(user(7)), vec![mine]),
        (Scope::CreatedBy(user(9)), vec![]),
    ] {
        let found = it.reminders().live_sessions(guild(1), scope).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|it| it.what).collect();
        assert_eq!(found, expected);
    }
}

fn all() -> ListQuery {
    let (kinds, completed) = (ReminderKinds::All, Completed::Hidden);
    ListQuery {
        scope: Scope::Guild,
        kinds,
        completed,
        offset: 0,
        limit: 100,
    }
}

fn names(page: &Page) -> Vec<String> {
    page.reminders
        .iter()
        .map(|it| it.what.name.as_str().to_owned())
        .collect()
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}
