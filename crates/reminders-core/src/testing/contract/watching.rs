//! Clauses about what the watcher remembers of messages, and what it makes of them.

use super::{Fixture, add, claim, claim_one, finish, found, origin, sent, stored_at};
use crate::testing::{a_reminder, channel, guild, instant, message, occurrence_of, user};
use crate::{
    Closed, EditOutcome, Fingerprint, NewReminder, Origin, Recalled, Reminder, ReminderEdit,
    Revision, Schedule, Scope, Seen, Sends, Settled, Settlement, Sight, Undone, Version,
};

fn print(text: &str) -> Fingerprint {
    Fingerprint::of([text])
}

fn sight(content: &str) -> Sight {
    Sight {
        version: Version {
            content: print(content),
            written: Some(stored_at()),
        },
        title: print("title"),
        place: print("place"),
        text: print("text"),
        moments: vec![Some(print("first")), None, Some(print("third"))],
    }
}

fn first_look(content: &str) -> Settlement {
    Settlement {
        expected: None,
        sight: sight(content),
        add: Vec::new(),
        change: Vec::new(),
        remove: Vec::new(),
    }
}

fn part(number: u64, part: u8) -> NewReminder {
    let mut what = a_reminder().watched(origin(number)).build();
    what.origin_part = part;
    what
}

async fn settle(it: &impl Fixture, number: u64, settlement: &Settlement) -> Settled {
    let watching = it.watching();
    let settled = watching.settle(guild(1), origin(number), settlement, stored_at());
    settled.await.unwrap()
}

/// Looks at a message for the first time, and makes these parts of it.
async fn make(it: &impl Fixture, number: u64, parts: &[u8]) -> Vec<Reminder> {
    let whats = parts.iter().map(|it| part(number, *it));
    let settlement = Settlement {
        add: whats
            .map(|what| {
                let next = occurrence_of(&what, chrono_tz::Tz::Europe__Brussels, stored_at());
                (what, next)
            })
            .collect(),
        ..first_look("one")
    };
    match settle(it, number, &settlement).await {
        Settled::Done(added) => added,
        Settled::Overtaken => panic!("overtaken"),
    }
}

async fn recall(it: &impl Fixture, number: u64) -> Recalled {
    it.watching()
        .recall(guild(1), origin(number))
        .await
        .unwrap()
}

/// Sends everything that a reminder has to send.
async fn finish_all(it: &impl Fixture) {
    for moment in ["2026-02-06 19:00", "2026-02-06 20:00"] {
        for claimed in claim(it, instant(moment)).await {
            finish(it, &claimed, sent(message(5))).await;
        }
    }
}

pub async fn what_was_seen_and_made_is_recalled(it: impl Fixture) {
    assert_eq!(recall(&it, 1).await, Recalled::default());
    let made = make(&it, 1, &[2, 0]).await;
    let recalled = recall(&it, 1).await;
    let seen = Seen {
        sight: sight("one"),
        closed: None,
    };
    assert_eq!(recalled.seen, Some(seen));
    assert_eq!(recalled.reminders, [made[1].clone(), made[0].clone()]);
    assert_eq!(recalled.by_hand, []);
    assert_eq!(recall(&it, 2).await, Recalled::default());
}

pub async fn a_settlement_happens_once(it: impl Fixture) {
    make(&it, 1, &[0]).await;
    assert_eq!(settle(&it, 1, &first_look("two")).await, Settled::Overtaken);
    let later = |expected| Settlement {
        expected: Some(print(expected)),
        ..first_look("two")
    };
    assert_eq!(settle(&it, 1, &later("zero")).await, Settled::Overtaken);
    assert_eq!(settle(&it, 2, &later("one")).await, Settled::Overtaken);
    assert_eq!(recall(&it, 2).await, Recalled::default());
    assert_eq!(settle(&it, 1, &later("one")).await, Settled::Done(vec![]));
    assert_eq!(settle(&it, 1, &later("one")).await, Settled::Overtaken);
    assert_eq!(recall(&it, 1).await.seen.unwrap().sight, sight("two"));
}

