//! Clauses about storing, finding and deleting.

use chrono::Weekday::{Fri, Mon};
use chrono::{NaiveDate, TimeDelta};
use futures_util::future::join_all;
use parsers::{Nth, Recurrence};

use super::{Fixture, LEASE, add, claim, claim_one, found, origin, send_all, stored_at, try_add};
use crate::testing::{a_reminder, channel, guild, instant, user};
use crate::{AddOutcome, Announce, Completed, ListQuery, Reminder, ReminderKinds, Scope};

pub async fn what_was_stored_is_found(it: impl Fixture) {
    let plain = a_reminder().build();
    let bare = a_reminder()
        .saying("")
        .by_nobody()
        .lead(0)
        .announced(Announce::AtStart)
        .build();
    let weekly = a_reminder()
        .weekly([Fri, Mon], 0, 15)
        .lead(4320)
        .announced(Announce::Both)
        .at_location("bib Tielt")
        .with_image("https://example.org/a.png")
        .made_from(origin(1))
        .build();
    let watched = a_reminder().weekly([Fri], 20, 0).watched(origin(2)).build();
    for what in [plain, bare, weekly, watched] {
        let stored = add(&it, &what).await;
        assert_eq!(stored.what, what);
        assert_eq!(stored.created_at, stored_at());
        assert!(stored.next.is_some() && !stored.completed && stored.pre_message.is_none());
        assert_eq!(found(&it, &stored).await, stored);
    }
}

pub async fn every_recurrence_is_found_as_it_was_stored(it: impl Fixture) {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
    let fridays = Recurrence::weekly([Fri].into_iter().collect()).unwrap();
    let recurrences = [
        fridays,
        fridays.starting_on(day(1)).unwrap(),
        fridays.ending_on(day(27)).unwrap(),
        fridays.every(2, day(6).unwrap()).unwrap(),
        fridays.starting_on(day(1)).unwrap().times(10).unwrap(),
        Recurrence::daily(),
        Recurrence::daily().every(3, day(6).unwrap()).unwrap(),
        Recurrence::monthly_on_day(31).unwrap(),
        Recurrence::monthly_on_weekday(Nth::Last, Mon),
    ];
    for recurrence in recurrences {
        let what = a_reminder().recurring(recurrence, 20, 0).pinging().build();
        let stored = add(&it, &what).await;
        assert_eq!(found(&it, &stored).await, stored);
        assert_eq!(found(&it, &stored).await.what, what);
    }
}

pub async fn another_guild_finds_nothing_and_deletes_nothing(it: impl Fixture) {
    let what = a_reminder().watched(origin(1)).by(user(7)).build();
    let stored = add(&it, &what).await;
    let (store, foreign) = (it.reminders(), guild(2));
    assert_eq!(store.find(foreign, stored.id).await.unwrap(), None);
    assert_eq!(
        store.find_by_origin(foreign, origin(1)).await.unwrap(),
        None
    );
    let page = store.list(foreign, everything()).await.unwrap();
    assert_eq!(
        (page.reminders, page.recurring, page.one_off),
        (vec![], 0, 0)
    );
    assert_eq!(
        store.suggest(foreign, Scope::Guild, "", 25).await.unwrap(),
        []
    );
    for scope in [Scope::Guild, Scope::CreatedBy(user(7)), mine_or_here()] {
        assert_eq!(store.delete(foreign, stored.id, scope).await.unwrap(), None);
    }
    assert_eq!(found(&it, &stored).await, stored);
}

pub async fn the_quota_counts_the_active_reminders_of_one_member_in_one_guild(it: impl Fixture) {
    let mine = a_reminder().build();
    let others = [
        a_reminder().by(user(8)).build(),
        a_reminder().in_guild(guild(2)).build(),
    ];
    for what in [&mine, &mine, &others[0], &others[1], &others[1]] {
        add(&it, what).await;
    }
    assert!(matches!(
        try_add(&it, &mine, Some(3)).await,
        AddOutcome::Stored(_)
    ));
    assert_eq!(try_add(&it, &mine, Some(3)).await, AddOutcome::QuotaReached);
    assert!(matches!(
        try_add(&it, &others[0], Some(3)).await,
        AddOutcome::Stored(_)
    ));
    assert!(matches!(
        try_add(&it, &mine, None).await,
        AddOutcome::Stored(_)
    ));
}

pub async fn a_finished_reminder_leaves_the_quota(it: impl Fixture) {
    let what = a_reminder().build();
    let first = add(&it, &what).await;
    assert_eq!(try_add(&it, &what, Some(1)).await, AddOutcome::QuotaReached);
    send_all(&it, instant("2026-02-06 20:00")).await;
    assert!(found(&it, &first).await.completed);
    assert!(matches!(
        try_add(&it, &what, Some(1)).await,
        AddOutcome::Stored(_)
    ));
}

pub async fn parallel_adds_never_exceed_the_quota(it: impl Fixture) {
    let what = a_reminder().build();
    let outcomes = join_all((0..8).map(|_| try_add(&it, &what, Some(3)))).await;
    let refused = outcomes
        .iter()
        .filter(|it| **it == AddOutcome::QuotaReached);
    assert_eq!(refused.count(), 5);
    let page = it.reminders().list(guild(1), everything()).await.unwrap();
    assert_eq!(page.one_off, 3);
}

pub async fn what_nobody_made_counts_towards_no_quota(it: impl Fixture) {
    let what = a_reminder().by_nobody().build();
    for _ in 0..2 {
        assert!(matches!(
            try_add(&it, &what, Some(1)).await,
            AddOutcome::Stored(_)
        ));
    }
}

