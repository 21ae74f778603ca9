//! Vectors about a member who adds, lists, changes and deletes, tried with the real use cases over a store in memory.

use chrono::Weekday;
use futures_util::FutureExt as _;
use kernel::{ChannelId, GuildId, UserId};
use parsers::local;
use reminders_core::testing::{World, a_reminder, home, member, wish};
use reminders_core::{
    AddReminder, ChannelKind, Completed, DeleteReminder, EditReminder, ListReminders, Reminder,
    ReminderKinds, ReminderPatch, ReminderStore as _, Reminders, Schedule, Scope, WhenInput,
};
use serde_json::{Value, json};

use super::ZONE;

/// The only member of the scenarios, `u1`.
const MEMBER: u64 = 7;

/// What a member finds after these steps: how many reminders, and the first one by what the vector asks of it.
pub(super) fn run(steps: &Value) -> Value {
    let world = World::default();
    let steps = steps.as_array().unwrap();
    for step in steps {
        let data = &step["data"];
        if let Some(id) = data["channel_id"].as_str() {
            let channel = ChannelId::new(id.parse().unwrap()).unwrap();
            let _ = world
                .directory
                .clone()
                .with(home(), channel, ChannelKind::Text);
        }
    }
    let reminders = world.reminders();
    let mut listed = Vec::new();
    for step in steps {
        assert_eq!(step["as"], "u1", "there is one member in every scenario");
        listed = list(&reminders);
        match step["op"].as_str().unwrap() {
            "create" => create(&reminders, &step["data"]),
            "update" => update(&reminders, &listed[index(step)], &step["data"]),
            "delete" => delete(&reminders, &listed[index(step)]),
            "list" => {}
            other => panic!("no step is called {other}"),
        }
    }
    let mut found = json!({ "count": listed.len() });
    if let Some(first) = listed.first() {
        found["first"] = json!({ "name": first.what.name.as_str() });
        // Only the vectors that change a clock ask for it.
        if steps.iter().any(|it| it["op"] == "update") {
            found["first"]["time"] = json!(clock(first));
        }
    }
    found
}

/// Whose row a deletion takes: the guild, the number and the maker must all be right.
pub(super) fn delete_for_user(input: &Value) -> Value {
    let number = |key: &str| -> u64 {
        let value = &input[key];
        let text = value.as_str().map(str::to_owned);
        text.unwrap_or_else(|| value.to_string()).parse().unwrap()
    };
    let (guild, user) = (
        GuildId::new(number("guild_id")).unwrap(),
        UserId::new(number("user_id")).unwrap(),
    );
    let world = World::default();
    let mut id = None;
    while id.is_none_or(|it: reminders_core::ReminderId| it.get() < number("reminder_id")) {
        let what = a_reminder().in_guild(guild).by(user).build();
        id = Some(world.store(what).now_or_never().unwrap().id);
    }
    let id = id.unwrap();
    let delete = |guild, user| {
        let deleted = world.store.delete(guild, id, Scope::CreatedBy(user));
        deleted.now_or_never().unwrap().unwrap().is_some()
    };
    let somebody = UserId::new(user.get() + 1).unwrap();
    let elsewhere = GuildId::new(guild.get() + 1).unwrap();
    assert!(!delete(guild, somebody) && !delete(elsewhere, user));
    assert!(delete(guild, user));
    json!({ "where": {
        "id": id.get(),
        "guild_id": guild.to_string(),
        "created_by": user.to_string(),
    } })
}

fn create(reminders: &Reminders, data: &Value) {
    let asked = AddReminder {
        channel: Some(ChannelId::new(text(&data["channel_id"]).parse().unwrap()).unwrap()),
        when: WhenInput {
            time: Some(text(&data["time"])),
            days: Some(days(&data["days"])),
            ..WhenInput::default()
        },
        message: Some(text(&data["message"])),
        ..wish(&text(&data["name"]))
    };
    reminders.add(asked).now_or_never().unwrap().unwrap();
}

fn update(reminders: &Reminders, reminder: &Reminder, data: &Value) {
    let request = EditReminder {
        guild: home(),
        member: member(MEMBER),
        roles: Vec::new(),
        id: reminder.id,
        patch: ReminderPatch {
            name: Some(text(&data["name"])),
            time: Some(text(&data["time"])),
            days: Some(days(&data["days"])),
            message: Some(text(&data["message"])),
            ..ReminderPatch::default()
        },
    };
    reminders.edit(request).now_or_never().unwrap().unwrap();
}

fn delete(reminders: &Reminders, reminder: &Reminder) {
    let request = DeleteReminder {
        guild: home(),
        member: member(MEMBER),
        id: reminder.id,
    };
    reminders.delete(request).now_or_never().unwrap().unwrap();
}

fn list(reminders: &Reminders) -> Vec<Reminder> {
    let request = ListReminders {
        guild: home(),
        member: member(MEMBER),
        channel: World::GENERAL,
        of: None,
        kinds: ReminderKinds::All,
        completed: Completed::Hidden,
        page: 0,
    };
    let listed = reminders.list(request).now_or_never().unwrap();
    listed.unwrap().page.reminders
}

/// The days by their names: stored numbers begin at 0 for Monday.
fn days(numbers: &Value) -> String {
    let names = numbers.as_array().unwrap().iter().map(|it| {
        let day = Weekday::try_from(text(it).parse::<u8>().unwrap()).unwrap();
        day.to_string()
    });
    names.collect::<Vec<_>>().join(", ")
}

fn clock(reminder: &Reminder) -> String {
    let clock = match reminder.what.schedule {
        Schedule::OneOff { at } => local(at, ZONE).time(),
        Schedule::Recurring { clock, .. } => clock,
    };
    clock.format("%H:%M").to_string()
}

fn index(step: &Value) -> usize {
    usize::try_from(step["index"].as_u64().unwrap()).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