pub async fn parallel_looks_settle_once(it: impl Fixture) {
    let what = part(1, 0);
    let next = occurrence_of(&what, chrono_tz::Tz::Europe__Brussels, stored_at());
    let settlement = Settlement {
        add: vec![(what, next)],
        ..first_look("one")
    };
    let (one, other) =
        futures_util::future::join(settle(&it, 1, &settlement), settle(&it, 1, &settlement)).await;
    let done = [one, other]
        .into_iter()
        .filter(|it| matches!(it, Settled::Done(_)));
    assert_eq!(done.count(), 1);
    assert_eq!(recall(&it, 1).await.reminders.len(), 1);
}

pub async fn a_settlement_changes_and_removes(it: impl Fixture) {
    let made = make(&it, 1, &[0, 1]).await;
    let what = NewReminder {
        name: crate::testing::name("Other"),
        ..made[0].what.clone()
    };
    let settlement = Settlement {
        expected: Some(print("one")),
        change: vec![Revision {
            before: made[0].clone(),
            what: what.clone(),
            anew: None,
        }],
        remove: vec![made[1].clone()],
        ..first_look("two")
    };
    assert_eq!(settle(&it, 1, &settlement).await, Settled::Done(vec![]));
    let left = recall(&it, 1).await.reminders;
    assert_eq!(
        left,
        [Reminder {
            what,
            ..made[0].clone()
        }]
    );
}

pub async fn a_moved_event_begins_anew(it: impl Fixture) {
    let made = make(&it, 1, &[0]).await;
    let notice = claim_one(&it, instant("2026-02-06 19:00")).await;
    finish(&it, &notice, sent(message(5))).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    let what = NewReminder {
        schedule: Schedule::one_off(instant("2026-02-07 20:00")),
        ..made[0].what.clone()
    };
    let next = occurrence_of(&what, chrono_tz::Tz::Europe__Brussels, stored_at());
    let settlement = Settlement {
        expected: Some(print("one")),
        change: vec![Revision {
            before: found(&it, &made[0]).await,
            what: what.clone(),
            anew: Some(next),
        }],
        ..first_look("two")
    };
    settle(&it, 1, &settlement).await;
    let moved = found(&it, &made[0]).await;
    assert_eq!(
        (moved.what.schedule, moved.next),
        (what.schedule, Some(next))
    );
    assert_eq!(moved.pre_message, None, "the notice is forgotten");
    let after_lease = start.occurrence.fires_at + super::LEASE;
    assert_eq!(
        claim(&it, after_lease).await,
        [],
        "the old start is left out"
    );
    assert_eq!(
        claim_one(&it, instant("2026-02-07 19:00")).await.occurrence,
        next
    );
}

pub async fn a_settlement_of_reminders_that_changed_meanwhile_is_overtaken(it: impl Fixture) {
    let made = make(&it, 1, &[0, 1]).await;
    let renamed = |name: &str| NewReminder {
        name: crate::testing::name(name),
        ..made[0].what.clone()
    };
    let change = |before: &Reminder| Settlement {
        expected: Some(print("one")),
        change: vec![Revision {
            before: before.clone(),
            what: renamed("By the look"),
            anew: None,
        }],
        ..first_look("two")
    };
    let remove = |before: &Reminder| Settlement {
        expected: Some(print("one")),
        remove: vec![before.clone()],
        ..first_look("two")
    };
    let edit = ReminderEdit {
        before: made[0].what.clone(),
        completed: false,
        after: renamed("By staff"),
        sends: Sends::Kept,
        quota: None,
    };
    let reminders = it.reminders();
    let edited = reminders.edit(guild(1), made[0].id, Scope::Guild, &edit, stored_at());
    assert!(matches!(edited.await.unwrap(), EditOutcome::Stored { .. }));
    for claimed in claim(&it, instant("2026-02-06 19:00")).await {
        if claimed.reminder.id == made[1].id {
            finish(&it, &claimed, sent(message(5))).await;
        }
    }
    for settlement in [&made[0], &made[1]]
        .iter()
        .flat_map(|it| [change(it), remove(it)])
    {
        assert_eq!(settle(&it, 1, &settlement).await, Settled::Overtaken);
    }
    let recalled = recall(&it, 1).await;
    assert_eq!(
        recalled.seen.unwrap().sight,
        sight("one"),
        "nothing was done"
    );
    assert_eq!(recalled.reminders[0].what.name.as_str(), "By staff");
    assert_eq!(recalled.reminders[1].pre_message, Some(message(5)));
    let again = Settlement {
        expected: Some(print("one")),
        remove: recalled.reminders,
        ..first_look("two")
    };
    assert_eq!(settle(&it, 1, &again).await, Settled::Done(vec![]));
    assert_eq!(recall(&it, 1).await.reminders, []);
}

