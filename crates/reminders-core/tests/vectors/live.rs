//! Vectors about live sessions: which rows are some, and what a change leaves in one.

use chrono::Weekday;
use futures_util::FutureExt as _;
use kernel::{ChannelId, GuildId};
use parsers::{WeekdaySet, local};
use reminders_core::testing::{World, a_reminder, admin};
use reminders_core::{
    ChannelKind, EditReminder, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, Picture, PictureChange,
    ReminderPatch, Schedule, Tier,
};
use serde_json::{Value, json};

use super::ZONE;

/// Whether a row is one; nothing is none.
pub(super) fn is_one(row: &Value) -> bool {
    let text = |key: &str| row[key].as_str().unwrap().to_owned();
    !row.is_null()
        && a_reminder()
            .named(&text("name"))
            .saying(&text("message"))
            .build()
            .is_live_session()
}

/// The row after a change that an admin makes of everything that can be changed.
pub(super) fn update(input: &Value) -> Value {
    let text = |key: &str| input[key].as_str().unwrap().to_owned();
    let guild = GuildId::new(text("guild_id").parse().unwrap()).unwrap();
    let channel = ChannelId::new(text("channel_id").parse().unwrap()).unwrap();
    let wanted = input["reminder_id"].as_u64().unwrap();
    let world = World {
        tier: Tier::Premium,
        ..World::default()
    };
    let _ = world
        .directory
        .clone()
        .with(guild, channel, ChannelKind::Text);
    let mut id = None;
    while id.is_none_or(|it: reminders_core::ReminderId| it.get() < wanted) {
        let what = a_reminder()
            .in_guild(guild)
            .named(LIVE_SESSION_NAME)
            .saying(LIVE_SESSION_MESSAGE)
            .weekly([Weekday::Sun], 10, 0);
        id = Some(world.store(what.build()).now_or_never().unwrap().id);
    }
    let days = input["days"].as_array().unwrap().iter();
    let days = WeekdaySet::from_stored(days.map(|it| it.as_str().unwrap()));
    let request = EditReminder {
        guild,
        member: admin(9),
        roles: Vec::new(),
        id: id.unwrap(),
        patch: ReminderPatch {
            time: Some(text("call_time")),
            days: Some(parsers::format_days(days)),
            channel: Some(channel),
            picture: Some(PictureChange::To(Picture::Link(text("image_url")))),
            ..ReminderPatch::default()
        },
    };
    let reminders = world.reminders();
    let edited = reminders.edit_live_session(request).now_or_never();
    let reminder = edited.unwrap().unwrap().reminder;
    let (what, next) = (&reminder.what, reminder.next.unwrap());
    let Schedule::Recurring { recurrence, .. } = what.schedule else {
        panic!("{what:?}")
    };
    let clock = |at| local(at, ZONE).format("%H:%M").to_string();
    let numbers = recurrence.plain_weekly().unwrap().numbers();
    let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    json!({
        "where": { "id": reminder.id.get(), "guild_id": what.guild.to_string() },
        "set": {
            "name": what.name.as_str(),
            "message": what.message.as_str(),
            "time": clock(next.fires_at),
            "call_time": clock(next.event_at),
            "days": numbers,
            "channel_id": what.channel.to_string(),
            "image_url": what.image_url,
        },
    })
}
