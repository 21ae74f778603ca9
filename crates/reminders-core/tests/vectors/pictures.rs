//! Vectors about how many pictures a member may attach.

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use kernel::UseCaseError;
use reminders_core::testing::{World, wish};
use reminders_core::{
    AddRefusal, AddReminder, Picture, PictureRefusal, Reminders, Tier, WhenInput,
};
use serde_json::{Value, json};

/// Whether another one is allowed after so many within the last hour.
pub(super) fn allowance(input: &Value) -> Value {
    let world = World {
        tier: Tier::Premium,
        ..World::default()
    };
    let reminders = world.reminders();
    let lately = input["attaches_in_last_hour"].as_u64().unwrap();
    for number in 0..lately {
        assert!(attach(&reminders, number), "the first {lately} are allowed");
        world.clock.advance(TimeDelta::minutes(15));
    }
    json!({ "allowed": attach(&reminders, lately) })
}

fn attach(reminders: &Reminders, number: u64) -> bool {
    let asked = AddReminder {
        when: WhenInput {
            time: Some("20:00".to_owned()),
            ..WhenInput::default()
        },
        picture: Some(Picture::Link(format!("https://example.com/{number}.png"))),
        ..wish("Raid")
    };
    match reminders.add(asked).now_or_never().unwrap() {
        Ok(_) => true,
        Err(UseCaseError::Refused(AddRefusal::Picture(PictureRefusal::TooMany(_)))) => false,
        Err(other) => panic!("{other:?}"),
    }
}