pub async fn what_is_finished_is_neither_changed_nor_removed(it: impl Fixture) {
    let made = make(&it, 1, &[0, 1]).await;
    finish_all(&it).await;
    let what = NewReminder {
        name: crate::testing::name("Other"),
        ..made[0].what.clone()
    };
    let settlement = Settlement {
        expected: Some(print("one")),
        change: vec![Revision {
            before: made[0].clone(),
            what,
            anew: None,
        }],
        remove: vec![made[1].clone()],
        ..first_look("two")
    };
    settle(&it, 1, &settlement).await;
    let left = recall(&it, 1).await.reminders;
    assert_eq!(left.len(), 2);
    assert!(
        left.iter()
            .all(|it| it.completed && it.what.name.as_str() == "Raid night")
    );
}

pub async fn a_reminder_made_by_hand_is_recalled_apart(it: impl Fixture) {
    let by_hand = add(&it, &a_reminder().made_from(origin(1)).build()).await;
    let recalled = recall(&it, 1).await;
    assert_eq!(
        (recalled.by_hand, recalled.reminders),
        (vec![by_hand], vec![])
    );
    finish_all(&it).await;
    assert_eq!(recall(&it, 1).await.by_hand, [], "it is finished");
}

pub async fn undoing_removes_and_closes_for_good(it: impl Fixture) {
    let made = make(&it, 1, &[0, 1]).await;
    let by_hand = add(&it, &a_reminder().made_from(origin(1)).build()).await;
    let watching = it.watching();
    let undo = |by| watching.undo(guild(1), origin(1), user(by), stored_at());
    assert_eq!(undo(8).await.unwrap(), Undone::Removed(made));
    assert_eq!(undo(9).await.unwrap(), Undone::Already(user(8)));
    let recalled = recall(&it, 1).await;
    assert_eq!(recalled.seen.unwrap().closed, Some(Closed::Undone(user(8))));
    assert_eq!(
        (recalled.reminders, recalled.by_hand),
        (vec![], vec![by_hand])
    );
    let again = Settlement {
        expected: Some(print("one")),
        ..first_look("two")
    };
    assert_eq!(settle(&it, 1, &again).await, Settled::Overtaken);
}

pub async fn what_was_never_made_cannot_be_undone(it: impl Fixture) {
    let watching = it.watching();
    let undone = watching.undo(guild(1), origin(1), user(8), stored_at());
    assert_eq!(undone.await.unwrap(), Undone::Nothing);
    assert_eq!(recall(&it, 1).await, Recalled::default());
    // A reminder of an earlier release has no sight, and can be undone all the same.
    let earlier = add(&it, &part(1, 0)).await;
    let undone = watching.undo(guild(1), origin(1), user(8), stored_at());
    assert_eq!(undone.await.unwrap(), Undone::Removed(vec![earlier]));
}

