//! What edits of an announcement do to its reminders, by what people see of it.

use chrono::{TimeDelta, Weekday};
use parsers::{AnnouncementText, Reason};

use super::Watched;
use crate::settings::{NON_EMBED, PROCESS_BOT};
use crate::testing::{World, a_reminder, announcement, embed, home, instant, user};
use crate::{
    Announcement, Author, LogEvent, NewReminder, Reminder, ReminderStore as _, Schedule,
    SourceText, WatchOutcome, WatchStore as _,
};

fn posted(body: &str) -> Announcement {
    announcement(vec![embed("Games night", body)])
}

async fn watch(world: &World, body: &str) -> Watched {
    world.reminders().watch(posted(body)).await.unwrap()
}

async fn edit(world: &World, body: &str) -> Watched {
    world.reminders().watch_edit(posted(body)).await.unwrap()
}

async fn made(world: &World) -> Vec<Reminder> {
    let recalled = world.store.recall(home(), posted("").origin).await;
    recalled.unwrap().reminders
}

fn last_outcome(world: &World) -> WatchOutcome {
    match world.told().pop() {
        Some(LogEvent::Watched { outcome, .. }) => outcome,
        other => panic!("{other:?}"),
    }
}

fn starts(reminders: &[Reminder]) -> Vec<Schedule> {
    reminders.iter().map(|it| it.what.schedule).collect()
}

fn once(at: &str) -> Schedule {
    Schedule::one_off(instant(at))
}

#[tokio::test]
async fn an_earlier_version_that_comes_late_is_left_alone() {
    let world = World::default();
    let written = |body: &str, second: i64| Announcement {
        written: instant("2026-02-01 12:00") + TimeDelta::seconds(second),
        ..posted(body)
    };
    let (first, second) = (written("14/2 20:00", 0), written("15/2 20:00", 1));
    let created = world.reminders().watch(first.clone()).await.unwrap();
    assert!(matches!(created, Watched::Created(_)), "{created:?}");
    let looks = [
        (second.clone(), Watched::Updated),
        (first, Watched::Ignored),
        (second, Watched::Ignored),
        (written("14/2 20:00", 2), Watched::Updated),
    ];
    for (version, expected) in looks {
        let watched = world.reminders().watch_edit(version.clone()).await.unwrap();
        assert_eq!(watched, expected, "{version:?}");
    }
    assert_eq!(starts(&made(&world).await), [once("2026-02-14 19:00")]);
    assert_eq!(world.told().len(), 3, "{:?}", world.told());
}

#[tokio::test]
async fn an_edit_moves_the_event_and_keeps_the_number() {
    let world = World::default();
    watch(&world, "14/2 20:00").await;
    let before = made(&world).await.remove(0);
    assert_eq!(
        edit(&world, "15/2 21:00, bring dice").await,
        Watched::Updated
    );
    let after = made(&world).await.remove(0);
    assert_eq!(after.id, before.id);
    assert_eq!(after.what.schedule, once("2026-02-15 20:00"));
    assert!(after.what.message.as_str().contains("bring dice"));
    assert_eq!(after.next.unwrap().fires_at, instant("2026-02-15 19:00"));
    let WatchOutcome::Updated {
        changed,
        added,
        removed,
        ..
    } = last_outcome(&world)
    else {
        panic!("{:?}", world.told())
    };
    assert_eq!(changed, [(before, after)]);
    assert!(added.is_empty() && removed.is_empty());
}

#[tokio::test]
async fn an_edit_makes_the_reminder_that_there_was_not_yet() {
    let world = World::default();
    let unread = watch(&world, "14 februari, uur volgt").await;
    assert_eq!(unread, Watched::NotUnderstood(Reason::NoTime));
    let created = edit(&world, "14 februari 20:00").await;
    assert!(matches!(created, Watched::Created(_)), "{created:?}");
    assert_eq!(starts(&made(&world).await), [once("2026-02-14 19:00")]);
}

