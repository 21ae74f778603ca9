//! Reminders by fields: what is stored, and what is refused.

use chrono::{NaiveTime, Weekday};
use kernel::UseCaseError;
use parsers::WeekdaySet;
use settings_core::SettingValue;

use super::{
    AddByFields, Desk, EditByFields, Fault, Field, FieldFault, FieldsRefusal, Given, Preset,
    ReminderFields, Shown,
};
use crate::testing::{World, a_reminder, guild, home, instant, user};
use crate::{
    Announce, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, LogEvent, Reminder, ReminderStore as _,
    Schedule, Source, settings,
};

fn fields() -> ReminderFields {
    ReminderFields {
        name: Some("Raid".to_owned()),
        message: Some("Bring potions".to_owned()),
        call_time: Some("20:00".to_owned()),
        days: Some(vec!["0".to_owned()]),
        ..ReminderFields::default()
    }
}

fn once(at: &str) -> ReminderFields {
    ReminderFields {
        call_time: None,
        days: None,
        event_time: Given::text(at.to_owned()),
        ..fields()
    }
}

async fn add(world: &World, desk: Desk, fields: ReminderFields) -> Result<Shown, FieldsRefusal> {
    let request = AddByFields {
        guild: home(),
        user: user(7),
        roles: Vec::new(),
        desk,
        preset: Preset::None,
        fields,
    };
    unwrapped(world.reminders().add_by_fields(request).await)
}

async fn edit(
    world: &World,
    desk: Desk,
    of: &Reminder,
    fields: ReminderFields,
) -> Result<Shown, FieldsRefusal> {
    let request = EditByFields {
        guild: home(),
        user: user(7),
        roles: Vec::new(),
        desk,
        id: of.id,
        fields,
    };
    unwrapped(world.reminders().edit_by_fields(request).await)
}

fn unwrapped(answer: Result<Shown, UseCaseError<FieldsRefusal>>) -> Result<Shown, FieldsRefusal> {
    match answer {
        Ok(shown) => Ok(shown),
        Err(UseCaseError::Refused(refusal)) => Err(refusal),
        Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
    }
}

fn fault(field: Field, fault: Fault) -> FieldsRefusal {
    FieldsRefusal::Faults(vec![FieldFault::new(field, fault)])
}

#[tokio::test]
async fn a_clock_and_days_come_again_with_the_guilds_lead() {
    let world = World::default();
    world.set(&settings::OFFSET, SettingValue::Int(90));
    let shown = add(&world, Desk::Own, fields()).await.unwrap();
    let what = &shown.reminder.what;
    let days: WeekdaySet = [Weekday::Mon].into_iter().collect();
    let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!(what.schedule, Schedule::weekly(days, clock(20, 0)).unwrap());
    assert_eq!(
        (shown.time(), shown.call_time()),
        (clock(18, 30), clock(20, 0))
    );
    assert_eq!(
        (what.source, what.created_by),
        (Source::Dashboard, Some(user(7)))
    );
    assert!(matches!(world.told()[0], LogEvent::Created { .. }));
}

#[tokio::test]
async fn programs_are_not_held_to_the_pace_of_typing() {
    let world = World::default();
    let reminders = world.reminders();
    for _ in 0..10 {
        let request = AddByFields {
            guild: home(),
            user: user(7),
            roles: Vec::new(),
            desk: Desk::Own,
            preset: Preset::None,
            fields: fields(),
        };
        reminders.add_by_fields(request).await.unwrap();
    }
}

#[tokio::test]
async fn a_desk_of_the_guild_needs_a_channel_and_gives_a_name() {
    let world = World::default();
    let unnamed = ReminderFields {
        name: None,
        ..fields()
    };
    let refused = add(&world, Desk::Guild, unnamed.clone()).await;
    assert_eq!(refused, Err(fault(Field::Channel, Fault::Missing)));
    let refused = add(&world, Desk::Own, unnamed.clone()).await;
    assert_eq!(refused, Err(fault(Field::Name, Fault::Missing)));
    let placed = ReminderFields {
        channel: Some(World::OTHER.to_string()),
        ..unnamed
    };
    let shown = add(&world, Desk::Guild, placed).await.unwrap();
    assert_eq!(shown.reminder.what.name.as_str(), "Reminder");
    assert_eq!(shown.reminder.what.channel, World::OTHER);
}

#[tokio::test]
async fn at_ones_own_desk_even_an_admin_reaches_only_their_own() {
    let world = World::default();
    let theirs = world.store(a_reminder().by(user(8)).build()).await;
    let abroad = world
        .store(a_reminder().by(user(7)).in_guild(guild(2)).build())
        .await;
    let renamed = || ReminderFields {
        name: Some("Mine".to_owned()),
        ..ReminderFields::default()
    };
    for of in [&theirs, &abroad] {
        let refused = edit(&world, Desk::Own, of, renamed()).await;
        assert_eq!(refused, Err(FieldsRefusal::NotFound));
    }
    let shown = edit(&world, Desk::Guild, &theirs, renamed()).await.unwrap();
    assert_eq!(shown.reminder.what.created_by, Some(user(8)));
    let refused = edit(&world, Desk::Guild, &abroad, renamed()).await;
    assert_eq!(refused, Err(FieldsRefusal::NotFound));
}