async fn close(it: &impl Fixture, number: u64, watched: bool, now: &str) -> Vec<Reminder> {
    let (channel, messages) = (origin(number).channel, [message(number)]);
    let watching = it.watching();
    let closed = watching.close(guild(1), channel, &messages, watched, instant(now));
    closed.await.unwrap()
}

pub async fn a_deleted_message_takes_its_reminders_along_unless_they_have_begun(it: impl Fixture) {
    let made = make(&it, 1, &[0]).await;
    let mut weekly = part(1, 1);
    weekly.schedule = a_reminder()
        .weekly([chrono::Weekday::Fri], 20, 0)
        .build()
        .schedule;
    let weekly = add(&it, &weekly).await;
    assert_eq!(close(&it, 2, true, "2026-02-06 19:30").await, []);
    assert_eq!(close(&it, 1, false, "2026-02-06 20:00").await, [weekly]);
    assert_eq!(recall(&it, 1).await.reminders, made);
    make(&it, 3, &[0]).await;
    assert_eq!(close(&it, 3, false, "2026-02-06 19:59").await.len(), 1);
    assert_eq!(
        recall(&it, 3).await.seen.unwrap().closed,
        Some(Closed::Gone)
    );
}

pub async fn a_deleted_message_of_a_watched_channel_makes_nothing_later(it: impl Fixture) {
    assert_eq!(close(&it, 1, true, "2026-02-06 19:30").await, []);
    assert_eq!(
        recall(&it, 1).await.seen.unwrap().closed,
        Some(Closed::Gone)
    );
    assert_eq!(settle(&it, 1, &first_look("one")).await, Settled::Overtaken);
    assert_eq!(close(&it, 2, false, "2026-02-06 19:30").await, []);
    assert_eq!(
        recall(&it, 2).await,
        Recalled::default(),
        "nothing is kept of it"
    );
}

pub async fn messages_are_listed_and_forgotten(it: impl Fixture) {
    make(&it, 1, &[0]).await;
    make(&it, 2, &[]).await;
    make(&it, 3, &[]).await;
    let watching = it.watching();
    let listed = |limit| watching.seen_lately(guild(1), origin(1).channel, limit);
    let numbers: Vec<_> = listed(2).await.unwrap().iter().map(|it| it.0).collect();
    assert_eq!(numbers, [message(3), message(2)], "the newest");
    watching.forget_before(guild(1), stored_at()).await.unwrap();
    assert_eq!(listed(9).await.unwrap().len(), 3, "nothing is that old");
    let later = stored_at() + chrono::TimeDelta::days(90);
    watching.forget_before(guild(2), later).await.unwrap();
    watching.forget_before(guild(1), later).await.unwrap();
    let left = listed(9).await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].0, message(1), "it has a reminder");
}

pub async fn another_guilds_messages_are_out_of_reach(it: impl Fixture) {
    let made = make(&it, 1, &[0]).await;
    let (watching, foreign) = (it.watching(), guild(2));
    assert_eq!(
        watching.recall(foreign, origin(1)).await.unwrap(),
        Recalled::default()
    );
    let undone = watching.undo(foreign, origin(1), user(8), stored_at());
    assert_eq!(undone.await.unwrap(), Undone::Nothing);
    let messages = [message(1)];
    let place = origin(1).channel;
    let closed = watching.close(foreign, place, &messages, true, stored_at());
    assert_eq!(closed.await.unwrap(), []);
    let elsewhere = Origin {
        channel: channel(51),
        ..origin(1)
    };
    assert_eq!(
        watching.recall(guild(1), elsewhere).await.unwrap(),
        Recalled::default()
    );
    let settlement = Settlement {
        remove: vec![made[0].clone()],
        ..first_look("one")
    };
    let other = Origin {
        message: message(9),
        ..origin(1)
    };
    watching
        .settle(foreign, other, &settlement, stored_at())
        .await
        .unwrap();
    assert_eq!(
        watching
            .seen_lately(guild(1), place, 9)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(found(&it, &made[0]).await, made[0]);
}