#[tokio::test]
async fn what_staff_changed_stays_unless_the_announcement_says_something_else_there() {
    let world = World::default();
    watch(&world, "14/2 20:00").await;
    let stored = made(&world).await.remove(0);
    let by_staff = NewReminder {
        name: crate::testing::name("By staff"),
        schedule: once("2026-02-14 18:00"),
        ..stored.what.clone()
    };
    crate::testing::rewrite(&world.store, stored.id, by_staff);
    assert_eq!(
        edit(&world, "14/2 20:00 with snacks").await,
        Watched::Updated
    );
    let kept = made(&world).await.remove(0).what;
    assert_eq!(
        (kept.name.as_str(), kept.schedule),
        ("By staff", once("2026-02-14 18:00"))
    );
    assert!(kept.message.as_str().contains("snacks"));
    assert_eq!(
        edit(&world, "14/2 21:00 with snacks").await,
        Watched::Updated
    );
    let moved = made(&world).await.remove(0).what;
    assert_eq!(
        (moved.name.as_str(), moved.schedule),
        ("By staff", once("2026-02-14 20:00"))
    );
}

#[tokio::test]
async fn a_standing_notice_of_a_moved_event_is_taken_down() {
    let world = World::default();
    watch(&world, "4/2 20:00").await;
    world.at("2026-02-04 18:00");
    world.reminders().deliver_due().await.unwrap();
    let notice = made(&world).await[0].pre_message.unwrap();
    assert_eq!(edit(&world, "5/2 20:00").await, Watched::Updated);
    assert_eq!(
        world.delivery.taken_down(),
        [(World::ANNOUNCEMENTS, notice)]
    );
    assert_eq!(made(&world).await[0].pre_message, None);
    assert_eq!(
        edit(&world, "5/2 20:00 with snacks").await,
        Watched::Updated
    );
    assert_eq!(world.delivery.taken_down().len(), 1);
}

#[tokio::test]
async fn an_event_that_moves_too_close_for_its_notice_is_announced_when_it_starts() {
    let world = World::default();
    watch(&world, "6/2 20:00").await;
    let stored = made(&world).await.remove(0);
    let by_staff = NewReminder {
        announce: crate::Announce::Before,
        ..stored.what.clone()
    };
    crate::testing::rewrite(&world.store, stored.id, by_staff);
    world.at("2026-02-04 18:30");
    let edited = edit(&world, "4/2 20:00, bring dice").await;
    assert_eq!(edited, Watched::Updated);
    let moved = made(&world).await.remove(0);
    assert_eq!(moved.what.schedule, once("2026-02-04 19:00"));
    assert!(moved.what.message.as_str().contains("bring dice"));
    assert_eq!(moved.next.unwrap().fires_at, instant("2026-02-04 19:00"));
    world.at("2026-02-04 19:00");
    world.reminders().deliver_due().await.unwrap();
    assert_eq!(world.delivery.posts().len(), 1);
}

#[tokio::test]
async fn an_edit_that_cannot_be_read_keeps_the_reminder_and_warns_once() {
    let world = World::default();
    watch(&world, "14/2 20:00").await;
    let before = made(&world).await;
    for _ in 0..2 {
        edit(&world, "14 februari, uur volgt").await;
    }
    assert_eq!(made(&world).await, before);
    let kept = matches!(
        last_outcome(&world),
        WatchOutcome::Kept {
            reason: Reason::NoTime,
            ..
        }
    );
    assert!(kept && world.told().len() == 2, "{:?}", world.told());
    let gone = announcement(vec![]);
    let watched = world.reminders().watch_edit(gone).await.unwrap();
    assert_eq!(
        watched,
        Watched::Kept(Reason::NoTime),
        "its embed was removed"
    );
}

#[tokio::test]
async fn an_edit_that_calls_the_event_off_removes_the_reminders() {
    let world = World::default();
    watch(&world, "14/2 20:00\n21/2 20:00").await;
    let before = made(&world).await;
    let cancelled = edit(&world, "14/2 20:00 is cancelled, 21/2 20:00 is cancelled").await;
    assert_eq!(cancelled, Watched::Cancelled);
    assert_eq!(made(&world).await, []);
    let WatchOutcome::Cancelled { removed } = last_outcome(&world) else {
        panic!("{:?}", world.told())
    };
    assert_eq!(removed, before);
    let revived = edit(&world, "14/2 20:00 after all").await;
    assert!(
        matches!(revived, Watched::Updated | Watched::Created(_)),
        "{revived:?}"
    );
    assert_eq!(made(&world).await.len(), 1);
}

