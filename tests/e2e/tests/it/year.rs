//! A year of reminders in four zones, sent by the whole bot in simulated time, against the table that
//! `reminders-core` holds its arithmetic against: computed elsewhere, without any of our code.

#[expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read should fail, loudly and here"
)]
#[path = "../../../../crates/reminders-core/tests/year/plan.rs"]
mod plan;

use std::collections::BTreeMap;

use adapter_postgres::PgReminderStore;
use chrono::{DateTime, Timelike as _, Utc};
use chrono_tz::Tz;
use discord_simulator::{Guild, Options, RateLimits};
use e2e_tests::{PATIENCE, Town, TownOptions, eventually};
use kernel::{ChannelId, Clock as _, GuildId, UserId};
use reminders_core::{
    AddOutcome, Message, Name, NewReminder, OccurrenceStore as _, ReminderStore as _, Source,
    first_occurrence,
};

/// Everything of the table that is still to come in the town, by zone and reminder.
type Sends = BTreeMap<(&'static str, &'static str), Vec<DateTime<Utc>>>;

/// A reminder on two days a week that no clock change touches: `reminders-core` holds it against the table too, and its
/// four hundred sends would prove nothing more here.
const LEFT_TO_ARITHMETIC: &str = "weekly";

#[tokio::test]
async fn every_send_of_a_year_comes_at_the_instant_that_the_table_names_and_none_besides() {
    // What Discord allows in a second is not what this is about, and would take it minutes.
    let unlimited = RateLimits {
        enabled: false,
        ..RateLimits::default()
    };
    let town = Town::with(TownOptions {
        simulator: Options {
            rate_limits: unlimited,
            ..Options::default()
        },
        ..TownOptions::default()
    })
    .await;
    let store = PgReminderStore::new(town.database.pool().clone());
    let begins = town.clock.now();
    let expected = still_to_come(begins);
    let mut guilds = BTreeMap::new();
    for zone in plan::ZONES {
        let guild = town.second_guild(zone.name());
        live_in(&guild, zone).await;
        for reminder in plan::planned(zone) {
            if reminder.0 == LEFT_TO_ARITHMETIC {
                continue;
            }
            keep(&store, &guild, zone, reminder, begins).await;
        }
        guilds.insert(zone.name(), guild);
    }
    let ends: DateTime<Utc> = "2026-12-31T23:59:59Z".parse().expect("a moment");
    while let Some(due) = store.next_due().await.expect("the database answers") {
        if due > ends {
            break;
        }
        town.clock.set(due);
        settled(&store, &town).await;
    }
    for (zone, reminder) in expected.keys() {
        let posted = guilds[zone].channel("general").history();
        let title = format!("⏰ Reminder: {}", reminder.replace('_', "\\_"));
        let of_it = posted
            .iter()
            .filter(|it| it.message.embeds[0]["title"] == title);
        let instants: Vec<_> = of_it.map(|it| it.message.sent_at).collect();
        assert_eq!(
            instants,
            expected[&(*zone, *reminder)],
            "{reminder} in {zone}"
        );
    }
    let all: usize = guilds
        .values()
        .map(|it| it.channel("general").history().len())
        .sum();
    assert_eq!(all, expected.values().map(Vec::len).sum::<usize>());
    town.leave().await;
}

fn still_to_come(begins: DateTime<Utc>) -> Sends {
    let mut table = plan::expected();
    table.retain(|(_, reminder), _| *reminder != LEFT_TO_ARITHMETIC);
    let table = table.into_iter();
    let instants = table.map(|(which, sends)| {
        let later = sends.into_iter().map(|it| it.0).filter(|it| *it >= begins);
        (which, later.collect())
    });
    instants.collect()
}

async fn live_in(guild: &Guild, zone: Tz) {
    let owner = guild.owner().in_channel(&guild.channel("general"));
    let command = format!("/config system set_timezone zone:{}", zone.name());
    let reply = owner.runs(&command).await.expect("the owner configures");
    assert!(reply.to_string().contains("✅"), "{reply}");
}

/// Stores a reminder of the plan as if a member had made it.
async fn keep(
    store: &PgReminderStore,
    guild: &Guild,
    zone: Tz,
    (name, schedule, lead, announce): plan::Planned,
    now: DateTime<Utc>,
) {
    let what = NewReminder {
        guild: GuildId::new(guild.id()).expect("an id"),
        name: Name::new(name).expect("a name"),
        channel: ChannelId::new(guild.channel("general").id()).expect("an id"),
        schedule,
        lead,
        announce,
        message: Message::default(),
        location: None,
        image_url: None,
        mention_everyone: false,
        origin: None,
        origin_part: 0,
        created_by: Some(UserId::new(guild.owner().id()).expect("an id")),
        source: Source::Manual,
    };
    let next = first_occurrence(&what, zone, now).expect("there is one in the year");
    let stored = store.add(&what, next, None, now).await;
    assert!(matches!(stored, Ok(AddOutcome::Stored(_))), "{stored:?}");
}

/// Waits until everything that is due has been sent and recorded: what is next lies ahead, and is no lease, which would
/// end in the middle of a minute.
async fn settled(store: &PgReminderStore, town: &Town) {
    let sent = eventually(PATIENCE, async || {
        let next = store.next_due().await.expect("the database answers");
        next.is_none_or(|it| it > town.clock.now() && it.second() == 0)
    });
    let now = town.clock.now();
    assert!(sent.await, "what was due at {now} is not sent");
}