pub async fn what_the_watcher_made_counts_towards_no_quota(it: impl Fixture) {
    for number in 1..=3 {
        add(
            &it,
            &a_reminder().watched(origin(number)).by(user(7)).build(),
        )
        .await;
    }
    let asked_for = a_reminder().by(user(7)).build();
    assert!(matches!(
        try_add(&it, &asked_for, Some(1)).await,
        AddOutcome::Stored(_)
    ));
    assert_eq!(
        try_add(&it, &asked_for, Some(1)).await,
        AddOutcome::QuotaReached
    );
}

pub async fn one_message_makes_one_reminder_by_the_watchers_hand(it: impl Fixture) {
    let what = a_reminder().watched(origin(1)).build();
    let first = add(&it, &what).await;
    assert_eq!(
        try_add(&it, &what, None).await,
        AddOutcome::AlreadyTracked(first.id)
    );
    let store = it.reminders();
    assert_eq!(
        store.find_by_origin(guild(1), origin(1)).await.unwrap(),
        Some(first.id)
    );
    assert_eq!(
        store.find_by_origin(guild(1), origin(2)).await.unwrap(),
        None
    );
    add(
        &it,
        &a_reminder().in_guild(guild(2)).watched(origin(1)).build(),
    )
    .await;
    add(&it, &a_reminder().watched(origin(2)).build()).await;
    // Finished or not: the message has had its reminder.
    send_all(&it, instant("2026-02-06 20:00")).await;
    assert_eq!(
        try_add(&it, &what, None).await,
        AddOutcome::AlreadyTracked(first.id)
    );
    store
        .delete(guild(1), first.id, Scope::Guild)
        .await
        .unwrap();
    add(&it, &what).await;
}

pub async fn parallel_watchers_make_one_reminder(it: impl Fixture) {
    let what = a_reminder().watched(origin(1)).build();
    let outcomes = join_all((0..8).map(|_| try_add(&it, &what, None))).await;
    let stored: Vec<_> = outcomes.iter().filter_map(as_stored).collect();
    assert_eq!(stored.len(), 1, "{outcomes:?}");
    let tracked = AddOutcome::AlreadyTracked(stored[0].id);
    assert_eq!(outcomes.iter().filter(|it| **it == tracked).count(), 7);
}

pub async fn reminders_made_by_hand_may_share_their_message(it: impl Fixture) {
    let by_hand = a_reminder().made_from(origin(1)).build();
    add(&it, &by_hand).await;
    assert_eq!(
        it.reminders()
            .find_by_origin(guild(1), origin(1))
            .await
            .unwrap(),
        None
    );
    let watched = add(&it, &a_reminder().watched(origin(1)).build()).await;
    add(&it, &by_hand).await;
    let tracked = it
        .reminders()
        .find_by_origin(guild(1), origin(1))
        .await
        .unwrap();
    assert_eq!(tracked, Some(watched.id));
}

pub async fn a_deletion_keeps_to_its_scope(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let store = it.reminders();
    for scope in [
        Scope::CreatedBy(user(8)),
        Scope::CreatedByOrIn(user(8), channel(11)),
    ] {
        assert_eq!(
            store.delete(guild(1), stored.id, scope).await.unwrap(),
            None
        );
    }
    let scope = Scope::CreatedBy(user(7));
    assert_eq!(
        store.delete(guild(1), stored.id, scope).await.unwrap(),
        Some(stored.clone())
    );
    assert_eq!(store.find(guild(1), stored.id).await.unwrap(), None);
    assert_eq!(
        store.delete(guild(1), stored.id, scope).await.unwrap(),
        None
    );
    let by_nobody = add(&it, &a_reminder().by_nobody().build()).await;
    assert_eq!(
        store.delete(guild(1), by_nobody.id, scope).await.unwrap(),
        None
    );
    let scope = Scope::CreatedByOrIn(user(8), channel(10));
    assert!(
        store
            .delete(guild(1), by_nobody.id, scope)
            .await
            .unwrap()
            .is_some()
    );
}

pub async fn a_deletion_takes_the_occurrences_along(it: impl Fixture) {
    let stored = add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    claim_one(&it, due).await;
    it.reminders()
        .delete(guild(1), stored.id, Scope::Guild)
        .await
        .unwrap();
    assert_eq!(claim(&it, due + LEASE).await, []);
    assert_eq!(it.occurrences().next_due().await.unwrap(), None);
}

fn as_stored(outcome: &AddOutcome) -> Option<&Reminder> {
    match outcome {
        AddOutcome::Stored(reminder) => Some(reminder),
        AddOutcome::QuotaReached | AddOutcome::AlreadyTracked(_) => None,
    }
}

fn everything() -> ListQuery {
    let (kinds, completed) = (ReminderKinds::All, Completed::Included);
    ListQuery {
        scope: Scope::Guild,
        kinds,
        completed,
        offset: 0,
        limit: 100,
    }
}

fn mine_or_here() -> Scope {
    Scope::CreatedByOrIn(user(7), channel(10))
}

pub async fn what_was_stored_lately_in_a_channel_is_found(it: impl Fixture) {
    let here = a_reminder().named("Here").build();
    let stored = add(&it, &here).await;
    add(&it, &a_reminder().in_channel(channel(99)).build()).await;
    add(&it, &a_reminder().in_guild(guild(2)).build()).await;
    let store = it.reminders();
    let found = async |since| {
        let found = store
            .made_since(guild(1), here.channel, since)
            .await
            .unwrap();
        found
            .into_iter()
            .map(|it| (it.id, it.name))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(stored_at()).await, [(stored.id, "Here".to_owned())]);
    assert_eq!(found(stored_at() + TimeDelta::seconds(1)).await, []);
}