#[tokio::test]
async fn an_event_that_has_begun_is_left_alone() {
    let world = World::default();
    watch(&world, "4/2 20:00").await;
    world.at("2026-02-04 19:00");
    let before = made(&world).await;
    for body in ["4/2 20:00 was great", "cancelled", "what a night"] {
        assert_eq!(edit(&world, body).await, Watched::Ignored, "{body}");
    }
    assert_eq!(made(&world).await, before);
    assert_eq!(edit(&world, "Next one: 11/2 20:00").await, Watched::Updated);
    let both = [once("2026-02-04 19:00"), once("2026-02-11 19:00")];
    assert_eq!(starts(&made(&world).await), both);
}

#[tokio::test]
async fn several_dates_make_a_reminder_each_and_follow_one_by_one() {
    let world = World::default();
    let created = watch(&world, "14/2 20:00\n21/2 20:00\n28/2 20:00").await;
    let Watched::Created(reminders) = created else {
        panic!("{created:?}")
    };
    let first = ["2026-02-14 19:00", "2026-02-21 19:00", "2026-02-28 19:00"].map(once);
    assert_eq!(starts(&reminders), first);
    edit(&world, "14/2 20:00\n22/2 20:00\n28/2 20:00").await;
    let moved = made(&world).await;
    assert_eq!(moved[1].what.schedule, once("2026-02-22 19:00"));
    assert_eq!(
        (moved[0].id, moved[2].id),
        (reminders[0].id, reminders[2].id)
    );
    assert_eq!(
        moved[1].id, reminders[1].id,
        "the one that moved keeps its number too"
    );
    edit(&world, "14/2 20:00\n28/2 20:00").await;
    let left: Vec<_> = made(&world).await.iter().map(|it| it.id).collect();
    assert_eq!(left, [reminders[0].id, reminders[2].id]);
    edit(&world, "14/2 20:00\n28/2 20:00\n7/3 20:00").await;
    assert_eq!(made(&world).await.len(), 3);
}

#[tokio::test]
async fn more_than_ten_dates_make_ten() {
    let world = World::default();
    let dates: Vec<_> = (10..=22).map(|day| format!("{day}/2 20:00")).collect();
    let created = watch(&world, &dates.join("\n")).await;
    let Watched::Created(reminders) = created else {
        panic!("{created:?}")
    };
    assert_eq!(reminders.len(), 10);
    assert_eq!(reminders[9].what.schedule, once("2026-02-19 19:00"));
    assert_eq!(watch(&world, &dates.join("\n")).await, Watched::Ignored);
}

#[tokio::test]
async fn what_staff_deleted_stays_deleted_while_the_same_moment_is_named() {
    let world = World::default();
    watch(&world, "14/2 20:00\n21/2 20:00").await;
    let gone = made(&world).await[1].id;
    world
        .store
        .delete(home(), gone, crate::Scope::Guild)
        .await
        .unwrap();
    edit(&world, "14/2 20:00 and\n21/2 20:00").await;
    assert_eq!(starts(&made(&world).await), [once("2026-02-14 19:00")]);
    edit(&world, "14/2 20:00 and\n22/2 20:00").await;
    assert_eq!(
        made(&world).await.len(),
        2,
        "another moment is another event"
    );
}

#[tokio::test]
async fn a_one_off_can_become_weekly_and_back() {
    let world = World::default();
    watch(&world, "14/2 20:00").await;
    edit(&world, "Every Friday 20:00").await;
    let weekly = made(&world).await.remove(0);
    let expected = a_reminder().weekly([Weekday::Fri], 20, 0).build();
    assert_eq!(weekly.what.schedule, expected.schedule);
    assert_eq!(weekly.what.announce, expected.announce);
    edit(&world, "14/2 20:00").await;
    let back = made(&world).await.remove(0);
    assert_eq!(
        (back.id, back.what.schedule),
        (weekly.id, once("2026-02-14 19:00"))
    );
}