#[tokio::test]
async fn a_one_off_may_be_moved_turned_weekly_and_marked_as_done() {
    let world = World::default();
    let shown = add(&world, Desk::Own, once("2026-02-06T21:00"))
        .await
        .unwrap();
    assert_eq!(shown.event_time(), Some(instant("2026-02-06 20:00")));
    let of = shown.reminder;
    let moved = ReminderFields {
        event_time: Given::text("2026-02-07T22:30:00+01:00".to_owned()),
        call_time: Some("21:00".to_owned()),
        ..ReminderFields::default()
    };
    let shown = edit(&world, Desk::Own, &of, moved).await.unwrap();
    assert_eq!(shown.event_time(), Some(instant("2026-02-07 21:30")));
    let cleared = |completed, days: Option<&str>| ReminderFields {
        event_time: Given::Cleared,
        completed,
        days: days.map(|it| vec![it.to_owned()]),
        ..ReminderFields::default()
    };
    let refused = edit(&world, Desk::Own, &of, cleared(None, None)).await;
    assert_eq!(refused, Err(fault(Field::Days, Fault::NoDays)));
    let refused = edit(&world, Desk::Own, &of, cleared(Some(true), Some("2"))).await;
    assert_eq!(refused, Err(fault(Field::Completed, Fault::ComesAgain)));
    let done = edit(&world, Desk::Own, &of, cleared(Some(true), None))
        .await
        .unwrap();
    assert!(done.reminder.completed && done.reminder.next.is_none());
    assert_eq!(done.event_time(), None);
    assert!(matches!(
        world.told().last().unwrap(),
        LogEvent::Done { .. }
    ));
    let again = ReminderFields {
        completed: Some(false),
        ..ReminderFields::default()
    };
    let back = edit(&world, Desk::Own, &of, again).await.unwrap();
    assert_eq!(
        back.reminder.next.unwrap().event_at,
        instant("2026-02-07 21:30")
    );
    let weekly = ReminderFields {
        days: Some(vec!["2".to_owned()]),
        ..ReminderFields::default()
    };
    let shown = edit(&world, Desk::Own, &of, weekly).await.unwrap();
    assert_eq!(shown.days().numbers(), [2]);
}

#[tokio::test]
async fn a_notice_that_stands_goes_when_its_event_is_marked_as_done() {
    let world = World::default();
    let of = world.store(a_reminder().by(user(7)).build()).await;
    world.at("2026-02-06 19:00");
    world.reminders().deliver_due().await.unwrap();
    let done = ReminderFields {
        completed: Some(true),
        ..ReminderFields::default()
    };
    edit(&world, Desk::Own, &of, done).await.unwrap();
    assert_eq!(world.delivery.taken_down().len(), 1);
    world.at("2026-02-06 20:00");
    world.reminders().deliver_due().await.unwrap();
    assert_eq!(world.delivery.posts().len(), 1);
}

#[tokio::test]
async fn what_begins_again_needs_room_in_the_quota() {
    let world = World::default();
    let of = world.store(a_reminder().by(user(7)).build()).await;
    let completed = |completed| ReminderFields {
        completed: Some(completed),
        ..ReminderFields::default()
    };
    edit(&world, Desk::Own, &of, completed(true)).await.unwrap();
    for _ in 0..10 {
        world.store(a_reminder().by(user(7)).build()).await;
    }
    let refused = edit(&world, Desk::Own, &of, completed(false)).await;
    assert_eq!(refused, Err(FieldsRefusal::QuotaReached(10)));
}

#[tokio::test]
async fn a_live_session_keeps_its_texts_and_may_move() {
    let world = World::default();
    let live = a_reminder()
        .named(LIVE_SESSION_NAME)
        .saying(LIVE_SESSION_MESSAGE)
        .weekly([Weekday::Mon], 20, 0);
    let live = world.store(live.by(user(7)).build()).await;
    let both = ReminderFields {
        name: Some("Other".to_owned()),
        message: Some("Something else".to_owned()),
        ..ReminderFields::default()
    };
    let expected = FieldsRefusal::Faults(vec![
        FieldFault::new(Field::Name, Fault::LiveSession),
        FieldFault::new(Field::Message, Fault::LiveSession),
    ]);
    assert_eq!(edit(&world, Desk::Own, &live, both).await, Err(expected));
    let moved = ReminderFields {
        name: Some(LIVE_SESSION_NAME.to_owned()),
        time: Some("21:15".to_owned()),
        ..ReminderFields::default()
    };
    let shown = edit(&world, Desk::Own, &live, moved).await.unwrap();
    assert!(shown.reminder.what.is_live_session());
    assert_eq!(shown.reminder.what.announce, Announce::Both);
}

#[tokio::test]
async fn what_says_nothing_new_is_stored_by_nobody() {
    let world = World::default();
    let before = world.store(a_reminder().by(user(7)).build()).await;
    let same = ReminderFields {
        name: Some("Raid night".to_owned()),
        time: Some("20:00".to_owned()),
        call_time: Some("21:00".to_owned()),
        days: Some(Vec::new()),
        event_time: Given::text("2026-02-06T21:00:30+01:00".to_owned()),
        location: Given::Cleared,
        completed: Some(false),
        ..ReminderFields::default()
    };
    let unchanged = ReminderFields {
        event_time: Given::text("2026-02-06T21:00:00+01:00".to_owned()),
        ..same.clone()
    };
    let shown = edit(&world, Desk::Own, &before, unchanged).await.unwrap();
    assert_eq!(shown.reminder, before);
    // Cut to the minute it is what was there already.
    let shown = edit(&world, Desk::Own, &before, same).await.unwrap();
    assert_eq!(shown.event_time(), Some(instant("2026-02-06 20:00")));
    assert!(world.told().is_empty());
    let nothing = edit(&world, Desk::Own, &before, ReminderFields::default()).await;
    assert_eq!(nothing, Err(FieldsRefusal::Nothing));
    let stored = world.store.find(home(), before.id).await.unwrap();
    assert_eq!(stored, Some(before));
}