#[tokio::test]
async fn a_crash_before_the_sight_was_stored_makes_nothing_twice() {
    let world = World::default();
    let earlier = a_reminder().watched(posted("").origin);
    let earlier = earlier.once(instant("2026-02-14 19:00")).build();
    let stored = world.store(earlier).await;
    watch(&world, "14/2 20:00\n21/2 20:00").await;
    let after = made(&world).await;
    assert_eq!((after.len(), after[0].id), (2, stored.id));
}

#[tokio::test]
async fn a_preview_under_ordinary_chat_is_not_reported() {
    let world = World::default();
    world.switch(&NON_EMBED, true);
    let plain = |text: &str| SourceText::Plain(AnnouncementText::plain(text));
    let chat = announcement(vec![plain("look https://video.example")]);
    assert_eq!(
        world.reminders().watch(chat).await.unwrap(),
        Watched::Ignored
    );
    let preview = embed("Cats", "The best of cats");
    let shown = announcement(vec![preview, plain("look https://video.example")]);
    assert_eq!(
        world.reminders().watch_edit(shown).await.unwrap(),
        Watched::Ignored
    );
    assert!(world.told().is_empty(), "{:?}", world.told());
}

#[tokio::test]
async fn a_message_of_which_a_member_made_a_reminder_makes_no_second_one() {
    let world = World::default();
    watch(&world, "14 februari, uur volgt").await;
    let elsewhere = a_reminder().made_from(posted("").origin);
    world
        .store(elsewhere.in_channel(World::GENERAL).build())
        .await;
    let by_hand = a_reminder().made_from(posted("").origin);
    let by_hand = by_hand.in_channel(World::ANNOUNCEMENTS).build();
    let by_hand = world.store(by_hand).await.id;
    assert_eq!(edit(&world, "14 februari 20:00").await, Watched::Skipped);
    let told = matches!(last_outcome(&world), WatchOutcome::AlreadyTracked(id) if id == by_hand);
    assert!(told, "{:?}", world.told());
    assert_eq!(made(&world).await, []);
}

#[tokio::test]
async fn a_reminder_that_a_member_made_for_another_channel_keeps_none_away() {
    let world = World::default();
    watch(&world, "14 februari, uur volgt").await;
    let theirs = a_reminder().made_from(posted("").origin);
    world.store(theirs.in_channel(World::OTHER).build()).await;
    let edited = edit(&world, "14 februari 20:00").await;
    assert!(matches!(edited, Watched::Created(_)), "{edited:?}");
}

#[tokio::test]
async fn the_buttons_of_the_bots_own_reminders_are_no_news() {
    let world = World::default();
    world.switch(&PROCESS_BOT, true);
    let text = AnnouncementText {
        footer: Some("auto-reminder".to_owned()),
        ..AnnouncementText::plain("14/2 20:00")
    };
    let mut own = announcement(vec![SourceText::Embed {
        text,
        image_url: None,
    }]);
    own.author = Author::Own(user(99));
    let edited = world.reminders().watch_edit(own).await.unwrap();
    assert_eq!(edited, Watched::Skipped);
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn another_look_at_the_same_time_does_the_work_once() {
    let world = World::default();
    let (one, other) =
        futures_util::future::join(watch(&world, "14/2 20:00"), watch(&world, "14/2 20:00")).await;
    let created = [&one, &other]
        .into_iter()
        .filter(|it| matches!(it, Watched::Created(_)));
    assert_eq!(created.count(), 1, "{one:?} {other:?}");
    assert_eq!(made(&world).await.len(), 1);
    assert_eq!(world.told().len(), 1);
}

#[tokio::test]
async fn nothing_changes_when_the_store_is_out_of_reach() {
    let world = World::default();
    watch(&world, "14/2 20:00").await;
    world.store.fail_next_calls(1);
    let failed = world.reminders().watch_edit(posted("15/2 20:00")).await;
    assert!(failed.is_err());
    assert_eq!(edit(&world, "15/2 20:00").await, Watched::Updated);
}
